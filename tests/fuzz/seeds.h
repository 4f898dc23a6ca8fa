// Inputs to begin with: a good one, or nearly, for every target.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"

namespace candor::testing {

struct FuzzSeed {
  std::string name;  // as a file's
  Bytes input;       // selector and all
};

std::vector<FuzzSeed> FuzzSeeds();

}  // namespace candor::testing
