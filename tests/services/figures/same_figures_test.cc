// The figures of `candor jam report` are those of `candor-audit verify`: two codes, one log.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "services/facilitator/small_groups.h"
#include "tests/services/figures/whole_jam.h"

namespace candor::testing {
namespace {

namespace auditor = services::auditor;
namespace facilitator = services::facilitator;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Ge;
using ::testing::IsEmpty;

// A figure by its name: the count, or "withheld".
using Line = std::pair<std::string, std::string>;

std::string Said(const std::optional<std::uint64_t>& figure) {
  return figure.has_value() ? std::to_string(*figure) : "withheld";
}
template <class DaysOrDelays>
std::string Said(const std::optional<std::uint64_t>& figure, const std::optional<DaysOrDelays>& days) {
  return days.has_value() ? Cat(Said(figure), ", ", days->median, ", ", days->ninetieth) : Said(figure);
}

std::vector<Line> Lines(const facilitator::JamFigures& figures) {
  std::vector<Line> out = {{"k", std::to_string(figures.k)},
                           {"roster", std::to_string(figures.roster)},
                           {"withheld", std::to_string(figures.withheld)},
                           {"opinions", Said(figures.opinions)},
                           {"drawn", Said(figures.drawn)},
                           {"unspent", Said(figures.unspent)},
                           {"overdue", Said(figures.overdue)},
                           {"contributions", Said(figures.contributions)},
                           {"points", std::to_string(figures.points)}};
  for (const auto& seal : figures.seals) out.emplace_back(Cat("seal ", seal.day, " ", seal.slot), Said(seal.opinions));
  const auto add = [&](const char* name, const facilitator::Response& each) {
    out.emplace_back(name, Said(each.opinions, each.days));
  };
  add("answered", figures.answered);
  add("individually", figures.individually);
  add("through a theme", figures.through_theme);
  add("decided", figures.decided);
  add("acted on", figures.acted_on);
  add("acknowledged", figures.acknowledged);
  for (const auto& [thing, points] : figures.points_of) out.emplace_back(HexEncode(thing), std::to_string(points));
  for (const auto& [action, ratings] : figures.ratings) {
    out.emplace_back(HexEncode(action), Said(ratings.threads));
    for (const auto& value : ratings.by_value) out.emplace_back(HexEncode(action), Said(value));
  }
  return out;
}

std::vector<Line> Lines(const auditor::CampaignFigures& figures) {
  std::vector<Line> out = {{"k", std::to_string(figures.k)},
                           {"roster", std::to_string(figures.roster)},
                           {"withheld", std::to_string(figures.withheld_batch)},
                           {"opinions", Said(figures.opinions)},
                           {"drawn", Said(figures.drawn)},
                           {"unspent", Said(figures.unspent)},
                           {"overdue", Said(figures.overdue)},
                           {"contributions", Said(figures.contributions)},
                           {"points", std::to_string(figures.points)}};
  for (const auto& seal : figures.seals) out.emplace_back(Cat("seal ", seal.day, " ", seal.slot), Said(seal.opinions));
  const auto add = [&](const char* name, const auditor::ResponseFigures& each) {
    out.emplace_back(name, Said(each.count, each.delays));
  };
  add("answered", figures.answered);
  add("individually", figures.individually);
  add("through a theme", figures.through_theme);
  add("decided", figures.decided);
  add("acted on", figures.acted_on);
  add("acknowledged", figures.acknowledged);
  for (const auto& [thing, points] : figures.points_of) out.emplace_back(HexEncode(thing), std::to_string(points));
  for (const auto& [action, ratings] : figures.ratings) {
    out.emplace_back(HexEncode(action), Said(ratings.threads));
    for (const auto& value : ratings.by_value) out.emplace_back(HexEncode(action), Said(value));
  }
  return out;
}

void ExpectTheSame(const PlayedJam& jam, Day as_of) {
  EXPECT_EQ(Lines(jam.OfFacilitator(as_of)), Lines(jam.OfAuditor(as_of)));
}

TEST(SameFigures, OfAJamWithEveryResponse) {
  const WholeJam whole;
  const Day as_of = whole.day(12);
  ExpectTheSame(whole.jam, as_of);
  const auto figures = whole.jam.OfFacilitator(as_of);
  EXPECT_EQ(figures.opinions, 40u);
  EXPECT_EQ(figures.target, 45u);
  EXPECT_EQ(figures.Percent(), 44u);
  EXPECT_EQ(figures.drawn, 80u);
  EXPECT_EQ(figures.answered.opinions, 40u);
  EXPECT_EQ(figures.individually, (facilitator::Response{20, facilitator::Days{3, 3}}));
  // 20 of the second batch five days after it, 10 of the first when the theme named them, seven days after theirs.
  EXPECT_EQ(figures.through_theme, (facilitator::Response{30, facilitator::Days{5, 7}}));
  EXPECT_EQ(figures.acted_on, (facilitator::Response{30, facilitator::Days{7, 8}}));
  EXPECT_EQ(figures.decided, (facilitator::Response{30, facilitator::Days{8, 9}}));
  EXPECT_EQ(figures.acknowledged, (facilitator::Response{20, facilitator::Days{2, 2}}));
  EXPECT_EQ(figures.points, 13u);
  EXPECT_EQ(figures.points_of.at(whole.theme), 13u);
  EXPECT_FALSE(figures.points_of.contains(whole.other)) << "it was merged";
  EXPECT_EQ(figures.ratings.at(whole.action),
            (facilitator::RatingFigures{12, {0, 0, 0, 6, 6}}));
}

TEST(SameFigures, AnAcknowledgementIsNoAnswer) {
  PlayedJam jam;
  for (const Voice& voice : jam.SealOpinions(0, 10)) {
    ASSERT_TRUE(jam.Act(kSpeakingOpens + 1, jam.organisation().reader(0), records::Acknowledgement{voice.hash}));
  }
  const auto figures = jam.OfFacilitator(kSpeakingOpens + 30);
  EXPECT_EQ(figures.acknowledged.opinions, 10u);
  EXPECT_EQ(figures.answered.opinions, 0u);
  EXPECT_EQ(figures.overdue, 10u);
  ExpectTheSame(jam, kSpeakingOpens + 30);
}

TEST(SameFigures, AWithheldBatchCountsForNothing) {
  PlayedJam jam;
  jam.SealOpinions(0, 3, true);
  const auto figures = jam.OfFacilitator(kSpeakingOpens + 30);
  EXPECT_TRUE(figures.withheld);
  EXPECT_EQ(figures.opinions, std::nullopt) << "three people are too few to say so";
  EXPECT_EQ(figures.Percent(), std::nullopt);
  EXPECT_EQ(figures.overdue, 0u);
  ExpectTheSame(jam, kSpeakingOpens + 30);
}

TEST(SameFigures, FewAreNotCountedAndNotAllButFew) {
  PlayedJam jam;
  const auto voices = jam.SealOpinions(0, 20);
  for (std::size_t i = 0; i < 18; ++i) {
    ASSERT_TRUE(jam.Answer(kSpeakingOpens + 1, jam.organisation().reader(0), voices[i].hash,
                           records::AnswerStatus::kPlanned));
  }
  EXPECT_EQ(jam.OfFacilitator(kSpeakingOpens + 2).answered, facilitator::Response{}) << "20 - 18 = 2";
  ExpectTheSame(jam, kSpeakingOpens + 2);
}

TEST(SameFigures, OfJamsPlayedByChance) {
  std::set<std::string> shown;
  std::size_t withheld = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const PlayedJam jam = PlayByChance(seed);
    const Day as_of = kSpeakingOpens + 24;
    ASSERT_EQ(Lines(jam.OfFacilitator(as_of)), Lines(jam.OfAuditor(as_of))) << "seed " << seed;
    for (const auto& [name, value] : Lines(jam.OfFacilitator(as_of))) {
      if (value == "withheld") ++withheld;
      const bool by_number = name.size() == 64;  // of one thing on the wall
      if (value != "withheld" && value != "0" && !by_number) shown.insert(name);
    }
  }
  // Controls: chance reached every figure, and some that have to be withheld.
  EXPECT_THAT(shown, AllOf(Contains("opinions"), Contains("answered"), Contains("individually"),
                           Contains("through a theme"), Contains("decided"), Contains("acted on"),
                           Contains("acknowledged"), Contains("overdue"), Contains("contributions"),
                           Contains("points")));
  EXPECT_THAT(withheld, Ge(50u));
}

// ---- nothing small can be computed from what is let through ----

struct Asked {
  std::vector<bool> who;
  std::uint64_t value = 0;
};

std::size_t Both(const Asked& a, const Asked& b) {
  std::size_t out = 0;
  for (std::size_t i = 0; i < a.who.size(); ++i) out += a.who[i] && b.who[i] ? 1 : 0;
  return out;
}

// Differences of two that were printed, one inside the other; and whole figures.
std::vector<std::uint64_t> SmallDifferences(const std::vector<Asked>& printed, std::uint64_t k) {
  std::vector<std::uint64_t> out;
  for (const Asked& a : printed) {
    if (a.value > 0 && a.value < k) out.push_back(a.value);
    for (const Asked& b : printed) {
      const bool inside = Both(a, b) == b.value;
      const std::uint64_t left = inside ? a.value - b.value : 0;
      if (left > 0 && left < k) out.push_back(left);
    }
  }
  return out;
}

// Asks for groups by chance, of both families. `without` prints what was refused too.
std::vector<Asked> AskByChance(std::uint64_t seed, bool without) {
  std::mt19937_64 dice(seed);
  facilitator::SmallGroups groups(std::vector<std::uint64_t>(40, 1), 5);
  std::vector<Asked> out = {{std::vector<bool>(40, true), 40}};
  for (int i = 0; i < 12; ++i) {
    Asked asked{std::vector<bool>(40), 0};
    const std::size_t from = dice() % 40;
    const std::size_t to = from + dice() % (41 - from);
    for (std::size_t place = from; place < to; ++place) asked.who[place] = true;
    asked.value = to - from;
    const auto family = i % 2 == 0 ? facilitator::Family::kTime : facilitator::Family::kResponse;
    const auto answer = groups.Ask(family, asked.who);
    EXPECT_EQ(answer.value_or(asked.value), asked.value);
    if (answer.has_value() || without) out.push_back(std::move(asked));
  }
  return out;
}

TEST(SmallGroups, NoTwoPrintedFiguresDifferByFewerThanK) {
  std::size_t printed = 0;
  std::size_t control = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const auto asked = AskByChance(seed, false);
    printed += asked.size();
    EXPECT_THAT(SmallDifferences(asked, 5), IsEmpty()) << seed;
    control += SmallDifferences(AskByChance(seed, true), 5).size();
  }
  EXPECT_GE(printed, 900u) << "what prints nothing proves nothing";
  EXPECT_GE(control, 300u) << "control: the same questions without the rule";
}

}  // namespace
}  // namespace candor::testing
