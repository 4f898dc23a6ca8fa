#include "base/wrap.h"

#include <algorithm>

namespace candor {
namespace {

// The word that the text begins with. A backtick without its other half is a character like any other.
std::string_view FirstWord(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && text[end] != ' ') {
    const std::size_t closing = text[end] == '`' ? text.find('`', end + 1) : std::string_view::npos;
    end = closing == std::string_view::npos ? end + 1 : closing + 1;
  }
  return text.substr(0, end);
}

std::string WrappedLine(std::string_view text, std::string_view first, const Margins& margins) {
  std::string out;
  std::string line(first);
  for (bool begun = false; !text.empty() || !begun; begun = true) {
    const std::string_view word = FirstWord(text);
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (begun && ColumnsOf(line) + 1 + ColumnsOf(word) > margins.width) {
      out += line;
      out += '\n';
      line = margins.rest;
    } else if (begun) {
      line += ' ';
    }
    line += word;
  }
  return out + line;
}

// Where the text of a line begins: behind its blanks, and behind a name that stands in a column of its own.
std::size_t TextOf(std::string_view line) {
  constexpr std::size_t kWidestName = 24;
  const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
  const std::size_t gap = line.find("  ", begin);
  if (gap == std::string_view::npos || gap - begin > kWidestName) return begin;
  return std::min(line.find_first_not_of(' ', gap), line.size());
}

std::string FittedLine(std::string_view line, std::size_t width) {
  if (ColumnsOf(line) <= width) return std::string(line);
  const std::size_t text = TextOf(line);
  const std::string margin(ColumnsOf(line.substr(0, text)), ' ');
  return WrappedLine(line.substr(text), line.substr(0, text), {.rest = margin, .width = width});
}

}  // namespace

std::string Fitted(std::string_view text, std::size_t width) {
  std::string out;
  for (;;) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out += FittedLine(text.substr(0, end), width);
    if (end == text.size()) return out;
    out += '\n';
    text.remove_prefix(end + 1);
  }
}

std::size_t ColumnsOf(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

std::string Wrapped(std::string_view text, const Margins& margins) {
  std::string out;
  std::string_view first = margins.first;
  for (;;) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out += WrappedLine(text.substr(0, end), first, margins);
    if (end == text.size()) return out;
    out += '\n';
    text.remove_prefix(end + 1);
    first = margins.rest;
  }
}

}  // namespace candor
