#include "services/auditor/report/csv.h"

#include <string_view>

#include "base/text.h"

namespace candor::services::auditor {
namespace {

std::string CsvText(std::string_view text) {
  constexpr std::string_view kFormula = "=+-@\t\r";
  std::string plain(text);
  if (!plain.empty() && kFormula.find(plain.front()) != std::string_view::npos) {
    plain.insert(plain.begin(), '\'');
  }
  if (plain.find_first_of(",\"\r\n") == std::string::npos) return plain;
  std::string out = "\"";
  for (const char c : plain) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

struct CellAsText {
  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(const std::string& text) const { return CsvText(text); }
  std::string operator()(std::uint64_t number) const { return std::to_string(number); }
  std::string operator()(Withheld) const { return "withheld"; }
};

}  // namespace

std::string CsvCell(const Cell& cell) { return std::visit(CellAsText{}, cell); }

std::string CsvHeader(const Table& table) {
  std::string out = "section";
  for (const Column& column : table.columns) out += Cat(",", CsvText(column.id));
  return out + "\r\n";
}

std::string CsvRows(const Section& section, const Table& table) {
  std::string out;
  for (const auto& row : table.rows) {
    out += CsvText(section.id);
    for (const Cell& cell : row) out += Cat(",", CsvCell(cell));
    out += "\r\n";
  }
  return out;
}

}  // namespace candor::services::auditor
