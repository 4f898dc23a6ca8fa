#include "services/auditor/report/report.h"

namespace candor::services::auditor {

std::string_view ReportName(ReportKind kind) {
  switch (kind) {
    case ReportKind::kIntegrity: return "integrity";
    case ReportKind::kParticipation: return "participation";
    case ReportKind::kResponsiveness: return "responsiveness";
    case ReportKind::kOverdue: return "overdue";
    case ReportKind::kModeration: return "moderation";
    case ReportKind::kAccess: return "access";
    case ReportKind::kKeys: return "keys";
    case ReportKind::kRetention: return "retention";
  }
  return "unknown";
}

std::optional<ReportKind> ParseReportName(std::string_view name) {
  for (const ReportKind kind : kReportKinds) {
    if (ReportName(kind) == name) return kind;
  }
  return std::nullopt;
}

std::string_view ReportTitle(ReportKind kind) {
  switch (kind) {
    case ReportKind::kIntegrity: return "Integrity of the logs";
    case ReportKind::kParticipation: return "Participation";
    case ReportKind::kResponsiveness: return "Responsiveness";
    case ReportKind::kOverdue: return "Overdue";
    case ReportKind::kModeration: return "Moderation";
    case ReportKind::kAccess: return "Access to what was written";
    case ReportKind::kKeys: return "Keys and roles";
    case ReportKind::kRetention: return "Retention and erasure";
  }
  return "Report";
}

}  // namespace candor::services::auditor
