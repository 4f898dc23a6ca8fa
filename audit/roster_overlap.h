// Which rosters may be in use at the same time (PROTOCOL §3).
//
// Two rosters that differ by one person, and two results, point at that person. So campaigns whose
// spans overlap use one roster, or two that share nobody, or two that differ by enough people both
// ways. How many differ is what the independent body countersigned: nobody else can count it.
//
// One rule for the board, which must not open what members would refuse, and for members, who do
// not take the board's word. Pure and thread-safe.
#pragma once

#include "audit/board_view.h"

namespace candor::audit {

// From the opening of issuance to the close of speaking with its grace, for both.
bool SpansOverlap(const records::Phases& a, const records::Phases& b);

// The fewest people between two rosters used at the same time: max(20, 4k).
std::uint32_t MinRosterDifference(std::uint16_t k);

enum class RosterOverlap {
  kSafe,
  kUncounted,   // no countersigned record states how the two differ
  kImpossible,  // what it states cannot be true of rosters of these sizes
  kTooFew,      // they differ by fewer than MinRosterDifference(k) one way, and share somebody
};

// Whatever either roster's record states of the other has to be safe. `k` is the larger of the two
// campaigns'. Rosters that the log does not hold are uncounted.
RosterOverlap CompareRosters(const BoardView& view, const crypto::Hash& a, const crypto::Hash& b,
                             std::uint16_t k);

}  // namespace candor::audit
