// SubmissionLoad: sends texts to a running board over several connections at once, as many authors
// would, and tells the ledger what comes back.
//
// Each thread has one call under way and takes the next text when it was answered. A thread ends
// with the first call that gets no answer, which the ledger is told unless the board's end was
// announced.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "base/mutex.h"
#include "records/gateway_key.h"
#include "tests/services/board/gateway_caller.h"
#include "tests/services/board/promise_ledger.h"

namespace candor::services::board {

class SubmissionLoad {
 public:
  // Connects by `connect`, and begins at once. `ledger` must outlive it.
  using Connect = std::function<std::unique_ptr<GatewayCaller>()>;
  SubmissionLoad(const Connect& connect, const records::GatewayKey& key, PromiseLedger& ledger,
                 std::vector<TextId> texts);
  // Waits until every text was answered or the board is gone.
  ~SubmissionLoad();
  SubmissionLoad(const SubmissionLoad&) = delete;
  SubmissionLoad& operator=(const SubmissionLoad&) = delete;

  // Returns when that many answers have come, or when no more will.
  void WaitForAnswers(std::size_t count);
  // To be called before the board is killed: from now on a missing answer is nobody's fault.
  void ExpectTheEnd() { end_expected_ = true; }

 private:
  void Send(GatewayCaller& board);

  const records::GatewayKey key_;
  PromiseLedger& ledger_;
  const std::vector<TextId> texts_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> end_expected_ = false;
  Mutex mutex_;  // held to count one answer or one thread
  ConditionVariable changed_;
  std::size_t answers_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t sending_ ABSL_GUARDED_BY(mutex_) = 0;  // threads that still do
  std::vector<std::unique_ptr<GatewayCaller>> connections_;
  std::vector<std::thread> threads_;
};

}  // namespace candor::services::board
