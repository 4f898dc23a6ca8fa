// Slots: what becomes readable, when, and what the log says of it.
#include <algorithm>
#include <iterator>
#include <utility>

#include "base/status.h"
#include "services/board/board.h"
#include "services/board/mix.h"
#include "services/board/seal.h"
#include "services/board/thread_chain.h"
#include "services/runtime/event_log.h"

namespace candor::services::board {
namespace {

using records::Pool;
using runtime::Event;
using runtime::Log;

std::vector<const audit::Batch*> BatchesOf(Pool pool, const audit::Campaign& campaign) {
  std::vector<const audit::Batch*> out;
  for (const auto& batch : campaign.batches) {
    if (batch.seal.pool == pool) out.push_back(&batch);
  }
  return out;
}

// Those of a batch whose threads have been withdrawn by now.
std::set<crypto::Hash> WithdrawnOf(const std::vector<store::PoolItem>& items,
                                   const std::set<records::VerifyKey>& withdrawn) {
  std::set<crypto::Hash> out;
  for (const auto& item : items) {
    const auto decoded = records::SignedSubmission::Decode(item.signed_submission);
    if (decoded.ok() && withdrawn.contains(decoded->body.thread_key)) {
      out.insert(item.submission_hash);
    }
  }
  return out;
}

// The kind that a pool of speech mixes.
records::Kind KindOf(Pool speech) {
  return speech == Pool::kOpinions ? records::Kind::kOpinion : records::Kind::kContribution;
}

std::set<crypto::Hash> SealedIn(const std::vector<store::SealedBatch>& batches) {
  std::set<crypto::Hash> out;
  for (const auto& batch : batches) out.insert(batch.submissions.begin(), batch.submissions.end());
  return out;
}

}  // namespace

std::vector<Board::Slot> Board::FindDue(UnixSeconds now) const {
  const MutexLock lock(state_);
  std::vector<Slot> out;
  for (const auto& [id, campaign] : served_) {
    const records::Draft& draft = campaign->manifest->draft;
    const auto at = processed_.find(id);
    const auto processed =
        at == processed_.end() ? std::nullopt : std::optional<records::SlotNumber>(at->second);
    const auto due = FindDueSlot(draft.phases, draft.slots, campaign->grace, processed, now);
    if (due.has_value()) out.push_back({id, *due});
  }
  return out;
}

absl::Status Board::Tick(UnixSeconds clock_now) {
  const UnixSeconds now = time_.RaiseTo(clock_now);
  const bool behind = now > clock_now;
  if (behind && !behind_reported_) Log(Event::kClockWentBackwards, {now - clock_now});
  behind_reported_ = behind;
  // What one of them waits for does not hold up the others.
  absl::Status status;
  if (!FindDue(now).empty()) status.Update(SealDue());
  status.Update(EndRetention(DayOf(now)));
  status.Update(CarryOutErasures());
  status.Update(KeepGatewayKeys(DayOf(now)));
  return status;
}

absl::Status Board::SealDue() {
  CANDOR_RETURN_IF_ERROR(CheckWritable());
  // Before the lock: submissions go on while the issuers are asked.
  parts_.draws.Refresh();
  const MutexLock writing(writing_);
  // The time again, under the lock: meanwhile an act may have been logged on a later day, and days
  // in the log never decrease.
  return SealSlots(time_.Now());
}

absl::StatusOr<Board::Speech> Board::PlanSpeech(Pool speech, const Slot& slot, UnixSeconds now,
                                                std::vector<store::SealedBatch>& batches) {
  const audit::Campaign& campaign = *ledger_.view().FindCampaign(slot.campaign_id);
  const records::Draft& draft = campaign.manifest->draft;
  CANDOR_ASSIGN_OR_RETURN(auto pool, parts_.store.Pooled(slot.campaign_id, speech));
  const auto draws = parts_.draws.Draws(slot.campaign_id, draft.issuers);
  const Gate gate = GateOf(draws, draft.min_issued);
  const auto earlier = BatchesOf(speech, campaign);
  // What was withdrawn and is still pooled counts: its going would show in the size of a batch.
  const MixDecision decision = DecideMix(
      {.pooled = pool.size(),
       .k = draft.k,
       .gate = gate,
       .last_slot = slot.due.Of(speech) == Mixing::kEnds,
       .sealed_before = !earlier.empty(),
       .promise_due = DayOf(now) >= records::PromisedDay(KindOf(speech), draft.phases, draft.slots),
       .grace_left = speech == Pool::kOpinions &&
                     campaign.GraceMayCome(draft.slots.DayOfSlot(slot.due.slot))},
      parts_.random);
  if (decision.action == MixAction::kWait) return Speech::kWaits;
  if (decision.action == MixAction::kExtend) return Speech::kGoesOn;
  if (decision.action == MixAction::kStay) return Speech::kDecided;

  records::SealBatch seal{.pool = speech,
                          .slot = slot.due.slot,
                          .count = 0,
                          .final = decision.final,
                          .withheld = decision.action == MixAction::kWithhold,
                          .relied_on = ReliedOn(draws)};
  // What is known now may be less than what was known for the batch before. Draws only grow.
  if (gate != Gate::kOpen && !earlier.empty()) seal.relied_on = earlier.back()->seal.relied_on;
  std::vector<store::PoolItem> items;
  for (const std::size_t place : decision.chosen) items.push_back(std::move(pool[place]));
  CANDOR_ASSIGN_OR_RETURN(const auto acts,
                          parts_.store.Pooled(slot.campaign_id, Pool::kThreadActs));
  auto withdrawn = WithdrawnOf(items, WithdrawnThreads(acts));
  batches.push_back(MakeSealedBatch(slot.campaign_id, draft.slots.DayOfSlot(slot.due.slot),
                                    std::move(seal), std::move(items)));
  batches.back().withdrawn = std::move(withdrawn);
  return Speech::kDecided;
}

absl::Status Board::PlanCrowd(Pool crowd, const Slot& slot, std::vector<store::SealedBatch>& batches) {
  const audit::Campaign& campaign = *ledger_.view().FindCampaign(slot.campaign_id);
  CANDOR_ASSIGN_OR_RETURN(auto pool, parts_.store.Pooled(slot.campaign_id, crowd));
  if (crowd == Pool::kRatings) {
    pool = ChooseRatings(campaign.submissions, SealedIn(batches), std::move(pool));
  }
  const MixDecision decision = DecideThreshold(pool.size(), campaign.open.k, slot.due.Of(crowd));
  if (decision.action != MixAction::kSeal) return absl::OkStatus();
  // Relies on no issuer: nothing becomes readable, so the gate has nothing to hold back.
  records::SealBatch seal{.pool = crowd,
                          .slot = slot.due.slot,
                          .count = 0,
                          .final = decision.final,
                          .withheld = false,
                          .relied_on = {}};
  batches.push_back(MakeSealedBatch(slot.campaign_id,
                                    campaign.open.slots.DayOfSlot(slot.due.slot), std::move(seal),
                                    std::move(pool)));
  return absl::OkStatus();
}

absl::Status Board::PlanThreadActs(const Slot& slot, std::vector<store::SealedBatch>& batches) {
  const audit::Campaign& campaign = *ledger_.view().FindCampaign(slot.campaign_id);
  CANDOR_ASSIGN_OR_RETURN(auto pooled,
                          parts_.store.Pooled(slot.campaign_id, Pool::kThreadActs));
  CANDOR_ASSIGN_OR_RETURN(auto ratings, parts_.store.Pooled(slot.campaign_id, Pool::kRatings));
  auto items = ChooseThreadActs(campaign.submissions, SealedIn(batches), std::move(pooled),
                                std::move(ratings));
  if (items.empty()) return absl::OkStatus();
  records::SealBatch seal{.pool = Pool::kThreadActs,
                          .slot = slot.due.slot,
                          .count = 0,
                          .final = slot.due.last,
                          .withheld = false,
                          .relied_on = {}};
  const records::SlotSchedule& slots = campaign.open.slots;
  batches.push_back(MakeSealedBatch(slot.campaign_id, slots.DayOfSlot(slot.due.slot),
                                    std::move(seal), std::move(items)));
  return absl::OkStatus();
}

absl::Status Board::PlanSlot(const Slot& slot, UnixSeconds now, SealPlan& plan) {
  std::vector<store::SealedBatch> batches;
  for (const Pool speech : {Pool::kOpinions, Pool::kContributions}) {
    if (slot.due.Of(speech) == Mixing::kOver) continue;
    CANDOR_ASSIGN_OR_RETURN(const Speech planned, PlanSpeech(speech, slot, now, batches));
    // The grace waits for nobody: it is a matter of days, and what the slot waits for may take some.
    if (planned == Speech::kGoesOn) plan.extended.push_back({slot.campaign_id, slot.due.slot});
    if (planned == Speech::kWaits) return absl::OkStatus();
  }
  // After the texts of this slot, which they may belong to; ratings last, which may follow other acts.
  CANDOR_RETURN_IF_ERROR(PlanThreadActs(slot, batches));
  for (const Pool crowd : {Pool::kEndorsements, Pool::kBlanks, Pool::kRatings}) {
    if (slot.due.Of(crowd) == Mixing::kOver) continue;
    CANDOR_RETURN_IF_ERROR(PlanCrowd(crowd, slot, batches));
  }
  plan.processed.push_back({slot.campaign_id, slot.due.slot});
  std::ranges::move(batches, std::back_inserter(plan.batches));
  return absl::OkStatus();
}

store::NewEntry Board::ExtensionAt(const store::ProcessedSlot& at) const {
  const audit::Campaign& campaign = *ledger_.view().FindCampaign(at.campaign_id);
  const records::CampaignOpen& open = campaign.open;
  const records::LogEntry entry{
      open.slots.DayOfSlot(at.slot), campaign.id,
      records::CampaignExtend{records::SpeakingCloses(open.phases, records::Grace::kTaken)}};
  return {.entry = entry.Encode(), .content = {}};
}

absl::Status Board::SealSlots(UnixSeconds now) {
  SealPlan plan;
  for (const auto& slot : FindDue(now)) CANDOR_RETURN_IF_ERROR(PlanSlot(slot, now, plan));
  if (plan.processed.empty() && plan.extended.empty()) {
    return absl::UnavailableError("an issuer's draws are not known: the last slot waits for them");
  }
  std::vector<store::NewEntry> entries;
  for (const auto& batch : plan.batches) {
    entries.insert(entries.end(), batch.entries.begin(), batch.entries.end());
  }
  const std::uint64_t first = ledger_.view().size();
  CANDOR_RETURN_IF_ERROR(Apply(entries));
  auto after = TombstonesFrom(first);
  for (const auto& each : plan.extended) after.push_back(ExtensionAt(each));
  if (const absl::Status applied = Apply(after); !applied.ok()) {
    // The batches are in the replayed log and not in the store.
    failed_ = true;
    return applied;
  }
  const auto rotated = parts_.store.RotateInterval(plan.batches, plan.processed, after);
  if (!rotated.ok()) return StorageFailed(rotated.status());
  {
    const MutexLock lock(state_);
    for (const auto& each : plan.processed) processed_[each.campaign_id] = each.slot;
  }
  for (const auto& each : plan.extended) ServeGrace(each.campaign_id);
  parts_.appended();
  ReportSlots(plan);
  return absl::OkStatus();
}

void Board::ReportSlots(const SealPlan& plan) const {
  for (const auto& slot : plan.processed) {
    bool empty = true;
    for (const auto& batch : plan.batches) {
      if (batch.campaign_id != slot.campaign_id) continue;
      empty = false;
      Log(batch.withheld ? Event::kBatchWithheld : Event::kSealDone,
          {slot.slot, batch.submissions.size()});
    }
    if (empty) Log(Event::kSlotEmpty, {slot.slot});
  }
  for (const auto& each : plan.extended) Log(Event::kGraceTaken, {each.slot});
}

}  // namespace candor::services::board
