// RelayServer: a relay as a process: what clients send goes to the board's gateway, what the logs publish
// comes to the mirror.
//
//   gRPC    RelayService.Forward, open to everybody
//   HTTPS   /board/…, /issuer-1/…, /issuer-2/…  the public files of each log (log_mirror.h); /bundle
//
// It keeps copies of public logs on disk and nothing else. What it forwards is in memory, from arrival
// to answer; a crash loses it, and clients send again what they have no promise for. On SIGTERM or
// SIGINT: no new calls, everybody who waits is answered, with the empty answer where the board has not.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "services/relay/relay_config.h"

namespace candor::services::relay {

// The parts of a running relay. Tick from one thread, Follow from one, which may be another; the rest as it
// says.
class RelayServer {
 public:
  // Opens everything and serves. `clock` must outlive the server. Errors are sentences for the operator:
  // InvalidArgument (bundle, certificate), NotFound and PermissionDenied (files), Unauthenticated
  // (passphrase), Unavailable (a port in use).
  static absl::StatusOr<std::unique_ptr<RelayServer>> Start(const RelayConfig& config,
                                                            const Clock& clock);
  // Stops.
  ~RelayServer();
  RelayServer(const RelayServer&) = delete;
  RelayServer& operator=(const RelayServer&) = delete;

  // Forwards what has waited long enough.
  void Tick(UnixSeconds now);
  // Fetches what the logs have published, and waits for their servers. A log that cannot be followed is
  // logged once.
  void Follow();
  // Answers everybody, takes nothing new. Idempotent.
  void Stop();

  int port() const;
  int files_port() const;

 private:
  struct Parts;
  explicit RelayServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

struct ServerOptions {
  std::string config_path;
  // Simulation only: the file that holds the time.
  std::optional<std::string> sim_clock_file;
};

// Runs until SIGTERM or SIGINT, then OK. To be called from main before other threads exist. Errors:
// those of Start, and InvalidArgument for the configuration.
absl::Status RunRelay(const ServerOptions& options);

}  // namespace candor::services::relay
