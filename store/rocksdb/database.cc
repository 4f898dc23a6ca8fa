#include "store/rocksdb/database.h"

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <utility>

#include "store/rocksdb/errors.h"

namespace candor::store {
namespace {

// RocksDB compares with memcmp, which takes no null pointer, not even for nothing.
rocksdb::Slice AsSlice(ByteView bytes) {
  if (bytes.empty()) return {};
  const std::string_view text = AsText(bytes);
  return {text.data(), text.size()};
}

ByteView AsView(const rocksdb::Slice& slice) { return AsBytes({slice.data(), slice.size()}); }

}  // namespace

absl::StatusOr<Database> Database::Open(const std::string& path, DatabaseRole role,
                                        CreateDatabase create,
                                        const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::DB* opened = nullptr;
  const auto status = rocksdb::DB::Open(DatabaseOptions(role, create, cache), path, &opened);
  std::unique_ptr<rocksdb::DB> database(opened);
  if (!status.ok()) return FromRocksDb(status, "opening the database", path);
  return Database(std::move(database), path);
}

Database::Database(std::unique_ptr<rocksdb::DB> database, std::string path)
    : database_(std::move(database)), path_(std::move(path)) {}
Database::Database(Database&&) noexcept = default;
Database::~Database() = default;

absl::StatusOr<std::optional<Bytes>> Database::Get(ByteView key) const {
  rocksdb::PinnableSlice value;
  const auto status = database_->Get(rocksdb::ReadOptions(), database_->DefaultColumnFamily(),
                                     AsSlice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return FromRocksDb(status, "reading the database", path_);
  return ToBytes(AsView(value));
}

absl::Status Database::Scan(ByteView prefix, const Visitor& visit) const {
  const std::unique_ptr<rocksdb::Iterator> at(database_->NewIterator(rocksdb::ReadOptions()));
  for (at->Seek(AsSlice(prefix)); at->Valid() && at->key().starts_with(AsSlice(prefix));
       at->Next()) {
    if (!visit(AsView(at->key()), AsView(at->value()))) break;
  }
  return FromRocksDb(at->status(), "reading the database", path_);
}

absl::Status Database::Write(const WriteBatch& batch) {
  rocksdb::WriteBatch writes;
  for (const auto& put : batch.puts()) {
    const auto status = writes.Put(AsSlice(put.key), AsSlice(put.value));
    if (!status.ok()) return FromRocksDb(status, "writing the database", path_);
  }
  for (const auto& key : batch.deletes()) {
    const auto status = writes.Delete(AsSlice(key));
    if (!status.ok()) return FromRocksDb(status, "writing the database", path_);
  }
  return FromRocksDb(database_->Write(SyncedWrite(), &writes), "writing the database", path_);
}

// The flush ends the write-ahead log that holds the old writes, and drops what was deleted in memory;
// the compaction rewrites every table of the range, the last level too, without what a deletion
// covers. The files that they replace are removed by a thread of RocksDB's own, at some time; allowing
// deletions, though nobody had forbidden them, removes them here and now.
absl::Status Database::Purge(ByteView first, ByteView last) {
  rocksdb::FlushOptions flush;
  flush.wait = true;
  const auto flushed = database_->Flush(flush);
  if (!flushed.ok()) return FromRocksDb(flushed, "flushing the database", path_);
  rocksdb::CompactRangeOptions compact;
  compact.exclusive_manual_compaction = true;
  compact.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  const rocksdb::Slice begin = AsSlice(first);
  const rocksdb::Slice end = AsSlice(last);
  const auto compacted = database_->CompactRange(compact, &begin, &end);
  if (!compacted.ok()) return FromRocksDb(compacted, "compacting the database", path_);
  return FromRocksDb(database_->EnableFileDeletions(true), "removing files of the database", path_);
}

}  // namespace candor::store
