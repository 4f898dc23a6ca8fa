#include "services/board/followed_draws.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "audit/note.h"
#include "base/status.h"
#include "base/text.h"
#include "services/follow/policy.h"
#include "services/runtime/event_log.h"

namespace candor::services::board {
namespace {

// A slot waits for this: an issuer that hangs must not hold it up for long.
constexpr runtime::HttpsLimits kPollLimits{.max_body_bytes = audit::kMaxNoteSize,
                                           .connect_timeout = std::chrono::milliseconds(2000),
                                           .read_timeout = std::chrono::milliseconds(3000)};

}  // namespace

absl::StatusOr<std::unique_ptr<FollowedDraws>> FollowedDraws::Open(
    const runtime::Path& folder, const records::TrustBundle& bundle) {
  CANDOR_ASSIGN_OR_RETURN(auto policy, follow::PolicyOf(bundle));
  std::unique_ptr<FollowedDraws> out(new FollowedDraws(bundle, std::move(policy)));
  for (std::size_t i = 0; i < bundle.issuers.size(); ++i) {
    const runtime::Path own = folder / Cat("issuer-", i + 1);
    CANDOR_ASSIGN_OR_RETURN(auto follower,
                            follow::LogFollower::Open(own, bundle.issuers[i], out->policy_));
    out->issuers_.push_back(
        {.folder = own,
         .follower = std::move(follower),
         .view = audit::IssuerView(bundle.issuers[i].origin, out->fingerprint_),
         .connection = std::nullopt});
    Issuer& issuer = out->issuers_.back();
    if (!Replay(issuer).ok()) CANDOR_RETURN_IF_ERROR(out->BeginAnew(issuer));
  }
  return out;
}

absl::Status FollowedDraws::BeginAnew(Issuer& issuer) const {
  issuer.follower.Distrust();
  // The checkpoint stays remembered in the folder, so that the new copy has to extend it.
  CANDOR_ASSIGN_OR_RETURN(
      issuer.follower,
      follow::LogFollower::Open(issuer.folder, issuer.follower.log(), policy_));
  issuer.view = audit::IssuerView(issuer.follower.log().origin, fingerprint_);
  return absl::OkStatus();
}

absl::Status FollowedDraws::Replay(Issuer& issuer) {
  for (std::uint64_t i = issuer.view.size(); i < issuer.follower.entries().size(); ++i) {
    const audit::EntryText& text = issuer.follower.contents()[i];
    CANDOR_RETURN_IF_ERROR(
        issuer.view.Apply(issuer.follower.entries()[i], {text.salt, text.content}));
  }
  return absl::OkStatus();
}

absl::Status FollowedDraws::Sync(Issuer& issuer) const {
  if (!issuer.connection.has_value()) {
    const auto& log = issuer.follower.log();
    CANDOR_ASSIGN_OR_RETURN(auto connection, runtime::HttpsConnection::Open(
                                                 log.files_url, log.tls_anchor, kPollLimits));
    issuer.connection.emplace(std::move(connection));
  }
  CANDOR_ASSIGN_OR_RETURN(const auto reply, issuer.connection->Get("/checkpoint"));
  if (reply.status != 200) return absl::UnavailableError("the issuer has published nothing yet");
  if (AsText(reply.body) != issuer.follower.note()) CANDOR_RETURN_IF_ERROR(issuer.follower.Sync());
  const absl::Status replayed = Replay(issuer);
  const std::string note = issuer.follower.note();
  if (replayed.ok() || issuer.fetched_again == note) return replayed;
  issuer.fetched_again = note;
  CANDOR_RETURN_IF_ERROR(BeginAnew(issuer));
  CANDOR_RETURN_IF_ERROR(issuer.follower.Sync());
  return Replay(issuer);
}

void FollowedDraws::Refresh() {
  for (std::size_t i = 0; i < issuers_.size(); ++i) {
    const absl::Status synced = Sync(issuers_[i]);
    if (!synced.ok() && (issuers_[i].current || issuers_[i].view.size() == 0)) {
      runtime::Log(runtime::Event::kIssuerUnreachable, {i + 1});
    }
    issuers_[i].current = synced.ok();
  }
}

std::vector<IssuerDraws> FollowedDraws::Draws(const records::CampaignId& campaign,
                                              const std::vector<std::string>& origins) const {
  std::vector<IssuerDraws> out;
  for (const auto& origin : origins) {
    IssuerDraws& draws = out.emplace_back();
    const auto at = std::ranges::find_if(
        issuers_, [&](const Issuer& issuer) { return issuer.view.origin() == origin; });
    if (at == issuers_.end()) continue;
    // A replay that ended early counts under no checkpoint: the number must be that of the tree.
    const audit::Checkpoint& checkpoint = at->follower.checkpoint();
    draws.known = checkpoint.size > 0 && at->view.size() == checkpoint.size;
    if (!draws.known) continue;
    draws.current = at->current;
    draws.size = checkpoint.size;
    draws.root = checkpoint.root;
    draws.draws = at->view.Draws(campaign);
  }
  return out;
}

}  // namespace candor::services::board
