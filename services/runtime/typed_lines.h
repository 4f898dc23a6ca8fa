// Lines that somebody types or pastes, of any length.
//
// A terminal by itself hands over at most 4095 bytes of a line and drops the rest in silence, so that a paragraph that
// is pasted would lose its end. While a TypedLines lives, the terminal therefore hands over every byte at once, and
// what it did with a line is done here: it is shown as it is typed; the terminal's own keys erase a character, a word
// or all of it, end the input, interrupt or stop the program. From a pipe or a file, lines come as they are.
//
// It reads ahead: nobody else reads that descriptor while it lives. What was typed ahead before is kept.
// Not promised: that the terminal is as it was after a death by a signal from elsewhere; shells see to that.
// Not thread-safe.
#pragma once

#include <termios.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace candor::runtime {

class TypedLines {
 public:
  // Prompts, and on a terminal what is typed, go to `shown`.
  explicit TypedLines(int input = STDIN_FILENO, int shown = STDERR_FILENO);
  // The terminal is as it was.
  ~TypedLines();
  TypedLines(const TypedLines&) = delete;
  TypedLines& operator=(const TypedLines&) = delete;

  // The next line, without its end ("\n", "\r\n"). OutOfRange once the input has ended; what an input holds after its
  // last end of a line is a line.
  absl::StatusOr<std::string> Read(std::string_view prompt);

 private:
  std::optional<char> NextByte();
  absl::StatusOr<std::string> ReadPiped();
  absl::StatusOr<std::string> ReadTyped(std::string_view prompt);
  // Whether the byte is one of the terminal's keys, and did what it does to the line.
  bool Edits(char byte, std::string& line);
  bool Signals(char byte);
  void EraseCharacter(std::string& line);
  void Show(std::string_view text) const;
  void TakeTerminal();
  void GiveTerminalBack();

  const int input_;
  const int shown_;
  bool terminal_ = false;
  termios before_{};
  std::array<char, 4096> buffer_{};
  std::size_t at_ = 0;
  std::size_t filled_ = 0;
};

}  // namespace candor::runtime
