// Challenges, proofs and statements of authorship against a log: who may ask, about what, for how long, and
// whom an answer convinces.
#include "audit/authorship.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/audit/jam_log.h"
#include "tests/support/matchers.h"

namespace candor::audit::testing {
namespace {

using candor::testing::StatusIs;
using ::testing::HasSubstr;
using records::AuthorshipChallenge;
using records::AuthorshipProof;
using records::AuthorshipStatement;
using StatusCode = absl::StatusCode;

// The usual log with one more opinion, whose author the test is.
class AuthorshipInLog : public ::testing::Test {
 protected:
  AuthorshipInLog()
      : author_(log_.jam().NewAuthor()), view_(log_.organisation().bundle()) {
    auto written = log_.Good();
    const auto opinion = log_.jam().Opinion(author_, "The crane is slow.");
    hash_ = opinion.submission.body.SubmissionHash();
    written.resize(JamLog::kClose);
    const Day day = written.back().entry.day;
    const auto& slots = log_.jam().draft().slots;
    written.push_back(JamLog::Plain(
        day, log_.jam().id(),
        records::SealBatch{.pool = records::Pool::kOpinions,
                           .slot = slots.FirstAtOrAfter(StartOf(day)),
                           .count = 1,
                           .relied_on = {}}));
    written.push_back(JamLog::Plain(day, log_.jam().id(),
                                    records::SubmissionEntry{opinion.submission.Encode()}));
    for (const auto& each : written) EXPECT_OK(view_.Apply(each.entry.Encode(), each.content));
    today_ = day;
  }

  const candor::testing::Organisation& organisation() const { return log_.organisation(); }
  AuthorshipChallenge Challenge() const {
    return {.campaign_id = log_.jam().id(),
            .thread_key = author_.keys.signing.verify_key(),
            .challenge = {7},
            .day = today_};
  }
  absl::StatusOr<AuthorshipQuestion> Ask(const AuthorshipChallenge& challenge, const crypto::SigningKey& key) const {
    return CheckChallenge(view_, challenge.SignedBy(key), today_);
  }
  AuthorshipProof ProofFor(const candor::testing::Actor& verifier) const {
    const auto record = Challenge().SignedBy(verifier.key);
    const auto question = CheckChallenge(view_, record, today_).value();
    return {record, crypto::MakeAuthorshipTag(question.claim, author_.keys.kem).value()};
  }

  JamLog log_;
  candor::testing::Author author_;
  BoardView view_;
  records::Hash hash_{};
  Day today_ = 0;
};

TEST_F(AuthorshipInLog, AProofConvincesTheOneWhoAsked) {
  const auto checked = CheckProof(view_, ProofFor(organisation().facilitator()), organisation().facilitator().key, today_);
  ASSERT_OK(checked);
  EXPECT_EQ(checked->thread->first, hash_);
  EXPECT_EQ(ThreadKeyOf(*checked->campaign, hash_).value(), author_.keys.signing.verify_key());
}

TEST_F(AuthorshipInLog, AndNobodyElse) {
  const auto proof = ProofFor(organisation().facilitator());
  EXPECT_THAT(CheckProof(view_, proof, organisation().reader(0).key, today_),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("for somebody else")));
  // Nor by a challenge of one's own put in its place.
  AuthorshipProof moved = proof;
  moved.challenge = Challenge().SignedBy(organisation().reader(0).key);
  EXPECT_THAT(CheckProof(view_, moved, organisation().reader(0).key, today_),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("does not hold")));
}

TEST_F(AuthorshipInLog, APretenderIsNotTheAuthor) {
  AuthorshipProof proof = ProofFor(organisation().facilitator());
  proof.tag[5] ^= 1;
  EXPECT_THAT(CheckProof(view_, proof, organisation().facilitator().key, today_),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("not the author")));
}

TEST_F(AuthorshipInLog, AProofHoldsWhileItsChallengeDoes) {
  const auto proof = ProofFor(organisation().facilitator());
  const auto& key = organisation().facilitator().key;
  for (const auto& [later, holds] : {std::pair{0, true}, {7, true}, {8, false}, {400, false}, {-1, true}, {-2, false}}) {
    const auto day = static_cast<Day>(static_cast<int>(today_) + later);
    const auto checked = CheckProof(view_, proof, key, day);
    EXPECT_EQ(checked.ok(), holds) << later;
    if (holds) {
      EXPECT_EQ(checked->day, today_) << "the day of the challenge";
    } else {
      EXPECT_THAT(checked, StatusIs(StatusCode::kFailedPrecondition, HasSubstr("holds for 7 days")));
    }
  }
}

