#include "store/board_store.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "base/mutex.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"
#include "records/entry.h"
#include "store/board_records.h"
#include "store/failure_latch.h"
#include "store/interval_records.h"
#include "store/key_space.h"
#include "store/pool_view.h"

namespace candor::store {
namespace {

using Result = CommitOutcome::Result;

absl::Status Damaged(std::string_view what) {
  return absl::DataLossError(
      Cat("the board's store is damaged: ", what, "; restore it from a backup"));
}

absl::StatusOr<std::uint64_t> DecodeIndex(ByteView bytes) {
  crypto::Reader in(bytes);
  const std::uint64_t index = in.U64();
  if (!in.Finish("log index").ok()) return Damaged("a log index is not readable");
  return index;
}

absl::StatusOr<Bytes> SignedSubmissionIn(ByteView entry) {
  auto decoded = records::LogEntry::Decode(entry);
  if (!decoded.ok()) return Damaged("a log entry is not readable");
  auto* submission = std::get_if<records::SubmissionEntry>(&decoded->body);
  if (submission == nullptr) return Damaged("a spent mark leads to an entry of another type");
  return std::move(submission->signed_submission);
}

struct OpenedInterval {
  std::string name;
  std::unique_ptr<Interval> database;
  IntervalCipher cipher;
};

absl::StatusOr<std::unique_ptr<OpenedInterval>> OpenNamed(Engine& engine, std::string name) {
  CANDOR_ASSIGN_OR_RETURN(auto database, engine.OpenInterval(name));
  IntervalCipher cipher(database->key());
  return std::make_unique<OpenedInterval>(
      OpenedInterval{std::move(name), std::move(database), std::move(cipher)});
}

// A batch is of its pool's submissions; with the acts of threads go the ratings that they follow.
bool MayGoWith(records::Pool pooled, records::Pool batch) {
  return pooled == batch ||
         (pooled == records::Pool::kRatings && batch == records::Pool::kThreadActs);
}

CommitOutcome Conflict(std::size_t mark, Bytes other) {
  return {Result::kConflict, mark, std::move(other)};
}

}  // namespace

struct BoardStore::Impl {
  Impl(std::unique_ptr<Engine> engine_in, crypto::RandomSource& random_in)
      : engine(std::move(engine_in)), random(random_in) {}

  absl::Status Load() ABSL_EXCLUSIVE_LOCKS_REQUIRED(writer);
  absl::StatusOr<std::string> CurrentName();
  absl::Status LoadPool() ABSL_EXCLUSIVE_LOCKS_REQUIRED(writer);
  absl::Status DestroyAllBut(const std::string& name);

  absl::StatusOr<std::optional<Bytes>> Sealed(Table table, const ByteArray<32>& key) const;
  absl::StatusOr<std::optional<Bytes>> FindMark(const Mark& mark) const;
  absl::StatusOr<std::optional<Bytes>> FindSubmission(const crypto::Hash& hash) const;
  absl::StatusOr<CommitOutcome> Judge(const PooledSubmission& submission,
                                      const PoolView& incoming) const;

  absl::Status CheckBatch(const SealedBatch& batch, std::set<crypto::Hash>& seen) const;
  absl::StatusOr<PooledSubmission> ReadPooled(const crypto::Hash& hash) const
      ABSL_SHARED_LOCKS_REQUIRED(writer);
  absl::StatusOr<std::unique_ptr<OpenedInterval>> CreateNext(
      const std::set<crypto::Hash>& sealed) ABSL_EXCLUSIVE_LOCKS_REQUIRED(writer);
  absl::Status AddBatch(const SealedBatch& sealed, std::uint64_t seal_index, WriteBatch& batch)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(writer);
  absl::Status AddVaultRecords(const SealedBatch& sealed, std::uint64_t first_index,
                               WriteBatch& batch) ABSL_EXCLUSIVE_LOCKS_REQUIRED(writer);
  absl::StatusOr<Appended> Rotate(std::span<const SealedBatch> batches,
                                  std::span<const ProcessedSlot> processed,
                                  std::span<const NewEntry> after,
                                  const std::set<crypto::Hash>& sealed)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(writer);
  absl::Status DestroyBeside(std::span<const std::uint64_t> entries)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(writer);
  absl::Status WriteMain(WriteBatch batch) {
    batch.SortByKey();
    return engine->Write(batch);
  }

