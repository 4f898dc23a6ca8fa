// Contributions, endorsements, follow-ups, appeals and ratings at the board, from the call to the log.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/commitment.h"
#include "records/post_act.h"
#include "records/window.h"
#include "tests/services/board/board_harness.h"

namespace candor::services::board {
namespace {

using crypto::Purpose;
using records::Kind;
using records::Pool;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// What begins while members speak.
class WhileSpeaking : public ::testing::Test {
 protected:
  WhileSpeaking() {
    h.LetSpeak();
    prompt = Post(records::Prompt{}, records::NoteContent{"", "", "What works?"}.Encode());
  }
  crypto::Hash Post(records::ActBody body, Bytes content) {
    const auto& who = h.organisation_.facilitator();
    const auto call = records::MakeActWithText(h.jam_.id(), DayOf(h.clock_.Now()), std::move(body), std::move(content),
                                               who.key, h.organisation_.random());
    EXPECT_OK(h.board_->PostAct(who.public_key(), call));
    return records::ActId(call.act);
  }
  // Somebody's slip of this purpose, under a key of its own.
  Author With(Purpose purpose) {
    auto code = crypto::ReceiptCode::Generate(h.organisation_.random());
    auto keys = crypto::DeriveThreadKeys(code, h.jam_.id(), purpose);
    Author out{std::move(code), std::move(keys), {}};
    out.tokens.push_back(h.jam_.Draw(0, purpose, out.keys.signing.verify_key()));
    return out;
  }
  SubmitRequest Contribution(const Author& author, const crypto::Hash& target) {
    SubmitRequest out = h.jam_.Opinion(author, "Let one crew try it first.");
    out.submission.body.kind = Kind::kContribution;
    out.submission.body.target = target;
    Jam::Sign(out, author.keys.signing);
    return out;
  }
  SubmitRequest Point(const Author& author, const crypto::Hash& target) {
    SubmitRequest out;
    auto& body = out.submission.body;
    body.kind = Kind::kEndorsement;
    body.campaign_id = h.jam_.id();
    body.tokens = author.tokens;
    body.thread_key = author.keys.signing.verify_key();
    body.thread_kem_key = author.keys.kem.public_key();
    body.target = target;
    Jam::Sign(out, author.keys.signing);
    return out;
  }
  bool Promised(const SubmitRequest& request) {
    const auto reply = h.Submit(request);
    return reply.ok() && reply->type == SubmitReply::Type::kPromise;
  }
  std::vector<audit::Batch> BatchesOf(Pool pool) {
    auto out = h.Batches();
    std::erase_if(out, [&](const audit::Batch& batch) { return batch.seal.pool != pool; });
    return out;
  }
  records::SlotNumber NextSlot() { return static_cast<records::SlotNumber>(h.jam_.draft().slots.LastAtOrBefore(h.clock_.Now()) + 1); }
  void Tick() { EXPECT_OK(h.TickAt(h.jam_.SlotTime(NextSlot()))); }

