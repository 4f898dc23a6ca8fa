// World: all logs of an organisation, followed and replayed: what every client acts on.
//
// With a relay everything is fetched at its mirror, so that no server learns who reads.
//
// Promise: the views hold only what checkpoints with the bundle's quorum include. Sync fetches
// every log, always in the same way. The replay ends with an error at the first entry that breaks a
// rule; the views then stay as they were before that sync.
//
// One process at a time; not thread-safe.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "audit/board_view.h"
#include "audit/issuer_view.h"
#include "services/follow/log_follower.h"

namespace candor::services::follow {

class World {
 public:
  // `folder` keeps one folder a log. Where the local copy does not replay, all is fetched anew:
  // the views are empty until the next Sync. FailedPrecondition when the bundle's rules of PROTOCOL
  // §2 on who runs what do not hold.
  // `relay` is one of the bundle's, or nullptr: then each log's own server is asked.
  static absl::StatusOr<std::unique_ptr<World>> Open(const runtime::Path& folder,
                                                     const records::TrustBundle& bundle,
                                                     const records::RelayIdentity* relay = nullptr);

  // Board and every issuer. Unavailable names the log that cannot be reached.
  absl::Status Sync();

  const audit::BoardView& board() const { return *board_view_; }
  const audit::IssuerView& issuer(std::size_t index) const { return *issuer_views_.at(index); }
  // The position in the bundle; nullptr for an origin that it does not name.
  const audit::IssuerView* FindIssuer(std::string_view origin) const;
  std::size_t issuer_count() const { return issuer_views_.size(); }

  const LogFollower& board_log() const { return followers_.front(); }
  const LogFollower& issuer_log(std::size_t index) const { return followers_.at(index + 1); }

  // Proof that entry `index` stands in the board's log under board_log().checkpoint().
  absl::StatusOr<std::vector<crypto::Hash>> BoardInclusion(std::uint64_t index) const;

 private:
  World(const records::TrustBundle& bundle, const records::RelayIdentity* relay) : bundle_(bundle) {
    if (relay != nullptr) relay_ = *relay;
  }
  LogSource SourceOf(std::size_t number) const;
  absl::Status Replay();
  absl::Status OpenLogs(const runtime::Path& folder);

  records::TrustBundle bundle_;
  std::optional<records::RelayIdentity> relay_;
  std::vector<LogFollower> followers_;  // board, then issuers
  std::unique_ptr<audit::BoardView> board_view_;
  std::vector<std::unique_ptr<audit::IssuerView>> issuer_views_;
};

}  // namespace candor::services::follow
