#include "base/date.h"

#include <gtest/gtest.h>

namespace candor {
namespace {

TEST(Date, ADayIsWrittenAndReadInOneForm) {
  EXPECT_EQ(FormatDay(0), "1970-01-01");
  EXPECT_EQ(FormatDay(11016), "2000-02-29");
  EXPECT_EQ(FormatDay(20156), "2025-03-09");
  for (const Day day : {0u, 1u, 11016u, 20156u, 47481u}) EXPECT_EQ(ParseDay(FormatDay(day)), day);
}

TEST(Date, AMomentIsWrittenToTheMinute) {
  EXPECT_EQ(FormatMinute(StartOf(20156) + 14 * 3600 + 5 * 60 + 59), "2025-03-09 14:05 UTC");
  EXPECT_EQ(FormatMinute(0), "1970-01-01 00:00 UTC");
}

TEST(Date, WhatIsNoDayIsRefused) {
  for (const char* text : {"", "2025-3-9", "2025-02-29", "2025-13-01", "2025-00-10", "2025-01-00",
                           "1969-12-31", "2025/03/09", "2025-03-09 ", " 2025-03-09", "20x5-03-09",
                           "2025-03-+9"}) {
    EXPECT_FALSE(ParseDay(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace candor
