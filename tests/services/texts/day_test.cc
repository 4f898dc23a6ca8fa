#include "services/texts/day.h"

#include <gtest/gtest.h>

#include "base/date.h"

namespace candor::texts {
namespace {

TEST(DayInWords, SpeaksBothLanguages) {
  const Day day = ParseDay("2026-03-02").value();
  EXPECT_EQ(DateInWords(Language::kEnglish, day), "2 March 2026");
  EXPECT_EQ(DateInWords(Language::kGerman, day), "2. März 2026");
  EXPECT_EQ(WeekdayAndDate(Language::kEnglish, day), "Monday, 2 March 2026");
  EXPECT_EQ(WeekdayAndDate(Language::kGerman, day), "Montag, 2. März 2026");
}

TEST(DayInWords, KnowsEveryMonthAndWeekday) {
  EXPECT_EQ(WeekdayAndDate(Language::kEnglish, 0), "Thursday, 1 January 1970");
  EXPECT_EQ(WeekdayAndDate(Language::kGerman, ParseDay("2028-02-29").value()), "Dienstag, 29. Februar 2028");
  EXPECT_EQ(WeekdayAndDate(Language::kGerman, ParseDay("2026-12-06").value()), "Sonntag, 6. Dezember 2026");
  // Each month begins with a name of its own, twelve of them before the first comes again.
  std::string names;
  for (const char* day :
       {"2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01", "2026-07-01",
        "2026-08-01", "2026-09-01", "2026-10-01", "2026-11-01", "2026-12-01"}) {
    names += DateInWords(Language::kEnglish, ParseDay(day).value()).substr(2, 3);
  }
  EXPECT_EQ(names, "JanFebMarAprMayJunJulAugSepOctNovDec");
}

}  // namespace
}  // namespace candor::texts
