// The issuer's own log: Genesis, days, daily totals, and what a restart takes up from it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/publish/policy.h"
#include "tests/services/issuer/issuer_harness.h"
#include "tests/support/matchers.h"

namespace candor::testing {
namespace {

std::vector<records::EnrolmentTotal> EnrolmentTotals(const IssuerHarness& harness) {
  std::vector<records::EnrolmentTotal> out;
  for (const auto& entry : harness.Entries()) {
    if (const auto* total = std::get_if<records::EnrolmentTotal>(&entry.body)) {
      out.push_back(*total);
    }
  }
  return out;
}

std::vector<records::IssuanceTotal> IssuanceTotals(const IssuerHarness& harness) {
  std::vector<records::IssuanceTotal> out;
  for (const auto& entry : harness.Entries()) {
    if (const auto* total = std::get_if<records::IssuanceTotal>(&entry.body)) {
      out.push_back(*total);
    }
  }
  return out;
}

TEST(IssuerLog, BeginsWithGenesisAndGetsNoSecondOne) {
  const Organisation organisation;
  IssuerHarness harness(organisation);
  harness.Restart();
  const auto entries = harness.Entries();
  ASSERT_EQ(entries.size(), 1u);
  const auto* genesis = std::get_if<records::Genesis>(&entries[0].body);
  ASSERT_NE(genesis, nullptr);
  EXPECT_EQ(genesis->fingerprint, organisation.bundle().Fingerprint());
  EXPECT_EQ(genesis->origin, harness.origin());
  EXPECT_TRUE(genesis->trial);
}

TEST(IssuerLog, OfAnotherOrganisationIsNotTakenUp) {
  const Organisation organisation;
  const Organisation other({.seed = 9});
  crypto::DeterministicRandomForTesting random(1);
  FakeClock clock(StartOf(kOpeningDay));
  const auto disk = std::make_shared<store::MemoryDisk>();
  services::issuer::MemoryTokenKeyStore keys;
  const auto open = [&](const Organisation& whose) {
    auto store =
        store::IssuerStore::Open(std::make_unique<store::MemoryEngine>(disk, random)).value();
    const auto& bundle = whose.bundle();
    return services::issuer::Issuer::Open(
               bundle, services::publish::GenesisOf(bundle, bundle.issuers.front()).value(),
               {.store = *store, .token_keys = keys, .clock = clock, .random = random})
        .status();
  };
  EXPECT_OK(open(organisation));
  EXPECT_THAT(open(other), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_OK(open(organisation));
}

TEST(IssuerLog, TellsThePastDaysTotalsOnce) {
  const Organisation organisation;
  const Jam jam(organisation);
  IssuerHarness harness(organisation, {.jams = {&jam}});
  harness.ImportRoster();
  harness.board().Open(jam);
  harness.Follow();
  const Member first = harness.NewMember("E1000");
  const Member second = harness.NewMember("E1001");
  const Member again = harness.NewMember("E1000");
  ASSERT_OK(harness.issuer().Issue(harness.CallFor(second, jam)));
  harness.Follow();
  EXPECT_TRUE(EnrolmentTotals(harness).empty());

  harness.clock().Advance(kSecondsPerDay);
  harness.Follow();
  harness.Follow();
  EXPECT_THAT(EnrolmentTotals(harness),
              ::testing::ElementsAre(records::EnrolmentTotal{kOpeningDay, 2, 1}));
  EXPECT_THAT(IssuanceTotals(harness),
              ::testing::ElementsAre(records::IssuanceTotal{kOpeningDay, 1}));

  // A day without anything has no total; the next one with something has its own.
  harness.clock().Advance(kSecondsPerDay);
  harness.Follow();
  ASSERT_OK(harness.issuer().Issue(harness.CallFor(again, jam)));
  harness.clock().Advance(kSecondsPerDay);
  harness.Follow();
  EXPECT_EQ(EnrolmentTotals(harness).size(), 1u);
  EXPECT_THAT(IssuanceTotals(harness),
              ::testing::ElementsAre(records::IssuanceTotal{kOpeningDay, 1},
                                     records::IssuanceTotal{kOpeningDay + 2, 1}));
  EXPECT_EQ(harness.Replayed().IssuancesOn(kOpeningDay + 2), 1u);
}

TEST(IssuerLog, TellsTheTotalsRightWhenARestartLiesBetween) {
  const Organisation organisation;
  const Jam jam(organisation);
  IssuerHarness harness(organisation, {.jams = {&jam}});
  harness.ImportRoster();
  harness.board().Open(jam);
  harness.Follow();
  // Yesterday's, told; today's, before and after a restart.
  harness.NewMember("E1000");
  harness.clock().Advance(kSecondsPerDay);
  harness.Follow();
  const Member early = harness.NewMember("E1001");
  harness.NewMember("E1000");
  ASSERT_OK(harness.issuer().Issue(harness.CallFor(early, jam)));
  harness.Restart();
  const Member late = harness.NewMember("E1002");
  ASSERT_OK(harness.issuer().Issue(harness.CallFor(late, jam)));
  harness.Restart();
  harness.clock().Advance(kSecondsPerDay);
  harness.Follow();
  harness.Restart();
  harness.clock().Advance(kSecondsPerDay);
  harness.Follow();
  EXPECT_THAT(EnrolmentTotals(harness),
              ::testing::ElementsAre(records::EnrolmentTotal{kOpeningDay, 1, 0},
                                     records::EnrolmentTotal{kOpeningDay + 1, 2, 1}));
  EXPECT_THAT(IssuanceTotals(harness),
              ::testing::ElementsAre(records::IssuanceTotal{kOpeningDay + 1, 2}));
}

// The totals of a past day stand before anything of the next one, also when nobody ticked.
TEST(IssuerLog, TellsThePastDayBeforeTheFirstActOfTheNext) {
  const Organisation organisation;
  IssuerHarness harness(organisation);
  harness.ImportRoster();
  harness.NewMember("E1000");
  harness.clock().Advance(kSecondsPerDay);
  harness.NewMember("E1001");
  const auto entries = harness.Entries();
  ASSERT_EQ(entries.size(), 4u);
  EXPECT_TRUE(std::holds_alternative<records::EnrolmentTotal>(entries[2].body));
  EXPECT_TRUE(std::holds_alternative<records::Enrolment>(entries[3].body));
}

TEST(IssuerLog, HasDaysThatNeverDecreaseWhenTheClockDoes) {
  const Organisation organisation;
  IssuerHarness harness(organisation);
  harness.ImportRoster();
  harness.clock().Set(StartOf(kOpeningDay + 3));
  harness.NewMember("E1000");
  harness.clock().Set(StartOf(kOpeningDay + 1));
  harness.NewMember("E1001");
  harness.Restart();
  harness.NewMember("E1002");
  harness.Follow();
  for (const auto& entry : harness.Entries()) {
    if (std::holds_alternative<records::Enrolment>(entry.body)) {
      EXPECT_EQ(entry.day, kOpeningDay + 3);
    }
  }
  EXPECT_EQ(harness.Replayed().enrolments(), 3u);
}

TEST(IssuerLog, KeepsEverythingOverARestart) {
  const Organisation organisation;
  const Jam jam(organisation);
  IssuerHarness harness(organisation, {.jams = {&jam}});
  harness.ImportRoster();
  harness.board().Open(jam);
  harness.Follow();
  const auto code = harness.InviteOne("E1002");
  const Member member = harness.NewMember("E1001");
  const auto size = harness.log().size();
  const auto root = harness.log().root();
  harness.Restart();
  EXPECT_EQ(harness.log().size(), size);
  EXPECT_EQ(harness.log().root(), root);
  EXPECT_EQ(harness.issuer().RosterStatus(std::nullopt)->enrolled, 1u);
  EXPECT_OK(harness.issuer().Issue(harness.CallFor(member, jam)));
  EXPECT_OK(harness.Enrol(crypto::SigningKey::Generate(organisation.random()), code));
}

TEST(Roles, AreThoseOfTheBoardsLogAndNobodyElses) {
  using records::Role;
  const Organisation organisation;
  IssuerHarness harness(organisation);
  const auto& facilitator = organisation.facilitator().public_key();
  EXPECT_TRUE(harness.issuer().RolesOf(facilitator).empty());
  harness.board().AddAllGovernance();
  harness.Follow();
  EXPECT_EQ(harness.issuer().RolesOf(facilitator), std::set<Role>{Role::kFacilitator});
  EXPECT_EQ(harness.issuer().RolesOf(organisation.operator_person().public_key()),
            std::set<Role>{Role::kOperator});
  EXPECT_EQ(harness.issuer().RolesOf(organisation.bundle().charter_key),
            std::set<Role>{Role::kCharter});
  EXPECT_TRUE(harness.issuer().RolesOf(organisation.stranger().public_key()).empty());
}

}  // namespace
}  // namespace candor::testing
