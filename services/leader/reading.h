// Reading: opens the envelopes of a sealed batch on the leader's own machine.
//
// Nothing the board says is believed: the submission comes from the verified log, and salt and
// envelope must open its commitment. An envelope that was crafted to show two leaders two texts does
// not open at all (crypto/envelope.h). Pure; the plaintext is wiped with its holder.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "audit/board_view.h"
#include "crypto/envelope.h"
#include "records/calls.h"

namespace candor::services::leader {

// FailedPrecondition when the item is not what the log committed to; Unauthenticated when the
// envelope does not open for this reader.
absl::StatusOr<crypto::OpinionPlaintext> OpenOpinion(const audit::Campaign& campaign,
                                                     const records::FetchBatchReply::Item& item,
                                                     const records::VerifyKey& reader,
                                                     const crypto::KemPrivateKey& reading_key);

}  // namespace candor::services::leader
