// Render: reports as files, and files compared with what the evidence gives.
//
//   participation.json   participation.html   participation.by_seal.csv   SHA256SUMS (of a pack)
//
// A CSV file holds one table of every section that has it. Deterministic: the same evidence and formats
// give the same files, byte for byte. Pure.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/auditor/report/build.h"

namespace candor::services::auditor {

enum class ReportFormat : std::uint8_t { kJson, kCsv, kHtml };
inline const std::set<ReportFormat> kAllFormats = {ReportFormat::kJson, ReportFormat::kCsv,
                                                   ReportFormat::kHtml};

using ReportFiles = std::map<std::string, std::string>;  // bytes by name
inline constexpr std::string_view kReportSums = "SHA256SUMS";

absl::StatusOr<ReportFiles> RenderReport(const Report& report,
                                         const std::set<ReportFormat>& formats);
// Every report, and SHA256SUMS in the form of sha256sum(1).
absl::StatusOr<ReportFiles> RenderPack(const ReportSource& source,
                                       const std::set<ReportFormat>& formats);

// Names of the given files that are not what the evidence gives: other bytes, a name that no report has,
// or, where SHA256SUMS is among them, a file of the pack that is missing. Empty: all reproduce.
absl::StatusOr<std::vector<std::string>> CompareReports(const ReportSource& source,
                                                        const ReportFiles& given);

}  // namespace candor::services::auditor
