// Notes between facilitators: who reads them, what they say of themselves, and what does not open.
#include "records/handover.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/actor_kem.h"
#include "crypto/envelope.h"
#include "records/signed.h"
#include "tests/support/matchers.h"

namespace candor::records {
namespace {

using candor::testing::StatusIs;
using crypto::SigningKey;

class Handover : public ::testing::Test {
 protected:
  Handover()
      : random_(3),
        author_(SigningKey::Generate(random_)),
        ada_(SigningKey::Generate(random_)),
        bo_(SigningKey::Generate(random_)),
        stranger_(SigningKey::Generate(random_)),
        note_{.campaign_id = {4},
              .day = 20520,
              .readers = {ada_.verify_key(), bo_.verify_key()},
              .text = "Tomorrow: the crane theme needs an answer."} {}

  Bytes Sealed() { return SealHandover(note_, author_, random_).value(); }
  // As SealHandover, for a signature and a header that say what the test wants, and slots to whom it wants.
  Bytes Forged(const Signed& record, const CampaignId& campaign, const VerifyKey& author, std::uint8_t audience) {
    return Forged(record, campaign, author, audience, {bo_.verify_key()});
  }
  Bytes Forged(const Signed& record, const CampaignId& campaign, const VerifyKey& author, std::uint8_t audience,
               const std::vector<VerifyKey>& slots) {
    const crypto::EnvelopeHeader header{.campaign_id = campaign, .thread_key = author, .audience = audience};
    std::vector<crypto::KemPublicKey> keys;
    for (const auto& slot : slots) keys.push_back(crypto::ActorKemKey(slot).value());
    const crypto::SecretBytes plaintext(record.Encode());
    const Bytes envelope = crypto::SealEnvelope(header, keys, plaintext, random_).value();
    return Concat({AsBytes("CANDORN"), Bytes{1}, envelope});
  }
  Signed Record(const SigningKey& key) { return Signed::Make(key, crypto::Label::kHandover, note_.Encode()); }

