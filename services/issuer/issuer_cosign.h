// IssuerCosign: what the issuer's operator does for witnesses without a network (cosign_desk.h), beside the
// running server or while it is stopped.
#pragma once

#include "absl/status/statusor.h"
#include "services/issuer/issuer_config.h"
#include "services/publish/cosign_desk.h"

namespace candor::services::issuer {

// Reads configuration and trust bundle; needs neither key nor passphrase.
absl::StatusOr<publish::CosignDesk> OpenIssuerDesk(const IssuerConfig& config);

}  // namespace candor::services::issuer
