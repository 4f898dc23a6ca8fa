// MemoryEngine: the engine of the tests. It keeps everything in a MemoryDisk and nothing beside it.
//
// Several engines may share one disk, one after the other: to drop an engine and make another one on
// the same disk is a restart. What a Write returned OK for is in the disk. Not promised: survival of
// the process. Thread-safe. Failures are injected around it (store/memory/faulty_engine.h).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "crypto/random.h"
#include "store/engine.h"

namespace candor::store {

struct BytesLess {
  using is_transparent = void;
  bool operator()(ByteView a, ByteView b) const { return Less(a, b); }
};
using BytesMap = std::map<Bytes, Bytes, BytesLess>;

// What survives a restart.
struct MemoryDisk {
  struct IntervalData {
    ByteArray<32> key{};
    BytesMap records;
    bool open = false;
  };

  Mutex mutex;  // guards the rest, held for one operation
  BytesMap main ABSL_GUARDED_BY(mutex);
  std::map<std::string, IntervalData> intervals ABSL_GUARDED_BY(mutex);
  std::map<std::uint64_t, ByteArray<32>> keys ABSL_GUARDED_BY(mutex);
};

class MemoryEngine final : public Engine {
 public:
  // The disk is shared: engines that follow one another and their intervals all hold it.
  // `random` must outlive the engine.
  MemoryEngine(std::shared_ptr<MemoryDisk> disk, crypto::RandomSource& random)
      : disk_(std::move(disk)), random_(random) {}

  absl::StatusOr<std::optional<Bytes>> Get(ByteView key) const override;
  absl::Status Scan(ByteView prefix, const Visitor& visit) const override;
  absl::Status Write(const WriteBatch& batch) override;
  // The map keeps nothing of what was deleted.
  absl::Status Purge(ByteView, ByteView) override { return absl::OkStatus(); }
  absl::StatusOr<std::string> CreateInterval() override;
  absl::StatusOr<std::unique_ptr<Interval>> OpenInterval(const std::string& name) override;
  absl::Status DestroyInterval(const std::string& name) override;
  absl::StatusOr<std::vector<std::string>> ListIntervals() const override;
  absl::Status WriteKeys(std::uint64_t first_slot, std::span<const ByteArray<32>> keys) override;
  absl::StatusOr<ByteArray<32>> ReadKey(std::uint64_t slot) const override;
  absl::Status DestroyKey(std::uint64_t slot) override;

 private:
  std::shared_ptr<MemoryDisk> disk_;
  crypto::RandomSource& random_;
};

}  // namespace candor::store
