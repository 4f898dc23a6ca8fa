#include "base/harmless_text.h"

#include <array>
#include <cstdio>
#include <optional>

namespace candor {
namespace {

struct CodePoint {
  char32_t value;
  std::size_t size;  // bytes
};

// The well-formed UTF-8 sequence at the start of `text`; nothing when there is none.
std::optional<CodePoint> FirstCodePoint(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(0) < 0x80) return CodePoint{byte(0), 1};
  const std::size_t size = byte(0) >= 0xf0 ? 4 : byte(0) >= 0xe0 ? 3 : 2;
  if (byte(0) < 0xc2 || byte(0) > 0xf4 || text.size() < size) return std::nullopt;
  char32_t value = byte(0) & (0xffu >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return std::nullopt;
    value = value << 6 | (byte(i) & 0x3fu);
  }
  constexpr std::array<char32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xd800 && value <= 0xdfff;
  if (value < kSmallest[size] || value > 0x10ffff || surrogate) return std::nullopt;
  return CodePoint{value, size};
}

// Characters that steer a terminal or a reader's eye instead of being read.
bool IsHarmful(char32_t c, DirectionMarks marks) {
  if (c == U'\n' || c == U'\t') return false;
  if (c == 0x200e || c == 0x200f) return marks == DirectionMarks::kShow;
  const bool control = c < 0x20 || (c >= 0x7f && c <= 0x9f);
  const bool direction = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x61c;
  const bool separator = c == 0x2028 || c == 0x2029;
  const bool invisible = c == 0xad || c == 0x180e || c == 0x200b || (c >= 0x2060 && c <= 0x2064) ||
                         (c >= 0x206a && c <= 0x206f) || c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) ||
                         c == 0xe0001;
  // U+FFFE and U+FFFF are no characters of XML; the others have no shape either.
  const bool noncharacter = (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
  return control || direction || separator || invisible || noncharacter;
}

std::string Mark(char32_t value) {
  std::array<char, 16> text;
  const int size = std::snprintf(text.data(), text.size(), "\\u{%02X}", static_cast<unsigned>(value));
  return std::string(text.data(), static_cast<std::size_t>(size));
}

}  // namespace

std::string HarmlessText(std::string_view text, DirectionMarks marks) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto next = FirstCodePoint(text);
    if (!next.has_value()) {
      out += "\uFFFD";
      text.remove_prefix(1);
      continue;
    }
    if (IsHarmful(next->value, marks)) {
      out += Mark(next->value);
    } else {
      out += text.substr(0, next->size);
    }
    text.remove_prefix(next->size);
  }
  return out;
}

std::string HarmlessLine(std::string_view text) {
  std::string out;
  for (const char c : HarmlessText(text, DirectionMarks::kShow)) {
    const bool blank = c == ' ' || c == '\n' || c == '\t';
    if (!blank) {
      out.push_back(c);
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

}  // namespace candor
