// Proofs of authorship: author and verifier agree, everything in the claim counts, and a verifier can make
// whatever an author can.
#include "crypto/authorship.h"

#include <gtest/gtest.h>

#include <functional>

#include "crypto/actor_kem.h"
#include "tests/support/matchers.h"

namespace candor::crypto {
namespace {

using ::candor::testing::StatusIs;

// Of libsodium's published test of the conversion (ed25519_convert), seed first.
constexpr std::string_view kSeed = "421151a459faeade3d247115f94aedae42318124095afabe4d1451a559faedee";
constexpr std::string_view kCurvePublic = "f1814f0e8ff1043d8a44d25babff3cedcae6c22c3edaa48f857ae70de2baae50";
constexpr std::string_view kCurvePrivate = "8052030376d47112be7f73ed7a019293dd12ad910b654455798b4667d73de166";

ByteArray<32> Array(std::string_view hex) {
  ByteArray<32> out;
  const Bytes bytes = HexDecode(hex).value();
  std::ranges::copy(bytes, out.begin());
  return out;
}

TEST(ActorKem, ConvertsAsPublished) {
  const auto key = SigningKey::FromSeed(Array(kSeed));
  const auto converted = ActorKemKey(key.verify_key());
  ASSERT_OK(converted);
  EXPECT_EQ(HexEncode(converted->bytes), kCurvePublic);
  EXPECT_EQ(HexEncode(ActorKemKey(key).Export().ExposeSecret()), kCurvePrivate);
  EXPECT_EQ(ActorKemKey(key).public_key(), *converted);
}

TEST(ActorKem, WhatIsNoPointOfTheGroupIsRefused) {
  // The identity, a point of order 2, and a y that is on no point.
  VerifyKey identity, order_two, off;
  identity.bytes[0] = 1;
  order_two.bytes.fill(0xff);
  order_two.bytes[0] = 0xec;
  order_two.bytes[31] = 0x7f;
  off.bytes[0] = 2;
  for (const VerifyKey& key : {identity, order_two, off}) {
    EXPECT_THAT(ActorKemKey(key), StatusIs(absl::StatusCode::kInvalidArgument)) << HexEncode(key.bytes);
  }
}

class Authorship : public ::testing::Test {
 protected:
  Authorship()
      : random_(5),
        verifier_(SigningKey::Generate(random_)),
        thread_(DeriveThreadKeys(ReceiptCode::Generate(random_), Bytes(16, 7), Purpose::kVoice)),
        claim_{.campaign_id = {1},
               .thread_key = thread_.signing.verify_key(),
               .thread_kem_key = thread_.kem.public_key(),
               .verifier = verifier_.verify_key(),
               .challenge = {9}} {}

  DeterministicRandomForTesting random_;
  SigningKey verifier_;
  ThreadKeys thread_;
  AuthorshipClaim claim_;
};

TEST_F(Authorship, TheVerifierMakesTheSameTagAndSoCanPretend) {
  const auto made = MakeAuthorshipTag(claim_, thread_.kem);
  ASSERT_OK(made);
  // Without any secret of the author's: whoever is shown the tag cannot tell which of the two made it.
  const auto pretended = ExpectedAuthorshipTag(claim_, verifier_);
  ASSERT_OK(pretended);
  EXPECT_TRUE(SameTag(*made, *pretended));
}

TEST_F(Authorship, ABystanderWithKeysOfTheirOwnMakesAnother) {
  const auto made = MakeAuthorshipTag(claim_, thread_.kem);
  ASSERT_OK(made);
  const auto other_thread = DeriveThreadKeys(ReceiptCode::Generate(random_), Bytes(16, 7), Purpose::kVoice);
  EXPECT_FALSE(SameTag(*made, MakeAuthorshipTag(claim_, other_thread.kem).value()));
  EXPECT_FALSE(SameTag(*made, ExpectedAuthorshipTag(claim_, SigningKey::Generate(random_)).value()));
}

TEST_F(Authorship, EverythingInTheClaimCounts) {
  const auto made = ExpectedAuthorshipTag(claim_, verifier_).value();
  const std::function<void(AuthorshipClaim&)> changes[] = {
      [](auto& claim) { claim.campaign_id[15] ^= 1; }, [](auto& claim) { claim.thread_key.bytes[0] ^= 1; },
      [](auto& claim) { claim.verifier.bytes[31] ^= 1; }, [](auto& claim) { claim.challenge[31] ^= 1; },
      // Another encoding of the same point: bit 255 is no part of it, and is bound all the same.
      [](auto& claim) { claim.thread_kem_key.bytes[31] ^= 0x80; }};
  for (const auto& change : changes) {
    AuthorshipClaim other = claim_;
    change(other);
    EXPECT_FALSE(SameTag(made, ExpectedAuthorshipTag(other, verifier_).value()));
  }
}

TEST_F(Authorship, AThreadKeyOfLowOrderIsRefused) {
  claim_.thread_kem_key = {};
  EXPECT_THAT(ExpectedAuthorshipTag(claim_, verifier_), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace candor::crypto
