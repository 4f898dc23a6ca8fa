// Lines of the C2SP text formats: one at a time, and blocks of hashes in base64.
//
// Every line ends in a newline, the last one too. Pure and thread-safe. Source:
// c2sp.org/tlog-proof, c2sp.org/tlog-witness.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/merkle.h"

namespace candor::audit {

// The most hashes that a proof can have in a tree of up to 2^63 leaves.
inline constexpr std::size_t kMaxProofHashes = 63;

// Takes a line off the front of `text`, without its newline; nothing when no newline is left, and
// `text` is then what it was.
std::optional<std::string_view> TakeLine(std::string_view& text);

// "<base64>\n" for each hash.
std::string FormatHashLines(std::span<const Hash> hashes);

// Takes hash lines off the front of `text`, and the blank line that ends them. InvalidArgument when
// a line is not the canonical base64 of exactly 32 bytes, there are more than kMaxProofHashes, or
// the blank line is missing.
absl::StatusOr<std::vector<Hash>> TakeHashLines(std::string_view& text);

}  // namespace candor::audit
