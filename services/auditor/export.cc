#include "services/auditor/export.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "services/auditor/served_log.h"
#include "services/follow/policy.h"
#include "services/follow/publication.h"

namespace candor::services::auditor {
namespace {

constexpr std::size_t kMaxPublication = std::size_t{64} << 10;

absl::Status Named(const absl::Status& status, const std::string& origin) {
  return absl::Status(status.code(), Cat("Exporting ", origin, ": ", status.message()));
}

}  // namespace

absl::StatusOr<TrustedBundle> LoadTrustedBundle(const std::string& bundle_file,
                                                const std::string& fingerprint_file) {
  TrustedBundle out;
  CANDOR_ASSIGN_OR_RETURN(out.bytes, runtime::ReadFile(bundle_file));
  CANDOR_ASSIGN_OR_RETURN(out.bundle, records::TrustBundle::Decode(out.bytes));
  CANDOR_ASSIGN_OR_RETURN(const Bytes publication,
                          runtime::ReadFile(fingerprint_file, kMaxPublication));
  out.publication = AsText(publication);
  CANDOR_RETURN_IF_ERROR(
      follow::CheckPublication(out.publication, out.bundle.Fingerprint()));
  if (const absl::Status separated = out.bundle.CheckSeparation(); !separated.ok()) {
    return absl::InvalidArgumentError(separated.message());
  }
  return out;
}

PackExporter::PackExporter(records::TrustBundle bundle, const runtime::Path& folder,
                           Progress progress)
    : bundle_(std::move(bundle)),
      pack_(std::make_unique<follow::PackFolder>(folder)),
      progress_(std::move(progress)) {}

absl::StatusOr<PackExporter> PackExporter::Create(const TrustedBundle& trusted,
                                                  const runtime::Path& folder, Progress progress) {
  PackExporter out(trusted.bundle, folder, std::move(progress));
  CANDOR_RETURN_IF_ERROR(runtime::MakeFolder(folder, 0755));
  CANDOR_RETURN_IF_ERROR(follow::ExportBundle(trusted.bytes, *out.pack_));
  CANDOR_ASSIGN_OR_RETURN(const auto policy, follow::PolicyOf(out.bundle_));
  for (std::size_t number = 0; number <= out.bundle_.issuers.size(); ++number) {
    CANDOR_ASSIGN_OR_RETURN(
        auto copy, follow::LogCopy::Create(out.LogOf(number), number, policy, *out.pack_));
    out.copies_.push_back(std::move(copy));
  }
  return out;
}

const records::LogIdentity& PackExporter::LogOf(std::size_t number) const {
  return number == 0 ? bundle_.board : bundle_.issuers[number - 1];
}

absl::StatusOr<LogStatuses> PackExporter::Extend() {
  LogStatuses out;
  for (std::size_t number = 0; number < copies_.size(); ++number) {
    const auto& log = LogOf(number);
    const auto extend = [&]() -> absl::Status {
      CANDOR_ASSIGN_OR_RETURN(const auto served, ServedLog::Connect(log));
      return copies_[number].Extend(*served, [&](std::uint64_t done, std::uint64_t total) {
        progress_(log.origin, done, total);
      });
    };
    out.push_back(extend());
  }
  CANDOR_RETURN_IF_ERROR(SealIfWhole(out));
  return out;
}

absl::StatusOr<LogStatuses> PackExporter::FetchContents(
    const std::vector<std::set<std::uint64_t>>& bundles) {
  LogStatuses out(copies_.size());
  for (std::size_t number = 0; number < bundles.size(); ++number) {
    if (bundles[number].empty()) continue;
    const auto fetch = [&]() -> absl::Status {
      CANDOR_ASSIGN_OR_RETURN(const auto served, ServedLog::Connect(LogOf(number)));
      return copies_[number].FetchContents(*served, bundles[number]);
    };
    out[number] = fetch();
  }
  CANDOR_RETURN_IF_ERROR(SealIfWhole(out));
  return out;
}

absl::Status PackExporter::SealIfWhole(const LogStatuses& statuses) {
  for (auto& copy : copies_) changed_.merge(copy.TakeChanged());
  const bool whole = std::ranges::all_of(
      statuses, [](const absl::Status& each) { return each.ok() || absl::IsDataLoss(each); });
  if (!whole) return absl::OkStatus();
  if (!sums_.has_value()) {
    CANDOR_ASSIGN_OR_RETURN(sums_, pack_->HashFiles());
  } else {
    // Somebody may have put a receipt in.
    CANDOR_ASSIGN_OR_RETURN(const auto receipts, pack_->FilesBelow(audit::kPackReceipts));
    std::ranges::copy_if(receipts, std::inserter(changed_, changed_.end()),
                         [&](const auto& path) { return !sums_->contains(path); });
    if (changed_.empty()) return absl::OkStatus();
    CANDOR_RETURN_IF_ERROR(pack_->Rehash(changed_, *sums_));
  }
  CANDOR_RETURN_IF_ERROR(pack_->SealAs(*sums_));
  changed_.clear();
  return absl::OkStatus();
}

std::vector<std::set<std::uint64_t>> PackExporter::TakeReplaced() {
  std::vector<std::set<std::uint64_t>> out;
  for (auto& copy : copies_) out.push_back(copy.TakeReplaced());
  return out;
}

absl::Status Export(const ExportOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const TrustedBundle trusted,
                          LoadTrustedBundle(options.bundle_file, options.fingerprint_file));
  CANDOR_ASSIGN_OR_RETURN(auto exporter,
                          PackExporter::Create(trusted, options.out, options.progress));
  CANDOR_ASSIGN_OR_RETURN(const LogStatuses statuses, exporter.Extend());
  // A log that misbehaves is worse news than a server that is down.
  absl::Status worst;
  for (std::size_t number = 0; number < statuses.size(); ++number) {
    if (statuses[number].ok() || absl::IsDataLoss(worst)) continue;
    if (worst.ok() || absl::IsDataLoss(statuses[number])) {
      worst = Named(statuses[number], number == 0 ? trusted.bundle.board.origin
                                                  : trusted.bundle.issuers[number - 1].origin);
    }
  }
  return worst;
}

}  // namespace candor::services::auditor
