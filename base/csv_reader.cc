#include "base/csv_reader.h"

namespace candor {

std::optional<CsvRow> CsvReader::Next() {
  if (at_ >= text_.size()) return std::nullopt;
  CsvRow row;
  row.line = line_;
  for (;;) {
    row.fields.push_back(ReadField(row));
    if (at_ < text_.size() && text_[at_] == ',') {
      ++at_;
      continue;
    }
    break;
  }
  ReadLineEnd(row);
  return row;
}

std::string CsvReader::ReadField(CsvRow& row) {
  if (at_ < text_.size() && text_[at_] == '"') return ReadQuoted(row);
  std::string out;
  while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n' && text_[at_] != '\r') {
    if (text_[at_] == '"') row.error = "a quotation mark inside an unquoted field";
    out.push_back(text_[at_++]);
  }
  return out;
}

std::string CsvReader::ReadQuoted(CsvRow& row) {
  std::string out;
  ++at_;
  for (;;) {
    if (at_ >= text_.size()) {
      row.error = "a quoted field that never ends";
      return out;
    }
    const char c = text_[at_++];
    if (c == '\n') ++line_;
    if (c != '"') {
      out.push_back(c);
    } else if (at_ < text_.size() && text_[at_] == '"') {
      out.push_back('"');
      ++at_;
    } else {
      return out;
    }
  }
}

void CsvReader::ReadLineEnd(CsvRow& row) {
  if (at_ < text_.size() && text_[at_] != '\r' && text_[at_] != '\n') {
    row.error = "text after a closing quotation mark";
    while (at_ < text_.size() && text_[at_] != '\n') ++at_;
  }
  if (at_ < text_.size() && text_[at_] == '\r') {
    ++at_;
    if (at_ >= text_.size() || text_[at_] != '\n')
      row.error = "a carriage return without a line feed";
  }
  if (at_ < text_.size() && text_[at_] == '\n') ++at_;
  ++line_;
}

}  // namespace candor
