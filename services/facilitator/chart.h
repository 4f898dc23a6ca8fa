// Charts for a terminal: a bar for each number, of block characters or of plain ASCII.
//
// A bar says nothing that the number beside it does not: who cannot see it, or reads it in a pipe, misses nothing.
// Pure and thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace candor::services::facilitator {

enum class Glyphs : std::uint8_t { kBlocks, kAscii };

// The variables that choose them, empty where unset.
struct TerminalWishes {
  std::string_view no_color;  // https://no-color.org: whoever sets it wants plain text
  std::string_view lc_all;
  std::string_view lc_ctype;
  std::string_view lang;
};
// Blocks where the locale's encoding is UTF-8, by the first of its variables that is set, and NO_COLOR is not.
Glyphs GlyphsOf(const TerminalWishes& wishes);

// `value` of `whole` on so many columns, to an eighth of one in blocks, rounded down; what is more than nothing shows.
// `mark`, a value as well, stands in its column where the bar does not reach. Always exactly `columns` wide.
struct Bar {
  std::uint64_t value = 0;
  std::uint64_t whole = 0;
  std::size_t columns = 0;
  std::optional<std::uint64_t> mark{};
};
std::string BarOf(const Bar& bar, Glyphs glyphs);

}  // namespace candor::services::facilitator
