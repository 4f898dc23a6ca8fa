// Claims about what the board takes in, and what it says to the rest.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "base/text.h"
#include "crypto/commitment.h"
#include "crypto/envelope.h"
#include "tests/services/board/board_harness.h"

namespace candor::services::board {
namespace {

using records::Kind;
using records::SubmissionBody;

TEST(Submission, AnOpinionIsPromisedSealedReadAndAnswered) {
  BoardHarness h;
  h.LetSpeak();
  const auto request = h.jam_.Opinion(h.jam_.NewAuthor(), "Let the night shift choose its breaks.");
  ASSERT_OK_AND_ASSIGN(const auto reply, h.Submit(request));
  ASSERT_OK_AND_ASSIGN(
      const auto promise,
      records::VerifyPromise(reply, request.submission.body, h.organisation_.bundle().promise_key));
  EXPECT_EQ(promise.sealed_no_later_than, candor::testing::kSpeakingCloses + 1);
  h.SpeakTimes(6);
  ASSERT_OK(h.TickLastSlot());

  ASSERT_EQ(h.Batches().size(), 1u);
  const auto batch = h.Batches().front();
  const auto& reader = h.organisation_.reader();
  ASSERT_OK_AND_ASSIGN(const auto fetched,
                       h.board_->FetchBatch(reader.public_key(), {h.jam_.id(), batch.index}));
  ASSERT_EQ(fetched.items.size(), 7u);
  const auto hash = request.submission.body.SubmissionHash();
  const auto ours =
      std::ranges::find(fetched.items, hash, &records::FetchBatchReply::Item::submission_hash);
  ASSERT_NE(ours, fetched.items.end());
  ASSERT_OK_AND_ASSIGN(
      const auto opened,
      crypto::OpenEnvelope(ours->envelope, {h.jam_.id(), request.submission.body.thread_key, 0}, 0,
                           1, h.jam_.reading_key(0)));
  EXPECT_EQ(crypto::OpinionPlaintext::Decode(opened)->text,
            "Let the night shift choose its breaks.");

  ASSERT_OK(h.board_->PostAnswer(reader.public_key(), SignedAnswer(h.jam_, reader, hash)));
  const auto view = h.View();
  EXPECT_EQ(view.FindCampaign(h.jam_.id())->answers.at(hash).size(), 1u);
}

TEST(Submission, OfTwoHundredUnderOneTokenOneIsPromisedAndTheRestRefusedWithEvidence) {
  BoardHarness h;
  h.LetSpeak();
  const auto author = h.jam_.NewAuthor();
  std::vector<SubmitRequest> requests;
  for (int i = 0; i < 200; ++i) requests.push_back(h.jam_.Opinion(author, Cat("text ", i)));
  std::vector<absl::StatusOr<SubmitReply>> replies(requests.size(), absl::UnknownError(""));
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = t; i < requests.size(); i += 8) replies[i] = h.Submit(requests[i]);
    });
  }
  for (auto& thread : threads) thread.join();

  int promised = 0;
  const auto& promise_key = h.organisation_.bundle().promise_key;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    ASSERT_OK(replies[i]);
    if (replies[i]->type == SubmitReply::Type::kPromise) {
      EXPECT_OK(records::VerifyPromise(*replies[i], requests[i].submission.body, promise_key));
      ++promised;
      continue;
    }
    ASSERT_OK_AND_ASSIGN(const auto refusal,
                         records::VerifyRefusal(*replies[i], requests[i], promise_key));
    EXPECT_EQ(refusal.code, RefusalCode::kSpent);
  }
  EXPECT_EQ(promised, 1);
  EXPECT_EQ(h.Pooled(), 1u);
}

TEST(Submission, AReplayGetsTheSamePromiseEvenAfterTheSealTheCloseAndARestart) {
  BoardHarness h;
  h.LetSpeak();
  const auto request = h.jam_.Opinion(h.jam_.NewAuthor(), "once");
  ASSERT_OK_AND_ASSIGN(const auto first, h.Submit(request));
  const Bytes promise = first.Encode();
  EXPECT_EQ(h.Submit(request)->Encode(), promise);
  h.SpeakTimes(9);
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(6)));
  EXPECT_EQ(h.Submit(request)->Encode(), promise);
  ASSERT_OK(h.TickLastSlot());
  EXPECT_EQ(h.Submit(request)->Encode(), promise);
  h.Restart();
  EXPECT_EQ(h.Submit(request)->Encode(), promise);
  EXPECT_EQ(h.View().FindCampaign(h.jam_.id())->opinions, 10u);
}

