// Promise and refusal: the board's two signed answers to a submission (PROTOCOL §6).
//
//   Promise  { uint8 version = 1; opaque campaign_id[16]; opaque submission_hash[32]; uint32 sealed_no_later_than; }
//   Refusal  { uint8 version = 1; uint8 code; opaque campaign_id[16]; opaque submission_hash[32];
//              opaque envelope_hash[32]; opaque salt[32]; uint32 day; }
//   SubmitReply { uint8 version = 1; uint8 type;  1 promise  2 refusal
//                 Signed; opaque other<0..1024>; }
//
// A promise is a function of body and manifest, so a replay gets the same bytes. `other` is empty in
// a promise. In a refusal for `spent`, `thread key seen` or `out of chain` it is the earlier signed
// submission that makes the refusal checkable, and in any other refusal it is empty:
//   spent             the same thread key and the same (token_key_id, nonce)
//   thread key seen   both are first bodies; the same thread key, or the same thread KEM key under
//                     another thread key to which the nonces of other's tokens commit
//   out of chain      a body of the same thread at the same sequence, or with another thread KEM key,
//                     or an earlier one that is not the predecessor named, or a withdrawal before it
// The author's own thread key signs it in all cases but the shared KEM key, so the board cannot make
// it up. For the shared KEM key it can, unless other's tokens are valid, which is for the caller to
// verify with that campaign's manifest: this file knows no manifest.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "records/schedule.h"
#include "records/signed.h"
#include "records/submission.h"

namespace candor::records {

enum class RefusalCode : std::uint8_t {
  kMalformed = 1,
  kUnknownCampaign = 2,
  kWindowClosed = 4,
  kCommitment = 5,
  kEnvelopeHeader = 6,
  kThreadSignature = 7,
  kToken = 8,
  kSpent = 9,
  kThreadKeySeen = 10,
  kOutOfChain = 11,
  kAudience = 12,
  kUnknownThread = 13,
  kTarget = 14,  // what it refers to is not there
  kQuota = 15,   // its thread has said as much as the campaign allows
};

struct Promise {
  CampaignId campaign_id{};
  Hash submission_hash{};
  Day sealed_no_later_than = 0;
  Bytes Encode() const;
  static absl::StatusOr<Promise> Decode(ByteView bytes);
  bool operator==(const Promise&) const = default;
};

struct Refusal {
  RefusalCode code = RefusalCode::kMalformed;
  CampaignId campaign_id{};
  Hash submission_hash{};
  Hash envelope_hash{};
  Salt salt{};
  Day day = 0;
  Bytes Encode() const;
  static absl::StatusOr<Refusal> Decode(ByteView bytes);
  bool operator==(const Refusal&) const = default;
};

struct SubmitReply {
  enum class Type : std::uint8_t { kPromise = 1, kRefusal = 2 };
  Type type = Type::kPromise;
  Signed record;
  Bytes other;  // an encoded SignedSubmission, or empty

  Bytes Encode() const;
  static absl::StatusOr<SubmitReply> Decode(ByteView bytes);
};

// The day that a promise names, by kind: the day after the last slot of its window (records/window.h),
// for an opinion as if the grace were taken: whether it is shows after most promises were given.
Day PromisedDay(Kind kind, const Phases& phases, const SlotSchedule& slots);

// The reply is a promise for exactly this submission, signed by `promise_key`. The caller compares
// the day with the one that the manifest gives (PromisedDay).
absl::StatusOr<Promise> VerifyPromise(const SubmitReply& reply, const SubmissionBody& body,
                                      const VerifyKey& promise_key);

// The reply is a refusal of exactly this request, signed, and its evidence, where the code needs
// one, supports it as said above.
absl::StatusOr<Refusal> VerifyRefusal(const SubmitReply& reply, const SubmitRequest& request,
                                      const VerifyKey& promise_key);

}  // namespace candor::records
