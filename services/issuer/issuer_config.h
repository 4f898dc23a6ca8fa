// IssuerConfig: what an issuer's configuration file says. Relative paths start at the file's folder.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/runtime/files.h"

namespace candor::services::issuer {

struct IssuerConfig {
  std::string origin;        // of this issuer's log, as in the trust bundle
  std::string listen;        // gRPC, "host:port"
  std::string files_listen;  // HTTPS, "host:port"
  runtime::Path bundle;
  runtime::Path passphrase;  // of the key files
  runtime::Path log_key;
  runtime::Path tls_certificate;  // PEM, leaf first
  runtime::Path tls_key;          // sealed like the other keys; its content is PEM
  runtime::Path log_lock;
  runtime::Path store;       // folder
  runtime::Path token_keys;  // folder
  runtime::Path follow;      // folder of the copy of the board's log
  runtime::Path cosign;      // folder for witnesses without a network; `cosign` beside the file
  // Of a log that goes on from a frozen one: its mark (services/publish/frozen_log.h), for Genesis.
  std::optional<runtime::Path> continues;
  runtime::Path acknowledgement;  // in a simulation only: `sim-ack` beside the file
  std::size_t workers = 4;
  bool reflection = false;
};

// InvalidArgument with a line for each problem.
absl::StatusOr<IssuerConfig> LoadIssuerConfig(const runtime::Path& path);

}  // namespace candor::services::issuer
