#include "services/publish/publisher_thread.h"

#include <algorithm>

#include "services/runtime/event_log.h"

namespace candor::services::publish {

PublisherThread::PublisherThread(LogPublisher& publisher, std::chrono::milliseconds retry)
    : publisher_(publisher), retry_(retry), thread_([this] { Run(); }) {}

PublisherThread::~PublisherThread() { Stop(); }

void PublisherThread::Nudge() {
  {
    const MutexLock lock(mutex_);
    ++asked_;
  }
  wake_.notify_all();
}

bool PublisherThread::Settle(std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  mutex_.lock();
  const std::uint64_t mine = ++asked_;
  wake_.notify_all();
  while (done_ < mine && !stopping_) {
    if (wake_.wait_until(mutex_, deadline) == std::cv_status::timeout) break;
  }
  const bool settled = done_ >= mine;
  mutex_.unlock();
  return settled;
}

void PublisherThread::Stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void PublisherThread::Run() {
  bool again = false;
  mutex_.lock();
  while (true) {
    const auto deadline = std::chrono::steady_clock::now() + retry_;
    while (!stopping_ && asked_ == done_) {
      if (!again) {
        wake_.wait(mutex_);
      } else if (wake_.wait_until(mutex_, deadline) == std::cv_status::timeout) {
        break;
      }
    }
    if (stopping_) break;
    const std::uint64_t round = asked_;
    mutex_.unlock();
    const absl::Status status = publisher_.PublishOnce();
    again = !status.ok() && publisher_.Writable().ok();
    if (again && !absl::IsUnavailable(status)) {
      runtime::Log(runtime::Event::kTickFailed, {static_cast<int>(status.code())});
    }
    mutex_.lock();
    done_ = std::max(done_, round);
    wake_.notify_all();
  }
  mutex_.unlock();
}

}  // namespace candor::services::publish
