// The time, injected: rules take a Clock or a value read from one, never the system's own.
#pragma once

#include <cstdint>

namespace candor {

// Seconds and days since 1970-01-01 00:00:00 UTC.
using UnixSeconds = std::int64_t;
using Day = std::uint32_t;

inline constexpr UnixSeconds kSecondsPerDay = 86400;

constexpr Day DayOf(UnixSeconds seconds) { return static_cast<Day>(seconds / kSecondsPerDay); }
constexpr UnixSeconds StartOf(Day day) { return static_cast<UnixSeconds>(day) * kSecondsPerDay; }

// Thread-safe. May go backwards, as a machine's clock does; users must cope.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual UnixSeconds Now() const = 0;
};

}  // namespace candor
