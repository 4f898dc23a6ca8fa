#include "services/publish/freeze.h"

#include "base/status.h"
#include "base/text.h"
#include "services/publish/frozen_log.h"
#include "services/publish/policy.h"
#include "services/publish/recovered_lock.h"
#include "services/publish/signed_heads.h"

namespace candor::services::publish {

absl::StatusOr<records::PreviousLog> Freeze(const FreezeParts& parts) {
  CANDOR_ASSIGN_OR_RETURN(const auto lock, RecoveredLock::Open(parts.log_lock));
  CANDOR_ASSIGN_OR_RETURN(const auto log_key, LogKeyOf(parts.identity));
  CANDOR_ASSIGN_OR_RETURN(const auto policy, WitnessPolicyOf(parts.bundle));
  CANDOR_ASSIGN_OR_RETURN(const auto heads, FindSignedHeads({.locked = lock.Current(),
                                                             .log_key = log_key,
                                                             .policy = policy,
                                                             .witnesses = parts.witnesses,
                                                             .notes = {}}));
  if (heads.empty() || heads.back().size <= parts.log.size()) {
    return absl::FailedPreconditionError(
        "This store reaches as far as anybody says that its log has signed: no entry is lost, and there is"
        " nothing to freeze. Nothing was changed.");
  }
  const records::PreviousLog last{parts.identity.origin, heads.back().size, heads.back().root};
  CANDOR_RETURN_IF_ERROR(WriteFrozenLog(FrozenFileOf(parts.log_lock), last));
  return last;
}

}  // namespace candor::services::publish
