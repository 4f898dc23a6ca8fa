// The game's figures against values that were computed with exact fractions.
#include "tests/linkage/statistics.h"

#include <gtest/gtest.h>

#include <cmath>

namespace candor::linkage {
namespace {

TEST(LinkageStatistics, TailsAreExact) {
  EXPECT_DOUBLE_EQ(PValue(10, 0), 1);
  EXPECT_NEAR(PValue(10, 10), 1.0 / 1024, 1e-15);
  EXPECT_NEAR(PValue(10, 8), 56.0 / 1024, 1e-14);
  EXPECT_NEAR(PValue(60, 30), 0.551289, 1e-6);
  EXPECT_NEAR(PValue(40, 38), 821.0 / 1099511627776.0, 1e-20);
  EXPECT_NEAR(UpperTail(2, 1, 0.75), 15.0 / 16, 1e-14);
  EXPECT_DOUBLE_EQ(UpperTail(5, 5, 1), 1);
  EXPECT_DOUBLE_EQ(UpperTail(5, 6, 1), 0);
}

TEST(LinkageStatistics, OneWinLessIsNotCritical) {
  for (const int rounds : {10, 40, 60, 400}) {
    for (const double alpha : {0.05, 0.001, 0.001 / 13}) {
      const int critical = CriticalWins(rounds, alpha);
      if (critical <= rounds) {
        EXPECT_LE(PValue(rounds, critical), alpha);
      }
      EXPECT_GT(PValue(rounds, critical - 1), alpha) << rounds << " " << alpha;
    }
  }
  // P[X ≥ 9] of ten coins is 11/1024, and of all ten 1/1024.
  EXPECT_EQ(CriticalWins(10, 11.0 / 1024 + 1e-12), 9);
  EXPECT_EQ(CriticalWins(10, 0.0005), 11);
}

TEST(LinkageStatistics, TheSmallestAdvantageIsWhatReachesThePower) {
  const double alpha = 0.001 / 13;
  const int critical = CriticalWins(60, alpha);
  const double advantage = SmallestAdvantage(60, alpha, 0.9);
  EXPECT_NEAR(UpperTail(60, critical, 0.5 + advantage), 0.9, 1e-4);
  EXPECT_LT(SmallestAdvantage(400, alpha, 0.9), advantage);
  // All ten have to be won: (1/2 + a)^10 = 0.9.
  EXPECT_NEAR(SmallestAdvantage(10, 0.001, 0.9), std::pow(0.9, 0.1) - 0.5, 1e-5);
  EXPECT_DOUBLE_EQ(SmallestAdvantage(5, 0.001, 0.9), 0.5) << "five rounds can see nothing";
}

}  // namespace
}  // namespace candor::linkage
