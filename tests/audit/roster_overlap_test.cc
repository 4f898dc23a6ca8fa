// Which rosters may be in use at the same time, by what the log says of them.
#include "audit/roster_overlap.h"

#include <gtest/gtest.h>

#include "tests/support/jam_fixture.h"
#include "tests/support/matchers.h"

namespace candor::audit {
namespace {

using candor::testing::kOpeningDay;
using candor::testing::Organisation;
using records::RosterDifference;

constexpr crypto::Hash kFirst{1};
constexpr crypto::Hash kSecond{2};
constexpr crypto::Hash kNowhere{3};

struct Stated {
  std::uint32_t first_size = 60;
  std::uint32_t second_size = 60;
  std::vector<RosterDifference> of_second = {};  // in the second roster's record
  std::vector<RosterDifference> of_first = {};
};

// Both ways: the order in which two rosters are named means nothing.
RosterOverlap Compare(const Stated& stated, std::uint16_t k = 5) {
  const Organisation organisation;
  BoardView view(organisation.bundle());
  const auto add = [&](records::EntryBody body) {
    const records::LogEntry entry{kOpeningDay, records::kNoCampaign, std::move(body)};
    EXPECT_OK(view.Apply(entry.Encode(), {}));
  };
  const auto& bundle = organisation.bundle();
  add(records::Genesis{bundle.Fingerprint(), {}, bundle.trial, bundle.board.origin});
  add(records::GovernanceEntry{organisation.Countersign(records::RosterRecord{
      kOpeningDay, stated.first_size, kFirst, stated.first_size, stated.of_first})});
  add(records::GovernanceEntry{organisation.Countersign(records::RosterRecord{
      kOpeningDay, stated.second_size, kSecond, stated.second_size, stated.of_second})});
  const RosterOverlap overlap = CompareRosters(view, kFirst, kSecond, k);
  EXPECT_EQ(CompareRosters(view, kSecond, kFirst, k), overlap);
  EXPECT_EQ(CompareRosters(view, kFirst, kNowhere, k), RosterOverlap::kUncounted);
  EXPECT_EQ(CompareRosters(view, kFirst, kFirst, k), RosterOverlap::kSafe);
  return overlap;
}

TEST(RosterOverlap, NobodyCountedIsNotSafe) {
  EXPECT_EQ(Compare({}), RosterOverlap::kUncounted);
  EXPECT_EQ(Compare({.of_second = {{kNowhere, 60, 60}}}), RosterOverlap::kUncounted);
}

TEST(RosterOverlap, EnoughPeopleMustDifferBothWays) {
  EXPECT_EQ(Compare({.of_second = {{kFirst, 20, 20}}}), RosterOverlap::kSafe);
  EXPECT_EQ(Compare({.second_size = 61, .of_second = {{kFirst, 20, 19}}}), RosterOverlap::kTooFew);
  EXPECT_EQ(Compare({.second_size = 59, .of_second = {{kFirst, 19, 20}}}), RosterOverlap::kTooFew);
  EXPECT_EQ(Compare({.second_size = 59, .of_second = {{kFirst, 0, 1}}}), RosterOverlap::kTooFew);
  EXPECT_EQ(Compare({.of_second = {{kFirst, 0, 0}}}), RosterOverlap::kTooFew);
}

TEST(RosterOverlap, RostersThatShareNobodyAreSafeHoweverSmall) {
  EXPECT_EQ(Compare({.second_size = 12, .of_second = {{kFirst, 12, 60}}}), RosterOverlap::kSafe);
  EXPECT_EQ(Compare({.second_size = 12, .of_second = {{kFirst, 11, 59}}}), RosterOverlap::kTooFew);
}

TEST(RosterOverlap, TheLeastDifferenceGrowsWithK) {
  EXPECT_EQ(MinRosterDifference(5), 20u);
  EXPECT_EQ(MinRosterDifference(10), 40u);
  EXPECT_EQ(Compare({.of_second = {{kFirst, 24, 24}}}, 6), RosterOverlap::kSafe);
  EXPECT_EQ(Compare({.of_second = {{kFirst, 23, 23}}}, 6), RosterOverlap::kTooFew);
}

TEST(RosterOverlap, CountsThatCannotBeTrueAreNoCounts) {
  // Large enough both ways, and yet no two such rosters exist.
  EXPECT_EQ(Compare({.of_second = {{kFirst, 30, 40}}}), RosterOverlap::kImpossible);
  EXPECT_EQ(Compare({.of_second = {{kFirst, 61, 61}}}), RosterOverlap::kImpossible);
  EXPECT_EQ(Compare({.first_size = 100, .of_second = {{kFirst, 60, 20}}}),
            RosterOverlap::kImpossible)
      << "joiners and leavers are not exchanged";
  EXPECT_EQ(Compare({.first_size = 100, .of_second = {{kFirst, 20, 60}}}), RosterOverlap::kSafe);
}

TEST(RosterOverlap, WhatEitherRecordStatesHasToBeSafe) {
  EXPECT_EQ(Compare({.of_second = {{kFirst, 20, 20}}, .of_first = {{kSecond, 1, 1}}}),
            RosterOverlap::kTooFew);
  EXPECT_EQ(Compare({.of_first = {{kSecond, 20, 20}}}), RosterOverlap::kSafe);
}

TEST(SpansOverlap, FromTheOpeningOfIssuanceToTheCloseWithItsGrace) {
  const records::Phases first{.issuance_opens = 10, .speaking_closes = 20, .grace_days = 2};
  const auto beginning = [](Day day) {
    return records::Phases{.issuance_opens = day, .speaking_closes = day + 10};
  };
  EXPECT_TRUE(SpansOverlap(first, beginning(21)));
  EXPECT_FALSE(SpansOverlap(first, beginning(22)));
  EXPECT_TRUE(SpansOverlap(beginning(21), first));
  EXPECT_FALSE(SpansOverlap(beginning(22), first));
  EXPECT_TRUE(SpansOverlap(first, beginning(1)));
  EXPECT_FALSE(SpansOverlap(first, beginning(0)));
}

}  // namespace
}  // namespace candor::audit
