#include "services/issuer/board_follower.h"

#include <chrono>
#include <utility>

#include "audit/note.h"
#include "base/status.h"
#include "base/text.h"
#include "services/follow/policy.h"

namespace candor::services::issuer {
namespace {

// The ticker waits for this; a board that is away must not hold up what does not need it.
constexpr runtime::HttpsLimits kPollLimits{.max_body_bytes = audit::kMaxNoteSize,
                                           .connect_timeout = std::chrono::milliseconds(2000),
                                           .read_timeout = std::chrono::milliseconds(5000)};

}  // namespace

absl::StatusOr<std::unique_ptr<BoardFollower>> BoardFollower::Open(
    const runtime::Path& folder, const records::TrustBundle& bundle) {
  const auto take_up = [&]() -> absl::StatusOr<std::unique_ptr<BoardFollower>> {
    CANDOR_ASSIGN_OR_RETURN(auto policy, follow::PolicyOf(bundle));
    CANDOR_ASSIGN_OR_RETURN(auto follower,
                            follow::LogFollower::Open(folder, bundle.board, std::move(policy)));
    return std::unique_ptr<BoardFollower>(new BoardFollower(std::move(follower), bundle));
  };
  CANDOR_ASSIGN_OR_RETURN(auto out, take_up());
  if (out->Replay().ok()) return out;
  // A content that was damaged here, or forged once: everything is fetched again.
  out->follower_.Distrust();
  return take_up();
}

absl::StatusOr<bool> BoardFollower::HasNews() {
  if (!connection_.has_value()) {
    const auto& board = follower_.log();
    CANDOR_ASSIGN_OR_RETURN(auto connection,
                            runtime::HttpsConnection::Open(board.files_url, board.tls_anchor,
                                                           kPollLimits));
    connection_.emplace(std::move(connection));
  }
  CANDOR_ASSIGN_OR_RETURN(const auto reply, connection_->Get("/checkpoint"));
  if (reply.status != 200) {
    return absl::UnavailableError("The board has not published a checkpoint yet.");
  }
  return AsText(reply.body) != follower_.note();
}

absl::Status BoardFollower::Sync() {
  CANDOR_ASSIGN_OR_RETURN(const bool news, HasNews());
  if (news) CANDOR_RETURN_IF_ERROR(follower_.Sync());
  // Also without news: an entry at which the replay ended is told each time.
  return Replay();
}

absl::Status BoardFollower::Replay() {
  for (std::uint64_t i = view_.size(); i < follower_.entries().size(); ++i) {
    CANDOR_RETURN_IF_ERROR(view_.Apply(follower_.entries()[i], follower_.contents()[i]));
  }
  return absl::OkStatus();
}

}  // namespace candor::services::issuer
