// Proofs of authorship against the log: who asks, about which thread, and whether what came back holds.
//
// A challenge counts when somebody signed it whose role is in force, about a thread that the log
// holds, and for no longer than records::kChallengeDays. Nobody learns anything from a challenge but that this
// verifier asked about this thread.
//
// A proof that holds says that somebody with the thread's keys answered this challenge. Not that whoever brings the
// file is that somebody: a proof can be copied, or asked for, and names no bearer. That one challenge is answered
// once is the verifier's own list's work (records/asked_challenges.h); here nothing is remembered.
//
// Errors are sentences for people: FailedPrecondition for what is signed and does not hold,
// Unauthenticated for what is not signed, NotFound for what this copy of the log does not know. Pure.
#pragma once

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "audit/board_view.h"
#include "records/authorship.h"

namespace candor::audit {

struct AuthorshipQuestion {
  const Campaign* campaign = nullptr;
  const Thread* thread = nullptr;
  records::VerifyKey verifier;
  std::string verifier_name;  // as the log grants it
  std::set<records::Role> roles;
  bool reads = false;  // the verifier is a leader of this campaign who reads its texts
  crypto::AuthorshipClaim claim;
  Day day = 0;  // of the challenge
};

// The thread of a submission with an envelope: that of its first body.
absl::StatusOr<records::VerifyKey> ThreadKeyOf(const Campaign& campaign, const crypto::Hash& submission);

absl::StatusOr<AuthorshipQuestion> CheckChallenge(const BoardView& view, const records::Signed& challenge,
                                                  Day today);

// Whether the proof answers a challenge that this verifier signed and that is not over, by the author of the thread
// that it names. An answer has no day of its own: it is to come while the challenge holds.
absl::StatusOr<AuthorshipQuestion> CheckProof(const BoardView& view, const records::AuthorshipProof& proof,
                                              const crypto::SigningKey& verifier, Day today);

struct PublicAuthorship {
  const Campaign* campaign = nullptr;
  const Thread* thread = nullptr;
  records::AuthorshipStatement statement;
};
absl::StatusOr<PublicAuthorship> CheckStatement(const BoardView& view, const records::Signed& statement);

}  // namespace candor::audit
