// What only the engine on disk can get wrong: its folder, its lock, its leftovers, its silence.
#include "store/rocksdb/rocksdb_engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "store/board_store.h"
#include "tests/store/support/contains.h"
#include "tests/store/support/submissions.h"
#include "tests/store/support/temporary_folder.h"
#include "tests/support/matchers.h"

namespace candor::store::testing {
namespace {

namespace fs = std::filesystem;
using ::candor::testing::IsOkAndHolds;
using ::candor::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class RocksDbFolder : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<RocksDbEngine>> Open() {
    return RocksDbEngine::Open(folder_, random_);
  }
  std::unique_ptr<RocksDbEngine> MustOpen() {
    auto engine = Open();
    EXPECT_OK(engine);
    return engine.ok() ? *std::move(engine) : nullptr;
  }

  TemporaryFolder temporary_;
  std::string folder_ = temporary_.path() + "/store";
  crypto::DeterministicRandomForTesting random_{3};
};

Bytes FileBytes(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(in), {});
}

std::vector<fs::path> FilesBelow(const std::string& folder) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) out.push_back(entry.path());
  }
  return out;
}

TEST_F(RocksDbFolder, ASecondOpeningIsToldThatTheStoreIsInUse) {
  const auto first = MustOpen();
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kFailedPrecondition,
                               AllOf(HasSubstr("another process has the store open"),
                                     HasSubstr(folder_), Not(HasSubstr("acquire")))));
}

TEST_F(RocksDbFolder, AFileInTheFoldersPlaceIsAnError) {
  std::ofstream(folder_) << "a file";
  const auto engine = Open();
  ASSERT_FALSE(engine.ok());
  EXPECT_THAT(std::string(engine.status().message()), HasSubstr(folder_));
}

TEST_F(RocksDbFolder, ItsFolderAndKeysAreTheOwnersAlone) {
  const auto engine = MustOpen();
  ASSERT_OK(engine->CreateInterval());
  struct stat about {};
  ASSERT_EQ(stat(folder_.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777u, 0700u);
  for (const auto& file : FilesBelow(folder_)) {
    if (file.extension() != ".key" && file.filename() != "keys") continue;
    ASSERT_EQ(stat(file.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777u, 0600u) << file;
  }
}

TEST_F(RocksDbFolder, ALostDatabaseIsALossAndNoFreshStart) {
  { ASSERT_OK(MustOpen()->CreateInterval()); }
  fs::remove_all(folder_ + "/main");
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("backup")));
}

