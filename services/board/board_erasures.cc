// Erasures: from the word that allows one to the bytes that are gone (AUDIT §2).
//
//   Tombstone, synced → published with the quorum → key, record, content destroyed → ErasureDone
#include <algorithm>
#include <utility>

#include "base/status.h"
#include "services/board/board.h"
#include "services/runtime/event_log.h"

namespace candor::services::board {
namespace {

using records::AppendedReply;
using runtime::Event;
using runtime::Log;

store::NewEntry EntryOf(Day day, const records::CampaignId& campaign, records::EntryBody body) {
  return {records::LogEntry{day, campaign, std::move(body)}.Encode(), std::nullopt};
}

const audit::Batch* FindBatchAt(const audit::Campaign& campaign, std::uint64_t index) {
  for (const auto& batch : campaign.batches) {
    if (batch.index < index && index <= batch.index + batch.seal.count) return &batch;
  }
  return nullptr;
}

// Whether there was ever something to destroy, by what the log says, so that a crash in the middle
// changes no number: a withheld text was not kept, nor one whose withdrawal came in the same slot.
bool WasKept(const audit::Campaign& campaign, const audit::Erasing& erasing, std::uint64_t entry) {
  const audit::Batch* const batch = FindBatchAt(campaign, entry);
  if (batch == nullptr) return true;
  if (batch->seal.withheld) return false;
  const auto* withdrawn = std::get_if<records::WithdrawnCause>(&erasing.tombstone.cause);
  if (withdrawn == nullptr) return true;
  const audit::Batch* const with = FindBatchAt(campaign, withdrawn->withdrawal);
  return with == nullptr || with->seal.slot != batch->seal.slot;
}

}  // namespace

std::vector<store::NewEntry> Board::TombstonesFrom(std::uint64_t first) const {
  std::vector<store::NewEntry> out;
  const audit::BoardView& view = ledger_.view();
  const Day day = view.last_day();
  for (const auto& campaign : view.campaigns()) {
    for (const auto& [key, thread] : campaign.threads) {
      if (!thread.withdrawal.has_value() || *thread.withdrawal < first) continue;
      const records::Tombstone tombstone{records::WithdrawnCause{
          campaign.submissions.at(thread.first).index, *thread.withdrawal}};
      // Nothing to name where every text of the thread has been erased before.
      if (!audit::CheckTombstone(view, campaign, day, tombstone).ok()) continue;
      out.push_back(EntryOf(day, campaign.id, tombstone));
    }
  }
  return out;
}

absl::StatusOr<AppendedReply> Board::Erase(const records::VerifyKey& caller,
                                           const records::AgreedErasure& erasure) {
  if (erasure.auditor != caller) {
    return absl::PermissionDeniedError("an erasure is sent by the auditor who has signed it");
  }
  CANDOR_RETURN_IF_ERROR(records::VerifyAgreed(erasure));
  CANDOR_ASSIGN_OR_RETURN(const auto content, erasure.Content());
  const MutexLock writing(writing_);
  const audit::Campaign* const campaign = ledger_.view().FindCampaign(content.campaign_id);
  if (campaign == nullptr) return absl::NotFoundError("the board knows no campaign of that id");
  const records::Tombstone tombstone{erasure};
  const auto same = std::ranges::find(campaign->erasures, tombstone, &audit::Erasing::tombstone);
  if (same != campaign->erasures.end()) return AppendedReply{same->index};
  CANDOR_RETURN_IF_ERROR(CheckWritable());
  const Day today = time_.Today();
  CANDOR_RETURN_IF_ERROR(
      audit::CheckTombstone(ledger_.view(), *campaign, today, tombstone).status());
  return Append({today, campaign->id, tombstone});
}

absl::Status Board::EndRetention(Day today) {
  const MutexLock writing(writing_);
  const audit::BoardView& view = ledger_.view();
  std::vector<store::NewEntry> entries;
  std::vector<records::CampaignId> ended;
  for (const auto& campaign : view.campaigns()) {
    const records::Phases& phases = campaign.open.phases;
    if (today < phases.retention_ends || retention_ended_.contains(campaign.id)) continue;
    std::optional<records::SlotNumber> processed;
    {
      const MutexLock lock(state_);
      const auto at = processed_.find(campaign.id);
      if (at != processed_.end()) processed = at->second;
    }
    // What is still to be sealed is named with the rest.
    if (!ThreadsAreOver(phases, campaign.open.slots, processed)) continue;
    ended.push_back(campaign.id);
    for (const auto& batch : campaign.batches) {
      const records::Tombstone tombstone{records::RetentionCause{batch.index}};
      const Day day = time_.Today();
      // Not one that was withheld, has no text, or whose texts have all been named.
      if (!audit::CheckTombstone(view, campaign, day, tombstone).ok()) continue;
      entries.push_back(EntryOf(day, campaign.id, tombstone));
    }
  }
  if (!entries.empty()) {
    CANDOR_RETURN_IF_ERROR(CheckWritable());
    CANDOR_RETURN_IF_ERROR(Apply(entries));
    const auto appended = parts_.store.Append(entries);
    if (!appended.ok()) return StorageFailed(appended.status());
    parts_.appended();
    Log(Event::kRetentionEnded, {entries.size()});
  }
  retention_ended_.insert(ended.begin(), ended.end());
  return absl::OkStatus();
}

std::vector<Board::DueErasure> Board::FindErasures() const {
  const std::uint64_t published = parts_.published_size();
  std::vector<DueErasure> out;
  const MutexLock lock(state_);
  for (const auto& campaign : ledger_.view().campaigns()) {
    for (const auto& erasing : campaign.erasures) {
      if (erasing.done.has_value() || erasing.index >= published) continue;
      DueErasure due{campaign.id, erasing.index, erasing.entries, 0};
      due.destroyed = static_cast<std::uint32_t>(
          std::ranges::count_if(erasing.entries, [&](std::uint64_t entry) {
            return WasKept(campaign, erasing, entry);
          }));
      out.push_back(std::move(due));
    }
  }
  return out;
}

Erasures Board::CountErasures() const {
  Erasures out;
  const MutexLock lock(state_);
  for (const auto& campaign : ledger_.view().campaigns()) {
    out.tombstones += campaign.erasures.size();
    out.done += static_cast<std::size_t>(std::ranges::count_if(
        campaign.erasures, [](const audit::Erasing& each) { return each.done.has_value(); }));
  }
  return out;
}

absl::Status Board::CarryOutErasures() {
  const auto due = FindErasures();
  if (due.empty()) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(CheckWritable());
  std::vector<std::uint64_t> entries;
  std::size_t destroyed = 0;
  for (const auto& each : due) {
    entries.insert(entries.end(), each.entries.begin(), each.entries.end());
    destroyed += each.destroyed;
  }
  // Without the writers' lock: files are rewritten, and submissions go on meanwhile.
  const absl::Status erased = parts_.store.EraseEntries(entries);
  if (!erased.ok()) return StorageFailed(erased);
  const MutexLock writing(writing_);
  std::vector<store::NewEntry> done;
  for (const auto& each : due) {
    done.push_back(EntryOf(time_.Today(), each.campaign_id,
                           records::ErasureDone{each.tombstone, each.destroyed}));
  }
  CANDOR_RETURN_IF_ERROR(Apply(done));
  const auto appended = parts_.store.Append(done);
  if (!appended.ok()) return StorageFailed(appended.status());
  parts_.appended();
  Log(Event::kTextsErased, {due.size(), destroyed});
  return absl::OkStatus();
}

}  // namespace candor::services::board