  BoardHarness h;
  crypto::Hash prompt{};
};

TEST_F(WhileSpeaking, AContributionIsTakenUnderAContributionTokenAlone) {
  const Author slip = With(Purpose::kContribute);
  EXPECT_EQ(h.RefusalOf(Contribution(h.jam_.NewAuthor(), prompt)), RefusalCode::kToken) << "a voice is no contribution";
  EXPECT_EQ(h.RefusalOf(Contribution(With(Purpose::kEndorse), prompt)), RefusalCode::kToken);
  EXPECT_EQ(h.RefusalOf(h.jam_.Opinion(slip, "As a voice.")), RefusalCode::kToken);
  EXPECT_EQ(h.RefusalOf(Contribution(slip, {9})), RefusalCode::kTarget) << "and nothing is spent";
  const SubmitRequest request = Contribution(slip, prompt);
  EXPECT_TRUE(Promised(request));
  EXPECT_TRUE(Promised(request)) << "the same again gets the same promise";
  EXPECT_EQ(h.RefusalOf(Contribution(slip, prompt)), RefusalCode::kSpent) << "another one does not";
  EXPECT_EQ(h.RefusalOf(h.jam_.Opinion(slip, "Under the key of a contribution.")), RefusalCode::kToken);
}

TEST_F(WhileSpeaking, AKeyOfOneKindBeginsNoThreadOfAnother) {
  Author slip = With(Purpose::kContribute);
  ASSERT_TRUE(Promised(Contribution(slip, prompt)));
  slip.tokens = {h.jam_.Draw(0, Purpose::kVoice, slip.keys.signing.verify_key())};
  EXPECT_EQ(h.RefusalOf(h.jam_.Opinion(slip, "Under a thread key that was used.")), RefusalCode::kThreadKeySeen);
}

TEST_F(WhileSpeaking, OfManyUnderOneTokenAtTheSameMomentOneIsTaken) {
  const Author slip = With(Purpose::kContribute);
  std::vector<std::future<absl::StatusOr<SubmitReply>>> replies;
  for (int i = 0; i < 20; ++i) {
    SubmitRequest request = h.jam_.Opinion(slip, "Number " + std::to_string(i));
    request.submission.body.kind = Kind::kContribution;
    request.submission.body.target = prompt;
    Jam::Sign(request, slip.keys.signing);
    replies.push_back(h.SubmitLater(request));
  }
  int promised = 0;
  for (auto& reply : replies) {
    const auto got = reply.get();
    ASSERT_OK(got);
    if (got->type == SubmitReply::Type::kPromise) ++promised;
  }
  EXPECT_EQ(promised, 1);
}

TEST_F(WhileSpeaking, ContributionsAreMixedAsOpinionsAre) {
  for (int i = 0; i < 9; ++i) ASSERT_TRUE(Promised(Contribution(With(Purpose::kContribute), prompt)));
  Tick();
  EXPECT_THAT(BatchesOf(Pool::kContributions), IsEmpty()) << "fewer than 2k";
  ASSERT_TRUE(Promised(Contribution(With(Purpose::kContribute), prompt)));
  h.Restart();
  Tick();
  ASSERT_THAT(BatchesOf(Pool::kContributions), SizeIs(1));
  EXPECT_EQ(BatchesOf(Pool::kContributions)[0].submissions.size(), 5u) << "n - k of ten";
  EXPECT_OK(h.TickLastSlot());
  ASSERT_THAT(BatchesOf(Pool::kContributions), SizeIs(2));
  EXPECT_TRUE(BatchesOf(Pool::kContributions)[1].seal.final);
  EXPECT_EQ(h.View().campaigns()[0].acts.contributions.at(prompt).size(), 10u);
}

TEST_F(WhileSpeaking, FewerThanKContributionsAreWithheldAtTheClose) {
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(Promised(Contribution(With(Purpose::kContribute), prompt)));
  EXPECT_OK(h.TickLastSlot());
  ASSERT_THAT(BatchesOf(Pool::kContributions), SizeIs(1));
  EXPECT_TRUE(BatchesOf(Pool::kContributions)[0].seal.withheld);
  EXPECT_THAT(h.store_->ReadBatch(BatchesOf(Pool::kContributions)[0].index).value(), IsEmpty());
}

TEST_F(WhileSpeaking, PointsWaitForCompanyAndAllGoAtTheLastSlotOfTheirWindow) {
  const crypto::Hash theme = Post(records::Theme{{}, 0, {}, {}}, records::NoteContent{"Nights", "", ""}.Encode());
  EXPECT_EQ(h.RefusalOf(Point(With(Purpose::kEndorse), prompt)), RefusalCode::kTarget) << "a prompt takes no points";
  EXPECT_EQ(h.RefusalOf(Point(With(Purpose::kContribute), theme)), RefusalCode::kToken);
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(Promised(Point(With(Purpose::kEndorse), theme)));
  Tick();
  EXPECT_THAT(BatchesOf(Pool::kEndorsements), IsEmpty());
  ASSERT_TRUE(Promised(Point(With(Purpose::kEndorse), theme)));
  Tick();
  ASSERT_THAT(BatchesOf(Pool::kEndorsements), SizeIs(1));
  EXPECT_EQ(BatchesOf(Pool::kEndorsements)[0].submissions.size(), 5u);
  ASSERT_TRUE(Promised(Point(With(Purpose::kEndorse), theme)));
  const auto last = records::LastSlotOf(Kind::kEndorsement, h.jam_.draft().phases, h.jam_.draft().slots, records::Grace::kNotTaken);
  EXPECT_OK(h.TickAt(h.jam_.SlotTime(last)));
  ASSERT_THAT(BatchesOf(Pool::kEndorsements), SizeIs(2)) << "one alone, at the last slot";
  EXPECT_EQ(h.View().campaigns()[0].acts.PointsOf(theme), 6u);
  EXPECT_EQ(h.RefusalOf(Point(With(Purpose::kEndorse), theme)), RefusalCode::kWindowClosed);
}

// ---- acts of a thread ----

class Threads : public WhileSpeaking {
 protected:
  Threads() {
    spoken = std::make_unique<BoardHarness::Spoken>(h.SpeakAs());
    h.SpeakTimes(5);
    last = spoken->hash;
  }
  SubmitRequest Next(Kind kind, const crypto::Hash& target = {}, std::uint8_t value = 0) {
    const auto& first = spoken->opinion.submission.body;
    SubmitRequest out;
    if (records::HasEnvelope(kind)) {
      out = h.jam_.Opinion(spoken->author, "More.");
      out.submission.body.tokens.clear();
    }
    auto& body = out.submission.body;
    body.kind = kind;
    body.campaign_id = first.campaign_id;
    body.thread_key = first.thread_key;
    body.thread_kem_key = first.thread_kem_key;
    body.sequence = sequence + 1;
    body.previous = last;
    body.target = target;
    body.value = value;
    Jam::Sign(out, spoken->author.keys.signing);
    return out;
  }
  // Promised, and the next one follows it.
  void Add(const SubmitRequest& request) {
    ASSERT_TRUE(Promised(request));
    last = request.submission.body.SubmissionHash();
    ++sequence;
  }
  crypto::Hash PromiseAction() {
    const auto& who = h.organisation_.reader(0);
    const crypto::Hash about = h.View().campaigns()[0].submissions.begin()->first;
    const Day today = DayOf(h.clock_.Now());
    const auto call = records::MakeActWithText(h.jam_.id(), today, records::Action{today + 1, {about}, {}},
                                               records::NoteContent{"Doors", "Devran", ""}.Encode(), who.key,
                                               h.organisation_.random());
    EXPECT_OK(h.board_->PostAct(who.public_key(), call));
    return records::ActId(call.act);
  }
  std::unique_ptr<BoardHarness::Spoken> spoken;
  crypto::Hash last{};
  std::uint32_t sequence = 0;
};

TEST_F(Threads, AFollowUpIsNeverSealedBeforeItsOpinion) {
  Add(Next(Kind::kFollowUp));
  Tick();  // six wait, which is fewer than 2k: the opinion stays, and so does what follows it
  EXPECT_THAT(h.Batches(), IsEmpty());
  EXPECT_OK(h.TickLastSlot());
  ASSERT_THAT(BatchesOf(Pool::kOpinions), SizeIs(1));
  ASSERT_THAT(BatchesOf(Pool::kThreadActs), SizeIs(1));
  EXPECT_GT(BatchesOf(Pool::kThreadActs)[0].index, BatchesOf(Pool::kOpinions)[0].index);
}

TEST_F(Threads, AForkAGapAndAnotherAudienceAreRefusedAndSpendNothing) {
  auto fork = Next(Kind::kFollowUp);
  Add(Next(Kind::kFollowUp));
  fork.salt[0] ^= 1;
  fork.submission.body.commitment = crypto::EnvelopeCommitment(fork.salt, fork.envelope);
  Jam::Sign(fork, spoken->author.keys.signing);
  EXPECT_EQ(h.RefusalOf(fork), RefusalCode::kOutOfChain) << "the same place twice";
  auto gap = Next(Kind::kFollowUp);
  gap.submission.body.sequence += 1;
  Jam::Sign(gap, spoken->author.keys.signing);
  EXPECT_EQ(h.RefusalOf(gap), RefusalCode::kOutOfChain);
  auto other = Next(Kind::kFollowUp);
  other.submission.body.audience = 1;
  Jam::Sign(other, spoken->author.keys.signing);
  EXPECT_EQ(h.RefusalOf(other), RefusalCode::kAudience);
  auto question = Next(Kind::kFollowUp, {9});
  EXPECT_EQ(h.RefusalOf(question), RefusalCode::kTarget);
  Add(Next(Kind::kFollowUp));
}

TEST_F(Threads, AThreadSaysNoMoreThanItsQuotaAndCanAlwaysBeWithdrawn) {
  for (int i = 0; i < h.jam_.draft().quotas.follow_ups; ++i) Add(Next(Kind::kFollowUp));
  EXPECT_EQ(h.RefusalOf(Next(Kind::kFollowUp)), RefusalCode::kQuota);
  h.Restart();
  EXPECT_EQ(h.RefusalOf(Next(Kind::kFollowUp)), RefusalCode::kQuota) << "after a restart too";
  Add(Next(Kind::kWithdrawal));
  EXPECT_EQ(h.RefusalOf(Next(Kind::kFollowUp)), RefusalCode::kOutOfChain) << "nothing follows a withdrawal";
}

TEST_F(Threads, AThousandRatingsOfOneThreadAreOneAndMostAreRefused) {
  EXPECT_OK(h.TickLastSlot());
  const crypto::Hash action = PromiseAction();
  int taken = 0;
  for (int i = 0; i < 1000; ++i) {
    const auto rating = Next(Kind::kRating, action, static_cast<std::uint8_t>(i % 5));
    const auto reply = h.Submit(rating);
    ASSERT_OK(reply);
    if (reply->type != SubmitReply::Type::kPromise) break;
    last = rating.submission.body.SubmissionHash();
    ++sequence;
    ++taken;
  }
  EXPECT_LT(taken, 100);
  EXPECT_EQ(h.RefusalOf(Next(Kind::kRating, action, 1)), RefusalCode::kQuota);
  const auto end = records::LastSlotOf(Kind::kRating, h.jam_.draft().phases, h.jam_.draft().slots, records::Grace::kNotTaken);
  EXPECT_OK(h.TickAt(h.jam_.SlotTime(end)));
  EXPECT_EQ(h.View().campaigns()[0].acts.actions.at(action).ratings.size(), 1u);
}

// A rating waits for k. What its author adds later does not wait for the rating: it takes it along.
TEST_F(Threads, ARatingGoesWithWhatFollowsItInItsThread) {
  EXPECT_OK(h.TickLastSlot());
  const crypto::Hash action = PromiseAction();
  Add(Next(Kind::kRating, action, 3));
  Tick();
  EXPECT_THAT(BatchesOf(Pool::kRatings), IsEmpty()) << "alone it waits";
  EXPECT_THAT(BatchesOf(Pool::kThreadActs), IsEmpty());
  Add(Next(Kind::kWithdrawal));
  Tick();
  ASSERT_THAT(BatchesOf(Pool::kThreadActs), SizeIs(1));
  EXPECT_EQ(BatchesOf(Pool::kThreadActs)[0].submissions.size(), 2u);
  EXPECT_THAT(BatchesOf(Pool::kRatings), IsEmpty());
}

TEST_F(Threads, AnActIsPostedOnceHoweverOftenItIsSent) {
  const auto& who = h.organisation_.facilitator();
  const auto call = records::MakeActWithText(h.jam_.id(), DayOf(h.clock_.Now()), records::Prompt{},
                                             records::NoteContent{"", "", "Again?"}.Encode(), who.key, h.organisation_.random());
  const auto first = h.board_->PostAct(who.public_key(), call);
  ASSERT_OK(first);
  h.Restart();
  const auto again = h.board_->PostAct(who.public_key(), call);
  ASSERT_OK(again);
  EXPECT_EQ(first->index, again->index);
  EXPECT_THAT(h.board_->PostAct(h.organisation_.reader(0).public_key(), call),
              StatusIs(absl::StatusCode::kPermissionDenied, ::testing::HasSubstr("the person who signed it")));
  auto other = call;
  other.content.back() ^= 1;
  EXPECT_THAT(h.board_->PostAct(who.public_key(), other), StatusIs(absl::StatusCode::kInvalidArgument, ::testing::_));
}

}  // namespace
}  // namespace candor::services::board
