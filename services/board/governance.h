// Governance: what may enter the log by the hand of facilitators. Of what charter and independent body
// sign, audit::CheckGovernance says whether it may.
//
// Each function answers whether an act is right in the world that the log shows; none writes.
// Errors are sentences for the person who made the call. Pure and thread-safe.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "audit/board_view.h"
#include "records/calls.h"

namespace candor::services::board {

// Everything about an opening that needs no log: the manifest's parts and the signatures, and that
// the caller is one of its facilitators.
absl::Status CheckOpeningAlone(const records::OpenCampaignCall& call,
                               const records::VerifyKey& caller);

// What the log adds: those named hold their roles, the roster may be used beside those in use, no
// open campaign has the question, none ever had the draft or a token key of it, at most max_open
// are open, and speech is not over.
absl::Status CheckOpeningInLog(const records::Manifest& manifest, const audit::BoardView& view,
                               Day today);

// The totals that a close states. FailedPrecondition while speech is not over.
absl::StatusOr<records::CampaignClose> CloseOf(const audit::Campaign& campaign,
                                               const records::VerifyKey& caller,
                                               bool speech_is_over);

}  // namespace candor::services::board
