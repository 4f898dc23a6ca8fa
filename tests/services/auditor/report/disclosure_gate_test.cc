#include "services/auditor/report/disclosure_gate.h"

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/services/auditor/report/no_disclosure_control.h"

namespace candor::services::auditor {
namespace {

using ::testing::Eq;
using ::testing::Optional;

using Atoms = DisclosureGate::Atoms;

constexpr auto kTime = FigureFamily::kTime;
constexpr auto kResponse = FigureFamily::kResponse;

// Atoms [from, to) of so many.
Atoms Range(std::size_t of, std::size_t from, std::size_t to) {
  Atoms out(of);
  for (std::size_t i = from; i < to; ++i) out[i] = true;
  return out;
}

std::vector<std::uint64_t> Ones(std::size_t count) { return std::vector<std::uint64_t>(count, 1); }

TEST(DisclosureGate, AFigureOfFewerThanKIsNotShownAndOneOfNobodyIs) {
  DisclosureGate gate(Ones(20), 5);
  EXPECT_EQ(gate.Offer(kTime, Range(20, 0, 4)), std::nullopt);
  EXPECT_THAT(gate.Offer(kTime, Range(20, 0, 0)), Optional(Eq(0)));
  EXPECT_THAT(gate.Offer(kTime, Range(20, 0, 5)), Optional(Eq(5)));
}

TEST(DisclosureGate, AllButFewerThanKIsNotShown) {
  DisclosureGate gate(Ones(20), 5);
  EXPECT_EQ(gate.Offer(kTime, Range(20, 0, 17)), std::nullopt);
  EXPECT_THAT(gate.Offer(kTime, Range(20, 0, 20)), Optional(Eq(20)));
}

TEST(DisclosureGate, TwoCumulativeFiguresMayNotDifferByFewerThanK) {
  DisclosureGate gate(Ones(40), 5);
  EXPECT_THAT(gate.Offer(kTime, Range(40, 0, 20)), Optional(Eq(20)));
  EXPECT_EQ(gate.Offer(kTime, Range(40, 0, 17)), std::nullopt);
  EXPECT_THAT(gate.Offer(kTime, Range(40, 0, 15)), Optional(Eq(15)));
}

TEST(DisclosureGate, TheRowThatATotalWouldGiveAwayIsWithheldWithItsSmallNeighbour) {
  // 10 planned, 7 done, 2 declined of 19, of 40.
  DisclosureGate gate(Ones(40), 5);
  EXPECT_THAT(gate.Offer(kResponse, Range(40, 0, 19)), Optional(Eq(19)));
  EXPECT_THAT(gate.Offer(kResponse, Range(40, 0, 10)), Optional(Eq(10)));
  EXPECT_EQ(gate.Offer(kResponse, Range(40, 10, 17)), std::nullopt);
  EXPECT_EQ(gate.Offer(kResponse, Range(40, 17, 19)), std::nullopt);
}

TEST(DisclosureGate, AGroupInsideAnotherOfTheOtherFamilyIsNotShownWhenItIsAlmostAllOfIt) {
  // The first batch has 12 opinions, of which 10 were answered, and nobody else was.
  DisclosureGate gate(Ones(40), 5);
  EXPECT_THAT(gate.Offer(kTime, Range(40, 0, 12)), Optional(Eq(12)));
  EXPECT_EQ(gate.Offer(kResponse, Range(40, 0, 10)), std::nullopt);
  // Answers that lie in two batches tell nothing about either.
  EXPECT_THAT(gate.Offer(kResponse, Range(40, 2, 18)), Optional(Eq(16)));
}

TEST(DisclosureGate, FamiliesMayCross) {
  // Two batches of 8, each half answered: the cross table would have cells of 4, which nothing yields.
  DisclosureGate gate(Ones(40), 5);
  EXPECT_TRUE(gate.Offer(kTime, Range(40, 0, 8)).has_value());
  EXPECT_TRUE(gate.Offer(kTime, Range(40, 0, 16)).has_value());
  EXPECT_TRUE(gate.Offer(kResponse, Range(40, 4, 12)).has_value());
}

TEST(DisclosureGate, PeopleOfWhomNothingMoreIsSaidShareAnAtom) {
  // 11 opinions, 11 who have drawn alone, 2 who have not, k = 5.
  std::vector<std::uint64_t> weights = Ones(11);
  weights.push_back(11);
  weights.push_back(2);
  DisclosureGate gate(weights, 5);
  EXPECT_THAT(gate.Offer(kTime, Range(13, 0, 11)), Optional(Eq(11)));
  EXPECT_EQ(gate.Offer(kTime, Range(13, 0, 12)), std::nullopt) << "24 - 22 have not drawn";
}

// What was printed: who is in it. The population itself is.
struct Attack {
  std::size_t atoms = 0;
  std::uint64_t k = 0;
  std::vector<Atoms> shown;

