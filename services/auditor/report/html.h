// HTML of a report: one file that opens from disk and asks for nothing from elsewhere.
//
// No script; a Content-Security-Policy that allows the one style sheet inside, by its hash, and nothing
// else. Charts are inline SVG. Prints on A4, follows the reader's choice of light or dark. Every text is
// escaped, whoever wrote it. Pure; the same report gives the same bytes.
#pragma once

#include <string>

#include "services/auditor/report/report.h"

namespace candor::services::auditor {

std::string ReportAsHtml(const Report& report);

// A chart as an <svg> element; withheld bars are gaps with a mark. `number` tells it from the others of
// its document.
std::string ChartAsSvg(const Chart& chart, std::size_t number);

}  // namespace candor::services::auditor
