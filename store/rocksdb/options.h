// Options of RocksDB, all in one place: privacy first, then durability, then size.
//
// What RocksDB would write down by itself, and what becomes of it here:
//
//   LOG files            none: a logger that drops everything, at the highest level
//   statistics           none: neither dumped nor persisted nor collected, no thread tracking
//   host name            not in the SST properties (`db_host_id` empty); RocksDB writes it nowhere else
//   database id          in the file IDENTITY alone, random, not repeated in the MANIFEST
//   data in messages     `allow_data_in_errors` off: a status carries no key and no value
//   clock-driven work    none: no ttl, no periodic compaction, no mapping from sequence numbers to
//                        times, no archived or recycled write-ahead log
//
// What remains, since 7.8 has no option for it: each SST carries a session id (random, new at each
// open), the database id, and creation times in seconds; the MANIFEST carries the same times, and for
// each SST its first and last key with their sequence numbers; files have modification times. In the
// main database none of this tells of an anonymous act: between slots no anonymous act writes it, and
// at a slot everything comes in one batch in key order, so that each number and each time is that of
// the slot, the same for all of a batch. In an interval they do tell the order of arrival, until the
// slot: then the key is overwritten and the folder removed, whatever the disk has kept of it.
//
// Durability: every write is synced to the write-ahead log before it returns. A log whose end is torn
// is accepted (what was torn was never acknowledged); any other damage refuses to open. After a failed
// write RocksDB is not to resume by itself: the process stops and starts again.
//
// Size: one block cache for all databases of a folder, small write buffers, a flush and a compaction
// thread in the whole process.
#pragma once

#include <memory>

// In the .cc files alone are RocksDB's own headers included.
namespace rocksdb {
class Cache;
struct Options;
struct WriteOptions;
}  // namespace rocksdb

namespace candor::store {

enum class DatabaseRole { kMain, kInterval };
enum class CreateDatabase { kNo, kYes };

std::shared_ptr<rocksdb::Cache> MakeBlockCache();
rocksdb::Options DatabaseOptions(DatabaseRole role, CreateDatabase create,
                                 const std::shared_ptr<rocksdb::Cache>& cache);
rocksdb::WriteOptions SyncedWrite();

}  // namespace candor::store
