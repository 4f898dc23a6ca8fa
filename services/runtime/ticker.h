// Ticker: one thread on which everything that depends on time happens, and how a simulation waits
// for it.
//
// In earnest a server's tick runs once a second. In a simulation the clock is a file; the ticker
// then runs every 10 ms and, after each completed tick, replaces an acknowledgement file with
// "<seconds> <count>\n": the time that tick was given, and how many have completed. So whoever
// moves the clock can wait until every server has acted on the new time, without sleeping.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "services/runtime/files.h"

namespace candor::runtime {

inline constexpr std::chrono::milliseconds kRealTick{1000};
inline constexpr std::chrono::milliseconds kSimulatedTick{10};

// Calls `tick` with the clock's time, first at once, then an interval after the last call ended;
// never two at a time. `tick` must not throw and must not stop its own ticker.
class Ticker {
 public:
  struct Options {
    std::chrono::milliseconds interval = kRealTick;
    // Simulation only. Written without fsync: after a crash it means nothing.
    std::optional<Path> acknowledgement = std::nullopt;
  };

  // `clock` must outlive the ticker.
  static std::unique_ptr<Ticker> Start(const Clock& clock, Options options,
                                       std::function<void(UnixSeconds)> tick);
  ~Ticker();

  Ticker(const Ticker&) = delete;
  Ticker& operator=(const Ticker&) = delete;

  // Returns when a running tick has ended; none starts afterwards. Idempotent.
  void Stop();

 private:
  Ticker(const Clock& clock, Options options, std::function<void(UnixSeconds)> tick);
  void Run();

  const Clock& clock_;
  const Options options_;
  const std::function<void(UnixSeconds)> tick_;
  Mutex mutex_;  // held for a look at `stopping_` only, never during a tick
  ConditionVariable wake_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

// Sets the clock file to `seconds` and returns when every ticker behind `acknowledgements` has
// acted on it: its file shows a time of at least `seconds` and a count at least two above the first
// one seen after the write. Two, because the tick under way at the write may have read the old
// time, and what one server does in its tick (a checkpoint, say) may be another's work in the next.
//
// InvalidArgument when the clock would go backwards; DeadlineExceeded names the first file that did
// not follow.
absl::Status AdvanceClock(const Path& clock_file, UnixSeconds seconds,
                          std::span<const Path> acknowledgements,
                          std::chrono::milliseconds timeout);

}  // namespace candor::runtime
