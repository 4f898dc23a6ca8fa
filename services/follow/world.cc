#include "services/follow/world.h"

#include "audit/merkle.h"
#include "audit/proof.h"
#include "base/status.h"
#include "base/text.h"
#include "services/follow/policy.h"

namespace candor::services::follow {
namespace {

// Perfect subtrees computed from the leaves: a client holds every entry.
class LeafReader final : public audit::HashReader {
 public:
  explicit LeafReader(std::span<const Bytes> entries) : entries_(entries) {}

  absl::StatusOr<crypto::Hash> ReadHash(unsigned level, std::uint64_t index) const override {
    const std::uint64_t begin = index << level;
    const std::uint64_t width = std::uint64_t{1} << level;
    if (level > 40 || begin + width > entries_.size()) {
      return absl::OutOfRangeError("no such subtree in the local copy");
    }
    audit::CompactRange range;
    for (std::uint64_t i = begin; i < begin + width; ++i)
      range.Append(audit::LeafHash(entries_[i]));
    return range.Root();
  }

 private:
  std::span<const Bytes> entries_;
};

// The same error, marks included, with the log that it is about.
absl::Status Following(std::string_view origin, const absl::Status& status) {
  absl::Status out(status.code(), Cat("following the log ", origin, ": ", status.message()));
  status.ForEachPayload([&](absl::string_view type, const absl::Cord& payload) {
    out.SetPayload(type, payload);
  });
  return out;
}

template <class View>
absl::Status ReplayNew(const LogFollower& follower, View& view) {
  for (std::uint64_t i = view.size(); i < follower.entries().size(); ++i) {
    CANDOR_RETURN_IF_ERROR(view.Apply(follower.entries()[i], follower.contents()[i]));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<World>> World::Open(const runtime::Path& folder,
                                                   const records::TrustBundle& bundle,
                                                   const records::RelayIdentity* relay) {
  CANDOR_RETURN_IF_ERROR(bundle.CheckSeparation());
  std::unique_ptr<World> world(new World(bundle, relay));
  CANDOR_RETURN_IF_ERROR(world->OpenLogs(folder));
  // A content that was damaged here, or forged once, must not keep anybody from fetching it again.
  if (!world->Replay().ok()) {
    for (const auto& follower : world->followers_) follower.Distrust();
    CANDOR_RETURN_IF_ERROR(world->OpenLogs(folder));
  }
  return world;
}

LogSource World::SourceOf(std::size_t number) const {
  if (relay_.has_value()) return AtRelay(*relay_, number);
  return AtTheLog(number == 0 ? bundle_.board : bundle_.issuers[number - 1]);
}

absl::Status World::OpenLogs(const runtime::Path& folder) {
  CANDOR_ASSIGN_OR_RETURN(const auto policy, PolicyOf(bundle_));
  followers_.clear();
  issuer_views_.clear();
  CANDOR_ASSIGN_OR_RETURN(auto board, LogFollower::Open(folder / "board", bundle_.board, policy, SourceOf(0)));
  followers_.push_back(std::move(board));
  board_view_ = std::make_unique<audit::BoardView>(bundle_);
  for (std::size_t i = 0; i < bundle_.issuers.size(); ++i) {
    const auto& log = bundle_.issuers[i];
    CANDOR_ASSIGN_OR_RETURN(auto issuer,
                            LogFollower::Open(folder / Cat("issuer-", i + 1), log, policy,
                                              SourceOf(i + 1)));
    followers_.push_back(std::move(issuer));
    issuer_views_.push_back(std::make_unique<audit::IssuerView>(log.origin, bundle_.Fingerprint()));
  }
  return absl::OkStatus();
}

absl::Status World::Sync() {
  for (auto& follower : followers_) {
    if (const absl::Status status = follower.Sync(); !status.ok()) {
      return Following(follower.log().origin, status);
    }
  }
  return Replay();
}

absl::Status World::Replay() {
  // On copies, so that a rule broken half-way leaves the views as they were.
  auto board = std::make_unique<audit::BoardView>(*board_view_);
  CANDOR_RETURN_IF_ERROR(ReplayNew(followers_.front(), *board));
  std::vector<std::unique_ptr<audit::IssuerView>> issuers;
  for (std::size_t i = 0; i < issuer_views_.size(); ++i) {
    issuers.push_back(std::make_unique<audit::IssuerView>(*issuer_views_[i]));
    CANDOR_RETURN_IF_ERROR(ReplayNew(followers_[i + 1], *issuers.back()));
  }
  board_view_ = std::move(board);
  issuer_views_ = std::move(issuers);
  return absl::OkStatus();
}

const audit::IssuerView* World::FindIssuer(std::string_view origin) const {
  for (const auto& view : issuer_views_) {
    if (view->origin() == origin) return view.get();
  }
  return nullptr;
}

absl::StatusOr<std::vector<crypto::Hash>> World::BoardInclusion(std::uint64_t index) const {
  const auto& log = board_log();
  return audit::BuildInclusionProof(LeafReader(log.entries()), index, log.checkpoint().size);
}

}  // namespace candor::services::follow
