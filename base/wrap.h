// Lines of a given width: text broken between its words.
//
// A word is what stands between blanks. What stands between backticks is one word too: a command that was broken
// could not be copied. A word is never cut: one that is longer than a line stands alone on a line of its own. Line
// breaks and blanks of the text stay.
// Width is counted in characters of UTF-8, a column each; characters that take two columns or none are not told
// apart. Pure and thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace candor {

struct Margins {
  std::string_view first = {};  // before the first line
  std::string_view rest = {};   // before every other one
  std::size_t width = 80;       // of a line with its margin
};

// No line break at the end that the text does not have.
std::string Wrapped(std::string_view text, const Margins& margins);

// Lines that are longer than `width` broken, and what is broken off indented as its line is; behind a short name and
// two blanks or more at the beginning, as the text behind them is. Other lines stay as they are.
std::string Fitted(std::string_view text, std::size_t width);

// Characters of UTF-8.
std::size_t ColumnsOf(std::string_view text);

}  // namespace candor