// Another valid signature of the same body: RFC 8032 with a nonce of one's own.
crypto::Signature SignAnotherWay(const crypto::SigningKey& key, const SubmissionBody& body) {
  const Bytes message = Concat({crypto::LabelBytes(crypto::Label::kSubmission), body.Encode()});
  ByteArray<64> expanded;
  crypto_hash_sha512(expanded.data(), key.ExportSeed().ExposeSecret().data(), 32);
  expanded[0] &= 248;
  expanded[31] = static_cast<std::uint8_t>((expanded[31] & 127) | 64);
  ByteArray<32> secret;
  const ByteArray<64> wide = [&] {
    ByteArray<64> out{};
    std::copy_n(expanded.begin(), 32, out.begin());
    return out;
  }();
  crypto_core_ed25519_scalar_reduce(secret.data(), wide.data());
  ByteArray<32> nonce;
  crypto_core_ed25519_scalar_random(nonce.data());
  crypto::Signature out{};
  EXPECT_EQ(crypto_scalarmult_ed25519_base_noclamp(out.data(), nonce.data()), 0);
  ByteArray<64> digest;
  const Bytes hashed = Concat({ByteView(out).first(32), key.verify_key().bytes, message});
  crypto_hash_sha512(digest.data(), hashed.data(), hashed.size());
  ByteArray<32> challenge;
  crypto_core_ed25519_scalar_reduce(challenge.data(), digest.data());
  crypto_core_ed25519_scalar_mul(challenge.data(), challenge.data(), secret.data());
  crypto_core_ed25519_scalar_add(out.data() + 32, nonce.data(), challenge.data());
  return out;
}

TEST(Submission, TheSameBodySignedAnotherWayGetsTheSamePromise) {
  BoardHarness h;
  h.LetSpeak();
  const auto author = h.jam_.NewAuthor();
  const auto request = h.jam_.Opinion(author, "once");
  auto again = request;
  again.submission.signature = SignAnotherWay(author.keys.signing, request.submission.body);
  ASSERT_NE(again.submission.signature, request.submission.signature);
  ASSERT_OK(again.submission.VerifySignature());
  ASSERT_OK_AND_ASSIGN(const auto promise, h.Submit(request));
  EXPECT_EQ(h.Submit(again)->Encode(), promise.Encode());
  h.SpeakTimes(5);
  ASSERT_OK(h.TickLastSlot());
  EXPECT_EQ(h.Submit(again)->Encode(), promise.Encode()) << "a refusal would deny a promise";
  EXPECT_EQ(h.View().FindCampaign(h.jam_.id())->opinions, 6u);
}

TEST(Submission, AnotherTextUnderASealedTokenIsRefused) {
  BoardHarness h;
  h.LetSpeak();
  const auto author = h.jam_.NewAuthor();
  ASSERT_OK(h.Submit(h.jam_.Opinion(author, "first")));
  h.SpeakTimes(20);
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(6)));
  h.Restart();
  EXPECT_EQ(h.RefusalOf(h.jam_.Opinion(author, "second")), RefusalCode::kSpent);
}

TEST(Submission, AThreadKemKeyOfAnotherThreadIsRefusedAndNothingIsSpent) {
  BoardHarness h;
  h.LetSpeak();
  const auto one = h.jam_.NewAuthor();
  const auto two = h.jam_.NewAuthor();
  ASSERT_OK(h.Submit(h.jam_.Opinion(one, "one")));
  auto stolen = h.jam_.Opinion(two, "two");
  stolen.submission.body.thread_kem_key = one.keys.kem.public_key();
  Jam::Sign(stolen, two.keys.signing);
  EXPECT_EQ(h.RefusalOf(stolen), RefusalCode::kThreadKeySeen);
  EXPECT_EQ(h.Submit(h.jam_.Opinion(two, "two"))->type, SubmitReply::Type::kPromise);
}

