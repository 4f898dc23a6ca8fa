#include "services/board/served_campaign.h"

#include <utility>

#include "base/status.h"
#include "records/promise.h"
#include "records/window.h"

namespace candor::services::board {

absl::StatusOr<ServedCampaign> ServedCampaign::Create(
    std::shared_ptr<const records::Manifest> manifest, std::string_view board_origin) {
  const records::Draft& draft = manifest->draft;
  ServedCampaign out;
  out.id = manifest->Id();
  const records::Hash manifest_hash = manifest->ManifestHash();
  for (std::size_t p = 0; p < records::kPurposes.size(); ++p) {
    for (std::size_t i = 0; i < draft.issuers.size(); ++i) {
      CANDOR_ASSIGN_OR_RETURN(auto key,
                              crypto::TokenPublicKey::Parse(manifest->issuer_keys.at(i)[p]));
      const auto challenge = records::ChallengeFor(manifest_hash, records::kPurposes[p],
                                                   draft.issuers[i], board_origin);
      out.token_keys[p].push_back({std::move(key), crypto::ChallengeDigest(challenge)});
    }
  }
  out.manifest = std::move(manifest);
  return out;
}

ServedCampaign::Window ServedCampaign::WindowOf(records::Kind kind) const {
  const records::Draft& draft = manifest->draft;
  const records::KindWindow days = records::WindowOf(kind, draft.phases, grace);
  return {StartOf(days.opens), StartOf(days.closes),
          records::PromisedDay(kind, draft.phases, draft.slots)};
}

}  // namespace candor::services::board
