// BoardHistory: what the whole log, with the entries that a store lacks, says of that store.
//
// Pure but for reading the store; not thread-safe.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/board_view.h"
#include "services/publish/recovery_plan.h"
#include "store/board_import.h"
#include "store/log_store.h"

namespace candor::services::board {

struct BoardHistory {
  audit::BoardView view;
  // Entries whose text is to be destroyed, whatever has become of the destruction.
  std::set<std::uint64_t> erased;
  // Of the copy's last entry: the copy is not older than that day. 0 for an empty one.
  Day copy_day = 0;
};

// Replays the plan's entries, or the store's own where the plan has none. DataLoss when they do not
// replay: whoever recovers to that would have a board that does not start.
absl::StatusOr<BoardHistory> ReplayHistory(const records::TrustBundle& bundle,
                                           const publish::RecoveryPlan& plan,
                                           const store::LogStore& log);

// What is to be taken in, from entry `begin` on, a few hundred entries a piece. Contents and texts that
// are to be destroyed are left out.
absl::StatusOr<std::vector<store::BoardPiece>> PiecesOf(const publish::RecoveryPlan& plan,
                                                        const BoardHistory& history,
                                                        std::uint64_t begin);

// Campaigns of which the copy may lack what was acknowledged and not sealed: something could be sent to
// them on a day from the copy's to today.
std::vector<records::CampaignId> LostCampaigns(const BoardHistory& history, Day today);

}  // namespace candor::services::board
