// Erasures: how many the log asks for, and how many of them were carried out.
#pragma once

#include <cstddef>

namespace candor::services::board {

struct Erasures {
  std::size_t tombstones = 0;
  std::size_t done = 0;  // with an ErasureDone in the log
};

}  // namespace candor::services::board
