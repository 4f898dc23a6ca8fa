// Decimal numbers as the C2SP formats write them: one form for each value.
//
// Pure and thread-safe. Source: c2sp.org/tlog-checkpoint, c2sp.org/tlog-tiles.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

#include "absl/status/statusor.h"

namespace candor::audit {

// The largest size, index or time of these formats: other implementations hold them in a signed
// 64-bit integer, and a value that only some can read would split the readers.
inline constexpr std::uint64_t kMaxNumber = std::numeric_limits<std::int64_t>::max();

// ASCII digits without sign, spaces or leading zeroes; zero is "0". At most kMaxNumber.
absl::StatusOr<std::uint64_t> ParseDecimal(std::string_view text);

}  // namespace candor::audit
