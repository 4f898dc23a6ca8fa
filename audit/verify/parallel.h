// ParallelFor: how a verification uses more than one core without knowing what a thread is.
//
// Called with a number of jobs and what to do for each; returns when all are done, in any order. The
// jobs write to places of their own. Serially() is the one for tests and for a machine with one core.
#pragma once

#include <cstddef>
#include <functional>

namespace candor::audit {

using ParallelFor =
    std::function<void(std::size_t count, const std::function<void(std::size_t)>& job)>;

inline ParallelFor Serially() {
  return [](std::size_t count, const std::function<void(std::size_t)>& job) {
    for (std::size_t i = 0; i < count; ++i) job(i);
  };
}

}  // namespace candor::audit
