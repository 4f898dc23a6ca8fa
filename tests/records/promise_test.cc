// Promises and refusals: what a client believes, and what a lying board cannot make it believe.
#include "records/promise.h"

#include <gtest/gtest.h>

#include <optional>
#include <set>

#include "records/schedule.h"
#include "tests/records/bodies.h"
#include "tests/support/jam_fixture.h"
#include "tests/support/matchers.h"

namespace candor::records {
namespace {

using candor::testing::BodyOf;
using candor::testing::Jam;
using candor::testing::Organisation;
using candor::testing::StatusIs;
using crypto::Label;
using ::testing::HasSubstr;

class PromiseTest : public ::testing::Test {
 protected:
  PromiseTest() : request_(jam_.Opinion(author_, "The crane stands still at night.")) {}

  const SubmissionBody& body() const { return request_.submission.body; }
  const VerifyKey& promise_key() const { return organisation_.bundle().promise_key; }
  crypto::RandomSource& random() { return organisation_.random(); }

  SubmitReply PromiseOf(const Promise& promise) const {
    return {SubmitReply::Type::kPromise,
            Signed::Make(organisation_.promise_key(), Label::kPromise, promise.Encode()), {}};
  }
  Promise GoodPromise() const {
    return {jam_.id(), body().SubmissionHash(),
            PromisedDay(Kind::kOpinion, jam_.draft().phases, jam_.draft().slots)};
  }

  static Refusal RefusalOf(RefusalCode code, const SubmitRequest& request) {
    return {code, request.submission.body.campaign_id, request.submission.body.SubmissionHash(),
            crypto::Sha256({request.envelope}), request.salt, candor::testing::kSpeakingOpens};
  }
  SubmitReply Sign(const Refusal& refusal, Bytes other = {}) const {
    return {SubmitReply::Type::kRefusal,
            Signed::Make(organisation_.promise_key(), Label::kRefusal, refusal.Encode()),
            std::move(other)};
  }
  absl::Status Verify(RefusalCode code, const SubmitRequest& request,
                      const SignedSubmission& other) const {
    return VerifyRefusal(Sign(RefusalOf(code, request), other.Encode()), request, promise_key())
        .status();
  }
  absl::Status Verify(RefusalCode code, const SignedSubmission& other) const {
    return Verify(code, request_, other);
  }

  // Another opinion under the same token and thread key, as the author alone can make it.
  SignedSubmission AnotherByTheAuthor() const {
    return jam_.Opinion(author_, "The crane stands still all day.").submission;
  }
  // A body that a board makes up with a key of its own.
  SignedSubmission MadeUp(SubmissionBody copied) {
    const auto key = crypto::SigningKey::Generate(random());
    copied.thread_key = key.verify_key();
    copied.commitment = random().Array<32>();
    return SignedSubmission::Make(std::move(copied), key);
  }
  // The author's follow-up number `sequence` after `previous`.
  SignedSubmission FollowUp(std::uint32_t sequence, const Hash& previous,
                            std::optional<crypto::KemPublicKey> kem = std::nullopt) {
    SubmissionBody next = BodyOf(Kind::kFollowUp, random());
    next.campaign_id = jam_.id();
    next.thread_key = body().thread_key;
    next.thread_kem_key = kem.value_or(body().thread_kem_key);
    next.sequence = sequence;
    next.previous = previous;
    return SignedSubmission::Make(std::move(next), author_.keys.signing);
  }
  SubmitRequest RequestOf(SignedSubmission submission) {
    return {std::move(submission), random().Array<32>(), {1, 2, 3}};
  }

