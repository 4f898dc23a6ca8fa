// The board's store dies at every durable step, before, halfway and after it, and is started again:
// nothing promised is lost, nothing is there twice, no mark is free that was spent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "records/entry.h"
#include "store/board_store.h"
#include "store/memory/faulty_engine.h"
#include "tests/store/conformance/conformance.h"
#include "tests/store/support/submissions.h"
#include "tests/support/matchers.h"

namespace candor::store::testing {
namespace {

using ::candor::testing::IsOkAndHolds;
using ::candor::testing::StatusIs;
using ::testing::SizeIs;
using When = FaultPlan::When;
using Result = CommitOutcome::Result;

const SubmissionShape kOther{.campaign = kOtherCampaign};

// What the world was told.
struct Acknowledged {
  std::vector<PooledSubmission> offered;
  std::set<crypto::Hash> accepted;
  std::set<crypto::Hash> sealed;
  std::map<std::uint64_t, std::size_t> batches;  // index of SealBatch -> envelopes
  std::uint64_t log_size = 0;
};

// A day of a board. Ends at the first error, as a process would.
class Day {
 public:
  explicit Day(crypto::RandomSource& random) : random_(random) {}

  absl::Status Run(BoardStore& store) {
    const NewEntry genesis = NumberedEntry(0);
    if (auto appended = store.Append({&genesis, 1}); !appended.ok()) return appended.status();
    told_.log_size = 1;
    if (auto s = Commit(store, MakeSubmissions(4, random_)); !s.ok()) return s;
    if (auto s = Commit(store, MakeSubmissions(3, random_, kOther)); !s.ok()) return s;
    if (auto s = Seal(store, 2, 1, false); !s.ok()) return s;
    if (auto s = Commit(store, MakeSubmissions(3, random_)); !s.ok()) return s;
    return Seal(store, 4, 2, true);
  }

  const Acknowledged& told() const { return told_; }

 private:
  absl::Status Commit(BoardStore& store, std::vector<PooledSubmission> submissions) {
    told_.offered.insert(told_.offered.end(), submissions.begin(), submissions.end());
    const auto outcomes = store.CommitSubmissions(submissions);
    if (!outcomes.ok()) return outcomes.status();
    for (const auto& submission : submissions) told_.accepted.insert(submission.submission_hash);
    return absl::OkStatus();
  }

  // Seals some of the first campaign, and all of the other one as a withheld batch if asked.
  absl::Status Seal(BoardStore& store, std::size_t count, records::SlotNumber slot, bool other) {
    const auto items = *store.Pooled(kCampaign, records::Pool::kOpinions);
    std::vector<SealedBatch> batches = {MakeBatch(std::span(items).first(count), slot)};
    if (other) {
      batches.push_back(
          MakeBatch(*store.Pooled(kOtherCampaign, records::Pool::kOpinions), slot, kOther));
      batches.back().withheld = true;
    }
    const auto appended = store.RotateInterval(batches, {});
    if (!appended.ok()) return appended.status();
    std::uint64_t index = appended->first_index;
    for (const auto& batch : batches) {
      told_.batches[index] = batch.withheld ? 0 : batch.submissions.size();
      index += batch.entries.size();
      told_.sealed.insert(batch.submissions.begin(), batch.submissions.end());
    }
    told_.log_size = appended->size;
    return absl::OkStatus();
  }