TEST_F(RocksDbFolder, ADatabaseWithoutItsPointerIsALossAndNoFreshStart) {
  {
    WriteBatch batch;
    batch.Put({1}, {2});
    ASSERT_OK(MustOpen()->Write(batch));
  }
  fs::remove(folder_ + "/main/CURRENT");
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(RocksDbFolder, AFirstStartThatDiedBeforeTheDatabaseWasMadeIsStartedAgain) {
  fs::create_directories(folder_ + "/main");
  std::ofstream(folder_ + "/main/LOCK");
  EXPECT_OK(Open());
}

TEST_F(RocksDbFolder, LeftoversOfAnIntervalAreListedAndDestroyed) {
  const auto engine = MustOpen();
  const std::string name(32, 'a');
  const std::string path = folder_ + "/interval-" + name;
  // Died after the key file was made; died after the folder was removed.
  std::ofstream(path + ".key") << std::string(32, 'k');
  EXPECT_THAT(engine->ListIntervals(), IsOkAndHolds(::testing::ElementsAre(name)));
  EXPECT_THAT(engine->OpenInterval(name), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_OK(engine->DestroyInterval(name));
  // A folder without a key, with something in it.
  fs::create_directories(path);
  std::ofstream(path + "/000004.log") << "half";
  EXPECT_THAT(engine->ListIntervals(), IsOkAndHolds(SizeIs(1)));
  EXPECT_FALSE(engine->OpenInterval(name).ok());
  EXPECT_OK(engine->DestroyInterval(name));
  // A key that was overwritten already.
  std::ofstream(path + ".key") << std::string(32, '\0');
  fs::create_directories(path);
  EXPECT_FALSE(engine->OpenInterval(name).ok());
  EXPECT_OK(engine->DestroyInterval(name));
  EXPECT_THAT(engine->ListIntervals(), IsOkAndHolds(IsEmpty()));
  EXPECT_FALSE(fs::exists(path));
  EXPECT_FALSE(fs::exists(path + ".key"));
  // Files of other names are nobody's business here.
  std::ofstream(folder_ + "/interval-notes.txt") << "not ours";
  EXPECT_THAT(engine->ListIntervals(), IsOkAndHolds(IsEmpty()));
}

TEST_F(RocksDbFolder, ATornEndOfTheWriteAheadLogIsForgiven) {
  {
    const auto engine = MustOpen();
    WriteBatch batch;
    batch.Put({1}, Bytes(100, 7));
    ASSERT_OK(engine->Write(batch));
    WriteBatch second;
    second.Put({2}, Bytes(100, 8));
    ASSERT_OK(engine->Write(second));
  }
  for (const auto& file : FilesBelow(folder_ + "/main")) {
    if (file.extension() == ".log") fs::resize_file(file, fs::file_size(file) - 50);
  }
  const auto engine = MustOpen();
  EXPECT_THAT(engine->Get(Bytes{1}), IsOkAndHolds(::testing::Optional(Bytes(100, 7))));
  EXPECT_THAT(engine->Get(Bytes{2}), IsOkAndHolds(::testing::Eq(std::nullopt)));
}

TEST_F(RocksDbFolder, ADestroyedKeyLeavesZeroesInItsPlace) {
  const auto engine = MustOpen();
  const std::vector<ByteArray<32>> keys = {random_.Array<32>(), random_.Array<32>()};
  ASSERT_OK(engine->WriteKeys(0, keys));
  ASSERT_OK(engine->DestroyKey(0));
  const Bytes file = FileBytes(folder_ + "/keys");
  ASSERT_EQ(file.size(), 64u);
  EXPECT_EQ(Bytes(file.begin(), file.begin() + 32), Bytes(32, 0));
  EXPECT_TRUE(Contains(file, keys[1]));
}

TEST_F(RocksDbFolder, ADestroyedIntervalTakesNameKeyAndCiphertextWithIt) {
  const auto engine = MustOpen();
  ASSERT_OK_AND_ASSIGN(const std::string name, engine->CreateInterval());
  const Bytes canary = ToBytes(random_.Array<32>());
  ByteArray<32> key{};
  {
    ASSERT_OK_AND_ASSIGN(auto interval, engine->OpenInterval(name));
    key = interval->key();
    WriteBatch batch;
    batch.Put({1}, canary);
    ASSERT_OK(interval->Write(batch));
  }
  const auto found = [&](ByteView needle) {
    return std::ranges::count_if(FilesBelow(folder_), [&](const fs::path& file) {
      return Contains(FileBytes(file), needle);
    });
  };
  EXPECT_EQ(found(canary), 1) << "the control";
  EXPECT_EQ(found(key), 1) << "the control";
  ASSERT_OK(engine->DestroyInterval(name));
  EXPECT_EQ(found(canary), 0);
  EXPECT_EQ(found(key), 0);
  EXPECT_EQ(found(AsBytes(name)), 0);
  for (const auto& file : FilesBelow(folder_)) EXPECT_THAT(file.string(), Not(HasSubstr(name)));
}

// After flushes, recoveries and a restart: no LOG, and no host name in any file.
TEST_F(RocksDbFolder, ItWritesNoLogAndNoHostName) {
  char host[256] = {};
  ASSERT_EQ(gethostname(host, sizeof host - 1), 0);
  for (int round = 0; round < 3; ++round) {
    auto store = BoardStore::Open(MustOpen(), random_);
    ASSERT_OK(store);
    ASSERT_OK((*store)->CommitSubmissions(MakeSubmissions(3, random_)));
    const auto pooled = (*store)->Pooled(kCampaign, records::Pool::kOpinions);
    const SealedBatch batch = MakeBatch(*pooled, static_cast<records::SlotNumber>(round));
    ASSERT_OK((*store)->RotateInterval({&batch, 1}, {}));
    ASSERT_OK((*store)->CommitSubmissions(MakeSubmissions(3, random_)));
  }
  int tables = 0;
  for (const auto& file : FilesBelow(folder_)) {
    tables += file.extension() == ".sst" ? 1 : 0;
    EXPECT_FALSE(file.filename().string().starts_with("LOG")) << file;
    if (std::string_view(host).size() >= 4) {
      EXPECT_FALSE(Contains(FileBytes(file), AsBytes(host))) << file;
    }
  }
  EXPECT_GT(tables, 0) << "nothing was flushed: the check saw no table";
}

}  // namespace
}  // namespace candor::store::testing
