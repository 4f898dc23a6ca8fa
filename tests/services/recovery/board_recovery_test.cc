// A board restored from an older copy comes back to exactly what its log has signed: what was spent stays
// spent, what was erased stays erased, and the same call finishes what a death has interrupted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "audit/merkle.h"
#include "services/board/board_recovery.h"
#include "services/runtime/log_lock.h"
#include "tests/services/board/board_harness.h"
#include "tests/services/recovery/old_copy.h"
#include "tests/services/runtime/temporary_folder.h"

namespace candor::services::board {
namespace {

using publish::Recovered;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Disk = std::shared_ptr<store::MemoryDisk>;

// A board with a history, and a copy of its disk from the middle of it. All of it while people speak.
//
//   before the copy    12 speak, a slot seals 7 of them; a leader answers one
//   in the copy        7 sealed, 5 pooled
//   after it           5 more speak, a slot seals 5 of the 10 that are pooled; two are withdrawn, one that
//                      the copy has sealed and one that it has pooled, and the next slot seals that; the
//                      answer is erased; another withdrawal is promised and lost with the disk
class Restored : public ::testing::Test {
 protected:
  Restored() {
    Live();
    board_.Shutdown();
  }

  void Live() {
    board_.LetSpeak();
    for (int i = 0; i < 12; ++i) early_.push_back(board_.SpeakAs());
    ASSERT_OK(board_.TickAt(board_.jam_.SlotTime(FirstSlot())));
    sealed_early_ = Sealed();
    ASSERT_EQ(sealed_early_.size(), 7u);
    const auto& reader = board_.organisation_.reader();
    const auto answer = board_.board_->PostAnswer(
        reader.public_key(), SignedAnswer(board_.jam_, reader, *sealed_early_.begin()));
    ASSERT_OK(answer);
    answer_ = answer->index;
    board_.Shutdown();
    copy_ = publish::CopyOf(*board_.disk_);
    found_size_ = SizeOf(copy_);
    board_.Start();

    for (int i = 0; i < 5; ++i) late_.push_back(board_.SpeakAs());
    ASSERT_OK(board_.TickAt(board_.jam_.SlotTime(FirstSlot() + 1)));
    sealed_ = Sealed();
    ASSERT_EQ(sealed_.size(), 12u);
    withdrawn_ = {FromCopy(true), FromCopy(false)};
    for (const auto& hash : withdrawn_) board_.Withdraw(SpokenOf(hash));
    EraseAnswer();
    ASSERT_OK(board_.TickAt(board_.jam_.SlotTime(FirstSlot() + 1)));
    board_.published_ = board_.store_->log().size();
    ASSERT_OK(board_.board_->Tick(board_.clock_.Now()));
    signed_size_ = board_.store_->log().size();
    signed_root_ = board_.store_->log().root();
    note_ = Note(signed_size_, signed_root_);
    mirror_ = std::make_unique<publish::FrozenMirror>(board_.store_->log(), note_);
    lost_ = FromCopy(true, 1);
    board_.Withdraw(SpokenOf(lost_));
  }

  void EraseAnswer() {
    const auto& auditor = board_.organisation_.stranger();
    ASSERT_OK(board_.board_->SubmitGovernance(
        board_.organisation_.Grant(auditor, records::Role::kAuditor)));
    const records::Erasure erasure{
        .campaign_id = board_.jam_.id(),
        .entry = answer_,
        .leaf_hash = audit::LeafHash(board_.store_->log().Entry(answer_).value()),
        .reason = records::ErasureReason::kThirdPerson,
        .day = DayOf(board_.clock_.Now())};
    auto agreed = records::AgreedErasure::Propose(erasure, board_.organisation_.reader().key);
    agreed.SignAsAuditor(auditor.key);
    ASSERT_OK(board_.board_->Erase(auditor.public_key(), agreed));
  }