TEST(Submission, ATokenOfAnotherPurposeIsRefused) {
  BoardHarness h;
  h.LetSpeak();
  auto author = h.jam_.NewAuthor();
  author.tokens = {h.jam_.Draw(0, crypto::Purpose::kContribute, author.keys.signing.verify_key())};
  EXPECT_EQ(h.RefusalOf(h.jam_.Opinion(author, "x")), RefusalCode::kToken);
}

TEST(Submission, ATokenOfAnotherCampaignIsRefused) {
  BoardHarness h;
  const Jam other(h.organisation_, {.question = "What else?", .key_set = 1});
  h.LetSpeak();
  ASSERT_OK(h.Open(other));
  const auto foreign = other.NewAuthor();
  Author author = h.jam_.NewAuthor();
  author.tokens = {other.Draw(0, crypto::Purpose::kVoice, author.keys.signing.verify_key())};
  EXPECT_EQ(h.RefusalOf(h.jam_.Opinion(author, "x")), RefusalCode::kToken);
  EXPECT_EQ(h.Submit(other.Opinion(foreign, "x"))->type, SubmitReply::Type::kPromise);
}

TEST(Submission, TheTokenOfOneOfTwoIssuersIsNotEnough) {
  BoardHarness h({.issuers = 2});
  h.LetSpeak();
  const auto both = h.jam_.NewAuthor();
  ASSERT_EQ(both.tokens.size(), 2u);
  auto author = h.jam_.NewAuthor();
  const auto tokens = author.tokens;
  author.tokens = {tokens[0]};
  EXPECT_EQ(h.RefusalOf(h.jam_.Opinion(author, "x")), RefusalCode::kToken);
  author.tokens = {tokens[0], tokens[0]};
  EXPECT_EQ(h.RefusalOf(h.jam_.Opinion(author, "x")), RefusalCode::kToken);
  author.tokens = {tokens[1], tokens[0]};
  EXPECT_EQ(h.RefusalOf(h.jam_.Opinion(author, "x")), RefusalCode::kToken);
  // One over the nonce of somebody else.
  author.tokens = {tokens[0], both.tokens[1]};
  EXPECT_EQ(h.RefusalOf(h.jam_.Opinion(author, "x")), RefusalCode::kToken);
  author.tokens = tokens;
  EXPECT_EQ(h.Submit(h.jam_.Opinion(author, "x"))->type, SubmitReply::Type::kPromise);
}

TEST(Submission, ATokenSeenOnTheWayServesNobodyElse) {
  BoardHarness h;
  h.LetSpeak();
  const auto victim = h.jam_.NewAuthor();
  auto thief = h.jam_.NewAuthor();
  thief.tokens = victim.tokens;
  EXPECT_EQ(h.RefusalOf(h.jam_.Opinion(thief, "x")), RefusalCode::kToken);
  // Its nonce forged to the thief's own: the issuer's signature no longer holds.
  thief.tokens[0].nonce = crypto::NonceOf(thief.keys.signing.verify_key());
  EXPECT_EQ(h.RefusalOf(h.jam_.Opinion(thief, "x")), RefusalCode::kToken);
  EXPECT_EQ(h.Submit(h.jam_.Opinion(victim, "x"))->type, SubmitReply::Type::kPromise);
}

TEST(Submission, WordsOfAnotherUnderAThreadKeyAreRefused) {
  BoardHarness h;
  h.LetSpeak();
  const auto author = h.jam_.NewAuthor();
  auto request = h.jam_.Opinion(author, "x");
  Jam::Sign(request, h.jam_.NewAuthor().keys.signing);
  EXPECT_EQ(h.RefusalOf(request), RefusalCode::kThreadSignature);
  EXPECT_EQ(h.Submit(h.jam_.Opinion(author, "x"))->type, SubmitReply::Type::kPromise);
}

TEST(Submission, AnEnvelopeForAnotherNumberOfReadersIsRefused) {
  BoardHarness h;
  h.LetSpeak();
  const auto author = h.jam_.NewAuthor();
  auto request = h.jam_.Opinion(author, "x");
  const std::vector<crypto::KemPublicKey> two = {h.jam_.reading_key(0).public_key(),
                                                 author.keys.kem.public_key()};
  request.envelope =
      crypto::SealEnvelope({h.jam_.id(), author.keys.signing.verify_key(), 0}, two,
                           crypto::SecretBytes::Copy(AsBytes("x")), h.organisation_.random())
          .value();
  request.submission.body.commitment = crypto::EnvelopeCommitment(request.salt, request.envelope);
  Jam::Sign(request, author.keys.signing);
  EXPECT_EQ(h.RefusalOf(request), RefusalCode::kEnvelopeHeader);
}

