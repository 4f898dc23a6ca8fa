// What the log says of the close while the grace is open, taken, or over.
#include <gtest/gtest.h>

#include "audit/board_view.h"

namespace candor::audit {
namespace {

using records::Grace;
using records::Kind;

// Speaking closes on day 103, or two days later.
Campaign Closing() {
  Campaign out;
  out.open.phases = {.issuance_opens = 99,
                     .speaking_opens = 100,
                     .speaking_closes = 103,
                     .converge_ends = 106,
                     .answers_due = 110,
                     .conversation_ends = 120,
                     .retention_ends = 200,
                     .grace_days = 2};
  return out;
}

Campaign ExtendedOn(Day day) {
  Campaign out = Closing();
  out.extension = 40;
  out.extended = day;
  return out;
}

TEST(CampaignGrace, MayComeBetweenTheCloseAndItsEndWhileNothingSpeaksAgainstIt) {
  const Campaign closing = Closing();
  for (Day day = 99; day < 110; ++day) {
    EXPECT_EQ(closing.GraceMayCome(day), day == 103 || day == 104) << day;
    EXPECT_EQ(closing.IsOpen(day), day < 105) << day;
  }
  Campaign without = Closing();
  without.open.phases.grace_days = 0;
  EXPECT_FALSE(without.GraceMayCome(103));
  Campaign closed = Closing();
  closed.close = records::CampaignClose{};
  EXPECT_FALSE(closed.GraceMayCome(103));
  EXPECT_FALSE(ExtendedOn(103).GraceMayCome(104));
}

TEST(CampaignGrace, ABatchOfOpinionsSpeaksAgainstItAndAnotherDoesNot) {
  Campaign closing = Closing();
  closing.batches.push_back({.seal = {.pool = records::Pool::kContributions, .relied_on = {}}, .submissions = {}});
  EXPECT_TRUE(closing.GraceMayCome(103));
  closing.batches.push_back({.seal = {.pool = records::Pool::kOpinions, .relied_on = {}}, .submissions = {}});
  EXPECT_FALSE(closing.GraceMayCome(103));
}

TEST(CampaignGrace, MovesTheCloseOnceTheLogSaysSo) {
  EXPECT_EQ(Closing().SpeakingCloses(), 103u);
  const Campaign extended = ExtendedOn(103);
  EXPECT_EQ(extended.SpeakingCloses(), 105u);
  EXPECT_EQ(extended.WindowOf(Kind::kOpinion).closes, 105u);
  EXPECT_EQ(extended.WindowOf(Kind::kContribution).closes, 103u);
  EXPECT_EQ(extended.WindowOf(Kind::kBlank).opens, 105u);
  EXPECT_TRUE(extended.IsOpen(104));
  EXPECT_FALSE(extended.IsOpen(105));
}

TEST(CampaignGrace, OnTheDayOfTheExtensionTheWindowWasOpenForAPartOfIt) {
  // A board that was down over the close: extended on day 104.
  const Campaign late = ExtendedOn(104);
  EXPECT_TRUE(late.TakesAllOf(102, Kind::kOpinion));
  EXPECT_FALSE(late.TakesAllOf(103, Kind::kOpinion));
  EXPECT_FALSE(late.TakesAllOf(104, Kind::kOpinion));
  EXPECT_FALSE(late.TakesAllOf(105, Kind::kOpinion));
  EXPECT_TRUE(late.TakesAllOf(103, Kind::kBlank));
  EXPECT_FALSE(late.TakesAllOf(104, Kind::kBlank));
  EXPECT_TRUE(late.TakesAllOf(105, Kind::kBlank));
  // In time: all of the day after is in the grace.
  const Campaign in_time = ExtendedOn(103);
  EXPECT_FALSE(in_time.TakesAllOf(103, Kind::kOpinion));
  EXPECT_TRUE(in_time.TakesAllOf(104, Kind::kOpinion));
  EXPECT_FALSE(in_time.TakesAllOf(104, Kind::kBlank));
  // Without one the manifest's days hold.
  EXPECT_FALSE(Closing().TakesAllOf(104, Kind::kOpinion));
  EXPECT_TRUE(Closing().TakesAllOf(104, Kind::kBlank));
}

}  // namespace
}  // namespace candor::audit
