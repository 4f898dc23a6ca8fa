#include "services/operator/erasure_acts.h"

#include <algorithm>

#include "base/status.h"
#include "base/text.h"

namespace candor::services::operators {

absl::StatusOr<std::uint64_t> FindText(const audit::Campaign& campaign, std::string_view prefix) {
  std::optional<std::uint64_t> found;
  for (const auto& [hash, sealed] : campaign.submissions) {
    if (!HexEncode(hash).starts_with(prefix)) continue;
    if (found.has_value()) {
      return absl::InvalidArgumentError("several texts have numbers that begin like that");
    }
    found = sealed.index;
  }
  if (!found.has_value()) {
    return absl::InvalidArgumentError("no text in the record has a number that begins like that");
  }
  return *found;
}

absl::StatusOr<crypto::Hash> LeafHashOf(const audit::Campaign& campaign, std::uint64_t entry) {
  for (const auto& [hash, sealed] : campaign.submissions) {
    if (sealed.index == entry) return sealed.leaf_hash;
  }
  for (const auto& [target, revisions] : campaign.answers) {
    for (const auto& answer : revisions) {
      if (answer.index == entry) return answer.leaf_hash;
    }
  }
  return absl::InvalidArgumentError("that entry of the record is no text of this jam");
}

absl::StatusOr<records::AgreedErasure> ProposeErasure(const audit::BoardView& board,
                                                      const audit::Campaign& campaign,
                                                      const records::Erasure& erasure,
                                                      const crypto::SigningKey& proposer) {
  if (!audit::MayProposeErasure(board, campaign, proposer.verify_key())) {
    return absl::PermissionDeniedError(
        "an erasure is proposed by a reader or a facilitator of the jam, or by the independent body; "
        "the log gives your key none of these roles");
  }
  CANDOR_ASSIGN_OR_RETURN(const auto leaf_hash, LeafHashOf(campaign, erasure.entry));
  if (erasure.campaign_id != campaign.id || erasure.leaf_hash != leaf_hash) {
    return absl::InvalidArgumentError("the proposal is about another entry than the record holds");
  }
  return records::AgreedErasure::Propose(erasure, proposer);
}

absl::StatusOr<records::AgreedErasure> AgreeToErase(const audit::BoardView& board,
                                                    records::AgreedErasure proposal,
                                                    const crypto::SigningKey& auditor, Day today) {
  CANDOR_RETURN_IF_ERROR(records::VerifyProposal(proposal));
  CANDOR_ASSIGN_OR_RETURN(const auto erasure, proposal.Content());
  const audit::Campaign* const campaign = board.FindCampaign(erasure.campaign_id);
  if (campaign == nullptr) {
    return absl::FailedPreconditionError("the proposal is about a jam that the record does not hold");
  }
  proposal.SignAsAuditor(auditor);
  CANDOR_RETURN_IF_ERROR(
      audit::CheckTombstone(board, *campaign, today, records::Tombstone{proposal}).status());
  return proposal;
}

}  // namespace candor::services::operators
