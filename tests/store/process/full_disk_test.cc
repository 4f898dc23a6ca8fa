// A disk that is full (here: files that may not grow): a sentence that says so, nothing lost, nothing
// half-written, and a start that goes on as if nothing had been.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "store/rocksdb/rocksdb_engine.h"
#include "tests/store/process/child_process.h"
#include "tests/store/process/ledger.h"
#include "tests/store/process/rounds.h"
#include "tests/store/support/temporary_folder.h"
#include "tests/support/matchers.h"

namespace candor::store::testing {
namespace {

using ::candor::testing::IsOkAndHolds;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

struct Told {
  Ledger ledger;
  std::vector<std::string> errors;
  int rotations = 0;
};

// Runs the child until it ends by itself.
Told RunChild(const std::string& verb, const std::string& folder, std::uint64_t limit) {
  ChildProcess child({CANDOR_STORE_CHILD, verb, folder, "0", std::to_string(limit)});
  Told told;
  while (const auto line = child.ReadLine()) {
    told.ledger.Read(0, *line);
    told.rotations += *line == "rotated" ? 1 : 0;
    if (line->starts_with("error ")) told.errors.push_back(line->substr(6));
  }
  EXPECT_EQ(child.Wait(), 0) << "it must end in order";
  return told;
}

class FullDisk : public ::testing::Test {
 protected:
  void Open() {
    auto engine = RocksDbEngine::Open(folder_, random_);
    ASSERT_OK(engine);
    auto store = BoardStore::Open(*std::move(engine), random_);
    ASSERT_OK(store);
    store_ = *std::move(store);
  }

  // It takes submissions and seals them all; every envelope comes out whole.
  void ExpectItGoesOn() {
    EXPECT_EQ(CommitOne(*store_, SubmissionOf(9, 0)).result, CommitOutcome::Result::kAccepted);
    const auto items = store_->Pooled(kCampaign, records::Pool::kOpinions);
    const SealedBatch batch = MakeBatch(*items, 1);
    const auto appended = store_->RotateInterval({&batch, 1}, {});
    ASSERT_OK(appended);
    EXPECT_THAT(store_->ReadBatch(appended->first_index), IsOkAndHolds(SizeIs(items->size())));
  }

  void ExpectSentences(const std::vector<std::string>& errors) {
    ASSERT_EQ(errors.size(), 2u);
    EXPECT_THAT(errors[0], AllOf(StartsWith("RESOURCE_EXHAUSTED"), HasSubstr("the disk is full"),
                                 HasSubstr(folder_), HasSubstr("Free space")));
    EXPECT_THAT(errors[1], AllOf(StartsWith("UNAVAILABLE"), HasSubstr("the disk is full"),
                                 HasSubstr("restart")));
  }

  TemporaryFolder temporary_;
  std::string folder_ = temporary_.path() + "/board";
  crypto::SystemRandom random_;
  std::unique_ptr<BoardStore> store_;
};

TEST_F(FullDisk, StopsAnIntervalWithASentenceAndLosesNothing) {
  const Told told = RunChild("fill", folder_, 300'000);
  EXPECT_GT(told.ledger.promised(), 10u);
  ExpectSentences(told.errors);
  Open();
  EXPECT_EQ(told.ledger.CountBroken(*store_), 0u);
  // What failed is there whole or not at all.
  EXPECT_LE(PlacesOf(*store_).size(), told.ledger.promised() + 1);
  ExpectItGoesOn();
}

TEST_F(FullDisk, StopsARotationWithASentenceAndLeavesEverythingPooled) {
  const Told told = RunChild("seal", folder_, 200'000);
  EXPECT_EQ(told.ledger.promised(), 40u);
  EXPECT_EQ(told.rotations, 0);
  ExpectSentences(told.errors);
  Open();
  EXPECT_EQ(store_->log().size(), 0u);
  EXPECT_EQ(told.ledger.CountBroken(*store_), 0u);
  ExpectItGoesOn();
  EXPECT_EQ(store_->log().size(), 1 + 40 + 1u);
}

TEST_F(FullDisk, ARotationWithRoomGoesThrough) {  // the control
  const Told told = RunChild("seal", folder_, 100'000'000);
  EXPECT_EQ(told.rotations, 1);
  EXPECT_EQ(told.ledger.promised(), 41u);
  EXPECT_TRUE(told.errors.empty());
}

}  // namespace
}  // namespace candor::store::testing
