#include "audit/roster_overlap.h"

#include <algorithm>

namespace candor::audit {
namespace {

// `difference` is what `own` states of `other`: joiners are in `own` alone, leavers in `other`.
RosterOverlap Judge(const records::RosterDifference& difference, const records::RosterRecord& own,
                    const records::RosterRecord& other, std::uint16_t k) {
  const bool fits = difference.joiners <= own.size && difference.leavers <= other.size;
  // Those whom the two share are as many in one as in the other.
  if (!fits || own.size - difference.joiners != other.size - difference.leavers) {
    return RosterOverlap::kImpossible;
  }
  const bool disjoint = difference.joiners == own.size;
  const std::uint32_t least = MinRosterDifference(k);
  const bool enough = difference.joiners >= least && difference.leavers >= least;
  return disjoint || enough ? RosterOverlap::kSafe : RosterOverlap::kTooFew;
}

}  // namespace

bool SpansOverlap(const records::Phases& a, const records::Phases& b) {
  return a.issuance_opens < b.speaking_closes + b.grace_days &&
         b.issuance_opens < a.speaking_closes + a.grace_days;
}

std::uint32_t MinRosterDifference(std::uint16_t k) { return std::max<std::uint32_t>(20, 4u * k); }

RosterOverlap CompareRosters(const BoardView& view, const crypto::Hash& a, const crypto::Hash& b,
                             std::uint16_t k) {
  if (a == b) return RosterOverlap::kSafe;
  const RosterState* const first = view.FindRoster(a);
  const RosterState* const second = view.FindRoster(b);
  if (first == nullptr || second == nullptr) return RosterOverlap::kUncounted;
  bool counted = false;
  for (const auto& [own, other] : {std::pair(first, second), std::pair(second, first)}) {
    const auto& in_use = own->record.in_use;
    const auto at = std::ranges::find(in_use, other->record.root, &records::RosterDifference::root);
    if (at == in_use.end()) continue;
    counted = true;
    const RosterOverlap overlap = Judge(*at, own->record, other->record, k);
    if (overlap != RosterOverlap::kSafe) return overlap;
  }
  return counted ? RosterOverlap::kSafe : RosterOverlap::kUncounted;
}

}  // namespace candor::audit
