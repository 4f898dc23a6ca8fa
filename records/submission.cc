#include "records/submission.h"

#include "base/status.h"

namespace candor::records {
namespace {

using crypto::Label;
using crypto::Reader;
using crypto::Writer;

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kMaxTokens = 2;

struct KindRule {
  bool tokens;         // one per issuer, else none
  bool first;          // sequence 0 and previous zeroes, else a follower in a thread
  bool target;         // must name something
  bool quote;          // consent 0..3 with a public commitment, else zeroes
  bool envelope;       // commitment, else zeroes
  std::uint8_t max_value;
};

KindRule RuleOf(Kind kind) {
  switch (kind) {
    case Kind::kOpinion:      return {true, true, false, true, true, 0};
    case Kind::kContribution: return {true, true, true, true, true, 0};
    case Kind::kEndorsement:  return {true, true, true, false, false, 0};
    case Kind::kFollowUp:     return {false, false, false, true, true, 0};
    case Kind::kWithdrawal:   return {false, false, false, false, false, 0};
    case Kind::kAppeal:       return {false, false, true, false, true, 0};
    case Kind::kRating:       return {false, false, true, false, false, 4};
    case Kind::kBlank:        return {true, true, false, false, false, 0};
  }
  return {};
}

bool TargetMayBeSet(Kind kind) { return kind == Kind::kFollowUp || RuleOf(kind).target; }

bool IsSubQuestion(const Hash& target) {
  return target.back() >= 1 && target.back() <= kMaxSubQuestions &&
         target == SubQuestionTarget(target.back());
}

absl::Status Bad(const char* why) { return absl::InvalidArgumentError(why); }

absl::Status CheckAudience(const SubmissionBody& body) {
  switch (body.kind) {
    case Kind::kOpinion:
    case Kind::kContribution:
    case Kind::kFollowUp:
      return body.audience <= 1 ? absl::OkStatus()
                                : Bad("submission: no such audience for this kind");
    case Kind::kAppeal:
      return body.audience == 255 ? absl::OkStatus()
                                  : Bad("submission: an appeal goes to the panel");
    default:
      return body.audience == 0 ? absl::OkStatus() : Bad("submission: this kind has no audience");
  }
}

absl::Status CheckTarget(const SubmissionBody& body, const KindRule& rule) {
  const bool has_target = body.target != crypto::kZeroHash;
  const bool fits = has_target ? TargetMayBeSet(body.kind) || (body.kind == Kind::kOpinion &&
                                                               IsSubQuestion(body.target))
                               : !rule.target;
  return fits ? absl::OkStatus() : Bad("submission: target does not fit the kind");
}

absl::Status CheckThreadPosition(const SubmissionBody& body, const KindRule& rule) {
  const bool first = body.sequence == 0;
  if (rule.first != first) return Bad("submission: sequence does not fit the kind");
  if (first != (body.previous == crypto::kZeroHash)) {
    return Bad("submission: previous does not fit the sequence");
  }
  return absl::OkStatus();
}

}  // namespace

Pool PoolOf(Kind kind) {
  switch (kind) {
    case Kind::kOpinion: return Pool::kOpinions;
    case Kind::kContribution: return Pool::kContributions;
    case Kind::kEndorsement: return Pool::kEndorsements;
    case Kind::kRating: return Pool::kRatings;
    case Kind::kBlank: return Pool::kBlanks;
    case Kind::kFollowUp:
    case Kind::kWithdrawal:
    case Kind::kAppeal: return Pool::kThreadActs;
  }
  return Pool::kThreadActs;
}

std::optional<crypto::Purpose> PurposeOf(Kind kind) {
  switch (kind) {
    case Kind::kOpinion:
    case Kind::kBlank: return crypto::Purpose::kVoice;
    case Kind::kContribution: return crypto::Purpose::kContribute;
    case Kind::kEndorsement: return crypto::Purpose::kEndorse;
    default: return std::nullopt;
  }
}

bool HasEnvelope(Kind kind) { return RuleOf(kind).envelope; }

Hash SubQuestionTarget(std::uint8_t number) {
  Hash target{};
  target.back() = number;
  return target;
}

absl::Status CheckKind(const SubmissionBody& body) {
  const KindRule rule = RuleOf(body.kind);
  if (rule.tokens == body.tokens.empty() || body.tokens.size() > kMaxTokens) {
    return Bad("submission: the number of tokens does not fit the kind");
  }
  CANDOR_RETURN_IF_ERROR(CheckThreadPosition(body, rule));
  CANDOR_RETURN_IF_ERROR(CheckTarget(body, rule));
  CANDOR_RETURN_IF_ERROR(CheckAudience(body));
  if (body.quote > (rule.quote ? Quote::kVerbatim : Quote::kNever)) {
    return Bad("submission: quote does not fit the kind");
  }
  if (body.value > rule.max_value) return Bad("submission: value does not fit the kind");
  // A random value stands where nothing is consented to, so that its presence says nothing.
  if (rule.quote == (body.public_commitment == crypto::kZeroHash)) {
    return Bad("submission: public commitment does not fit the kind");
  }
  if (rule.envelope == (body.commitment == crypto::kZeroHash)) {
    return Bad("submission: commitment does not fit the kind");
  }
  return absl::OkStatus();
}

Bytes SubmissionBody::Encode() const {
  Bytes all_tokens;
  for (const auto& token : tokens) Append(all_tokens, token.Encode());
  Writer out;
  out.U8(kVersion).U8(static_cast<std::uint8_t>(kind)).Fixed(campaign_id).Opaque16(all_tokens);
  out.Fixed(thread_key.bytes)
      .Fixed(thread_kem_key.bytes)
      .U32(sequence)
      .Fixed(previous)
      .Fixed(target);
  out.U8(audience).U8(static_cast<std::uint8_t>(quote)).U8(value);
  out.Fixed(public_commitment).Fixed(commitment);
  return out.Take();
}

SubmissionBody SubmissionBody::Read(Reader& in) {
  SubmissionBody out;
  if (in.U8() != kVersion) in.Fail("unknown version");
  const std::uint8_t kind = in.U8();
  if (kind < 1 || kind > 8) in.Fail("unknown kind");
  out.kind = static_cast<Kind>(kind);
  out.campaign_id = in.Fixed<16>();
  ByteView tokens = in.Opaque16(0, kMaxTokens * crypto::kTokenSize);
  if (tokens.size() % crypto::kTokenSize != 0) in.Fail("tokens are cut off");
  while (in.ok() && !tokens.empty()) {
    auto token = crypto::Token::Decode(tokens.first(crypto::kTokenSize));
    if (!token.ok()) {
      in.Fail("a token is malformed");
      break;
    }
    out.tokens.push_back(*token);
    tokens = tokens.subspan(crypto::kTokenSize);
  }
  out.thread_key.bytes = in.Fixed<32>();
  out.thread_kem_key.bytes = in.Fixed<32>();
  out.sequence = in.U32();
  out.previous = in.Fixed<32>();
  out.target = in.Fixed<32>();
  out.audience = in.U8();
  out.quote = static_cast<Quote>(in.U8());
  out.value = in.U8();
  out.public_commitment = in.Fixed<32>();
  out.commitment = in.Fixed<32>();
  if (in.ok() && !CheckKind(out).ok()) in.Fail("a field does not fit the kind");
  return out;
}

absl::StatusOr<SubmissionBody> SubmissionBody::Decode(ByteView bytes) {
  Reader in(bytes);
  SubmissionBody out = Read(in);
  CANDOR_RETURN_IF_ERROR(in.Finish("submission body"));
  return out;
}

Hash SubmissionBody::SubmissionHash() const {
  return crypto::LabelledHash(Label::kSubmissionHash, {Encode()});
}

SignedSubmission SignedSubmission::Make(SubmissionBody body, const crypto::SigningKey& thread_key) {
  SignedSubmission out;
  out.signature = thread_key.Sign(Label::kSubmission, body.Encode());
  out.body = std::move(body);
  return out;
}

absl::Status SignedSubmission::VerifySignature() const {
  return crypto::Verify(body.thread_key, Label::kSubmission, body.Encode(), signature);
}

Bytes SignedSubmission::Encode() const { return Concat({body.Encode(), signature}); }

absl::StatusOr<SignedSubmission> SignedSubmission::Decode(ByteView bytes) {
  Reader in(bytes);
  SignedSubmission out;
  out.body = SubmissionBody::Read(in);
  out.signature = in.Fixed<64>();
  CANDOR_RETURN_IF_ERROR(in.Finish("signed submission"));
  return out;
}

Bytes SubmitRequest::Encode() const {
  Writer out;
  out.U8(kVersion).Fixed(submission.Encode()).Fixed(salt).Opaque24(envelope);
  return out.Take();
}

absl::StatusOr<SubmitRequest> SubmitRequest::Decode(ByteView bytes) {
  Reader in(bytes);
  SubmitRequest out;
  if (in.U8() != kVersion) in.Fail("unknown version");
  out.submission.body = SubmissionBody::Read(in);
  out.submission.signature = in.Fixed<64>();
  out.salt = in.Fixed<32>();
  out.envelope = ToBytes(in.Opaque24());
  if (in.ok() && !HasEnvelope(out.submission.body.kind) &&
      (out.salt != Salt{} || !out.envelope.empty())) {
    in.Fail("an envelope or a salt where the kind has none");
  }
  CANDOR_RETURN_IF_ERROR(in.Finish("submission"));
  return out;
}

}  // namespace candor::records
