// BoardEnd: what the board's log lacks at its end, as of a day: a batch that was not completed, contents
// that are missing or should not be there any more, and clocks that ran out.
//
// Judged anew from the replayed log each time: what is late today may be done tomorrow. One pass over
// what is in memory: nothing is read, hashed or verified. Pure.
#pragma once

#include <cstdint>
#include <set>

#include "audit/board_view.h"
#include "audit/verify/finding.h"
#include "audit/verify/level.h"

namespace candor::audit {

// How long a board may take from a Tombstone to its ErasureDone, and to begin when retention ends.
inline constexpr Day kErasureLimit = 2;

// By index.
using EntriesWithContent = std::set<std::uint64_t>;

// Below the full level the clocks are left out: I20, and I22 and I23 as far as they ask what is late.
void JudgeBoardEnd(const BoardView& board, const EntriesWithContent& contents, Level level, Day as_of,
                   Findings& findings);

// Entries beside which the content may come or go without a new entry: an answer or another act whose text
// is missing, or is there although a tombstone names it.
std::set<std::uint64_t> UnsettledContents(const BoardView& board, const EntriesWithContent& contents);

}  // namespace candor::audit
