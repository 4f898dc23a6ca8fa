// What an issuer's store promises, on every engine and again after a restart.
#include "store/issuer_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "store/memory/faulty_engine.h"
#include "tests/store/conformance/conformance.h"
#include "tests/store/support/contains.h"
#include "tests/store/support/submissions.h"
#include "tests/support/matchers.h"

namespace candor::store::testing {
namespace {

using ::candor::testing::IsOkAndHolds;
using ::candor::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Optional;

constexpr crypto::Hash kRoot{0x01};
constexpr crypto::Hash kOtherRoot{0x02};
constexpr crypto::Hash kNoRoot{0x03};

crypto::Hash Code(std::uint8_t number) { return {0xc0, number}; }
records::VerifyKey Key(std::uint8_t number) { return {{0xe1, number}}; }
records::Salt Salt(std::uint8_t number) { return {0x5a, number}; }

class IssuerConformance : public Conformance {
 protected:
  IssuerConformance() {
    Restart();
    EXPECT_OK(store_->ImportRoster(kRoot, roster_));
  }

  void Restart() {
    store_.reset();
    auto opened = IssuerStore::Open(machine_->Start());
    ASSERT_OK(opened);
    store_ = *std::move(opened);
  }

  // Codes 0, 1, 2 for the rows 0, 1, 2, and code 10 again for row 0; all until tomorrow.
  void Invite() {
    const std::vector<NewInvite> invites = {{Code(0), 0, kToday + 1},
                                            {Code(1), 1, kToday + 1},
                                            {Code(2), 2, kToday + 1},
                                            {Code(10), 0, kToday + 1}};
    ASSERT_OK(store_->CreateInvites(kRoot, invites));
  }

