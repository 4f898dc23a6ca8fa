// Claims about the mix as a pure function.
#include "services/board/mix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "records/window.h"
#include "services/board/slots.h"

namespace candor::services::board {
namespace {

using ::testing::SizeIs;

MixInput Ordinary(std::size_t pooled) { return {.pooled = pooled, .k = 5, .gate = Gate::kOpen}; }
MixInput Last(std::size_t pooled) {
  MixInput input = Ordinary(pooled);
  input.last_slot = true;
  return input;
}

TEST(Mix, AllStayBelowTwiceK) {
  crypto::DeterministicRandomForTesting random(1);
  for (std::size_t n = 0; n < 10; ++n) {
    EXPECT_EQ(DecideMix(Ordinary(n), random).action, MixAction::kStay) << n;
  }
}

TEST(Mix, FromTwiceKAllButKAreSealed) {
  crypto::DeterministicRandomForTesting random(1);
  for (std::size_t n = 10; n < 40; ++n) {
    const auto decision = DecideMix(Ordinary(n), random);
    EXPECT_EQ(decision.action, MixAction::kSeal);
    EXPECT_FALSE(decision.final);
    EXPECT_THAT(decision.chosen, SizeIs(n - 5));
    EXPECT_THAT(std::set(decision.chosen.begin(), decision.chosen.end()), SizeIs(n - 5));
  }
}

// Chi-squared over how often each place stays: 12 places of which 5 stay, 6,000 times. With 11
// degrees of freedom (and a variance shrunk by drawing without replacement) 31.3 is exceeded by a
// uniform choice once in a thousand.
double StayChiSquared(const std::function<std::vector<std::size_t>()>& choose) {
  constexpr int kRounds = 6000, kPlaces = 12, kStaying = 5;
  std::vector<int> stays(kPlaces, 0);
  for (int round = 0; round < kRounds; ++round) {
    std::vector<bool> sealed(kPlaces, false);
    for (const std::size_t place : choose()) sealed[place] = true;
    for (int i = 0; i < kPlaces; ++i) stays[i] += sealed[i] ? 0 : 1;
  }
  const double expected = double{kRounds} * kStaying / kPlaces;
  double sum = 0;
  for (const int each : stays) sum += (each - expected) * (each - expected) / expected;
  return sum;
}

TEST(Mix, ThoseWhoStayAreChosenUniformly) {
  crypto::DeterministicRandomForTesting random(3);
  EXPECT_LT(StayChiSquared([&] { return DecideMix(Ordinary(12), random).chosen; }), 31.3);
}

TEST(Mix, ABiasedChoiceIsCaughtByThatTest) {
  crypto::DeterministicRandomForTesting random(3);
  EXPECT_GT(StayChiSquared([&] {
              // One round in ten the first seven go, as in a queue.
              if (random.Uniform(10) == 0) return std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6};
              return DecideMix(Ordinary(12), random).chosen;
            }),
            31.3);
}

TEST(Mix, AtTheLastSlotAllGo) {
  crypto::DeterministicRandomForTesting random(1);
  for (std::size_t n = 5; n < 20; ++n) {
    const auto decision = DecideMix(Last(n), random);
    EXPECT_EQ(decision.action, MixAction::kSeal) << n;
    EXPECT_TRUE(decision.final);
    EXPECT_THAT(decision.chosen, SizeIs(n));
  }
}

TEST(Mix, FewerThanKAreWithheldAtTheLastSlot) {
  crypto::DeterministicRandomForTesting random(1);
  for (std::size_t n = 1; n < 5; ++n) {
    const auto decision = DecideMix(Last(n), random);
    EXPECT_EQ(decision.action, MixAction::kWithhold) << n;
    EXPECT_TRUE(decision.final);
    EXPECT_THAT(decision.chosen, SizeIs(n));
  }
  EXPECT_EQ(DecideMix(Last(0), random).action, MixAction::kStay);
}

TEST(Mix, WhileThereIsGraceFewerThanKExtendInsteadWhateverTheGate) {
  crypto::DeterministicRandomForTesting random(1);
  for (const Gate gate : {Gate::kOpen, Gate::kClosed, Gate::kUnknown}) {
    for (std::size_t n = 0; n < 5; ++n) {
      MixInput input = Last(n);
      input.gate = gate;
      input.grace_left = true;
      const auto decision = DecideMix(input, random);
      EXPECT_EQ(decision.action, MixAction::kExtend) << n;
      EXPECT_FALSE(decision.final);
      EXPECT_TRUE(decision.chosen.empty());
    }
  }
  MixInput enough = Last(5);
  enough.grace_left = true;
  EXPECT_EQ(DecideMix(enough, random).action, MixAction::kSeal);
  MixInput later = Last(2);
  later.grace_left = true;
  later.sealed_before = true;
  EXPECT_EQ(DecideMix(later, random).action, MixAction::kSeal);
}

TEST(Mix, AfterAnEarlierBatchTheRestIsSealedWhateverItsNumber) {
  crypto::DeterministicRandomForTesting random(1);
  MixInput input = Last(2);
  input.sealed_before = true;
  input.gate = Gate::kUnknown;
  EXPECT_EQ(DecideMix(input, random).action, MixAction::kSeal);
}

TEST(Mix, BelowTheGateNothingIsReadable) {
  crypto::DeterministicRandomForTesting random(1);
  for (const Gate gate : {Gate::kClosed, Gate::kUnknown}) {
    MixInput ordinary = Ordinary(100);
    ordinary.gate = gate;
    EXPECT_EQ(DecideMix(ordinary, random).action, MixAction::kStay);
  }
  MixInput last = Last(100);
  last.gate = Gate::kClosed;
  EXPECT_EQ(DecideMix(last, random).action, MixAction::kWithhold);
}

TEST(Mix, AnUnreachableIssuerDestroysNothingBeforeThePromisesAreDue) {
  crypto::DeterministicRandomForTesting random(1);
  MixInput last = Last(100);
  last.gate = Gate::kUnknown;
  EXPECT_EQ(DecideMix(last, random).action, MixAction::kWait);
  last.promise_due = true;
  EXPECT_EQ(DecideMix(last, random).action, MixAction::kWithhold);
}

TEST(Gate, TheSmallerCountDecides) {
  const auto known = [](std::uint32_t draws, bool current = true) {
    return IssuerDraws{.known = true, .current = current, .size = 9, .root = {}, .draws = draws};
  };
  EXPECT_EQ(GateOf({known(20)}, 20), Gate::kOpen);
  EXPECT_EQ(GateOf({known(19)}, 20), Gate::kClosed);
  EXPECT_EQ(GateOf({known(500), known(19)}, 20), Gate::kClosed);
  EXPECT_EQ(GateOf({known(20), known(20)}, 20), Gate::kOpen);
  // A number that is not current is a lower bound: enough when it suffices, unknown when not.
  EXPECT_EQ(GateOf({known(20, false)}, 20), Gate::kOpen);
  EXPECT_EQ(GateOf({known(19, false)}, 20), Gate::kUnknown);
  EXPECT_EQ(GateOf({known(19, false), known(1)}, 20), Gate::kClosed);
  EXPECT_EQ(GateOf({IssuerDraws{}}, 20), Gate::kUnknown);
  EXPECT_EQ(GateOf({}, 20), Gate::kUnknown);
}

// Speaking on days 100 and 101, four slots a day from day 100: the last slot of speech is number 8.
// The conversation ends with day 108: the last slot of blanks is number 32. Retention ends with day 110:
// the last slot of the campaign is number 40.
constexpr records::Phases kPhases = {.issuance_opens = 99,
                                     .speaking_opens = 100,
                                     .speaking_closes = 102,
                                     .converge_ends = 105,
                                     .conversation_ends = 108,
                                     .retention_ends = 110};
constexpr records::SlotSchedule kSlots = {100, 4};

// What is asked of a slot below: opinions and blanks stand for all pools.
struct Facts {
  records::SlotNumber slot = 0;
  Mixing speech = Mixing::kGoesOn;
  Mixing blanks = Mixing::kGoesOn;
  bool last = false;
  bool operator==(const Facts&) const = default;
};

std::optional<Facts> FactsOf(std::optional<records::SlotNumber> processed, UnixSeconds now) {
  const auto due = FindDueSlot(kPhases, kSlots, records::Grace::kNotTaken, processed, now);
  if (!due.has_value()) return std::nullopt;
  EXPECT_EQ(due->Of(records::Pool::kOpinions), due->Of(records::Pool::kContributions));
  EXPECT_EQ(due->Of(records::Pool::kRatings), due->Of(records::Pool::kBlanks)) << "one window, the conversation's";
  return Facts{due->slot, due->Of(records::Pool::kOpinions), due->Of(records::Pool::kBlanks), due->last};
}

TEST(Slots, OnlyTheLatestSlotIsDueAndOnlyOnce) {
  EXPECT_EQ(FindDueSlot(kPhases, kSlots, records::Grace::kNotTaken, std::nullopt, StartOf(100) - 1), std::nullopt);
  EXPECT_EQ(FactsOf(std::nullopt, StartOf(100)), (Facts{0, Mixing::kGoesOn, Mixing::kGoesOn, false}));
  EXPECT_EQ(FindDueSlot(kPhases, kSlots, records::Grace::kNotTaken, 0, StartOf(100) + 6 * 3600 - 1), std::nullopt);
  EXPECT_EQ(FactsOf(0, StartOf(101) + 7 * 3600), (Facts{5, Mixing::kGoesOn, Mixing::kGoesOn, false}));
}

TEST(Slots, TheLastOneIsAtTheCloseOrTheNextAfterIt) {
  EXPECT_EQ(FactsOf(7, StartOf(102)), (Facts{8, Mixing::kEnds, Mixing::kGoesOn, false}));
  EXPECT_EQ(FactsOf(7, StartOf(105) + 1), (Facts{20, Mixing::kEnds, Mixing::kGoesOn, false}));
}

TEST(Slots, AfterSpeechTheyGoOnUntilRetentionEnds) {
  EXPECT_EQ(FactsOf(8, StartOf(105)), (Facts{20, Mixing::kOver, Mixing::kGoesOn, false}));
  EXPECT_EQ(FindDueSlot(kPhases, kSlots, records::Grace::kNotTaken, 20, StartOf(105) + 60), std::nullopt);
  EXPECT_EQ(FactsOf(39, StartOf(110)), (Facts{40, Mixing::kOver, Mixing::kOver, true}));
  EXPECT_EQ(FactsOf(38, StartOf(115)),
            (Facts{60, Mixing::kOver, Mixing::kOver, true}));
  EXPECT_EQ(FindDueSlot(kPhases, kSlots, records::Grace::kNotTaken, 40, StartOf(111)), std::nullopt);
  EXPECT_EQ(FindDueSlot(kPhases, kSlots, records::Grace::kNotTaken, 60, StartOf(116)), std::nullopt);
  // A server that was away all the time seals what it has, and is done.
  EXPECT_EQ(FactsOf(7, StartOf(110)), (Facts{40, Mixing::kEnds, Mixing::kEnds, true}));
}

TEST(Slots, BlanksHaveALastSlotOfTheirOwn) {
  EXPECT_EQ(FactsOf(20, StartOf(108) - 1),
            (Facts{31, Mixing::kOver, Mixing::kGoesOn, false}));
  EXPECT_EQ(FactsOf(31, StartOf(108)), (Facts{32, Mixing::kOver, Mixing::kEnds, false}));
  EXPECT_EQ(FactsOf(31, StartOf(109)), (Facts{36, Mixing::kOver, Mixing::kEnds, false}))
      << "it was missed, and the next takes its place";
  EXPECT_EQ(FactsOf(32, StartOf(109)), (Facts{36, Mixing::kOver, Mixing::kOver, false}));
}

TEST(Slots, EndorsementsEndWhenConvergingDoes) {
  const records::SlotNumber last = records::LastSlotOf(records::Kind::kEndorsement, kPhases, kSlots, records::Grace::kNotTaken);
  const auto before = FindDueSlot(kPhases, kSlots, records::Grace::kNotTaken, last - 2, kSlots.TimeOf(last - 1));
  const auto at = FindDueSlot(kPhases, kSlots, records::Grace::kNotTaken, last - 1, kSlots.TimeOf(last));
  const auto after = FindDueSlot(kPhases, kSlots, records::Grace::kNotTaken, last, kSlots.TimeOf(last + 1));
  ASSERT_TRUE(before.has_value() && at.has_value() && after.has_value());
  EXPECT_EQ(before->Of(records::Pool::kEndorsements), Mixing::kGoesOn);
  EXPECT_EQ(at->Of(records::Pool::kEndorsements), Mixing::kEnds);
  EXPECT_EQ(after->Of(records::Pool::kEndorsements), Mixing::kOver);
  EXPECT_EQ(after->Of(records::Pool::kThreadActs), Mixing::kGoesOn);
}

TEST(Threshold, BlanksAreSealedOnceTheyAreKAndAllOfThemAtTheLastSlot) {
  constexpr std::size_t kK = 5;
  for (std::size_t n = 0; n < 12; ++n) {
    const auto usual = DecideThreshold(n, kK, Mixing::kGoesOn);
    EXPECT_EQ(usual.action, n < kK ? MixAction::kStay : MixAction::kSeal) << n;
    EXPECT_THAT(usual.chosen, SizeIs(n < kK ? 0 : n));
    EXPECT_FALSE(usual.final);
    const auto last = DecideThreshold(n, kK, Mixing::kEnds);
    EXPECT_EQ(last.action, n == 0 ? MixAction::kStay : MixAction::kSeal) << n;
    EXPECT_THAT(last.chosen, SizeIs(n));
    EXPECT_EQ(last.final, n > 0) << n;
  }
}

}  // namespace
}  // namespace candor::services::board
