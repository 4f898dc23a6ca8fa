#include "services/board/admission.h"

#include <optional>

#include "crypto/codec.h"
#include "crypto/commitment.h"
#include "crypto/envelope.h"
#include "records/target.h"

namespace candor::services::board {
namespace {

using crypto::Label;
using records::RefusalCode;
using records::SubmissionBody;
using records::SubmitRequest;

// Marks of the two thread keys, which follow those of the tokens.
constexpr std::size_t kThreadMarks = 2;

std::optional<RefusalCode> CheckEnvelope(const SubmitRequest& request,
                                         const ServedCampaign& campaign) {
  const SubmissionBody& body = request.submission.body;
  const auto* audience = campaign.manifest->draft.FindAudience(body.audience);
  if (audience == nullptr) return RefusalCode::kAudience;
  if (request.envelope.size() != crypto::EnvelopeSize(audience->readers.size())) {
    return RefusalCode::kEnvelopeHeader;
  }
  if (crypto::EnvelopeCommitment(request.salt, request.envelope) != body.commitment) {
    return RefusalCode::kCommitment;
  }
  const auto header = crypto::ParseEnvelopeHeader(request.envelope);
  const crypto::EnvelopeHeader expected{body.campaign_id, body.thread_key, body.audience};
  if (!header.ok() || *header != expected) return RefusalCode::kEnvelopeHeader;
  return std::nullopt;
}

// One of each issuer for the kind's purpose, in the manifest's order. VerifyToken asks that each nonce commits to the
// thread key, so they are all over the same one.
std::optional<RefusalCode> CheckTokens(const SubmissionBody& body, const ServedCampaign& campaign) {
  const auto& keys = campaign.KeysOf(*records::PurposeOf(body.kind));
  if (body.tokens.size() != keys.size()) return RefusalCode::kToken;
  for (std::size_t i = 0; i < body.tokens.size(); ++i) {
    if (!crypto::VerifyToken(body.tokens[i], keys[i].key, keys[i].challenge_digest, body.thread_key)
             .ok()) {
      return RefusalCode::kToken;
    }
  }
  return std::nullopt;
}

std::optional<RefusalCode> Check(const SubmitRequest& request, const ServedCampaign* campaign,
                                 UnixSeconds now) {
  const SubmissionBody& body = request.submission.body;
  if (request.envelope.size() > crypto::EnvelopeSize(crypto::kMaxReaders)) {
    return RefusalCode::kMalformed;
  }
  if (campaign == nullptr) return RefusalCode::kUnknownCampaign;
  if (body.kind == records::Kind::kOpinion &&
      !records::IsOpinionTarget(body.target, campaign->manifest->draft)) {
    return RefusalCode::kMalformed;
  }
  if (!campaign->WindowOf(body.kind).Contains(now)) return RefusalCode::kWindowClosed;
  if (records::HasEnvelope(body.kind)) {
    if (const auto refusal = CheckEnvelope(request, *campaign)) return refusal;
  }
  if (!request.submission.VerifySignature().ok()) return RefusalCode::kThreadSignature;
  return records::PurposeOf(body.kind).has_value() ? CheckTokens(body, *campaign) : std::nullopt;
}

}  // namespace

Verdict Admit(const SubmitRequest& request, const ServedCampaign* campaign, UnixSeconds now) {
  if (const auto refusal = Check(request, campaign, now)) return *refusal;
  const SubmissionBody& body = request.submission.body;
  return store::PooledSubmission{.campaign_id = body.campaign_id,
                                 .pool = records::PoolOf(body.kind),
                                 .submission_hash = body.SubmissionHash(),
                                 .signed_submission = request.submission.Encode(),
                                 .salt = request.salt,
                                 .envelope = request.envelope,
                                 .marks = MarksOf(body)};
}

store::Mark ThreadMark(const records::VerifyKey& thread_key) {
  return crypto::LabelledHash(Label::kThreadMark, {thread_key.bytes});
}

store::Mark ChainMark(const records::VerifyKey& thread_key, std::uint32_t sequence) {
  const Bytes place = crypto::Writer().U32(sequence).Take();
  return crypto::LabelledHash(Label::kChainMark, {thread_key.bytes, place});
}

std::vector<store::Mark> MarksOf(const SubmissionBody& body) {
  if (!records::PurposeOf(body.kind).has_value()) {
    return {ChainMark(body.thread_key, body.sequence)};
  }
  std::vector<store::Mark> marks;
  for (const auto& token : body.tokens) {
    marks.push_back(crypto::LabelledHash(Label::kSpentMark, {token.token_key_id, token.nonce}));
  }
  marks.push_back(ThreadMark(body.thread_key));
  marks.push_back(crypto::LabelledHash(Label::kKemMark, {body.thread_kem_key.bytes}));
  return marks;
}

RefusalCode ConflictCode(const store::PooledSubmission& submission, std::size_t place) {
  const bool acts_in_thread = submission.pool == records::Pool::kThreadActs ||
                              submission.pool == records::Pool::kRatings;
  if (acts_in_thread) return RefusalCode::kOutOfChain;
  return place + kThreadMarks < submission.marks.size() ? RefusalCode::kSpent
                                                        : RefusalCode::kThreadKeySeen;
}

}  // namespace candor::services::board
