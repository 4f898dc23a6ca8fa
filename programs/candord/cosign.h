// candord cosign: files to and from witnesses without a network.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "services/runtime/files.h"

namespace candor::candord {

struct CosignOptions {
  runtime::Path config;  // a board's or an issuer's
  std::string witness;   // its name in the trust bundle
  runtime::Path file;    // where the request goes; where the answer is
  bool renew = false;
};

// Writes the request for the witness, and says what it is about.
absl::Status WriteCosignRequest(const CosignOptions& options);

// Hands the answer to the server: services/publish/cosign_desk.h.
absl::Status AcceptCosignAnswer(const CosignOptions& options);

}  // namespace candor::candord
