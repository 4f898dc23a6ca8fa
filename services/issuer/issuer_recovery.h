// IssuerRecovery: an issuer whose store was restored from an older copy, back to exactly what its log
// has signed, and safe (AUDIT §1; docs/decisions/0020).
//
// For a stopped issuer; needs neither key nor passphrase. As services/board/board_recovery.h, but what
// the log says of the missing enrolments and draws are salted commitments: who they were is lost. So
//   * in every campaign whose token keys this issuer may have used since the copy it draws for nobody
//     any more: the Incident names them, and whoever replays the log knows it;
//   * nobody is enrolled any more: everybody enrols again, by a new invite.
// Crash outcomes: the mark in the store keeps servers away until the end; the same call goes on.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "services/issuer/issuer_config.h"
#include "services/publish/incidents.h"
#include "services/publish/recovery_plan.h"
#include "store/engine.h"

namespace candor::services::issuer {

// Everything referred to must outlive the call.
struct IssuerRecovery {
  const records::TrustBundle& bundle;
  const records::LogIdentity& log;
  std::unique_ptr<store::Engine> engine;
  runtime::Path log_lock;
  std::span<const std::unique_ptr<publish::WitnessLink>> witnesses;  // as bundle.witnesses
  const publish::Mirror& mirror;
  Day today = 0;
};

absl::StatusOr<publish::Recovered> Recover(IssuerRecovery parts);

// As board::RecoverBoard.
absl::StatusOr<publish::Recovered> RecoverIssuer(const IssuerConfig& config,
                                                 const runtime::Path& from, const Clock& clock);

// Freezes the issuer's log for good (services/publish/freeze.h).
absl::StatusOr<records::PreviousLog> FreezeIssuer(const IssuerConfig& config);

}  // namespace candor::services::issuer
