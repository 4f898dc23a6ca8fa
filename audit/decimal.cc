#include "audit/decimal.h"

namespace candor::audit {

absl::StatusOr<std::uint64_t> ParseDecimal(std::string_view text) {
  const auto bad = absl::InvalidArgumentError("a decimal number is not in canonical form");
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return bad;
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return bad;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (value > (kMaxNumber - digit) / 10) {
      return absl::InvalidArgumentError("a decimal number is too large");
    }
    value = value * 10 + digit;
  }
  return value;
}

}  // namespace candor::audit
