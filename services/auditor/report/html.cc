#include "services/auditor/report/html.h"

#include <algorithm>

#include "base/markup.h"
#include "base/text.h"
#include "crypto/hash.h"
#include "services/auditor/report/html_style.h"

namespace candor::services::auditor {
namespace {

struct CellAsHtml {
  std::string operator()(std::monostate) const { return "–"; }
  std::string operator()(const std::string& text) const { return MarkupText(text); }
  std::string operator()(std::uint64_t number) const { return std::to_string(number); }
  std::string operator()(Withheld) const {
    return R"(<span class="withheld">fewer than k, or withheld</span>)";
  }
};

bool IsFigure(const Cell& cell) {
  return std::holds_alternative<std::uint64_t>(cell) || std::holds_alternative<Withheld>(cell);
}

// Whether a column holds figures, and may be set as numbers are.
bool IsNumeric(const Table& table, std::size_t column) {
  return std::ranges::any_of(table.rows, [&](const auto& row) { return IsFigure(row[column]); }) &&
         std::ranges::all_of(table.rows, [&](const auto& row) {
           return IsFigure(row[column]) || std::holds_alternative<std::monostate>(row[column]);
         });
}

// Words may break anywhere in what has none, such as a root.
std::string ClassOf(const Cell& cell, bool numeric) {
  if (numeric) return R"( class="number")";
  const auto* text = std::get_if<std::string>(&cell);
  return text != nullptr && text->size() > 30 && text->find(' ') == std::string::npos
             ? R"( class="long")"
             : "";
}

std::string TableAsHtml(const Table& table) {
  std::string out = Cat("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"",
                        MarkupText(table.caption), "\">\n<table>\n<caption>", MarkupText(table.caption),
                        "</caption>\n<thead><tr>");
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    out += Cat("<th scope=\"col\"", IsNumeric(table, i) ? R"( class="number")" : "", ">",
               MarkupText(table.columns[i].title), "</th>");
  }
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    out += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string text = std::visit(CellAsHtml{}, row[i]);
      const std::string style = ClassOf(row[i], IsNumeric(table, i));
      out += i == 0 ? Cat("<th scope=\"row\"", style, ">", text, "</th>")
                    : Cat("<td", style, ">", text, "</td>");
    }
    out += "</tr>\n";
  }
  if (table.rows.empty()) {
    out += Cat("<tr><td colspan=\"", table.columns.size(), "\">none</td></tr>\n");
  }
  return Cat(out, "</tbody>\n</table>\n</div>\n");
}

std::string SectionAsHtml(const Section& section, std::size_t& charts) {
  std::string out = Cat("<section>\n<h2>", MarkupText(section.title), "</h2>\n");
  for (const auto& note : section.notes) out += Cat("<p>", MarkupText(note), "</p>\n");
  for (const auto& chart : section.charts) {
    out += Cat("<figure>\n<figcaption>", MarkupText(chart.title), "</figcaption>\n",
               ChartAsSvg(chart, ++charts), "</figure>\n");
  }
  for (const auto& table : section.tables) out += TableAsHtml(table);
  return Cat(out, "</section>\n");
}

std::string Fact(std::string_view name, std::string_view html) {
  return Cat("<dt>", name, "</dt><dd>", html, "</dd>\n");
}

std::string HeadOf(const Report& report) {
  const std::string title = Cat(MarkupText(ReportTitle(report.kind)), " – ",
                                MarkupText(report.organisation));
  const std::string policy =
      Cat("default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-",
          Base64Encode(crypto::Sha256({AsBytes(kReportStyle)})), "'");
  return Cat("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n",
             "<meta http-equiv=\"Content-Security-Policy\" content=\"", policy, "\">\n",
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
             "<meta name=\"color-scheme\" content=\"light dark\">\n",
             "<meta name=\"referrer\" content=\"no-referrer\">\n<title>", title, "</title>\n<style>",
             kReportStyle, "</style>\n</head>\n");
}

std::string IntroductionOf(const Report& report) {
  std::string out = Cat("<header>\n<h1>", MarkupText(ReportTitle(report.kind)), "</h1>\n");
  if (report.trial) {
    out += "<p class=\"trial\">Trial: the organisation runs this deployment as a trial, without the"
           " separation of powers that a real one has.</p>\n";
  }
  out += "<dl>\n";
  out += Fact("Organisation", MarkupText(report.organisation));
  out += Fact("Fingerprint", Cat("<code>", MarkupText(report.fingerprint), "</code>"));
  out += Fact("As of", MarkupText(report.as_of));
  for (const auto& log : report.logs) {
    out += Fact("Log", Cat("<code>", MarkupText(log.origin), "</code>, ", log.size,
                           " entries, root <code>", MarkupText(log.root), "</code>"));
  }
  return Cat(out, "</dl>\n</header>\n");
}

}  // namespace

std::string ReportAsHtml(const Report& report) {
  std::string out = Cat(HeadOf(report), "<body>\n", IntroductionOf(report), "<main>\n");
  std::size_t charts = 0;
  for (const auto& section : report.sections) out += SectionAsHtml(section, charts);
  if (report.sections.empty()) out += "<p>The logs hold no campaign.</p>\n";
  out += "</main>\n<footer>\n<h2>What no log can prove</h2>\n<ul>\n";
  for (const auto& limit : report.limits) out += Cat("<li>", MarkupText(limit), "</li>\n");
  return Cat(out, "</ul>\n<p>Computed from the evidence alone; <code>candor-audit report verify</code>"
             " computes it again and compares the bytes.</p>\n</footer>\n</body>\n</html>\n");
}

}  // namespace candor::services::auditor