TEST(Submission, AnEnvelopeOfAnotherThreadIsRefused) {
  BoardHarness h;
  h.LetSpeak();
  const auto author = h.jam_.NewAuthor();
  auto request = h.jam_.Opinion(author, "x");
  request.envelope = h.jam_.Opinion(h.jam_.NewAuthor(), "y").envelope;
  request.submission.body.commitment = crypto::EnvelopeCommitment(request.salt, request.envelope);
  Jam::Sign(request, author.keys.signing);
  EXPECT_EQ(h.RefusalOf(request), RefusalCode::kEnvelopeHeader);
}

TEST(Submission, AnEnvelopeOrSaltOtherThanCommittedIsRefused) {
  BoardHarness h;
  h.LetSpeak();
  auto request = h.jam_.Opinion(h.jam_.NewAuthor(), "x");
  request.salt[0] ^= 1;
  EXPECT_EQ(h.RefusalOf(request), RefusalCode::kCommitment);
  request.salt[0] ^= 1;
  request.envelope.back() ^= 1;
  EXPECT_EQ(h.RefusalOf(request), RefusalCode::kCommitment);
  request.envelope.resize(70000);
  EXPECT_EQ(h.RefusalOf(request), RefusalCode::kMalformed);
}

TEST(Submission, AnAudienceThatTheManifestDoesNotNameIsRefused) {
  BoardHarness h;
  h.LetSpeak();
  const auto author = h.jam_.NewAuthor();
  auto request = h.jam_.Opinion(author, "x");
  request.submission.body.audience = 1;
  Jam::Sign(request, author.keys.signing);
  EXPECT_EQ(h.RefusalOf(request), RefusalCode::kAudience);
}

// A body of each kind that the kind table accepts.
SubmissionBody BodyOf(Kind kind, const SubmissionBody& opinion) {
  SubmissionBody body = opinion;
  body.kind = kind;
  const bool first = kind <= Kind::kEndorsement || kind == Kind::kBlank;
  if (!first) {
    body.tokens.clear();
    body.sequence = 1;
    body.previous = {9};
  }
  const bool target = kind == Kind::kContribution || kind == Kind::kEndorsement ||
                      kind == Kind::kAppeal || kind == Kind::kRating;
  body.target = target ? crypto::Hash{8} : crypto::kZeroHash;
  const bool quoted = kind == Kind::kContribution || kind == Kind::kFollowUp;
  if (!quoted) {
    body.quote = records::Quote::kNever;
    body.public_commitment = {};
  }
  if (!quoted && kind != Kind::kAppeal) body.commitment = {};
  body.audience = kind == Kind::kAppeal ? 255 : 0;
  return body;
}

TEST(Submission, OtherKindsThatReferToNothingAreRefusedAndSpendNothing) {
  BoardHarness h;
  h.LetSpeak();
  for (std::uint8_t kind = 2; kind <= 7; ++kind) {
    if (static_cast<Kind>(kind) == Kind::kWithdrawal) continue;
    const auto author = h.jam_.NewAuthor();
    auto request = h.jam_.Opinion(author, "x");
    request.submission.body = BodyOf(static_cast<Kind>(kind), request.submission.body);
    if (!records::HasEnvelope(static_cast<Kind>(kind))) {
      request.salt = {};
      request.envelope.clear();
    }
    Jam::Sign(request, author.keys.signing);
    ASSERT_OK(records::SubmitRequest::Decode(request.Encode())) << int{kind};
    const bool spends = kind <= 3;
    // A voice token is none for another purpose; an act without a token refers to what is not there, or to no thread.
    const auto code = h.RefusalOf(request);
    if (spends) {
      EXPECT_EQ(code, RefusalCode::kToken) << int{kind};
    } else {
      EXPECT_TRUE(code == RefusalCode::kTarget || code == RefusalCode::kAudience ||
                  code == RefusalCode::kUnknownThread)
          << int{kind};
    }
    // It spent nothing.
    EXPECT_EQ(h.Submit(h.jam_.Opinion(author, "x"))->type, SubmitReply::Type::kPromise);
  }
}

