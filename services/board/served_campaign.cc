#include "services/board/served_campaign.h"

#include <utility>

#include "base/status.h"
#include "records/promise.h"

namespace candor::services::board {

absl::StatusOr<ServedCampaign> ServedCampaign::Create(
    std::shared_ptr<const records::Manifest> manifest, std::string_view board_origin) {
  const records::Draft& draft = manifest->draft;
  ServedCampaign out;
  out.id = manifest->Id();
  const records::Hash manifest_hash = manifest->ManifestHash();
  for (std::size_t i = 0; i < draft.issuers.size(); ++i) {
    CANDOR_ASSIGN_OR_RETURN(auto key,
                            crypto::TokenPublicKey::Parse(manifest->issuer_keys.at(i)[0]));
    const auto challenge = records::ChallengeFor(manifest_hash, crypto::Purpose::kVoice,
                                                 draft.issuers[i], board_origin);
    out.voice_keys.push_back({std::move(key), crypto::ChallengeDigest(challenge)});
  }
  const records::Phases& phases = draft.phases;
  out.opinions = {StartOf(phases.speaking_opens), StartOf(phases.speaking_closes),
                  records::PromisedDay(records::Kind::kOpinion, phases, draft.slots)};
  out.withdrawals = {StartOf(phases.speaking_opens), StartOf(phases.retention_ends),
                     records::PromisedDay(records::Kind::kWithdrawal, phases, draft.slots)};
  out.manifest = std::move(manifest);
  return out;
}

}  // namespace candor::services::board
