// Replies: the board's signed answers to a submission, under the promise key.
//
// A promise is a function of body and manifest (Ed25519 is deterministic), so it is recomputed for
// a replay and never stored. Const use is thread-safe. The key must outlive it.
#pragma once

#include "records/promise.h"
#include "services/board/served_campaign.h"
#include "store/pooled_submission.h"

namespace candor::services::board {

class Replies {
 public:
  explicit Replies(const crypto::SigningKey& promise_key) : promise_key_(promise_key) {}

  // Only for what the store has accepted, now or before.
  records::SubmitReply Promise(records::Kind kind, const crypto::Hash& submission_hash,
                               const ServedCampaign& campaign) const;

  // What a refusal is about.
  struct Refused {
    records::CampaignId campaign_id{};
    crypto::Hash submission_hash{};
    crypto::Hash envelope_hash{};
    records::Salt salt{};
  };
  static Refused About(const records::SubmitRequest& request);
  static Refused About(const store::PooledSubmission& submission);

  // `other` is the evidence for those codes that need one, else empty.
  records::SubmitReply Refusal(const Refused& refused, records::RefusalCode code, Day today,
                               Bytes other = {}) const;

 private:
  const crypto::SigningKey& promise_key_;
};

}  // namespace candor::services::board
