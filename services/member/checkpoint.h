// A log copy's checkpoint: opened with the bundle's keys and witness quorum, and remembered.
#pragma once

#include "absl/status/statusor.h"
#include "audit/checkpoint.h"
#include "records/trust_bundle.h"
#include "services/member/logs.h"
#include "services/member/wallet.h"

namespace candor::services::member {

// Errors: those of audit::OpenCheckpoint. Pure.
absl::StatusOr<audit::CosignedCheckpoint> OpenCheckpointOf(const LogCopy& copy,
                                                           const records::TrustBundle& bundle);

// Remembers every log's checkpoint in the wallet, so that a later look finds out when a log was taken
// back or changed. Only after CheckWorld had no objection; the caller saves.
absl::Status PinLogs(Wallet& wallet, const Logs& logs);

}  // namespace candor::services::member
