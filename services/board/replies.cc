#include "services/board/replies.h"

#include <utility>

namespace candor::services::board {

using crypto::Label;
using records::Signed;
using records::SubmitReply;

SubmitReply Replies::Promise(records::Kind kind, const crypto::Hash& submission_hash,
                             const ServedCampaign& campaign) const {
  const records::Promise promise{.campaign_id = campaign.id,
                                 .submission_hash = submission_hash,
                                 .sealed_no_later_than =
                                     campaign.WindowOf(kind).sealed_no_later_than};
  return {.type = SubmitReply::Type::kPromise,
          .record = Signed::Make(promise_key_, Label::kPromise, promise.Encode()),
          .other = {}};
}

Replies::Refused Replies::About(const records::SubmitRequest& request) {
  const records::SubmissionBody& body = request.submission.body;
  return {.campaign_id = body.campaign_id,
          .submission_hash = body.SubmissionHash(),
          .envelope_hash = crypto::Sha256({request.envelope}),
          .salt = request.salt};
}

Replies::Refused Replies::About(const store::PooledSubmission& submission) {
  return {.campaign_id = submission.campaign_id,
          .submission_hash = submission.submission_hash,
          .envelope_hash = crypto::Sha256({submission.envelope}),
          .salt = submission.salt};
}

SubmitReply Replies::Refusal(const Refused& refused, records::RefusalCode code, Day today,
                             Bytes other) const {
  const records::Refusal refusal{.code = code,
                                 .campaign_id = refused.campaign_id,
                                 .submission_hash = refused.submission_hash,
                                 .envelope_hash = refused.envelope_hash,
                                 .salt = refused.salt,
                                 .day = today};
  return {.type = SubmitReply::Type::kRefusal,
          .record = Signed::Make(promise_key_, Label::kRefusal, refusal.Encode()),
          .other = std::move(other)};
}

}  // namespace candor::services::board
