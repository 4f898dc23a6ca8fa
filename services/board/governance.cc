#include "services/board/governance.h"

#include <algorithm>
#include <set>

#include "audit/roster_overlap.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::services::board {
namespace {

using audit::BoardView;
using audit::Campaign;
using records::Draft;
using records::Manifest;

bool IsFacilitator(const Draft& draft, const records::VerifyKey& key) {
  return std::ranges::find(draft.facilitators, key, &records::Named::key) !=
         draft.facilitators.end();
}

// Two rosters whose campaigns overlap must not subtract to a few people (PROTOCOL §3).
absl::Status CheckRosterBeside(const Draft& draft, const Draft& other, const BoardView& view) {
  const std::uint16_t k = std::max(draft.k, other.k);
  switch (audit::CompareRosters(view, draft.roster_root, other.roster_root, k)) {
    case audit::RosterOverlap::kSafe: return absl::OkStatus();
    case audit::RosterOverlap::kUncounted:
      return absl::FailedPreconditionError(
          "another campaign of the same time uses another roster, and no countersigned roster"
          " record states how the two differ; have the difference counts countersigned first");
    case audit::RosterOverlap::kImpossible:
      return absl::FailedPreconditionError(
          "another campaign of the same time uses another roster, and the difference counts that"
          " were countersigned cannot be true of two rosters of these sizes; have them counted"
          " again, and wait until that campaign has closed");
    case audit::RosterOverlap::kTooFew: break;
  }
  return absl::FailedPreconditionError(
      Cat("another campaign of the same time uses a roster that differs by too few people: at"
          " least ",
          audit::MinRosterDifference(k),
          " both ways, or use the same roster, or wait until that campaign has closed"));
}

absl::Status CheckBeside(const Manifest& manifest, const Campaign& other, const BoardView& view,
                         Day today) {
  const Draft& draft = manifest.draft;
  const Draft& theirs = other.manifest->draft;
  if (draft.Id() == theirs.Id()) {
    return absl::AlreadyExistsError("a campaign of this draft was opened before");
  }
  if (other.IsOpen(today) && records::AskTheSame(draft.question, theirs.question)) {
    return absl::AlreadyExistsError(
        "an open campaign asks the same question: members refuse to take part in both");
  }
  if (!audit::SpansOverlap(draft.phases, theirs.phases)) return absl::OkStatus();
  return CheckRosterBeside(draft, theirs, view);
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
  if (open >= view.MaxOpenOn(today)) {
    return absl::FailedPreconditionError(
        Cat("the policy allows ", int{view.MaxOpenOn(today)},
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
