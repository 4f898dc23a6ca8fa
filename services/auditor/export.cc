#include "services/auditor/export.h"

#include <algorithm>

#include "base/status.h"
#include "base/text.h"
#include "services/auditor/served_log.h"
#include "services/follow/pack_export.h"
#include "services/follow/policy.h"
#include "services/follow/publication.h"

namespace candor::services::auditor {
namespace {

constexpr std::size_t kMaxPublication = std::size_t{64} << 10;

const records::LogIdentity& LogOf(const records::TrustBundle& bundle, std::size_t number) {
  return number == 0 ? bundle.board : bundle.issuers[number - 1];
}

absl::Status ExportOne(const records::TrustBundle& bundle, std::size_t number,
                       const follow::PackFolder& pack, const ExportOptions& options) {
  const auto& log = LogOf(bundle, number);
  CANDOR_ASSIGN_OR_RETURN(const auto policy, follow::PolicyOf(bundle));
  CANDOR_ASSIGN_OR_RETURN(const auto served, ServedLog::Connect(log));
  const follow::LogExport what{.source = *served,
                               .number = number,
                               .log = log,
                               .policy = policy,
                               .progress = [&](std::uint64_t done, std::uint64_t total) {
                                 options.progress(log.origin, done, total);
                               }};
  return follow::ExportLog(what, pack);
}

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
  CANDOR_RETURN_IF_ERROR(
      follow::CheckPublication(AsText(publication), out.bundle.Fingerprint()));
  if (const absl::Status separated = out.bundle.CheckSeparation(); !separated.ok()) {
    return absl::InvalidArgumentError(separated.message());
  }
  return out;
}

absl::StatusOr<LogStatuses> ExportLogs(const TrustedBundle& trusted,
                                       const follow::PackFolder& pack,
                                       const ExportOptions& options) {
  CANDOR_RETURN_IF_ERROR(runtime::MakeFolder(pack.folder(), 0755));
  CANDOR_RETURN_IF_ERROR(follow::ExportBundle(trusted.bytes, pack));
  CANDOR_RETURN_IF_ERROR(pack.Unseal());
  LogStatuses out;
  for (std::size_t number = 0; number <= trusted.bundle.issuers.size(); ++number) {
    out.push_back(ExportOne(trusted.bundle, number, pack, options));
  }
  const bool whole = std::ranges::all_of(
      out, [](const absl::Status& each) { return each.ok() || absl::IsDataLoss(each); });
  if (whole) CANDOR_RETURN_IF_ERROR(pack.Seal());
  return out;
}

absl::Status Export(const ExportOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const TrustedBundle trusted,
                          LoadTrustedBundle(options.bundle_file, options.fingerprint_file));
  const follow::PackFolder pack(options.out);
  CANDOR_ASSIGN_OR_RETURN(const LogStatuses statuses, ExportLogs(trusted, pack, options));
  // A log that misbehaves is worse news than a server that is down.
  absl::Status worst;
  for (std::size_t number = 0; number < statuses.size(); ++number) {
    if (statuses[number].ok() || absl::IsDataLoss(worst)) continue;
    if (worst.ok() || absl::IsDataLoss(statuses[number])) {
      worst = Named(statuses[number], LogOf(trusted.bundle, number).origin);
    }
  }
  return worst;
}

}  // namespace candor::services::auditor
