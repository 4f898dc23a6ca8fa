// deployment.toml: the servers of one machine, for `candord all` and the simulation's clock.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/runtime/files.h"

namespace candor::candord {

struct ServerEntry {
  std::string verb;      // "board", "issuer", "relay"
  std::string name;      // "board", "issuer 1", "relay 1": for people
  runtime::Path config;  // its configuration file
  // Where the server tells, in a simulation, that it has acted on the time.
  runtime::Path Acknowledgement() const { return config.parent_path() / "sim-ack"; }
};

absl::StatusOr<std::vector<ServerEntry>> LoadDeployment(const runtime::Path& path);

}  // namespace candor::candord
