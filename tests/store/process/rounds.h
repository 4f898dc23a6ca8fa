// Submissions that two processes can make alike: by round and number.
#pragma once

#include <cstdint>

#include "tests/store/support/submissions.h"

namespace candor::store::testing {

inline PooledSubmission SubmissionOf(std::uint64_t round, std::uint64_t number) {
  crypto::DeterministicRandomForTesting random(round * 1'000'000 + number);
  return MakeSubmission(random, {.envelope_size = 9'000});
}

}  // namespace candor::store::testing
