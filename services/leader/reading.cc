#include "services/leader/reading.h"

#include "base/status.h"
#include "crypto/commitment.h"
#include "services/leader/inbox.h"

namespace candor::services::leader {

absl::StatusOr<crypto::OpinionPlaintext> OpenOpinion(const audit::Campaign& campaign,
                                                     const records::FetchBatchReply::Item& item,
                                                     const records::VerifyKey& reader,
                                                     const crypto::KemPrivateKey& reading_key) {
  const auto sealed = campaign.submissions.find(item.submission_hash);
  if (sealed == campaign.submissions.end()) {
    return absl::FailedPreconditionError("the board sent a text that is not in the log");
  }
  CANDOR_ASSIGN_OR_RETURN(const auto submission,
                          records::SignedSubmission::Decode(sealed->second.signed_submission));
  const auto& body = submission.body;
  if (crypto::EnvelopeCommitment(item.salt, item.envelope) != body.commitment) {
    return absl::FailedPreconditionError(
        "the board sent another envelope than the one that the log commits to");
  }
  const auto slot = SlotOf(*campaign.manifest, body.audience, reader);
  if (!slot.has_value()) {
    return absl::PermissionDeniedError("this text is addressed to an audience that you are not in");
  }
  const crypto::EnvelopeHeader header{body.campaign_id, body.thread_key, body.audience};
  CANDOR_ASSIGN_OR_RETURN(
      const auto plaintext,
      crypto::OpenEnvelope(item.envelope, header, slot->index, slot->count, reading_key));
  return crypto::OpinionPlaintext::Decode(plaintext);
}

}  // namespace candor::services::leader
