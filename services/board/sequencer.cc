#include "services/board/sequencer.h"

#include <utility>

namespace candor::services::board {

Sequencer::Sequencer(std::size_t max_waiting, Commit commit)
    : max_waiting_(max_waiting), commit_(std::move(commit)) {
  const MutexLock lock(joining_);
  thread_ = std::thread([this] { Run(); });
}

Sequencer::~Sequencer() { Stop(); }

bool Sequencer::Submit(store::PooledSubmission submission, Done done) {
  {
    const MutexLock lock(mutex_);
    if (!HasRoom()) return false;
    waiting_.submissions.push_back(std::move(submission));
    waiting_.dones.push_back(std::move(done));
  }
  wake_.notify_one();
  return true;
}

bool Sequencer::Pass(std::function<void()> done) {
  {
    const MutexLock lock(mutex_);
    if (!HasRoom()) return false;
    waiting_.passing.push_back(std::move(done));
  }
  wake_.notify_one();
  return true;
}

bool Sequencer::HasRoom() const { return !stopping_ && waiting_.size() < max_waiting_; }

void Sequencer::Stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  const MutexLock lock(joining_);
  if (thread_.joinable()) thread_.join();
}

void Sequencer::Run() {
  while (true) {
    Batch batch;
    {
      const MutexLock lock(mutex_);
      while (waiting_.size() == 0 && !stopping_) wake_.wait(mutex_);
      // Stopping with submissions left: they were taken, so they are committed first.
      if (waiting_.size() == 0) return;
      batch = std::exchange(waiting_, {});
    }
    CommitAll(std::move(batch));
  }
}

void Sequencer::CommitAll(Batch batch) {
  const std::vector<Outcome> outcomes = commit_(batch.submissions);
  for (std::size_t i = 0; i < batch.dones.size(); ++i) {
    batch.dones[i](batch.submissions[i], outcomes.at(i));
  }
  for (const auto& done : batch.passing) done();
}

}  // namespace candor::services::board