  crypto::RandomSource& random_;
  Acknowledged told_;
};

std::map<crypto::Hash, int> PlacesOf(BoardStore& store) {
  std::map<crypto::Hash, int> places;
  for (const auto& campaign : {kCampaign, kOtherCampaign}) {
    const auto items = store.Pooled(campaign, records::Pool::kOpinions);
    for (const auto& item : *items) {
      ++places[item.submission_hash];
    }
  }
  const auto entries = store.log().Entries(0, store.log().size());
  for (const auto& entry : *entries) {
    const auto decoded = records::LogEntry::Decode(entry);
    if (!decoded.ok()) continue;  // the numbered one
    if (const auto* found = std::get_if<records::SubmissionEntry>(&decoded->body)) {
      ++places[records::SignedSubmission::Decode(found->signed_submission)->body.SubmissionHash()];
    }
  }
  return places;
}

void ExpectPromisesKept(BoardStore& store, const Acknowledged& told) {
  EXPECT_GE(store.log().size(), told.log_size);
  auto places = PlacesOf(store);
  for (const auto& submission : told.offered) {
    const int count = places[submission.submission_hash];
    EXPECT_LE(count, 1) << "a submission is there twice";
    if (told.accepted.contains(submission.submission_hash)) {
      EXPECT_EQ(count, 1) << "a promised submission is lost";
    }
    for (const auto& mark : submission.marks) {
      const auto owner = store.FindMark(mark);
      ASSERT_OK(owner);
      EXPECT_EQ(owner->has_value(), count == 1) << "a mark without its submission, or without mark";
      if (*owner) {
        EXPECT_EQ(**owner, submission.signed_submission);
      }
    }
  }
  for (const auto& [index, envelopes] : told.batches) {
    EXPECT_THAT(store.ReadBatch(index), IsOkAndHolds(SizeIs(envelopes)));
  }
}

// The store is not merely readable: it goes on where it was.
void ExpectItGoesOn(BoardStore& store, const Acknowledged& told, crypto::RandomSource& random) {
  auto again = told.offered;
  const auto outcomes = store.CommitSubmissions(again);
  ASSERT_OK(outcomes);
  for (std::size_t i = 0; i < again.size(); ++i) {
    const bool promised = told.accepted.contains(again[i].submission_hash);
    EXPECT_NE((*outcomes)[i].result, Result::kConflict);
    if (promised) {
      EXPECT_EQ((*outcomes)[i].result, Result::kReplay);
    }
    auto thief = MakeSubmission(random, {.marks = 1});
    thief.marks[0] = again[i].marks[1];
    EXPECT_EQ(CommitOne(store, thief).result, Result::kConflict);
  }
  const auto items = *store.Pooled(kCampaign, records::Pool::kOpinions);
  const std::vector<SealedBatch> batches = {
      MakeBatch(items, 9),
      MakeBatch(*store.Pooled(kOtherCampaign, records::Pool::kOpinions), 9, kOther)};
  const auto appended = store.RotateInterval(batches, {});
  ASSERT_OK(appended);
  const auto vault = store.ReadBatch(appended->first_index);
  ASSERT_THAT(vault, IsOkAndHolds(SizeIs(items.size())));
  for (const auto& item : *vault) {
    const auto original = std::ranges::find(told.offered, item.submission_hash,
                                            &PooledSubmission::submission_hash);
    ASSERT_NE(original, told.offered.end());
    EXPECT_EQ(item.envelope, original->envelope);
  }
  Acknowledged all = told;
  for (const auto& submission : told.offered) all.accepted.insert(submission.submission_hash);
  ExpectPromisesKept(store, all);
}

absl::StatusOr<std::unique_ptr<BoardStore>> OpenFaulty(Machine& machine, FaultPlan& plan) {
  return BoardStore::Open(std::make_unique<FaultyEngine>(machine.Start(), plan), machine.random());
}

std::uint64_t StepsOfADay() {
  const auto machine = MakeMachine(EngineKind::kMemory);
  crypto::DeterministicRandomForTesting random(5);
  FaultPlan plan;
  auto store = OpenFaulty(*machine, plan);
  Day day(random);
  EXPECT_OK(day.Run(**store));
  return plan.steps;
}

void CrashAt(EngineKind kind, std::uint64_t step, When when, std::uint64_t recovery_step) {
  SCOPED_TRACE(::testing::Message() << "step " << step << ", when " << static_cast<int>(when)
                                    << ", step of the recovery " << recovery_step);
  const auto machine = MakeMachine(kind);
  crypto::DeterministicRandomForTesting random(5);
  Day day(random);
  {
    FaultPlan plan{.fail_at = step, .when = when};
    auto store = OpenFaulty(*machine, plan);
    if (store.ok()) {
      EXPECT_THAT(day.Run(**store), StatusIs(absl::StatusCode::kResourceExhausted));
      // After a failed write it writes no more, whatever the disk would say now.
      plan = {};
      const NewEntry entry = NumberedEntry(99);
      EXPECT_THAT((*store)->Append({&entry, 1}), StatusIs(absl::StatusCode::kUnavailable));
      EXPECT_THAT((*store)->CommitSubmissions(MakeSubmissions(1, random)),
                  StatusIs(absl::StatusCode::kUnavailable));
      EXPECT_THAT((*store)->RotateInterval({}, {}), StatusIs(absl::StatusCode::kUnavailable));
    }
  }
  {  // The recovery dies as well, if it has that many steps.
    FaultPlan plan{.fail_at = recovery_step, .when = when};
    (void)OpenFaulty(*machine, plan);
  }
  {
    FaultPlan plan;
    auto store = OpenFaulty(*machine, plan);
    ASSERT_OK(store);
    ExpectPromisesKept(**store, day.told());
    if (!day.told().offered.empty()) ExpectItGoesOn(**store, day.told(), random);
  }
  EXPECT_THAT(machine->Start()->ListIntervals(), IsOkAndHolds(SizeIs(1)));
}

TEST(CrashInMemory, AtEveryStepOfADayAndOfTheRecoveryAfterIt) {
  const std::uint64_t steps = StepsOfADay();
  ASSERT_GE(steps, 14u) << "the day has lost steps";
  for (std::uint64_t step = 0; step < steps; ++step) {
    for (const When when : {When::kBefore, When::kHalfway, When::kAfter}) {
      for (const std::uint64_t recovery_step : {0u, 1u, 100u}) {
        CrashAt(EngineKind::kMemory, step, when, recovery_step);
      }
    }
  }
}

TEST(CrashOnRocksDb, AtEveryStepOfADay) {
  const std::uint64_t steps = StepsOfADay();
  for (std::uint64_t step = 0; step < steps; ++step) {
    CrashAt(EngineKind::kRocksDb, step, step % 2 == 0 ? When::kAfter : When::kBefore, 100);
  }
}

// The control: a store that answered before it had written would be caught by the same checks.
TEST(CrashInMemory, APromiseGivenBeforeTheWriteIsCaught) {
  const auto machine = MakeMachine(EngineKind::kMemory);
  crypto::DeterministicRandomForTesting random(5);
  Acknowledged told;
  {
    FaultPlan plan;
    auto store = OpenFaulty(*machine, plan);
    ASSERT_OK(store);
    told.offered = MakeSubmissions(1, random);
    told.accepted.insert(told.offered[0].submission_hash);
    plan.fail_at = plan.steps;
    EXPECT_FALSE((*store)->CommitSubmissions(told.offered).ok());
  }
  FaultPlan plan;
  auto store = OpenFaulty(*machine, plan);
  ASSERT_OK(store);
  EXPECT_EQ(PlacesOf(**store)[told.offered[0].submission_hash], 0) << "and yet it was promised";
}

}  // namespace
}  // namespace candor::store::testing
