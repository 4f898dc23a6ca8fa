// BoardStore: what the board keeps, as operations of its domain.
//
// Promise: every operation that writes is atomic and durable when it returns OK. Submissions go to
// the current interval alone; between slots no anonymous act writes the main database, and after a
// rotation nothing on disk tells the order in which a batch arrived (DESIGN §4).
// Not promised: secrecy of the pending pool from somebody who takes disk and interval key together;
// nor an order of a batch that says nothing: the caller brings the entries, in hash order.
//
// A write that fails leaves open whether it happened, until the next Open says so. The store then
// writes no more (store/failure_latch.h): every later write is Unavailable, reading goes on.
//
// Thread-safe; writers wait for one another. Errors otherwise: InvalidArgument for what contradicts
// itself or the store, before anything is written; DataLoss for a damaged store; the engine's.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "crypto/random.h"
#include "records/ids.h"
#include "records/schedule.h"
#include "store/engine.h"
#include "store/log_store.h"
#include "store/pooled_submission.h"
#include "store/vault.h"

namespace candor::store {

struct CommitOutcome {
  enum class Result {
    kAccepted,  // now pooled
    kReplay,    // the very same signed submission was accepted before, pooled or sealed
    kConflict,  // a mark belongs to another submission, or the same body bears another signature
  };
  Result result = Result::kAccepted;
  std::size_t conflicting_mark = 0;  // index into marks; 0 where the body is the same
  Bytes other;                       // that other signed submission
};

struct PoolItem {
  crypto::Hash submission_hash{};
  Bytes signed_submission;
};

// One batch that a slot seals. `entries` are the SealBatch entry and then a Submission entry for each
// of `submissions`, in the same order.
struct SealedBatch {
  records::CampaignId campaign_id{};
  records::Pool pool = records::Pool::kOpinions;
  bool withheld = false;  // envelopes and salts are destroyed instead of kept
  std::vector<crypto::Hash> submissions;
  std::vector<NewEntry> entries;
  // Of `submissions`: those withdrawn by now. Their salts and envelopes are destroyed instead of kept.
  std::set<crypto::Hash> withdrawn{};
};

struct ProcessedSlot {
  records::CampaignId campaign_id{};
  records::SlotNumber slot = 0;
};

class BoardStore {
 public:
  // Finishes an interrupted rotation: what the log holds is dropped from the interval, an interval
  // that the main database does not name is destroyed. `random` must outlive the store.
  // DataLoss when the interval that the main database names is not there: promised submissions are
  // missing, and to go on without them takes a decision that is not the store's.
  static absl::StatusOr<std::unique_ptr<BoardStore>> Open(std::unique_ptr<Engine> engine,
                                                          crypto::RandomSource& random);
  ~BoardStore();

  LogStore& log();
  const LogStore& log() const;

  // Acts of people with a role and of the board itself. One synced batch.
  absl::StatusOr<Appended> Append(std::span<const NewEntry> entries);

  // Takes all that is waiting: one synced batch to the interval. Outcomes in order of the input;
  // marks conflict within the input too (the first one wins).
  absl::StatusOr<std::vector<CommitOutcome>> CommitSubmissions(
      std::span<const PooledSubmission> submissions);

  // The signed submission that owns a mark, pooled or sealed.
  absl::StatusOr<std::optional<Bytes>> FindMark(const Mark& mark) const;

  // In order of the submission hash, which says nothing about arrival.
  absl::StatusOr<std::vector<PoolItem>> Pooled(const records::CampaignId& campaign,
                                               records::Pool pool) const;

  // One slot, sealed or not: what stays goes to a new interval in random order (synced); the batches'
  // log entries, `after` behind them, spent marks and vault records, `processed`, and the new
  // interval's name go to the main database as one batch in hash order (synced); then the old
  // interval is destroyed. A crash before the main batch leaves everything pooled; a crash after it
  // is finished by Open.
  // InvalidArgument for a submission that is not pooled there (a rating may go with the acts of threads, pool 6),
  // or occurs twice, and for an entry that
  // is not that of its submission.
  absl::StatusOr<Appended> RotateInterval(std::span<const SealedBatch> batches,
                                          std::span<const ProcessedSlot> processed,
                                          std::span<const NewEntry> after = {});

  absl::StatusOr<std::optional<records::SlotNumber>> LastSlot(
      const records::CampaignId& campaign) const;

  // The envelopes of a sealed batch, by the log index of its SealBatch entry, in log order; empty for
  // a withheld one, for kinds without envelope, and for what was withdrawn or erased. NotFound when
  // no batch stands at that index. `passed_over` are entries that are not even looked at: an erasure
  // that is under way has destroyed a key and not yet its record.
  absl::StatusOr<std::vector<VaultItem>> ReadBatch(
      std::uint64_t batch_index, const std::set<std::uint64_t>& passed_over = {}) const;

  // Destroys what lies beside these entries of the log: vault keys (overwritten in place, synced), then
  // vault records and contents (deleted, synced), then what the engine's files still hold of them
  // (Engine::Purge). When it returns OK no file of the store contains a byte of key, ciphertext or
  // content; blocks that the file system has freed may. A crash in between leaves less than before:
  // the same call again does the rest. Entries that have nothing beside them are passed over.
  absl::Status EraseEntries(std::span<const std::uint64_t> entries);

 private:
  struct Impl;
  explicit BoardStore(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace candor::store
