// Database: one RocksDB, with our options and our errors.
//
// Thread-safe. A Write is durable when it returns OK.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "store/engine.h"
#include "store/rocksdb/options.h"

namespace rocksdb {
class DB;
}

namespace candor::store {

class Database {
 public:
  // FailedPrecondition when a process (this one too) has it open; DataLoss when it is not there and
  // is not to be created, or is damaged.
  static absl::StatusOr<Database> Open(const std::string& path, DatabaseRole role,
                                       CreateDatabase create,
                                       const std::shared_ptr<rocksdb::Cache>& cache);
  Database(Database&&) noexcept;
  ~Database();

  absl::StatusOr<std::optional<Bytes>> Get(ByteView key) const;
  absl::Status Scan(ByteView prefix, const Visitor& visit) const;
  absl::Status Write(const WriteBatch& batch);
  // As Engine::Purge.
  absl::Status Purge(ByteView first, ByteView last);

 private:
  Database(std::unique_ptr<rocksdb::DB> database, std::string path);

  std::unique_ptr<rocksdb::DB> database_;
  std::string path_;
};

}  // namespace candor::store
