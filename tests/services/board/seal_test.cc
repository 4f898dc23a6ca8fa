// Claims about slots: what is sealed, withheld, stays, and what the log says about it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/merkle.h"
#include "tests/services/board/board_harness.h"

namespace candor::services::board {
namespace {

TEST(Seal, BelowTwiceKNothingIsSealedUntilTheLastSlot) {
  BoardHarness h;
  h.LetSpeak();
  h.SpeakTimes(9);
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(6)));
  EXPECT_TRUE(h.Batches().empty());
  EXPECT_EQ(h.Pooled(), 9u);
  ASSERT_OK(h.TickLastSlot());
  ASSERT_EQ(h.Batches().size(), 1u);
  const auto seal = h.Batches()[0].seal;
  EXPECT_TRUE(seal.final);
  EXPECT_FALSE(seal.withheld);
  EXPECT_EQ(seal.count, 9u);
  EXPECT_EQ(h.Pooled(), 0u);
}

TEST(Seal, KStayAtEverySlotAndNoBatchIsSmaller) {
  BoardHarness h;
  h.LetSpeak();
  std::size_t sealed = 0;
  records::SlotNumber slot = 2;
  for (const int more : {12, 3, 4, 5, 1}) {
    h.SpeakTimes(more);
    ASSERT_OK(h.TickAt(h.jam_.SlotTime(++slot)));
  }
  for (const auto& batch : h.Batches()) {
    EXPECT_GE(batch.seal.count, 5u);
    EXPECT_FALSE(batch.seal.final);
    sealed += batch.seal.count;
  }
  // Pooled at the slots: 12, of which 7 go; 8; 12, of which 7 go; 10, of which 5 go; 6.
  EXPECT_EQ(h.Batches().size(), 3u);
  EXPECT_EQ(sealed + h.Pooled(), 25u);
  ASSERT_OK(h.TickLastSlot());
  EXPECT_EQ(h.View().FindCampaign(h.jam_.id())->opinions, 25u);
  EXPECT_TRUE(h.Batches().back().seal.final);
  EXPECT_GE(h.Batches().back().seal.count, 5u);
}

TEST(Seal, ABatchStandsInLeafHashOrderOnItsSlotsDay) {
  BoardHarness h;
  h.LetSpeak();
  h.SpeakTimes(14);
  const records::SlotNumber slot = 9;
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(slot) + 1234));
  const auto batch = h.Batches().at(0);
  EXPECT_EQ(batch.seal.slot, slot);
  EXPECT_EQ(batch.day, h.jam_.draft().slots.DayOfSlot(slot));
  const auto leaf = [&](std::uint64_t i) {
    return audit::LeafHash(h.store_->log().Entry(batch.index + 1 + i).value());
  };
  for (std::uint64_t i = 1; i < batch.seal.count; ++i) EXPECT_LT(leaf(i - 1), leaf(i));
}

