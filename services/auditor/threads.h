// Threads: an audit::ParallelFor that uses several cores.
#pragma once

#include <cstddef>

#include "audit/verify/parallel.h"

namespace candor::services::auditor {

// Each call starts up to `count` threads, hands them the jobs one by one, and joins them. 0 asks for
// as many as the machine has cores.
audit::ParallelFor OnThreads(std::size_t count);

}  // namespace candor::services::auditor
