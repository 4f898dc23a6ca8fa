// Disk: what a search of the board's folder finds about each text (tests/store/arrival/evidence.h).
#pragma once

#include <string>
#include <vector>

#include "tests/linkage/evidence.h"
#include "tests/store/arrival/recording_engine.h"

namespace candor::linkage {

// The opinions of the result are places in `texts`. The store is closed.
store::testing::Evidence SearchDisk(const std::string& folder, const std::vector<LoggedText>& texts,
                                    const store::testing::Recording& recording);

}  // namespace candor::linkage
