// Holding: requests that wait for company, and leave together in random order (PROTOCOL §9).
//
// A timed threshold: all that wait go when they come from m connections at least, or when the
// oldest has waited T. One connection is one, however much it sends: somebody who fills the relay
// alone does not make it hurry.
//
// Promise: the order in which requests leave depends on nothing but `random`; which connection one
// came over does not leave with it. Not promised: company. After T a request goes with as many as
// there are, alone if need be; and whoever holds m − 1 of the connections knows the last one.
//
// Not thread-safe: the relay guards it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "base/bytes.h"
#include "base/clock.h"
#include "crypto/random.h"

namespace candor::services::relay {

// Tells connections apart, and nothing else: the adapter numbers them as it likes.
enum class ConnectionId : std::uint64_t {};

// Takes the answer to one request, or the empty answer. Called exactly once, on any thread; must
// not block.
using Done = std::function<void(Bytes answer)>;

struct HeldRequest {
  Bytes request;
  Done done;
};

// Leaves everything in its order of arrival, for the control of a test that looks for it. Only the
// test's binary defines the friend, so nothing else can build one.
class NoShuffle {
  friend struct NoShuffleInTests;
  NoShuffle() = default;
};

struct HoldingRule {
  std::size_t connections = 8;   // m
  UnixSeconds longest_wait = 60;  // T, on the injected clock
};

class Holding {
 public:
  Holding(HoldingRule rule, std::optional<NoShuffle> off) : rule_(rule), off_(off.has_value()) {}

  void Add(ConnectionId connection, HeldRequest request, UnixSeconds now);

  // Everything that waits, in random order, when it may go; else nothing. A clock that was set back
  // makes the oldest wait at most T from then on.
  std::vector<HeldRequest> TakeDue(UnixSeconds now, crypto::RandomSource& random);

  // Everything that waits, whatever the rule says.
  std::vector<HeldRequest> TakeAll();

  std::size_t size() const { return waiting_.size(); }
  // When the oldest will have waited T; nothing where none waits.
  std::optional<UnixSeconds> due() const;

 private:
  const HoldingRule rule_;
  const bool off_;
  std::vector<HeldRequest> waiting_;
  std::set<ConnectionId> connections_;
  UnixSeconds oldest_ = 0;  // since when the oldest waits, where one does
};

}  // namespace candor::services::relay
