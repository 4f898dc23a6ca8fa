#include "services/board/paced_answers.h"

#include <utility>
#include <vector>

namespace candor::services::board {

PacedAnswers::PacedAnswers(std::chrono::milliseconds beat)
    : beat_(beat), thread_([this] { Run(); }) {}

PacedAnswers::~PacedAnswers() { Stop(); }

void PacedAnswers::At(Time arrived, std::function<void()> give) {
  const auto passed = std::chrono::steady_clock::now() - arrived;
  const Time due = arrived + beat_ * (passed / beat_ + 1);
  {
    const MutexLock lock(mutex_);
    if (!stopping_) {
      waiting_.emplace(due, std::exchange(give, nullptr));
      wake_.notify_all();
    }
  }
  if (give != nullptr) give();
}

void PacedAnswers::Stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
    wake_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

bool PacedAnswers::HasDue() const {
  return !waiting_.empty() && waiting_.begin()->first <= std::chrono::steady_clock::now();
}

void PacedAnswers::Run() {
  for (bool going = true; going;) {
    std::vector<std::function<void()>> due;
    {
      const MutexLock lock(mutex_);
      while (!stopping_ && !HasDue()) {
        if (waiting_.empty()) {
          wake_.wait(mutex_);
        } else {
          // A copy, for the map changes meanwhile; looked up anew after every wake, for what was put in last
          // may be due first.
          const Time next = waiting_.begin()->first;
          wake_.wait_until(mutex_, next);
        }
      }
      going = !stopping_;
      const auto end = going ? waiting_.upper_bound(std::chrono::steady_clock::now()) : waiting_.end();
      for (auto at = waiting_.begin(); at != end; ++at) due.push_back(std::move(at->second));
      waiting_.erase(waiting_.begin(), end);
    }
    for (const auto& give : due) give();
  }
}

}  // namespace candor::services::board
