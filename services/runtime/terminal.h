// The terminal: colour, text of strangers made harmless, and progress.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace candor::runtime {

// Whether `stream` may carry colour: it is a terminal, NO_COLOR is unset or empty
// (https://no-color.org), and TERM is not "dumb".
bool ColourAllowed(std::FILE* stream);

// Columns for text that is to be read on `stream`: as many as its terminal has, 20 to 80. Longer lines read badly, and
// what is no terminal, or does not say, has 80.
std::size_t ReadableWidth(std::FILE* stream);

// Text as a terminal can show it safely: HarmlessText (base/harmless_text.h) with the marks of direction kept,
// for Persian, Hebrew and mixed text need them and they cannot reorder anything beyond their place.
std::string SafeForTerminal(std::string_view text);

// A line that shows how far long work has come: "label  43%  4300/10000".
//
// Draws on a terminal only, at most ten times a second, and leaves nothing behind; in a pipe it is
// silent. Not thread-safe.
class ProgressBar {
 public:
  ProgressBar(std::string_view label, std::uint64_t total, std::FILE* stream = stderr);
  // Clears the line.
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void Update(std::uint64_t done);

 private:
  void Draw(std::uint64_t done);

  const std::string label_;
  const std::uint64_t total_;
  std::FILE* const stream_;
  const bool visible_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point next_{};
};

}  // namespace candor::runtime
