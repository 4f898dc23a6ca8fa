// PackExport: a log's part of a pack, copied from wherever the log serves its files, checked, and kept up.
//
// Promise: when Extend returns OK the folder holds exactly the files of the log at the size of the newest
// checkpoint that opens with the quorum; every tile and entry leads to its root, and it extends the
// checkpoint that the folder held before, which is kept under earlier/. What is there already and
// verifies is not fetched again, so an interrupted copy goes on where it stopped.
// A log that shrinks, forks or serves what does not lead to its root is DataLoss: the folder keeps its
// checkpoint, and the refused note goes under earlier/, where every verification stumbles over it.
// Not promised: that what the entries say is right (audit/verify/verification.h), or that contents open.
// Writes through the PackFolder, which is unsealed before the first change; the caller seals it after.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "audit/checkpoint.h"
#include "audit/verify/log_files.h"
#include "audit/verify/log_scan.h"
#include "records/trust_bundle.h"
#include "services/follow/pack_folder.h"

namespace candor::services::follow {

// A log's part of a pack, for as long as somebody follows the log.
//
// The first Extend looks at everything in the folder and fetches all contents, for they may have been
// erased. Later ones fetch, read and verify what is new: the checkpoint signs what is there already,
// because all of it has to lead to its root. Of older contents each looks at the next sixteen bundles, so
// that what a server drops without a word shows in time. Not promised: that a change of the folder by
// somebody else is seen meanwhile. After an error it goes on from what it had.
//
// `pack` must outlive it. Not thread-safe.
class LogCopy {
 public:
  using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

  // Errors: the log's key cannot be used.
  static absl::StatusOr<LogCopy> Create(const records::LogIdentity& log, std::size_t number,
                                        audit::WitnessPolicy policy, const PackFolder& pack);

  absl::Status Extend(const audit::LogFiles& source, const Progress& progress);
  // Fetches the contents of these bundles again, by number, as far as the folder has them.
  absl::Status FetchContents(const audit::LogFiles& source, const std::set<std::uint64_t>& bundles);

  // Paths of the pack that were written or removed since this was last asked.
  std::set<std::string> TakeChanged();
  // Bundles whose contents are other ones now, since this was last asked.
  std::set<std::uint64_t> TakeReplaced();

 private:
  // Which files of the folder serve as they are.
  enum class Reuse { kWhatIsThere, kWhatWasKept, kNothing };

  LogCopy(audit::NoteVerifierKey key, std::size_t number, audit::WitnessPolicy policy,
          const PackFolder& pack);

  absl::StatusOr<Bytes> Fetch(const audit::LogFiles& source, const std::string& path) const;
  absl::Status FetchFile(const audit::LogFiles& source, const std::string& path,
                         std::uint64_t size);
  absl::Status OpenNewest(const audit::LogFiles& source);
  absl::Status OpenKept();
  absl::Status CheckNotTakenBack();
  absl::Status ExtendByAll(const audit::LogFiles& source, const Progress& progress);
  absl::StatusOr<bool> ExtendByNew(const audit::LogFiles& source, const Progress& progress);
  absl::Status Copy(const audit::LogFiles& source, Reuse reuse, const Progress& progress);
  std::set<std::uint64_t> NextOldContents();
  absl::StatusOr<Bytes> Trimmed(const std::string& path, const Bytes& served,
                                std::uint64_t size) const;
  bool Continue(audit::LogScan& scan) const;
  bool KeptHolds() const;
  absl::Status Refuse(std::string_view what);
  absl::Status Finish(audit::LogScan scan);
  absl::Status RemoveOthers();
  absl::Status Keep(const std::string& note);
  absl::Status Write(const std::string& path, ByteView bytes);
  absl::Status Remove(const std::string& path);

  audit::NoteVerifierKey key_;
  std::size_t number_ = 0;
  audit::WitnessPolicy policy_;
  const PackFolder& pack_;
  std::string folder_;

  std::vector<std::string> notes_;  // under earlier/, as far as they were read
  std::string note_, kept_note_;
  audit::Checkpoint newest_, kept_;
  std::vector<std::string> earlier_;     // what the scan was told
  std::optional<audit::LogScan> scan_;   // of what the folder holds; nothing before it was looked at
  bool reused_ = false;
  std::uint64_t next_old_ = 0;  // of the contents that are looked at in turn
  std::set<std::string> changed_;
  std::set<std::uint64_t> replaced_;
};

struct LogExport {
  const audit::LogFiles& source;
  std::size_t number = 0;  // in the pack: 0 the board
  records::LogIdentity log;
  audit::WitnessPolicy policy;
  LogCopy::Progress progress = [](auto, auto) {};
};

// Once. As LogCopy::Extend.
absl::Status ExportLog(const LogExport& log, const PackFolder& pack);

// Puts the bundle's bytes into the pack. FailedPrecondition where it holds another.
absl::Status ExportBundle(ByteView bundle, const PackFolder& pack);

}  // namespace candor::services::follow
