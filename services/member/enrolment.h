// Enrolment: the organisation's fingerprint compared, and a place on the roster proven.
//
// Nothing in a trust bundle vouches for the bundle. So the member reads the fingerprint where HR and
// IT have no say (the independent body's publication), and this program shows nothing of it: who
// could read it off the screen would type it back without looking.
//
// Pure, but for `random`; I/O is the caller's.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/random.h"
#include "services/member/draw.h"
#include "services/member/wallet.h"

namespace candor::services::member {

// Asks for four groups of the fingerprint at positions drawn at random; three failures end it, and
// say nothing of which group was wrong. Not thread-safe.
class FingerprintChallenge {
 public:
  static constexpr int kAsked = 4;
  static constexpr int kAttempts = 3;

  FingerprintChallenge(const crypto::Hash& fingerprint, crypto::RandomSource& random);

  // Numbers of the groups to read, from 1, ascending; the same for every attempt.
  const std::vector<int>& positions() const { return positions_; }

  enum class Outcome { kMatch, kTryAgain, kOver };
  // In the order of positions(). After kMatch or kOver the outcome stays what it is.
  Outcome Try(const std::vector<std::string>& groups);

 private:
  std::vector<int> positions_;
  std::vector<std::string> expected_;
  int failures_ = 0;
  bool matched_ = false;
};

// The signed request for an invite. The same bytes each time, so that it can be sent again.
Bytes MakeEnrolRequest(const Wallet& wallet, const records::Invite& invite);

// Takes the issuer's answer into the wallet, after its proof of the member's place was checked.
// FailedPrecondition when the proof does not hold, or names another entry of the roster than another issuer's did:
// with both nobody could take part. The result is the member's entry, to be looked at.
absl::StatusOr<records::RosterEntry> TakeEnrolReply(Wallet& wallet, const records::Invite& invite,
                                                    ByteView reply);

// Both: request, answer, save. FailedPrecondition for an issuer that the bundle does not name; else
// the issuer's error. A crash at any moment is mended by the same call again: the request is the same
// bytes, and an issuer gives a code's answer again to the key that used it.
absl::StatusOr<records::RosterEntry> Enrol(Wallet& wallet, const records::Invite& invite,
                                           Issuers& issuers, const Save& save);

}  // namespace candor::services::member