  Organisation organisation_;
  Jam jam_{organisation_};
  candor::testing::Author author_ = jam_.NewAuthor();
  SubmitRequest request_;
};

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr auto kUnauthenticated = absl::StatusCode::kUnauthenticated;
constexpr auto kNoSupport = absl::StatusCode::kFailedPrecondition;

// ---- promises ----

TEST_F(PromiseTest, APromiseForThisBodyByTheCampaignsKeyIsBelieved) {
  const auto promise = VerifyPromise(PromiseOf(GoodPromise()), body(), promise_key());
  ASSERT_OK(promise);
  EXPECT_EQ(promise->sealed_no_later_than, candor::testing::kSpeakingCloses + 1);
}

TEST_F(PromiseTest, APromiseByAnotherKeyIsNone) {
  const auto reply = PromiseOf(GoodPromise());
  EXPECT_THAT(VerifyPromise(reply, body(), organisation_.charter().verify_key()),
              StatusIs(kInvalid, HasSubstr("no promise")));
  auto forged = reply;
  forged.record =
      Signed::Make(organisation_.charter(), Label::kPromise, GoodPromise().Encode());
  EXPECT_THAT(VerifyPromise(forged, body(), promise_key()), StatusIs(kInvalid));
  forged.record.signer = promise_key();
  EXPECT_THAT(VerifyPromise(forged, body(), promise_key()), StatusIs(kUnauthenticated));
}

TEST_F(PromiseTest, APromiseForAnotherBodyOrCampaignIsNone) {
  Promise other = GoodPromise();
  other.submission_hash = AnotherByTheAuthor().body.SubmissionHash();
  EXPECT_THAT(VerifyPromise(PromiseOf(other), body(), promise_key()),
              StatusIs(kInvalid, HasSubstr("another submission")));
  other = GoodPromise();
  other.campaign_id[0] ^= 1;
  EXPECT_THAT(VerifyPromise(PromiseOf(other), body(), promise_key()), StatusIs(kInvalid));
}

TEST_F(PromiseTest, ASignedRefusalIsNoPromiseAndTheOtherWayRound) {
  const auto refusal = Sign(RefusalOf(RefusalCode::kToken, request_));
  EXPECT_FALSE(VerifyPromise(refusal, body(), promise_key()).ok());
  const auto promise = PromiseOf(GoodPromise());
  EXPECT_FALSE(VerifyRefusal(promise, request_, promise_key()).ok());
  // Nor when the type byte says so: the labels differ.
  auto disguised = refusal;
  disguised.type = SubmitReply::Type::kPromise;
  EXPECT_THAT(VerifyPromise(disguised, body(), promise_key()), StatusIs(kUnauthenticated));
  disguised = promise;
  disguised.type = SubmitReply::Type::kRefusal;
  EXPECT_THAT(VerifyRefusal(disguised, request_, promise_key()), StatusIs(kUnauthenticated));
}

TEST_F(PromiseTest, APromiseCarriesNoEvidence) {
  auto reply = PromiseOf(GoodPromise());
  EXPECT_OK(SubmitReply::Decode(reply.Encode()));
  reply.other = {1};
  EXPECT_THAT(SubmitReply::Decode(reply.Encode()), StatusIs(kInvalid));
}

// ---- refusals ----

TEST_F(PromiseTest, ARefusalWithoutNeedOfEvidenceIsBelievedOnlyWithoutAny) {
  for (int code = 1; code <= 15; ++code) {
    if (code == 3) continue;  // there is none of that number
    const auto each = static_cast<RefusalCode>(code);
    const bool needs = each == RefusalCode::kSpent || each == RefusalCode::kThreadKeySeen ||
                       each == RefusalCode::kOutOfChain;
    const Refusal refusal = RefusalOf(each, request_);
    EXPECT_EQ(VerifyRefusal(Sign(refusal), request_, promise_key()).ok(), !needs) << code;
    if (needs) continue;
    EXPECT_FALSE(
        VerifyRefusal(Sign(refusal, AnotherByTheAuthor().Encode()), request_, promise_key()).ok())
        << code;
  }
}

TEST_F(PromiseTest, ARefusalOfAnythingElseIsNone) {
  const Refusal good = RefusalOf(RefusalCode::kToken, request_);
  ASSERT_OK(VerifyRefusal(Sign(good), request_, promise_key()));
  std::vector<Refusal> others(5, good);
  others[0].campaign_id[0] ^= 1;
  others[1].submission_hash[0] ^= 1;
  others[2].envelope_hash[0] ^= 1;
  others[3].salt[0] ^= 1;
  others[4] = RefusalOf(RefusalCode::kToken, jam_.Opinion(author_, "Something else."));
  for (std::size_t i = 0; i < others.size(); ++i) {
    EXPECT_THAT(VerifyRefusal(Sign(others[i]), request_, promise_key()),
                StatusIs(kInvalid, HasSubstr("another submission")))
        << i;
  }
  EXPECT_FALSE(VerifyRefusal(Sign(good), request_, organisation_.charter().verify_key()).ok());
}

TEST_F(PromiseTest, CodesThatDoNotExistAreRefused) {
  Bytes bytes = RefusalOf(RefusalCode::kToken, request_).Encode();
  for (int code = 0; code < 256; ++code) {
    bytes[1] = static_cast<std::uint8_t>(code);
    EXPECT_EQ(Refusal::Decode(bytes).ok(), code >= 1 && code <= 15 && code != 3) << code;
  }
}

// ---- spent ----

TEST_F(PromiseTest, SpentIsTrueWhenTheAuthorSignedAnotherBodyUnderTheToken) {
  EXPECT_OK(Verify(RefusalCode::kSpent, AnotherByTheAuthor()));
}

TEST_F(PromiseTest, TheSameBodyIsNoEvidenceOfSpending) {
  EXPECT_THAT(Verify(RefusalCode::kSpent, request_.submission), StatusIs(kNoSupport));
}

TEST_F(PromiseTest, AnUnrelatedSubmissionIsNoEvidenceOfSpending) {
  const auto unrelated = jam_.Opinion(jam_.NewAuthor(), "The canteen closes early.").submission;
  EXPECT_THAT(Verify(RefusalCode::kSpent, unrelated), StatusIs(kNoSupport));
}

TEST_F(PromiseTest, EvidenceWithABadSignatureIsNone) {
  auto evidence = AnotherByTheAuthor();
  evidence.signature[10] ^= 1;
  EXPECT_THAT(Verify(RefusalCode::kSpent, evidence), StatusIs(kUnauthenticated));
}

TEST_F(PromiseTest, ABoardThatCopiesTheTokenIntoABodyOfItsOwnIsNotBelieved) {
  EXPECT_THAT(Verify(RefusalCode::kSpent, MadeUp(body())), StatusIs(kNoSupport));
}

TEST_F(PromiseTest, AnotherTokenOfTheSameThreadIsNoEvidenceOfSpending) {
  SubmissionBody other = AnotherByTheAuthor().body;
  other.tokens[0].token_key_id[0] ^= 1;
  EXPECT_THAT(Verify(RefusalCode::kSpent,
                     SignedSubmission::Make(std::move(other), author_.keys.signing)),
              StatusIs(kNoSupport));
}

TEST_F(PromiseTest, EvidenceThatDoesNotDecodeIsNone) {
  Bytes cut = AnotherByTheAuthor().Encode();
  cut.pop_back();
  const auto reply = Sign(RefusalOf(RefusalCode::kSpent, request_), cut);
  EXPECT_THAT(VerifyRefusal(reply, request_, promise_key()), StatusIs(kInvalid));
}

// ---- thread key seen ----

TEST_F(PromiseTest, ThreadKeySeenIsTrueForAnotherFirstBodyUnderTheKey) {
  SubmissionBody other = AnotherByTheAuthor().body;
  other.tokens[0].token_key_id[0] ^= 1;
  EXPECT_OK(Verify(RefusalCode::kThreadKeySeen,
                   SignedSubmission::Make(std::move(other), author_.keys.signing)));
}

TEST_F(PromiseTest, AFollowUpIsNoEvidenceThatItsOwnThreadIsASecondOne) {
  const auto follow_up = FollowUp(1, body().SubmissionHash());
  EXPECT_THAT(Verify(RefusalCode::kThreadKeySeen, follow_up), StatusIs(kNoSupport));
  EXPECT_THAT(Verify(RefusalCode::kThreadKeySeen, RequestOf(follow_up), request_.submission),
              StatusIs(kNoSupport));
}

TEST_F(PromiseTest, ASharedKemKeyCountsOnlyUnderTokensThatBelongToTheOtherThread) {
  const auto other_author = jam_.NewAuthor();
  SubmissionBody other = jam_.Opinion(other_author, "The same key.").submission.body;
  other.thread_kem_key = body().thread_kem_key;
  EXPECT_OK(Verify(RefusalCode::kThreadKeySeen,
                   SignedSubmission::Make(other, other_author.keys.signing)));
  // A board that copies the KEM key has no token over its own thread key.
  EXPECT_THAT(Verify(RefusalCode::kThreadKeySeen, MadeUp(body())), StatusIs(kNoSupport));
  other.thread_kem_key.bytes[0] ^= 1;
  EXPECT_THAT(Verify(RefusalCode::kThreadKeySeen,
                     SignedSubmission::Make(other, other_author.keys.signing)),
              StatusIs(kNoSupport));
}

// ---- out of chain ----

TEST_F(PromiseTest, OutOfChainIsTrueWhenThePlaceIsTaken) {
  const Hash first = body().SubmissionHash();
  const auto taken = FollowUp(1, first);
  EXPECT_OK(Verify(RefusalCode::kOutOfChain, RequestOf(FollowUp(1, first)), taken));
  // A copy of what is there is not out of chain: it gets its promise again.
  EXPECT_THAT(Verify(RefusalCode::kOutOfChain, RequestOf(taken), taken), StatusIs(kNoSupport));
}

TEST_F(PromiseTest, ThePredecessorItselfIsNoEvidence) {
  const auto next = RequestOf(FollowUp(1, body().SubmissionHash()));
  EXPECT_THAT(Verify(RefusalCode::kOutOfChain, next, request_.submission), StatusIs(kNoSupport));
}

TEST_F(PromiseTest, ALaterBodyIsNoEvidence) {
  const auto first = FollowUp(1, body().SubmissionHash());
  const auto second = FollowUp(2, first.body.SubmissionHash());
  EXPECT_THAT(Verify(RefusalCode::kOutOfChain, RequestOf(first), second), StatusIs(kNoSupport));
}

TEST_F(PromiseTest, AForkAGapAndAChangedKemKeyAreOutOfChain) {
  const auto fork = RequestOf(FollowUp(1, random().Array<32>()));
  EXPECT_OK(Verify(RefusalCode::kOutOfChain, fork, request_.submission));
  const auto gap = RequestOf(FollowUp(5, random().Array<32>()));
  EXPECT_OK(Verify(RefusalCode::kOutOfChain, gap, request_.submission));
  crypto::KemPublicKey changed = body().thread_kem_key;
  changed.bytes[0] ^= 1;
  const auto key = RequestOf(FollowUp(1, body().SubmissionHash(), changed));
  EXPECT_OK(Verify(RefusalCode::kOutOfChain, key, request_.submission));
}

TEST_F(PromiseTest, NothingFollowsAWithdrawalAlsoWhereItIsThePredecessor) {
  SubmissionBody withdrawal;
  withdrawal.kind = Kind::kWithdrawal;
  withdrawal.campaign_id = body().campaign_id;
  withdrawal.thread_key = body().thread_key;
  withdrawal.thread_kem_key = body().thread_kem_key;
  withdrawal.sequence = 1;
  withdrawal.previous = body().SubmissionHash();
  const auto withdrawn = SignedSubmission::Make(withdrawal, author_.keys.signing);
  const auto next = RequestOf(FollowUp(2, withdrawal.SubmissionHash()));
  EXPECT_OK(Verify(RefusalCode::kOutOfChain, next, withdrawn));
  // The control: another act in that place is what it followed.
  const auto spoken = FollowUp(1, body().SubmissionHash());
  const auto after = RequestOf(FollowUp(2, spoken.body.SubmissionHash()));
  EXPECT_THAT(Verify(RefusalCode::kOutOfChain, after, spoken), StatusIs(kNoSupport));
}

TEST_F(PromiseTest, TheDayIsTheOneAfterTheLastSlotOfTheKindsWindow) {
  const Phases& phases = jam_.draft().phases;
  const SlotSchedule& slots = jam_.draft().slots;
  EXPECT_EQ(PromisedDay(Kind::kOpinion, phases, slots), phases.speaking_closes + phases.grace_days + 1);
  EXPECT_EQ(PromisedDay(Kind::kWithdrawal, phases, slots), phases.retention_ends + 1);
  EXPECT_EQ(slots.TimeOf(LastWithdrawalSlot(phases, slots)), StartOf(phases.retention_ends));
}

TEST_F(PromiseTest, AFirstBodyIsNeverOutOfChain) {
  EXPECT_THAT(Verify(RefusalCode::kOutOfChain, AnotherByTheAuthor()), StatusIs(kNoSupport));
}

TEST_F(PromiseTest, ABodyOfAnotherThreadIsNoEvidenceAboutThisOne) {
  const auto other = jam_.Opinion(jam_.NewAuthor(), "Elsewhere.").submission;
  const auto next = RequestOf(FollowUp(1, body().SubmissionHash()));
  EXPECT_THAT(Verify(RefusalCode::kOutOfChain, next, other), StatusIs(kNoSupport));
}

}  // namespace
}  // namespace candor::records
