// RecoveredLock: the lock of a log that is being recovered, held throughout and brought to the signed root.
#pragma once

#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/runtime/log_lock.h"

namespace candor::services::publish {

class RecoveredLock {
 public:
  // A missing lock is none; a damaged one is DataLoss, and FailedPrecondition one that is in use.
  static absl::StatusOr<RecoveredLock> Open(const runtime::Path& path);

  // What it names; nothing where there is no file.
  std::optional<runtime::LogLock::State> Current() const;
  // Durable when it returns; never goes back.
  absl::Status BringTo(const runtime::LogLock::State& head);

 private:
  RecoveredLock(runtime::Path path, std::unique_ptr<runtime::LogLock> lock)
      : path_(std::move(path)), lock_(std::move(lock)) {}

  runtime::Path path_;
  std::unique_ptr<runtime::LogLock> lock_;
};

}  // namespace candor::services::publish
