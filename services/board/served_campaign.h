// ServedCampaign: what admission asks of a campaign, computed once when it opens, and again when the
// grace is taken.
#pragma once

#include <array>
#include <memory>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "crypto/token.h"
#include "records/manifest.h"
#include "records/submission.h"

namespace candor::services::board {

// Immutable; thread-safe.
struct ServedCampaign {
  // When a kind is taken: [opens, closes).
  struct Window {
    UnixSeconds opens = 0;
    UnixSeconds closes = 0;
    // What every promise for the kind names.
    Day sealed_no_later_than = 0;
    bool Contains(UnixSeconds now) const { return opens <= now && now < closes; }
  };
  struct TokenKey {
    crypto::TokenPublicKey key;
    crypto::Hash challenge_digest{};  // the single one allowed
  };

  records::CampaignId id{};
  // Shared with the log's replay, which holds it for as long as the board runs.
  std::shared_ptr<const records::Manifest> manifest;
  // By purpose, in the order of kPurposes; of each, as draft.issuers.
  std::array<std::vector<TokenKey>, records::kPurposes.size()> token_keys;

  records::Grace grace = records::Grace::kNotTaken;

  const std::vector<TokenKey>& KeysOf(crypto::Purpose purpose) const {
    return token_keys.at(static_cast<std::size_t>(purpose) - 1);
  }
  Window WindowOf(records::Kind kind) const;

  static absl::StatusOr<ServedCampaign> Create(std::shared_ptr<const records::Manifest> manifest,
                                               std::string_view board_origin);
};

}  // namespace candor::services::board
