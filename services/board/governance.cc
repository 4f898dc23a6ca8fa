#include "services/board/governance.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/status.h"
#include "base/text.h"

namespace candor::services::board {
namespace {

using audit::BoardView;
using audit::Campaign;
using records::Draft;
using records::Manifest;
using records::RosterDifference;

bool IsFacilitator(const Draft& draft, const records::VerifyKey& key) {
  return std::ranges::find(draft.facilitators, key, &records::Named::key) !=
         draft.facilitators.end();
}

// From the opening of issuance to the close of speaking with its grace, for both.
bool Overlap(const records::Phases& a, const records::Phases& b) {
  return a.issuance_opens < b.speaking_closes + b.grace_days &&
         b.issuance_opens < a.speaking_closes + a.grace_days;
}

// What the countersigned records say of roster `a` against `b`: joiners are in `a` alone.
std::optional<RosterDifference> FindDifference(const BoardView& view, const records::Hash& a,
                                               const records::Hash& b) {
  const auto stated = [&](const records::Hash& of, const records::Hash& against) {
    std::optional<RosterDifference> out;
    const audit::RosterState* const roster = view.FindRoster(of);
    if (roster == nullptr) return out;
    const auto& in_use = roster->record.in_use;
    const auto at = std::ranges::find(in_use, against, &RosterDifference::root);
    if (at != in_use.end()) out = *at;
    return out;
  };
  if (const auto direct = stated(a, b)) return direct;
  auto reverse = stated(b, a);
  if (reverse.has_value()) {
    std::swap(reverse->joiners, reverse->leavers);
    reverse->root = b;
  }
  return reverse;
}

// Two rosters whose campaigns overlap must not subtract to a few people (PROTOCOL §3).
absl::Status CheckRosterBeside(const Draft& draft, const Draft& other, const BoardView& view) {
  if (draft.roster_root == other.roster_root) return absl::OkStatus();
  const auto difference = FindDifference(view, draft.roster_root, other.roster_root);
  if (!difference.has_value()) {
    return absl::FailedPreconditionError(
        "another campaign of the same time uses another roster, and no countersigned roster record"
        " states how the two differ; have the difference counts countersigned first");
  }
  const bool disjoint =
      difference->joiners == draft.roster_size && difference->leavers == other.roster_size;
  const std::uint32_t least = std::max<std::uint32_t>(20, 4u * std::max(draft.k, other.k));
  if (disjoint || (difference->joiners >= least && difference->leavers >= least)) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(Cat(
      "another campaign of the same time uses a roster that differs by too few people: at least ",
      least, " both ways, or use the same roster, or wait until that campaign has closed"));
}

absl::Status CheckBeside(const Manifest& manifest, const Campaign& other, const BoardView& view,
                         Day today) {
  const Draft& draft = manifest.draft;
  const Draft& theirs = other.manifest->draft;
  if (draft.Id() == theirs.Id()) {
    return absl::AlreadyExistsError("a campaign of this draft was opened before");
  }
  if (other.IsOpen(today) && draft.question == theirs.question) {
    return absl::AlreadyExistsError(
        "an open campaign asks the same question: members refuse to take part in both");
  }
  if (Overlap(draft.phases, theirs.phases)) return CheckRosterBeside(draft, theirs, view);
  return absl::OkStatus();
}

std::set<ByteArray<crypto::kSpkiSize>> TokenKeysOf(const Manifest& manifest) {
  std::set<ByteArray<crypto::kSpkiSize>> keys;
  for (const auto& issuer : manifest.issuer_keys) keys.insert(issuer.begin(), issuer.end());
  return keys;
}

absl::Status CheckTokenKeysAreNew(const Manifest& manifest, const BoardView& view) {
  const auto fresh = TokenKeysOf(manifest);
  for (const auto& campaign : view.campaigns()) {
    const auto used = TokenKeysOf(*campaign.manifest);
    if (std::ranges::any_of(fresh, [&](const auto& key) { return used.contains(key); })) {
      return absl::AlreadyExistsError(
          "a token key of this manifest belongs to an earlier campaign; have the issuers prepare"
          " keys for this draft");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckGovernance(const records::Governance& record, const BoardView& view) {
  const auto& bundle = view.bundle();
  CANDOR_RETURN_IF_ERROR(
      records::VerifyGovernance(record, bundle.charter_key, bundle.independent_body_key));
  CANDOR_ASSIGN_OR_RETURN(const auto content, record.Content());
  const auto* roster = std::get_if<records::RosterRecord>(&content);
  if (roster != nullptr && view.FindRoster(roster->root) != nullptr) {
    return absl::AlreadyExistsError("the log has another record of this roster");
  }
  return absl::OkStatus();
}

absl::Status CheckOpeningAlone(const records::OpenCampaignCall& call,
                               const records::VerifyKey& caller) {
  if (!IsFacilitator(call.manifest.draft, caller)) {
    return absl::PermissionDeniedError("only a facilitator of the campaign may open it");
  }
  CANDOR_RETURN_IF_ERROR(records::VerifyManifest(call.manifest));
  return records::VerifyOpening(call.manifest, call.opening);
}

absl::Status CheckOpeningInLog(const Manifest& manifest, const BoardView& view, Day today) {
  CANDOR_RETURN_IF_ERROR(audit::CheckManifestRoles(manifest, view));
  if (today >= manifest.draft.phases.speaking_closes) {
    return absl::FailedPreconditionError("speaking would be closed already; draft new dates");
  }
  CANDOR_RETURN_IF_ERROR(CheckTokenKeysAreNew(manifest, view));
  for (const auto& other : view.campaigns()) {
    CANDOR_RETURN_IF_ERROR(CheckBeside(manifest, other, view, today));
  }
  const auto open = std::ranges::count_if(view.campaigns(),
                                          [&](const Campaign& each) { return each.IsOpen(today); });
  if (open >= view.bundle().max_open) {
    return absl::FailedPreconditionError(
        Cat("the policy allows ", int{view.bundle().max_open},
            " open campaigns at a time; wait until one has closed"));
  }
  return absl::OkStatus();
}

absl::StatusOr<records::CampaignClose> CloseOf(const Campaign& campaign,
                                               const records::VerifyKey& caller,
                                               bool speech_is_over) {
  if (!IsFacilitator(campaign.manifest->draft, caller)) {
    return absl::PermissionDeniedError("only a facilitator of the campaign may close it");
  }
  if (!speech_is_over) {
    return absl::FailedPreconditionError(
        "the last slot of speaking has not been sealed yet; close the campaign after it");
  }
  return records::CampaignClose{
      .opinions = campaign.opinions,
      .batches = static_cast<std::uint32_t>(campaign.batches.size()),
      .withheld = std::ranges::any_of(
          campaign.batches, [](const audit::Batch& batch) { return batch.seal.withheld; })};
}

}  // namespace candor::services::board
