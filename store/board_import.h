// BoardImport: entries that a board's log has signed, taken into a store that lacks them.
//
// For a recovery (services/board/board_recovery.h), on an engine that no BoardStore has open. It writes
// what a seal would have written beside the entries: spent marks, sealed submissions, batches, slots;
// and a text that the pool of the old copy still has goes into the vault, under a new key.
//
// Promise: each piece is one synced batch, so that a crash leaves whole pieces, and to go on from the
// log's size is right. Not promised: that the entries are those which were signed, or that marks are
// those of the submissions: whoever brings them has checked. A text that the pool lacks is lost here:
// its entry stays, its vault record does not come back.
//
// Not thread-safe. Errors: DataLoss for a damaged store; the engine's.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/random.h"
#include "records/schedule.h"
#include "store/engine.h"
#include "store/log_store.h"
#include "store/pooled_submission.h"

namespace candor::store {

struct ImportedBatch {
  std::uint64_t index = 0;  // of the SealBatch entry
  records::CampaignId campaign_id{};
  records::SlotNumber slot = 0;
  std::uint32_t count = 0;
  bool withheld = false;
};

struct ImportedSubmission {
  std::uint64_t index = 0;  // of the Submission entry
  crypto::Hash submission_hash{};
  std::vector<Mark> marks;
  bool keep = true;  // false: its text was withheld, withdrawn or erased
};

struct BoardPiece {
  std::vector<NewEntry> entries;  // the next ones of the log
  std::vector<ImportedBatch> batches;
  std::vector<ImportedSubmission> submissions;
};

// Whether the pending pool that the main database names is there. A backup is made without it.
absl::StatusOr<bool> HasPool(const Engine& engine);

class BoardImport {
 public:
  // Opens the pool; where there is none, an empty one takes its place: what was pooled is lost. All
  // must outlive the import.
  static absl::StatusOr<std::unique_ptr<BoardImport>> Begin(Engine& engine, LogStore& log,
                                                            crypto::RandomSource& random);
  ~BoardImport();

  absl::Status Take(const BoardPiece& piece);

  // Drops from the pool what the log holds, and what could no longer be sealed because a mark of it is
  // spent by another submission there. To be called after the last piece.
  absl::Status ClearPool();

 private:
  struct Impl;
  explicit BoardImport(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace candor::store