TEST(Submission, ACampaignThatTheBoardDoesNotKnowIsRefused) {
  BoardHarness h;
  EXPECT_EQ(h.RefusalOf(h.jam_.Opinion(h.jam_.NewAuthor(), "x")), RefusalCode::kUnknownCampaign);
}

TEST(Submission, TheWindowOpensAndClosesToTheSecond) {
  BoardHarness h;
  h.OpenJam();
  const auto request = h.jam_.Opinion(h.jam_.NewAuthor(), "x");
  h.clock_.Set(StartOf(candor::testing::kSpeakingOpens) - 1);
  EXPECT_EQ(h.RefusalOf(request), RefusalCode::kWindowClosed);
  h.clock_.Set(StartOf(candor::testing::kSpeakingOpens));
  EXPECT_EQ(h.Submit(request)->type, SubmitReply::Type::kPromise);
  h.clock_.Set(StartOf(candor::testing::kSpeakingCloses) - 1);
  h.Speak();
  h.clock_.Set(StartOf(candor::testing::kSpeakingCloses));
  EXPECT_EQ(h.RefusalOf(h.jam_.Opinion(h.jam_.NewAuthor(), "x")), RefusalCode::kWindowClosed);
}

TEST(Submission, AClockSetBackReopensNothing) {
  BoardHarness h;
  h.LetSpeak();
  h.clock_.Set(StartOf(candor::testing::kSpeakingCloses));
  const auto request = h.jam_.Opinion(h.jam_.NewAuthor(), "x");
  EXPECT_EQ(h.RefusalOf(request), RefusalCode::kWindowClosed);
  h.clock_.Set(h.jam_.WhileSpeaking());
  EXPECT_EQ(h.RefusalOf(request), RefusalCode::kWindowClosed);
}

TEST(Submission, AClockSetBackBeforeAStartReopensNothing) {
  BoardHarness h;
  h.LetSpeak();
  h.SpeakTimes(5);
  ASSERT_OK(h.TickLastSlot());
  h.clock_.Set(h.jam_.WhileSpeaking());
  h.Restart();
  EXPECT_EQ(h.RefusalOf(h.jam_.Opinion(h.jam_.NewAuthor(), "x")), RefusalCode::kWindowClosed);
  EXPECT_OK(h.board_->Tick(h.jam_.WhileSpeaking()));
  EXPECT_EQ(h.Batches().size(), 1u);
}

// Reads `before` until it is armed, then once more, and `after` from then on.
class JumpingClock final : public Clock {
 public:
  JumpingClock(UnixSeconds before, UnixSeconds after) : before_(before), after_(after) {}
  UnixSeconds Now() const override { return armed_ && reads_++ > 0 ? after_ : before_; }
  void Arm() { armed_ = true; }

 private:
  const UnixSeconds before_, after_;
  std::atomic<bool> armed_ = false;
  mutable std::atomic<int> reads_ = 0;
};

TEST(Submission, TheWindowThatClosesBetweenVerificationAndCommitIsClosed) {
  BoardHarness h;
  h.LetSpeak();
  const auto accepted = h.jam_.Opinion(h.jam_.NewAuthor(), "x");
  ASSERT_OK_AND_ASSIGN(const auto promise, h.Submit(accepted));
  const auto late = h.jam_.Opinion(h.jam_.NewAuthor(), "y");
  JumpingClock late_clock(h.jam_.WhileSpeaking(), StartOf(candor::testing::kSpeakingCloses));
  JumpingClock replay_clock(h.jam_.WhileSpeaking(), StartOf(candor::testing::kSpeakingCloses));
  const auto board_on = [&](const Clock& clock) {
    const BoardParts parts = h.Parts();
    h.board_.reset();
    h.board_ = Board::Open({.bundle = parts.bundle,
                            .genesis = parts.genesis,
                            .store = parts.store,
                            .promise_key = parts.promise_key,
                            .clock = clock,
                            .random = parts.random,
                            .draws = parts.draws})
                   .value();
  };
  board_on(late_clock);
  late_clock.Arm();
  EXPECT_EQ(h.RefusalOf(late), RefusalCode::kWindowClosed);
  EXPECT_EQ(h.Pooled(), 1u);
  board_on(replay_clock);
  replay_clock.Arm();
  EXPECT_EQ(h.Submit(accepted)->Encode(), promise.Encode());
  h.board_.reset();
}

