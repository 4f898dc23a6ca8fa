#include "records/promise.h"

#include <algorithm>

#include "base/status.h"
#include "crypto/codec.h"
#include "crypto/token.h"
#include "records/window.h"

namespace candor::records {
namespace {

using crypto::Label;
using crypto::Reader;
using crypto::Writer;

constexpr std::uint8_t kVersion = 1;
constexpr std::uint8_t kLastCode = 15;
constexpr std::uint8_t kUnusedCode = 3;

bool SpendsSameToken(const SubmissionBody& a, const SubmissionBody& b) {
  for (const auto& x : a.tokens) {
    for (const auto& y : b.tokens) {
      if (x.token_key_id == y.token_key_id && x.nonce == y.nonce) return true;
    }
  }
  return false;
}

bool IsFirst(const SubmissionBody& body) { return PurposeOf(body.kind).has_value(); }

// Each token's nonce commits to the body's own thread key.
bool OwnsItsTokens(const SubmissionBody& body) {
  const auto nonce = crypto::NonceOf(body.thread_key);
  return std::ranges::all_of(body.tokens,
                             [&](const crypto::Token& token) { return token.nonce == nonce; });
}

// The board can copy whatever it has seen into a body and sign that with a key of its own. It
// cannot sign with the author's thread key, so evidence about a token or a thread is under that
// same key. A KEM key alone is under no signature of its author's: there the tokens have to vouch.
bool SupportsThreadKeySeen(const SubmissionBody& other, const SubmissionBody& body) {
  if (!IsFirst(other) || !IsFirst(body)) return false;
  if (other.thread_key == body.thread_key) return true;
  return other.thread_kem_key == body.thread_kem_key && OwnsItsTokens(other);
}

// `other` stands where `body` wants to stand, or is not what `body` says went before it.
bool SupportsOutOfChain(const SubmissionBody& other, const SubmissionBody& body) {
  if (IsFirst(body) || other.thread_key != body.thread_key) return false;
  if (other.thread_kem_key != body.thread_kem_key || other.sequence == body.sequence) return true;
  if (other.sequence > body.sequence) return false;
  if (other.kind == Kind::kWithdrawal) return true;
  const bool is_predecessor =
      other.sequence + 1 == body.sequence && other.SubmissionHash() == body.previous;
  return !is_predecessor;
}

bool Supports(RefusalCode code, const SubmissionBody& other, const SubmissionBody& body) {
  switch (code) {
    case RefusalCode::kSpent:
      return other.thread_key == body.thread_key && SpendsSameToken(other, body);
    case RefusalCode::kThreadKeySeen: return SupportsThreadKeySeen(other, body);
    case RefusalCode::kOutOfChain: return SupportsOutOfChain(other, body);
    default: return false;
  }
}

// Whether `other` is what makes the refusal true.
absl::Status CheckEvidence(RefusalCode code, ByteView other_bytes, const SubmissionBody& body) {
  const bool needed = code == RefusalCode::kSpent || code == RefusalCode::kThreadKeySeen ||
                      code == RefusalCode::kOutOfChain;
  if (!needed) {
    return other_bytes.empty()
               ? absl::OkStatus()
               : absl::InvalidArgumentError("the refusal carries something it should not");
  }
  CANDOR_ASSIGN_OR_RETURN(const SignedSubmission other, SignedSubmission::Decode(other_bytes));
  CANDOR_RETURN_IF_ERROR(other.VerifySignature());
  const bool different = other.body.SubmissionHash() != body.SubmissionHash();
  if (!different || !Supports(code, other.body, body)) {
    return absl::FailedPreconditionError("the refusal's evidence does not support it");
  }
  return absl::OkStatus();
}

}  // namespace

Bytes Promise::Encode() const {
  Writer out;
  out.U8(kVersion).Fixed(campaign_id).Fixed(submission_hash).U32(sealed_no_later_than);
  return out.Take();
}

absl::StatusOr<Promise> Promise::Decode(ByteView bytes) {
  Reader in(bytes);
  Promise out;
  if (in.U8() != kVersion) in.Fail("unknown version");
  out.campaign_id = in.Fixed<16>();
  out.submission_hash = in.Fixed<32>();
  out.sealed_no_later_than = in.U32();
  CANDOR_RETURN_IF_ERROR(in.Finish("promise"));
  return out;
}

Bytes Refusal::Encode() const {
  Writer out;
  out.U8(kVersion).U8(static_cast<std::uint8_t>(code)).Fixed(campaign_id).Fixed(submission_hash);
  out.Fixed(envelope_hash).Fixed(salt).U32(day);
  return out.Take();
}

absl::StatusOr<Refusal> Refusal::Decode(ByteView bytes) {
  Reader in(bytes);
  Refusal out;
  if (in.U8() != kVersion) in.Fail("unknown version");
  const std::uint8_t code = in.U8();
  if (code < 1 || code > kLastCode || code == kUnusedCode) in.Fail("unknown code");
  out.code = static_cast<RefusalCode>(code);
  out.campaign_id = in.Fixed<16>();
  out.submission_hash = in.Fixed<32>();
  out.envelope_hash = in.Fixed<32>();
  out.salt = in.Fixed<32>();
  out.day = in.U32();
  CANDOR_RETURN_IF_ERROR(in.Finish("refusal"));
  return out;
}

Bytes SubmitReply::Encode() const {
  Writer out;
  out.U8(kVersion).U8(static_cast<std::uint8_t>(type));
  record.Write(out);
  out.Opaque16(other);
  return out.Take();
}

absl::StatusOr<SubmitReply> SubmitReply::Decode(ByteView bytes) {
  Reader in(bytes);
  SubmitReply out;
  if (in.U8() != kVersion) in.Fail("unknown version");
  const std::uint8_t type = in.U8();
  if (type < 1 || type > 2) in.Fail("unknown type");
  out.type = static_cast<Type>(type);
  out.record = Signed::Read(in);
  out.other = ToBytes(in.Opaque16(0, 1024));
  if (out.type == Type::kPromise && !out.other.empty()) in.Fail("a promise with evidence");
  CANDOR_RETURN_IF_ERROR(in.Finish("the board's reply"));
  return out;
}

Day PromisedDay(Kind kind, const Phases& phases, const SlotSchedule& slots) {
  return slots.DayOfSlot(LastSlotOf(kind, phases, slots, Grace::kTaken)) + 1;
}

absl::StatusOr<Promise> VerifyPromise(const SubmitReply& reply, const SubmissionBody& body,
                                      const VerifyKey& promise_key) {
  if (reply.type != SubmitReply::Type::kPromise || reply.record.signer != promise_key) {
    return absl::InvalidArgumentError("the reply is no promise by the campaign's promise key");
  }
  CANDOR_RETURN_IF_ERROR(reply.record.Verify(Label::kPromise));
  CANDOR_ASSIGN_OR_RETURN(const Promise promise, Promise::Decode(reply.record.body));
  if (promise.campaign_id != body.campaign_id || promise.submission_hash != body.SubmissionHash()) {
    return absl::InvalidArgumentError("the promise is for another submission");
  }
  return promise;
}

absl::StatusOr<Refusal> VerifyRefusal(const SubmitReply& reply, const SubmitRequest& request,
                                      const VerifyKey& promise_key) {
  if (reply.type != SubmitReply::Type::kRefusal || reply.record.signer != promise_key) {
    return absl::InvalidArgumentError("the reply is no refusal by the campaign's promise key");
  }
  CANDOR_RETURN_IF_ERROR(reply.record.Verify(Label::kRefusal));
  CANDOR_ASSIGN_OR_RETURN(const Refusal refusal, Refusal::Decode(reply.record.body));
  const SubmissionBody& body = request.submission.body;
  if (refusal.campaign_id != body.campaign_id || refusal.submission_hash != body.SubmissionHash() ||
      refusal.salt != request.salt || refusal.envelope_hash != crypto::Sha256({request.envelope})) {
    return absl::InvalidArgumentError("the refusal is for another submission");
  }
  CANDOR_RETURN_IF_ERROR(CheckEvidence(refusal.code, reply.other, body));
  return refusal;
}

}  // namespace candor::records
