// Claims about withdrawals: who may make one, what it is promised, and when it is sealed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/services/board/board_harness.h"

namespace candor::services::board {
namespace {

using records::Pool;

Day PromisedDay(const BoardHarness& h, const SubmitReply& reply, const SubmitRequest& request) {
  const auto promise =
      records::VerifyPromise(reply, request.submission.body, h.organisation_.bundle().promise_key);
  EXPECT_OK(promise);
  return promise.ok() ? promise->sealed_no_later_than : 0;
}

Day RetentionEnds(const BoardHarness& h) { return h.jam_.draft().phases.retention_ends; }

std::vector<audit::Batch> BatchesOf(const BoardHarness& h, Pool pool) {
  auto batches = h.Batches();
  std::erase_if(batches, [&](const audit::Batch& batch) { return batch.seal.pool != pool; });
  return batches;
}

bool InLog(const BoardHarness& h, const crypto::Hash& hash) {
  return h.View().FindCampaign(h.jam_.id())->submissions.contains(hash);
}

TEST(Withdrawal, OfAPooledOpinionIsPromisedForTheDayAfterTheLastSlotOfItsWindow) {
  BoardHarness h;
  h.LetSpeak();
  const auto spoken = h.SpeakAs();
  const auto request = h.Withdrawal(spoken.author, spoken.opinion);
  const auto reply = h.Submit(request);
  ASSERT_OK(reply);
  // Retention ends with a day, and that day's first slot is the last one.
  EXPECT_EQ(PromisedDay(h, *reply, request), RetentionEnds(h) + 1);
  EXPECT_GT(RetentionEnds(h) + 1, records::PromisedDay(records::Kind::kOpinion, h.jam_.draft().phases,
                                                                   h.jam_.draft().slots));
}

TEST(Withdrawal, AReplayGetsTheSamePromisePooledSealedAfterARestartAndAfterTheWindow) {
  BoardHarness h;
  h.LetSpeak();
  const auto spoken = h.SpeakAs();
  h.SpeakTimes(8);
  const auto request = h.Withdrawal(spoken.author, spoken.opinion);
  const Bytes first = h.Submit(request)->Encode();
  EXPECT_EQ(h.Submit(request)->Encode(), first);
  h.Restart();
  EXPECT_EQ(h.Submit(request)->Encode(), first);
  ASSERT_OK(h.TickLastSlot());
  ASSERT_TRUE(InLog(h, request.submission.body.SubmissionHash()));
  EXPECT_EQ(h.Submit(request)->Encode(), first);
  ASSERT_OK(h.TickAt(StartOf(RetentionEnds(h))));
  EXPECT_EQ(h.Submit(request)->Encode(), first);
}

TEST(Withdrawal, ItsWindowEndsWhenRetentionDoes) {
  BoardHarness h;
  h.LetSpeak();
  h.SpeakTimes(8);
  const auto in_time = h.SpeakAs();
  const auto late = h.SpeakAs();
  ASSERT_OK(h.TickLastSlot());
  h.clock_.Set(StartOf(RetentionEnds(h)) - 1);
  h.Withdraw(in_time);
  h.clock_.Set(StartOf(RetentionEnds(h)));
  EXPECT_EQ(h.RefusalOf(h.Withdrawal(late.author, late.opinion)), RefusalCode::kWindowClosed);
}

TEST(Withdrawal, OfAThreadThatTheBoardDoesNotKnowIsRefused) {
  BoardHarness h;
  h.LetSpeak();
  const auto author = h.jam_.NewAuthor();
  const auto opinion = h.jam_.Opinion(author, "never sent");
  EXPECT_EQ(h.RefusalOf(h.Withdrawal(author, opinion)), RefusalCode::kUnknownThread);
  // The control: once it was sent, it can be withdrawn.
  ASSERT_EQ(h.Submit(opinion)->type, SubmitReply::Type::kPromise);
  EXPECT_EQ(h.Submit(h.Withdrawal(author, opinion))->type, SubmitReply::Type::kPromise);
}

TEST(Withdrawal, WhatDoesNotFollowInItsThreadIsRefusedWithTheBodyThatShowsIt) {
  BoardHarness h;
  h.LetSpeak();
  const auto spoken = h.SpeakAs();
  const auto good = h.Withdrawal(spoken.author, spoken.opinion);
  const auto with = [&](auto change) {
    auto request = good;
    change(request.submission.body);
    Jam::Sign(request, spoken.author.keys.signing);
    return h.RefusalOf(request);
  };
  EXPECT_EQ(with([](auto& body) { body.sequence = 2; }), RefusalCode::kOutOfChain);
  EXPECT_EQ(with([](auto& body) { body.previous = {7}; }), RefusalCode::kOutOfChain);
  EXPECT_EQ(with([&](auto& body) {
              body.thread_kem_key = h.jam_.NewAuthor().keys.kem.public_key();
            }),
            RefusalCode::kOutOfChain);
  EXPECT_EQ(h.Submit(good)->type, SubmitReply::Type::kPromise);
}

TEST(Withdrawal, OfSomebodyElsesThreadIsRefused) {
  BoardHarness h;
  h.LetSpeak();
  const auto spoken = h.SpeakAs();
  auto forged = h.Withdrawal(spoken.author, spoken.opinion);
  forged.submission.signature[5] ^= 1;
  EXPECT_EQ(h.RefusalOf(forged), RefusalCode::kThreadSignature);
}

TEST(Withdrawal, NothingFollowsOneInItsThread) {
  BoardHarness h;
  h.LetSpeak();
  const auto spoken = h.SpeakAs();
  h.Withdraw(spoken);
  const auto first = h.Withdrawal(spoken.author, spoken.opinion);
  auto second = first;
  second.submission.body.sequence = 2;
  second.submission.body.previous = first.submission.body.SubmissionHash();
  Jam::Sign(second, spoken.author.keys.signing);
  EXPECT_EQ(h.RefusalOf(second), RefusalCode::kOutOfChain);
}

TEST(ThreadActs, AreSealedAfterTheOpinionThatTheyBelongToAndNeverBeforeIt) {
  BoardHarness h;
  h.LetSpeak();
  const auto spoken = h.SpeakAs();
  h.Withdraw(spoken);
  const auto withdrawal =
      h.Withdrawal(spoken.author, spoken.opinion).submission.body.SubmissionHash();
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(4)));
  // Fewer than 2k have spoken: the opinion stays, and its withdrawal with it.
  EXPECT_TRUE(h.Batches().empty());
  h.SpeakTimes(8);
  ASSERT_OK(h.TickLastSlot());
  const auto batches = h.Batches();
  ASSERT_EQ(batches.size(), 2u);
  EXPECT_EQ(batches[0].seal.pool, Pool::kOpinions);
  EXPECT_EQ(batches[0].seal.count, 9u);
  EXPECT_TRUE(batches[0].seal.final);
  EXPECT_EQ(batches[1].seal.pool, Pool::kThreadActs);
  EXPECT_FALSE(batches[1].seal.final);
  EXPECT_EQ(batches[1].seal.slot, batches[0].seal.slot);
  EXPECT_EQ(batches[1].submissions, std::vector<crypto::Hash>{withdrawal});
}

