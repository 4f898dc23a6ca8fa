#include "store/rocksdb/rocksdb_engine.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "store/rocksdb/errors.h"

namespace candor::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kIntervalPrefix = "interval-";
constexpr std::string_view kKeySuffix = ".key";
constexpr std::size_t kNameBytes = 16;

bool IsIntervalName(std::string_view name) {
  return name.size() == 2 * kNameBytes && HexDecode(name).ok();
}

absl::Status NoInterval() { return absl::NotFoundError("the store has no interval of that name"); }

absl::StatusOr<std::set<std::string>> NamesIn(const std::string& folder) {
  std::set<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    names.insert(at->path().filename().string());
  }
  if (error) return SystemError("listing the folder", folder, error.value());
  return names;
}

absl::Status MakeFolder(const std::string& folder) {
  std::error_code error;
  if (!fs::create_directories(folder, error)) {
    if (error) return SystemError("making the folder", folder, error.value());
    return absl::OkStatus();
  }
  fs::permissions(folder, fs::perms::owner_all, error);
  if (error) return SystemError("making the folder", folder, error.value());
  const std::string parent = fs::absolute(folder, error).parent_path().string();
  return error ? SystemError("making the folder", folder, error.value()) : SyncFolder(parent);
}

// Whether a first start may make the database. It may have crashed while doing so: a folder without
// data is as good as none. A folder with data and no database has lost it, and to begin anew there
// would hide the loss.
absl::StatusOr<CreateDatabase> MayCreate(const std::string& folder) {
  CANDOR_ASSIGN_OR_RETURN(const auto names, NamesIn(folder));
  for (const auto& name : names) {
    if (name.starts_with(kIntervalPrefix)) return CreateDatabase::kNo;
  }
  if (!names.contains("main")) return CreateDatabase::kYes;
  CANDOR_ASSIGN_OR_RETURN(const auto files, NamesIn(folder + "/main"));
  const bool data = std::ranges::any_of(files, [](const std::string& name) {
    return name == "CURRENT" || name.ends_with(".sst") || name.ends_with(".log");
  });
  return data ? CreateDatabase::kNo : CreateDatabase::kYes;
}

class RocksDbInterval final : public Interval {
 public:
  RocksDbInterval(Database database, const ByteArray<32>& key)
      : database_(std::move(database)), key_(key) {}
  ~RocksDbInterval() override { crypto::Wipe(key_); }

  absl::StatusOr<std::optional<Bytes>> Get(ByteView key) const override {
    return database_.Get(key);
  }
  absl::Status Scan(const Visitor& visit) const override { return database_.Scan({}, visit); }
  absl::Status Write(const WriteBatch& batch) override { return database_.Write(batch); }
  const ByteArray<32>& key() const override { return key_; }