  records::SlotNumber FirstSlot() const {
    return board_.jam_.draft().slots.FirstAtOrAfter(board_.clock_.Now());
  }
  std::set<crypto::Hash> Sealed() const {
    std::set<crypto::Hash> out;
    for (const auto& batch : board_.Batches()) {
      if (batch.seal.pool != records::Pool::kOpinions) continue;
      out.insert(batch.submissions.begin(), batch.submissions.end());
    }
    return out;
  }
  // An early one that the copy has sealed, or pooled and the log has sealed since; not the answered one.
  crypto::Hash FromCopy(bool sealed, std::size_t nth = 0) const {
    for (const auto& each : early_) {
      const bool fits = sealed_early_.contains(each.hash) == sealed && sealed_.contains(each.hash) &&
                        each.hash != *sealed_early_.begin();
      if (fits && nth-- == 0) return each.hash;
    }
    ADD_FAILURE() << "no such text";
    return {};
  }
  const BoardHarness::Spoken& SpokenOf(const crypto::Hash& hash) const {
    return *std::ranges::find(early_, hash, &BoardHarness::Spoken::hash);
  }
  std::string Note(std::uint64_t size, const crypto::Hash& root) const {
    const auto& board = board_.organisation_.bundle().board;
    return publish::CosignedNote(board_.organisation_, board.origin,
                                 board_.organisation_.board_log_key(), size, root);
  }
  std::uint64_t SizeOf(const Disk& disk) {
    store::MemoryEngine engine(disk, random_);
    return store::LogStore::Open(engine).value()->size();
  }
  crypto::Hash RootOf(const Disk& disk) {
    store::MemoryEngine engine(disk, random_);
    return store::LogStore::Open(engine).value()->root();
  }

  // The old copy put in place, with a lock of its own time.
  Disk PutBack() {
    lock_ = folder_.path() / ("log.lock." + std::to_string(++copies_));
    EXPECT_OK(runtime::LogLock::Create(lock_, {found_size_, RootOf(copy_)}).status());
    return publish::CopyOf(*copy_);
  }
  absl::StatusOr<Recovered> RecoverOn(const Disk& disk, store::FaultPlan* faults = nullptr,
                                      std::optional<std::string> witness = std::nullopt) {
    std::unique_ptr<store::Engine> engine = std::make_unique<store::MemoryEngine>(disk, random_);
    if (faults != nullptr) {
      engine = std::make_unique<store::FaultyEngine>(std::move(engine), *faults);
    }
    const auto witnesses = publish::WitnessesThatSay({witness.value_or(note_)});
    const publish::Mirror mirror{*mirror_, {note_}};
    return Recover({.bundle = board_.organisation_.bundle(),
                    .engine = std::move(engine),
                    .log_lock = lock_,
                    .witnesses = witnesses,
                    .mirror = mirror,
                    .today = DayOf(board_.clock_.Now()),
                    .random = random_});
  }
  // The board on this disk, at the time when it was lost.
  void ServeFrom(const Disk& disk) {
    board_.Shutdown();
    board_.disk_ = disk;
    board_.Start();
  }
  // The texts that the store gives out.
  std::set<crypto::Hash> Kept() const {
    std::set<crypto::Hash> out;
    for (const auto& batch : board_.Batches()) {
      const auto items = board_.store_->ReadBatch(batch.index);
      EXPECT_OK(items);
      for (const auto& item : *items) out.insert(item.submission_hash);
    }
    return out;
  }
  // Sealed, not withdrawn, and the copy had the text: in its vault or in its pool.
  std::set<crypto::Hash> KeptAfterwards() const {
    std::set<crypto::Hash> out;
    for (const auto& each : early_) {
      if (sealed_.contains(each.hash) && !withdrawn_.contains(each.hash)) out.insert(each.hash);
    }
    return out;
  }
  std::size_t PooledAfterwards() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        early_, [&](const auto& each) { return !sealed_.contains(each.hash); }));
  }

  BoardHarness board_;
  crypto::DeterministicRandomForTesting random_{31};
  runtime::TemporaryFolder folder_;
  runtime::Path lock_;
  int copies_ = 0;
  std::vector<BoardHarness::Spoken> early_, late_;
  std::set<crypto::Hash> sealed_early_, sealed_, withdrawn_;
  crypto::Hash lost_{};  // its withdrawal was promised and is lost
  std::uint64_t answer_ = 0;
  Disk copy_;
  std::uint64_t found_size_ = 0, signed_size_ = 0;
  crypto::Hash signed_root_{};
  std::string note_;
  std::unique_ptr<publish::FrozenMirror> mirror_;
};

