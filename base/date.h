// Dates as people read them: 2025-03-09, always UTC.
//
// Pure and thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/text.h"

namespace candor {

inline std::string TwoDigits(unsigned value) { return Cat(value < 10 ? "0" : "", value); }

// "2025-03-09".
inline std::string FormatDay(Day day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  return Cat(static_cast<int>(date.year()), "-", TwoDigits(static_cast<unsigned>(date.month())),
             "-", TwoDigits(static_cast<unsigned>(date.day())));
}

// "2025-03-09 14:00 UTC".
inline std::string FormatMinute(UnixSeconds when) {
  const auto minute = static_cast<unsigned>(when % kSecondsPerDay / 60);
  return Cat(FormatDay(DayOf(when)), " ", TwoDigits(minute / 60), ":", TwoDigits(minute % 60),
             " UTC");
}

// Exactly what FormatDay writes, from 1970 on; nothing for any other text or a day that does not exist.
inline std::optional<Day> ParseDay(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [text](std::size_t at, std::size_t size) -> std::optional<int> {
    int value = 0;
    const char* const end = text.data() + at + size;
    for (const char* digit = text.data() + at; digit != end; ++digit) {
      if (*digit < '0' || *digit > '9') return std::nullopt;
      value = value * 10 + (*digit - '0');
    }
    return value;
  };
  const auto year = number(0, 4);
  const auto month = number(5, 2);
  const auto day = number(8, 2);
  if (!year || !month || !day || *year < 1970) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return static_cast<Day>(std::chrono::sys_days(date).time_since_epoch().count());
}

}  // namespace candor
