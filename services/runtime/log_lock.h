// LogLock: the last checkpoint a log has signed, in a small file of its own beside the store.
//
// A store that is restored from a backup is older than what its log has signed; signing on from
// there would be a fork. The lock is not part of the store and not of its backup, so a start
// compares the two (AUDIT §1). The file:
//   struct { uint8 version = 1; uint64 size; opaque root[32]; } Lock;
//
// Order: batch with sync → Advance → sign. A crash after Advance leaves a lock that names what the
// store holds and nobody has seen a signature of: signing it then is right. Thread-safe; held by
// one process at a time.
#pragma once

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "base/mutex.h"
#include "services/runtime/files.h"

namespace candor::runtime {

class LogLock {
 public:
  struct State {
    std::uint64_t size = 0;
    ByteArray<32> root{};
    bool operator==(const State&) const = default;
  };

  // For a new log. AlreadyExists when there is one: a lock is never reset.
  static absl::StatusOr<std::unique_ptr<LogLock>> Create(const Path& path, const State& first);
  // NotFound when the file is missing: whoever took it away may want a fork, so it is no fresh
  // start. FailedPrecondition when another process holds it; DataLoss when it is not a lock file.
  static absl::StatusOr<std::unique_ptr<LogLock>> Open(const Path& path);

  State Current() const;

  // Replaces `expected` by `next`, durably. Aborted when the lock holds something else;
  // FailedPrecondition when `next` is smaller, or of the same size with another root; else the
  // disk's error. On any error the caller must not sign, and Current is as it was. (The file may
  // name `next` when only the last sync failed. The store holds that too, so a later start agrees
  // with it.)
  absl::Status Advance(const State& expected, const State& next);

 private:
  LogLock(Path path, FileLock held, const State& state);

  const Path path_;
  const FileLock held_;
  mutable Mutex mutex_;  // held during the write: one Advance at a time
  State state_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace candor::runtime
