#include "services/auditor/threads.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace candor::services::auditor {

audit::ParallelFor OnThreads(std::size_t count) {
  if (count == 0) count = std::max(1u, std::thread::hardware_concurrency());
  if (count == 1) return audit::Serially();
  return [count](std::size_t jobs, const std::function<void(std::size_t)>& job) {
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
      for (std::size_t i = next++; i < jobs; i = next++) job(i);
    };
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < std::min(count, jobs); ++i) threads.emplace_back(work);
    work();
  };
}

}  // namespace candor::services::auditor
