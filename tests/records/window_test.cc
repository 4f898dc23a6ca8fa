// When each kind is taken, its last slot, and the day that is promised: the table of PROTOCOL §8.
#include "records/window.h"

#include <gtest/gtest.h>

#include "records/promise.h"
#include "tests/records/bodies.h"

namespace candor::records {
namespace {

constexpr Phases kPhases = {.issuance_opens = 99,
                            .speaking_opens = 100,
                            .speaking_closes = 103,
                            .converge_ends = 106,
                            .answers_due = 110,
                            .conversation_ends = 120,
                            .retention_ends = 200,
                            .grace_days = 2};
constexpr SlotSchedule kSlots = {100, 4};

TEST(Window, EachKindHasItsOwn) {
  struct Row {
    Kind kind;
    Day opens, closes, promised;
  };
  for (const Row& row : {Row{Kind::kOpinion, 100, 103, 106}, Row{Kind::kContribution, 100, 103, 106},
                         Row{Kind::kEndorsement, 100, 106, 107}, Row{Kind::kFollowUp, 100, 120, 121},
                         Row{Kind::kWithdrawal, 100, 200, 201}, Row{Kind::kAppeal, 100, 120, 121},
                         Row{Kind::kRating, 100, 120, 121}, Row{Kind::kBlank, 103, 120, 121}}) {
    EXPECT_EQ(WindowOf(row.kind, kPhases), (KindWindow{row.opens, row.closes}))
        << candor::testing::NameOf(row.kind);
    EXPECT_EQ(kSlots.TimeOf(LastSlotOf(row.kind, kPhases, kSlots)), StartOf(row.closes));
    EXPECT_EQ(PromisedDay(row.kind, kPhases, kSlots), row.promised) << candor::testing::NameOf(row.kind);
  }
}

TEST(Window, ABlankIsTakenWhenNoOpinionIs) {
  const KindWindow opinion = WindowOf(Kind::kOpinion, kPhases);
  const KindWindow blank = WindowOf(Kind::kBlank, kPhases);
  for (Day day = 99; day < 202; ++day) {
    EXPECT_FALSE(opinion.Contains(day) && blank.Contains(day)) << day;
  }
  EXPECT_EQ(opinion.closes, blank.opens);
}

TEST(Window, MayBeEmpty) {
  Phases phases = kPhases;
  phases.converge_ends = phases.answers_due = phases.conversation_ends = phases.speaking_closes;
  for (Day day = 99; day < 202; ++day) EXPECT_FALSE(WindowOf(Kind::kBlank, phases).Contains(day));
}

}  // namespace
}  // namespace candor::records
