// PublisherThread: runs a LogPublisher on a thread of its own, so that a slow witness delays what
// is published and nothing else.
#pragma once

#include <chrono>
#include <cstdint>
#include <thread>

#include "base/mutex.h"
#include "services/publish/log_publisher.h"

namespace candor::services::publish {

// Publishes at start, at each Nudge, and again after `retry` for as long as a witness is missing.
// Thread-safe. The publisher must outlive it.
class PublisherThread {
 public:
  explicit PublisherThread(LogPublisher& publisher,
                           std::chrono::milliseconds retry = std::chrono::seconds(1));
  ~PublisherThread();
  PublisherThread(const PublisherThread&) = delete;
  PublisherThread& operator=(const PublisherThread&) = delete;

  // The log has grown. Returns at once.
  void Nudge();

  // Waits for a round that began after this call to end. False when that took longer than
  // `patience`.
  bool Settle(std::chrono::milliseconds patience);

  // Ends after the round under way. Idempotent.
  void Stop();

 private:
  void Run();

  LogPublisher& publisher_;
  const std::chrono::milliseconds retry_;
  Mutex mutex_;  // held to look at or change the counters, never during a round
  ConditionVariable wake_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::uint64_t asked_ ABSL_GUARDED_BY(mutex_) = 1;
  std::uint64_t done_ ABSL_GUARDED_BY(mutex_) = 0;  // every request up to this one was served
  std::thread thread_;
};

}  // namespace candor::services::publish
