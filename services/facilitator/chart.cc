#include "services/facilitator/chart.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace candor::services::facilitator {
namespace {

constexpr std::array<std::string_view, 8> kEighths = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

// Eighths of a column. Figures are numbers of people: far from an overflow.
std::uint64_t EighthsOf(std::uint64_t value, const Bar& bar) {
  if (bar.whole == 0 || value == 0) return 0;
  const std::uint64_t all = bar.columns * 8;
  return std::clamp<std::uint64_t>(std::min(value, bar.whole) * all / bar.whole, 1, all);
}

bool IsUtf8Locale(std::string_view locale) {
  std::string letters;
  for (const char c : locale) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      letters += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  return letters.find("utf8") != std::string::npos;
}

}  // namespace

Glyphs GlyphsOf(const TerminalWishes& wishes) {
  if (!wishes.no_color.empty()) return Glyphs::kAscii;
  for (const std::string_view locale : {wishes.lc_all, wishes.lc_ctype, wishes.lang}) {
    if (!locale.empty()) return IsUtf8Locale(locale) ? Glyphs::kBlocks : Glyphs::kAscii;
  }
  return Glyphs::kAscii;
}

std::string BarOf(const Bar& bar, Glyphs glyphs) {
  const bool blocks = glyphs == Glyphs::kBlocks;
  const std::uint64_t eighths = EighthsOf(bar.value, bar);
  std::uint64_t full = eighths / 8;
  std::string_view part = blocks ? kEighths[eighths % 8] : "";
  if (!blocks && eighths > 0 && full == 0) full = 1;
  std::string out;
  for (std::uint64_t column = 0; column < full; ++column) out += blocks ? "█" : "#";
  out += part;
  // The mark stands at the end of its share, so that a bar which reaches it covers it.
  const std::uint64_t marked = bar.mark.has_value() ? (EighthsOf(*bar.mark, bar) + 7) / 8 : 0;
  for (std::uint64_t column = full + (part.empty() ? 0 : 1); column < bar.columns; ++column) {
    if (column + 1 == marked) {
      out += blocks ? "│" : "|";
    } else {
      out += blocks ? "░" : ".";
    }
  }
  return out;
}

}  // namespace candor::services::facilitator
