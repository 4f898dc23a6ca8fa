// Paper: something that people read, as data, before it is written as HTML or Markdown.
//
// Every string may be a stranger's, kept as it was written: whoever renders makes it harmless for its own place. Values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "services/texts/language.h"

namespace candor::services::facilitator {

struct Paragraph {
  std::string text;
};

struct Quotation {
  std::string text;
  std::string by;  // may be empty
};

// What is called what; values in one line.
struct Facts {
  std::vector<std::pair<std::string, std::string>> rows;
};

// One thing of many: a theme, an answer, an action.
struct Item {
  std::string title;
  std::string about;  // a small line: who, when, how; may be empty
  std::vector<std::pair<std::string, std::string>> texts;  // called what (may be empty), and the text
};

// Numbers with bars. A number that is nothing has no bar; what is said of it stands in `said`.
struct Bars {
  struct Row {
    std::string label;
    std::optional<std::uint64_t> value;
    std::string said;
  };
  std::string caption;
  std::vector<Row> rows;
  std::uint64_t whole = 0;               // a full bar
  std::optional<std::uint64_t> mark{};  // a line across all bars
};

// A line to type.
struct Command {
  std::string line;
};

using Block = std::variant<Paragraph, Quotation, Facts, Item, Bars, Command>;

struct PaperSection {
  std::string title;
  std::vector<Block> blocks;
};

struct Paper {
  texts::Language language = texts::Language::kEnglish;
  std::string organisation;
  std::string kind;                // "Closing report of jam 1a2b3c4d"
  std::string title;               // the question
  std::string standing;            // as of when
  std::optional<std::string> warning{};
  std::vector<PaperSection> sections;
};

// One file that opens from disk, asks for nothing from elsewhere and runs nothing: a Content-Security-Policy allows the
// one style sheet inside, by its hash, and nothing else. Follows the reader's light or dark, prints on A4. Every text is
// harmless and escaped, and stands in the direction of its own script. Pure.
std::string PaperAsHtml(const Paper& paper);

// Markdown (CommonMark) in which every stranger's text is text: no markup, HTML, link, image, heading, table or code
// of theirs, whatever they wrote. Pure.
std::string PaperAsMarkdown(const Paper& paper);

// One stranger's text inside a line of Markdown: harmless, in one line, with a backslash before every mark that means
// something there (CommonMark 2.4), and nothing left that an extension would take for an address.
std::string MarkdownLine(std::string_view text);

}  // namespace candor::services::facilitator
