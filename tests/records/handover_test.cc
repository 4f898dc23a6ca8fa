// Notes between facilitators: who reads them, what they say of themselves, and what does not open.
#include "records/handover.h"

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
  // As SealHandover, for a signature and a header that say what the test wants.
  Bytes ForBo(const Signed& record, const CampaignId& campaign, const VerifyKey& author, std::uint8_t audience) {
    return SealedTo({&bo_}, record, {.campaign_id = campaign, .thread_key = author, .audience = audience});
  }
  Bytes SealedTo(const std::vector<const SigningKey*>& readers, const Signed& record, const crypto::EnvelopeHeader& header) {
    std::vector<crypto::KemPublicKey> keys;
    for (const SigningKey* reader : readers) keys.push_back(crypto::ActorKemKey(reader->verify_key()).value());
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
  EXPECT_THAT(OpenHandover(ForBo(Record(author_), note_.campaign_id, author_.verify_key(), kHandoverAudience), bo_),
              StatusIs(absl::StatusCode::kUnauthenticated));
  // The control: to Bo it opens.
  note_.readers = {bo_.verify_key()};
  EXPECT_OK(OpenHandover(ForBo(Record(author_), note_.campaign_id, author_.verify_key(), kHandoverAudience), bo_));
}

TEST_F(Handover, NobodyHasASlotBesideTheListOrInAnothersPlace) {
  const crypto::EnvelopeHeader header{
      .campaign_id = note_.campaign_id, .thread_key = author_.verify_key(), .audience = kHandoverAudience};
  const auto opens = [&](const std::vector<const SigningKey*>& slots, const SigningKey& reader) {
    return OpenHandover(SealedTo(slots, Record(author_), header), reader).ok();
  };
  EXPECT_TRUE(opens({&ada_, &bo_}, bo_)) << "the control";
  EXPECT_FALSE(opens({&ada_, &bo_, &stranger_}, bo_)) << "somebody more";
  EXPECT_FALSE(opens({&bo_}, bo_)) << "somebody less";
  EXPECT_FALSE(opens({&bo_, &ada_}, bo_)) << "in another's place";
  EXPECT_FALSE(opens({&ada_, &stranger_}, stranger_)) << "not on the list";
  EXPECT_TRUE(opens({&stranger_, &bo_}, bo_)) << "the limit: another's slot is seen by its owner alone";
}

TEST_F(Handover, HeaderAndSignatureHaveToAgree) {
  note_.readers = {bo_.verify_key()};
  const Signed record = Record(author_);
  EXPECT_TRUE(OpenHandover(ForBo(record, note_.campaign_id, author_.verify_key(), kHandoverAudience), bo_).ok()) << "the control";
  EXPECT_FALSE(OpenHandover(ForBo(record, {5}, author_.verify_key(), kHandoverAudience), bo_).ok());
  EXPECT_FALSE(OpenHandover(ForBo(record, note_.campaign_id, ada_.verify_key(), kHandoverAudience), bo_).ok());
  EXPECT_FALSE(OpenHandover(ForBo(record, note_.campaign_id, author_.verify_key(), 0), bo_).ok());
  Signed other_label = Signed::Make(author_, crypto::Label::kAct, note_.Encode());
  EXPECT_FALSE(OpenHandover(ForBo(other_label, note_.campaign_id, author_.verify_key(), kHandoverAudience), bo_).ok());
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
