#include "services/auditor/witness_clock.h"

#include "base/status.h"
#include "services/runtime/clock.h"

namespace candor::services::auditor {

absl::StatusOr<std::unique_ptr<Clock>> OpenWitnessClock(
    const std::optional<std::string>& sim_clock_file) {
  if (!sim_clock_file.has_value()) return std::make_unique<runtime::SystemClock>();
  CANDOR_ASSIGN_OR_RETURN(auto clock, runtime::FileClock::Open(*sim_clock_file));
  return std::unique_ptr<Clock>(std::move(clock));
}

}  // namespace candor::services::auditor
