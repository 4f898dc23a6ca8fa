// Schedule: which day, which slot, to the second.
#include "records/schedule.h"

#include <gtest/gtest.h>

#include <functional>

#include "tests/support/matchers.h"

namespace candor::records {
namespace {

using candor::testing::StatusIs;
using ::testing::HasSubstr;

Phases GoodPhases() {
  return {.issuance_opens = 20000,
          .speaking_opens = 20002,
          .speaking_closes = 20005,
          .converge_ends = 20007,
          .answers_due = 20014,
          .conversation_ends = 20025,
          .retention_ends = 20205,
          .grace_days = 1};
}
constexpr SlotSchedule kSlots{.first_day = 20002, .slots_per_day = 4};

TEST(SlotSchedule, CountsSlotsFromTheFirstDay) {
  EXPECT_EQ(kSlots.TimeOf(0), StartOf(20002));
  EXPECT_EQ(kSlots.TimeOf(1), StartOf(20002) + 6 * 3600);
  EXPECT_EQ(kSlots.TimeOf(4), StartOf(20003));
  EXPECT_EQ(kSlots.DayOfSlot(3), 20002u);
  EXPECT_EQ(kSlots.DayOfSlot(4), 20003u);
}

TEST(SlotSchedule, FindsTheSlotsAroundAMomentToTheSecond) {
  const UnixSeconds one = kSlots.TimeOf(1);
  EXPECT_EQ(kSlots.FirstAtOrAfter(one - 1), 1u);
  EXPECT_EQ(kSlots.FirstAtOrAfter(one), 1u);
  EXPECT_EQ(kSlots.FirstAtOrAfter(one + 1), 2u);
  EXPECT_EQ(kSlots.LastAtOrBefore(one - 1), 0);
  EXPECT_EQ(kSlots.LastAtOrBefore(one), 1);
  EXPECT_EQ(kSlots.LastAtOrBefore(one + 1), 1);
  EXPECT_EQ(kSlots.FirstAtOrAfter(kSlots.TimeOf(0) - 5), 0u);
  EXPECT_EQ(kSlots.LastAtOrBefore(kSlots.TimeOf(0) - 1), -1);
}

TEST(SlotSchedule, EveryScheduleAgreesWithCountingHours) {
  for (const std::uint8_t a_day : {1, 2, 3, 4, 6, 8, 12, 24}) {
    const SlotSchedule slots{.first_day = 100, .slots_per_day = a_day};
    const int hours = 24 / a_day;
    for (int hour = 0; hour < 72; ++hour) {
      const UnixSeconds when = StartOf(100) + hour * 3600;
      EXPECT_EQ(slots.LastAtOrBefore(when), hour / hours) << int{a_day} << " " << hour;
      EXPECT_EQ(slots.FirstAtOrAfter(when), static_cast<SlotNumber>((hour + hours - 1) / hours));
      if (hour % hours == 0) {
        EXPECT_EQ(slots.TimeOf(static_cast<SlotNumber>(hour / hours)), when);
      }
    }
  }
}

TEST(SlotSchedule, NumbersThatDoNotDivideTheDayAreRefused) {
  for (int a_day = 0; a_day < 256; ++a_day) {
    const SlotSchedule slots{.first_day = 20002, .slots_per_day = static_cast<std::uint8_t>(a_day)};
    crypto::Writer out;
    slots.Write(out);
    const Bytes bytes = out.Take();
    crypto::Reader in(bytes);
    SlotSchedule::Read(in);
    const bool divides = a_day != 0 && 24 % a_day == 0;
    EXPECT_EQ(in.Finish("slots").ok(), divides) << a_day;
    EXPECT_EQ(CheckSchedule(GoodPhases(), slots).ok(), divides) << a_day;
  }
}

struct BadSchedule {
  const char* says;
  std::function<void(Phases&, SlotSchedule&)> change;
};

TEST(CheckSchedule, HasASentenceForEachRule) {
  ASSERT_OK(CheckSchedule(GoodPhases(), kSlots));
  const std::vector<BadSchedule> cases = {
      {"issuance must open", [](Phases& p, SlotSchedule&) { p.issuance_opens = 20003; }},
      {"close after it opens", [](Phases& p, SlotSchedule&) { p.speaking_closes = 20002; }},
      {"follow each other", [](Phases& p, SlotSchedule&) { p.converge_ends = 20004; }},
      {"follow each other", [](Phases& p, SlotSchedule&) { p.answers_due = 20006; }},
      {"follow each other", [](Phases& p, SlotSchedule&) { p.conversation_ends = 20013; }},
      {"follow each other", [](Phases& p, SlotSchedule&) { p.retention_ends = 20025; }},
      {"first slot", [](Phases&, SlotSchedule& s) { s.first_day = 20003; }},
      {"ten years", [](Phases& p, SlotSchedule&) { p.retention_ends = 20002 + 3661; }},
      {"ten years", [](Phases&, SlotSchedule& s) { s.first_day = 1; }},
      {"grace", [](Phases& p, SlotSchedule&) { p.grace_days = 61; }},
      {"grace", [](Phases& p, SlotSchedule&) { p.retention_ends = 20026, p.grace_days = 21; }},
  };
  for (const auto& each : cases) {
    Phases phases = GoodPhases();
    SlotSchedule slots = kSlots;
    each.change(phases, slots);
    EXPECT_THAT(CheckSchedule(phases, slots),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(each.says)));
  }
}

TEST(CheckSchedule, DaysAtTheEndOfTheirRangeDoNotWrap) {
  constexpr Day kEnd = 0xffffffff;
  const Phases phases = {kEnd - 50, kEnd - 48, kEnd - 45, kEnd - 43,
                         kEnd - 40, kEnd - 30, kEnd,      60};
  EXPECT_FALSE(CheckSchedule(phases, {.first_day = kEnd - 48, .slots_per_day = 4}).ok());
}

}  // namespace
}  // namespace candor::records
