// Draw: the tokens of a campaign, the full quota of every issuer, each time and for everybody.
//
//   prepare ── save ── send to issuer 1 ── finalise ── save ── send to issuer 2 ── finalise ── save
//
// One set of thread keys serves all issuers: token i of each issuer commits to the same key, which is
// what the board asks for.
//
// Crash outcomes. Before the first save: nothing was sent, nothing is kept. After it, at any moment
// until an issuer's tokens are saved: the next call finds the exact request and its blinding secrets,
// sends the same bytes, and gets the same answer, since issuers sign deterministically. So a crash
// never eats a vote, and never makes a second request.
//
// Not checked here: admission (services/member/admission.h). Whoever calls has no objections left.
// Not thread-safe.
#pragma once

#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "audit/board_view.h"
#include "crypto/random.h"
#include "services/member/wallet.h"

namespace candor::services::member {

// A member's calls to issuers. Bytes in, bytes out.
class Issuers {
 public:
  virtual ~Issuers() = default;
  // Signed EnrolRequest in, EnrolReply out.
  virtual absl::StatusOr<Bytes> Enrol(const std::string& origin, ByteView request) = 0;
  // IssueCall in, IssueReply out.
  virtual absl::StatusOr<Bytes> Issue(const std::string& origin, ByteView call) = 0;
};

// Makes the wallet durable. On OK, and only then, its present state survives a crash.
using Save = std::function<absl::Status()>;

// Adds a draw with blinded requests to every issuer of the campaign. Sends and saves nothing.
// FailedPrecondition when the wallet has a draw of it already, or lacks an enrolment.
absl::Status PrepareDraw(Wallet& wallet, const audit::Campaign& campaign,
                         crypto::RandomSource& random);

// Takes an issuer's answer into the draw; all or nothing. InvalidArgument or Unauthenticated when a
// signature is missing or bad: the draw is as it was, and the same request may be sent again.
absl::Status TakeAnswer(IssuerDraw& draw, ByteView reply);

// Prepares where nothing is prepared, saves, and asks every issuer that has not answered. OK when the
// draw is complete. Unavailable and the like: an issuer could not be reached, what was got is kept.
// Other errors of issuers are theirs. `now` is when the tokens count as fetched.
absl::Status DrawTokens(Wallet& wallet, const audit::Campaign& campaign, Issuers& issuers,
                        const Clock& clock, crypto::RandomSource& random, const Save& save);

}  // namespace candor::services::member
