#include "services/leader/reading.h"

#include <gtest/gtest.h>

#include "crypto/commitment.h"
#include "crypto/hkdf.h"
#include "crypto/hpke.h"
#include "services/leader/inbox.h"
#include "tests/crypto/two_text_body.h"
#include "tests/services/people/sealed_jam.h"
#include "tests/support/matchers.h"

namespace candor::services::leader {
namespace {

using ::candor::testing::SealedJam;
using ::candor::testing::StatusIs;
using ::testing::HasSubstr;

absl::StatusOr<crypto::OpinionPlaintext> OpenAs(const SealedJam& sealed, std::size_t reader,
                                                const records::FetchBatchReply::Item& item) {
  return OpenOpinion(sealed.campaign(), item, sealed.organisation.reader(reader).public_key(),
                     sealed.jam.reading_key(reader));
}

TEST(Reading, TwoLeadersOpenEveryOpinionAndSeeTheSameText) {
  SealedJam sealed;
  std::vector<records::SubmitRequest> requests;
  for (int i = 0; i < 5; ++i) {
    requests.push_back(sealed.jam.Opinion(sealed.jam.NewAuthor(), "text " + std::to_string(i)));
  }
  sealed.Seal(requests);
  for (int i = 0; i < 5; ++i) {
    const auto item = sealed.ItemOf(requests[i]);
    ASSERT_OK_AND_ASSIGN(const auto first, OpenAs(sealed, 0, item));
    ASSERT_OK_AND_ASSIGN(const auto second, OpenAs(sealed, 1, item));
    EXPECT_EQ(first.text, "text " + std::to_string(i));
    EXPECT_EQ(first, second);
  }
}

TEST(Reading, AnotherEnvelopeThanTheLogCommitsToIsRefused) {
  SealedJam sealed;
  const auto honest = sealed.jam.Opinion(sealed.jam.NewAuthor(), "mine");
  const auto other = sealed.jam.Opinion(sealed.jam.NewAuthor(), "not mine");
  sealed.Seal({honest});
  auto item = sealed.ItemOf(honest);
  item.envelope = other.envelope;
  EXPECT_THAT(OpenAs(sealed, 0, item),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("another envelope")));
  item = sealed.ItemOf(honest);
  item.salt[0] ^= 1;
  EXPECT_THAT(OpenAs(sealed, 0, item), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(Reading, ATextThatIsNotInTheLogIsRefused) {
  SealedJam sealed;
  const auto inside = sealed.jam.Opinion(sealed.jam.NewAuthor(), "inside");
  const auto outside = sealed.jam.Opinion(sealed.jam.NewAuthor(), "outside");
  sealed.Seal({inside});
  EXPECT_THAT(OpenAs(sealed, 0, sealed.ItemOf(outside)),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("not in the log")));
}

TEST(Reading, AStrangerOpensNothing) {
  SealedJam sealed;
  const auto request = sealed.jam.Opinion(sealed.jam.NewAuthor(), "for leaders");
  sealed.Seal({request});
  EXPECT_THAT(OpenOpinion(sealed.campaign(), sealed.ItemOf(request),
                          sealed.organisation.stranger().public_key(), sealed.jam.reading_key(0)),
              StatusIs(absl::StatusCode::kPermissionDenied));
  // A reader's place with another reader's key.
  EXPECT_FALSE(OpenOpinion(sealed.campaign(), sealed.ItemOf(request),
                           sealed.organisation.reader(0).public_key(), sealed.jam.reading_key(1))
                   .ok());
}

// An envelope with a different content key for each reader and a body that opens under both, sealed
// into the log like any other: its author signed it and its commitment opens.
struct Crafted {
  records::SubmitRequest request;
  ByteArray<32> first_body_key{};
  ByteArray<32> second_body_key{};
  Bytes aad;
  crypto::testing::TwoTextBody body;
};

Crafted CraftTwoTexts(const SealedJam& sealed) {
  auto& random = sealed.organisation.random();
  auto author = sealed.jam.NewAuthor();
  Crafted out;
  out.request = sealed.jam.Opinion(author, "honest");
  const Bytes honest = out.request.envelope;
  const Bytes header(honest.begin(), honest.begin() + crypto::EnvelopeHeader::kSize);
  const auto header_hash = crypto::LabelledHash(crypto::Label::kEnvelopeHeader, {header});
  const auto commitment = random.Array<32>();
  out.aad = Concat({header_hash, commitment});

  Bytes slots;
  const Bytes info = Concat({crypto::LabelBytes(crypto::Label::kEnvelope), header_hash});
  const auto keys = sealed.jam.manifest().AudienceKeys(sealed.jam.draft().audiences.front());
  ByteArray<32>* const body_keys[] = {&out.first_body_key, &out.second_body_key};
  for (std::size_t i = 0; i < 2; ++i) {
    const auto content_key = random.Array<32>();
    crypto::LabelledDerive(content_key, crypto::Label::kEnvelopeBody, {}, *body_keys[i]);
    const auto slot = crypto::HpkeSeal(keys[i], info, commitment, content_key, random);
    EXPECT_TRUE(slot.ok());
    Append(slots, *slot);
  }
  out.body = crypto::testing::MakeTwoTextBody({out.first_body_key, "you are brilliant"},
                                              {out.second_body_key, "you must resign"}, out.aad, random);
  out.request.envelope = Concat({header, commitment, slots, out.body.nonce, out.body.body});
  EXPECT_EQ(out.request.envelope.size(), honest.size());
  out.request.submission.body.commitment =
      crypto::EnvelopeCommitment(out.request.salt, out.request.envelope);
  testing::Jam::Sign(out.request, author.keys.signing);
  return out;
}

TEST(Reading, AnEnvelopeCraftedToShowTwoTextsIsRefusedByBoth) {
  SealedJam sealed;
  const Crafted crafted = CraftTwoTexts(sealed);
  sealed.Seal({crafted.request});
  const auto item = sealed.ItemOf(crafted.request);
  EXPECT_THAT(OpenAs(sealed, 0, item), StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(OpenAs(sealed, 1, item), StatusIs(absl::StatusCode::kUnauthenticated));
}

// The control: the body really opens under both keys, to two texts. Only the commitment stops it.
TEST(Reading, TheCraftedBodyWouldShowTwoTextsWithoutTheCommitment) {
  SealedJam sealed;
  const Crafted crafted = CraftTwoTexts(sealed);
  const auto first = crypto::XChaCha20Poly1305Open(crafted.first_body_key, crafted.body.nonce,
                                                   crafted.aad, crafted.body.body);
  const auto second = crypto::XChaCha20Poly1305Open(crafted.second_body_key, crafted.body.nonce,
                                                    crafted.aad, crafted.body.body);
  ASSERT_OK(first.status());
  ASSERT_OK(second.status());
  EXPECT_THAT(std::string(AsText(first->ExposeSecret())), HasSubstr("you are brilliant"));
  EXPECT_THAT(std::string(AsText(second->ExposeSecret())), HasSubstr("you must resign"));
}

TEST(Inbox, ListsSealedOpinionsAndWhatBecameOfThem) {
  SealedJam sealed;
  const auto request = sealed.jam.Opinion(sealed.jam.NewAuthor(), "one");
  sealed.Seal({request});
  const auto& reader = sealed.organisation.reader(0).public_key();
  auto inbox = InboxOf(sealed.campaign(), reader, testing::kSpeakingOpens);
  ASSERT_EQ(inbox.size(), 1u);
  EXPECT_EQ(inbox[0].submission_hash, request.submission.body.SubmissionHash());
  EXPECT_EQ(inbox[0].answer, nullptr);
  EXPECT_FALSE(inbox[0].overdue);
  const Day late = inbox[0].sealed + sealed.jam.draft().clocks.answer + 1;
  EXPECT_TRUE(InboxOf(sealed.campaign(), reader, late)[0].overdue);
  EXPECT_TRUE(InboxOf(sealed.campaign(), sealed.organisation.stranger().public_key(), late).empty());
}

TEST(Inbox, AWithheldTextIsNeverOverdue) {
  SealedJam sealed;
  sealed.Seal({sealed.jam.Opinion(sealed.jam.NewAuthor(), "lonely")}, /*withheld=*/true);
  const auto inbox =
      InboxOf(sealed.campaign(), sealed.organisation.reader(0).public_key(), 30000);
  ASSERT_EQ(inbox.size(), 1u);
  EXPECT_TRUE(inbox[0].withheld);
  EXPECT_FALSE(inbox[0].overdue);
}

}  // namespace
}  // namespace candor::services::leader
