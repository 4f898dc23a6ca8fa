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
  for (const Row& row : {Row{Kind::kOpinion, 100, 103, 106}, Row{Kind::kContribution, 100, 103, 104},
                         Row{Kind::kEndorsement, 100, 106, 107}, Row{Kind::kFollowUp, 100, 120, 121},
                         Row{Kind::kWithdrawal, 100, 200, 201}, Row{Kind::kAppeal, 100, 120, 121},
                         Row{Kind::kRating, 100, 120, 121}, Row{Kind::kBlank, 103, 120, 121}}) {
    EXPECT_EQ(WindowOf(row.kind, kPhases, Grace::kNotTaken), (KindWindow{row.opens, row.closes}))
        << candor::testing::NameOf(row.kind);
    EXPECT_EQ(kSlots.TimeOf(LastSlotOf(row.kind, kPhases, kSlots, Grace::kNotTaken)), StartOf(row.closes));
    EXPECT_EQ(PromisedDay(row.kind, kPhases, kSlots), row.promised) << candor::testing::NameOf(row.kind);
  }
}

TEST(Window, TheGraceMovesOpinionsAndTheBlanksThatFollowThem) {
  for (const Kind kind : candor::testing::kAllKinds) {
    SCOPED_TRACE(candor::testing::NameOf(kind));
    KindWindow expected = WindowOf(kind, kPhases, Grace::kNotTaken);
    if (kind == Kind::kOpinion) expected.closes = 105;
    if (kind == Kind::kBlank) expected.opens = 105;
    EXPECT_EQ(WindowOf(kind, kPhases, Grace::kTaken), expected);
    EXPECT_EQ(kSlots.TimeOf(LastSlotOf(kind, kPhases, kSlots, Grace::kTaken)), StartOf(expected.closes));
  }
}

TEST(Window, ABlankIsTakenWhenNoOpinionIs) {
  for (const Grace grace : {Grace::kNotTaken, Grace::kTaken}) {
    const KindWindow opinion = WindowOf(Kind::kOpinion, kPhases, grace);
    const KindWindow blank = WindowOf(Kind::kBlank, kPhases, grace);
    for (Day day = 99; day < 202; ++day) {
      EXPECT_FALSE(opinion.Contains(day) && blank.Contains(day)) << day;
    }
    EXPECT_EQ(opinion.closes, blank.opens);
  }
}

TEST(Window, ThePromiseForAnOpinionNamesTheDayAfterTheLastSlotOfTheGrace) {
  Phases phases = kPhases;
  EXPECT_EQ(PromisedDay(Kind::kOpinion, phases, kSlots), 106u);
  phases.grace_days = 0;
  EXPECT_EQ(PromisedDay(Kind::kOpinion, phases, kSlots), 104u);
  EXPECT_EQ(PromisedDay(Kind::kOpinion, phases, SlotSchedule{100, 1}), 104u);
}

TEST(Window, ASlotExactlyAtTheCloseIsTheLast) {
  // Three days of four slots after the first.
  EXPECT_EQ(LastSlotOf(Kind::kOpinion, kPhases, kSlots, Grace::kNotTaken), 12u);
  EXPECT_EQ(LastSlotOf(Kind::kOpinion, kPhases, SlotSchedule{100, 1}, Grace::kNotTaken), 3u);
}

TEST(Window, MayBeEmpty) {
  Phases phases = kPhases;
  phases.converge_ends = phases.answers_due = phases.conversation_ends = phases.speaking_closes;
  for (Day day = 99; day < 202; ++day) EXPECT_FALSE(WindowOf(Kind::kBlank, phases, Grace::kNotTaken).Contains(day));
}

}  // namespace
}  // namespace candor::records
