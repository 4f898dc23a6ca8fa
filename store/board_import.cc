#include "store/board_import.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "base/status.h"
#include "crypto/codec.h"
#include "store/board_records.h"
#include "store/interval_records.h"
#include "store/key_space.h"
#include "store/vault.h"

namespace candor::store {
namespace {

absl::Status Damaged(const char* what) {
  return absl::DataLossError(std::string("the board's store is damaged: ") + what);
}

absl::StatusOr<std::optional<std::string>> NamedPool(const Engine& engine) {
  CANDOR_ASSIGN_OR_RETURN(const auto named, engine.Get(KeyOf(Table::kCurrentInterval).Take()));
  if (!named) return std::nullopt;
  return std::string(AsText(*named));
}

// Names the new pool before anything is put into it: one that nobody names is destroyed at the next
// start.
absl::StatusOr<std::string> MakePool(Engine& engine) {
  CANDOR_ASSIGN_OR_RETURN(std::string name, engine.CreateInterval());
  WriteBatch batch;
  batch.Put(KeyOf(Table::kCurrentInterval).Take(), ToBytes(AsBytes(name)));
  CANDOR_RETURN_IF_ERROR(engine.Write(batch));
  return name;
}

}  // namespace

absl::StatusOr<bool> HasPool(const Engine& engine) {
  CANDOR_ASSIGN_OR_RETURN(const auto name, NamedPool(engine));
  if (!name.has_value()) return false;
  CANDOR_ASSIGN_OR_RETURN(const auto names, engine.ListIntervals());
  return std::ranges::find(names, *name) != names.end();
}

struct BoardImport::Impl {
  absl::StatusOr<std::optional<PooledSubmission>> ReadPooled(const crypto::Hash& hash) const {
    const Bytes name = cipher.NameOf(hash);
    CANDOR_ASSIGN_OR_RETURN(const auto value, pool->Get(name));
    if (!value) return std::nullopt;
    CANDOR_ASSIGN_OR_RETURN(PooledSubmission submission, cipher.Open(name, *value));
    return submission;
  }

  absl::Status AddVaultRecord(const ImportedSubmission& submission, WriteBatch& batch) {
    CANDOR_ASSIGN_OR_RETURN(auto pooled, ReadPooled(submission.submission_hash));
    if (!pooled.has_value() || pooled->envelope.empty()) return absl::OkStatus();
    VaultKey key;
    random.Fill(key);
    batch.Put(KeyOf(Table::kVaultRecord, submission.index),
              SealVaultRecord(key, submission.index,
                              {pooled->submission_hash, pooled->salt, std::move(pooled->envelope)}));
    // Before the record that it opens, as in a seal: after a crash in between the key lies in the slot
    // of an entry that the log does not have, and the next try overwrites it.
    const absl::Status written = engine.WriteKeys(submission.index, {&key, 1});
    crypto::Wipe(key);
    return written;
  }

  absl::Status AddSubmissions(const BoardPiece& piece, WriteBatch& batch) {
    std::set<Mark> seen;
    for (const auto& submission : piece.submissions) {
      const Bytes index = EncodeIndex(submission.index);
      batch.Put(KeyOf(Table::kSealedSubmission, submission.submission_hash), index);
      for (const auto& mark : submission.marks) {
        if (seen.insert(mark).second) batch.Put(KeyOf(Table::kSpentMark, mark), index);
      }
      if (submission.keep) CANDOR_RETURN_IF_ERROR(AddVaultRecord(submission, batch));
    }
    return absl::OkStatus();
  }

  absl::Status AddBatches(const BoardPiece& piece, WriteBatch& batch) const {
    std::map<records::CampaignId, records::SlotNumber> slots;
    for (const auto& each : piece.batches) {
      batch.Put(KeyOf(Table::kSealedBatch, each.index),
                BatchRecord{each.count, each.withheld}.Encode());
      auto& slot = slots[each.campaign_id];
      slot = std::max(slot, each.slot);
    }
    for (const auto& [campaign, slot] : slots) {
      // A slot without a batch leaves nothing in the log: the copy may know a later one.
      CANDOR_ASSIGN_OR_RETURN(const auto stored, engine.Get(KeyOf(Table::kLastSlot, campaign)));
      records::SlotNumber known = 0;
      if (stored) {
        crypto::Reader in(*stored);
        known = in.U32();
        if (!in.Finish("slot").ok()) return Damaged("a slot number is not readable");
      }
      batch.Put(KeyOf(Table::kLastSlot, campaign),
                crypto::Writer().U32(std::max(known, slot)).Take());
    }
    return absl::OkStatus();
  }

  absl::StatusOr<bool> IsSpent(const PooledSubmission& submission) const {
    CANDOR_ASSIGN_OR_RETURN(
        const auto sealed,
        engine.Get(KeyOf(Table::kSealedSubmission, submission.submission_hash)));
    if (sealed) return true;
    for (const auto& mark : submission.marks) {
      CANDOR_ASSIGN_OR_RETURN(const auto spent, engine.Get(KeyOf(Table::kSpentMark, mark)));
      if (spent) return true;
    }
    return false;
  }

  Engine& engine;
  LogStore& log;
  crypto::RandomSource& random;
  std::unique_ptr<Interval> pool;
  IntervalCipher cipher;
};

BoardImport::BoardImport(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
BoardImport::~BoardImport() = default;

absl::StatusOr<std::unique_ptr<BoardImport>> BoardImport::Begin(Engine& engine, LogStore& log,
                                                                crypto::RandomSource& random) {
  CANDOR_ASSIGN_OR_RETURN(const bool there, HasPool(engine));
  std::string name;
  if (there) {
    CANDOR_ASSIGN_OR_RETURN(auto named, NamedPool(engine));
    if (!named.has_value()) return Damaged("its pool is there and not named");
    name = *std::move(named);
  } else {
    CANDOR_ASSIGN_OR_RETURN(name, MakePool(engine));
  }
  CANDOR_ASSIGN_OR_RETURN(auto pool, engine.OpenInterval(name));
  IntervalCipher cipher(pool->key());
  return std::unique_ptr<BoardImport>(new BoardImport(std::unique_ptr<Impl>(
      new Impl{engine, log, random, std::move(pool), std::move(cipher)})));
}

absl::Status BoardImport::Take(const BoardPiece& piece) {
  WriteBatch batch;
  CANDOR_RETURN_IF_ERROR(impl_->log.Stage(piece.entries, batch).status());
  CANDOR_RETURN_IF_ERROR(impl_->AddBatches(piece, batch));
  CANDOR_RETURN_IF_ERROR(impl_->AddSubmissions(piece, batch));
  if (batch.empty()) return absl::OkStatus();
  batch.SortByKey();
  CANDOR_RETURN_IF_ERROR(impl_->engine.Write(batch));
  impl_->log.Commit();
  return absl::OkStatus();
}

absl::Status BoardImport::ClearPool() {
  WriteBatch dropped;
  absl::Status status;
  const auto take = [&](ByteView name, ByteView value) {
    const auto submission = impl_->cipher.Open(name, value);
    status = submission.status();
    if (!status.ok()) return false;
    const auto spent = impl_->IsSpent(*submission);
    status = spent.status();
    if (!status.ok()) return false;
    if (*spent) dropped.Delete(ToBytes(name));
    return true;
  };
  CANDOR_RETURN_IF_ERROR(impl_->pool->Scan(take));
  CANDOR_RETURN_IF_ERROR(status);
  if (dropped.empty()) return absl::OkStatus();
  dropped.SortByKey();
  return impl_->pool->Write(dropped);
}

}  // namespace candor::store
