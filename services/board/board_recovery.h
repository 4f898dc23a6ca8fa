// BoardRecovery: a board whose store was restored from an older copy, back to exactly what its log has
// signed (AUDIT §1).
//
// For a stopped board; needs neither key nor passphrase, for it signs nothing. In this order:
//   1  what was signed is asked of the lock, the witnesses and the mirror; the mirror's entries have to
//      lead to that very root and to replay. Whatever is not so is refused, and nothing was changed.
//   2  the store is marked (store/recovery_state.h): no server opens it until the end
//   3  entries, contents, spent marks, batches and slots come in, piece by piece; texts that the old
//      pool still has go into the vault
//   4  the pool is cleared of what the log holds
//   5  every Tombstone of the log is carried out again
//   6  the lock is brought to the signed root
//   7  the Incident is appended, and the pool goes into a new interval, in one step; the old interval,
//      where copies of imported texts lie, is destroyed
//   8  the mark is taken away
// Crash outcomes: killed before 2, nothing has happened. Killed later, the mark keeps servers away, and
// the same call goes on: 3 from the log's size, 4 to 6 are done again without harm, and where the
// Incident is in the log only the old interval and the mark are left to go.
//
// Promise: a token that was spent in the log stays spent, and its submission gets its old promise; a
// text with a Tombstone is in no file of the store. Not promised: that texts come back which only the
// lost disk held. Their entries stand in the log, and readers who have not fetched them cannot any more.
#pragma once

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "crypto/random.h"
#include "services/board/board_config.h"
#include "services/publish/incidents.h"
#include "services/publish/recovery_plan.h"
#include "store/engine.h"

namespace candor::services::board {

// Everything referred to must outlive the call.
struct BoardRecovery {
  const records::TrustBundle& bundle;
  std::unique_ptr<store::Engine> engine;
  runtime::Path log_lock;
  std::span<const std::unique_ptr<publish::WitnessLink>> witnesses;  // as bundle.witnesses
  const publish::Mirror& mirror;
  Day today = 0;
  crypto::RandomSource& random;
};

absl::StatusOr<publish::Recovered> Recover(BoardRecovery parts);

// The same at a board's folder, with its witnesses over HTTPS. `from` is a pack, or a folder with the
// public files of this log. FailedPrecondition when the server runs, or the log is frozen.
absl::StatusOr<publish::Recovered> RecoverBoard(const BoardConfig& config, const runtime::Path& from,
                                                const Clock& clock);

// Freezes the board's log for good (services/publish/freeze.h).
absl::StatusOr<records::PreviousLog> FreezeBoard(const BoardConfig& config);

}  // namespace candor::services::board
