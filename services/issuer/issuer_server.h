// The issuer as a server: configuration, keys, store, log, network, time.
//
// It serves gRPC (issuer_service.h) and the public files of its log over HTTPS, follows the board's
// log, and publishes its own with the witnesses' quorum. Start-up order: everything that can refuse
// (configuration, bundle, keys, lock, store) before the first port is bound; the log is compared with
// the lock and the witnesses before anything is appended. On SIGTERM or SIGINT: no new calls, those
// that were accepted are finished, the store is closed.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"

namespace candor::services::issuer {

struct ServerOptions {
  std::string config_path;
  // Simulation only: the file that holds the time.
  std::optional<std::string> sim_clock_file;
};

// Runs until SIGTERM or SIGINT, then OK. To be called from main before other threads exist. Errors
// are sentences for the operator: InvalidArgument (configuration, bundle, certificate), NotFound and
// PermissionDenied (files), Unauthenticated (passphrase), FailedPrecondition (store or lock in use,
// locked memory), Unavailable (a port in use), DataLoss (a damaged store).
absl::Status RunIssuer(const ServerOptions& options);

}  // namespace candor::services::issuer
