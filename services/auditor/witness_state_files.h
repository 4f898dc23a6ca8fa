// WitnessStateFiles: a witness's memory in a folder, a file for each log.
//
// The file of a log is named by the lower-case hex of H(origin), ".state" behind it:
//   struct { uint8 version = 1; opaque origin<1..2^16-1>; uint64 size; opaque root[32];
//            uint64 time; opaque note<0..2^24-1>; }
// where the note is the last checkpoint with the log's signature and the witness's own.
//
// Promise: CompareAndSet is atomic for all threads, and what it accepted survives a power cut
// before it returns; a damaged file is an error and never "nothing cosigned yet". One process holds
// the folder at a time. Not promised: that nobody else removes a file or brings an old folder back.
// A witness that forgets cosigns a fork: the folder is never part of a backup, and a missing one is
// refused rather than made. Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "audit/witness.h"
#include "base/mutex.h"
#include "services/runtime/files.h"

namespace candor::services::auditor {

class WitnessStateFiles final : public audit::WitnessState {
 public:
  // Reads what is known of these logs. Errors: NotFound, the folder is missing; FailedPrecondition,
  // another process holds it; DataLoss, a file is damaged or of another log.
  static absl::StatusOr<std::unique_ptr<WitnessStateFiles>> Open(
      const runtime::Path& folder, std::span<const audit::WitnessedLog> logs);

  absl::StatusOr<std::optional<audit::WitnessedCheckpoint>> Load(
      const std::string& origin) override;
  absl::Status CompareAndSet(const std::string& origin,
                             const std::optional<audit::WitnessedCheckpoint>& expected,
                             const audit::WitnessedCheckpoint& next) override;

 private:
  WitnessStateFiles(runtime::Path folder, runtime::FileLock held)
      : folder_(std::move(folder)), held_(std::move(held)) {}

  const runtime::Path folder_;
  const runtime::FileLock held_;
  Mutex mutex_;  // held during the write: one change at a time
  std::map<std::string, audit::WitnessedCheckpoint> known_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace candor::services::auditor
