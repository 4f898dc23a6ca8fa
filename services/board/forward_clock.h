// ForwardClock: the injected time, which here never goes back.
//
// A machine's clock may be set back, and a window that has closed must not reopen for it: the
// latest time ever seen counts. Across restarts the floor is what the log and the slots say has
// passed.
#pragma once

#include <algorithm>
#include <atomic>

#include "base/clock.h"

namespace candor::services::board {

// Thread-safe. `clock` must outlive it.
class ForwardClock {
 public:
  explicit ForwardClock(const Clock& clock) : clock_(clock) {}

  UnixSeconds Now() { return RaiseTo(clock_.Now()); }
  Day Today() { return DayOf(Now()); }

  // The latest of all times seen, `seconds` included.
  UnixSeconds RaiseTo(UnixSeconds seconds) {
    UnixSeconds seen = seen_;
    while (seen < seconds && !seen_.compare_exchange_weak(seen, seconds)) {
    }
    return std::max(seen, seconds);
  }

  // How far the clock stands behind what was seen; 0 or less when it does not.
  UnixSeconds Behind() const { return seen_ - clock_.Now(); }

 private:
  const Clock& clock_;
  std::atomic<UnixSeconds> seen_ = 0;
};

}  // namespace candor::services::board
