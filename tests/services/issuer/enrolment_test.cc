// Rosters, invites and enrolment: who gets in, once, and what the log says of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/roster_tree.h"
#include "tests/services/issuer/issuer_harness.h"
#include "tests/support/matchers.h"

namespace candor::testing {
namespace {

using ::testing::HasSubstr;

constexpr auto kFailedPrecondition = absl::StatusCode::kFailedPrecondition;
constexpr auto kInvalidArgument = absl::StatusCode::kInvalidArgument;

crypto::SigningKey NewKey(const Organisation& organisation) {
  return crypto::SigningKey::Generate(organisation.random());
}

TEST(RosterImport, IsRefusedBeforeTheRecordIsCountersigned) {
  const Organisation organisation;
  IssuerHarness harness(organisation);
  EXPECT_THAT(harness.issuer().ImportRoster(organisation.roster()),
              StatusIs(kFailedPrecondition, HasSubstr("countersigned")));
  harness.ImportRoster();
}

TEST(RosterImport, IsRefusedForAnotherRosterThanTheCountersignedOne) {
  const Organisation organisation;
  IssuerHarness harness(organisation);
  harness.board().AddAllGovernance();
  harness.Follow();
  auto altered = organisation.roster();
  altered.rows.front().entry.unit = "Elsewhere";
  EXPECT_THAT(harness.issuer().ImportRoster(altered), StatusIs(kFailedPrecondition));
  auto shortened = organisation.roster();
  shortened.rows.pop_back();
  EXPECT_THAT(harness.issuer().ImportRoster(shortened), StatusIs(kFailedPrecondition));
}

TEST(RosterImport, IsRefusedWhenTheRecordNamesAnotherSize) {
  const Organisation organisation;
  IssuerHarness harness(organisation);
  harness.board().Add(organisation.Countersign(
      records::RosterRecord{kOpeningDay, 23, organisation.roster_root(), 23, {}}));
  harness.Follow();
  EXPECT_THAT(harness.issuer().ImportRoster(organisation.roster()), StatusIs(kFailedPrecondition));
}

TEST(RosterImport, MayBeRepeatedAndTellsTotalsOnly) {
  const Organisation organisation;
  IssuerHarness harness(organisation);
  EXPECT_THAT(harness.issuer().RosterStatus(std::nullopt), StatusIs(absl::StatusCode::kNotFound));
  harness.ImportRoster();
  harness.NewMember("E1000");
  ASSERT_OK_AND_ASSIGN(const auto status, harness.issuer().ImportRoster(organisation.roster()));
  EXPECT_EQ(status.roster_root, organisation.roster_root());
  EXPECT_EQ(status.size, 24u);
  EXPECT_EQ(status.enrolled, 1u);
  EXPECT_OK(harness.issuer().RosterStatus(std::nullopt));
  EXPECT_OK(harness.issuer().RosterStatus(organisation.roster_root()));
  EXPECT_THAT(harness.issuer().RosterStatus(records::Hash{}),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(Invites, AreMadeForEverybodyOrForThoseNamed) {
  const Organisation organisation;
  IssuerHarness harness(organisation);
  harness.ImportRoster();
  EXPECT_EQ(harness.Invite({}).items.size(), 24u);
  const auto two = harness.Invite({"E1003", "E1001"});
  ASSERT_EQ(two.items.size(), 2u);
  EXPECT_EQ(two.items[0].id, "E1003");
  EXPECT_EQ(two.items[1].id, "E1001");
  EXPECT_NE(two.items[0].code, two.items[1].code);
}

TEST(Invites, AreRefusedForUnknownPeopleRostersAndPastDays) {
  const Organisation organisation;
  IssuerHarness harness(organisation);
  harness.ImportRoster();
  records::CreateInvitesCall good{.roster_root = organisation.roster_root(),
                                  .expires = kOpeningDay + 1,
                                  .ids = {"E1000"}};
  EXPECT_OK(harness.issuer().CreateInvites(good));
  auto call = good;
  call.ids = {"E1000", "E9999"};
  EXPECT_THAT(harness.issuer().CreateInvites(call), StatusIs(absl::StatusCode::kNotFound));
  call = good;
  call.ids = {"E1000", "E1000"};
  EXPECT_THAT(harness.issuer().CreateInvites(call), StatusIs(kInvalidArgument));
  call = good;
  call.roster_root = {};
  EXPECT_THAT(harness.issuer().CreateInvites(call), StatusIs(absl::StatusCode::kNotFound));
  call = good;
  call.expires = kOpeningDay;
  EXPECT_THAT(harness.issuer().CreateInvites(call), StatusIs(kInvalidArgument));
}

TEST(Enrolment, BindsAKeyToTheInvitedRosterEntryWithItsPath) {
  const Organisation organisation;
  IssuerHarness harness(organisation);
  harness.ImportRoster();
  const Member member = harness.NewMember("E1007");
  const auto& reply = member.enrolled;
  EXPECT_EQ(reply.row.entry.id, "E1007");
  EXPECT_EQ(reply.roster_root, organisation.roster_root());
  EXPECT_EQ(reply.roster_size, 24u);
  EXPECT_OK(audit::VerifyRosterPath(reply.row.Leaf(), reply.leaf_index, reply.roster_size,
                                    reply.path, reply.roster_root));
}

TEST(Enrolment, PutsTheSaltedCommitmentIntoTheLogAndNothingElse) {
  const Organisation organisation;
  IssuerHarness harness(organisation);
  harness.ImportRoster();
  const std::uint64_t before = harness.log().size();
  const Member member = harness.NewMember("E1007");
  ASSERT_EQ(harness.log().size(), before + 1);
  const auto entries = harness.Entries();
  const auto& entry = entries.back();
  EXPECT_EQ(entry.day, kOpeningDay);
  EXPECT_EQ(entry.campaign_id, records::kNoCampaign);
  const auto* enrolment = std::get_if<records::Enrolment>(&entry.body);
  ASSERT_NE(enrolment, nullptr);
  EXPECT_EQ(enrolment->commitment,
            records::EnrolmentCommitment(member.enrolled.enrolment_salt,
                                         organisation.roster_root(), member.enrolled.row.Leaf(),
                                         member.key.verify_key()));
}

TEST(Enrolment, GivesTheSameAnswerToTheSameRequestAndLogsItOnce) {
  const Organisation organisation;
  IssuerHarness harness(organisation);
  harness.ImportRoster();
  const auto key = NewKey(organisation);
  const auto code = harness.InviteOne("E1007");
  ASSERT_OK_AND_ASSIGN(const auto first, harness.Enrol(key, code));
  const std::uint64_t size = harness.log().size();
  ASSERT_OK_AND_ASSIGN(const auto second, harness.Enrol(key, code));
  EXPECT_EQ(first.Encode(), second.Encode());
  harness.Restart();
  ASSERT_OK_AND_ASSIGN(const auto third, harness.Enrol(key, code));
  EXPECT_EQ(first.Encode(), third.Encode());
  EXPECT_EQ(harness.log().size(), size);
}

TEST(Enrolment, TellsUnknownUsedAndExpiredCodesApart) {
  const Organisation organisation;
  IssuerHarness harness(organisation);
  harness.ImportRoster();
  const auto key = NewKey(organisation);
  EXPECT_THAT(harness.Enrol(key, records::InviteCode{}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("no such code")));

  const auto used = harness.InviteOne("E1001");
  ASSERT_OK(harness.Enrol(key, used));
  EXPECT_THAT(harness.Enrol(NewKey(organisation), used),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("used before")));

  const auto late = harness.InviteOne("E1002");
  harness.clock().Advance(14 * kSecondsPerDay);
  EXPECT_THAT(harness.Enrol(NewKey(organisation), late),
              StatusIs(kFailedPrecondition, HasSubstr("expired")));
}

TEST(Enrolment, TakesACodeOfThisIssuerOnly) {
  const Organisation organisation({.issuers = 2});
  IssuerHarness first(organisation, {.which = 0});
  IssuerHarness second(organisation, {.which = 1});
  first.ImportRoster();
  second.ImportRoster();
  const auto key = NewKey(organisation);
  const auto code = first.InviteOne("E1001");
  EXPECT_THAT(second.Enrol(key, code), StatusIs(absl::StatusCode::kNotFound));
  // A request that was made for the first, sent to the second.
  EXPECT_THAT(second.issuer().Enrol(
                  records::Signed::Make(key, crypto::Label::kEnrolRequest,
                                        first.EnrolRequestFor(key, code).Encode())),
              StatusIs(kInvalidArgument, HasSubstr("another issuer")));
  EXPECT_OK(first.Enrol(key, code));
}

TEST(Enrolment, RefusesAnotherFingerprint) {
  const Organisation organisation;
  IssuerHarness harness(organisation);
  harness.ImportRoster();
  const auto key = NewKey(organisation);
  const auto code = harness.InviteOne("E1001");
  auto request = harness.EnrolRequestFor(key, code);
  request.fingerprint[0] ^= 1;
  EXPECT_THAT(harness.issuer().Enrol(
                  records::Signed::Make(key, crypto::Label::kEnrolRequest, request.Encode())),
              StatusIs(kFailedPrecondition, HasSubstr("fingerprint")));
  EXPECT_OK(harness.Enrol(key, code));
}

TEST(Enrolment, RefusesARequestThatTheMemberKeyDidNotSign) {
  const Organisation organisation;
  IssuerHarness harness(organisation);
  harness.ImportRoster();
  const auto key = NewKey(organisation);
  const auto other = NewKey(organisation);
  const Bytes body = harness.EnrolRequestFor(key, harness.InviteOne("E1001")).Encode();
  // Signed by another key; signed for another purpose; altered after signing.
  EXPECT_THAT(harness.issuer().Enrol(
                  records::Signed::Make(other, crypto::Label::kEnrolRequest, body)),
              StatusIs(kInvalidArgument));
  EXPECT_FALSE(
      harness.issuer().Enrol(records::Signed::Make(key, crypto::Label::kIssueRequest, body)).ok());
  auto altered = records::Signed::Make(key, crypto::Label::kEnrolRequest, body);
  altered.body[40] ^= 1;
  EXPECT_FALSE(harness.issuer().Enrol(altered).ok());
}

TEST(Enrolment, AfterALostWalletANewKeyTakesThePlaceOfTheOldOne) {
  const Organisation organisation;
  const Jam jam(organisation);
  IssuerHarness harness(organisation, {.jams = {&jam}});
  harness.ImportRoster();
  harness.board().Open(jam);
  harness.Follow();
  const Member before = harness.NewMember("E1001");
  const Member after = harness.NewMember("E1001");
  EXPECT_EQ(before.enrolled.leaf_index, after.enrolled.leaf_index);
  EXPECT_EQ(harness.issuer().RosterStatus(std::nullopt)->enrolled, 1u);
  EXPECT_THAT(harness.issuer().Issue(harness.CallFor(before, jam)),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_OK(harness.issuer().Issue(harness.CallFor(after, jam)));
}

TEST(Enrolment, AfterAFailedWriteAcceptsNothingUntilARestart) {
  const Organisation organisation;
  IssuerHarness harness(organisation);
  harness.ImportRoster();
  const auto key = NewKey(organisation);
  const auto code = harness.InviteOne("E1001");
  harness.FailNextWrite();
  EXPECT_THAT(harness.Enrol(key, code), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(harness.Enrol(key, code), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(harness.issuer().Tick(harness.clock().Now()),
              StatusIs(absl::StatusCode::kUnavailable));
  harness.Restart();
  EXPECT_OK(harness.Enrol(key, code));
  EXPECT_EQ(harness.Replayed().enrolments(), 1u);
}

TEST(Enrolment, IsRefusedWithTheReasonWhileTheLogMustNotGrow) {
  const Organisation organisation;
  IssuerHarness harness(organisation);
  harness.ImportRoster();
  const auto key = NewKey(organisation);
  const auto code = harness.InviteOne("E1001");
  harness.StopWriting(absl::FailedPreconditionError("The store is behind its lock."));
  EXPECT_THAT(harness.Enrol(key, code),
              StatusIs(kFailedPrecondition, HasSubstr("behind its lock")));
}

}  // namespace
}  // namespace candor::testing