TEST(Seal, FewerThanKAreLoggedAndTheirTextsDestroyed) {
  BoardHarness h;
  h.LetSpeak();
  const auto hash = h.Speak();
  h.SpeakTimes(3);
  ASSERT_OK(h.TickLastSlot());
  const auto batch = h.Batches().at(0);
  EXPECT_TRUE(batch.seal.withheld);
  EXPECT_TRUE(batch.seal.final);
  EXPECT_EQ(batch.seal.count, 4u);
  EXPECT_TRUE(h.View().FindCampaign(h.jam_.id())->submissions.contains(hash));
  EXPECT_TRUE(h.store_->ReadBatch(batch.index)->empty());
  const auto& reader = h.organisation_.reader();
  EXPECT_THAT(h.board_->FetchBatch(reader.public_key(), {h.jam_.id(), batch.index}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(h.board_->PostAnswer(reader.public_key(), SignedAnswer(h.jam_, reader, hash)),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(Seal, NobodySpokeMeansNoBatch) {
  BoardHarness h;
  h.LetSpeak();
  ASSERT_OK(h.TickLastSlot());
  EXPECT_TRUE(h.Batches().empty());
  EXPECT_OK(h.board_->CloseCampaign(h.organisation_.facilitator().public_key(), {h.jam_.id()}));
}

TEST(Gate, BelowMinIssuedDrawsNothingIsSealedAtASlotAndAllIsWithheldAtTheLast) {
  BoardHarness h;
  h.draws_.Set({DrawsOf(19)});
  h.LetSpeak();
  h.SpeakTimes(12);
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(6)));
  EXPECT_TRUE(h.Batches().empty());
  ASSERT_OK(h.TickLastSlot());
  ASSERT_EQ(h.Batches().size(), 1u);
  EXPECT_TRUE(h.Batches()[0].seal.withheld);
  EXPECT_EQ(h.Batches()[0].seal.count, 12u);
}

TEST(Gate, ABatchNamesTheIssuerCheckpointsThatItReliesOn) {
  BoardHarness h({.issuers = 2});
  h.draws_.Set({DrawsOf(20), DrawsOf(23)});
  h.LetSpeak();
  h.SpeakTimes(10);
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(6)));
  const auto relied_on = h.Batches().at(0).seal.relied_on;
  ASSERT_EQ(relied_on.size(), 2u);
  EXPECT_EQ(relied_on[0].issuer, 0);
  EXPECT_EQ(relied_on[0].size, 120u);
  EXPECT_EQ(relied_on[1].issuer, 1);
  EXPECT_EQ(relied_on[1].size, 123u);
}

TEST(Gate, IssuerOneAloneDoesNotLiftIt) {
  BoardHarness h({.issuers = 2});
  h.draws_.Set({DrawsOf(100000), DrawsOf(19)});
  h.LetSpeak();
  h.SpeakTimes(12);
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(6)));
  EXPECT_TRUE(h.Batches().empty());
}

TEST(Gate, TheLastSlotWaitsForAnIssuerThatCannotBeRead) {
  BoardHarness h;
  h.draws_.Set({IssuerDraws{}});
  h.LetSpeak();
  h.SpeakTimes(12);
  EXPECT_THAT(h.TickLastSlot(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(h.Pooled(), 12u);
  h.draws_.Set({DrawsOf(20)});
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(h.LastSlot()) + 30));
  EXPECT_EQ(h.Batches().at(0).seal.count, 12u);
  EXPECT_TRUE(h.Batches()[0].seal.final);
}

TEST(Gate, AtTheDayThatIsPromisedTheLastSlotWaitsNoLonger) {
  BoardHarness h;
  h.draws_.Set({UnreachableAfter(3)});
  h.LetSpeak();
  h.SpeakTimes(12);
  EXPECT_THAT(h.TickLastSlot(), StatusIs(absl::StatusCode::kUnavailable));
  const Day promised =
      records::PromisedDay(records::Kind::kOpinion, h.jam_.draft().phases, h.jam_.draft().slots);
  ASSERT_OK(h.TickAt(StartOf(promised)));
  EXPECT_TRUE(h.Batches().at(0).seal.withheld);
  EXPECT_LE(h.Batches()[0].day, promised);
}

TEST(Gate, OnceABatchWasSealedAnIssuerThatIsAwayHoldsNothingUp) {
  BoardHarness h;
  h.LetSpeak();
  h.SpeakTimes(10);
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(6)));
  h.Restart();
  // Nothing is known of it any more, or only what was true before the gate opened.
  h.draws_.Set({IssuerDraws{}});
  h.SpeakTimes(5);
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(7)));
  h.draws_.Set({UnreachableAfter(3)});
  ASSERT_OK(h.TickLastSlot());
  ASSERT_EQ(h.Batches().size(), 3u);
  for (const auto& batch : h.Batches()) {
    EXPECT_FALSE(batch.seal.withheld);
    EXPECT_EQ(batch.seal.relied_on, h.Batches()[0].seal.relied_on);
  }
}

