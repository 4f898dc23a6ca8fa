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
    if (stopping_ || waiting_.size() >= max_waiting_) return false;
    waiting_.push_back(std::move(submission));
    dones_.push_back(std::move(done));
  }
  wake_.notify_one();
  return true;
}

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
    std::vector<store::PooledSubmission> submissions;
    std::vector<Done> dones;
    {
      const MutexLock lock(mutex_);
      while (waiting_.empty() && !stopping_) wake_.wait(mutex_);
      // Stopping with submissions left: they were taken, so they are committed first.
      if (waiting_.empty()) return;
      submissions.swap(waiting_);
      dones.swap(dones_);
    }
    CommitAll(std::move(submissions), std::move(dones));
  }
}

void Sequencer::CommitAll(std::vector<store::PooledSubmission> submissions,
                          std::vector<Done> dones) {
  const std::vector<Outcome> outcomes = commit_(submissions);
  for (std::size_t i = 0; i < dones.size(); ++i) dones[i](submissions[i], outcomes.at(i));
}

}  // namespace candor::services::board
