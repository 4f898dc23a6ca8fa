// Claims about blanks: when one is taken, what it spends, what it is promised, and when it is sealed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "audit/merkle.h"
#include "tests/services/board/board_harness.h"
#include "tests/support/blank.h"

namespace candor::services::board {
namespace {

using candor::testing::BlankOf;
using candor::testing::kSpeakingCloses;
using records::Kind;
using records::Pool;

Day ConversationEnds(const BoardHarness& h) { return h.jam_.draft().phases.conversation_ends; }

records::SlotNumber LastBlankSlot(const BoardHarness& h) {
  return h.jam_.draft().slots.FirstAtOrAfter(StartOf(ConversationEnds(h)));
}

std::vector<audit::Batch> BlankBatches(const BoardHarness& h) {
  auto batches = h.Batches();
  std::erase_if(batches, [](const audit::Batch& batch) { return batch.seal.pool != Pool::kBlanks; });
  return batches;
}

std::size_t Waiting(const BoardHarness& h) {
  return h.store_->Pooled(h.jam_.id(), Pool::kBlanks).value().size();
}

// Nine have spoken; it is an hour after the last slot of speech.
void LetClose(BoardHarness& h) {
  h.LetSpeak();
  h.SpeakTimes(9);
  ASSERT_OK(h.TickLastSlot());
  h.clock_.Set(h.jam_.SlotTime(h.LastSlot()) + 3600);
}

void SendBlanks(BoardHarness& h, int count) {
  for (int i = 0; i < count; ++i) {
    const auto reply = h.Submit(BlankOf(h.jam_, h.jam_.NewAuthor()));
    ASSERT_OK(reply);
    ASSERT_EQ(reply->type, SubmitReply::Type::kPromise);
  }
}

TEST(Blank, IsTakenFromTheCloseOfSpeakingToTheEndOfTheConversation) {
  BoardHarness h;
  h.LetSpeak();
  h.SpeakTimes(9);
  const auto early = BlankOf(h.jam_, h.jam_.NewAuthor());
  h.clock_.Set(StartOf(kSpeakingCloses) - 1);
  EXPECT_EQ(h.RefusalOf(early), RefusalCode::kWindowClosed);
  h.clock_.Set(StartOf(kSpeakingCloses));
  EXPECT_EQ(h.Submit(early)->type, SubmitReply::Type::kPromise) << "the refusal has spent nothing";
  h.clock_.Set(StartOf(ConversationEnds(h)) - 1);
  EXPECT_EQ(h.Submit(BlankOf(h.jam_, h.jam_.NewAuthor()))->type, SubmitReply::Type::kPromise);
  h.clock_.Set(StartOf(ConversationEnds(h)));
  EXPECT_EQ(h.RefusalOf(BlankOf(h.jam_, h.jam_.NewAuthor())), RefusalCode::kWindowClosed);
}

TEST(Blank, IsPromisedForTheDayAfterTheLastSlotOfItsWindow) {
  BoardHarness h;
  LetClose(h);
  const auto blank = BlankOf(h.jam_, h.jam_.NewAuthor());
  const auto promise = records::VerifyPromise(*h.Submit(blank), blank.submission.body,
                                              h.organisation_.bundle().promise_key);
  ASSERT_OK(promise);
  EXPECT_EQ(promise->sealed_no_later_than, ConversationEnds(h) + 1);
}

TEST(Blank, AReplayGetsTheSamePromisePooledSealedAfterARestartAndAfterTheWindow) {
  BoardHarness h;
  LetClose(h);
  const auto blank = BlankOf(h.jam_, h.jam_.NewAuthor());
  const Bytes first = h.Submit(blank)->Encode();
  EXPECT_EQ(h.Submit(blank)->Encode(), first);
  EXPECT_EQ(Waiting(h), 1u);
  h.Restart();
  EXPECT_EQ(h.Submit(blank)->Encode(), first);
  SendBlanks(h, 4);
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(h.LastSlot() + 1)));
  ASSERT_EQ(Waiting(h), 0u);
  EXPECT_EQ(h.Submit(blank)->Encode(), first);
  ASSERT_OK(h.TickAt(StartOf(ConversationEnds(h)) + 60));
  EXPECT_EQ(h.Submit(blank)->Encode(), first);
}

