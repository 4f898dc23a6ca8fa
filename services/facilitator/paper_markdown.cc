#include "base/harmless_text.h"
#include "base/text.h"
#include "services/facilitator/paper.h"

namespace candor::services::facilitator {
namespace {

// What means something wherever it stands, and what does so where a line begins.
constexpr std::string_view kAnywhere = "\\`*_[]<>&#|~{}$";
constexpr std::string_view kAtTheBeginning = "+-=:";

// Nothing that is seen. Programs that make links of bare addresses look at the text that is left when everything else
// was understood, escapes included; they stop at this.
constexpr std::string_view kNothing = "<!-- -->";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Whether something that may be an address goes on at this place: "www.name", "name@host", "https://host". Numbers
// such as 3.5, and the end of a sentence, are none.
bool GoesOnAsAnAddress(std::string_view line, std::size_t place) {
  if (place == 0 || place + 1 == line.size()) return false;
  const char before = line[place - 1];
  const char after = line[place + 1];
  switch (line[place]) {
    case '@': return true;
    case '/': return before == '/';
    case '.': return before != ' ' && after != ' ' && !(IsDigit(before) && IsDigit(after));
    default: return false;
  }
}

// The dot or bracket that makes a list of "1." or "1)" at the beginning of a line; none: the line's size.
std::size_t EndOfListNumber(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size() && IsDigit(line[at])) ++at;
  const bool list = at > 0 && at < line.size() && (line[at] == '.' || line[at] == ')');
  return list ? at : line.size();
}

std::string Escaped(std::string_view line) {
  const std::size_t list = EndOfListNumber(line);
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool begins = i == 0 && kAtTheBeginning.find(line[i]) != std::string_view::npos;
    const bool means = begins || i == list || kAnywhere.find(line[i]) != std::string_view::npos;
    out += Cat(GoesOnAsAnAddress(line, i) ? kNothing : "", means ? "\\" : "", line.substr(i, 1));
  }
  return out;
}

// A text that keeps its line ends, each line behind `margin`; none of them can begin anything.
std::string Lines(std::string_view text, std::string_view margin) {
  std::string out;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::string line = MarkdownLine(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    // A backslash at the end of a line keeps it a line of its own.
    const bool more = !line.empty() && !rest.empty() && rest.front() != '\n';
    out += Cat(margin, line, more ? "\\" : "", "\n");
  }
  return out;
}

struct BlockAsMarkdown {
  std::string operator()(const Paragraph& block) const { return Cat(Lines(block.text, ""), "\n"); }
  std::string operator()(const Quotation& block) const {
    std::string out = Lines(block.text, "> ");
    if (!block.by.empty()) out += Cat(">\n> — ", MarkdownLine(block.by), "\n");
    return Cat(out, "\n");
  }
  std::string operator()(const Facts& block) const {
    std::string out;
    for (const auto& [label, value] : block.rows) {
      out += Cat("* **", MarkdownLine(label), "**: ", MarkdownLine(value), "\n");
    }
    return Cat(out, "\n");
  }
  std::string operator()(const Item& block) const {
    std::string out = Cat("### ", MarkdownLine(block.title), "\n\n");
    if (!block.about.empty()) out += Cat(MarkdownLine(block.about), "\n\n");
    for (const auto& [label, text] : block.texts) {
      if (!label.empty()) out += Cat("**", MarkdownLine(label), "**\n\n");
      out += Cat(Lines(text, "> "), "\n");
    }
    return out;
  }
  // The bars say nothing that the numbers do not.
  std::string operator()(const Bars& block) const {
    std::string out = block.caption.empty() ? "" : Cat("**", MarkdownLine(block.caption), "**\n\n");
    for (const auto& row : block.rows) out += Cat("* ", MarkdownLine(row.label), ": ", MarkdownLine(row.said), "\n");
    return Cat(out, "\n");
  }
  std::string operator()(const Command& block) const { return Cat("    ", HarmlessLine(block.line), "\n\n"); }
};

}  // namespace

std::string MarkdownLine(std::string_view text) { return Escaped(HarmlessLine(text)); }

std::string PaperAsMarkdown(const Paper& paper) {
  std::string out = Cat(MarkdownLine(paper.organisation), "\n\n# ", MarkdownLine(paper.title), "\n\n",
                        MarkdownLine(paper.kind), "\\\n", MarkdownLine(paper.standing), "\n\n");
  if (paper.warning.has_value()) out += Cat("**", MarkdownLine(*paper.warning), "**\n\n");
  for (const PaperSection& section : paper.sections) {
    out += Cat("## ", MarkdownLine(section.title), "\n\n");
    for (const Block& block : section.blocks) out += std::visit(BlockAsMarkdown{}, block);
  }
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

}  // namespace candor::services::facilitator
