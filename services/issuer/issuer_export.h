// IssuerExport: the public files of the issuer's log from its store, while the server is stopped.
#pragma once

#include "absl/status/status.h"
#include "services/issuer/issuer_config.h"
#include "services/runtime/files.h"

namespace candor::services::issuer {

// Needs neither key nor passphrase. FailedPrecondition when the server runs; NotFound when there is no
// store; else as publish::ExportStore.
absl::Status ExportIssuer(const IssuerConfig& config, const runtime::Path& out);

}  // namespace candor::services::issuer
