// Switches shuffling off, for the control of a test. In tests alone.
#pragma once

#include "services/relay/holding.h"

namespace candor::services::relay {

struct NoShuffleInTests {
  static NoShuffle Make() { return {}; }
};

}  // namespace candor::services::relay
