// BoardFollower: the board's log, followed over HTTPS and replayed.
//
// An issuer asks every second, and in a simulation a hundred times a second, while the log grows
// rarely. So one connection is kept for looking at the checkpoint, and the follower's own fetch of
// everything new runs only when the checkpoint is another one.
#pragma once

#include <memory>
#include <optional>

#include "services/follow/log_follower.h"
#include "services/issuer/board_source.h"
#include "services/runtime/https_client.h"

namespace candor::services::issuer {

class BoardFollower final : public BoardSource {
 public:
  // Takes up the copy in `folder`, without asking the board; begins anew where it does not replay.
  static absl::StatusOr<std::unique_ptr<BoardFollower>> Open(const runtime::Path& folder,
                                                             const records::TrustBundle& bundle);

  // Unavailable when the board cannot be reached; DataLoss when its log misbehaved, and what the
  // replay found when an entry breaks a rule.
  absl::Status Sync() override;
  const audit::BoardView& view() const override { return view_; }

 private:
  BoardFollower(follow::LogFollower follower, const records::TrustBundle& bundle)
      : follower_(std::move(follower)), view_(bundle) {}

  absl::StatusOr<bool> HasNews();
  absl::Status Replay();

  follow::LogFollower follower_;
  audit::BoardView view_;
  std::optional<runtime::HttpsConnection> connection_;
};

}  // namespace candor::services::issuer
