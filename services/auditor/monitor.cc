#include "services/auditor/monitor.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/date.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::services::auditor {
namespace {

using nlohmann::ordered_json;

bool IsStale(const audit::Finding& finding) {
  return finding.id == audit::InvariantId::kWitnesses &&
         finding.severity == audit::Severity::kIncomplete;
}

std::string KeyOf(const audit::Finding& finding) {
  return Cat(audit::InvariantName(finding.id), "|", finding.log, "|",
             finding.index.has_value() ? std::to_string(*finding.index) : "", "|",
             finding.explanation);
}

}  // namespace

std::string AsJsonLine(const MonitorEvent& event, UnixSeconds now) {
  ordered_json out;
  out["time"] = now;
  out["id"] = Cat("MON0", static_cast<int>(event.id));
  out["log"] = event.log;
  for (const char* key : {"size", "finding", "severity", "index"}) out[key] = nullptr;
  if (event.id == MonitorEventId::kExtended) out["size"] = event.size;
  if (event.finding.has_value()) {
    out["finding"] = audit::InvariantName(event.finding->id);
    out["severity"] = std::string(audit::SeverityName(event.finding->severity));
    if (event.finding->index.has_value()) out["index"] = *event.finding->index;
  }
  out["explanation"] = event.explanation;
  return out.dump(-1, ' ', true, ordered_json::error_handler_t::replace);
}

absl::StatusOr<int> Monitor::Round(UnixSeconds now,
                                   const std::function<void(MonitorEvent)>& emit) {
  CANDOR_ASSIGN_OR_RETURN(const auto trusted,
                          LoadTrustedBundle(options_.bundle_file, options_.fingerprint_file));
  const follow::PackFolder pack(options_.state);
  CANDOR_ASSIGN_OR_RETURN(const auto statuses, ExportLogs(trusted, pack, {}));
  int status = 0;
  for (std::size_t number = 0; number < statuses.size(); ++number) {
    const auto& bundle = trusted.bundle;
    Told(number, number == 0 ? bundle.board : bundle.issuers[number - 1], statuses[number], emit);
    if (absl::IsDataLoss(statuses[number])) status = 2;
    if (!statuses[number].ok() && status == 0) status = 5;
  }
  // A pack that is not whole would only be told apart by what is missing in it.
  if (status == 5) return status;
  PackVerifyOptions verify{.packs = {options_.state},
                           .fingerprint_file = options_.fingerprint_file,
                           .jobs = options_.jobs};
  if (options_.max_age != 0) verify.not_older_than = now - options_.max_age;
  CANDOR_ASSIGN_OR_RETURN(const auto reports, VerifyPacks(verify));
  const audit::VerifyResult& result = reports.front().result;
  for (const auto& log : result.logs) {
    if (std::exchange(sizes_[log.origin], log.size) != log.size) {
      emit({MonitorEventId::kExtended, log.origin, log.size, "the log has a larger checkpoint", {}});
    }
  }
  TellFindings(result.findings, emit);
  return status == 2 ? 2 : audit::ExitCodeOf(result.findings, false);
}

void Monitor::Told(std::size_t number, const records::LogIdentity& log, const absl::Status& status,
                   const std::function<void(MonitorEvent)>& emit) {
  const auto before = std::exchange(last_[number], status.code());
  if (status.ok() || before == status.code()) return;
  const auto id = absl::IsDataLoss(status) ? MonitorEventId::kMisbehaved
                                           : MonitorEventId::kUnreachable;
  emit({id, log.origin, 0, std::string(status.message()), {}});
}

void Monitor::TellFindings(const std::vector<audit::Finding>& findings,
                           const std::function<void(MonitorEvent)>& emit) {
  std::set<std::string> standing;
  for (const auto& finding : findings) {
    standing.insert(KeyOf(finding));
    if (standing_.contains(KeyOf(finding))) continue;
    emit({IsStale(finding) ? MonitorEventId::kStale : MonitorEventId::kFinding, finding.log, 0,
          finding.explanation, finding});
  }
  standing_ = std::move(standing);
}

}  // namespace candor::services::auditor
