#include "tests/services/board/submission_load.h"

#include <utility>

namespace candor::services::board {
namespace {

constexpr std::size_t kConnections = 3;
// Answers come on a beat: load is many calls at a time.
constexpr std::size_t kCallsOnEach = 12;

}  // namespace

SubmissionLoad::SubmissionLoad(const Connect& connect, const records::GatewayKey& key,
                               PromiseLedger& ledger, std::vector<TextId> texts)
    : key_(key), ledger_(ledger), texts_(std::move(texts)), sending_(kConnections * kCallsOnEach) {
  for (std::size_t i = 0; i < kConnections; ++i) {
    connections_.push_back(connect());
  }
  for (std::size_t i = 0; i < kConnections * kCallsOnEach; ++i) {
    threads_.emplace_back([this, i] { Send(*connections_[i % kConnections]); });
  }
}

SubmissionLoad::~SubmissionLoad() {
  for (auto& thread : threads_) thread.join();
}

void SubmissionLoad::Send(GatewayCaller& board) {
  for (std::size_t i = next_++; i < texts_.size(); i = next_++) {
    const auto reply = board.Submit(key_, ledger_.Request(texts_[i]).Encode());
    if (!reply.ok()) {
      if (!end_expected_) ledger_.TakeNoAnswer(texts_[i]);
      break;
    }
    ledger_.Take(texts_[i], *reply);
    const MutexLock lock(mutex_);
    ++answers_;
    changed_.notify_all();
  }
  const MutexLock lock(mutex_);
  --sending_;
  changed_.notify_all();
}

void SubmissionLoad::WaitForAnswers(std::size_t count) {
  const MutexLock lock(mutex_);
  while (answers_ < count && sending_ > 0) changed_.wait(mutex_);
}

}  // namespace candor::services::board