TEST(Blank, AndOpinionSpendTheSameToken) {
  BoardHarness h;
  h.LetSpeak();
  h.SpeakTimes(8);
  const auto spoken = h.SpeakAs();
  h.clock_.Set(StartOf(kSpeakingCloses));
  // Pooled, then sealed: who has spoken has no token left.
  const auto second = BlankOf(h.jam_, spoken.author);
  EXPECT_EQ(h.RefusalOf(second), RefusalCode::kSpent);
  ASSERT_OK(h.TickLastSlot());
  EXPECT_EQ(h.RefusalOf(second), RefusalCode::kSpent);
  // And the other way round, were the window of speaking still open.
  const auto silent = h.jam_.NewAuthor();
  const auto blank = BlankOf(h.jam_, silent);
  ASSERT_EQ(h.Submit(blank)->type, SubmitReply::Type::kPromise);
  auto other = blank;
  other.submission.body.thread_kem_key = h.jam_.NewAuthor().keys.kem.public_key();
  Jam::Sign(other, silent.keys.signing);
  EXPECT_EQ(h.RefusalOf(other), RefusalCode::kSpent);
}

TEST(Blank, TakesAVoiceTokenOfEachIssuerAndItsThreadKeysSignature) {
  BoardHarness h({.issuers = 2});
  h.draws_.Set({DrawsOf(24), DrawsOf(24)});
  LetClose(h);
  const auto author = h.jam_.NewAuthor();
  const auto good = BlankOf(h.jam_, author);
  auto one_issuer = good;
  one_issuer.submission.body.tokens.pop_back();
  Jam::Sign(one_issuer, author.keys.signing);
  EXPECT_EQ(h.RefusalOf(one_issuer), RefusalCode::kToken);
  auto another_purpose = good;
  another_purpose.submission.body.tokens[1] =
      h.jam_.Draw(1, crypto::Purpose::kContribute, author.keys.signing.verify_key());
  Jam::Sign(another_purpose, author.keys.signing);
  EXPECT_EQ(h.RefusalOf(another_purpose), RefusalCode::kToken);
  auto strangers = good;
  Jam::Sign(strangers, h.jam_.NewAuthor().keys.signing);
  EXPECT_EQ(h.RefusalOf(strangers), RefusalCode::kThreadSignature);
  EXPECT_EQ(h.Submit(good)->type, SubmitReply::Type::kPromise);
}

TEST(Blank, BeginsNoThread) {
  BoardHarness h;
  LetClose(h);
  const auto author = h.jam_.NewAuthor();
  const auto blank = BlankOf(h.jam_, author);
  ASSERT_EQ(h.Submit(blank)->type, SubmitReply::Type::kPromise);
  EXPECT_EQ(h.RefusalOf(h.Withdrawal(author, blank)), RefusalCode::kUnknownThread);
}

TEST(Blanks, AreSealedAtASlotOnceTheyAreKInHashOrderAndRelyOnNoIssuer) {
  BoardHarness h;
  LetClose(h);
  SendBlanks(h, 4);
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(h.LastSlot() + 1)));
  EXPECT_TRUE(BlankBatches(h).empty());
  SendBlanks(h, 3);
  // An issuer that is away holds up nothing that cannot be read.
  h.draws_.Set({IssuerDraws{}});
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(h.LastSlot() + 2)));
  ASSERT_EQ(BlankBatches(h).size(), 1u);
  const auto batch = BlankBatches(h)[0];
  EXPECT_EQ(batch.seal.count, 7u);
  EXPECT_FALSE(batch.seal.final);
  EXPECT_TRUE(batch.seal.relied_on.empty());
  EXPECT_EQ(batch.day, h.jam_.draft().slots.DayOfSlot(batch.seal.slot));
  const auto leaf = [&](std::uint64_t i) {
    return audit::LeafHash(h.store_->log().Entry(batch.index + 1 + i).value());
  };
  for (std::uint64_t i = 1; i < batch.seal.count; ++i) EXPECT_LT(leaf(i - 1), leaf(i));
}

TEST(Blanks, AreSealedInTheSlotOfTheCloseToo) {
  BoardHarness h;
  h.LetSpeak();
  h.SpeakTimes(9);
  h.clock_.Set(StartOf(kSpeakingCloses));
  SendBlanks(h, 5);
  ASSERT_OK(h.TickLastSlot());
  EXPECT_EQ(h.Batches().size(), 2u);
  ASSERT_EQ(BlankBatches(h).size(), 1u);
  EXPECT_EQ(h.View().FindCampaign(h.jam_.id())->opinions, 9u) << "blanks are no voices";
}

