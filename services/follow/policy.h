// What the trust bundle says about logs and witnesses, in the terms of audit/.
#pragma once

#include "absl/status/statusor.h"
#include "audit/checkpoint.h"
#include "audit/note.h"
#include "records/trust_bundle.h"

namespace candor::services::follow {

absl::StatusOr<audit::NoteVerifierKey> LogKeyOf(const records::LogIdentity& log);
absl::StatusOr<audit::WitnessPolicy> PolicyOf(const records::TrustBundle& bundle);

}  // namespace candor::services::follow
