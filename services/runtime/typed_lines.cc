#include "services/runtime/typed_lines.h"

#include <cerrno>
#include <csignal>

#include "absl/status/status.h"
#include "base/text.h"

namespace candor::runtime {
namespace {

bool IsControl(char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f; }

// As a terminal shows it: "^C" for a control character. A tab takes one column, so that it can be erased.
std::string Shown(char byte) {
  if (byte == '\t') return " ";
  if (!IsControl(byte)) return std::string(1, byte);
  return {'^', static_cast<char>(byte ^ 0x40)};
}

}  // namespace

TypedLines::TypedLines(int input, int shown) : input_(input), shown_(shown) {
  terminal_ = isatty(input_) == 1 && tcgetattr(input_, &before_) == 0;
  if (terminal_) TakeTerminal();
}

TypedLines::~TypedLines() {
  if (terminal_) GiveTerminalBack();
}

void TypedLines::TakeTerminal() {
  termios bytes = before_;
  // Signals too: a program that is interrupted gives the terminal back first.
  bytes.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ISIG | IEXTEN);
  bytes.c_cc[VMIN] = 1;
  bytes.c_cc[VTIME] = 0;
  tcsetattr(input_, TCSADRAIN, &bytes);
}

void TypedLines::GiveTerminalBack() { tcsetattr(input_, TCSADRAIN, &before_); }

void TypedLines::Show(std::string_view text) const {
  while (!text.empty()) {
    const ssize_t written = write(shown_, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    // What cannot be shown is no reason to fail: the answer is what counts.
    if (written < 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::optional<char> TypedLines::NextByte() {
  if (at_ == filled_) {
    ssize_t got = -1;
    do {
      got = read(input_, buffer_.data(), buffer_.size());
    } while (got < 0 && errno == EINTR);
    // An input that fails has ended: a terminal that was closed does so.
    if (got <= 0) return std::nullopt;
    at_ = 0;
    filled_ = static_cast<std::size_t>(got);
  }
  return buffer_[at_++];
}

absl::StatusOr<std::string> TypedLines::Read(std::string_view prompt) {
  Show(prompt);
  return terminal_ ? ReadTyped(prompt) : ReadPiped();
}

absl::StatusOr<std::string> TypedLines::ReadPiped() {
  std::string line;
  std::optional<char> byte = NextByte();
  if (!byte.has_value()) return absl::OutOfRangeError("the input has ended");
  for (; byte.has_value() && *byte != '\n'; byte = NextByte()) line += *byte;
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

absl::StatusOr<std::string> TypedLines::ReadTyped(std::string_view prompt) {
  std::string line;
  for (;;) {
    const std::optional<char> byte = NextByte();
    const bool end_key = byte.has_value() && *byte == static_cast<char>(before_.c_cc[VEOF]);
    if (!byte.has_value() || (end_key && line.empty())) {
      Show("\n");
      return absl::OutOfRangeError("the input has ended");
    }
    if (end_key) continue;
    if (*byte == '\n') {
      Show("\n");
      return line;
    }
    if (Signals(*byte)) {
      // Back from a stop: what was typed is still there.
      Show(Cat(prompt, line));
    } else if (!Edits(*byte, line)) {
      line += *byte;
      Show(Shown(*byte));
    }
  }
}

bool TypedLines::Signals(char byte) {
  const struct {
    int key;
    int signal;
  } kKeys[] = {{VINTR, SIGINT}, {VQUIT, SIGQUIT}, {VSUSP, SIGTSTP}};
  for (const auto& [key, signal] : kKeys) {
    const cc_t bound = before_.c_cc[key];
    if (bound == _POSIX_VDISABLE || byte != static_cast<char>(bound)) continue;
    Show(Cat(Shown(byte), "\n"));
    GiveTerminalBack();
    raise(signal);
    TakeTerminal();
    return true;
  }
  return false;
}

bool TypedLines::Edits(char byte, std::string& line) {
  const auto is = [&](int key) {
    return before_.c_cc[key] != _POSIX_VDISABLE && byte == static_cast<char>(before_.c_cc[key]);
  };
  if (byte == '\b' || byte == 0x7f || is(VERASE)) {
    EraseCharacter(line);
    return true;
  }
  if (is(VKILL)) {
    while (!line.empty()) EraseCharacter(line);
    return true;
  }
  if (!is(VWERASE)) return false;
  while (line.ends_with(' ')) EraseCharacter(line);
  while (!line.empty() && !line.ends_with(' ')) EraseCharacter(line);
  return true;
}

void TypedLines::EraseCharacter(std::string& line) {
  if (line.empty()) return;
  char last = line.back();
  line.pop_back();
  // The bytes that follow the first one of a character of UTF-8.
  while ((static_cast<unsigned char>(last) & 0xc0) == 0x80 && !line.empty()) {
    last = line.back();
    line.pop_back();
  }
  Show(Shown(last).size() == 2 ? "\b\b  \b\b" : "\b \b");
}

}  // namespace candor::runtime
