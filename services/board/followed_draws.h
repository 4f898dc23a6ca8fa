// FollowedDraws: the issuers' draws, counted in verified copies of their logs.
//
// Promise: a number comes from a checkpoint that the issuer signed and the quorum cosigned,
// recounted from every entry under it. An issuer whose log misbehaves keeps the last good number,
// as one that cannot be reached.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/issuer_view.h"
#include "records/trust_bundle.h"
#include "services/board/draw_counter.h"
#include "services/follow/log_follower.h"
#include "services/runtime/https_client.h"

namespace candor::services::board {

class FollowedDraws final : public DrawCounter {
 public:
  // Takes up the copies in `folder`, one folder a log, without asking anybody.
  static absl::StatusOr<std::unique_ptr<FollowedDraws>> Open(const runtime::Path& folder,
                                                             const records::TrustBundle& bundle);

  void Refresh() override;
  std::vector<IssuerDraws> Draws(const records::CampaignId& campaign,
                                 const std::vector<std::string>& origins) const override;

 private:
  struct Issuer {
    follow::LogFollower follower;
    audit::IssuerView view;
    // Kept for looking at the checkpoint: everything new is fetched only when it is another one.
    std::optional<runtime::HttpsConnection> connection;
    bool current = false;
  };

  static absl::Status Sync(Issuer& issuer);
  static absl::Status Replay(Issuer& issuer);

  std::vector<Issuer> issuers_;  // as in the bundle
};

}  // namespace candor::services::board
