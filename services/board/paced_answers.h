// PacedAnswers: gives answers back on a beat, so that how long an answer took says nothing about what
// was asked.
//
// A submission waits for the disk and a no-op does not; whoever forwards both would know which was
// which by the time between. So every answer goes out a whole number of beats after its request came
// in: at the first beat at which it is ready. What a submission takes is far below one beat, so all go
// out at the first. Not promised: anything while the board is so slow that answers miss it.
//
// One thread of its own. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <thread>

#include "base/mutex.h"

namespace candor::services::board {

class PacedAnswers {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit PacedAnswers(std::chrono::milliseconds beat);
  // Gives out what waits, at once.
  ~PacedAnswers();
  PacedAnswers(const PacedAnswers&) = delete;
  PacedAnswers& operator=(const PacedAnswers&) = delete;

  // Calls `give` once, on this object's thread: it must not block.
  void At(Time arrived, std::function<void()> give);
  // Gives out what waits and ends the thread; what comes later is given at once. Idempotent.
  void Stop();

 private:
  void Run();
  bool HasDue() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::chrono::milliseconds beat_;
  Mutex mutex_;  // held to put an answer in or to take those out that are due, never while giving
  ConditionVariable wake_;
  std::multimap<Time, std::function<void()>> waiting_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace candor::services::board
