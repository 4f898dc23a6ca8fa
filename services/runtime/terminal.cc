#include "services/runtime/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "base/harmless_text.h"
#include "base/text.h"

namespace candor::runtime {
namespace {

constexpr std::chrono::milliseconds kRedraw{100};
constexpr std::size_t kNarrowest = 20;
constexpr std::size_t kWidest = 80;

bool IsTerminal(std::FILE* stream) { return isatty(fileno(stream)) == 1; }

}  // namespace

bool ColourAllowed(std::FILE* stream) {
  const char* no_colour = std::getenv("NO_COLOR");
  if (no_colour != nullptr && *no_colour != '\0') return false;
  const char* terminal = std::getenv("TERM");
  if (terminal != nullptr && std::string_view(terminal) == "dumb") return false;
  return IsTerminal(stream);
}

std::size_t ReadableWidth(std::FILE* stream) {
  winsize size{};
  if (ioctl(fileno(stream), TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kWidest;
  return std::clamp<std::size_t>(size.ws_col, kNarrowest, kWidest);
}

std::string SafeForTerminal(std::string_view text) {
  return HarmlessText(text, DirectionMarks::kKeep);
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
