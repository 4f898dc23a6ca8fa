// Batches and what is in them.
#include <algorithm>
#include <map>
#include <optional>

#include "audit/acts.h"
#include "audit/merkle.h"
#include "audit/verify/board_check.h"
#include "base/text.h"
#include "records/promise.h"
#include "records/window.h"

namespace candor::audit {
namespace {

using records::Kind;
using records::Pool;

constexpr auto kRule = Severity::kBroken;

bool IsSpeech(Pool pool) { return pool == Pool::kOpinions || pool == Pool::kContributions; }

// The kind that a pool mixes; nothing for the acts of threads, which belong to what was mixed before.
std::optional<Kind> KindOf(Pool pool) {
  switch (pool) {
    case Pool::kOpinions: return Kind::kOpinion;
    case Pool::kContributions: return Kind::kContribution;
    case Pool::kEndorsements: return Kind::kEndorsement;
    case Pool::kRatings: return Kind::kRating;
    case Pool::kBlanks: return Kind::kBlank;
    case Pool::kThreadActs: return std::nullopt;
  }
  return std::nullopt;
}

bool MayTravelIn(Pool pool, Kind kind) {
  const Pool own = records::PoolOf(kind);
  return own == pool || (own == Pool::kRatings && pool == Pool::kThreadActs) || (own == Pool::kThreadActs && IsSpeech(pool));
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
  if (seal.withheld && !seal.final) {
    Add(InvariantId::kBatchSizes, kRule, at.index, "a withheld batch that is not the final one");
  }
  if (seal.withheld && !IsSpeech(seal.pool)) {
    Add(InvariantId::kBatchSizes, kRule, at.index, "a withheld batch of what has no text to destroy");
  }
  CheckLastSlot(at, seal, *campaign);
}

// A pool that is sealed at its last slot in any number: so that slot must be the last one. For opinions the
// grace moves it once the log says so.
void BoardCheck::CheckLastSlot(const At& at, const records::SealBatch& seal, const Campaign& campaign) {
  const auto kind = KindOf(seal.pool);
  if (!kind.has_value()) return;
  const records::CampaignOpen& open = campaign.open;
  const records::SlotNumber last =
      records::LastSlotOf(*kind, open.phases, open.slots, campaign.grace());
  if (seal.slot > last && !seal.final) {
    Add(InvariantId::kWindows, kRule, at.index,
        "a batch after the last slot of its pool, and not the final one");
  }
  if (seal.final && seal.slot < last) {
    Add(InvariantId::kWindows, kRule, at.index, "a final batch before the last slot of its pool");
  }
  if (at.entry.day > records::PromisedDay(*kind, open.phases, open.slots)) {
    Add(InvariantId::kWindows, kRule, at.index, "a batch later than every promise for its pool");
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
  // A batch of the last slot stands on the day the window ends. A board that was down over the last slot
  // makes up for it in a later one, until the day that promises name.
  // Blanks are taken from the close on until the log brings the grace, where it does.
  const records::CampaignOpen& open = campaign->open;
  if (batch.day < records::WindowOf(body.kind, open.phases, records::Grace::kNotTaken).opens ||
      batch.day > records::PromisedDay(body.kind, open.phases, open.slots)) {
    Add(InvariantId::kWindows, kRule, at.index, "a submission outside the window of its kind");
  }
  if (!decoded->VerifySignature().ok()) {
    Add(InvariantId::kThreads, Severity::kCryptographic, at.index,
        "a submission that its thread key has not signed");
  }
  if (const absl::Status target = CheckTarget(*campaign, body); !target.ok()) {
    Add(InvariantId::kTargets, kRule, at.index, std::string(target.message()));
  }
  tokens_.Take(at.index, body, *campaign->manifest);
}

// A rating goes with the acts of threads only where one of them waits for it; else it waits for company.
void BoardCheck::CheckRatingsInCompany(const Campaign& campaign, const Batch& batch) {
  if (batch.seal.pool != Pool::kThreadActs) return;
  std::map<records::VerifyKey, std::uint32_t> last;  // of each thread's acts that are no ratings
  std::vector<records::SubmissionBody> ratings;
  for (const auto& hash : batch.submissions) {
    auto decoded = records::SignedSubmission::Decode(campaign.submissions.at(hash).signed_submission);
    if (!decoded.ok()) continue;
    if (decoded->body.kind == Kind::kRating) {
      ratings.push_back(std::move(decoded->body));
    } else {
      std::uint32_t& sequence = last[decoded->body.thread_key];
      sequence = std::max(sequence, decoded->body.sequence);
    }
  }
  for (const auto& rating : ratings) {
    const auto at = last.find(rating.thread_key);
    if (at != last.end() && at->second > rating.sequence) continue;
    Add(InvariantId::kBatchSizes, kRule, batch.index,
        "a rating among acts of threads, of which none waits for it: it was sealed without company");
    return;
  }
}

// k or more are sealed or withheld at the last slot, unless the draws of an issuer are not known: then the board waits.
// That it could not read one shows in no log. What it takes meanwhile would be in the batch.
void BoardCheck::CheckPunctual(const Campaign& campaign, const Batch& batch) {
  if (!batch.seal.final) return;
  const records::CampaignOpen& open = campaign.open;
  const Day last = open.slots.DayOfSlot(
      records::LastSlotOf(*KindOf(batch.seal.pool), open.phases, open.slots, campaign.grace()));
  const auto first = days_.lower_bound(last);
  if (first == days_.end() || *first >= batch.day) return;
  Add(InvariantId::kSlots, Severity::kIncomplete, batch.index,
      Cat("a last batch ", batch.day - last,
          " days after its slot, though the board was at work meanwhile: it must have waited for the draws of an issuer"
          " that it could not read, and no log shows that"));
}

void BoardCheck::CheckBatchEnd(std::uint64_t index) {
  // The batch that has just been completed is some campaign's last one.
  for (const Campaign& campaign : view_.campaigns()) {
    if (campaign.batches.empty()) continue;
    const Batch& batch = campaign.batches.back();
    if (batch.index + batch.seal.count != index) continue;
    CheckRatingsInCompany(campaign, batch);
    const bool speech = IsSpeech(batch.seal.pool);
    std::size_t firsts = 0;
    for (const auto& hash : batch.submissions) {
      const auto decoded =
          records::SignedSubmission::Decode(campaign.submissions.at(hash).signed_submission);
      if (decoded.ok() && decoded->body.kind == KindOf(batch.seal.pool)) ++firsts;
    }
    const std::size_t counted = speech ? firsts : batch.submissions.size();
    const bool last_slot = batch.seal.final;
    const bool any_number = batch.seal.pool == Pool::kThreadActs || (!speech && last_slot);
    if (!any_number && !batch.seal.withheld && counted < campaign.open.k) {
      Add(InvariantId::kBatchSizes, kRule, batch.index,
          "a batch of fewer than k that was not withheld");
    }
    if (batch.seal.pool == Pool::kOpinions && batch.seal.withheld && counted < campaign.open.k &&
        OwesTheGrace(campaign)) {
      Add(InvariantId::kBatchSizes, kRule, batch.index,
          "fewer than k opinions were withheld without the grace that the campaign promised, though the board was at"
          " work after the close");
    }
    if (speech && counted >= campaign.open.k) CheckPunctual(campaign, batch);
  }
}

}  // namespace candor::audit
