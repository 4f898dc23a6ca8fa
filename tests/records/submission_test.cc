// The kind table of submissions, field by field, and what a submission's hashes and signature
// cover.
#include <gtest/gtest.h>

#include "crypto/commitment.h"
#include "tests/records/bodies.h"
#include "tests/support/matchers.h"

namespace candor::records {
namespace {

using candor::testing::AnyToken;
using candor::testing::BodyOf;
using candor::testing::IsOk;
using candor::testing::kAllKinds;
using candor::testing::NameOf;
using candor::testing::StatusIs;

crypto::DeterministicRandomForTesting random_source(3);

Hash Any() { return random_source.Array<32>(); }

// The table of the protocol, written down again: what each kind may hold.
struct Row {
  Kind kind;
  bool tokens;
  bool first;
  bool may_target_anything, must_target;
  std::vector<std::uint8_t> audiences;
  std::uint8_t max_quote;
  std::uint8_t max_value;
  bool public_commitment;
  bool commitment;
};

const std::vector<Row>& Table() {
  static const std::vector<Row> table = {
      // kind               tokens first  target       audiences quote value public commitment
      {Kind::kOpinion,      true,  true,  false, false, {0, 1},  3,    0,    true,  true},
      {Kind::kContribution, true,  true,  true,  true,  {0, 1},  3,    0,    true,  true},
      {Kind::kEndorsement,  true,  true,  true,  true,  {0},     0,    0,    false, false},
      {Kind::kFollowUp,     false, false, true,  false, {0, 1},  3,    0,    true,  true},
      {Kind::kWithdrawal,   false, false, false, false, {0},     0,    0,    false, false},
      {Kind::kAppeal,       false, false, true,  true,  {255},   0,    0,    false, true},
      {Kind::kRating,       false, false, true,  true,  {0},     0,    4,    false, false},
      {Kind::kBlank,        true,  true,  false, false, {0},     0,    0,    false, false},
  };
  return table;
}

bool Accepted(const SubmissionBody& body) {
  const bool checked = CheckKind(body).ok();
  EXPECT_EQ(SubmissionBody::Decode(body.Encode()).ok(), checked) << NameOf(body.kind);
  return checked;
}

TEST(KindTable, HasARowForEachKind) {
  ASSERT_EQ(Table().size(), kAllKinds.size());
  for (std::size_t i = 0; i < kAllKinds.size(); ++i) {
    EXPECT_EQ(Table()[i].kind, kAllKinds[i]);
    EXPECT_TRUE(Accepted(BodyOf(kAllKinds[i], random_source))) << NameOf(kAllKinds[i]);
  }
}

TEST(KindTable, TokensAreOneOrTwoOrNone) {
  for (const auto& row : Table()) {
    for (std::size_t count = 0; count <= 2; ++count) {
      SubmissionBody body = BodyOf(row.kind, random_source);
      body.tokens.clear();
      for (std::size_t i = 0; i < count; ++i) body.tokens.push_back(AnyToken(Any(), random_source));
      EXPECT_EQ(Accepted(body), row.tokens == (count > 0)) << NameOf(row.kind) << " " << count;
    }
    SubmissionBody three = BodyOf(row.kind, random_source);
    three.tokens = {3, AnyToken(Any(), random_source)};
    EXPECT_THAT(CheckKind(three), StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_FALSE(SubmissionBody::Decode(three.Encode()).ok());
  }
}

TEST(KindTable, AFirstBodyHasNoPredecessorAndAFollowerHasOne) {
  for (const auto& row : Table()) {
    for (const std::uint32_t sequence : {0u, 1u, 2u, 0xffffffffu}) {
      for (const bool previous : {false, true}) {
        SubmissionBody body = BodyOf(row.kind, random_source);
        body.sequence = sequence;
        body.previous = previous ? Any() : crypto::kZeroHash;
        const bool fits = row.first ? sequence == 0 && !previous : sequence > 0 && previous;
        EXPECT_EQ(Accepted(body), fits) << NameOf(row.kind) << " " << sequence << previous;
      }
    }
  }
}

TEST(KindTable, TargetIsWhatTheKindNames) {
  for (const auto& row : Table()) {
    SubmissionBody body = BodyOf(row.kind, random_source);
    body.target = {};
    EXPECT_EQ(Accepted(body), !row.must_target) << NameOf(row.kind);
    body.target = Any();
    EXPECT_EQ(Accepted(body), row.may_target_anything) << NameOf(row.kind);
  }
}

TEST(KindTable, AnOpinionNamesNothingOrASubQuestion) {
  for (const auto& row : Table()) {
    for (int number = 0; number < 256; ++number) {
      SubmissionBody body = BodyOf(row.kind, random_source);
      body.target = SubQuestionTarget(static_cast<std::uint8_t>(number));
      const bool fits = number == 0 ? !row.must_target
                                    : row.may_target_anything ||
                                          (row.kind == Kind::kOpinion && number <= 7);
      EXPECT_EQ(Accepted(body), fits) << NameOf(row.kind) << " " << number;
    }
  }
  SubmissionBody body = BodyOf(Kind::kOpinion, random_source);
  body.target = SubQuestionTarget(3);
  body.target[0] = 1;
  EXPECT_FALSE(Accepted(body));
}

TEST(KindTable, AudiencesAreThoseOfTheKind) {
  for (const auto& row : Table()) {
    for (int audience = 0; audience < 256; ++audience) {
      SubmissionBody body = BodyOf(row.kind, random_source);
      body.audience = static_cast<std::uint8_t>(audience);
      const bool fits = std::ranges::find(row.audiences, body.audience) != row.audiences.end();
      EXPECT_EQ(Accepted(body), fits) << NameOf(row.kind) << " " << audience;
    }
  }
}

TEST(KindTable, QuoteIsAConsentOfTheKind) {
  for (const auto& row : Table()) {
    for (int quote = 0; quote < 256; ++quote) {
      SubmissionBody body = BodyOf(row.kind, random_source);
      body.quote = static_cast<Quote>(quote);
      EXPECT_EQ(Accepted(body), quote <= row.max_quote) << NameOf(row.kind) << " " << quote;
    }
  }
}

TEST(KindTable, OnlyARatingHasAValue) {
  for (const auto& row : Table()) {
    for (int value = 0; value < 256; ++value) {
      SubmissionBody body = BodyOf(row.kind, random_source);
      body.value = static_cast<std::uint8_t>(value);
      EXPECT_EQ(Accepted(body), value <= row.max_value) << NameOf(row.kind) << " " << value;
    }
  }
}

TEST(KindTable, CommitmentsStandExactlyWhereTheKindHasThem) {
  for (const auto& row : Table()) {
    SubmissionBody body = BodyOf(row.kind, random_source);
    body.public_commitment = {};
    EXPECT_EQ(Accepted(body), !row.public_commitment) << NameOf(row.kind);
    body.public_commitment = Any();
    EXPECT_EQ(Accepted(body), row.public_commitment) << NameOf(row.kind);
    body = BodyOf(row.kind, random_source);
    body.commitment = {};
    EXPECT_EQ(Accepted(body), !row.commitment) << NameOf(row.kind);
    body.commitment = Any();
    EXPECT_EQ(Accepted(body), row.commitment) << NameOf(row.kind);
    EXPECT_EQ(HasEnvelope(row.kind), row.commitment);
  }
}

TEST(KindTable, ConsentToNothingLooksLikeConsentToSomething) {
  // The log never tells by a field's presence: the public commitment is there for every quote.
  for (std::uint8_t quote = 0; quote <= 3; ++quote) {
    SubmissionBody body = BodyOf(Kind::kOpinion, random_source);
    body.quote = static_cast<Quote>(quote);
    const std::size_t size = body.Encode().size();
    EXPECT_TRUE(Accepted(body));
    EXPECT_EQ(size, BodyOf(Kind::kOpinion, random_source).Encode().size());
  }
}

TEST(KindTable, NoOtherKindExists) {
  Bytes bytes = BodyOf(Kind::kBlank, random_source).Encode();
  for (int kind = 0; kind < 256; ++kind) {
    if (kind >= 1 && kind <= 8) continue;
    bytes[1] = static_cast<std::uint8_t>(kind);
    EXPECT_THAT(SubmissionBody::Decode(bytes), StatusIs(absl::StatusCode::kInvalidArgument))
        << kind;
  }
}

TEST(KindTable, KindsSpendTheTokensOfTheirPurposeAndGoToTheirPool) {
  using crypto::Purpose;
  const auto none = std::optional<Purpose>();
  EXPECT_EQ(PurposeOf(Kind::kOpinion), Purpose::kVoice);
  EXPECT_EQ(PurposeOf(Kind::kContribution), Purpose::kContribute);
  EXPECT_EQ(PurposeOf(Kind::kEndorsement), Purpose::kEndorse);
  EXPECT_EQ(PurposeOf(Kind::kFollowUp), none);
  EXPECT_EQ(PurposeOf(Kind::kWithdrawal), none);
  EXPECT_EQ(PurposeOf(Kind::kAppeal), none);
  EXPECT_EQ(PurposeOf(Kind::kRating), none);
  EXPECT_EQ(PurposeOf(Kind::kBlank), Purpose::kVoice);
  EXPECT_EQ(PoolOf(Kind::kOpinion), Pool::kOpinions);
  EXPECT_EQ(PoolOf(Kind::kContribution), Pool::kContributions);
  EXPECT_EQ(PoolOf(Kind::kEndorsement), Pool::kEndorsements);
  EXPECT_EQ(PoolOf(Kind::kFollowUp), Pool::kThreadActs);
  EXPECT_EQ(PoolOf(Kind::kWithdrawal), Pool::kThreadActs);
  EXPECT_EQ(PoolOf(Kind::kAppeal), Pool::kThreadActs);
  EXPECT_EQ(PoolOf(Kind::kRating), Pool::kRatings);
  EXPECT_EQ(PoolOf(Kind::kBlank), Pool::kBlanks);
}

TEST(SubmissionBody, ATokenThatIsCutOffOrOfAnotherTypeIsRefused) {
  const SubmissionBody body = BodyOf(Kind::kBlank, random_source);
  Bytes bytes = body.Encode();
  const std::size_t length_at = 1 + 1 + 16;
  ASSERT_EQ(bytes[length_at] << 8 | bytes[length_at + 1], int{crypto::kTokenSize});
  Bytes shorter = bytes;
  shorter[length_at + 1] -= 1;
  shorter.erase(shorter.begin() + static_cast<long>(length_at) + 2);
  EXPECT_FALSE(SubmissionBody::Decode(shorter).ok());
  bytes[length_at + 3] = 3;  // token type 0x0003
  EXPECT_FALSE(SubmissionBody::Decode(bytes).ok());
}

TEST(SubmissionBody, TheHashCoversEveryByteAndNoSignature) {
  const SubmissionBody body = BodyOf(Kind::kOpinion, random_source, 2);
  const Hash hash = body.SubmissionHash();
  SubmissionBody other = body;
  other.tokens[1].authenticator[255] ^= 1;
  EXPECT_NE(other.SubmissionHash(), hash);
  other = body;
  other.commitment[0] ^= 1;
  EXPECT_NE(other.SubmissionHash(), hash);
}

TEST(SignedSubmission, OnlyTheThreadKeysSignatureOverThisBodyVerifies) {
  const auto key = crypto::SigningKey::Generate(random_source);
  SubmissionBody body = BodyOf(Kind::kOpinion, random_source);
  body.thread_key = key.verify_key();
  const auto good = SignedSubmission::Make(body, key);
  EXPECT_OK(good.VerifySignature());

  auto changed = good;
  changed.body.quote = Quote::kVerbatim;
  EXPECT_THAT(changed.VerifySignature(), StatusIs(absl::StatusCode::kUnauthenticated));
  const auto stranger = crypto::SigningKey::Generate(random_source);
  EXPECT_THAT(SignedSubmission::Make(body, stranger).VerifySignature(),
              StatusIs(absl::StatusCode::kUnauthenticated));
  // A signature over the same bytes for another purpose is none here.
  auto relabelled = good;
  relabelled.signature = key.Sign(crypto::Label::kSubmissionHash, body.Encode());
  EXPECT_THAT(relabelled.VerifySignature(), StatusIs(absl::StatusCode::kUnauthenticated));
  auto no_key = good;
  no_key.body.thread_key = {};
  EXPECT_FALSE(no_key.VerifySignature().ok());
}

TEST(SignedSubmission, FitsIntoALogEntryAndIntoARefusal) {
  for (const auto kind : kAllKinds) {
    const SignedSubmission largest{BodyOf(kind, random_source, 2), {}};
    EXPECT_LE(largest.Encode().size(), 1024u) << NameOf(kind);
  }
}

TEST(SubmitRequest, AnEnvelopeOrASaltStandsOnlyWhereTheKindHasOne) {
  for (const auto kind : kAllKinds) {
    SubmitRequest request;
    request.submission.body = BodyOf(kind, random_source);
    EXPECT_OK(SubmitRequest::Decode(request.Encode())) << NameOf(kind);
    request.envelope = {1, 2, 3};
    EXPECT_EQ(SubmitRequest::Decode(request.Encode()).ok(), HasEnvelope(kind)) << NameOf(kind);
    request.envelope.clear();
    request.salt = Any();
    EXPECT_EQ(SubmitRequest::Decode(request.Encode()).ok(), HasEnvelope(kind)) << NameOf(kind);
  }
}

// Quotes of a text: what the public commitment binds, and what it does not reveal.
TEST(PublicCommitment, BindsQuoteAndTextAndNeedsItsOwnSalt) {
  const auto salt = random_source.Array<32>();
  const Hash headline = crypto::PublicCommitment(salt, 2, "Night crane");
  EXPECT_NE(crypto::PublicCommitment(salt, 3, "Night crane"), headline);
  EXPECT_NE(crypto::PublicCommitment(salt, 2, "Night crane."), headline);
  EXPECT_NE(crypto::PublicCommitment(random_source.Array<32>(), 2, "Night crane"), headline);
  // The salt of the envelope's commitment opens nothing here, nor the other way round.
  EXPECT_NE(crypto::EnvelopeCommitment(salt, AsBytes("Night crane")), headline);
}

}  // namespace
}  // namespace candor::records
