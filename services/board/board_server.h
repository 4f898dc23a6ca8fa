// The board as a server: configuration, keys, store, log, network, time.
//
// It serves gRPC (board_service.h) and the public files of its log over HTTPS, follows the issuers'
// logs, and publishes its own with the witnesses' quorum. Start-up order: everything that can
// refuse (configuration, bundle, keys, lock, store) before the first port is bound; the log is
// compared with the lock and the witnesses before anything is appended. On SIGTERM or SIGINT: no
// new calls, those that were accepted are finished, the store is closed.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "services/board/board_config.h"
#include "services/board/erasures.h"

namespace candor::services::board {

// Whether anybody can call: a board that only carries out what is due listens on no port.
enum class Listening : std::uint8_t { kOn, kOff };

// The parts of a running board. Tick from one thread; the rest as it says.
class BoardServer {
 public:
  // Opens everything and serves. `clock` must outlive the server. Errors are sentences for the
  // operator: InvalidArgument (bundle, certificate, keys), NotFound and PermissionDenied (files),
  // Unauthenticated (passphrase), FailedPrecondition (store or lock in use), Unavailable (a port in
  // use), DataLoss (a damaged store).
  static absl::StatusOr<std::unique_ptr<BoardServer>> Start(const BoardConfig& config,
                                                            const Clock& clock,
                                                            Listening listening = Listening::kOn);
  // Stops.
  ~BoardServer();
  BoardServer(const BoardServer&) = delete;
  BoardServer& operator=(const BoardServer&) = delete;

  // Everything that depends on time. With patience it waits so long for what it appended to be
  // published: in a simulation the time counts as acted upon only then. The board's error, which is
  // logged too.
  absl::Status Tick(UnixSeconds now, std::chrono::milliseconds patience);

  Erasures erasures() const;

  // Takes nothing new, finishes what was accepted. Idempotent.
  void Stop();

  // While it listens.
  int port() const;
  int files_port() const;
  int gateway_port() const;

 private:
  struct Parts;
  explicit BoardServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

struct ServerOptions {
  std::string config_path;
  // Simulation only: the file that holds the time.
  std::optional<std::string> sim_clock_file;
};

// Runs until SIGTERM or SIGINT, then OK. To be called from main before other threads exist. Errors:
// those of Start, and InvalidArgument for the configuration.
absl::Status RunBoard(const ServerOptions& options);

// For a stopped board: names what retention has ended for, publishes that with the witnesses' quorum, and
// destroys it. Unavailable when something is left to destroy, because the quorum was not to be had: the
// same call later goes on. Other errors: those of Start.
absl::StatusOr<Erasures> RunRetention(const ServerOptions& options);

}  // namespace candor::services::board
