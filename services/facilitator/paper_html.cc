#include <algorithm>

#include "base/bytes.h"
#include "base/harmless_text.h"
#include "base/markup.h"
#include "base/text.h"
#include "crypto/hash.h"
#include "services/facilitator/paper.h"
#include "services/facilitator/paper_style.h"

namespace candor::services::facilitator {
namespace {

std::string LineMarkup(std::string_view text) { return MarkupText(HarmlessLine(text)); }

// Of one person: its line ends and its direction are its own.
std::string TextMarkup(std::string_view text) {
  return Cat("<p class=\"text\" dir=\"auto\">", MarkupText(HarmlessText(text, DirectionMarks::kShow)), "</p>\n");
}

// Thousandths of a bar.
std::uint64_t Share(std::uint64_t value, std::uint64_t whole) {
  return whole == 0 ? 0 : std::min(value, whole) * 1000 / whole;
}

// The number beside it says the same: it is hidden from those who listen.
std::string BarMarkup(const Bars& bars, const Bars::Row& row) {
  if (!row.value.has_value()) return {};
  std::string out = Cat(
      "<svg viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
      "<rect class=\"all\" width=\"1000\" height=\"10\"/><rect class=\"some\" width=\"",
      Share(*row.value, bars.whole), "\" height=\"10\"/>");
  if (bars.mark.has_value()) {
    out += Cat("<rect class=\"mark\" x=\"", std::min<std::uint64_t>(996, Share(*bars.mark, bars.whole)),
               "\" width=\"4\" height=\"10\"/>");
  }
  return Cat(out, "</svg>");
}

struct BlockAsHtml {
  std::string operator()(const Paragraph& block) const { return TextMarkup(block.text); }
  std::string operator()(const Quotation& block) const {
    std::string out = Cat("<figure>\n<blockquote>\n", TextMarkup(block.text), "</blockquote>\n");
    if (!block.by.empty()) out += Cat("<figcaption dir=\"auto\">", LineMarkup(block.by), "</figcaption>\n");
    return Cat(out, "</figure>\n");
  }
  std::string operator()(const Facts& block) const {
    std::string out = "<dl>\n";
    for (const auto& [label, value] : block.rows) {
      out += Cat("<dt>", LineMarkup(label), "</dt><dd dir=\"auto\">", LineMarkup(value), "</dd>\n");
    }
    return Cat(out, "</dl>\n");
  }
  std::string operator()(const Item& block) const {
    std::string out = Cat("<article>\n<h3 dir=\"auto\">", LineMarkup(block.title), "</h3>\n");
    if (!block.about.empty()) out += Cat("<p class=\"soft\" dir=\"auto\">", LineMarkup(block.about), "</p>\n");
    for (const auto& [label, text] : block.texts) {
      if (!label.empty()) out += Cat("<p class=\"label\">", LineMarkup(label), "</p>\n");
      out += TextMarkup(text);
    }
    return Cat(out, "</article>\n");
  }
  std::string operator()(const Bars& block) const {
    std::string out = "<table>\n";
    if (!block.caption.empty()) out += Cat("<caption>", LineMarkup(block.caption), "</caption>\n");
    out += "<tbody>\n";
    for (const auto& row : block.rows) {
      out += Cat("<tr><th scope=\"row\">", LineMarkup(row.label), "</th><td class=\"bar\">", BarMarkup(block, row),
                 "</td><td>", LineMarkup(row.said), "</td></tr>\n");
    }
    return Cat(out, "</tbody>\n</table>\n");
  }
  std::string operator()(const Command& block) const {
    return Cat("<p><code dir=\"ltr\">", LineMarkup(block.line), "</code></p>\n");
  }
};

std::string HeadMarkup(const Paper& paper) {
  const std::string policy =
      Cat("default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-",
          Base64Encode(crypto::Sha256({AsBytes(kPaperStyle)})), "'");
  return Cat("<!DOCTYPE html>\n<html lang=\"", texts::TagOf(paper.language),
             "\">\n<head>\n<meta charset=\"utf-8\">\n",
             "<meta http-equiv=\"Content-Security-Policy\" content=\"", policy, "\">\n",
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
             "<meta name=\"color-scheme\" content=\"light dark\">\n",
             "<meta name=\"referrer\" content=\"no-referrer\">\n<title>", LineMarkup(paper.kind), " – ",
             LineMarkup(paper.organisation), "</title>\n<style>", kPaperStyle, "</style>\n</head>\n");
}

}  // namespace

std::string PaperAsHtml(const Paper& paper) {
  // A question that does not fit into three lines of large letters is set in smaller ones.
  const bool is_long = paper.title.size() > 120;
  std::string out = Cat(HeadMarkup(paper), "<body>\n<header>\n<p class=\"kicker\" dir=\"auto\">",
                        LineMarkup(paper.organisation), "</p>\n<p class=\"soft\">", LineMarkup(paper.kind), "<br>",
                        LineMarkup(paper.standing), "</p>\n<h1", is_long ? " class=\"long\"" : "",
                        " dir=\"auto\">", LineMarkup(paper.title), "</h1>\n");
  if (paper.warning.has_value()) out += Cat("<p class=\"warning\">", LineMarkup(*paper.warning), "</p>\n");
  out += "</header>\n<main>\n";
  for (const PaperSection& section : paper.sections) {
    out += Cat("<section>\n<h2>", LineMarkup(section.title), "</h2>\n");
    for (const Block& block : section.blocks) out += std::visit(BlockAsHtml{}, block);
    out += "</section>\n";
  }
  return Cat(out, "</main>\n</body>\n</html>\n");
}

}  // namespace candor::services::facilitator
