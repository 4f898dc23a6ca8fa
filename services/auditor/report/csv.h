// CSV (RFC 4180) of a report's tables, a file for each.
//
// A cell that a spreadsheet would take for a formula (it begins with = + - @, a tab or a carriage
// return) gets an apostrophe in front. Nothing is an empty cell, a withheld figure the text "withheld".
// Pure.
#pragma once

#include <string>

#include "services/auditor/report/report.h"

namespace candor::services::auditor {

// Header line and rows, each ended by CR LF. `section` is the first column.
std::string CsvHeader(const Table& table);
std::string CsvRows(const Section& section, const Table& table);
// One cell, quoted where it has to be.
std::string CsvCell(const Cell& cell);

}  // namespace candor::services::auditor