TEST(ThreadActs, OfASealedOpinionTakeTheNextSlotAlsoAfterTheClose) {
  BoardHarness h;
  h.LetSpeak();
  const auto early = h.SpeakAs();
  const auto late = h.SpeakAs();
  h.SpeakTimes(7);
  ASSERT_OK(h.TickLastSlot());
  h.Withdraw(early);
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(h.LastSlot() + 1)));
  ASSERT_OK(h.board_->CloseCampaign(h.organisation_.facilitator().public_key(), {h.jam_.id()}));
  h.Withdraw(late);
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(h.LastSlot() + 2)));
  ASSERT_EQ(BatchesOf(h, Pool::kThreadActs).size(), 2u);
  EXPECT_EQ(h.View().FindCampaign(h.jam_.id())->opinions, 9u);
  h.Restart();
  EXPECT_EQ(BatchesOf(h, Pool::kThreadActs).size(), 2u);
}

TEST(ThreadActs, WhatCameBeforeRetentionEndsIsSealedAtTheLastSlotOfTheCampaign) {
  BoardHarness h;
  h.LetSpeak();
  const auto spoken = h.SpeakAs();
  h.SpeakTimes(8);
  ASSERT_OK(h.TickLastSlot());
  h.clock_.Set(StartOf(RetentionEnds(h)) - 1);
  h.Withdraw(spoken);
  ASSERT_OK(h.TickAt(StartOf(RetentionEnds(h))));
  const auto acts = BatchesOf(h, Pool::kThreadActs);
  ASSERT_EQ(acts.size(), 1u);
  EXPECT_TRUE(acts[0].seal.final);
  EXPECT_LT(acts[0].day, RetentionEnds(h) + 1);
}

TEST(ThreadActs, TheirBatchesDoNotLiftTheGateOfTheOpinions) {
  BoardHarness h;
  h.draws_.Set({DrawsOf(19)});
  h.LetSpeak();
  const auto spoken = h.SpeakAs();
  h.Withdraw(spoken);
  h.SpeakTimes(11);
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(6)));
  EXPECT_TRUE(h.Batches().empty());
  ASSERT_OK(h.TickLastSlot());
  ASSERT_EQ(BatchesOf(h, Pool::kOpinions).size(), 1u);
  EXPECT_TRUE(BatchesOf(h, Pool::kOpinions)[0].seal.withheld);
}

TEST(Mix, AWithdrawnOpinionThatIsPooledCounts) {
  // Ten have spoken, of whom one has withdrawn: five go, as without the withdrawal.
  for (const bool withdraws : {false, true}) {
    BoardHarness h;
    h.LetSpeak();
    const auto spoken = h.SpeakAs();
    if (withdraws) h.Withdraw(spoken);
    h.SpeakTimes(9);
    ASSERT_OK(h.TickAt(h.jam_.SlotTime(6)));
    ASSERT_EQ(BatchesOf(h, Pool::kOpinions).size(), 1u);
    EXPECT_EQ(BatchesOf(h, Pool::kOpinions)[0].seal.count, 5u);
    EXPECT_EQ(h.Pooled(), 5u);
  }
}

}  // namespace
}  // namespace candor::services::board
