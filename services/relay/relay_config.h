// RelayConfig: what a relay's configuration file says. Relative paths start at the file's folder.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "services/runtime/files.h"

namespace candor::services::relay {

struct RelayConfig {
  std::string name;           // this relay in the trust bundle
  std::string listen;         // gRPC, "host:port"
  std::string files_listen;   // HTTPS, "host:port"
  std::string board_gateway;  // "host:port"
  runtime::Path bundle;
  runtime::Path mirror;  // folder
  runtime::Path passphrase;
  runtime::Path tls_certificate, tls_key;        // as a server
  runtime::Path client_certificate, client_key;  // as the board's caller
  runtime::Path acknowledgement;  // in a simulation only: `sim-ack` beside the file
  std::size_t max_held = 1024;    // callers at a time, from arrival to answer
};

// InvalidArgument with a line for each problem.
absl::StatusOr<RelayConfig> LoadRelayConfig(const runtime::Path& path);

}  // namespace candor::services::relay
