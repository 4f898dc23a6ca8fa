// Sealing: one text of a member, encrypted to an audience and signed by its thread key.
//
// Every submission with a text is made here: opinions, contributions, follow-ups, appeals. Pure but for `random`.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "audit/board_view.h"
#include "crypto/envelope.h"
#include "crypto/random.h"
#include "crypto/receipt_code.h"
#include "records/submission.h"

namespace candor::services::member {

// `body` says kind, tokens, sequence, previous, target, audience and quote; the rest is filled in: the thread's keys,
// the public commitment (to headline or text by `quote`, else a random value that says nothing; zeroes in an
// appeal), salt, envelope, its commitment. The audience exists. InvalidArgument for a text that does not fit.
absl::StatusOr<records::SubmitRequest> SealText(const audit::Campaign& campaign,
                                                const crypto::ThreadKeys& keys,
                                                records::SubmissionBody body,
                                                crypto::OpinionPlaintext plaintext,
                                                crypto::RandomSource& random);

// A body without a text: an endorsement, a rating, a withdrawal, a blank.
records::SubmitRequest SignBare(const audit::Campaign& campaign, const crypto::ThreadKeys& keys,
                                records::SubmissionBody body);

// Pieces of at most `size` bytes, broken after a paragraph, else a line, else a word, never within a character. At
// least one; joined they are the text. `size` is at least 4.
std::vector<std::string> SplitText(std::string_view text, std::size_t size);

}  // namespace candor::services::member
