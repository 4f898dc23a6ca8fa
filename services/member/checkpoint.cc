#include "services/member/checkpoint.h"

#include "base/status.h"

namespace candor::services::member {

using audit::NoteKeyType;
using audit::NoteVerifierKey;

absl::StatusOr<audit::CosignedCheckpoint> OpenCheckpointOf(const LogCopy& copy,
                                                           const records::TrustBundle& bundle) {
  CANDOR_ASSIGN_OR_RETURN(
      const auto log_key,
      NoteVerifierKey::Create(copy.log.origin, NoteKeyType::kEd25519, copy.log.key));
  audit::WitnessPolicy policy{bundle.quorum, {}};
  for (const auto& witness : bundle.witnesses) {
    CANDOR_ASSIGN_OR_RETURN(
        auto key, NoteVerifierKey::Create(witness.name, NoteKeyType::kCosignatureV1, witness.key));
    policy.witnesses.push_back(std::move(key));
  }
  return audit::OpenCheckpoint(copy.note, log_key, policy);
}

absl::Status PinLogs(Wallet& wallet, const Logs& logs) {
  std::vector<PinnedLog> pinned;
  for (const auto& copy : logs.copies()) {
    CANDOR_ASSIGN_OR_RETURN(const auto opened, OpenCheckpointOf(copy, wallet.bundle));
    pinned.push_back({copy.log.origin, opened.checkpoint.size, opened.checkpoint.root, copy.note});
  }
  wallet.logs = std::move(pinned);
  return absl::OkStatus();
}

}  // namespace candor::services::member
