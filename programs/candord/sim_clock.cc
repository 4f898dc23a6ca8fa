#include "programs/candord/sim_clock.h"

#include <chrono>
#include <vector>

#include "base/status.h"
#include "programs/candord/deployment.h"
#include "services/runtime/clock.h"
#include "services/runtime/ticker.h"

namespace candor::candord {
namespace {

// Servers that have just been started open their stores and keys first.
constexpr std::chrono::seconds kPatience{120};

}  // namespace

absl::StatusOr<UnixSeconds> AdvanceSimClock(const AdvanceOptions& options) {
  if (options.to.has_value() == options.by.has_value()) {
    return absl::InvalidArgumentError("Name the new time with --to, or the step with --by.");
  }
  UnixSeconds target = options.to.value_or(0);
  if (options.by.has_value()) {
    CANDOR_ASSIGN_OR_RETURN(const UnixSeconds now, runtime::ReadClockFile(options.clock));
    target = now + *options.by;
  }
  CANDOR_ASSIGN_OR_RETURN(const auto servers, LoadDeployment(options.deployment));
  // Relays last: their mirrors take what the others have published by then.
  std::vector<runtime::Path> logs, relays;
  for (const auto& server : servers) {
    (server.verb == "relay" ? relays : logs).push_back(server.Acknowledgement());
  }
  CANDOR_RETURN_IF_ERROR(runtime::AdvanceClock(options.clock, target, logs, kPatience));
  CANDOR_RETURN_IF_ERROR(runtime::AdvanceClock(options.clock, target, relays, kPatience));
  return target;
}

}  // namespace candor::candord