  crypto::DeterministicRandomForTesting random_;
  SigningKey author_, ada_, bo_, stranger_;
  HandoverNote note_;
};

TEST_F(Handover, EveryReaderReadsIt) {
  const Bytes file = Sealed();
  for (const SigningKey* reader : {&ada_, &bo_}) {
    const auto opened = OpenHandover(file, *reader);
    ASSERT_OK(opened);
    EXPECT_EQ(opened->author, author_.verify_key());
    EXPECT_EQ(opened->note, note_);
  }
}

TEST_F(Handover, NobodyElseDoesAndNoByteMayChange) {
  const Bytes file = Sealed();
  EXPECT_THAT(OpenHandover(file, stranger_), StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(OpenHandover(file, author_), StatusIs(absl::StatusCode::kUnauthenticated)) << "not among its readers";
  for (std::size_t at = 0; at < file.size(); at += 97) {
    Bytes spoiled = file;
    spoiled[at] ^= 1;
    // Of a slot that is another reader's nothing is looked at but the size.
    const auto opened = OpenHandover(spoiled, ada_);
    if (opened.ok()) {
      EXPECT_EQ(opened->note, note_) << at;
      EXPECT_FALSE(OpenHandover(spoiled, bo_).ok()) << at;
    }
  }
  EXPECT_FALSE(OpenHandover(Bytes(file.begin(), file.end() - 1), ada_).ok());
  EXPECT_THAT(OpenHandover(Bytes{}, ada_), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(Handover, TheTextIsNotInTheFileAndItsLengthNeither) {
  const Bytes file = Sealed();
  EXPECT_TRUE(std::ranges::search(file, AsBytes(note_.text)).empty());
  note_.text = std::string(kMaxHandoverText, 'x');
  EXPECT_EQ(Sealed().size(), file.size());
}

TEST_F(Handover, ASignatureIsNotPassedOnAsIfToAnother) {
  // Ada is the only reader, and seals the author's signature anew, to Bo.
  note_.readers = {ada_.verify_key()};
  EXPECT_THAT(OpenHandover(Forged(Record(author_), note_.campaign_id, author_.verify_key(), kHandoverAudience), bo_),
              StatusIs(absl::StatusCode::kUnauthenticated));
  // The control: to Bo it opens.
  note_.readers = {bo_.verify_key()};
  EXPECT_OK(OpenHandover(Forged(Record(author_), note_.campaign_id, author_.verify_key(), kHandoverAudience), bo_));
}

TEST_F(Handover, SlotsAndNamesHaveToAgree) {
  const auto sealed_to = [this](const std::vector<VerifyKey>& slots) {
    return Forged(Record(author_), note_.campaign_id, author_.verify_key(), kHandoverAudience, slots);
  };
  const auto refused = StatusIs(absl::StatusCode::kUnauthenticated, ::testing::HasSubstr("not sealed to those"));
  const auto ada = ada_.verify_key(), bo = bo_.verify_key(), stranger = stranger_.verify_key();
  EXPECT_OK(OpenHandover(sealed_to({ada, bo}), bo_)) << "the control";
  EXPECT_THAT(OpenHandover(sealed_to({ada, bo, stranger}), bo_), refused) << "a slot for somebody unlisted";
  EXPECT_THAT(OpenHandover(sealed_to({bo}), bo_), refused) << "no slot for somebody listed";
  EXPECT_THAT(OpenHandover(sealed_to({bo, ada}), bo_), refused) << "in the place of another's name";
  EXPECT_THAT(OpenHandover(sealed_to({bo, bo}), bo_), refused) << "in another's place too";
  // What a reader cannot see, as the header says: whose another's slot is. The one who is named notices.
  EXPECT_OK(OpenHandover(sealed_to({stranger, bo}), bo_));
  EXPECT_FALSE(OpenHandover(sealed_to({stranger, bo}), ada_).ok());
  EXPECT_FALSE(OpenHandover(sealed_to({stranger, bo}), stranger_).ok()) << "not named";
}

TEST_F(Handover, NobodyIsNamedTwice) {
  note_.readers = {ada_.verify_key(), bo_.verify_key(), ada_.verify_key()};
  EXPECT_THAT(SealHandover(note_, author_, random_),
              StatusIs(absl::StatusCode::kInvalidArgument, ::testing::HasSubstr("named twice")));
}

TEST_F(Handover, HeaderAndSignatureHaveToAgree) {
  note_.readers = {bo_.verify_key()};
  const Signed record = Record(author_);
  EXPECT_FALSE(OpenHandover(Forged(record, {5}, author_.verify_key(), kHandoverAudience), bo_).ok());
  EXPECT_FALSE(OpenHandover(Forged(record, note_.campaign_id, ada_.verify_key(), kHandoverAudience), bo_).ok());
  EXPECT_FALSE(OpenHandover(Forged(record, note_.campaign_id, author_.verify_key(), 0), bo_).ok());
  Signed other_label = Signed::Make(author_, crypto::Label::kAct, note_.Encode());
  EXPECT_FALSE(OpenHandover(Forged(other_label, note_.campaign_id, author_.verify_key(), kHandoverAudience), bo_).ok());
}

TEST_F(Handover, WhatItsReadersWouldRefuseIsNotSealed) {
  note_.text = "";
  EXPECT_THAT(SealHandover(note_, author_, random_), StatusIs(absl::StatusCode::kInvalidArgument));
  note_.text = std::string(kMaxHandoverText + 1, 'x');
  EXPECT_THAT(SealHandover(note_, author_, random_), StatusIs(absl::StatusCode::kInvalidArgument));
  note_.text = "\xff";
  EXPECT_THAT(SealHandover(note_, author_, random_), StatusIs(absl::StatusCode::kInvalidArgument));
  note_.text = "x";
  note_.readers.clear();
  EXPECT_THAT(SealHandover(note_, author_, random_), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace candor::records
