#include "services/runtime/terminal.h"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <optional>

#include "base/text.h"

namespace candor::runtime {
namespace {

constexpr std::chrono::milliseconds kRedraw{100};

bool IsTerminal(std::FILE* stream) { return isatty(fileno(stream)) == 1; }

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
bool IsHarmful(char32_t c) {
  if (c == U'\n' || c == U'\t') return false;
  const bool control = c < 0x20 || (c >= 0x7f && c <= 0x9f);
  const bool direction = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x61c;
  const bool separator = c == 0x2028 || c == 0x2029;
  const bool invisible = c == 0xad || c == 0x180e || c == 0x200b || (c >= 0x2060 && c <= 0x2064) ||
                         (c >= 0x206a && c <= 0x206f) || c == 0xfeff ||
                         (c >= 0xfff9 && c <= 0xfffb) || c == 0xe0001;
  return control || direction || separator || invisible;
}

std::string Mark(char32_t value) {
  std::array<char, 16> text;
  const int size =
      std::snprintf(text.data(), text.size(), "\\u{%02X}", static_cast<unsigned>(value));
  return std::string(text.data(), static_cast<std::size_t>(size));
}

}  // namespace

bool ColourAllowed(std::FILE* stream) {
  const char* no_colour = std::getenv("NO_COLOR");
  if (no_colour != nullptr && *no_colour != '\0') return false;
  const char* terminal = std::getenv("TERM");
  if (terminal != nullptr && std::string_view(terminal) == "dumb") return false;
  return IsTerminal(stream);
}

std::string SafeForTerminal(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto next = FirstCodePoint(text);
    if (!next.has_value()) {
      out += "\uFFFD";
      text.remove_prefix(1);
      continue;
    }
    if (IsHarmful(next->value)) {
      out += Mark(next->value);
    } else {
      out += text.substr(0, next->size);
    }
    text.remove_prefix(next->size);
  }
  return out;
}

ProgressBar::ProgressBar(std::string_view label, std::uint64_t total, std::FILE* stream)
    : label_(label), total_(total), stream_(stream), visible_(IsTerminal(stream)) {}

ProgressBar::~ProgressBar() {
  if (!drawn_) return;
  std::fputs("\r\033[K", stream_);
  std::fflush(stream_);
}

void ProgressBar::Update(std::uint64_t done) {
  if (!visible_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + kRedraw;
  Draw(done);
}

void ProgressBar::Draw(std::uint64_t done) {
  const std::uint64_t percent = total_ == 0 ? 100 : done * 100 / total_;
  const std::string line =
      Cat("\r\033[K", SafeForTerminal(label_), "  ", percent, "%  ", done, "/", total_);
  std::fputs(line.c_str(), stream_);
  std::fflush(stream_);
  drawn_ = true;
}

}  // namespace candor::runtime
