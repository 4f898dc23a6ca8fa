// Freezing a log whose signed entries nobody has any more (services/publish/frozen_log.h).
#pragma once

#include <span>

#include "absl/status/statusor.h"
#include "records/entry.h"
#include "records/trust_bundle.h"
#include "services/publish/witness_link.h"
#include "services/runtime/files.h"
#include "store/log_store.h"

namespace candor::services::publish {

struct FreezeParts {
  const store::LogStore& log;
  const records::TrustBundle& bundle;
  const records::LogIdentity& identity;
  runtime::Path log_lock;
  std::span<const std::unique_ptr<WitnessLink>> witnesses;  // as bundle.witnesses
};

// Asks the lock and the witnesses what was signed last, and writes the mark that names it: the log signs
// nothing from then on. FailedPrecondition while the store holds everything that was signed, so that no
// sound log is frozen; else as FindSignedHeads.
absl::StatusOr<records::PreviousLog> Freeze(const FreezeParts& parts);

}  // namespace candor::services::publish
