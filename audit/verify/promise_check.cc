#include "audit/verify/promise_check.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "crypto/token_key.h"
#include "audit/acts.h"
#include "records/promise.h"
#include "records/window.h"

namespace candor::audit {
namespace {

using records::RefusalCode;
using records::SubmissionBody;
using records::SubmitReply;

// In the log, and the day of its batch.
std::optional<Day> SealedOn(const Campaign& campaign, const crypto::Hash& hash) {
  for (const Batch& batch : campaign.batches) {
    if (std::ranges::find(batch.submissions, hash) != batch.submissions.end()) return batch.day;
  }
  return std::nullopt;
}

bool TokensVerify(const SubmissionBody& body, const Campaign& campaign,
                  const std::string& board_origin) {
  const auto purpose = records::PurposeOf(body.kind);
  const auto& manifest = *campaign.manifest;
  if (!purpose.has_value() || body.tokens.size() != manifest.issuer_keys.size()) return false;
  const auto p = static_cast<std::size_t>(*purpose) - 1;
  for (std::size_t i = 0; i < body.tokens.size(); ++i) {
    const auto key = crypto::TokenPublicKey::Parse(manifest.issuer_keys[i][p]);
    const auto challenge = records::ChallengeFor(manifest.ManifestHash(), *purpose,
                                                 manifest.draft.issuers[i], board_origin);
    if (!key.ok() || !crypto::VerifyToken(body.tokens[i], *key, crypto::ChallengeDigest(challenge),
                                          body.thread_key)
                          .ok()) {
      return false;
    }
  }
  return true;
}

bool SharesToken(const SubmissionBody& a, const SubmissionBody& b) {
  return std::ranges::any_of(a.tokens, [&](const crypto::Token& mine) {
    return std::ranges::any_of(b.tokens, [&](const crypto::Token& theirs) {
      return mine.token_key_id == theirs.token_key_id && mine.nonce == theirs.nonce;
    });
  });
}

// The submission that a refusal points at, signed by its own thread key.
std::optional<SubmissionBody> OtherOf(const SubmitReply& reply) {
  const auto other = records::SignedSubmission::Decode(reply.other);
  if (!other.ok() || !other->VerifySignature().ok()) return std::nullopt;
  return other->body;
}

// Whether what the body refers to was there on an earlier day. On the same one the refusal may have been first; of
// what was added since, the log does not tell a stranger when exactly.
bool WasThereBefore(const Campaign& campaign, const SubmissionBody& body, Day day) {
  if (!CheckTarget(campaign, body).ok()) return false;
  const PublicAct* act = campaign.acts.Find(body.target);
  if (const auto item = campaign.acts.published.find(body.target); item != campaign.acts.published.end()) {
    act = &campaign.acts.all[item->second.publish];
  }
  return act == nullptr || act->day < day;
}

// On an earlier day: on the same one the refusal may have been first.
bool BeganBefore(const Campaign& campaign, const records::VerifyKey& thread_key, Day day) {
  const auto thread = campaign.threads.find(thread_key);
  if (thread == campaign.threads.end()) return false;
  const bool speaks = thread->second.kind == records::Kind::kOpinion ||
                      thread->second.kind == records::Kind::kContribution;
  const auto sealed = SealedOn(campaign, thread->second.first);
  return speaks && sealed.has_value() && *sealed < day;
}

// True where the evidence shows that the refusal is false; unknown reasons are not.
bool IsFalse(const records::Refusal& refusal, const SubmitReply& reply, const SubmissionBody& body,
             const Campaign& campaign, const std::string& board_origin) {
  const auto& draft = campaign.manifest->draft;
  const auto other = OtherOf(reply);
  switch (refusal.code) {
    case RefusalCode::kUnknownCampaign: return refusal.day > campaign.opened;
    case RefusalCode::kWindowClosed: return campaign.TakesAllOf(refusal.day, body.kind);
    case RefusalCode::kTarget: return WasThereBefore(campaign, body, refusal.day);
    // Of `sequence` bodies before this one not more can have been follow-ups.
    case RefusalCode::kQuota: return body.sequence <= draft.quotas.follow_ups;
    case RefusalCode::kAudience: return draft.FindAudience(body.audience) != nullptr;
    case RefusalCode::kToken: return TokensVerify(body, campaign, board_origin);
    case RefusalCode::kSpent:
      return !other.has_value() || !SharesToken(*other, body) ||
             other->SubmissionHash() == body.SubmissionHash();
    case RefusalCode::kThreadKeySeen:
      return !other.has_value() || (other->thread_key != body.thread_key &&
                                    (other->thread_kem_key != body.thread_kem_key ||
                                     !TokensVerify(*other, campaign, board_origin)));
    case RefusalCode::kOutOfChain:
      return !other.has_value() || other->thread_key != body.thread_key;
    case RefusalCode::kUnknownThread: return BeganBefore(campaign, body.thread_key, refusal.day);
    case RefusalCode::kMalformed:
    case RefusalCode::kCommitment:
    case RefusalCode::kEnvelopeHeader:
    case RefusalCode::kThreadSignature: return false;
  }
  return false;
}

}  // namespace

void CheckPromise(const PromiseEvidence& evidence, const BoardView& board, Day as_of,
                  Findings& findings) {
  const auto add = [&](Severity severity, std::string why) {
    findings.Add({InvariantId::kPromises, severity, board.bundle().board.origin, {}, std::move(why)});
  };
  const auto submission = records::SignedSubmission::Decode(evidence.signed_submission);
  const auto reply = SubmitReply::Decode(evidence.reply);
  if (!submission.ok() || !reply.ok() || !submission->VerifySignature().ok()) {
    return add(Severity::kIncomplete, "a receipt's evidence cannot be read, or its author has not "
                                      "signed it: it proves nothing");
  }
  const SubmissionBody& body = submission->body;
  const Campaign* const campaign = board.FindCampaign(body.campaign_id);
  if (campaign == nullptr) {
    return add(Severity::kIncomplete, "a receipt's evidence is about a campaign that is not in the log");
  }
  const auto& promise_key = campaign->manifest->draft.promise_key;
  if (reply->type == SubmitReply::Type::kPromise) {
    const auto promise = records::VerifyPromise(*reply, body, promise_key);
    if (!promise.ok()) {
      return add(Severity::kIncomplete, "a promise that the board has not signed for this submission");
    }
    const auto sealed = SealedOn(*campaign, body.SubmissionHash());
    const Day due = promise->sealed_no_later_than;
    if (!sealed.has_value() && as_of > due) {
      return add(Severity::kBroken, "a promise was not kept: the log does not hold the submission, and "
                                    "the promised day has passed");
    }
    if (sealed.has_value() && *sealed > due) {
      add(Severity::kBroken, "a promise was kept too late");
    }
    return;
  }
  const bool ours = reply->record.signer == promise_key &&
                    reply->record.Verify(crypto::Label::kRefusal).ok();
  const auto refusal = records::Refusal::Decode(reply->record.body);
  if (!ours || !refusal.ok() || refusal->submission_hash != body.SubmissionHash() ||
      refusal->campaign_id != body.campaign_id) {
    return add(Severity::kIncomplete, "a refusal that the board has not signed for this submission");
  }
  if (IsFalse(*refusal, *reply, body, *campaign, board.bundle().board.origin)) {
    add(Severity::kBroken, "the board signed a refusal whose reason is false");
  }
}

}  // namespace candor::audit
