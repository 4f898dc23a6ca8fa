// FailureLatch: after one failed write a store writes no more.
//
// What a failed write left behind is unknown until the next start (store/engine.h). Whoever went on
// after it could acknowledge what contradicts it, so the store stops, and says why each time.
// Thread-safe.
#pragma once

#include "absl/status/status.h"
#include "base/mutex.h"
#include "base/text.h"

namespace candor::store {

class FailureLatch {
 public:
  // OK, or Unavailable with the sentence of the first failure.
  absl::Status Check() const {
    MutexLock lock(mutex_);
    if (first_.ok()) return absl::OkStatus();
    return absl::UnavailableError(
        Cat("the store has stopped after a failed write; mend what it reported and restart: ",
            first_.message()));
  }

  // Remembers the first error; returns `status` as it is.
  absl::Status Note(absl::Status status) {
    MutexLock lock(mutex_);
    if (first_.ok()) first_ = status;
    return status;
  }

 private:
  mutable Mutex mutex_;  // held for a copy of a status
  absl::Status first_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace candor::store
