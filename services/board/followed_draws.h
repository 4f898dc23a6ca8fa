// FollowedDraws: the issuers' draws, counted in verified copies of their logs.
//
// Promise: a number comes from a checkpoint that the issuer signed and the quorum cosigned,
// recounted from every entry under it. An issuer whose log misbehaves keeps the last good number,
// as one that cannot be reached. No root covers the contents beside entries, so what does not
// replay is fetched once more for each checkpoint, and again after a start: a content that was
// forged or damaged once must not close the gate for good.
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
    runtime::Path folder;
    follow::LogFollower follower;
    audit::IssuerView view;
    // Kept for looking at the checkpoint: everything new is fetched only when it is another one.
    std::optional<runtime::HttpsConnection> connection;
    bool current = false;
    std::string fetched_again{};  // the checkpoint for which everything was
  };

  FollowedDraws(const records::TrustBundle& bundle, audit::WitnessPolicy policy)
      : fingerprint_(bundle.Fingerprint()), policy_(std::move(policy)) {}

  absl::Status Sync(Issuer& issuer) const;
  // Forgets the copy, which is then fetched as a whole at the next Sync of its follower.
  absl::Status BeginAnew(Issuer& issuer) const;
  static absl::Status Replay(Issuer& issuer);

  const crypto::Hash fingerprint_;
  const audit::WitnessPolicy policy_;
  std::vector<Issuer> issuers_;  // as in the bundle
};

}  // namespace candor::services::board
