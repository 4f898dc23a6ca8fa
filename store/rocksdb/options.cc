#include "store/rocksdb/options.h"

#include <rocksdb/cache.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>

#include <cstdarg>
#include <cstddef>

namespace candor::store {
namespace {

constexpr std::size_t kMebibyte = 1024 * 1024;
constexpr std::size_t kBlockCacheSize = 8 * kMebibyte;
constexpr std::size_t kMainWriteBufferSize = 8 * kMebibyte;
constexpr std::size_t kIntervalWriteBufferSize = 4 * kMebibyte;
// Ten bits a key: a mark that was never spent costs a disk read in one look-up of a hundred.
constexpr double kBloomBitsPerKey = 10;
constexpr int kMaxOpenFiles = 512;

// Without a logger of ours RocksDB opens a file LOG in the database's folder.
class SilentLogger final : public rocksdb::Logger {
 public:
  SilentLogger() : Logger(rocksdb::InfoLogLevel::FATAL_LEVEL) {}
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

void SetPrivacy(rocksdb::Options& options) {
  options.info_log = std::make_shared<SilentLogger>();
  options.info_log_level = rocksdb::InfoLogLevel::FATAL_LEVEL;
  options.db_log_dir = "";
  options.statistics = nullptr;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.persist_stats_to_disk = false;
  options.dump_malloc_stats = false;
  options.report_bg_io_stats = false;
  options.enable_thread_tracking = false;
  options.listeners.clear();
  options.db_host_id = "";
  options.write_dbid_to_manifest = false;
  options.allow_data_in_errors = false;
  options.ttl = 0;
  options.periodic_compaction_seconds = 0;
  options.preserve_internal_time_seconds = 0;
  options.preclude_last_level_data_seconds = 0;
  options.recycle_log_file_num = 0;
  options.WAL_ttl_seconds = 0;
  options.WAL_size_limit_MB = 0;
}

void SetDurability(rocksdb::Options& options) {
  options.paranoid_checks = true;
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  // It would start with what it can find, and without the write-ahead log.
  options.best_efforts_recovery = false;
  options.max_bgerror_resume_count = 0;
}

void SetSize(rocksdb::Options& options, DatabaseRole role,
             const std::shared_ptr<rocksdb::Cache>& cache) {
  options.write_buffer_size =
      role == DatabaseRole::kMain ? kMainWriteBufferSize : kIntervalWriteBufferSize;
  options.max_write_buffer_number = 2;
  options.max_background_jobs = 2;
  options.max_open_files = kMaxOpenFiles;
  options.skip_stats_update_on_db_open = true;
  // Nearly all bytes are ciphertext, hashes and signatures.
  options.compression = rocksdb::kNoCompression;
  options.bottommost_compression = rocksdb::kNoCompression;

  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
}

}  // namespace

std::shared_ptr<rocksdb::Cache> MakeBlockCache() { return rocksdb::NewLRUCache(kBlockCacheSize); }

rocksdb::Options DatabaseOptions(DatabaseRole role, CreateDatabase create,
                                 const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::Options options;
  options.create_if_missing = create == CreateDatabase::kYes;
  options.error_if_exists = create == CreateDatabase::kYes && role == DatabaseRole::kInterval;
  SetPrivacy(options);
  SetDurability(options);
  SetSize(options, role, cache);
  return options;
}

rocksdb::WriteOptions SyncedWrite() {
  rocksdb::WriteOptions options;
  options.sync = true;
  options.disableWAL = false;
  return options;
}

}  // namespace candor::store
