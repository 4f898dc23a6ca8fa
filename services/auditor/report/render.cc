#include "services/auditor/report/render.h"

#include <string_view>
#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "crypto/hash.h"
#include "services/auditor/report/canonical_json.h"
#include "services/auditor/report/csv.h"
#include "services/auditor/report/html.h"

namespace candor::services::auditor {
namespace {

void AddCsv(const Report& report, ReportFiles& files) {
  for (const Section& section : report.sections) {
    for (const Table& table : section.tables) {
      std::string& file = files[Cat(ReportName(report.kind), ".", table.id, ".csv")];
      if (file.empty()) file = CsvHeader(table);
      file += CsvRows(section, table);
    }
  }
}

std::string SumsOf(const ReportFiles& files) {
  std::string out;
  for (const auto& [name, bytes] : files) {
    out += Cat(HexEncode(crypto::Sha256({AsBytes(bytes)})), "  ", name, "\n");
  }
  return out;
}

std::set<ReportFormat> FormatsOf(const ReportFiles& files) {
  std::set<ReportFormat> out;
  for (const auto& [name, bytes] : files) {
    if (std::string_view(name).ends_with(".json")) out.insert(ReportFormat::kJson);
    if (std::string_view(name).ends_with(".csv")) out.insert(ReportFormat::kCsv);
    if (std::string_view(name).ends_with(".html")) out.insert(ReportFormat::kHtml);
  }
  return out;
}

}  // namespace

absl::StatusOr<ReportFiles> RenderReport(const Report& report,
                                         const std::set<ReportFormat>& formats) {
  ReportFiles out;
  if (formats.contains(ReportFormat::kJson)) {
    CANDOR_ASSIGN_OR_RETURN(std::string json, ReportAsJson(report));
    out[Cat(ReportName(report.kind), ".json")] = std::move(json);
  }
  if (formats.contains(ReportFormat::kCsv)) AddCsv(report, out);
  if (formats.contains(ReportFormat::kHtml)) {
    out[Cat(ReportName(report.kind), ".html")] = ReportAsHtml(report);
  }
  return out;
}

absl::StatusOr<ReportFiles> RenderPack(const ReportSource& source,
                                       const std::set<ReportFormat>& formats) {
  ReportFiles out;
  for (const ReportKind kind : kReportKinds) {
    CANDOR_ASSIGN_OR_RETURN(ReportFiles files, RenderReport(BuildReport(source, kind), formats));
    out.merge(files);
  }
  out.emplace(kReportSums, SumsOf(out));
  return out;
}

absl::StatusOr<std::vector<std::string>> CompareReports(const ReportSource& source,
                                                        const ReportFiles& given) {
  CANDOR_ASSIGN_OR_RETURN(const ReportFiles expected, RenderPack(source, FormatsOf(given)));
  std::vector<std::string> out;
  for (const auto& [name, bytes] : given) {
    const auto at = expected.find(name);
    if (at == expected.end() || at->second != bytes) out.push_back(name);
  }
  if (!given.contains(std::string(kReportSums))) return out;
  for (const auto& [name, bytes] : expected) {
    if (!given.contains(name)) out.push_back(name);
  }
  return out;
}

}  // namespace candor::services::auditor
