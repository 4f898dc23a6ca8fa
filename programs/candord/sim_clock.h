// The simulation's clock, for `candord-sim` alone: one file that all servers of a trial read.
#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "services/runtime/files.h"

namespace candor::candord {

struct AdvanceOptions {
  runtime::Path clock;
  runtime::Path deployment;  // deployment.toml: whose servers are waited for
  std::optional<UnixSeconds> to;
  std::optional<UnixSeconds> by;  // exactly one of the two
};

// Moves the clock and returns the new time when every server has acted on it, seals included.
absl::StatusOr<UnixSeconds> AdvanceSimClock(const AdvanceOptions& options);

}  // namespace candor::candord
