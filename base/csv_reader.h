// CsvReader: rows of a CSV text (RFC 4180): commas, quotation marks where needed, LF or CRLF, a byte order mark before it.
//
// One pass over the text. Not judged: how many fields a row has, and what is in them. Pure; not thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace candor {

struct CsvRow {
  std::size_t line = 0;  // of its first character, from 1
  std::vector<std::string> fields;
  std::string error;  // what is wrong with its form; reading goes on at the next line
};

class CsvReader {
 public:
  // `text` must outlive it.
  explicit CsvReader(std::string_view text) : text_(text) {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;
  }

  // nullopt at the end.
  std::optional<CsvRow> Next();

 private:
  std::string ReadField(CsvRow& row);
  std::string ReadQuoted(CsvRow& row);
  void ReadLineEnd(CsvRow& row);

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace candor
