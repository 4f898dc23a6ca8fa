// Claims about what two people agree to erase: who may propose, and what is checked before the second
// signature.
#include "services/operator/erasure_acts.h"

#include <gtest/gtest.h>

#include "services/leader/inbox.h"
#include "tests/services/people/sealed_jam.h"
#include "tests/support/matchers.h"

namespace candor::services::operators {
namespace {

using ::candor::testing::IsOkAndHolds;
using ::candor::testing::kSpeakingCloses;
using ::candor::testing::SealedJam;
using ::candor::testing::StatusIs;

// A jam with one text, and an auditor.
struct Scene {
  Scene() {
    const auto request = sealed.jam.Opinion(sealed.jam.NewAuthor(), "Names somebody.");
    const auto& auditor = sealed.organisation.stranger();
    sealed.Seal({request});
    sealed.Append({day(), records::kNoCampaign,
                   records::GovernanceEntry{
                       sealed.organisation.Grant(auditor, records::Role::kAuditor)}});
    hash = request.submission.body.SubmissionHash();
    entry = sealed.campaign().submissions.at(hash).index;
  }
  Day day() const { return sealed.view->last_day(); }
  const crypto::SigningKey& auditor() const { return sealed.organisation.stranger().key; }
  records::Erasure About(std::uint64_t index) const {
    const auto leaf = LeafHashOf(sealed.campaign(), index);
    return {sealed.campaign().id, index, leaf.ok() ? *leaf : crypto::Hash{},
            records::ErasureReason::kThirdPerson, day()};
  }
  absl::StatusOr<records::AgreedErasure> Propose(const crypto::SigningKey& key) const {
    return ProposeErasure(*sealed.view, sealed.campaign(), About(entry), key);
  }

  SealedJam sealed;
  crypto::Hash hash{};
  std::uint64_t entry = 0;
};

TEST(ErasureActs, WhatIsAgreedIsWhatTheLogTakes) {
  Scene scene;
  ASSERT_OK_AND_ASSIGN(const auto proposal, scene.Propose(scene.sealed.organisation.reader().key));
  ASSERT_OK_AND_ASSIGN(const auto agreed,
                       AgreeToErase(*scene.sealed.view, proposal, scene.auditor(), scene.day()));
  scene.sealed.Append({scene.day(), scene.sealed.campaign().id, records::Tombstone{agreed}});
  EXPECT_EQ(scene.sealed.campaign().erasures.size(), 1u);
  // Once.
  EXPECT_THAT(AgreeToErase(*scene.sealed.view, proposal, scene.auditor(), scene.day()),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(ErasureActs, ReadersFacilitatorsAndTheIndependentBodyMayProposeAndNobodyElse) {
  Scene scene;
  const auto& people = scene.sealed.organisation;
  EXPECT_OK(scene.Propose(people.reader().key));
  EXPECT_OK(scene.Propose(people.facilitator().key));
  EXPECT_OK(scene.Propose(people.independent_body()));
  for (const auto* key : {&people.sponsor().key, &people.operator_person().key, &people.charter(),
                          &scene.auditor()}) {
    EXPECT_THAT(scene.Propose(*key), StatusIs(absl::StatusCode::kPermissionDenied));
  }
}

TEST(ErasureActs, TheSecondSignatureIsAnAuditorsAndUnderAGoodFirstOne) {
  Scene scene;
  const auto& people = scene.sealed.organisation;
  ASSERT_OK_AND_ASSIGN(const auto proposal, scene.Propose(people.reader().key));
  const auto agree = [&](const records::AgreedErasure& record, const crypto::SigningKey& key) {
    return AgreeToErase(*scene.sealed.view, record, key, scene.day()).status();
  };
  EXPECT_FALSE(agree(proposal, people.facilitator().key).ok());
  EXPECT_FALSE(agree(proposal, people.reader().key).ok());
  auto forged = proposal;
  forged.proposer_signature[3] ^= 1;
  EXPECT_FALSE(agree(forged, scene.auditor()).ok());
  EXPECT_OK(agree(proposal, scene.auditor()));
}

TEST(ErasureActs, ATextIsFoundByTheFirstDigitsOfItsNumber) {
  Scene scene;
  const std::string digits = HexEncode(scene.hash);
  EXPECT_THAT(FindText(scene.sealed.campaign(), digits.substr(0, 8)), IsOkAndHolds(scene.entry));
  EXPECT_THAT(FindText(scene.sealed.campaign(), "zz"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(LeafHashOf(scene.sealed.campaign(), 0), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(Inbox, ATextThatATombstoneNamesIsErasedAndNotOverdue) {
  Scene scene;
  const auto& reader = scene.sealed.organisation.reader();
  const Day late = kSpeakingCloses + 300;
  const auto before = leader::InboxOf(scene.sealed.campaign(), reader.public_key(), late);
  ASSERT_EQ(before.size(), 1u);
  EXPECT_TRUE(before[0].overdue);
  EXPECT_FALSE(before[0].erased);
  ASSERT_OK_AND_ASSIGN(const auto proposal, scene.Propose(reader.key));
  ASSERT_OK_AND_ASSIGN(const auto agreed,
                       AgreeToErase(*scene.sealed.view, proposal, scene.auditor(), scene.day()));
  scene.sealed.Append({scene.day(), scene.sealed.campaign().id, records::Tombstone{agreed}});
  const auto after = leader::InboxOf(scene.sealed.campaign(), reader.public_key(), late);
  EXPECT_FALSE(after[0].overdue);
  EXPECT_TRUE(after[0].erased);
}

}  // namespace
}  // namespace candor::services::operators
