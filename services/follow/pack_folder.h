// PackFolder: a pack (audit/pack.h) on disk, written file by file and read without belief.
//
// Promise: files appear whole or not at all; Seal writes SHA256SUMS last, and Unseal takes it away
// before the first change, so that a folder in between is no finished pack. Nothing outside the
// folder is read: a symbolic link in a pack is a fault, not a file. Not promised: anything about what
// is in the files. One process at a time; reading is thread-safe.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "audit/pack.h"
#include "audit/verify/log_files.h"
#include "services/runtime/files.h"

namespace candor::services::follow {

// A path of the pack that is not what SHA256SUMS says.
struct PackFault {
  std::string path;
  std::string explanation;
};

class PackFolder {
 public:
  explicit PackFolder(runtime::Path folder) : folder_(std::move(folder)) {}

  const runtime::Path& folder() const { return folder_; }

  // As runtime::ReadFile, and NotFound for what is reached through a link.
  absl::StatusOr<Bytes> Read(std::string_view path) const;
  // Makes the folders that it takes. Not synced: Seal says what counts.
  absl::Status Write(std::string_view path, ByteView bytes) const;
  absl::Status Remove(std::string_view path) const;
  // Paths of all plain files, sorted; what is neither file nor folder goes to `strange`.
  absl::StatusOr<std::vector<std::string>> Files(std::vector<std::string>* strange = nullptr) const;
  // The same below one folder; none where it does not exist.
  absl::StatusOr<std::vector<std::string>> FilesBelow(std::string_view folder) const;
  // The notes under earlier/ of a log, in order; those after the first `skip`.
  absl::StatusOr<std::vector<std::string>> Earlier(std::size_t log, std::size_t skip = 0) const;

  absl::Status Unseal() const;
  absl::Status Seal() const;
  // The same in two steps, for whoever keeps the hashes: of every file, and what becomes of them when
  // these paths were written or removed.
  absl::StatusOr<audit::PackSums> HashFiles() const;
  absl::Status Rehash(const std::set<std::string>& paths, audit::PackSums& sums) const;
  absl::Status SealAs(const audit::PackSums& sums) const;
  // Every file that is missing, changed, or not listed. Errors: the folder cannot be read.
  absl::StatusOr<std::vector<PackFault>> CheckSums() const;

 private:
  absl::StatusOr<crypto::Hash> HashOf(const std::string& path) const;
  absl::StatusOr<std::vector<std::string>> FilesIn(const runtime::Path& folder,
                                                   std::vector<std::string>* strange) const;

  const runtime::Path folder_;
};

// One log's files in a pack. The pack must outlive it.
class PackLog final : public audit::LogFiles {
 public:
  PackLog(const PackFolder& pack, std::size_t log)
      : pack_(pack), prefix_(audit::PackLogFolder(log) + "/") {}
  absl::StatusOr<Bytes> Read(std::string_view path) const override {
    return pack_.Read(prefix_ + std::string(path));
  }

 private:
  const PackFolder& pack_;
  const std::string prefix_;
};

}  // namespace candor::services::follow
