// Relay: the rule of the party that knows who asks and not what (PROTOCOL §9).
//
// It takes sealed requests of one size from clients, holds them until there is company (holding.h),
// hands them to the board in random order, and gives the answers back together in random order
// (bunch.h). It reads no byte of either.
//
// Promise: to the board a request shows neither its connection nor its place among those it came
// with, nor anything a client sent beside it: the rule is given bytes and a number for the
// connection, and the number is used for counting distinct ones alone. Whatever goes wrong (a size,
// no room, a board that does not answer, the end) is the one empty answer, for everybody alike. A
// client that goes away cancels nothing: there is no way to say it here, and what was taken goes to
// the board. Nothing is logged, counted or kept. At most `max_held` callers wait, from arrival to
// answer.
// Not promised: anything against relay and board together; that a request arrives (clients send
// again what they have no promise for); that it is sent once, for a client may send the same bytes
// twice.
//
// No thread of its own and none per request: requests leave on the thread of the call or the tick
// that makes them due, answers on the board's thread or the tick's. No lock is held while `backend`
// or a caller is called, so both may call back. Time is `clock`'s and the tick's; one that is set
// back delays nobody by more than a wait begun anew.
//
// Thread-safe. `backend`, `clock` and `random` must outlive it.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "crypto/random.h"
#include "services/relay/bunch.h"
#include "services/relay/holding.h"

namespace candor::services::relay {

// The way to the board: one long-lived connection of the relay's own.
class Backend {
 public:
  virtual ~Backend() = default;
  // Sends one request, and nothing beside it: no metadata, the same deadline for all, no
  // cancellation. Must not block. `done` may be called on any thread, here already, twice, late or
  // never, also when the relay is gone; a failure is the empty answer.
  virtual void Send(Bytes request, Done done) = 0;
};

struct RelayOptions {
  HoldingRule holding;
  UnixSeconds backend_deadline = 30;  // from the release of a bunch, on the injected clock
  // Callers at a time. Each costs 24 KiB until its request has left, so this is 24 MiB at most.
  std::size_t max_held = 1024;
};

class Relay {
 public:
  Relay(RelayOptions options, Backend& backend, const Clock& clock, crypto::RandomSource& random,
        std::optional<NoShuffle> off = std::nullopt);
  // Stops first.
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  // Takes a request of kObliviousRequestSize bytes and calls `done` once: with the board's answer
  // (kObliviousResponseSize bytes) or the empty one. At once, and empty, for any other size, when
  // no more can be held, and after Stop.
  void Forward(ConnectionId connection, Bytes request, Done done);

  // Lets go what has waited long enough, and gives up on answers that are overdue. To be called
  // often, by one thread; returns when it wants to be called next at the latest. What arrives in
  // between is never due before that.
  UnixSeconds Tick(UnixSeconds now);

  // Answers every caller: with what the board has answered, else empty. Takes nothing new. When it
  // returns, nothing here is inside `backend` or will call it. Idempotent; not from a callback.
  void Stop();

 private:
  struct InFlight {
    // Shared with what the backend holds to answer with: that may be called after the relay is
    // gone.
    std::shared_ptr<Bunch> bunch;
    UnixSeconds deadline = 0;
  };
  // What is to be done when the lock has been let go.
  struct Released {
    std::shared_ptr<Bunch> bunch;  // as above
    std::vector<Bytes> requests;
  };

  bool HasRoom() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  Released ReleaseDue(UnixSeconds now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::vector<std::shared_ptr<Bunch>> TakeOverdue(UnixSeconds now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  UnixSeconds NextTick(UnixSeconds now) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Send(Released released) ABSL_LOCKS_EXCLUDED(mutex_);

  const RelayOptions options_;
  Backend& backend_;
  const Clock& clock_;
  crypto::RandomSource& random_;
  const bool off_;

  Mutex mutex_;  // held to move requests in or out, never while anybody is called
  ConditionVariable idle_;
  Holding holding_ ABSL_GUARDED_BY(mutex_);
  std::vector<InFlight> in_flight_ ABSL_GUARDED_BY(mutex_);
  std::size_t sending_ ABSL_GUARDED_BY(mutex_) = 0;  // threads that may be inside `backend_`
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace candor::services::relay
