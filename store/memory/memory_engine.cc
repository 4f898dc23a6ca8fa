#include "store/memory/memory_engine.h"

#include <utility>

namespace candor::store {
namespace {

void Apply(const WriteBatch& batch, BytesMap& map) {
  for (const auto& put : batch.puts()) map.insert_or_assign(put.key, put.value);
  for (const auto& key : batch.deletes()) map.erase(key);
}

std::optional<Bytes> Find(const BytesMap& map, ByteView key) {
  const auto at = map.find(key);
  return at == map.end() ? std::nullopt : std::optional(at->second);
}

// A copy, so that a visitor may use the engine.
std::vector<Put> WithPrefix(const BytesMap& map, ByteView prefix) {
  std::vector<Put> out;
  for (auto at = map.lower_bound(prefix); at != map.end(); ++at) {
    const ByteView key = at->first;
    if (key.size() < prefix.size() || !Equal(key.first(prefix.size()), prefix)) break;
    out.push_back({at->first, at->second});
  }
  return out;
}

void Visit(const std::vector<Put>& pairs, const Visitor& visit) {
  for (const auto& pair : pairs) {
    if (!visit(pair.key, pair.value)) return;
  }
}

absl::Status NoInterval() { return absl::NotFoundError("no interval of that name in memory"); }

class MemoryInterval final : public Interval {
 public:
  MemoryInterval(std::shared_ptr<MemoryDisk> disk, std::string name, const ByteArray<32>& key)
      : disk_(std::move(disk)), name_(std::move(name)), key_(key) {}
  ~MemoryInterval() override {
    MutexLock lock(disk_->mutex);
    if (const auto at = disk_->intervals.find(name_); at != disk_->intervals.end()) {
      at->second.open = false;
    }
  }

  absl::StatusOr<std::optional<Bytes>> Get(ByteView key) const override {
    MutexLock lock(disk_->mutex);
    const auto at = disk_->intervals.find(name_);
    if (at == disk_->intervals.end()) return NoInterval();
    return Find(at->second.records, key);
  }

  absl::Status Scan(const Visitor& visit) const override {
    std::vector<Put> pairs;
    {
      MutexLock lock(disk_->mutex);
      const auto at = disk_->intervals.find(name_);
      if (at == disk_->intervals.end()) return NoInterval();
      pairs = WithPrefix(at->second.records, {});
    }
    Visit(pairs, visit);
    return absl::OkStatus();
  }

  absl::Status Write(const WriteBatch& batch) override {
    MutexLock lock(disk_->mutex);
    const auto at = disk_->intervals.find(name_);
    if (at == disk_->intervals.end()) return NoInterval();
    Apply(batch, at->second.records);
    return absl::OkStatus();
  }

  const ByteArray<32>& key() const override { return key_; }

 private:
  std::shared_ptr<MemoryDisk> disk_;
  std::string name_;
  ByteArray<32> key_;
};

}  // namespace

absl::StatusOr<std::optional<Bytes>> MemoryEngine::Get(ByteView key) const {
  MutexLock lock(disk_->mutex);
  return Find(disk_->main, key);
}

absl::Status MemoryEngine::Scan(ByteView prefix, const Visitor& visit) const {
  std::vector<Put> pairs;
  {
    MutexLock lock(disk_->mutex);
    pairs = WithPrefix(disk_->main, prefix);
  }
  Visit(pairs, visit);
  return absl::OkStatus();
}

absl::Status MemoryEngine::Write(const WriteBatch& batch) {
  MutexLock lock(disk_->mutex);
  Apply(batch, disk_->main);
  return absl::OkStatus();
}

absl::StatusOr<std::string> MemoryEngine::CreateInterval() {
  std::string name = HexEncode(random_.Array<16>());
  MutexLock lock(disk_->mutex);
  disk_->intervals[name].key = random_.Array<32>();
  return name;
}

absl::StatusOr<std::unique_ptr<Interval>> MemoryEngine::OpenInterval(const std::string& name) {
  MutexLock lock(disk_->mutex);
  const auto at = disk_->intervals.find(name);
  if (at == disk_->intervals.end()) return NoInterval();
  if (at->second.open) return absl::FailedPreconditionError("the interval is open already");
  at->second.open = true;
  return std::make_unique<MemoryInterval>(disk_, name, at->second.key);
}

absl::Status MemoryEngine::DestroyInterval(const std::string& name) {
  MutexLock lock(disk_->mutex);
  const auto at = disk_->intervals.find(name);
  if (at == disk_->intervals.end()) return NoInterval();
  if (at->second.open) return absl::FailedPreconditionError("the interval is still open");
  disk_->intervals.erase(at);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> MemoryEngine::ListIntervals() const {
  MutexLock lock(disk_->mutex);
  std::vector<std::string> names;
  for (const auto& [name, data] : disk_->intervals) names.push_back(name);
  return names;
}

absl::Status MemoryEngine::WriteKeys(std::uint64_t first_slot,
                                     std::span<const ByteArray<32>> keys) {
  MutexLock lock(disk_->mutex);
  for (std::size_t i = 0; i < keys.size(); ++i) disk_->keys[first_slot + i] = keys[i];
  return absl::OkStatus();
}

absl::StatusOr<ByteArray<32>> MemoryEngine::ReadKey(std::uint64_t slot) const {
  MutexLock lock(disk_->mutex);
  const auto at = disk_->keys.find(slot);
  if (at == disk_->keys.end()) return absl::NotFoundError("no key in this slot");
  return at->second;
}

absl::Status MemoryEngine::DestroyKey(std::uint64_t slot) {
  MutexLock lock(disk_->mutex);
  disk_->keys.erase(slot);
  return absl::OkStatus();
}

}  // namespace candor::store
