// A clock that a test sets.
#pragma once

#include <atomic>

#include "base/clock.h"

namespace candor::testing {

// Thread-safe.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(UnixSeconds now) : now_(now) {}
  UnixSeconds Now() const override { return now_; }
  void Set(UnixSeconds now) { now_ = now; }
  void Advance(UnixSeconds by) { now_ += by; }

 private:
  std::atomic<UnixSeconds> now_;
};

}  // namespace candor::testing