  EnrolOutcome Enrol(std::uint8_t code, std::uint8_t key, std::uint8_t salt = 1,
                     candor::Day today = kToday) {
    auto outcome = store_->Enrol({Code(code), Key(key), today}, Salt(salt), [&](const Member&) {
      return NumberedEntry(1'000u + code);
    });
    EXPECT_OK(outcome);
    return outcome.ok() ? *outcome : EnrolOutcome();
  }

  IssueOutcome Issue(std::uint32_t leaf, std::uint8_t request, std::uint8_t salt,
                     const records::CampaignId& campaign = kCampaign) {
    auto outcome = store_->Issue({kRoot, leaf, campaign, crypto::Hash{request}, Salt(salt),
                                  NumberedEntry(2'000u + request), Request(request)});
    EXPECT_OK(outcome);
    return outcome.ok() ? *outcome : IssueOutcome();
  }

  // As a member would have signed it; the store looks at no signature.
  static records::Signed Request(std::uint8_t request) {
    return {{0x71, request}, Key(request), {0x51, request}};
  }

  records::RosterFile roster_ = records::RosterFile::Make(
      {{"1", "Ada", "Ships"}, {"2", "Bo", "Ships"}, {"3", "Cy", "Yard"}}, random_);
  std::unique_ptr<IssuerStore> store_;
};
CANDOR_ON_EVERY_ENGINE(IssuerConformance);

TEST_P(IssuerConformance, ARosterIsKeptWholeAndMayBeImportedAgain) {
  ASSERT_OK(store_->ImportRoster(kOtherRoot, {{roster_.rows[2]}}));
  ASSERT_OK(store_->ImportRoster(kRoot, {}));  // the same root: nothing changes
  for (int round = 0; round < 2; ++round, Restart()) {
    EXPECT_THAT(store_->Rosters(), IsOkAndHolds(ElementsAre(kRoot, kOtherRoot)));
    EXPECT_THAT(store_->Roster(kRoot), IsOkAndHolds(roster_));
    EXPECT_THAT(store_->Row(kRoot, 1), IsOkAndHolds(roster_.rows[1]));
    EXPECT_THAT(store_->Row(kRoot, 3), StatusIs(absl::StatusCode::kNotFound));
    EXPECT_THAT(store_->Row(kNoRoot, 0), StatusIs(absl::StatusCode::kNotFound));
    EXPECT_THAT(store_->Roster(kNoRoot), StatusIs(absl::StatusCode::kNotFound));
    EXPECT_THAT(store_->Totals(kNoRoot), StatusIs(absl::StatusCode::kNotFound));
    ASSERT_OK_AND_ASSIGN(const auto totals, store_->Totals(kRoot));
    EXPECT_EQ(totals.size, 3u);
    EXPECT_EQ(totals.enrolled, 0u);
  }
}

TEST_P(IssuerConformance, InvitesAreMadeAllOrNone) {
  Invite();
  const std::vector<NewInvite> again = {{Code(7), 0, kToday}, {Code(1), 1, kToday}};
  EXPECT_THAT(store_->CreateInvites(kRoot, again), StatusIs(absl::StatusCode::kAlreadyExists));
  const std::vector<NewInvite> twice = {{Code(7), 0, kToday}, {Code(7), 1, kToday}};
  EXPECT_THAT(store_->CreateInvites(kRoot, twice), StatusIs(absl::StatusCode::kAlreadyExists));
  const std::vector<NewInvite> beyond = {{Code(7), 0, kToday}, {Code(8), 3, kToday}};
  EXPECT_THAT(store_->CreateInvites(kRoot, beyond), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(store_->CreateInvites(kNoRoot, beyond), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(Enrol(7, 1).result, EnrolOutcome::Result::kUnknownCode);
}

TEST_P(IssuerConformance, ACodeBindsOneKeyOnce) {
  Invite();
  EXPECT_EQ(Enrol(9, 1).result, EnrolOutcome::Result::kUnknownCode);
  const EnrolOutcome first = Enrol(0, 1, 11);
  EXPECT_EQ(first.result, EnrolOutcome::Result::kEnrolled);
  EXPECT_EQ(first.member, (Member{kRoot, 0, Key(1), Salt(11)}));
  for (int round = 0; round < 2; ++round, Restart()) {
    EXPECT_EQ(Enrol(0, 2).result, EnrolOutcome::Result::kUsedCode);
    const EnrolOutcome replay = Enrol(0, 1, 12, kToday + 100);
    EXPECT_EQ(replay.result, EnrolOutcome::Result::kReplay);
    EXPECT_EQ(replay.member, first.member) << "the first salt, though a fresh one was offered";
    EXPECT_THAT(store_->FindMember(Key(1), kRoot), IsOkAndHolds(Optional(first.member)));
    EXPECT_THAT(store_->FindMember(Key(2), kRoot), IsOkAndHolds(Eq(std::nullopt)));
    EXPECT_EQ(store_->log().size(), 1u) << "one entry for one enrolment";
    EXPECT_EQ(store_->Totals(kRoot)->enrolled, 1u);
  }
  EXPECT_THAT(store_->log().Entry(0), IsOkAndHolds(NumberedEntry(1'000).entry));
}

TEST_P(IssuerConformance, ACodeWorksBeforeItsDayOfExpiryAndNotOnIt) {
  Invite();
  EXPECT_EQ(Enrol(1, 1, 1, kToday + 1).result, EnrolOutcome::Result::kExpiredCode);
  EXPECT_EQ(store_->log().size(), 0u);
  EXPECT_EQ(Enrol(1, 1, 1, kToday).result, EnrolOutcome::Result::kEnrolled);
}

TEST_P(IssuerConformance, AnotherCodeReplacesTheKeyAndTheOldKeyIsNobody) {
  Invite();
  Enrol(0, 1, 11);
  const EnrolOutcome second = Enrol(10, 2, 12);
  EXPECT_EQ(second.result, EnrolOutcome::Result::kReplaced);
  for (int round = 0; round < 2; ++round, Restart()) {
    EXPECT_THAT(store_->FindMember(Key(1), kRoot), IsOkAndHolds(Eq(std::nullopt)));
    EXPECT_THAT(store_->FindMember(Key(2), kRoot), IsOkAndHolds(Optional(second.member)));
    EXPECT_EQ(Enrol(0, 1).result, EnrolOutcome::Result::kReplay);
    EXPECT_EQ(store_->Totals(kRoot)->enrolled, 1u) << "one person, two keys in turn";
    EXPECT_EQ(store_->log().size(), 2u);
  }
}

TEST_P(IssuerConformance, AKeyThatMovedOnIsNotUnboundByItsOldPlace) {
  Invite();
  Enrol(0, 1);
  const EnrolOutcome moved = Enrol(1, 1);
  EXPECT_EQ(moved.member.leaf_index, 1u);
  Enrol(10, 2);  // row 0 gets another key
  EXPECT_THAT(store_->FindMember(Key(1), kRoot), IsOkAndHolds(Optional(moved.member)));
}

TEST_P(IssuerConformance, OneKeyStandsInTwoRostersAndIsReplacedInEachOnItsOwn) {
  Invite();
  ASSERT_OK(store_->ImportRoster(kOtherRoot, {{roster_.rows[2], roster_.rows[0]}}));
  const std::vector<NewInvite> invites = {{Code(20), 1, kToday + 1}, {Code(21), 1, kToday + 1}};
  ASSERT_OK(store_->CreateInvites(kOtherRoot, invites));
  const EnrolOutcome first = Enrol(0, 1, 11);
  EXPECT_EQ(Enrol(20, 1, 12).result, EnrolOutcome::Result::kEnrolled);
  const EnrolOutcome replaced = Enrol(21, 2, 13);
  EXPECT_EQ(replaced.result, EnrolOutcome::Result::kReplaced);
  for (int round = 0; round < 2; ++round, Restart()) {
    EXPECT_THAT(store_->FindMember(Key(1), kRoot), IsOkAndHolds(Optional(first.member)));
    EXPECT_THAT(store_->FindMember(Key(1), kOtherRoot), IsOkAndHolds(Eq(std::nullopt)));
    EXPECT_THAT(store_->FindMember(Key(2), kOtherRoot), IsOkAndHolds(Optional(replaced.member)));
  }
}

TEST_P(IssuerConformance, ARosterEntryDrawsOncePerCampaign) {
  const IssueOutcome first = Issue(0, 1, 31);
  EXPECT_EQ(first.result, IssueOutcome::Result::kIssued);
  EXPECT_EQ(first.salt, Salt(31));
  for (int round = 0; round < 2; ++round, Restart()) {
    const IssueOutcome replay = Issue(0, 1, 32);
    EXPECT_EQ(replay.result, IssueOutcome::Result::kReplay);
    EXPECT_EQ(replay.salt, Salt(31));
    EXPECT_EQ(Issue(0, 2, 33).result, IssueOutcome::Result::kDrawn);
    EXPECT_EQ(store_->log().size(), 1u);
  }
  EXPECT_EQ(Issue(1, 2, 34).result, IssueOutcome::Result::kIssued);
  EXPECT_EQ(Issue(0, 2, 35, kOtherCampaign).result, IssueOutcome::Result::kIssued);
  EXPECT_EQ(store_->log().size(), 3u);
  EXPECT_THAT(store_->Issue({kRoot, 3, kCampaign, {}, {}, NumberedEntry(1)}),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(store_->Issue({kNoRoot, 0, kCampaign, {}, {}, NumberedEntry(1)}),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_P(IssuerConformance, AReEnrolledMemberCannotDrawAgain) {
  Invite();
  Enrol(0, 1);
  EXPECT_EQ(Issue(0, 1, 1).result, IssueOutcome::Result::kIssued);
  EXPECT_EQ(Enrol(10, 2).result, EnrolOutcome::Result::kReplaced);
  EXPECT_EQ(Issue(0, 2, 2).result, IssueOutcome::Result::kDrawn);
}

TEST_P(IssuerConformance, WhatOpensAnEntryIsKeptUnderTheEntrysIndex) {
  Invite();
  const EnrolOutcome first = Enrol(0, 1, 11);                 // entry 0
  EXPECT_EQ(Issue(2, 9, 21).result, IssueOutcome::Result::kIssued);  // entry 1
  const EnrolOutcome second = Enrol(10, 2, 12);               // entry 2, in place of the first key
  EXPECT_EQ(Issue(0, 7, 22, kOtherCampaign).result, IssueOutcome::Result::kIssued);  // entry 3
  EXPECT_EQ(Issue(1, 8, 23).result, IssueOutcome::Result::kIssued);                  // entry 4
  // What writes no entry keeps nothing.
  EXPECT_EQ(Enrol(10, 2, 13).result, EnrolOutcome::Result::kReplay);
  EXPECT_EQ(Enrol(10, 3, 14).result, EnrolOutcome::Result::kUsedCode);
  EXPECT_EQ(Issue(1, 8, 24).result, IssueOutcome::Result::kReplay);
  EXPECT_EQ(Issue(1, 5, 25).result, IssueOutcome::Result::kDrawn);
  for (int round = 0; round < 2; ++round, Restart()) {
    EXPECT_THAT(store_->KeptEnrolments(),
                IsOkAndHolds(ElementsAre(KeptEnrolment{0, first.member},
                                         KeptEnrolment{2, second.member})));
    EXPECT_THAT(store_->KeptIssuances(),
                IsOkAndHolds(ElementsAre(KeptIssuance{1, kCampaign, Salt(21), Request(9)},
                                         KeptIssuance{3, kOtherCampaign, Salt(22), Request(7)},
                                         KeptIssuance{4, kCampaign, Salt(23), Request(8)})));
  }
}

TEST_P(IssuerConformance, ForgottenDrawsAreGoneAndOtherCampaignsStay) {
  Issue(0, 1, 31);
  Issue(0, 2, 32, kOtherCampaign);
  Issue(1, 3, 33);
  const auto bytes_of = [&](const records::Signed& request) {
    bool found = false;
    store_.reset();
    EXPECT_OK(machine_->Start()->Scan({}, [&](ByteView, ByteView value) {
      found = found || Contains(value, request.Encode());
      return true;
    }));
    Restart();
    return found;
  };
  EXPECT_TRUE(bytes_of(Request(3))) << "the control";
  ASSERT_OK(store_->ForgetDraws(kCampaign));
  ASSERT_OK(store_->ForgetDraws(kCampaign)) << "again is no error";
  EXPECT_FALSE(bytes_of(Request(1)));
  EXPECT_FALSE(bytes_of(Request(3)));
  EXPECT_TRUE(bytes_of(Request(2)));
  EXPECT_THAT(store_->KeptIssuances(),
              IsOkAndHolds(ElementsAre(KeptIssuance{1, kOtherCampaign, Salt(32), Request(2)})));
  EXPECT_EQ(store_->log().size(), 3u) << "the log is what it was";
  EXPECT_EQ(Issue(0, 2, 34, kOtherCampaign).result, IssueOutcome::Result::kReplay);
  // The quota is forgotten with the rest, as the header says: not for a campaign that is open.
  EXPECT_EQ(Issue(0, 1, 35).result, IssueOutcome::Result::kIssued);
}

TEST_P(IssuerConformance, EntriesOfItsOwnActsAreAppended) {
  const std::vector<NewEntry> entries = {NumberedEntry(1), EntryWithContent(2, 3, "a key proof")};
  ASSERT_OK_AND_ASSIGN(const Appended appended, store_->Append(entries));
  EXPECT_EQ(appended.size, 2u);
  Restart();
  EXPECT_EQ(store_->log().size(), 2u);
  EXPECT_EQ(store_->log().root(), appended.root);
}

// Each write of an issuer is one batch: a crash leaves all of it or nothing.
TEST_P(IssuerConformance, ACrashLeavesADrawWholeOrUndone) {
  for (const auto when : {FaultPlan::When::kBefore, FaultPlan::When::kAfter}) {
    const auto campaign = when == FaultPlan::When::kBefore ? kCampaign : kOtherCampaign;
    const IssueOperation operation{
        kRoot, 0, campaign, {9}, Salt(1), NumberedEntry(1), Request(9)};
    store_.reset();
    const std::uint64_t before = [&] {
      FaultPlan plan{.fail_at = 0, .when = when};
      auto faulty =
          IssuerStore::Open(std::make_unique<FaultyEngine>(machine_->Start(), plan));
      EXPECT_OK(faulty);
      const std::uint64_t size = (*faulty)->log().size();
      EXPECT_THAT((*faulty)->Issue(operation), StatusIs(absl::StatusCode::kResourceExhausted));
      plan = {};
      EXPECT_THAT((*faulty)->Issue(operation), StatusIs(absl::StatusCode::kUnavailable));
      EXPECT_THAT((*faulty)->ImportRoster(kNoRoot, {}), StatusIs(absl::StatusCode::kUnavailable));
      return size;
    }();
    Restart();
    const bool done = when == FaultPlan::When::kAfter;
    EXPECT_EQ(store_->log().size(), before + (done ? 1 : 0));
    EXPECT_EQ(store_->KeptIssuances()->size(), before + (done ? 1 : 0)) << "with its entry";
    ASSERT_OK_AND_ASSIGN(const auto again, store_->Issue(operation));
    EXPECT_EQ(again.result,
              done ? IssueOutcome::Result::kReplay : IssueOutcome::Result::kIssued);
    EXPECT_EQ(store_->log().size(), before + 1) << "one entry for one draw";
  }
}

}  // namespace
}  // namespace candor::store::testing