TEST_F(AuthorshipInLog, OnlySomebodyWithARoleAsksAboutATextInTheLogAndNotForLong) {
  EXPECT_OK(Ask(Challenge(), organisation().facilitator().key));
  EXPECT_THAT(Ask(Challenge(), organisation().stranger().key),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("no role")));
  auto elsewhere = Challenge();
  elsewhere.campaign_id = {1};
  EXPECT_THAT(Ask(elsewhere, organisation().facilitator().key), StatusIs(StatusCode::kNotFound));
  auto nobody = Challenge();
  nobody.thread_key = organisation().stranger().public_key();
  EXPECT_THAT(Ask(nobody, organisation().facilitator().key), StatusIs(StatusCode::kNotFound));
  for (const auto& [age, holds] : {std::pair{0, true}, {7, true}, {8, false}, {-1, true}, {-2, false}}) {
    auto old = Challenge();
    old.day = static_cast<Day>(static_cast<int>(today_) - age);
    EXPECT_EQ(Ask(old, organisation().facilitator().key).ok(), holds) << age;
  }
  auto record = Challenge().SignedBy(organisation().facilitator().key);
  record.signature[3] ^= 1;
  EXPECT_THAT(CheckChallenge(view_, record, today_), StatusIs(StatusCode::kUnauthenticated));
  // A record of another kind by the same key is none.
  record = records::Signed::Make(organisation().facilitator().key, crypto::Label::kAct, Challenge().Encode());
  EXPECT_THAT(CheckChallenge(view_, record, today_), StatusIs(StatusCode::kUnauthenticated));
}

TEST_F(AuthorshipInLog, SaysWhetherTheVerifierReadsTheTexts) {
  EXPECT_FALSE(Ask(Challenge(), organisation().facilitator().key)->reads);
  const auto leader = Ask(Challenge(), organisation().reader(0).key);
  EXPECT_TRUE(leader->reads);
  EXPECT_EQ(leader->verifier_name, organisation().reader(0).name);
}

TEST_F(AuthorshipInLog, APublicStatementIsSignedByTheAuthorAndConvincesEverybody) {
  const AuthorshipStatement statement{.campaign_id = log_.jam().id(),
                                      .thread_key = author_.keys.signing.verify_key(),
                                      .day = today_,
                                      .statement = "I wrote this. Jana"};
  const auto record = statement.SignedBy(author_.keys.signing);
  ASSERT_OK_AND_ASSIGN(const auto found, CheckStatement(view_, record));
  EXPECT_EQ(found.statement, statement);
  EXPECT_EQ(found.thread->first, hash_);
  EXPECT_THAT(CheckStatement(view_, statement.SignedBy(organisation().stranger().key)),
              StatusIs(StatusCode::kUnauthenticated));
  auto changed = record;
  changed.body.back() ^= 1;
  EXPECT_FALSE(CheckStatement(view_, changed).ok());
}

TEST_F(AuthorshipInLog, FilesAreToldApart) {
  const auto challenge = records::ChallengeFile{Challenge().SignedBy(organisation().facilitator().key)};
  const auto proof = ProofFor(organisation().facilitator());
  const Bytes asked = records::EncodeAuthorshipFile(challenge);
  const Bytes answered = records::EncodeAuthorshipFile(proof);
  EXPECT_EQ(std::get<records::ChallengeFile>(records::DecodeAuthorshipFile(asked).value()).record, challenge.record);
  EXPECT_EQ(std::get<AuthorshipProof>(records::DecodeAuthorshipFile(answered).value()), proof);
  for (const Bytes& bytes : {asked, answered}) {
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_THAT(records::DecodeAuthorshipFile(ByteView(bytes).first(size)), StatusIs(StatusCode::kInvalidArgument));
    }
  }
}

}  // namespace
}  // namespace candor::audit::testing
