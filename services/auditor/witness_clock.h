// The clock that a witness dates its cosignatures by.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "base/clock.h"

namespace candor::services::auditor {

// The system's; in a simulation, the one in that file.
absl::StatusOr<std::unique_ptr<Clock>> OpenWitnessClock(
    const std::optional<std::string>& sim_clock_file);

}  // namespace candor::services::auditor