 private:
  Database database_;
  ByteArray<32> key_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<RocksDbEngine>> RocksDbEngine::Open(const std::string& folder,
                                                                   crypto::RandomSource& random) {
  CANDOR_RETURN_IF_ERROR(MakeFolder(folder));
  CANDOR_ASSIGN_OR_RETURN(const CreateDatabase create, MayCreate(folder));
  auto cache = MakeBlockCache();
  // Its lock is the folder's: nothing else is touched before it is held.
  CANDOR_ASSIGN_OR_RETURN(Database main,
                          Database::Open(folder + "/main", DatabaseRole::kMain, create, cache));
  CANDOR_ASSIGN_OR_RETURN(KeyArray keys, KeyArray::Open(folder + "/keys"));
  CANDOR_RETURN_IF_ERROR(SyncFolder(folder));
  return std::unique_ptr<RocksDbEngine>(new RocksDbEngine(
      folder, std::move(cache), std::move(main), std::move(keys), random));
}

RocksDbEngine::RocksDbEngine(std::string folder, std::shared_ptr<rocksdb::Cache> cache,
                             Database main, KeyArray keys, crypto::RandomSource& random)
    : folder_(std::move(folder)),
      cache_(std::move(cache)),
      main_(std::move(main)),
      keys_(std::move(keys)),
      random_(random) {}
RocksDbEngine::~RocksDbEngine() = default;

std::string RocksDbEngine::IntervalPath(const std::string& name) const {
  return Cat(folder_, "/", kIntervalPrefix, name);
}

std::string RocksDbEngine::KeyPath(const std::string& name) const {
  return Cat(IntervalPath(name), kKeySuffix);
}

absl::StatusOr<std::optional<Bytes>> RocksDbEngine::Get(ByteView key) const {
  return main_.Get(key);
}

absl::Status RocksDbEngine::Scan(ByteView prefix, const Visitor& visit) const {
  return main_.Scan(prefix, visit);
}

absl::Status RocksDbEngine::Write(const WriteBatch& batch) { return main_.Write(batch); }

absl::Status RocksDbEngine::Purge(ByteView first, ByteView last) {
  return main_.Purge(first, last);
}

absl::StatusOr<std::unique_ptr<Interval>> RocksDbEngine::OpenDatabaseOf(
    const std::string& name, CreateDatabase create) const {
  CANDOR_ASSIGN_OR_RETURN(ByteArray<32> key, ReadKeyFile(KeyPath(name)));
  CANDOR_ASSIGN_OR_RETURN(
      Database database,
      Database::Open(IntervalPath(name), DatabaseRole::kInterval, create, cache_));
  auto interval = std::make_unique<RocksDbInterval>(std::move(database), key);
  crypto::Wipe(key);
  return interval;
}

absl::StatusOr<std::string> RocksDbEngine::CreateInterval() {
  std::string name = HexEncode(random_.Array<kNameBytes>());
  auto key = random_.Array<32>();
  const absl::Status created = CreateKeyFile(KeyPath(name), key);
  crypto::Wipe(key);
  CANDOR_RETURN_IF_ERROR(created);
  CANDOR_ASSIGN_OR_RETURN(auto interval, OpenDatabaseOf(name, CreateDatabase::kYes));
  CANDOR_RETURN_IF_ERROR(SyncFolder(folder_));
  just_created_ = {name, std::move(interval)};
  return name;
}

absl::StatusOr<std::unique_ptr<Interval>> RocksDbEngine::OpenInterval(const std::string& name) {
  std::error_code error;
  if (!IsIntervalName(name) || !fs::exists(IntervalPath(name), error)) return NoInterval();
  if (just_created_.interval != nullptr && just_created_.name == name) {
    return std::move(just_created_.interval);
  }
  return OpenDatabaseOf(name, CreateDatabase::kNo);
}

absl::Status RocksDbEngine::DestroyInterval(const std::string& name) {
  if (!IsIntervalName(name)) return NoInterval();
  const std::string folder = IntervalPath(name);
  const std::string key = KeyPath(name);
  std::error_code error;
  if (!fs::exists(folder, error) && !fs::exists(key, error)) return NoInterval();
  if (just_created_.name == name) just_created_ = {};
  // The key goes first and its file last: a crash at any point leaves a name that ListIntervals still
  // finds, of an interval that nobody can read.
  CANDOR_RETURN_IF_ERROR(OverwriteKeyFile(key, random_));
  fs::remove_all(folder, error);
  if (error) return SystemError("removing the interval", folder, error.value());
  fs::remove(key, error);
  if (error) return SystemError("removing the interval's key", key, error.value());
  return SyncFolder(folder_);
}

absl::StatusOr<std::vector<std::string>> RocksDbEngine::ListIntervals() const {
  CANDOR_ASSIGN_OR_RETURN(const auto names, NamesIn(folder_));
  std::set<std::string> intervals;
  for (std::string_view name : names) {
    if (!name.starts_with(kIntervalPrefix)) continue;
    name.remove_prefix(kIntervalPrefix.size());
    if (name.ends_with(kKeySuffix)) name.remove_suffix(kKeySuffix.size());
    if (IsIntervalName(name)) intervals.emplace(name);
  }
  return std::vector<std::string>(intervals.begin(), intervals.end());
}

absl::Status RocksDbEngine::WriteKeys(std::uint64_t first_slot,
                                      std::span<const ByteArray<32>> keys) {
  return keys_.Write(first_slot, keys);
}

absl::StatusOr<ByteArray<32>> RocksDbEngine::ReadKey(std::uint64_t slot) const {
  return keys_.Read(slot);
}

absl::Status RocksDbEngine::DestroyKey(std::uint64_t slot) { return keys_.Destroy(slot, random_); }

}  // namespace candor::store