TEST_F(Restored, TheLogIsExactlyWhatWasSignedAndAnIncidentFollows) {
  const Disk disk = PutBack();
  const auto recovered = RecoverOn(disk);
  ASSERT_OK(recovered);
  EXPECT_TRUE(recovered->needed);
  EXPECT_EQ(recovered->found_size, found_size_);
  EXPECT_EQ(recovered->signed_size, signed_size_);
  EXPECT_THAT(recovered->lost, ElementsAre(board_.jam_.id()));
  {
    const auto lock = runtime::LogLock::Open(lock_);
    ASSERT_OK(lock);
    EXPECT_EQ((*lock)->Current(), (runtime::LogLock::State{signed_size_, signed_root_}));
  }
  ServeFrom(disk);
  const auto& log = board_.store_->log();
  EXPECT_EQ(log.size(), signed_size_ + 1);
  audit::CompactRange range;
  for (std::uint64_t i = 0; i < signed_size_; ++i) range.Append(audit::LeafHash(*log.Entry(i)));
  EXPECT_EQ(range.Root(), signed_root_);
  const auto view = board_.View();
  ASSERT_EQ(view.incidents().size(), 1u);
  EXPECT_EQ(view.incidents()[0].found_size, found_size_);
  EXPECT_EQ(view.incidents()[0].signed_size, signed_size_);
  EXPECT_EQ(view.incidents()[0].signed_root, signed_root_);
  EXPECT_THAT(view.incidents()[0].lost, ElementsAre(board_.jam_.id()));
  EXPECT_EQ(*log.PublishedCheckpoint(), note_);
  // Again: nothing to do.
  board_.Shutdown();
  const auto again = RecoverOn(disk);
  ASSERT_OK(again);
  EXPECT_FALSE(again->needed);
  EXPECT_EQ(SizeOf(disk), signed_size_ + 1);
}

TEST_F(Restored, SpentTokensStaySpentAndSentAgainTheyGetTheirOldPromise) {
  const auto& sealed = *std::ranges::find_if(
      late_, [&](const auto& each) { return sealed_.contains(each.hash); });
  // The control: the copy does not know that this one has spoken, and lets it speak twice.
  ServeFrom(publish::CopyOf(*copy_));
  ASSERT_EQ(board_.Submit(board_.jam_.Opinion(sealed.author, "another text"))->type,
            SubmitReply::Type::kPromise);

  board_.Shutdown();
  const Disk disk = PutBack();
  ASSERT_OK(RecoverOn(disk));
  ServeFrom(disk);
  EXPECT_EQ(board_.Pooled(), PooledAfterwards());
  for (const auto& each : late_) {
    if (!sealed_.contains(each.hash)) continue;
    EXPECT_EQ(board_.RefusalOf(board_.jam_.Opinion(each.author, "another text")),
              RefusalCode::kSpent);
    EXPECT_EQ(board_.Submit(each.opinion)->type, SubmitReply::Type::kPromise);
  }
  for (const auto& each : early_) {
    EXPECT_EQ(board_.RefusalOf(board_.jam_.Opinion(each.author, "another text")),
              RefusalCode::kSpent);
  }
  EXPECT_EQ(board_.Pooled(), PooledAfterwards());
}

TEST_F(Restored, TextsThatTheOldPoolHadAreReadAndErasedOnesAreGone) {
  // The control: in the copy they are all there.
  ServeFrom(publish::CopyOf(*copy_));
  EXPECT_EQ(Kept(), sealed_early_);
  EXPECT_EQ(board_.Pooled(), 5u);
  EXPECT_TRUE(board_.store_->log().ContentOf(answer_)->has_value());

  board_.Shutdown();
  const Disk disk = PutBack();
  const auto recovered = RecoverOn(disk);
  ASSERT_OK(recovered);
  EXPECT_EQ(recovered->erased, 3u);
  ServeFrom(disk);
  // The late ones lay on the lost disk alone.
  EXPECT_EQ(Kept(), KeptAfterwards());
  EXPECT_FALSE(board_.store_->log().ContentOf(answer_)->has_value());
  const MutexLock lock(disk->mutex);
  // No key of a text that was erased; one interval, with what is still to be sealed.
  EXPECT_EQ(disk->keys.size(), KeptAfterwards().size());
  ASSERT_EQ(disk->intervals.size(), 1u);
  EXPECT_EQ(disk->intervals.begin()->second.records.size(), PooledAfterwards());
}

