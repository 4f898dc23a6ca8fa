// What the board's store promises, on every engine and again after a restart.
#include "store/board_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "store/interval_records.h"
#include "store/key_space.h"
#include "tests/store/conformance/conformance.h"
#include "tests/store/support/contains.h"
#include "tests/store/support/submissions.h"
#include "tests/support/matchers.h"

namespace candor::store::testing {
namespace {

using ::candor::testing::IsOkAndHolds;
using ::candor::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;
using Result = CommitOutcome::Result;

class BoardConformance : public Conformance {
 protected:
  BoardConformance() { Restart(); }

  void Restart() {
    store_.reset();
    auto opened = BoardStore::Open(machine_->Start(), machine_->random());
    ASSERT_OK(opened);
    store_ = *std::move(opened);
  }
  // What lies below: the store is closed meanwhile.
  std::unique_ptr<Engine> Stop() {
    store_.reset();
    return machine_->Start();
  }

  std::vector<Result> Commit(std::span<const PooledSubmission> submissions) {
    auto outcomes = store_->CommitSubmissions(submissions);
    EXPECT_OK(outcomes);
    std::vector<Result> results;
    if (outcomes.ok()) {
      for (const auto& outcome : *outcomes) results.push_back(outcome.result);
    }
    return results;
  }

  std::vector<PoolItem> Pooled(const SubmissionShape& shape = {}) {
    auto items = store_->Pooled(shape.campaign, shape.pool);
    EXPECT_OK(items);
    return items.ok() ? *items : std::vector<PoolItem>();
  }

  // Seals the first `count` in hash order.
  Appended Seal(std::size_t count, records::SlotNumber slot, const SubmissionShape& shape = {}) {
    const auto items = Pooled(shape);
    const SealedBatch batch = MakeBatch(std::span(items).first(count), slot, shape);
    const ProcessedSlot processed{shape.campaign, slot};
    auto appended = store_->RotateInterval({&batch, 1}, {&processed, 1});
    EXPECT_OK(appended);
    return appended.ok() ? *appended : Appended();
  }

