// Tries to compute, from everything that the reports print of a campaign, a figure about fewer than k
// people; and does so where the gate is switched off.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "base/text.h"
#include "tests/services/auditor/report/no_disclosure_control.h"
#include "tests/services/auditor/report/report_world.h"

namespace candor::services::auditor {
namespace {

using testing::AnsweredWorld;
using testing::Planned;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::size_t kPeople = 60;
constexpr std::size_t kDrawn = 50;
constexpr std::uint64_t kK = 5;

// A printed figure, and who it counts: the opinions first, then the silent, then those who never drew.
struct Printed {
  std::string name;
  std::uint64_t value = 0;
  std::vector<bool> people;
};

class Attacker {
 public:
  Attacker(const AnsweredWorld& world, const CampaignFigures& figures)
      : plan_(world.plan()) {
    const auto all = [](const Planned&) { return true; };
    const auto answered = [](const Planned& each) { return each.status.has_value(); };
    printed_.push_back({"roster", kPeople, std::vector<bool>(kPeople, true)});
    Take("opinions", figures.opinions, all);
    for (std::size_t i = 0; i < figures.seals.size(); ++i) {
      Take(Cat("seal ", i), figures.seals[i].opinions,
           [i](const Planned& each) { return each.batch <= i; });
    }
    TakeRange("drawn", figures.drawn, 0, kDrawn);
    TakeRange("unspent", figures.unspent, plan_.size(), kDrawn);
    Take("answered", figures.answered.count, answered);
    for (const auto& status : figures.statuses) {
      Take(status.name, status.count, [&](const Planned& each) {
        return each.status.has_value() && records::AnswerStatusName(*each.status) == status.name;
      });
    }
    for (const auto& day : figures.answer_days) {
      Take(Cat("day ", day.day), day.answered,
           [&](const Planned& each) { return answered(each) && each.answered <= day.day; });
    }
    Take("withdrawn", figures.withdrawn, [](const Planned& each) { return each.withdrawn; });
    Take("agreed", figures.agreed, [](const Planned&) { return false; });
    Take("overdue", figures.overdue, [&](const Planned& each) {
      return !answered(each) && !each.withdrawn && each.batch < 2;
    });
    Take("answered late", figures.answered_late, [](const Planned&) { return false; });
  }

  const std::vector<Printed>& printed() const { return printed_; }

  // What can be computed: single figures, and differences of two where one holds the other, and what is
  // left of a figure when two that lie in it, apart, are taken away.
  std::vector<std::string> SmallGroups() const {
    std::vector<std::string> out;
    for (const Printed& a : printed_) {
      Note(a.name, a.value, out);
      for (const Printed& b : printed_) {
        if (!Holds(a, b)) continue;
        Note(Cat(a.name, " - ", b.name), a.value - b.value, out);
        for (const Printed& c : printed_) {
          if (Holds(a, c) && Apart(b, c)) {
            Note(Cat(a.name, " - ", b.name, " - ", c.name), a.value - b.value - c.value, out);
          }
        }
      }
    }
    return out;
  }

 private:
  void Take(const std::string& name, const Figure& figure,
            const std::function<bool(const Planned&)>& pick) {
    std::vector<bool> people(kPeople);
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < plan_.size(); ++i) {
      people[i] = pick(plan_[i]);
      count += people[i] ? 1 : 0;
    }
    if (!figure.has_value()) return;
    EXPECT_EQ(*figure, count) << name;
    printed_.push_back({name, *figure, people});
  }
  void TakeRange(const std::string& name, const Figure& figure, std::size_t from, std::size_t to) {
    if (!figure.has_value()) return;
    EXPECT_EQ(*figure, to - from) << name;
    std::vector<bool> people(kPeople);
    for (std::size_t i = from; i < to; ++i) people[i] = true;
    printed_.push_back({name, *figure, people});
  }

  static void Note(std::string what, std::uint64_t count, std::vector<std::string>& out) {
    if (count > 0 && count < kK) out.push_back(Cat(what, " = ", count));
  }
  static bool Holds(const Printed& a, const Printed& b) {
    for (std::size_t i = 0; i < kPeople; ++i) {
      if (b.people[i] && !a.people[i]) return false;
    }
    return true;
  }
  static bool Apart(const Printed& a, const Printed& b) {
    for (std::size_t i = 0; i < kPeople; ++i) {
      if (a.people[i] && b.people[i]) return false;
    }
    return true;
  }

  const std::vector<Planned>& plan_;
  std::vector<Printed> printed_;
};

TEST(Subtraction, TheEvidenceHoldsButForAnswersThatAreOverdue) {
  AnsweredWorld world;
  for (const auto& finding : world.world().Verify().findings) {
    EXPECT_EQ(finding.severity, audit::Severity::kOverdue)
        << audit::InvariantName(finding.id) << " " << finding.explanation;
  }
}

TEST(Subtraction, NothingThatIsPrintedYieldsAFigureAboutFewerThanK) {
  AnsweredWorld world;
  const auto source = world.Source();
  const Attacker attacker(world, source.figures().at(0));
  EXPECT_GE(attacker.printed().size(), 10U) << "an empty report proves nothing";
  EXPECT_THAT(attacker.SmallGroups(), IsEmpty());
  EXPECT_EQ(source.figures()[0].opinions, 30U);
  EXPECT_EQ(source.figures()[0].answered.count, 16U);
  EXPECT_EQ(source.figures()[0].withdrawn, std::nullopt) << "two authors withdrew";
}

TEST(Subtraction, ItSucceedsWhereTheGateIsSwitchedOff) {
  AnsweredWorld world;
  const auto source = world.Source(NoDisclosureControlInTests::Make());
  const Attacker attacker(world, source.figures().at(0));
  EXPECT_THAT(attacker.SmallGroups(), Not(IsEmpty()));
  EXPECT_EQ(source.figures()[0].withdrawn, 2U);
}

}  // namespace
}  // namespace candor::services::auditor
