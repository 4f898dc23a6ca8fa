#include "services/auditor/monitor.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/status.h"
#include "base/text.h"
#include "services/auditor/pack_evidence.h"
#include "services/auditor/threads.h"

namespace candor::services::auditor {
namespace {

using nlohmann::ordered_json;

// Exit statuses of a round.
constexpr int kCryptographic = 2;
constexpr int kIncomplete = 5;

// Whether the pack holds every log at a size that the log has signed.
bool IsWhole(const LogStatuses& statuses) {
  return std::ranges::all_of(
      statuses, [](const absl::Status& each) { return each.ok() || absl::IsDataLoss(each); });
}

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
  out["minute"] = FormatMinute(now);
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

struct Monitor::Watched {
  TrustedBundle trusted;
  PackExporter exporter;
  // Once there is a whole pack.
  std::unique_ptr<PackEvidence> pack = {};
  std::unique_ptr<audit::Verification> verification = {};
};

Monitor::Monitor(MonitorOptions options) : options_(std::move(options)) {}

Monitor::~Monitor() = default;

absl::StatusOr<int> Monitor::Round(UnixSeconds now,
                                   const std::function<void(MonitorEvent)>& emit) {
  CANDOR_ASSIGN_OR_RETURN(const auto trusted,
                          LoadTrustedBundle(options_.bundle_file, options_.fingerprint_file));
  CANDOR_RETURN_IF_ERROR(Begin(trusted));
  const auto status = Follow(now, emit);
  // Memory and folder may be of two minds now.
  if (!status.ok()) watched_.reset();
  return status;
}

absl::Status Monitor::Begin(const TrustedBundle& trusted) {
  if (watched_ != nullptr && watched_->trusted.bytes == trusted.bytes) return absl::OkStatus();
  watched_.reset();
  CANDOR_ASSIGN_OR_RETURN(
      auto exporter, PackExporter::Create(trusted, options_.state, options_.progress));
  watched_ = std::make_unique<Watched>(Watched{trusted, std::move(exporter)});
  return absl::OkStatus();
}

absl::StatusOr<int> Monitor::Follow(UnixSeconds now,
                                    const std::function<void(MonitorEvent)>& emit) {
  CANDOR_ASSIGN_OR_RETURN(const auto statuses, Extend());
  for (std::size_t number = 0; number < statuses.size(); ++number) {
    const auto& bundle = watched_->trusted.bundle;
    Told(number, number == 0 ? bundle.board : bundle.issuers[number - 1], statuses[number], emit);
  }
  const bool misbehaved = std::ranges::any_of(statuses, absl::IsDataLoss);
  // A pack that is not whole would only be told apart by what is missing in it.
  if (!misbehaved && !IsWhole(statuses)) return kIncomplete;
  const audit::VerifyResult result = Judge(now);
  for (const auto& log : result.logs) {
    const bool first = !sizes_.contains(log.origin);
    if (std::exchange(sizes_[log.origin], log.size) == log.size) continue;
    emit({MonitorEventId::kExtended, log.origin, log.size,
          first ? "the log is followed from this checkpoint on" : "the log has a larger checkpoint", {}});
  }
  TellFindings(result.findings, emit);
  return misbehaved ? kCryptographic : audit::ExitCodeOf(result.findings, false);
}

absl::StatusOr<LogStatuses> Monitor::Extend() {
  Watched& now = *watched_;
  CANDOR_ASSIGN_OR_RETURN(LogStatuses statuses, now.exporter.Extend());
  if (!IsWhole(statuses) && !std::ranges::any_of(statuses, absl::IsDataLoss)) return statuses;
  if (now.pack == nullptr) {
    CANDOR_ASSIGN_OR_RETURN(now.pack,
                            PackEvidence::Open(options_.state, now.trusted.publication));
    audit::VerifyOptions options;
    options.parallel = OnThreads(options_.jobs);
    options.progress = [this](std::string_view log, std::uint64_t done) {
      options_.progress(log, done, watched_->pack->SizeClaimedBy(log));
    };
    now.verification = std::make_unique<audit::Verification>(now.pack->evidence(), options);
  }
  CANDOR_RETURN_IF_ERROR(Feed());
  // What the new entries say of old contents: above all, that one was erased.
  std::vector<std::set<std::uint64_t>> unsettled;
  for (std::size_t number = 0; number < statuses.size(); ++number) {
    const std::string& origin = now.pack->key(number).name();
    unsettled.push_back(statuses[number].ok() ? now.verification->UnsettledBundles(origin)
                                              : std::set<std::uint64_t>{});
  }
  if (std::ranges::all_of(unsettled, [](const auto& bundles) { return bundles.empty(); })) {
    return statuses;
  }
  CANDOR_ASSIGN_OR_RETURN(const LogStatuses fetched, now.exporter.FetchContents(unsettled));
  for (std::size_t number = 0; number < statuses.size(); ++number) {
    if (statuses[number].ok()) statuses[number] = fetched[number];
  }
  CANDOR_RETURN_IF_ERROR(Feed());
  return statuses;
}

absl::Status Monitor::Feed() {
  CANDOR_RETURN_IF_ERROR(watched_->pack->Refresh());
  const auto replaced = watched_->exporter.TakeReplaced();
  for (std::size_t number = 0; number < replaced.size(); ++number) {
    watched_->pack->log(number).replaced_contents = replaced[number];
  }
  watched_->verification->Feed();
  return absl::OkStatus();
}

audit::VerifyResult Monitor::Judge(UnixSeconds now) {
  const UnixSeconds not_older_than = options_.max_age == 0 ? 0 : now - options_.max_age;
  audit::VerifyResult result = watched_->verification->Judge(not_older_than, 0);
  audit::Findings findings;
  for (auto& finding : result.findings) findings.Add(std::move(finding));
  watched_->pack->Judge(findings);
  findings.Sort();
  result.findings = findings.all();
  return result;
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
