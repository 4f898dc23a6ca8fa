// WitnessConfig: what a witness's configuration file says. Relative paths start at the file's
// folder.
//
//   name = "witness.example/w1"             the key name in its signature lines
//   listen = "0.0.0.0:8443"                 HTTPS, "host:port"; this and tls_* of a server alone
//   passphrase = "passphrase"               of the key files
//   signing_key = "witness.key"
//   tls_certificate = "tls.pem"             PEM, leaf first
//   tls_key = "tls.key"                     sealed like the other keys; its content is PEM
//   state = "state"                         folder: what it has cosigned; never part of a backup
//   [[logs]]                                one for each log
//   origin = "company.example/board"
//   vkey = "company.example/board+…"        the log's public key (c2sp.org/signed-note)
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/witness.h"
#include "services/runtime/files.h"

namespace candor::services::auditor {

struct WitnessConfig {
  std::string name;
  std::string listen;
  runtime::Path passphrase;
  runtime::Path signing_key;
  runtime::Path tls_certificate;
  runtime::Path tls_key;
  runtime::Path state;
  std::vector<audit::WitnessedLog> logs;
};

enum class WitnessMode {
  kServes,
  kAirGapped,  // listen, tls_certificate and tls_key may be there, and are empty when they are not
};

// InvalidArgument with a line for each problem.
absl::StatusOr<WitnessConfig> LoadWitnessConfig(const runtime::Path& path,
                                                WitnessMode mode = WitnessMode::kServes);

}  // namespace candor::services::auditor
