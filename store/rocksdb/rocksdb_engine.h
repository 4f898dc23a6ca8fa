// RocksDbEngine: the engine of a deployment: RocksDB, embedded, in one folder.
//
//   main/                 the main database
//   interval-<hex>/       one interval database, and
//   interval-<hex>.key    the 32 bytes that it is encrypted with; <hex> is 16 random bytes
//   keys                  the key array, 32 bytes a slot
//
// The folder (0700) and everything in it belong to one process at a time: a second one is told so.
// Never part of a backup, a snapshot or a replica: interval folders and their keys. Backed up apart
// from the rest, and never versioned: `keys`.
//
// Errors: store/rocksdb/errors.h. Thread-safe as store/engine.h says.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "crypto/random.h"
#include "store/engine.h"
#include "store/rocksdb/database.h"
#include "store/rocksdb/files.h"

namespace candor::store {

class RocksDbEngine final : public Engine {
 public:
  // Makes the folder where there is none. A folder that has been in use and lost its database is
  // DataLoss, not a fresh start. `random` must outlive the engine.
  static absl::StatusOr<std::unique_ptr<RocksDbEngine>> Open(const std::string& folder,
                                                             crypto::RandomSource& random);
  ~RocksDbEngine() override;

  absl::StatusOr<std::optional<Bytes>> Get(ByteView key) const override;
  absl::Status Scan(ByteView prefix, const Visitor& visit) const override;
  absl::Status Write(const WriteBatch& batch) override;
  absl::Status Purge(ByteView first, ByteView last) override;
  absl::StatusOr<std::string> CreateInterval() override;
  absl::StatusOr<std::unique_ptr<Interval>> OpenInterval(const std::string& name) override;
  absl::Status DestroyInterval(const std::string& name) override;
  absl::StatusOr<std::vector<std::string>> ListIntervals() const override;
  absl::Status WriteKeys(std::uint64_t first_slot, std::span<const ByteArray<32>> keys) override;
  absl::StatusOr<ByteArray<32>> ReadKey(std::uint64_t slot) const override;
  absl::Status DestroyKey(std::uint64_t slot) override;

 private:
  // The interval that CreateInterval made, still open: the next OpenInterval is nearly always for it.
  struct JustCreated {
    std::string name;
    std::unique_ptr<Interval> interval;
  };

  RocksDbEngine(std::string folder, std::shared_ptr<rocksdb::Cache> cache, Database main,
                KeyArray keys, crypto::RandomSource& random);
  std::string IntervalPath(const std::string& name) const;
  std::string KeyPath(const std::string& name) const;
  absl::StatusOr<std::unique_ptr<Interval>> OpenDatabaseOf(const std::string& name,
                                                           CreateDatabase create) const;

  std::string folder_;
  std::shared_ptr<rocksdb::Cache> cache_;  // shared with each database, as RocksDB wants it
  Database main_;
  KeyArray keys_;
  crypto::RandomSource& random_;
  JustCreated just_created_;
};

}  // namespace candor::store
