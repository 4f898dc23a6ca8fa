#include "services/follow/policy.h"

#include "base/status.h"

namespace candor::services::follow {

absl::StatusOr<audit::NoteVerifierKey> LogKeyOf(const records::LogIdentity& log) {
  return audit::NoteVerifierKey::Create(log.origin, audit::NoteKeyType::kEd25519, log.key);
}

absl::StatusOr<audit::WitnessPolicy> PolicyOf(const records::TrustBundle& bundle) {
  audit::WitnessPolicy policy;
  policy.quorum = bundle.quorum;
  for (const auto& witness : bundle.witnesses) {
    CANDOR_ASSIGN_OR_RETURN(
        auto key, audit::NoteVerifierKey::Create(witness.name, audit::NoteKeyType::kCosignatureV1,
                                                 witness.key));
    policy.witnesses.push_back(std::move(key));
  }
  return policy;
}

}  // namespace candor::services::follow
