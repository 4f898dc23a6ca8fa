// RecoveryPlan: how a log whose store is behind comes back to exactly what it has signed (AUDIT §1).
//
// Entries are taken from anybody, for they are checked against the signed root. Promise: when a plan is
// made, the mirror's entries lead to the root of the largest checkpoint that the log is known to have
// signed, every other signed checkpoint and the store's own root are prefixes of it, and nothing was
// written. What is not so is refused with a sentence: FailedPrecondition when the mirror ends too
// early, DataLoss when somebody holds another history, Unavailable when too few witnesses answer.
// Not promised: that contents are genuine. Whoever replays the entries checks each against its
// commitment.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/entry_bundle.h"
#include "audit/verify/log_files.h"
#include "services/publish/signed_heads.h"
#include "store/log_store.h"
#include "store/recovery_state.h"

namespace candor::services::publish {

// A log's files elsewhere, with every note of it that lies there: a pack, a monitor's folder, a static
// mirror.
struct Mirror {
  const audit::LogFiles& files;
  std::vector<std::string> notes;  // its checkpoint first
};

struct RecoveryParts {
  const store::LogStore& log;
  std::optional<runtime::LogLock::State> locked;
  const audit::NoteVerifierKey& log_key;
  const audit::WitnessPolicy& policy;
  std::span<const std::unique_ptr<WitnessLink>> witnesses;
  const Mirror& mirror;
  // Of a recovery that was interrupted.
  std::optional<store::Recovery> begun;
};

struct RecoveryPlan {
  store::Recovery recovery;
  // All of the log up to the signed size, from the mirror; contents as many. Both are empty where the
  // store holds everything that was signed.
  std::vector<Bytes> entries;
  std::vector<audit::EntryText> contents;
  // The mirror's note for exactly the signed size, where it carries the quorum; empty otherwise.
  std::string published;
};

absl::StatusOr<RecoveryPlan> PlanRecovery(const RecoveryParts& parts);

}  // namespace candor::services::publish
