#include "services/auditor/report/csv.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace candor::services::auditor {
namespace {

TEST(Csv, NeutralisesWhatASpreadsheetWouldCalculate) {
  const std::pair<std::string, std::string> cells[] = {
      {"=1+1", "'=1+1"},          {"+1", "'+1"},      {"-1", "'-1"},
      {"@SUM(A1)", "'@SUM(A1)"},  {"\tx", "'\tx"},    {"\r=1", "\"'\r=1\""},
      {"=\"a\",b", "\"'=\"\"a\"\",b\""}};
  for (const auto& [text, written] : cells) EXPECT_EQ(CsvCell(text), written);
}

TEST(Csv, LeavesOtherCellsAsTheyAre) {
  EXPECT_EQ(CsvCell(std::string("a=b")), "a=b");
  EXPECT_EQ(CsvCell(std::string("Anna, HR")), "\"Anna, HR\"");
  EXPECT_EQ(CsvCell(std::string("so \"called\"")), "\"so \"\"called\"\"\"");
  EXPECT_EQ(CsvCell(std::string("two\nlines")), "\"two\nlines\"");
  EXPECT_EQ(CsvCell(std::string()), "");
  EXPECT_EQ(CsvCell(std::monostate{}), "");
  EXPECT_EQ(CsvCell(std::uint64_t{42}), "42");
  EXPECT_EQ(CsvCell(Withheld{}), "withheld");
}

TEST(Csv, RowsEndAsTheStandardSays) {
  const Table table{"t", "T", {{"name", "Name"}, {"count", "Count"}},
                    {{std::string("a"), std::uint64_t{7}}, {std::string("b"), Withheld{}}}};
  const Section section{.id = "s", .title = "S", .notes = {}, .charts = {}, .tables = {table}};
  EXPECT_EQ(CsvHeader(table), "section,name,count\r\n");
  EXPECT_EQ(CsvRows(section, table), "s,a,7\r\ns,b,withheld\r\n");
}

}  // namespace
}  // namespace candor::services::auditor
