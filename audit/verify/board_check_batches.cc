// Batches and what is in them.
#include <algorithm>

#include "audit/merkle.h"
#include "audit/verify/board_check.h"

namespace candor::audit {
namespace {

using records::Kind;
using records::Pool;

constexpr auto kRule = Severity::kBroken;

bool IsSpeech(Pool pool) { return pool == Pool::kOpinions || pool == Pool::kContributions; }

// The kind whose first bodies a pool mixes.
Kind FirstKindOf(Pool pool) {
  return pool == Pool::kContributions ? Kind::kContribution : Kind::kOpinion;
}

records::SlotNumber LastSpeechSlotOf(const Campaign& campaign) {
  records::Phases phases = campaign.open.phases;
  phases.speaking_closes += phases.grace_days;
  return records::LastSpeechSlot(phases, campaign.open.slots);
}

// First and last day of a kind's batches; a batch of the last slot stands on the day the window ends. A board
// that was down over the last slot makes up for it in a later one, until the day that promises name.
struct Window {
  Day from = 0;
  Day until = 0;
};
Window WindowOf(Kind kind, const records::CampaignOpen& open) {
  const records::Phases& phases = open.phases;
  switch (kind) {
    case Kind::kOpinion:
    case Kind::kContribution:
      return {phases.speaking_opens, records::SpeechSealedNoLaterThan(phases, open.slots)};
    case Kind::kEndorsement: return {phases.speaking_opens, phases.converge_ends};
    case Kind::kFollowUp:
    case Kind::kAppeal:
    case Kind::kRating: return {phases.speaking_opens, phases.conversation_ends};
    case Kind::kWithdrawal:
      return {phases.speaking_opens,
              open.slots.DayOfSlot(records::LastWithdrawalSlot(phases, open.slots)) + 1};
    case Kind::kBlank: return {phases.speaking_closes, phases.conversation_ends};
  }
  return {};
}

bool MayTravelIn(Pool pool, Kind kind) {
  const Pool own = records::PoolOf(kind);
  return own == pool || (own == Pool::kThreadActs && IsSpeech(pool));
}

}  // namespace

void BoardCheck::CheckSeal(const At& at, const records::SealBatch& seal) {
  last_leaf_.reset();
  const Campaign* const campaign = view_.FindCampaign(at.entry.campaign_id);
  if (campaign == nullptr) {
    return Add(InvariantId::kTargets, kRule, at.index, "a batch of a campaign that was not opened");
  }
  if (seal.count == 0) Add(InvariantId::kBatches, kRule, at.index, "a batch of nothing");
  if (at.entry.day != campaign->open.slots.DayOfSlot(seal.slot)) {
    Add(InvariantId::kSlots, kRule, at.index, "a batch that is not on the day of its slot");
  }
  for (const Batch& earlier : campaign->batches) {
    if (earlier.seal.pool != seal.pool) continue;
    if (earlier.seal.slot >= seal.slot) {
      Add(InvariantId::kSlots, kRule, at.index, "a pool's slots do not increase");
    }
    if (earlier.seal.withheld || seal.withheld) {
      Add(InvariantId::kBatchSizes, kRule, at.index,
          "a withheld batch that is not the only one of its pool");
    }
    if (earlier.seal.final) {
      Add(InvariantId::kWindows, kRule, at.index, "a batch after the pool's final one");
    }
  }
  if (!IsSpeech(seal.pool)) return;
  const records::CampaignOpen& open = campaign->open;
  if (seal.slot > LastSpeechSlotOf(*campaign) && !seal.final) {
    Add(InvariantId::kWindows, kRule, at.index, "a batch of speech after the last slot, and not the final one");
  }
  if (seal.final && seal.slot < records::LastSpeechSlot(open.phases, open.slots)) {
    Add(InvariantId::kWindows, kRule, at.index, "a final batch before the last slot of speech");
  }
  if (at.entry.day > records::SpeechSealedNoLaterThan(open.phases, open.slots)) {
    Add(InvariantId::kWindows, kRule, at.index, "a batch of speech later than every promise for it");
  }
  if (seal.withheld && !seal.final) {
    Add(InvariantId::kBatchSizes, kRule, at.index, "a withheld batch that is not the final one");
  }
}

void BoardCheck::CheckSubmission(const At& at, const records::SubmissionEntry& submission) {
  const Campaign* const campaign = view_.OpenBatch();
  if (campaign == nullptr) {
    return Add(InvariantId::kBatches, kRule, at.index, "a submission outside a batch");
  }
  const auto decoded = records::SignedSubmission::Decode(submission.signed_submission);
  if (!decoded.ok()) return;  // LogEntry::Decode has refused it
  const records::SubmissionBody& body = decoded->body;
  const Batch& batch = campaign->batches.back();
  if (at.entry.campaign_id != campaign->id || body.campaign_id != campaign->id) {
    Add(InvariantId::kBatches, kRule, at.index, "a submission in another campaign's batch");
  }
  if (!MayTravelIn(batch.seal.pool, body.kind)) {
    Add(InvariantId::kBatches, kRule, at.index, "a submission in a batch of another pool");
  }
  if (at.entry.day != batch.day) {
    Add(InvariantId::kGranularity, kRule, at.index,
        "a submission with a day of its own, which tells when it came");
  }
  const crypto::Hash leaf = LeafHash(at.bytes);
  if (last_leaf_.has_value() && !(*last_leaf_ < leaf)) {
    Add(InvariantId::kBatches, kRule, at.index, "a batch that is not in the order of leaf hashes");
  }
  last_leaf_ = leaf;
  const Window window = WindowOf(body.kind, campaign->open);
  if (batch.day < window.from || batch.day > window.until) {
    Add(InvariantId::kWindows, kRule, at.index, "a submission outside the window of its kind");
  }
  if (!decoded->VerifySignature().ok()) {
    Add(InvariantId::kThreads, Severity::kCryptographic, at.index,
        "a submission that its thread key has not signed");
  }
  tokens_.Take(at.index, body, *campaign->manifest);
}

void BoardCheck::CheckBatchEnd(std::uint64_t index) {
  // The batch that has just been completed is some campaign's last one.
  for (const Campaign& campaign : view_.campaigns()) {
    if (campaign.batches.empty()) continue;
    const Batch& batch = campaign.batches.back();
    if (batch.index + batch.seal.count != index) continue;
    const bool speech = IsSpeech(batch.seal.pool);
    std::size_t firsts = 0;
    for (const auto& hash : batch.submissions) {
      const auto decoded =
          records::SignedSubmission::Decode(campaign.submissions.at(hash).signed_submission);
      if (decoded.ok() && decoded->body.kind == FirstKindOf(batch.seal.pool)) ++firsts;
    }
    const std::size_t counted = speech ? firsts : batch.submissions.size();
    const bool last_slot = batch.seal.final;
    const bool any_number = batch.seal.pool == Pool::kThreadActs || (!speech && last_slot);
    if (!any_number && !batch.seal.withheld && counted < campaign.open.k) {
      Add(InvariantId::kBatchSizes, kRule, batch.index,
          "a batch of fewer than k that was not withheld");
    }
  }
}

}  // namespace candor::audit
