// Bunch: requests that went to the board together, until their answers go back together.
//
// Answers are kept until all are in or the relay gives up; then every caller is called, in an order
// drawn beforehand that is neither that of sending nor that of answering. So neither the board,
// which may answer one of them late, nor whoever watches the clients' lines learns which answer is
// whose.
//
// Promise: every caller is called exactly once, with an answer of the one size or the empty answer.
// An answer that comes twice, or after the end, is dropped. Not promised: that an answer is of the
// board's making; the client's encryption says that.
//
// Thread-safe. Callers are called on the thread of the last answer, or of GiveUp, with no lock
// held.
#pragma once

#include <atomic>
#include <cstddef>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/mutex.h"
#include "services/relay/holding.h"

namespace candor::services::relay {

class Bunch {
 public:
  // `order` is a permutation of the callers' places, at least one.
  Bunch(std::vector<Done> callers, std::vector<std::size_t> order);
  Bunch(const Bunch&) = delete;
  Bunch& operator=(const Bunch&) = delete;

  // The answer to the request at `place`. One of another size than kObliviousResponseSize counts as
  // the empty answer.
  void Answer(std::size_t place, Bytes answer);

  // Ends the waiting: what is missing is the empty answer.
  void GiveUp();

  std::size_t size() const { return order_.size(); }
  // Whether the callers have been called, or are just being.
  bool ended() const { return ended_; }

 private:
  // Takes callers and answers out, in order. The lock is held.
  struct Ending {
    std::vector<Done> callers;
    std::vector<Bytes> answers;
  };
  Ending End() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  static void Call(Ending ending);

  const std::vector<std::size_t> order_;
  Mutex mutex_;  // held to put one answer in or take all out, never while a caller is called
  std::vector<Done> callers_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::optional<Bytes>> answers_ ABSL_GUARDED_BY(mutex_);
  std::size_t missing_ ABSL_GUARDED_BY(mutex_);
  std::atomic<bool> ended_ = false;
};

}  // namespace candor::services::relay
