// The witness as a server (c2sp.org/tlog-witness): configuration, key, state, HTTPS.
//
//   POST /add-checkpoint                         audit::Witness::AddCheckpoint
//   GET  /<hex of H(origin)>/checkpoint          audit::Witness::LatestCheckpoint
//
// TLS 1.3 alone. Callers are not authenticated: the log's signature on the checkpoint is all that
// counts. On SIGTERM or SIGINT: nothing new is accepted, requests under way are finished.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "audit/witness.h"
#include "base/clock.h"
#include "crypto/ed25519.h"
#include "services/auditor/witness_config.h"
#include "services/auditor/witness_state_files.h"
#include "services/runtime/https_server.h"

namespace candor::services::auditor {

// A witness that serves. Thread-safe; `clock` must outlive it.
class WitnessServer {
 public:
  // Everything that can refuse (keys, certificate, state) comes before the port is bound. Errors
  // are sentences for the operator, as for RunWitness.
  static absl::StatusOr<std::unique_ptr<WitnessServer>> Start(const WitnessConfig& config,
                                                              const Clock& clock);
  // Stops.
  ~WitnessServer();
  WitnessServer(const WitnessServer&) = delete;
  WitnessServer& operator=(const WitnessServer&) = delete;

  int port() const { return https_->port(); }
  const audit::NoteVerifierKey& verifier_key() const { return witness_->verifier_key(); }
  void Stop() { https_->Stop(); }

 private:
  WitnessServer(crypto::SigningKey key, std::unique_ptr<WitnessStateFiles> state)
      : key_(std::move(key)), state_(std::move(state)) {}

  runtime::HttpsServer::Handlers Handlers();

  const crypto::SigningKey key_;
  const std::unique_ptr<WitnessStateFiles> state_;
  std::optional<audit::Witness> witness_;
  std::unique_ptr<runtime::HttpsServer> https_;
};

struct WitnessOptions {
  std::string config_path;
  // Simulation only: the file that holds the time.
  std::optional<std::string> sim_clock_file;
};

// Runs until SIGTERM or SIGINT, then OK. To be called from main before other threads exist. Errors:
// InvalidArgument (configuration, certificate), NotFound and PermissionDenied (files),
// Unauthenticated (passphrase), FailedPrecondition (state in use), Unavailable (a port in use),
// DataLoss (damaged state).
absl::Status RunWitness(const WitnessOptions& options);

}  // namespace candor::services::auditor
