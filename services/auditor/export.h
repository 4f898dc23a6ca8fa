// Export: from the running logs of an organisation to a pack (audit/pack.h).
//
// The board is read before the issuers: what a batch relies on is then in the issuers' part. Every
// file is fetched, never a selection.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "records/trust_bundle.h"
#include "services/follow/pack_folder.h"

namespace candor::services::auditor {

struct ExportOptions {
  std::string bundle_file;
  std::string fingerprint_file;
  std::string out;
  std::function<void(const std::string& origin, std::uint64_t done, std::uint64_t total)> progress =
      [](auto, auto, auto) {};
};

// OK: the pack is complete and sealed. InvalidArgument: what was given is no trust anchor.
// FailedPrecondition: the bundle is not the published one, or the folder holds another pack. DataLoss:
// a log misbehaved, and both notes are kept; the other logs are exported all the same. Unavailable: a
// server does not answer; what was fetched stays for the next time.
absl::Status Export(const ExportOptions& options);

// The bundle at this path, once its fingerprint is the published one. Errors as above.
struct TrustedBundle {
  Bytes bytes;
  records::TrustBundle bundle;
};
absl::StatusOr<TrustedBundle> LoadTrustedBundle(const std::string& bundle_file,
                                                const std::string& fingerprint_file);

// What came of each log, the board first.
using LogStatuses = std::vector<absl::Status>;
// Copies every log into the pack and seals it where all are OK or misbehaved. Errors are the
// folder's; a log's own is in the list.
absl::StatusOr<LogStatuses> ExportLogs(const TrustedBundle& trusted,
                                       const follow::PackFolder& pack,
                                       const ExportOptions& options);

}  // namespace candor::services::auditor
