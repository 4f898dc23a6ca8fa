// ServedCampaign: what admission asks of a campaign, computed once when it opens.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "crypto/token.h"
#include "records/manifest.h"

namespace candor::services::board {

// Immutable; thread-safe.
struct ServedCampaign {
  struct VoiceKey {
    crypto::TokenPublicKey key;
    crypto::Hash challenge_digest{};  // the single one allowed
  };

  records::CampaignId id{};
  // Shared with the log's replay, which holds it for as long as the board runs.
  std::shared_ptr<const records::Manifest> manifest;
  std::vector<VoiceKey> voice_keys;  // as draft.issuers
  // Window of kind 1: [opens, closes).
  UnixSeconds speaking_opens = 0;
  UnixSeconds speaking_closes = 0;
  // What every promise for an opinion names.
  Day sealed_no_later_than = 0;

  bool InWindow(UnixSeconds now) const { return speaking_opens <= now && now < speaking_closes; }

  static absl::StatusOr<ServedCampaign> Create(std::shared_ptr<const records::Manifest> manifest,
                                               std::string_view board_origin);
};

}  // namespace candor::services::board