TEST(Slots, ASlotIsProcessedOnce) {
  BoardHarness h;
  h.LetSpeak();
  h.SpeakTimes(10);
  const UnixSeconds slot = h.jam_.SlotTime(6);
  ASSERT_OK(h.TickAt(slot));
  h.SpeakTimes(10);
  ASSERT_OK(h.TickAt(slot + 60));
  h.Restart();
  ASSERT_OK(h.TickAt(slot + 120));
  EXPECT_EQ(h.Batches().size(), 1u);
}

TEST(Slots, AServerThatWasDownMakesUpForTheLastSlotOnly) {
  BoardHarness h;
  h.LetSpeak();
  h.SpeakTimes(11);
  h.Shutdown();
  h.clock_.Set(StartOf(candor::testing::kSpeakingCloses + 3) + 7 * 3600);
  h.Start();
  ASSERT_OK(h.board_->Tick(h.clock_.Now()));
  ASSERT_EQ(h.Batches().size(), 1u);
  EXPECT_EQ(h.Batches()[0].day, candor::testing::kSpeakingCloses + 3);
  EXPECT_TRUE(h.Batches()[0].seal.final);
  EXPECT_EQ(h.Batches()[0].seal.count, 11u);
}

TEST(Slots, TwoCampaignsAreSealedInOneStep) {
  BoardHarness h;
  const Jam other(h.organisation_, {.question = "What else?", .key_set = 1});
  h.LetSpeak();
  ASSERT_OK(h.Open(other));
  h.SpeakTimes(10);
  for (int i = 0; i < 11; ++i) {
    ASSERT_EQ(h.Submit(other.Opinion(other.NewAuthor(), "x"))->type, SubmitReply::Type::kPromise);
  }
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(6)));
  const auto view = h.View();
  EXPECT_EQ(view.FindCampaign(h.jam_.id())->opinions, 5u);
  EXPECT_EQ(view.FindCampaign(other.id())->opinions, 6u);
}

TEST(Slots, AMidnightThatPassesWhileTheIssuersAreAskedBreaksNoOrderOfDays) {
  BoardHarness h;
  h.LetSpeak();
  h.SpeakTimes(12);
  const UnixSeconds midnight = StartOf(candor::testing::kSpeakingOpens + 1);
  h.draws_.on_refresh = [&] {
    h.clock_.Set(midnight);
    EXPECT_OK(h.board_->SubmitGovernance(
        h.organisation_.Grant(h.organisation_.stranger(), records::Role::kAuditor)));
  };
  ASSERT_OK(h.TickAt(midnight - 1));
  ASSERT_EQ(h.Batches().size(), 1u);
  EXPECT_EQ(h.Batches()[0].day, candor::testing::kSpeakingOpens + 1);
  h.draws_.on_refresh = nullptr;
  h.Restart();
  EXPECT_EQ(h.Batches()[0].seal.count, 7u);
}

TEST(Slots, ACrashInASealIsFinishedOrUndoneAtTheNextStart) {
  // Every durable step of the seal fails once, before and after it was carried out.
  bool past_the_last_step = false;
  for (std::uint64_t step = 0; !past_the_last_step; ++step) {
    for (const auto when : {store::FaultPlan::When::kBefore, store::FaultPlan::When::kAfter}) {
      BoardHarness h;
      h.LetSpeak();
      h.SpeakTimes(10);
      h.faults_.fail_at = h.faults_.steps + step;
      h.faults_.when = when;
      const absl::Status sealed = h.TickAt(h.jam_.SlotTime(6));
      past_the_last_step = sealed.ok() && !h.faults_.failed;
      h.faults_ = {};
      h.Restart();
      ASSERT_OK(h.board_->Tick(h.clock_.Now()));
      ASSERT_EQ(h.Batches().size(), 1u) << step;
      EXPECT_EQ(h.Batches()[0].seal.count, 5u);
      EXPECT_EQ(h.Pooled(), 5u);
      ASSERT_OK(h.TickLastSlot());
      EXPECT_EQ(h.View().FindCampaign(h.jam_.id())->opinions, 10u);
    }
  }
}

}  // namespace
}  // namespace candor::services::board