TEST(Blanks, AllGoAtTheLastSlotOfTheirWindowHoweverFew) {
  BoardHarness h;
  LetClose(h);
  SendBlanks(h, 2);
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(LastBlankSlot(h) - 1)));
  EXPECT_TRUE(BlankBatches(h).empty());
  h.Restart();
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(LastBlankSlot(h))));
  ASSERT_EQ(BlankBatches(h).size(), 1u);
  EXPECT_EQ(BlankBatches(h)[0].seal.count, 2u);
  EXPECT_TRUE(BlankBatches(h)[0].seal.final);
  EXPECT_FALSE(BlankBatches(h)[0].seal.withheld);
  EXPECT_EQ(Waiting(h), 0u);
}

TEST(Blanks, AServerThatWasDownOverTheLastSlotMakesUpForIt) {
  BoardHarness h;
  LetClose(h);
  SendBlanks(h, 3);
  h.Shutdown();
  h.clock_.Set(StartOf(ConversationEnds(h)) + 7 * 3600);
  h.Start();
  ASSERT_OK(h.board_->Tick(h.clock_.Now()));
  ASSERT_EQ(BlankBatches(h).size(), 1u);
  EXPECT_TRUE(BlankBatches(h)[0].seal.final);
  EXPECT_GT(BlankBatches(h)[0].seal.slot, LastBlankSlot(h));
  EXPECT_LE(BlankBatches(h)[0].day, ConversationEnds(h) + 1) << "within the promise";
}

TEST(Blanks, AClosedCampaignTakesAndSealsThemAndItsTotalsAreOfSpeech) {
  BoardHarness h;
  LetClose(h);
  ASSERT_OK(h.board_->CloseCampaign(h.organisation_.facilitator().public_key(), {h.jam_.id()}));
  SendBlanks(h, 6);
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(h.LastSlot() + 1)));
  EXPECT_EQ(BlankBatches(h).size(), 1u);
  const auto view = h.View();
  ASSERT_TRUE(view.FindCampaign(h.jam_.id())->close.has_value());
  EXPECT_EQ(view.FindCampaign(h.jam_.id())->close->opinions, 9u);
  EXPECT_EQ(view.FindCampaign(h.jam_.id())->close->batches, 1u);
}

TEST(Blanks, AreNoTextsThatAnybodyReadsAnswersOrErases) {
  BoardHarness h;
  LetClose(h);
  SendBlanks(h, 5);
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(h.LastSlot() + 1)));
  const auto batch = BlankBatches(h).at(0);
  const auto& reader = h.organisation_.reader();
  const std::uint64_t before = h.store_->log().size();
  const auto fetched = h.board_->FetchBatch(reader.public_key(), {h.jam_.id(), batch.index});
  ASSERT_OK(fetched);
  EXPECT_TRUE(fetched->items.empty());
  EXPECT_EQ(h.store_->log().size(), before) << "nothing was read, so no access is logged";
  EXPECT_THAT(h.board_->PostAnswer(reader.public_key(),
                                   SignedAnswer(h.jam_, reader, batch.submissions[0])),
              ::testing::Not(IsOk()));
  // At the end of retention there is nothing of them to destroy.
  ASSERT_OK(h.TickAt(StartOf(h.jam_.draft().phases.retention_ends)));
  const auto view = h.View();
  ASSERT_FALSE(view.FindCampaign(h.jam_.id())->erasures.empty()) << "the control: texts are";
  for (const auto& erasing : view.FindCampaign(h.jam_.id())->erasures) {
    for (const auto entry : erasing.entries) EXPECT_LT(entry, batch.index);
  }
}

TEST(Blanks, ACrashInTheirSealIsFinishedOrUndoneAtTheNextStart) {
  bool past_the_last_step = false;
  for (std::uint64_t step = 0; !past_the_last_step; ++step) {
    for (const auto when : {store::FaultPlan::When::kBefore, store::FaultPlan::When::kAfter}) {
      BoardHarness h;
      LetClose(h);
      SendBlanks(h, 5);
      h.faults_.fail_at = h.faults_.steps + step;
      h.faults_.when = when;
      const absl::Status sealed = h.TickAt(h.jam_.SlotTime(h.LastSlot() + 1));
      past_the_last_step = sealed.ok() && !h.faults_.failed;
      h.faults_ = {};
      h.Restart();
      ASSERT_OK(h.board_->Tick(h.clock_.Now()));
      ASSERT_EQ(BlankBatches(h).size(), 1u) << step;
      EXPECT_EQ(BlankBatches(h)[0].seal.count, 5u);
      EXPECT_EQ(Waiting(h), 0u);
    }
  }
}

}  // namespace
}  // namespace candor::services::board
