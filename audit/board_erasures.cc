// Tombstones and what they name.
#include <algorithm>
#include <utility>

#include "audit/board_replay.h"
#include "base/status.h"

namespace candor::audit {
namespace {

using records::Role;
using Indices = std::vector<std::uint64_t>;

absl::Status Broken(const char* why) { return absl::FailedPreconditionError(why); }

// A text that can be destroyed, wherever it lies beside the log.
struct Erasable {
  std::uint64_t index = 0;
  crypto::Hash leaf_hash{};
};

bool HoldsText(const SealedSubmission& sealed) {
  const auto decoded = records::SignedSubmission::Decode(sealed.signed_submission);
  return decoded.ok() && records::HasEnvelope(decoded->body.kind);
}

std::optional<Erasable> FindErasable(const Campaign& campaign, std::uint64_t index) {
  for (const auto& [hash, sealed] : campaign.submissions) {
    if (sealed.index != index) continue;
    if (!HoldsText(sealed)) return std::nullopt;
    return Erasable{index, sealed.leaf_hash};
  }
  for (const auto& [target, revisions] : campaign.answers) {
    for (const auto& answer : revisions) {
      if (answer.index == index) return Erasable{index, answer.leaf_hash};
    }
  }
  for (const PublicAct& act : campaign.acts.all) {
    if (act.index != index) continue;
    if (!act.act.ContentCommitment().has_value()) return std::nullopt;
    return Erasable{index, act.leaf_hash};
  }
  return std::nullopt;
}

// `entries` are sorted.
void Mark(Campaign& campaign, const Indices& entries, std::uint64_t tombstone) {
  const auto named = [&](std::uint64_t index) { return std::ranges::binary_search(entries, index); };
  for (auto& [hash, sealed] : campaign.submissions) {
    if (named(sealed.index)) sealed.tombstone = tombstone;
  }
  for (auto& [target, revisions] : campaign.answers) {
    for (auto& answer : revisions) {
      if (named(answer.index)) answer.tombstone = tombstone;
    }
  }
  for (PublicAct& act : campaign.acts.all) {
    if (named(act.index)) act.tombstone = tombstone;
  }
}

// Sorted.
Indices NamedBefore(const Campaign& campaign) {
  Indices out;
  for (const auto& erasing : campaign.erasures) {
    out.insert(out.end(), erasing.entries.begin(), erasing.entries.end());
  }
  std::ranges::sort(out);
  return out;
}

// What says again what a text said: its publication, and what was written to its author about it.
void AddWhatQuotes(const Campaign& campaign, const crypto::Hash& submission, Indices& out) {
  const CampaignActs& acts = campaign.acts;
  if (const auto item = acts.published.find(submission); item != acts.published.end()) {
    out.push_back(acts.all[item->second.publish].index);
  }
  if (const auto notes = acts.notes.find(submission); notes != acts.notes.end()) {
    for (const ActPlace place : notes->second) out.push_back(acts.all[place].index);
  }
}

// Every text of a thread, and what quotes it, in any batch that is not withheld or even there: what was withheld is
// destroyed already.
Indices TextsOfThread(const Campaign& campaign, const records::VerifyKey& thread_key) {
  Indices out;
  for (const auto& [hash, sealed] : campaign.submissions) {
    const auto decoded = records::SignedSubmission::Decode(sealed.signed_submission);
    if (decoded.ok() && decoded->body.thread_key == thread_key &&
        records::HasEnvelope(decoded->body.kind)) {
      out.push_back(sealed.index);
      AddWhatQuotes(campaign, hash, out);
    }
  }
  std::ranges::sort(out);
  return out;
}

absl::StatusOr<Indices> CheckWithdrawn(const Campaign& campaign,
                                       const records::WithdrawnCause& cause) {
  for (const auto& [key, thread] : campaign.threads) {
    if (thread.withdrawal != cause.withdrawal) continue;
    const auto first = campaign.submissions.find(thread.first);
    if (first == campaign.submissions.end() || first->second.index != cause.submission) break;
    return TextsOfThread(campaign, key);
  }
  return Broken("a tombstone without the withdrawal that it names");
}

absl::StatusOr<Indices> CheckRetention(const Campaign& campaign, Day day,
                                       const records::RetentionCause& cause) {
  const auto batch = std::ranges::find(campaign.batches, cause.batch, &Batch::index);
  if (batch == campaign.batches.end()) return Broken("a tombstone of a batch that is not there");
  if (batch->seal.withheld) return Broken("a tombstone of a batch that was withheld");
  if (day < campaign.open.phases.retention_ends) {
    return Broken("a tombstone before retention has ended");
  }
  // What a tombstone names already stays that one's.
  Indices out;
  for (const auto& hash : batch->submissions) {
    const SealedSubmission& sealed = campaign.submissions.at(hash);
    if (sealed.tombstone.has_value() || !HoldsText(sealed)) continue;
    out.push_back(sealed.index);
    AddWhatQuotes(campaign, hash, out);
  }
  std::ranges::sort(out);
  if (out.empty()) return Broken("a tombstone of a batch without a text");
  return out;
}

absl::StatusOr<Indices> CheckAgreed(const BoardView& view, const Campaign& campaign,
                                    const records::AgreedErasure& cause) {
  CANDOR_RETURN_IF_ERROR(records::VerifyAgreed(cause));
  CANDOR_ASSIGN_OR_RETURN(const auto erasure, cause.Content());
  if (erasure.campaign_id != campaign.id) return Broken("an erasure of another campaign");
  if (!view.Holds(cause.auditor, Role::kAuditor)) {
    return Broken("an erasure that no auditor has signed");
  }
  if (!MayProposeErasure(view, campaign, cause.proposer)) {
    return Broken("an erasure proposed by somebody who may not");
  }
  const auto erasable = FindErasable(campaign, erasure.entry);
  if (!erasable.has_value() || erasable->leaf_hash != erasure.leaf_hash) {
    return Broken("an erasure of something that is no text of this campaign");
  }
  Indices out{erasure.entry};
  for (const auto& [hash, sealed] : campaign.submissions) {
    if (sealed.index == erasure.entry) AddWhatQuotes(campaign, hash, out);
  }
  std::ranges::sort(out);
  return out;
}

}  // namespace

bool MayProposeErasure(const BoardView& view, const Campaign& campaign,
                       const records::VerifyKey& key) {
  if (view.Holds(key, Role::kIndependentBody)) return true;
  const records::Draft& draft = campaign.manifest->draft;
  const auto& facilitators = draft.facilitators;
  const bool facilitates = std::ranges::find(facilitators, key, &records::Named::key) !=
                           facilitators.end();
  return (facilitates && view.Holds(key, Role::kFacilitator)) ||
         (draft.FindReader(key) != nullptr && view.Holds(key, Role::kReader));
}

absl::StatusOr<Indices> CheckTombstone(const BoardView& view, const Campaign& campaign, Day day,
                                       const records::Tombstone& tombstone) {
  absl::StatusOr<Indices> entries = Indices{};
  if (const auto* withdrawn = std::get_if<records::WithdrawnCause>(&tombstone.cause)) {
    entries = CheckWithdrawn(campaign, *withdrawn);
  } else if (const auto* retention = std::get_if<records::RetentionCause>(&tombstone.cause)) {
    entries = CheckRetention(campaign, day, *retention);
  } else {
    entries = CheckAgreed(view, campaign, std::get<records::AgreedErasure>(tombstone.cause));
  }
  CANDOR_RETURN_IF_ERROR(entries.status());
  const Indices before = NamedBefore(campaign);
  std::erase_if(*entries,
                [&](std::uint64_t index) { return std::ranges::binary_search(before, index); });
  if (entries->empty()) return Broken("a tombstone of what has one already");
  return entries;
}

absl::Status BoardView::Replay::operator()(const records::Tombstone& tombstone) const {
  Campaign* const at = campaign();
  if (at == nullptr) return Broken("a tombstone in an unknown campaign");
  CANDOR_ASSIGN_OR_RETURN(auto entries, CheckTombstone(view, *at, entry.day, tombstone));
  Mark(*at, entries, view.size_);
  at->erasures.push_back({view.size_, entry.day, tombstone, std::move(entries), {}});
  return absl::OkStatus();
}

absl::Status BoardView::Replay::operator()(const records::ErasureDone& done) const {
  Campaign* const at = campaign();
  if (at == nullptr) return Broken("an erasure in an unknown campaign");
  const auto erasing = std::ranges::find(at->erasures, done.tombstone, &Erasing::index);
  if (erasing == at->erasures.end() || erasing->done.has_value()) {
    return Broken("an erasure without a tombstone that waits for it");
  }
  if (done.destroyed > erasing->entries.size()) {
    return Broken("more texts destroyed than the tombstone names");
  }
  erasing->done = view.size_;
  return absl::OkStatus();
}

}  // namespace candor::audit
