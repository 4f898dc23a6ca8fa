// Claims about the grace: fewer than k at the close, and speaking goes on once (decision 0032).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "records/post_act.h"
#include "tests/services/board/board_harness.h"
#include "tests/support/blank.h"

namespace candor::services::board {
namespace {

using candor::testing::BlankOf;
using candor::testing::kSpeakingCloses;

// A day of grace: four slots.
constexpr Day kExtended = kSpeakingCloses + 1;

JamOptions WithGrace(std::uint8_t days = 1) { return {.grace_days = days}; }

const audit::Campaign& CampaignIn(const audit::BoardView& view, const BoardHarness& h) {
  return *view.FindCampaign(h.jam_.id());
}

std::vector<records::CampaignExtend> Extensions(const BoardHarness& h) {
  std::vector<records::CampaignExtend> out;
  for (std::uint64_t i = 0; i < h.store_->log().size(); ++i) {
    const auto entry = h.Entry(i);
    if (const auto* extend = std::get_if<records::CampaignExtend>(&entry.body)) out.push_back(*extend);
  }
  return out;
}

crypto::Hash Prompt(BoardHarness& h) {
  const auto& who = h.organisation_.facilitator();
  const auto call =
      records::MakeActWithText(h.jam_.id(), DayOf(h.clock_.Now()), records::Prompt{},
                               records::NoteContent{"", "", "What works?"}.Encode(), who.key,
                               h.organisation_.random());
  EXPECT_OK(h.board_->PostAct(who.public_key(), call));
  return records::ActId(call.act);
}

SubmitRequest Contribution(BoardHarness& h, const crypto::Hash& target) {
  auto code = crypto::ReceiptCode::Generate(h.organisation_.random());
  auto keys = crypto::DeriveThreadKeys(code, h.jam_.id(), crypto::Purpose::kContribute);
  Author author{std::move(code), std::move(keys), {}};
  author.tokens.push_back(
      h.jam_.Draw(0, crypto::Purpose::kContribute, author.keys.signing.verify_key()));
  SubmitRequest out = h.jam_.Opinion(author, "And a roof.");
  out.submission.body.kind = records::Kind::kContribution;
  out.submission.body.target = target;
  Jam::Sign(out, author.keys.signing);
  return out;
}

TEST(Grace, FewerThanKAtTheCloseAreTakenOnUntilItsEndAndThenSealed) {
  BoardHarness h({}, WithGrace());
  h.LetSpeak();
  h.SpeakTimes(4);
  ASSERT_OK(h.TickLastSlot());
  EXPECT_TRUE(h.Batches().empty());
  EXPECT_EQ(h.Pooled(), 4u);
  EXPECT_EQ(Extensions(h), std::vector{records::CampaignExtend{kExtended}});
  EXPECT_EQ(CampaignIn(h.View(), h).extended, kSpeakingCloses);

  h.clock_.Set(StartOf(kExtended) - 1);
  h.Speak();
  ASSERT_OK(h.TickAt(StartOf(kExtended)));
  ASSERT_EQ(h.Batches().size(), 1u);
  EXPECT_EQ(h.Batches()[0].seal.count, 5u);
  EXPECT_TRUE(h.Batches()[0].seal.final);
  EXPECT_FALSE(h.Batches()[0].seal.withheld);
  EXPECT_EQ(h.RefusalOf(h.jam_.Opinion(h.jam_.NewAuthor(), "Too late.")), RefusalCode::kWindowClosed);
}

TEST(Grace, StillFewerAreWithheldAndThereIsNoSecondOne) {
  BoardHarness h({}, WithGrace());
  h.LetSpeak();
  h.SpeakTimes(3);
  ASSERT_OK(h.TickLastSlot());
  h.clock_.Set(StartOf(kSpeakingCloses) + 7200);
  h.Speak();
  ASSERT_OK(h.TickAt(StartOf(kExtended)));
  ASSERT_EQ(h.Batches().size(), 1u);
  EXPECT_TRUE(h.Batches()[0].seal.withheld);
  EXPECT_EQ(h.Batches()[0].seal.count, 4u);
  ASSERT_OK(h.TickAt(StartOf(kExtended + 3)));
  EXPECT_EQ(Extensions(h).size(), 1u);
}

TEST(Grace, WithKOrAnEarlierBatchOrWithoutDaysThereIsNone) {
  struct Row {
    const char* says;
    std::uint8_t days;
    int before_a_slot, before_the_close;
  };
  for (const Row& row : {Row{"k at the close", 1, 0, 5}, Row{"sealed before", 1, 10, 0},
                         Row{"no days", 0, 0, 4}}) {
    SCOPED_TRACE(row.says);
    BoardHarness h({}, WithGrace(row.days));
    h.LetSpeak();
    h.SpeakTimes(row.before_a_slot);
    ASSERT_OK(h.TickAt(h.jam_.SlotTime(6)));
    h.SpeakTimes(row.before_the_close);
    ASSERT_OK(h.TickLastSlot());
    EXPECT_TRUE(Extensions(h).empty());
    EXPECT_TRUE(h.Batches().back().seal.final);
  }
}

TEST(Grace, ComesAlsoWhereNobodyHasSpokenAndWhereNobodyKnowsTheDraws) {
  BoardHarness h({}, WithGrace());
  h.draws_.Set({IssuerDraws{}});
  h.LetSpeak();
  ASSERT_OK(h.TickLastSlot());
  EXPECT_EQ(Extensions(h).size(), 1u);
  h.draws_.Set({DrawsOf(20)});
  h.SpeakTimes(6);
  ASSERT_OK(h.TickAt(StartOf(kExtended)));
  EXPECT_EQ(h.Batches().at(0).seal.count, 6u);
}

TEST(Grace, OpinionsAreMixedInItAsBefore) {
  BoardHarness h({}, WithGrace(3));
  h.LetSpeak();
  h.SpeakTimes(4);
  ASSERT_OK(h.TickLastSlot());
  h.SpeakTimes(8);
  ASSERT_OK(h.TickAt(StartOf(kSpeakingCloses) + 6 * 3600));
  ASSERT_EQ(h.Batches().size(), 1u);
  EXPECT_EQ(h.Batches()[0].seal.count, 7u);
  EXPECT_FALSE(h.Batches()[0].seal.final);
  ASSERT_OK(h.TickAt(StartOf(kSpeakingCloses + 3)));
  EXPECT_EQ(h.Batches().at(1).seal.count, 5u);
}

TEST(Grace, ContributionsAreNotExtendedAndBlanksWaitForItsEnd) {
  BoardHarness h({}, WithGrace());
  h.LetSpeak();
  const crypto::Hash prompt = Prompt(h);
  ASSERT_OK(h.TickLastSlot());
  ASSERT_EQ(Extensions(h).size(), 1u);
  h.Speak();
  EXPECT_EQ(h.RefusalOf(Contribution(h, prompt)), RefusalCode::kWindowClosed);
  const auto blank = BlankOf(h.jam_, h.jam_.NewAuthor());
  EXPECT_EQ(h.RefusalOf(blank), RefusalCode::kWindowClosed);
  h.clock_.Set(StartOf(kExtended));
  const auto reply = h.Submit(blank);
  ASSERT_OK(reply);
  EXPECT_EQ(reply->type, SubmitReply::Type::kPromise);
}

TEST(Grace, ABoardThatWasDownOverTheCloseTakesItWhenItWakesInTime) {
  BoardHarness h({}, WithGrace(3));
  h.LetSpeak();
  h.SpeakTimes(2);
  h.Shutdown();
  h.clock_.Set(StartOf(kSpeakingCloses + 2) + 100);
  h.Start();
  ASSERT_OK(h.board_->Tick(h.clock_.Now()));
  EXPECT_EQ(Extensions(h), std::vector{records::CampaignExtend{kSpeakingCloses + 3}});
  EXPECT_EQ(CampaignIn(h.View(), h).extended, kSpeakingCloses + 2);
}

TEST(Grace, ABoardThatWakesAfterItTakesNone) {
  BoardHarness h({}, WithGrace(3));
  h.LetSpeak();
  h.SpeakTimes(2);
  h.Shutdown();
  h.clock_.Set(StartOf(kSpeakingCloses + 3));
  h.Start();
  ASSERT_OK(h.board_->Tick(h.clock_.Now()));
  EXPECT_TRUE(Extensions(h).empty());
  EXPECT_TRUE(h.Batches().at(0).seal.withheld);
}

TEST(Grace, DoesNotWaitForContributionsThatWaitForAnIssuer) {
  BoardHarness h({}, WithGrace());
  h.LetSpeak();
  const crypto::Hash prompt = Prompt(h);
  for (int i = 0; i < 5; ++i) {
    ASSERT_EQ(h.Submit(Contribution(h, prompt))->type, SubmitReply::Type::kPromise);
  }
  h.draws_.Set({IssuerDraws{}});
  ASSERT_OK(h.TickLastSlot());
  EXPECT_EQ(Extensions(h).size(), 1u);
  EXPECT_THAT(h.TickAt(h.jam_.SlotTime(h.LastSlot()) + 30), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(Extensions(h).size(), 1u);
  h.draws_.Set({DrawsOf(20)});
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(h.LastSlot()) + 60));
  ASSERT_EQ(h.Batches().size(), 1u);
  EXPECT_EQ(h.Batches()[0].seal.pool, records::Pool::kContributions);
}

TEST(Grace, ACampaignIsNotClosedBeforeIt) {
  BoardHarness h({}, WithGrace());
  h.LetSpeak();
  ASSERT_OK(h.TickLastSlot());
  const auto& facilitator = h.organisation_.facilitator().public_key();
  EXPECT_THAT(h.board_->CloseCampaign(facilitator, {h.jam_.id()}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  ASSERT_OK(h.TickAt(StartOf(kExtended)));
  EXPECT_OK(h.board_->CloseCampaign(facilitator, {h.jam_.id()}));
}

TEST(Grace, ACrashInItsSlotIsFinishedOrUndoneAtTheNextStart) {
  bool past_the_last_step = false;
  for (std::uint64_t step = 0; !past_the_last_step; ++step) {
    for (const auto when : {store::FaultPlan::When::kBefore, store::FaultPlan::When::kAfter}) {
      BoardHarness h({}, WithGrace());
      h.LetSpeak();
      h.SpeakTimes(4);
      h.faults_.fail_at = h.faults_.steps + step;
      h.faults_.when = when;
      const absl::Status sealed = h.TickLastSlot();
      past_the_last_step = sealed.ok() && !h.faults_.failed;
      h.faults_ = {};
      h.Restart();
      ASSERT_OK(h.board_->Tick(h.clock_.Now()));
      EXPECT_EQ(Extensions(h).size(), 1u) << step;
      h.Speak();
      ASSERT_OK(h.TickAt(StartOf(kExtended)));
      EXPECT_EQ(h.Batches().at(0).seal.count, 5u);
    }
  }
}

}  // namespace
}  // namespace candor::services::board