  std::unique_ptr<BoardStore> store_;
};
CANDOR_ON_EVERY_ENGINE(BoardConformance);

std::set<crypto::Hash> HashesOf(std::span<const PooledSubmission> submissions) {
  std::set<crypto::Hash> out;
  for (const auto& submission : submissions) out.insert(submission.submission_hash);
  return out;
}

std::set<crypto::Hash> HashesOf(std::span<const PoolItem> items) {
  std::set<crypto::Hash> out;
  for (const auto& item : items) out.insert(item.submission_hash);
  return out;
}

TEST_P(BoardConformance, AFreshBoardHasNothing) {
  EXPECT_EQ(store_->log().size(), 0u);
  EXPECT_THAT(Pooled(), IsEmpty());
  EXPECT_THAT(store_->FindMark(Mark{}), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(store_->LastSlot(kCampaign), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(store_->ReadBatch(0), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(store_->CommitSubmissions({}), IsOkAndHolds(IsEmpty()));
}

TEST_P(BoardConformance, EntriesOfActsAreAppendedWithTheirContent) {
  ASSERT_OK(store_->Append(std::vector<NewEntry>{NumberedEntry(0)}));
  ASSERT_OK_AND_ASSIGN(
      const Appended appended,
      store_->Append(std::vector<NewEntry>{NumberedEntry(1), EntryWithContent(2, 9, "text")}));
  EXPECT_EQ(appended.first_index, 1u);
  EXPECT_EQ(appended.size, 3u);
  for (int round = 0; round < 2; ++round, Restart()) {
    EXPECT_EQ(store_->log().size(), 3u);
    EXPECT_EQ(store_->log().root(), appended.root);
    EXPECT_THAT(store_->log().Entry(2), IsOkAndHolds(NumberedEntry(2).entry));
    ASSERT_OK_AND_ASSIGN(const auto content, store_->log().ContentOf(2));
    ASSERT_TRUE(content.has_value());
    EXPECT_EQ(AsText(content->bytes), "text");
  }
}

TEST_P(BoardConformance, AcceptedSubmissionsArePooledInHashOrderAndOwnTheirMarks) {
  const auto submissions = MakeSubmissions(5, random_);
  EXPECT_THAT(Commit(submissions), ::testing::Each(Result::kAccepted));
  for (int round = 0; round < 2; ++round, Restart()) {
    const auto items = Pooled();
    EXPECT_EQ(HashesOf(items), HashesOf(submissions));
    EXPECT_TRUE(std::ranges::is_sorted(items, {}, &PoolItem::submission_hash));
    for (const auto& submission : submissions) {
      for (const auto& mark : submission.marks) {
        EXPECT_THAT(store_->FindMark(mark),
                    IsOkAndHolds(Optional(submission.signed_submission)));
      }
    }
  }
}

TEST_P(BoardConformance, PoolsAndCampaignsAreApart) {
  const SubmissionShape ratings{.pool = records::Pool::kRatings};
  const SubmissionShape other{.campaign = kOtherCampaign};
  Commit(MakeSubmissions(2, random_));
  Commit(MakeSubmissions(3, random_, ratings));
  Commit(MakeSubmissions(1, random_, other));
  for (int round = 0; round < 2; ++round, Restart()) {
    EXPECT_THAT(Pooled(), SizeIs(2));
    EXPECT_THAT(Pooled(ratings), SizeIs(3));
    EXPECT_THAT(Pooled(other), SizeIs(1));
  }
}

TEST_P(BoardConformance, TheSameSubmissionAgainIsAReplayPooledAndSealed) {
  const auto submissions = MakeSubmissions(3, random_);
  // Within one batch too.
  const std::vector<PooledSubmission> twice = {submissions[0], submissions[0]};
  EXPECT_THAT(Commit(twice), ElementsAre(Result::kAccepted, Result::kReplay));
  EXPECT_THAT(Commit(submissions),
              ElementsAre(Result::kReplay, Result::kAccepted, Result::kAccepted));
  Restart();
  EXPECT_THAT(Commit(submissions), ::testing::Each(Result::kReplay));
  Seal(2, 1);
  EXPECT_THAT(Commit(submissions), ::testing::Each(Result::kReplay));
  Restart();
  EXPECT_THAT(Commit(submissions), ::testing::Each(Result::kReplay));
  EXPECT_THAT(Pooled(), SizeIs(1));
}

TEST_P(BoardConformance, AMarkBelongsToTheFirstThatBroughtIt) {
  auto submissions = MakeSubmissions(3, random_);
  submissions[1].marks[2] = submissions[0].marks[1];  // in the batch with its owner
  submissions[2].marks[0] = submissions[0].marks[0];  // after it
  const auto first = std::span(submissions).first(2);
  ASSERT_OK_AND_ASSIGN(const auto outcomes, store_->CommitSubmissions(first));
  EXPECT_EQ(outcomes[0].result, Result::kAccepted);
  EXPECT_EQ(outcomes[1].result, Result::kConflict);
  EXPECT_EQ(outcomes[1].conflicting_mark, 2u);
  EXPECT_EQ(outcomes[1].other, submissions[0].signed_submission);

  const auto expect_conflict = [&] {
    const CommitOutcome outcome = CommitOne(*store_, submissions[2]);
    EXPECT_EQ(outcome.result, Result::kConflict);
    EXPECT_EQ(outcome.conflicting_mark, 0u);
    EXPECT_EQ(outcome.other, submissions[0].signed_submission);
  };
  expect_conflict();
  Restart();
  expect_conflict();
  Seal(1, 1);
  expect_conflict();
  Restart();
  expect_conflict();
  // What was refused has spent nothing: its own mark is free.
  auto fresh = MakeSubmission(random_);
  fresh.marks = {submissions[1].marks[0], submissions[2].marks[1]};
  EXPECT_EQ(CommitOne(*store_, fresh).result, Result::kAccepted);
}

TEST_P(BoardConformance, TheSameBodyWithAnotherSignatureIsAConflict) {
  auto submission = MakeSubmission(random_, {.marks = 0});
  EXPECT_EQ(CommitOne(*store_, submission).result, Result::kAccepted);
  auto forged = submission;
  forged.signed_submission.back() ^= 1;
  for (const std::size_t sealed : {0u, 1u}) {
    Seal(sealed, static_cast<records::SlotNumber>(sealed));
    const CommitOutcome outcome = CommitOne(*store_, forged);
    EXPECT_EQ(outcome.result, Result::kConflict);
    EXPECT_EQ(outcome.other, submission.signed_submission);
    EXPECT_EQ(CommitOne(*store_, submission).result, Result::kReplay);
  }
}

TEST_P(BoardConformance, TwoHundredSubmissionsUnderOneMarkGiveOneAcceptance) {
  auto submissions = MakeSubmissions(200, random_, {.envelope_size = 32, .marks = 1});
  for (auto& submission : submissions) submission.marks = submissions[0].marks;
  const auto results = Commit(submissions);
  EXPECT_EQ(std::ranges::count(results, Result::kAccepted), 1);
  EXPECT_EQ(std::ranges::count(results, Result::kConflict), 199);
}

TEST_P(BoardConformance, ASealMovesABatchIntoTheLogAndLeavesTheOthersPooled) {
  ASSERT_OK(store_->Append(std::vector<NewEntry>{NumberedEntry(0)}));
  const auto submissions = MakeSubmissions(7, random_);
  Commit(submissions);
  const auto before = Pooled();
  const Appended appended = Seal(4, 12);
  EXPECT_EQ(appended.first_index, 1u);
  EXPECT_EQ(appended.size, 6u);

  for (int round = 0; round < 2; ++round, Restart()) {
    EXPECT_EQ(store_->log().size(), 6u);
    EXPECT_EQ(HashesOf(Pooled()), HashesOf(std::span(before).subspan(4)));
    EXPECT_THAT(store_->LastSlot(kCampaign), IsOkAndHolds(Optional(12u)));
    EXPECT_THAT(store_->LastSlot(kOtherCampaign), IsOkAndHolds(Eq(std::nullopt)));
    for (const auto& submission : submissions) {
      for (const auto& mark : submission.marks) {
        EXPECT_THAT(store_->FindMark(mark),
                    IsOkAndHolds(Optional(submission.signed_submission)));
      }
    }
    ASSERT_OK_AND_ASSIGN(const auto items, store_->ReadBatch(1));
    ASSERT_THAT(items, SizeIs(4));
    const SealedBatch batch = MakeBatch(std::span(before).first(4), 12);
    for (std::size_t i = 0; i < items.size(); ++i) {
      EXPECT_EQ(items[i].submission_hash, batch.submissions[i]) << "not in log order";
      const auto original = std::ranges::find(submissions, items[i].submission_hash,
                                              &PooledSubmission::submission_hash);
      EXPECT_EQ(items[i].salt, original->salt);
      EXPECT_EQ(items[i].envelope, original->envelope);
    }
  }
  // Those that stayed are whole: sealed later, their envelopes are there.
  const Appended rest = Seal(3, 13);
  EXPECT_THAT(store_->ReadBatch(rest.first_index), IsOkAndHolds(SizeIs(3)));
  EXPECT_THAT(Pooled(), IsEmpty());
}

TEST_P(BoardConformance, ASlotThatSealsNothingStillRotates) {
  const auto submissions = MakeSubmissions(3, random_);
  Commit(submissions);
  const auto interval_name = [&] {
    const auto engine = Stop();
    return *engine->Get(KeyOf(Table::kCurrentInterval).Take());
  };
  const auto old_name = interval_name();
  Restart();
  const ProcessedSlot processed{kCampaign, 5};
  ASSERT_OK_AND_ASSIGN(const Appended appended, store_->RotateInterval({}, {&processed, 1}));
  EXPECT_EQ(appended.first_index, appended.size);
  EXPECT_EQ(HashesOf(Pooled()), HashesOf(submissions));
  EXPECT_NE(interval_name(), old_name);
  Restart();
  EXPECT_EQ(HashesOf(Pooled()), HashesOf(submissions));
  EXPECT_THAT(store_->LastSlot(kCampaign), IsOkAndHolds(Optional(5u)));
}

TEST_P(BoardConformance, SeveralBatchesAndCampaignsAreSealedAtOnce) {
  const SubmissionShape ratings{.pool = records::Pool::kRatings};
  const SubmissionShape other{.campaign = kOtherCampaign};
  Commit(MakeSubmissions(3, random_));
  Commit(MakeSubmissions(2, random_, ratings));
  Commit(MakeSubmissions(4, random_, other));
  const auto others = Pooled(other);
  const std::vector<SealedBatch> batches = {MakeBatch(Pooled(), 7),
                                            MakeBatch(Pooled(ratings), 7, ratings),
                                            MakeBatch(std::span(others).first(2), 9, other)};
  const std::vector<ProcessedSlot> processed = {{kCampaign, 7}, {kOtherCampaign, 9}};
  ASSERT_OK(store_->RotateInterval(batches, processed));
  for (int round = 0; round < 2; ++round, Restart()) {
    EXPECT_EQ(store_->log().size(), 4u + 3u + 3u);
    EXPECT_THAT(store_->ReadBatch(0), IsOkAndHolds(SizeIs(3)));
    EXPECT_THAT(store_->ReadBatch(4), IsOkAndHolds(IsEmpty()));  // ratings have no envelope
    EXPECT_THAT(store_->ReadBatch(7), IsOkAndHolds(SizeIs(2)));
    EXPECT_THAT(store_->ReadBatch(1), StatusIs(absl::StatusCode::kNotFound));
    EXPECT_THAT(Pooled(other), SizeIs(2));
    EXPECT_THAT(store_->LastSlot(kCampaign), IsOkAndHolds(Optional(7u)));
    EXPECT_THAT(store_->LastSlot(kOtherCampaign), IsOkAndHolds(Optional(9u)));
  }
}

TEST_P(BoardConformance, AWithheldBatchKeepsEntriesAndMarksAndNoEnvelope) {
  const auto submissions = MakeSubmissions(3, random_);
  Commit(submissions);
  SealedBatch batch = MakeBatch(Pooled(), 3);
  batch.withheld = true;
  ASSERT_OK(store_->RotateInterval({&batch, 1}, {}));
  for (int round = 0; round < 2; ++round, Restart()) {
    EXPECT_EQ(store_->log().size(), 4u);
    EXPECT_THAT(store_->ReadBatch(0), IsOkAndHolds(IsEmpty()));
    EXPECT_THAT(store_->FindMark(submissions[1].marks[0]),
                IsOkAndHolds(Optional(submissions[1].signed_submission)));
  }
  const auto engine = Stop();
  for (std::uint64_t index = 0; index < 5; ++index) {
    EXPECT_THAT(engine->Get(KeyOf(Table::kVaultRecord, index)), IsOkAndHolds(Eq(std::nullopt)));
    EXPECT_THAT(engine->ReadKey(index), StatusIs(absl::StatusCode::kNotFound));
  }
}

TEST_P(BoardConformance, ARotationThatContradictsThePoolIsRefusedAndChangesNothing) {
  Commit(MakeSubmissions(3, random_));
  const SealedBatch good = MakeBatch(Pooled(), 1);
  const auto refused = [&](const std::vector<SealedBatch>& batches) {
    EXPECT_THAT(store_->RotateInterval(batches, {}),
                StatusIs(absl::StatusCode::kInvalidArgument));
  };
  auto bad = good;
  bad.submissions[1] = {};
  refused({bad});  // not pooled
  bad = good;
  bad.campaign_id = kOtherCampaign;
  refused({bad});
  bad = good;
  bad.pool = records::Pool::kRatings;
  refused({bad});
  bad = good;
  bad.entries.pop_back();
  refused({bad});
  bad = good;
  std::swap(bad.entries[1], bad.entries[2]);
  refused({bad});  // entries of one another
  bad = good;
  bad.entries[1] = NumberedEntry(1);
  refused({bad});
  refused({good, good});
  EXPECT_EQ(store_->log().size(), 0u);
  EXPECT_THAT(Pooled(), SizeIs(3));
  EXPECT_OK(store_->RotateInterval({&good, 1}, {}));
}

TEST_P(BoardConformance, TenThousandMarksAreFoundWhereverTheyAre) {
  const SubmissionShape shape{.envelope_size = 16, .marks = 50};
  const auto submissions = MakeSubmissions(200, random_, shape);
  Commit(submissions);
  Seal(100, 1);
  for (int round = 0; round < 2; ++round, Restart()) {
    std::size_t found = 0;
    for (const auto& submission : submissions) {
      for (const auto& mark : submission.marks) {
        const auto owner = store_->FindMark(mark);
        if (owner.ok() && *owner == submission.signed_submission) ++found;
        Mark absent = mark;
        absent[31] ^= 1;
        const auto none = store_->FindMark(absent);
        EXPECT_TRUE(none.ok() && !none->has_value());
      }
    }
    EXPECT_EQ(found, 10'000u);
  }
}

TEST_P(BoardConformance, AnIntervalThatNobodyNamesIsDestroyedAtTheStart) {
  Commit(MakeSubmissions(2, random_));
  {
    const auto engine = Stop();
    ASSERT_OK(engine->CreateInterval());
    EXPECT_THAT(engine->ListIntervals(), IsOkAndHolds(SizeIs(2)));
  }
  Restart();
  EXPECT_THAT(Pooled(), SizeIs(2));
  EXPECT_THAT(Stop()->ListIntervals(), IsOkAndHolds(SizeIs(1)));
}

TEST_P(BoardConformance, WhatTheLogHoldsIsDroppedFromTheIntervalAtTheStart) {
  const auto submissions = MakeSubmissions(2, random_);
  Commit(submissions);
  Seal(2, 1);
  {
    const auto engine = Stop();
    const auto name = *engine->Get(KeyOf(Table::kCurrentInterval).Take());
    ASSERT_OK_AND_ASSIGN(auto interval, engine->OpenInterval(std::string(AsText(*name))));
    const IntervalCipher cipher(interval->key());
    WriteBatch batch;
    batch.Put(cipher.NameOf(submissions[0].submission_hash),
              cipher.Seal(submissions[0], random_));
    ASSERT_OK(interval->Write(batch));
  }
  Restart();
  EXPECT_THAT(Pooled(), IsEmpty());
  const auto engine = Stop();
  const auto name = *engine->Get(KeyOf(Table::kCurrentInterval).Take());
  ASSERT_OK_AND_ASSIGN(auto interval, engine->OpenInterval(std::string(AsText(*name))));
  int records = 0;
  ASSERT_OK(interval->Scan([&](ByteView, ByteView) { return ++records > 0; }));
  EXPECT_EQ(records, 0);
}

TEST_P(BoardConformance, AMissingIntervalIsALossAndNoFreshStart) {
  Commit(MakeSubmissions(2, random_));
  {
    const auto engine = Stop();
    ASSERT_OK_AND_ASSIGN(const auto names, engine->ListIntervals());
    ASSERT_OK(engine->DestroyInterval(names[0]));
  }
  EXPECT_THAT(BoardStore::Open(machine_->Start(), machine_->random()),
              StatusIs(absl::StatusCode::kDataLoss));
}

// What an interval's folder holds without its key: nothing that a submission can be recognised by.
TEST_P(BoardConformance, NoNameOrValueOfAnIntervalShowsItsSubmission) {
  const auto submission = MakeSubmission(random_);
  CommitOne(*store_, submission);
  const auto engine = Stop();
  ASSERT_OK_AND_ASSIGN(const auto names, engine->ListIntervals());
  ASSERT_OK_AND_ASSIGN(auto interval, engine->OpenInterval(names[0]));
  std::vector<Bytes> needles = {ToBytes(submission.submission_hash), ToBytes(submission.salt)};
  for (const auto& mark : submission.marks) needles.push_back(ToBytes(mark));
  needles.emplace_back(submission.envelope.begin(), submission.envelope.begin() + 16);
  needles.emplace_back(submission.signed_submission.begin() + 2,
                       submission.signed_submission.begin() + 18);
  int records = 0;
  ASSERT_OK(interval->Scan([&](ByteView name, ByteView value) {
    ++records;
    for (const auto& needle : needles) {
      EXPECT_FALSE(Contains(name, needle));
      EXPECT_FALSE(Contains(value, needle));
    }
    const IntervalCipher cipher(interval->key());
    EXPECT_THAT(cipher.Open(name, value), IsOkAndHolds(submission));  // the control
    Bytes damaged = ToBytes(value);
    damaged.back() ^= 1;
    EXPECT_THAT(cipher.Open(name, damaged), StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_THAT(IntervalCipher(ByteArray<32>{}).Open(name, value),
                StatusIs(absl::StatusCode::kDataLoss));
    return true;
  }));
  EXPECT_EQ(records, 1);
}

TEST_P(BoardConformance, ADestroyedVaultKeyTakesItsEnvelopeWithIt) {
  Commit(MakeSubmissions(2, random_));
  Seal(2, 1);
  EXPECT_THAT(store_->ReadBatch(0), IsOkAndHolds(SizeIs(2)));
  ASSERT_OK(Stop()->DestroyKey(2));
  Restart();
  EXPECT_FALSE(store_->ReadBatch(0).ok());
}

}  // namespace
}  // namespace candor::store::testing
