// WorkerPool: a fixed number of threads behind a bounded queue.
//
// Full means refuse, at once: memory and waiting time stay bounded whatever the load. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "base/mutex.h"

namespace candor::runtime {

class WorkerPool {
 public:
  struct Options {
    std::size_t threads = 4;
    std::size_t max_waiting = 1024;  // jobs that no thread has taken yet
  };

  explicit WorkerPool(Options options);
  // Stops first.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False, and `job` is not run, when the queue is full or the pool is stopping. Jobs start in the
  // order they came, and must not throw.
  [[nodiscard]] bool TryRun(std::function<void()> job);

  // Refuses new jobs, finishes all that were accepted, and joins. Idempotent. Not to be called from
  // a job.
  void Stop();

  // Jobs refused so far.
  std::uint64_t refused() const;

 private:
  void Work();

  const std::size_t max_waiting_;
  mutable Mutex mutex_;  // held to move one job in or out, never while it runs
  ConditionVariable wake_;
  std::deque<std::function<void()>> waiting_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::uint64_t refused_ ABSL_GUARDED_BY(mutex_) = 0;
  Mutex joining_;  // held while the threads are joined
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(joining_);
};

}  // namespace candor::runtime
