#include "services/issuer/issuer_cosign.h"

#include "base/status.h"
#include "records/trust_bundle.h"

namespace candor::services::issuer {

absl::StatusOr<publish::CosignDesk> OpenIssuerDesk(const IssuerConfig& config) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(config.bundle));
  CANDOR_ASSIGN_OR_RETURN(const auto bundle, records::TrustBundle::Decode(bytes));
  const records::LogIdentity* const log = bundle.FindIssuer(config.origin);
  if (log == nullptr) {
    return absl::InvalidArgumentError(
        "The trust bundle names no issuer with the 'origin' of the configuration. Correct one of"
        " the two.");
  }
  return publish::CosignDesk{config.cosign, bundle, *log};
}

}  // namespace candor::services::issuer
