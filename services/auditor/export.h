// Export: from the running logs of an organisation to a pack (audit/pack.h), once or for as long as somebody
// follows them.
//
// The board is read before the issuers: what a batch relies on is then in the issuers' part. Every
// file is fetched, never a selection.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "records/trust_bundle.h"
#include "services/follow/pack_export.h"
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
  std::string publication;  // what vouches for it
};
absl::StatusOr<TrustedBundle> LoadTrustedBundle(const std::string& bundle_file,
                                                const std::string& fingerprint_file);

// What came of each log, the board first.
using LogStatuses = std::vector<absl::Status>;

// All logs of an organisation, copied into a pack again and again (follow::LogCopy). The pack is sealed
// whenever all logs are OK or misbehaved; SHA256SUMS is written anew when a file of a log changed or a receipt
// was put in. Not thread-safe.
class PackExporter {
 public:
  using Progress = decltype(ExportOptions::progress);

  // Makes the folder, with the bundle in it. FailedPrecondition: it holds another pack.
  static absl::StatusOr<PackExporter> Create(const TrustedBundle& trusted,
                                             const runtime::Path& folder, Progress progress);

  // Errors are the folder's; a log's own is in the list.
  absl::StatusOr<LogStatuses> Extend();
  // Fetches these bundles' contents again, by log, as far as the pack has them.
  absl::StatusOr<LogStatuses> FetchContents(const std::vector<std::set<std::uint64_t>>& bundles);
  // By log, since this was last asked: bundles whose contents are other ones now.
  std::vector<std::set<std::uint64_t>> TakeReplaced();

 private:
  PackExporter(records::TrustBundle bundle, const runtime::Path& folder, Progress progress);
  const records::LogIdentity& LogOf(std::size_t number) const;
  absl::Status SealIfWhole(const LogStatuses& statuses);

  records::TrustBundle bundle_;
  // Where the copies find it, wherever this object is moved.
  std::unique_ptr<follow::PackFolder> pack_;
  Progress progress_;
  std::vector<follow::LogCopy> copies_;
  std::set<std::string> changed_;         // since the pack was sealed
  std::optional<audit::PackSums> sums_;   // once every file was hashed
};

}  // namespace candor::services::auditor