TEST_F(Restored, WhatWasPromisedAndLostCanBeSentAgainAndAllOfItIsSealed) {
  const Disk disk = PutBack();
  ASSERT_OK(RecoverOn(disk));
  ServeFrom(disk);
  board_.Withdraw(SpokenOf(lost_));
  for (const auto& each : late_) {
    EXPECT_EQ(board_.Submit(each.opinion)->type, SubmitReply::Type::kPromise);
  }
  ASSERT_OK(board_.TickLastSlot());
  EXPECT_EQ(Sealed().size(), early_.size() + late_.size());
  board_.published_ = board_.store_->log().size();
  ASSERT_OK(board_.board_->Tick(board_.clock_.Now()));
  EXPECT_FALSE(Kept().contains(lost_));
  (void)board_.View();
}

TEST_F(Restored, ADeathAtAnyStepIsMadeUpForByTheSameCall) {
  const Disk whole = PutBack();
  ASSERT_OK(RecoverOn(whole));
  const crypto::Hash root = RootOf(whole);
  bool past_the_last_step = false;
  std::uint64_t step = 0;
  for (; !past_the_last_step; ++step) {
    for (const auto when : {store::FaultPlan::When::kBefore, store::FaultPlan::When::kHalfway,
                            store::FaultPlan::When::kAfter}) {
      SCOPED_TRACE(step);
      const Disk disk = PutBack();
      store::FaultPlan faults{.fail_at = step, .when = when};
      const auto first = RecoverOn(disk, &faults);
      past_the_last_step = first.ok() && !faults.failed;
      if (!faults.failed) break;
      {
        // Whatever was done: no server serves it, unless nothing was done or all of it.
        store::MemoryEngine engine(disk, random_);
        const bool marked = !store::CheckNoRecovery(engine).ok();
        const std::uint64_t size = SizeOf(disk);
        EXPECT_TRUE(marked || size == found_size_ || size == signed_size_ + 1);
      }
      ASSERT_OK(RecoverOn(disk));
      EXPECT_EQ(RootOf(disk), root);
      store::MemoryEngine engine(disk, random_);
      EXPECT_OK(store::CheckNoRecovery(engine));
      const MutexLock lock(disk->mutex);
      EXPECT_EQ(disk->keys.size(), KeptAfterwards().size());
      EXPECT_EQ(disk->intervals.size(), 1u);
    }
  }
  // Mark, piece, keys, pool, erasures, purges, note, rotation, mark: the loop has broken each.
  EXPECT_GE(step, 12u);
}

TEST_F(Restored, WithoutItsPoolTheBoardComesBackToo) {
  const Disk disk = PutBack();
  {
    const MutexLock lock(disk->mutex);
    disk->intervals.clear();
  }
  ASSERT_OK(RecoverOn(disk));
  ServeFrom(disk);
  // The texts of the pool went with it.
  std::set<crypto::Hash> kept = sealed_early_;
  for (const auto& hash : withdrawn_) kept.erase(hash);
  EXPECT_EQ(Kept(), kept);
  EXPECT_EQ(board_.View().incidents().size(), 1u);
}

TEST_F(Restored, AForeignOrDamagedMirrorChangesNothing) {
  const Disk disk = PutBack();
  mirror_->Flip(mirror_->FirstEntries());
  const auto damaged = RecoverOn(disk);
  EXPECT_THAT(damaged, StatusIs(absl::StatusCode::kDataLoss, HasSubstr("Nothing was changed")));
  EXPECT_EQ(SizeOf(disk), found_size_);
  store::MemoryEngine engine(disk, random_);
  EXPECT_OK(store::CheckNoRecovery(engine));
}

TEST_F(Restored, WhereAWitnessHasSeenMoreThanTheMirrorHoldsNothingIsChanged) {
  const Disk disk = PutBack();
  const auto recovered = RecoverOn(disk, nullptr, Note(signed_size_ + 1, {9}));
  EXPECT_THAT(recovered, StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("--freeze")));
  EXPECT_EQ(SizeOf(disk), found_size_);
}

TEST_F(Restored, WhereAWitnessHasSeenAnotherHistoryNothingIsChanged) {
  const Disk disk = PutBack();
  const auto recovered = RecoverOn(disk, nullptr, Note(signed_size_, {9}));
  EXPECT_THAT(recovered, StatusIs(absl::StatusCode::kDataLoss, HasSubstr("two histories")));
  EXPECT_EQ(SizeOf(disk), found_size_);
}

}  // namespace
}  // namespace candor::services::board
