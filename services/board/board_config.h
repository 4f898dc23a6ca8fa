// BoardConfig: what the board's configuration file says. Relative paths start at the file's folder.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/runtime/files.h"

namespace candor::services::board {

struct BoardConfig {
  std::string origin;        // of the board's log, as in the trust bundle
  std::string listen;        // gRPC, "host:port"
  std::string files_listen;  // HTTPS, "host:port"
  std::string gateway_listen;  // gRPC for the bundle's relays alone, "host:port"
  runtime::Path bundle;
  runtime::Path passphrase;  // of the key files
  runtime::Path log_key;
  runtime::Path promise_key;
  runtime::Path gateway_key;   // signs the day's keys
  runtime::Path gateway_keys;  // folder of their private halves
  runtime::Path tls_certificate;  // PEM, leaf first
  runtime::Path tls_key;          // sealed like the other keys; its content is PEM
  runtime::Path log_lock;
  runtime::Path store;            // folder
  runtime::Path follow;           // folder of the copies of the issuers' logs
  runtime::Path cosign;           // folder for witnesses without a network; `cosign` beside the file
  // Of a log that goes on from a frozen one: its mark (services/publish/frozen_log.h), for Genesis.
  std::optional<runtime::Path> continues;
  runtime::Path acknowledgement;  // in a simulation only: `sim-ack` beside the file
  std::size_t workers = 4;
  std::size_t max_waiting = 1024;  // calls, and verified submissions, that wait for their turn
  bool reflection = false;
};

// InvalidArgument with a line for each problem.
absl::StatusOr<BoardConfig> LoadBoardConfig(const runtime::Path& path);

}  // namespace candor::services::board
