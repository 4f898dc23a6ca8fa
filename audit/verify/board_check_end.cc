// What a board's log owes by its end. A batch that is not there is found by what the mix does, and cannot leave undone.
#include <algorithm>

#include "audit/verify/board_check.h"
#include "records/promise.h"
#include "records/window.h"

namespace candor::audit {
namespace {

using records::Kind;
using records::Pool;

constexpr auto kRule = Severity::kBroken;

const Batch* LastOf(const Campaign& campaign, Pool pool) {
  const Batch* last = nullptr;
  for (const Batch& batch : campaign.batches) {
    if (batch.seal.pool == pool) last = &batch;
  }
  return last;
}

// A board that was restored from a copy says in which campaigns it may have lost what was pooled.
bool MayHaveLost(const BoardView& view, const Campaign& campaign) {
  return std::ranges::any_of(view.incidents(), [&](const records::Incident& incident) {
    return std::ranges::find(incident.lost, campaign.id) != incident.lost.end();
  });
}

}  // namespace

// A board extends when fewer than k are there at the close, none included, whatever the issuers say. So one that was
// at work within the grace has extended, or held k or more.
bool BoardCheck::OwesTheGrace(const Campaign& campaign) const {
  if (campaign.extension.has_value()) return false;
  const auto first = days_.lower_bound(campaign.open.phases.speaking_closes);
  return first != days_.end() &&
         *first < records::SpeakingCloses(campaign.open.phases, records::Grace::kTaken);
}

void BoardCheck::JudgeEnd(Findings& findings) const {
  for (const Campaign& campaign : view_.campaigns()) {
    if (MayHaveLost(view_, campaign)) continue;
    for (const auto& [pool, kind] : {std::pair(Pool::kOpinions, Kind::kOpinion),
                                     std::pair(Pool::kContributions, Kind::kContribution)}) {
      if (view_.last_day() <= records::PromisedDay(kind, campaign.open.phases, campaign.open.slots)) continue;
      const Batch* const last = LastOf(campaign, pool);
      // Each batch but the last one leaves k behind, to mix with those who come later.
      if (last != nullptr && !last->seal.final) {
        findings.Add({InvariantId::kWindows, kRule, bundle_.board.origin, last->index,
                      "the pool's last batch is missing: this one left at least k texts behind, and all that were "
                      "promised are due"});
      }
      if (last == nullptr && pool == Pool::kOpinions && OwesTheGrace(campaign)) {
        findings.Add({InvariantId::kWindows, kRule, bundle_.board.origin, campaign.open_index,
                      "neither opinions nor the grace came after the close, though the board was at work: one of them "
                      "must have"});
      }
    }
  }
}

}  // namespace candor::audit
