// PromiseCheck: a receipt's evidence against the log (invariant I31).
//
// An author hands in what the board signed for a submission: a promise, or a refusal. A promise is kept
// when the log holds the body by the promised day; a refusal is true when what it says of the body can
// be found. Nothing of the text is needed, and none of it is in the evidence.
// Not promised: that a refusal for a reason that only the board could see is fair (an envelope that is
// not in the evidence; a signature that the refusal does not name). Those give no finding. Pure.
#pragma once

#include "absl/status/status.h"
#include "audit/board_view.h"
#include "audit/verify/finding.h"

namespace candor::audit {

struct PromiseEvidence {
  Bytes signed_submission;
  Bytes reply;  // SubmitReply
};

// Adds a finding for a promise that was not kept as of that day, a refusal that is false, or evidence
// that proves nothing because it is not signed or belongs to something else.
void CheckPromise(const PromiseEvidence& evidence, const BoardView& board, Day as_of,
                  Findings& findings);

}  // namespace candor::audit
