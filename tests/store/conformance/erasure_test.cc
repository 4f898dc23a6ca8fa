// What the board's store promises of an erasure, on every engine, and after a death at every step of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "store/board_store.h"
#include "store/memory/faulty_engine.h"
#include "tests/store/conformance/conformance.h"
#include "tests/store/support/submissions.h"
#include "tests/support/matchers.h"

namespace candor::store::testing {
namespace {

using ::candor::testing::IsOkAndHolds;
using ::testing::Eq;
using ::testing::SizeIs;
using Indices = std::vector<std::uint64_t>;

// Entries 0 (a batch), 1 to 3 (its submissions), 4 and 5 (acts with content).
class ErasureConformance : public Conformance {
 protected:
  ErasureConformance() { Restart(); }

  void Restart() {
    store_.reset();
    store_ = Open(machine_->Start());
  }
  std::unique_ptr<BoardStore> Open(std::unique_ptr<Engine> engine) {
    auto opened = BoardStore::Open(std::move(engine), machine_->random());
    EXPECT_OK(opened);
    return opened.ok() ? *std::move(opened) : nullptr;
  }
  void Fill() {
    ASSERT_OK(store_->CommitSubmissions(MakeSubmissions(3, random_)));
    const auto pooled = store_->Pooled(kCampaign, records::Pool::kOpinions);
    const SealedBatch batch = MakeBatch(*pooled, 1);
    ASSERT_OK(store_->RotateInterval({&batch, 1}, {}));
    ASSERT_OK(store_->Append(
        std::vector<NewEntry>{EntryWithContent(4, 4, "first"), EntryWithContent(5, 5, "second")}));
  }
  std::set<crypto::Hash> Texts() const {
    std::set<crypto::Hash> out;
    const auto items = store_->ReadBatch(0);
    EXPECT_OK(items);
    if (!items.ok()) return out;
    for (const auto& item : *items) out.insert(item.submission_hash);
    return out;
  }
  bool HasContent(std::uint64_t index) const {
    const auto content = store_->log().ContentOf(index);
    EXPECT_OK(content);
    return content.ok() && content->has_value();
  }

  std::unique_ptr<BoardStore> store_;
};
CANDOR_ON_EVERY_ENGINE(ErasureConformance);

TEST_P(ErasureConformance, WhatIsNamedIsGoneAndTheRestStays) {
  Fill();
  ASSERT_THAT(Texts(), SizeIs(3));
  const auto root = store_->log().root();
  ASSERT_OK(store_->EraseEntries(Indices{2, 4}));
  for (int round = 0; round < 2; ++round, Restart()) {
    EXPECT_THAT(Texts(), SizeIs(2));
    EXPECT_FALSE(HasContent(4));
    EXPECT_TRUE(HasContent(5));
    // The log is what it was.
    EXPECT_EQ(store_->log().size(), 6u);
    EXPECT_EQ(store_->log().root(), root);
    EXPECT_OK(store_->log().Entry(2));
  }
}

TEST_P(ErasureConformance, AgainOrOfNothingIsNoError) {
  Fill();
  ASSERT_OK(store_->EraseEntries({}));
  ASSERT_OK(store_->EraseEntries(Indices{0}));
  EXPECT_THAT(Texts(), SizeIs(3));
  ASSERT_OK(store_->EraseEntries(Indices{1}));
  ASSERT_OK(store_->EraseEntries(Indices{1}));
  EXPECT_THAT(Texts(), SizeIs(2));
}

TEST_P(ErasureConformance, TheKeyIsDestroyedTooAndNoOtherOne) {
  Fill();
  ASSERT_OK(store_->EraseEntries(Indices{2}));
  store_.reset();
  const auto engine = machine_->Start();
  EXPECT_OK(engine->ReadKey(1));
  EXPECT_EQ(engine->ReadKey(2).status().code(), absl::StatusCode::kNotFound);
  EXPECT_OK(engine->ReadKey(3));
}

TEST_P(ErasureConformance, WhatWasWithdrawnBeforeItsSealIsNeverKept) {
  ASSERT_OK(store_->CommitSubmissions(MakeSubmissions(3, random_)));
  const auto pooled = store_->Pooled(kCampaign, records::Pool::kOpinions);
  SealedBatch batch = MakeBatch(*pooled, 1);
  batch.withdrawn = {batch.submissions[1]};
  ASSERT_OK(store_->RotateInterval({&batch, 1}, {}));
  for (int round = 0; round < 2; ++round, Restart()) {
    EXPECT_EQ(Texts(), (std::set<crypto::Hash>{batch.submissions[0], batch.submissions[2]}));
    EXPECT_EQ(store_->log().size(), 4u);
  }
}

TEST_P(ErasureConformance, EntriesBehindTheBatchesAreInTheSameStep) {
  ASSERT_OK(store_->CommitSubmissions(MakeSubmissions(2, random_)));
  const auto pooled = store_->Pooled(kCampaign, records::Pool::kOpinions);
  const SealedBatch batch = MakeBatch(*pooled, 1);
  const std::vector<NewEntry> after = {NumberedEntry(3)};
  ASSERT_OK_AND_ASSIGN(const Appended appended, store_->RotateInterval({&batch, 1}, {}, after));
  EXPECT_EQ(appended.size, 4u);
  for (int round = 0; round < 2; ++round, Restart()) {
    EXPECT_THAT(store_->log().Entry(3), IsOkAndHolds(Eq(NumberedEntry(3).entry)));
    EXPECT_THAT(Texts(), SizeIs(2));
  }
}

TEST_P(ErasureConformance, ADeathAtAnyStepIsMadeUpForByTheSameCall) {
  bool past_the_last_step = false;
  std::uint64_t step = 0;
  for (; !past_the_last_step; ++step) {
    for (const auto when : {FaultPlan::When::kBefore, FaultPlan::When::kAfter}) {
      store_.reset();
      machine_ = MakeMachine(GetParam());
      Restart();
      Fill();
      store_.reset();
      FaultPlan plan;
      store_ = Open(std::make_unique<FaultyEngine>(machine_->Start(), plan));
      plan.steps = 0;
      plan.fail_at = step;
      plan.when = when;
      past_the_last_step = store_->EraseEntries(Indices{2, 4}).ok();
      Restart();
      // Whatever was done: nothing that was not named is gone.
      const auto kept = store_->ReadBatch(0, {2});
      ASSERT_OK(kept);
      EXPECT_THAT(*kept, SizeIs(2)) << step;
      ASSERT_OK(store_->EraseEntries(Indices{2, 4}));
      EXPECT_THAT(Texts(), SizeIs(2)) << step;
      EXPECT_FALSE(HasContent(4));
      EXPECT_TRUE(HasContent(5));
    }
  }
  EXPECT_GE(step, 4u) << "key, records, two purges: the loop has broken each";
}

}  // namespace
}  // namespace candor::store::testing
