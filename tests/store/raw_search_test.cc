// After an erasure a search of every file of the store for the bytes finds nothing; before it, with the
// same search, it does. The bytes are those that lie on disk: a vault key, the ciphertext under it, and
// the plain content beside an entry. What the file system has freed is not searched, and may hold them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "store/board_store.h"
#include "store/key_space.h"
#include "store/rocksdb/rocksdb_engine.h"
#include "tests/store/support/contains.h"
#include "tests/store/support/submissions.h"
#include "tests/store/support/temporary_folder.h"
#include "tests/support/matchers.h"

namespace candor::store::testing {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kSentence = "The crane at gate two is slow, said a canary.";
// Of the batch: 0 the SealBatch, 1 to 6 the submissions; 7 and 8 have content.
constexpr std::uint64_t kText = 3;
constexpr std::uint64_t kOtherText = 5;
constexpr std::uint64_t kAnswer = 7;

class RawSearch : public ::testing::Test {
 protected:
  void Open() {
    store_.reset();
    auto engine = RocksDbEngine::Open(folder_, random_);
    ASSERT_OK(engine);
    auto opened = BoardStore::Open(*std::move(engine), random_);
    ASSERT_OK(opened);
    store_ = *std::move(opened);
  }
  void Fill() {
    ASSERT_OK(store_->CommitSubmissions(MakeSubmissions(6, random_)));
    const auto pooled = store_->Pooled(kCampaign, records::Pool::kOpinions);
    const SealedBatch batch = MakeBatch(*pooled, 1);
    ASSERT_OK(store_->RotateInterval({&batch, 1}, {}));
    ASSERT_OK(store_->Append(std::vector<NewEntry>{EntryWithContent(7, 7, kSentence),
                                                   EntryWithContent(8, 8, "another one stays")}));
  }
  // What lies on disk of an entry: its key, and 64 bytes from the middle of its ciphertext.
  struct Stored {
    Bytes key;
    Bytes ciphertext;
  };
  Stored StoredOf(std::uint64_t index) {
    store_.reset();
    const auto engine = RocksDbEngine::Open(folder_, random_).value();
    const Bytes record = engine->Get(KeyOf(Table::kVaultRecord, index)).value().value();
    return {ToBytes(engine->ReadKey(index).value()),
            Bytes(record.begin() + 200, record.begin() + 264)};
  }
  int Found(ByteView needle) const {
    int found = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      found += Contains(Bytes(std::istreambuf_iterator<char>(in), {}), needle) ? 1 : 0;
    }
    return found;
  }

  TemporaryFolder temporary_;
  std::string folder_ = temporary_.path() + "/store";
  crypto::DeterministicRandomForTesting random_{5};
  std::unique_ptr<BoardStore> store_;
};

// In tables after a restart, or in tables that were merged before.
enum class Where { kTables, kMergedTables };

class RawSearchIn : public RawSearch, public ::testing::WithParamInterface<Where> {};

TEST_P(RawSearchIn, FindsTheBytesBeforeTheErasureAndNowhereAfterIt) {
  Open();
  Fill();
  const Stored erased = StoredOf(kText);
  const Stored kept = StoredOf(kOtherText);
  // Each opening of the store writes tables of what was in its log.
  Open();
  if (GetParam() == Where::kMergedTables) {
    ASSERT_OK(store_->EraseEntries(std::vector<std::uint64_t>{2}));
  }
  for (const auto* needle : {&erased.key, &erased.ciphertext, &kept.key, &kept.ciphertext}) {
    ASSERT_GE(Found(*needle), 1) << "the control";
  }
  ASSERT_GE(Found(AsBytes(kSentence)), 1) << "the control";

  ASSERT_OK(store_->EraseEntries(std::vector<std::uint64_t>{kText, kAnswer}));
  for (int round = 0; round < 2; ++round, Open()) {
    EXPECT_EQ(Found(erased.key), 0);
    EXPECT_EQ(Found(erased.ciphertext), 0);
    EXPECT_EQ(Found(AsBytes(kSentence)), 0);
    EXPECT_GE(Found(kept.key), 1);
    EXPECT_GE(Found(kept.ciphertext), 1);
  }
}
INSTANTIATE_TEST_SUITE_P(Places, RawSearchIn,
                         ::testing::Values(Where::kTables, Where::kMergedTables));

// In one life of the process, where nothing was flushed before.
TEST_F(RawSearch, FindsNothingOfAContentThatWasNeverFlushed) {
  Open();
  Fill();
  ASSERT_GE(Found(AsBytes(kSentence)), 1) << "the control";
  ASSERT_OK(store_->EraseEntries(std::vector<std::uint64_t>{kAnswer}));
  EXPECT_EQ(Found(AsBytes(kSentence)), 0);
}

// The control of the whole: a deletion alone leaves the bytes in the files.
TEST_F(RawSearch, ADeletionWithoutAPurgeLeavesTheBytes) {
  Open();
  Fill();
  store_.reset();
  const auto engine = RocksDbEngine::Open(folder_, random_).value();
  WriteBatch batch;
  batch.Delete(KeyOf(Table::kContent, kAnswer));
  ASSERT_OK(engine->Write(batch));
  EXPECT_GE(Found(AsBytes(kSentence)), 1);
  ASSERT_OK(engine->Purge(KeyOf(Table::kContent, kAnswer), KeyOf(Table::kContent, kAnswer)));
  EXPECT_EQ(Found(AsBytes(kSentence)), 0);
}

}  // namespace
}  // namespace candor::store::testing