  std::unique_ptr<Engine> engine;
  crypto::RandomSource& random;
  std::unique_ptr<LogStore> log;
  FailureLatch latch;

  Mutex writer;  // held over a writing operation, its syncs included
  std::unique_ptr<OpenedInterval> current ABSL_GUARDED_BY(writer);

  mutable Mutex pool_mutex;  // held for look-ups in memory, never over I/O
  PoolView pool ABSL_GUARDED_BY(pool_mutex);
};

// ---- opening

absl::StatusOr<std::string> BoardStore::Impl::CurrentName() {
  CANDOR_ASSIGN_OR_RETURN(const auto named, engine->Get(KeyOf(Table::kCurrentInterval).Take()));
  CANDOR_ASSIGN_OR_RETURN(const auto names, engine->ListIntervals());
  if (named) {
    std::string name(AsText(*named));
    if (std::ranges::find(names, name) == names.end()) {
      return absl::DataLossError(
          "the board's pending pool is missing: the interval that its database names is not in the "
          "store's folder. Submissions that were promised and not yet sealed are in it: put the "
          "folder back, or recover the board");
    }
    return name;
  }
  // The first start. A crash before the write leaves an interval that nobody names.
  CANDOR_ASSIGN_OR_RETURN(std::string name, engine->CreateInterval());
  WriteBatch batch;
  batch.Put(KeyOf(Table::kCurrentInterval).Take(), ToBytes(AsBytes(name)));
  CANDOR_RETURN_IF_ERROR(engine->Write(batch));
  return name;
}

absl::Status BoardStore::Impl::DestroyAllBut(const std::string& name) {
  CANDOR_ASSIGN_OR_RETURN(const auto names, engine->ListIntervals());
  for (const auto& other : names) {
    if (other != name) CANDOR_RETURN_IF_ERROR(engine->DestroyInterval(other));
  }
  return absl::OkStatus();
}

absl::Status BoardStore::Impl::LoadPool() {
  WriteBatch dropped;
  absl::Status status;
  const IntervalCipher& cipher = current->cipher;
  const auto take = [&](ByteView name, ByteView value) {
    auto submission = cipher.Open(name, value);
    if (!submission.ok()) {
      status = std::move(submission).status();
      return false;
    }
    auto sealed = Sealed(Table::kSealedSubmission, submission->submission_hash);
    status = sealed.status();
    if (!status.ok()) return false;
    if (sealed->has_value()) {
      dropped.Delete(ToBytes(name));
    } else {
      MutexLock lock(pool_mutex);
      pool.Add(*submission);
    }
    return true;
  };
  CANDOR_RETURN_IF_ERROR(current->database->Scan(take));
  CANDOR_RETURN_IF_ERROR(status);
  return dropped.empty() ? absl::OkStatus() : current->database->Write(dropped);
}

absl::Status BoardStore::Impl::Load() {
  CANDOR_ASSIGN_OR_RETURN(log, LogStore::Open(*engine));
  CANDOR_ASSIGN_OR_RETURN(const std::string name, CurrentName());
  CANDOR_RETURN_IF_ERROR(DestroyAllBut(name));
  CANDOR_ASSIGN_OR_RETURN(current, OpenNamed(*engine, name));
  return LoadPool();
}

// ---- looking up

absl::StatusOr<std::optional<Bytes>> BoardStore::Impl::Sealed(Table table,
                                                              const ByteArray<32>& key) const {
  CANDOR_ASSIGN_OR_RETURN(const auto stored, engine->Get(KeyOf(table, key)));
  if (!stored) return std::nullopt;
  CANDOR_ASSIGN_OR_RETURN(const std::uint64_t index, DecodeIndex(*stored));
  // Not through the log store: the entry is in the same batch as the mark, so it is there even in the
  // moment before the log store's size has followed.
  CANDOR_ASSIGN_OR_RETURN(const auto entry, engine->Get(KeyOf(Table::kEntry, index)));
  if (!entry) return Damaged("a spent mark leads to no entry");
  CANDOR_ASSIGN_OR_RETURN(Bytes submission, SignedSubmissionIn(*entry));
  return submission;
}

// The pool first: a rotation writes the main database before it takes submissions out of the pool, so
// that no moment exists in which neither knows a mark.
absl::StatusOr<std::optional<Bytes>> BoardStore::Impl::FindMark(const Mark& mark) const {
  {
    MutexLock lock(pool_mutex);
    if (const auto* item = pool.OwnerOf(mark)) return item->signed_submission;
  }
  return Sealed(Table::kSpentMark, mark);
}

absl::StatusOr<std::optional<Bytes>> BoardStore::Impl::FindSubmission(
    const crypto::Hash& hash) const {
  {
    MutexLock lock(pool_mutex);
    if (const auto* item = pool.Find(hash)) return item->signed_submission;
  }
  return Sealed(Table::kSealedSubmission, hash);
}

absl::StatusOr<CommitOutcome> BoardStore::Impl::Judge(const PooledSubmission& submission,
                                                      const PoolView& incoming) const {
  CANDOR_ASSIGN_OR_RETURN(auto same, FindSubmission(submission.submission_hash));
  if (const auto* item = incoming.Find(submission.submission_hash)) same = item->signed_submission;
  if (same) {
    if (*same == submission.signed_submission) return CommitOutcome{Result::kReplay, 0, {}};
    return Conflict(0, *std::move(same));
  }
  for (std::size_t i = 0; i < submission.marks.size(); ++i) {
    if (const auto* item = incoming.OwnerOf(submission.marks[i])) {
      return Conflict(i, item->signed_submission);
    }
    CANDOR_ASSIGN_OR_RETURN(auto owner, FindMark(submission.marks[i]));
    if (owner) return Conflict(i, *std::move(owner));
  }
  return CommitOutcome{};
}

// ---- rotation

absl::Status BoardStore::Impl::CheckBatch(const SealedBatch& batch,
                                          std::set<crypto::Hash>& seen) const {
  if (batch.entries.size() != batch.submissions.size() + 1) {
    return absl::InvalidArgumentError(
        "a sealed batch has an entry of its own and one for each submission");
  }
  MutexLock lock(pool_mutex);
  for (std::size_t i = 0; i < batch.submissions.size(); ++i) {
    const auto* item = pool.Find(batch.submissions[i]);
    if (item == nullptr || item->campaign_id != batch.campaign_id || !MayGoWith(item->pool, batch.pool)) {
      return absl::InvalidArgumentError("a sealed batch names a submission that is not in its pool");
    }
    if (!seen.insert(batch.submissions[i]).second) {
      return absl::InvalidArgumentError("a submission is sealed twice in one rotation");
    }
    const auto in_entry = SignedSubmissionIn(batch.entries[i + 1].entry);
    if (!in_entry.ok() || *in_entry != item->signed_submission) {
      return absl::InvalidArgumentError("an entry of a sealed batch is not that of its submission");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<PooledSubmission> BoardStore::Impl::ReadPooled(const crypto::Hash& hash) const {
  const Bytes name = current->cipher.NameOf(hash);
  CANDOR_ASSIGN_OR_RETURN(const auto value, current->database->Get(name));
  if (!value) return Damaged("a pooled submission is missing");
  return current->cipher.Open(name, *value);
}

absl::StatusOr<std::unique_ptr<OpenedInterval>> BoardStore::Impl::CreateNext(
    const std::set<crypto::Hash>& sealed) {
  CANDOR_ASSIGN_OR_RETURN(std::string name, engine->CreateInterval());
  CANDOR_ASSIGN_OR_RETURN(auto next, OpenNamed(*engine, std::move(name)));
  std::vector<crypto::Hash> staying;
  {
    MutexLock lock(pool_mutex);
    for (const auto& [hash, item] : pool.items()) {
      if (!sealed.contains(hash)) staying.push_back(hash);
    }
  }
  if (staying.empty()) return next;
  WriteBatch batch;
  for (const auto& hash : staying) {
    CANDOR_ASSIGN_OR_RETURN(const PooledSubmission submission, ReadPooled(hash));
    batch.Put(next->cipher.NameOf(hash), next->cipher.Seal(submission, random));
  }
  // Names under a fresh key are a random order, and the same whatever order the pool was read in.
  batch.SortByKey();
  CANDOR_RETURN_IF_ERROR(next->database->Write(batch));
  return next;
}

absl::Status BoardStore::Impl::AddVaultRecords(const SealedBatch& sealed,
                                               std::uint64_t first_index, WriteBatch& batch) {
  std::vector<VaultKey> keys(sealed.submissions.size());
  bool any = false;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    random.Fill(keys[i]);
    CANDOR_ASSIGN_OR_RETURN(PooledSubmission submission, ReadPooled(sealed.submissions[i]));
    if (submission.envelope.empty() || sealed.withdrawn.contains(submission.submission_hash)) {
      continue;
    }
    any = true;
    const std::uint64_t index = first_index + i;
    batch.Put(KeyOf(Table::kVaultRecord, index),
              SealVaultRecord(keys[i], index, {submission.submission_hash, submission.salt,
                                               std::move(submission.envelope)}));
  }
  // Before the records that they open: after a crash in between, keys lie in slots of entries that the
  // log does not have, and the next batch overwrites them.
  const absl::Status written = any ? engine->WriteKeys(first_index, keys) : absl::OkStatus();
  for (auto& key : keys) crypto::Wipe(key);
  return written;
}

absl::Status BoardStore::Impl::AddBatch(const SealedBatch& sealed, std::uint64_t seal_index,
                                        WriteBatch& batch) {
  const BatchRecord record{static_cast<std::uint32_t>(sealed.submissions.size()), sealed.withheld};
  batch.Put(KeyOf(Table::kSealedBatch, seal_index), record.Encode());
  {
    MutexLock lock(pool_mutex);
    for (std::size_t i = 0; i < sealed.submissions.size(); ++i) {
      const Bytes index = EncodeIndex(seal_index + 1 + i);
      batch.Put(KeyOf(Table::kSealedSubmission, sealed.submissions[i]), index);
      for (const auto& mark : pool.Find(sealed.submissions[i])->marks) {
        batch.Put(KeyOf(Table::kSpentMark, mark), index);
      }
    }
  }
  return sealed.withheld ? absl::OkStatus() : AddVaultRecords(sealed, seal_index + 1, batch);
}

// A crash before WriteMain: the main database names the old interval, where everything is; the next
// one is destroyed by Open. A crash after it: the main database names the next interval, which holds
// exactly what the log does not; the old one is destroyed by Open, with the function used here.
absl::StatusOr<Appended> BoardStore::Impl::Rotate(std::span<const SealedBatch> batches,
                                                  std::span<const ProcessedSlot> processed,
                                                  std::span<const NewEntry> after,
                                                  const std::set<crypto::Hash>& sealed) {
  CANDOR_ASSIGN_OR_RETURN(auto next, CreateNext(sealed));

  std::vector<NewEntry> entries;
  for (const auto& batch : batches) {
    entries.insert(entries.end(), batch.entries.begin(), batch.entries.end());
  }
  entries.insert(entries.end(), after.begin(), after.end());
  WriteBatch main;
  CANDOR_ASSIGN_OR_RETURN(const Appended appended, log->Stage(entries, main));
  std::uint64_t seal_index = appended.first_index;
  for (const auto& batch : batches) {
    CANDOR_RETURN_IF_ERROR(AddBatch(batch, seal_index, main));
    seal_index += batch.entries.size();
  }
  for (const auto& slot : processed) {
    main.Put(KeyOf(Table::kLastSlot, slot.campaign_id), crypto::Writer().U32(slot.slot).Take());
  }
  main.Put(KeyOf(Table::kCurrentInterval).Take(), ToBytes(AsBytes(next->name)));
  CANDOR_RETURN_IF_ERROR(WriteMain(std::move(main)));

  log->Commit();
  {
    MutexLock lock(pool_mutex);
    for (const auto& hash : sealed) pool.Remove(hash);
  }
  current = std::move(next);  // closes the old one
  CANDOR_RETURN_IF_ERROR(DestroyAllBut(current->name));
  return appended;
}

// ---- erasing

// Keys first: from then on a text is gone, whatever happens to the rest.
absl::Status BoardStore::Impl::DestroyBeside(std::span<const std::uint64_t> entries) {
  WriteBatch batch;
  for (const std::uint64_t index : entries) {
    CANDOR_ASSIGN_OR_RETURN(const auto record, engine->Get(KeyOf(Table::kVaultRecord, index)));
    if (record) {
      CANDOR_RETURN_IF_ERROR(engine->DestroyKey(index));
      batch.Delete(KeyOf(Table::kVaultRecord, index));
    }
    CANDOR_ASSIGN_OR_RETURN(const auto content, engine->Get(KeyOf(Table::kContent, index)));
    if (content) batch.Delete(KeyOf(Table::kContent, index));
  }
  return batch.empty() ? absl::OkStatus() : WriteMain(std::move(batch));
}

// ---- the operations

BoardStore::BoardStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
BoardStore::~BoardStore() = default;

absl::StatusOr<std::unique_ptr<BoardStore>> BoardStore::Open(std::unique_ptr<Engine> engine,
                                                             crypto::RandomSource& random) {
  auto impl = std::make_unique<Impl>(std::move(engine), random);
  {
    MutexLock writing(impl->writer);
    CANDOR_RETURN_IF_ERROR(impl->Load());
  }
  return std::unique_ptr<BoardStore>(new BoardStore(std::move(impl)));
}

LogStore& BoardStore::log() { return *impl_->log; }
const LogStore& BoardStore::log() const { return *impl_->log; }

absl::StatusOr<Appended> BoardStore::Append(std::span<const NewEntry> entries) {
  MutexLock writing(impl_->writer);
  CANDOR_RETURN_IF_ERROR(impl_->latch.Check());
  WriteBatch batch;
  CANDOR_ASSIGN_OR_RETURN(const Appended appended, impl_->log->Stage(entries, batch));
  if (batch.empty()) return appended;
  CANDOR_RETURN_IF_ERROR(impl_->latch.Note(impl_->WriteMain(std::move(batch))));
  impl_->log->Commit();
  return appended;
}

absl::StatusOr<std::vector<CommitOutcome>> BoardStore::CommitSubmissions(
    std::span<const PooledSubmission> submissions) {
  MutexLock writing(impl_->writer);
  CANDOR_RETURN_IF_ERROR(impl_->latch.Check());
  PoolView incoming;
  WriteBatch batch;
  std::vector<CommitOutcome> outcomes;
  outcomes.reserve(submissions.size());
  for (const auto& submission : submissions) {
    CANDOR_ASSIGN_OR_RETURN(auto outcome, impl_->Judge(submission, incoming));
    if (outcome.result == Result::kAccepted) {
      batch.Put(impl_->current->cipher.NameOf(submission.submission_hash),
                impl_->current->cipher.Seal(submission, impl_->random));
      incoming.Add(submission);
    }
    outcomes.push_back(std::move(outcome));
  }
  if (batch.empty()) return outcomes;
  batch.SortByKey();
  CANDOR_RETURN_IF_ERROR(impl_->latch.Note(impl_->current->database->Write(batch)));
  MutexLock lock(impl_->pool_mutex);
  impl_->pool.Merge(std::move(incoming));
  return outcomes;
}

absl::StatusOr<std::optional<Bytes>> BoardStore::FindMark(const Mark& mark) const {
  return impl_->FindMark(mark);
}

absl::StatusOr<std::vector<PoolItem>> BoardStore::Pooled(const records::CampaignId& campaign,
                                                         records::Pool pool) const {
  std::vector<PoolItem> out;
  MutexLock lock(impl_->pool_mutex);
  for (const auto& [hash, item] : impl_->pool.items()) {
    if (item.campaign_id == campaign && item.pool == pool) {
      out.push_back({hash, item.signed_submission});
    }
  }
  return out;
}

absl::StatusOr<Appended> BoardStore::RotateInterval(std::span<const SealedBatch> batches,
                                                    std::span<const ProcessedSlot> processed,
                                                    std::span<const NewEntry> after) {
  MutexLock writing(impl_->writer);
  CANDOR_RETURN_IF_ERROR(impl_->latch.Check());
  std::set<crypto::Hash> sealed;
  for (const auto& batch : batches) CANDOR_RETURN_IF_ERROR(impl_->CheckBatch(batch, sealed));
  auto appended = impl_->Rotate(batches, processed, after, sealed);
  if (!appended.ok()) return impl_->latch.Note(std::move(appended).status());
  return appended;
}

absl::StatusOr<std::optional<records::SlotNumber>> BoardStore::LastSlot(
    const records::CampaignId& campaign) const {
  CANDOR_ASSIGN_OR_RETURN(const auto stored,
                          impl_->engine->Get(KeyOf(Table::kLastSlot, campaign)));
  if (!stored) return std::nullopt;
  crypto::Reader in(*stored);
  const records::SlotNumber slot = in.U32();
  if (!in.Finish("slot").ok()) return Damaged("a slot number is not readable");
  return slot;
}

absl::StatusOr<std::vector<VaultItem>> BoardStore::ReadBatch(
    std::uint64_t batch_index, const std::set<std::uint64_t>& passed_over) const {
  CANDOR_ASSIGN_OR_RETURN(const auto stored,
                          impl_->engine->Get(KeyOf(Table::kSealedBatch, batch_index)));
  if (!stored) return absl::NotFoundError("no sealed batch stands at this index of the log");
  CANDOR_ASSIGN_OR_RETURN(const BatchRecord batch, BatchRecord::Decode(*stored));
  std::vector<VaultItem> items;
  if (batch.withheld) return items;
  for (std::uint64_t index = batch_index + 1; index <= batch_index + batch.count; ++index) {
    if (passed_over.contains(index)) continue;
    CANDOR_ASSIGN_OR_RETURN(const auto record,
                            impl_->engine->Get(KeyOf(Table::kVaultRecord, index)));
    if (!record) continue;
    CANDOR_ASSIGN_OR_RETURN(VaultKey key, impl_->engine->ReadKey(index));
    auto item = OpenVaultRecord(key, index, *record);
    crypto::Wipe(key);
    if (!item.ok()) return std::move(item).status();
    items.push_back(*std::move(item));
  }
  return items;
}

absl::Status BoardStore::EraseEntries(std::span<const std::uint64_t> entries) {
  if (entries.empty()) return absl::OkStatus();
  {
    MutexLock writing(impl_->writer);
    CANDOR_RETURN_IF_ERROR(impl_->latch.Check());
    CANDOR_RETURN_IF_ERROR(impl_->latch.Note(impl_->DestroyBeside(entries)));
  }
  // Without the writer's lock: it rewrites files, and submissions go on meanwhile. Always, also where
  // nothing was left to delete: a crash may have come between the two.
  const auto [first, last] = std::ranges::minmax(entries);
  for (const Table table : {Table::kVaultRecord, Table::kContent}) {
    CANDOR_RETURN_IF_ERROR(impl_->engine->Purge(KeyOf(table, first), KeyOf(table, last)));
  }
  return absl::OkStatus();
}

}  // namespace candor::store