TEST(Submission, AnOpinionOnASubQuestionNamesOneOfTheCampaigns) {
  BoardHarness h;
  h.LetSpeak();
  const auto author = h.jam_.NewAuthor();
  auto request = h.jam_.Opinion(author, "x");
  for (const auto& target : {records::SubQuestionTarget(2), crypto::Hash{5}}) {
    request.submission.body.target = target;
    Jam::Sign(request, author.keys.signing);
    EXPECT_EQ(h.RefusalOf(request), RefusalCode::kMalformed);
  }
  request.submission.body.target = records::SubQuestionTarget(1);
  Jam::Sign(request, author.keys.signing);
  EXPECT_EQ(h.Submit(request)->type, SubmitReply::Type::kPromise);
}

TEST(Submission, WhatIsPooledSurvivesARestartWithItsMarks) {
  BoardHarness h;
  h.LetSpeak();
  const auto author = h.jam_.NewAuthor();
  ASSERT_OK(h.Submit(h.jam_.Opinion(author, "x")));
  h.SpeakTimes(6);
  h.Restart();
  EXPECT_EQ(h.Pooled(), 7u);
  EXPECT_EQ(h.RefusalOf(h.jam_.Opinion(author, "y")), RefusalCode::kSpent);
  h.SpeakTimes(4);
  ASSERT_OK(h.TickAt(h.jam_.SlotTime(6)));
  EXPECT_EQ(h.Batches().at(0).seal.count, 6u);
}

TEST(Submission, AFailingDiskPromisesNothingAndStopsTheBoard) {
  BoardHarness h;
  h.LetSpeak();
  const auto request = h.jam_.Opinion(h.jam_.NewAuthor(), "x");
  h.faults_.fail_at = h.faults_.steps;
  EXPECT_THAT(h.Submit(request), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(h.Submit(h.jam_.Opinion(h.jam_.NewAuthor(), "y")),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(h.board_->SubmitGovernance(
                  h.organisation_.Grant(h.organisation_.stranger(), records::Role::kReader)),
              StatusIs(absl::StatusCode::kUnavailable));
  h.faults_ = {};
  h.Restart();
  EXPECT_EQ(h.Submit(request)->type, SubmitReply::Type::kPromise);
}

TEST(Submission, AReadOnlyBoardTakesNothing) {
  BoardHarness h;
  h.LetSpeak();
  h.writable_ = absl::FailedPreconditionError("behind what it has signed");
  EXPECT_THAT(h.Submit(h.jam_.Opinion(h.jam_.NewAuthor(), "x")),
              StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(h.TickAt(h.jam_.SlotTime(6)), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(h.Pooled(), 0u);
}

TEST(Sequencer, AFullQueueRefusesAndWhatWasTakenIsFinished) {
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  std::promise<void> entered;
  std::atomic<int> commits = 0, completed = 0;
  Sequencer sequencer(3, [&](std::span<store::PooledSubmission> all) {
    if (commits++ == 0) {
      entered.set_value();
      released.wait();
    }
    return std::vector<Sequencer::Outcome>(all.size(), store::CommitOutcome{});
  });
  const auto done = [&](const store::PooledSubmission&, const Sequencer::Outcome&) { ++completed; };
  ASSERT_TRUE(sequencer.Submit({}, done));
  entered.get_future().wait();
  EXPECT_TRUE(sequencer.Submit({}, done));
  EXPECT_TRUE(sequencer.Submit({}, done));
  EXPECT_TRUE(sequencer.Submit({}, done));
  EXPECT_FALSE(sequencer.Submit({}, done));
  release.set_value();
  sequencer.Stop();
  EXPECT_EQ(completed, 4);
  // The three that waited were one batch.
  EXPECT_EQ(commits, 2);
  EXPECT_FALSE(sequencer.Submit({}, done));
}

}  // namespace
}  // namespace candor::services::board
