#include "services/runtime/worker_pool.h"

#include <algorithm>
#include <utility>

namespace candor::runtime {

WorkerPool::WorkerPool(Options options) : max_waiting_(options.max_waiting) {
  const MutexLock lock(joining_);
  const std::size_t threads = std::max<std::size_t>(options.threads, 1);
  threads_.reserve(threads);
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

WorkerPool::~WorkerPool() { Stop(); }

bool WorkerPool::TryRun(std::function<void()> job) {
  {
    const MutexLock lock(mutex_);
    if (stopping_ || waiting_.size() >= max_waiting_) {
      ++refused_;
      return false;
    }
    waiting_.push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

void WorkerPool::Stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  const MutexLock lock(joining_);
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

std::uint64_t WorkerPool::refused() const {
  const MutexLock lock(mutex_);
  return refused_;
}

void WorkerPool::Work() {
  while (true) {
    std::function<void()> job;
    {
      const MutexLock lock(mutex_);
      while (waiting_.empty() && !stopping_) wake_.wait(mutex_);
      // Stopping with jobs left: they were accepted, so they are done first.
      if (waiting_.empty()) return;
      job = std::move(waiting_.front());
      waiting_.pop_front();
    }
    job();
  }
}

}  // namespace candor::runtime
