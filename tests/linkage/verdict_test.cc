// A game with an attacker who wins, or with a control that loses, does not hold.
#include "tests/linkage/verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace candor::linkage {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Profile kOne{.id = "one", .name = "the first", .uses = "this", .control = {.fault = Fault::kUnblinded, .what = "r = 1"}};
const Profile kTwo{.id = "two", .name = "the second", .uses = "that", .control = {.fault = Fault::kUnblinded, .what = "r = 1"}};
const Profile kKnown{.id = "known", .name = "the third", .uses = "all", .standing = Standing::kNamed};

std::vector<Row> Rows(Score one, Score control = {40, 40, 0}) {
  return {{&kOne, one, control}, {&kTwo, {60, 31, 0}, {40, 38, 0}}, {&kKnown, {60, 60, 0}, {}}};
}

TEST(LinkageVerdict, CoinsDoNotWinAndANamedLimitIsNone) {
  const auto rows = Rows({60, 35, 0});
  const auto verdict = Judge(rows);
  EXPECT_TRUE(verdict.holds());
  EXPECT_DOUBLE_EQ(verdict.threshold, 0.00025) << "two are judged, and their opposites";
  const auto text = Format(rows, verdict);
  EXPECT_THAT(text, HasSubstr("The game holds."));
  EXPECT_THAT(text, HasSubstr("60 of   60 won"));
  EXPECT_THAT(text, HasSubstr("a limit that is named"));
  EXPECT_THAT(text, Not(HasSubstr("WINS")));
}

TEST(LinkageVerdict, OneAttackerWhoWinsIsEnough) {
  // P[X >= 43] of 60 coins is 0.00053, of 44 0.00018.
  EXPECT_TRUE(Judge(Rows({60, 17, 0})).holds());
  EXPECT_FALSE(Judge(Rows({60, 16, 0})).holds()) << "its opposite wins";
  EXPECT_TRUE(Judge(Rows({60, 43, 0})).holds());
  const auto rows = Rows({60, 44, 0});
  const auto verdict = Judge(rows);
  EXPECT_FALSE(verdict.holds());
  ASSERT_EQ(verdict.winners.size(), 1u);
  EXPECT_EQ(verdict.winners[0], &rows[0]);
  EXPECT_THAT(Format(rows, verdict), HasSubstr("1 attacker wins"));
  EXPECT_THAT(Format(rows, verdict), HasSubstr("THE GAME DOES NOT HOLD."));
}

TEST(LinkageVerdict, AControlThatLosesIsEnough) {
  EXPECT_TRUE(Judge(Rows({60, 30, 0}, {40, 38, 0})).holds());
  EXPECT_FALSE(Judge(Rows({60, 30, 0}, {40, 37, 0})).holds());
  EXPECT_FALSE(Judge(Rows({60, 30, 0}, {39, 39, 0})).holds()) << "too few rounds";
  EXPECT_FALSE(Judge(Rows({60, 30, 0}, {400, 379, 0})).holds());
  EXPECT_TRUE(Judge(Rows({60, 30, 0}, {400, 380, 0})).holds());
  EXPECT_FALSE(Judge(Rows({60, 30, 0}, {})).holds()) << "none was played";
}

TEST(LinkageVerdict, EveryAttackerHasANameAndAControlOfItsOwn) {
  std::vector<std::string_view> ids;
  for (const auto& each : AllAttackers()) {
    const Profile& profile = each->profile();
    ids.push_back(profile.id);
    EXPECT_EQ(profile.control.fault == Fault::kNone, profile.standing == Standing::kNamed) << profile.id;
    EXPECT_FALSE(profile.uses.empty()) << profile.id;
  }
  std::ranges::sort(ids);
  EXPECT_EQ(std::ranges::adjacent_find(ids), ids.end()) << "two of one name";
  EXPECT_GE(ids.size(), 13u);
}

}  // namespace
}  // namespace candor::linkage