  // Some sum of the figures with these factors that counts a group of 1..k-1.
  bool Succeeds(int most) const {
    std::vector<int> factors(shown.size(), -most);
    for (;;) {
      if (CountsSmallGroup(factors)) return true;
      std::size_t at = 0;
      while (at < factors.size() && factors[at] == most) factors[at++] = -most;
      if (at == factors.size()) return false;
      ++factors[at];
    }
  }
  bool CountsSmallGroup(const std::vector<int>& factors) const {
    std::uint64_t size = 0;
    for (std::size_t i = 0; i < atoms; ++i) {
      int times = 0;
      for (std::size_t f = 0; f < shown.size(); ++f) times += shown[f][i] ? factors[f] : 0;
      if (times != 0 && times != 1) return false;
      size += static_cast<std::uint64_t>(times);
    }
    return size > 0 && size < k;
  }
};

// Offers eight random figures over 16 people, four a family, of every shape that a report has.
Attack Play(std::uint32_t seed, std::optional<NoDisclosureControl> off) {
  constexpr std::size_t kPeople = 16;
  constexpr std::uint64_t kSmall = 3;
  std::mt19937 random(seed);
  DisclosureGate gate(Ones(kPeople), kSmall, off);
  Attack attack{kPeople, kSmall, {Range(kPeople, 0, kPeople)}};
  std::size_t end = kPeople;
  for (int i = 0; i < 8 && attack.shown.size() < 7; ++i) {
    Atoms members(kPeople);
    if (i % 2 == 0) {
      end -= std::min<std::size_t>(end, random() % 6);
      members = Range(kPeople, 0, end);
    } else {
      const auto odds = 2 + random() % 3;
      for (std::size_t a = 0; a < kPeople; ++a) members[a] = random() % odds == 0;
      if (random() % 2 == 0) std::sort(members.rbegin(), members.rend());
    }
    if (gate.Offer(i % 2 == 0 ? kTime : kResponse, members).has_value()) {
      attack.shown.push_back(members);
    }
  }
  return attack;
}

TEST(DisclosureGate, NoSumOfWhatItLetsThroughCountsASmallGroup) {
  int several = 0;
  for (std::uint32_t seed = 0; seed < 300; ++seed) {
    const Attack attack = Play(seed, std::nullopt);
    several += attack.shown.size() >= 4 ? 1 : 0;
    ASSERT_FALSE(attack.Succeeds(attack.shown.size() > 5 ? 1 : 2)) << "seed " << seed;
  }
  EXPECT_GT(several, 100) << "a gate that lets nothing through proves nothing";
}

TEST(DisclosureGate, TheSameAttackSucceedsWhereTheGateIsSwitchedOff) {
  int broken = 0;
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    broken += Play(seed, NoDisclosureControlInTests::Make()).Succeeds(1) ? 1 : 0;
  }
  EXPECT_GT(broken, 30);
}

}  // namespace
}  // namespace candor::services::auditor
