// The foundation of crypto/: codec, labels, hashes, key derivation, signatures, secrets,
// randomness, AEAD and X25519, against the facts that RFCs print and tables of bad input.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include <concepts>
#include <csignal>
#include <map>
#include <numeric>
#include <ostream>
#include <string_view>
#include <type_traits>

#include "base/bytes.h"
#include "crypto/aead.h"
#include "crypto/codec.h"
#include "crypto/commitment.h"
#include "crypto/ed25519.h"
#include "crypto/hash.h"
#include "crypto/hkdf.h"
#include "crypto/labels.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "crypto/x25519.h"
#include "tests/support/matchers.h"

namespace candor::crypto {
namespace {

using namespace std::string_view_literals;
using ::candor::testing::IsOkAndHolds;
using ::candor::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const auto kAborts = ::testing::KilledBySignal(SIGABRT);

Bytes FromHex(std::string_view digits) {
  auto bytes = HexDecode(digits);
  EXPECT_TRUE(bytes.ok()) << digits;
  return bytes.ok() ? *bytes : Bytes();
}

template <std::size_t N>
ByteArray<N> ArrayFromHex(std::string_view digits) {
  auto array = ToArray<N>(FromHex(digits));
  EXPECT_TRUE(array.ok()) << digits;
  return array.ok() ? *array : ByteArray<N>{};
}

Bytes Counting(std::uint8_t first, std::size_t size) {
  Bytes out(size);
  std::iota(out.begin(), out.end(), first);
  return out;
}

// --- codec ---------------------------------------------------------------------------------------

TEST(Codec, IntegersAreBigEndian) {
  Writer out;
  out.U8(0x01).U16(0x0203).U32(0x04050607).U64(0x08090a0b0c0d0e0f);
  EXPECT_EQ(HexEncode(out.view()), "0102030405060708090a0b0c0d0e0f");
  Reader in(out.view());
  EXPECT_EQ(in.U8(), 0x01);
  EXPECT_EQ(in.U16(), 0x0203);
  EXPECT_EQ(in.U32(), 0x04050607u);
  EXPECT_EQ(in.U64(), 0x08090a0b0c0d0e0fu);
  EXPECT_OK(in.Finish("numbers"));
}

TEST(Codec, LengthsStandBeforeTheirBytes) {
  Writer out;
  out.Opaque8(Bytes{1, 2}).Opaque16(Bytes{3}).Opaque24(Bytes{}).Text8("é").Text16("z").Fixed(
      Bytes{9, 9});
  EXPECT_EQ(HexEncode(out.view()), "020102000103000000" "02c3a9" "00017a" "0909");
  Reader in(out.view());
  EXPECT_THAT(in.Opaque8(), ElementsAre(1, 2));
  EXPECT_THAT(in.Opaque16(), ElementsAre(3));
  EXPECT_THAT(in.Opaque24(), ElementsAre());
  EXPECT_EQ(in.Text8(), "é");
  EXPECT_EQ(in.Text16(), "z");
  EXPECT_THAT(in.Fixed<2>(), ElementsAre(9, 9));
  EXPECT_TRUE(in.AtEnd());
  EXPECT_OK(in.Finish("fields"));
}

TEST(Codec, TheLongestOpaquesGoRound) {
  const Bytes longest8(0xff, 7);
  const Bytes longest16(0xffff, 8);
  const Bytes large24(0x012345, 9);
  Writer out;
  out.Opaque8(longest8).Opaque16(longest16).Opaque24(large24);
  Reader in(out.view());
  EXPECT_TRUE(Equal(in.Opaque8(), longest8));
  EXPECT_TRUE(Equal(in.Opaque16(), longest16));
  EXPECT_TRUE(Equal(in.Opaque24(), large24));
  EXPECT_OK(in.Finish("fields"));
}

TEST(CodecDeathTest, AWriterAbortsOnAFieldThatItsPrefixCannotHold) {
  EXPECT_EXIT(Writer().Opaque8(Bytes(0x100)), kAborts, "");
  EXPECT_EXIT(Writer().Opaque16(Bytes(0x10000)), kAborts, "");
}

TEST(Codec, EveryTruncationIsRefused) {
  Writer out;
  out.U8(1).U16(2).U32(3).U64(4).Opaque8(Bytes{5}).Opaque16(Bytes{6}).Opaque24(Bytes{7}).Text8("t");
  for (std::size_t size = 0; size < out.view().size(); ++size) {
    Reader in(out.view().first(size));
    in.U8(), in.U16(), in.U32(), in.U64(), in.Opaque8(), in.Opaque16(), in.Opaque24(), in.Text8();
    EXPECT_THAT(in.Finish("record"), StatusIs(absl::StatusCode::kInvalidArgument,
                                              HasSubstr("record: ends too early")))
        << size;
  }
}

TEST(Codec, TrailingBytesAreRefused) {
  const Bytes bytes = {1, 2};
  Reader in(bytes);
  in.U8();
  EXPECT_THAT(in.Finish("record"),
              StatusIs(absl::StatusCode::kInvalidArgument, "record: trailing bytes"));
}

TEST(Codec, LengthsOutsideTheirRangeAreRefused) {
  const Bytes two = {2, 'a', 'b'};
  EXPECT_OK([&] { Reader in(two); in.Opaque8(2, 2); return in.Finish("x"); }());
  for (const auto& [min, max] : {std::pair{3, 9}, std::pair{0, 1}}) {
    Reader in(two);
    in.Opaque8(static_cast<std::size_t>(min), static_cast<std::size_t>(max));
    EXPECT_THAT(in.Finish("x"), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("range")));
  }
}

TEST(Codec, TheFirstErrorIsKeptAndTheRestReadsAsNothing) {
  const Bytes bytes = {2, 0, 0, 0, 5};
  Reader in(bytes);
  in.Bool();
  EXPECT_FALSE(in.ok());
  EXPECT_EQ(in.U32(), 0u);
  EXPECT_TRUE(in.Opaque8().empty());
  in.Fail("another reason");
  EXPECT_THAT(in.Finish("x"), StatusIs(absl::StatusCode::kInvalidArgument,
                                       "x: a truth value is neither 0 nor 1"));
}

TEST(Codec, TextIsUtf8WithoutZero) {
  for (const std::string_view bad : {"\x01\xff"sv, "\x02\xc3("sv, "\x01\0"sv, "\x03" "a\0b"sv}) {
    Reader in(AsBytes(bad));
    in.Text8();
    EXPECT_THAT(in.Finish("x"), StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

TEST(Utf8, AcceptsEveryWellFormedRange) {
  for (const std::string_view good : {
           ""sv, "plain"sv, "\0"sv, "\x7f"sv, "\xc2\x80"sv, "\xdf\xbf"sv, "\xe0\xa0\x80"sv,
           "\xed\x9f\xbf"sv, "\xee\x80\x80"sv, "\xef\xbf\xbf"sv, "\xf0\x90\x80\x80"sv,
           "\xf0\x9f\x98\x80"sv, "\xf4\x8f\xbf\xbf"sv, "مرحبا שלום 日本語 e\xcc\x81"sv}) {
    EXPECT_TRUE(IsUtf8(AsBytes(good))) << HexEncode(AsBytes(good));
  }
}

TEST(Utf8, RefusesEveryMalformedKind) {
  for (const std::string_view bad : {
           "\x80"sv,              // a continuation without a lead
           "\xc2"sv,              // a lead without its continuation
           "\xe2\x82"sv,          // truncated
           "\xf0\x9f\x98"sv,      // truncated
           "\xc2\x41"sv,          // not a continuation
           "\xe2\x82\xc2\x80"sv,  // a lead where a continuation belongs
           "\xc0\x80"sv,          // overlong zero
           "\xc1\xbf"sv,          // overlong
           "\xe0\x9f\xbf"sv,      // overlong
           "\xf0\x8f\xbf\xbf"sv,  // overlong
           "\xed\xa0\x80"sv,      // a surrogate
           "\xed\xbf\xbf"sv,      // a surrogate
           "\xf4\x90\x80\x80"sv,  // beyond U+10FFFF
           "\xf5\x80\x80\x80"sv,  // beyond U+10FFFF
           "\xf8\x88\x80\x80\x80"sv, "\xfe"sv, "\xff"sv, "ok\x80"sv}) {
    EXPECT_FALSE(IsUtf8(AsBytes(bad))) << HexEncode(AsBytes(bad));
  }
}

// --- labels --------------------------------------------------------------------------------------

std::vector<Bytes> AllLabels() {
  std::vector<Bytes> out;
  for (int i = 0; i < static_cast<int>(Label::kCount); ++i) {
    out.push_back(ToBytes(LabelBytes(static_cast<Label>(i))));
  }
  return out;
}

bool IsPrefix(const Bytes& a, const Bytes& b) {
  return a.size() <= b.size() && std::equal(a.begin(), a.end(), b.begin());
}

bool HasPrefixPair(const std::vector<Bytes>& labels) {
  for (std::size_t i = 0; i < labels.size(); ++i) {
    for (std::size_t j = 0; j < labels.size(); ++j) {
      if (i != j && IsPrefix(labels[i], labels[j])) return true;
    }
  }
  return false;
}

TEST(Labels, HaveOneForm) {
  ASSERT_GT(AllLabels().size(), 40u);
  for (const auto& label : AllLabels()) {
    EXPECT_THAT(std::string(AsText(label)), ::testing::StartsWith("candor/"));
    EXPECT_TRUE(AsText(label).ends_with("/v1\0"sv));
    EXPECT_EQ(std::ranges::count(label, 0), 1);
  }
}

TEST(Labels, NoTwoAreEqualAndNoneIsAPrefixOfAnother) {
  std::vector<Bytes> labels = AllLabels();
  EXPECT_FALSE(HasPrefixPair(labels));
  // The control: the same check finds a doubled and a shortened label.
  labels.push_back(labels.front());
  EXPECT_TRUE(HasPrefixPair(labels));
  labels.back().pop_back();
  EXPECT_TRUE(HasPrefixPair(labels));
}

TEST(Labels, SeparateHashes) {
  EXPECT_NE(LabelledHash(Label::kDraft, {}), LabelledHash(Label::kCampaign, {}));
  EXPECT_EQ(LabelledHash(Label::kDraft, {AsBytes("x")}), Sha256({AsBytes("candor/draft/v1\0x"sv)}));
}

// --- hash, HMAC, HKDF ----------------------------------------------------------------------------

TEST(Sha256, KnowsThePublishedDigests) {  // FIPS 180-4 examples
  EXPECT_EQ(HexEncode(Sha256({})),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(HexEncode(Sha256({AsBytes("abc")})),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(
      HexEncode(Sha256({AsBytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")})),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(HexEncode(Sha256({Bytes(1000000, 'a')})),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, PartsAreConcatenated) {
  EXPECT_EQ(Sha256({AsBytes("a"), {}, AsBytes("bc")}), Sha256({AsBytes("abc")}));
}

TEST(Hmac, KnowsRfc4231) {
  EXPECT_EQ(HexEncode(HmacSha256(Bytes(20, 0x0b), {AsBytes("Hi There")})),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(HexEncode(HmacSha256(AsBytes("Jefe"),
                                 {AsBytes("what do ya want "), AsBytes("for nothing?")})),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(HexEncode(HmacSha256(
                Bytes(131, 0xaa),
                {AsBytes("Test Using Larger Than Block-Size Key - Hash Key First")})),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

struct HkdfCase {
  Bytes ikm, salt, info;
  std::string_view prk, okm;
};

TEST(Hkdf, KnowsRfc5869) {
  const HkdfCase cases[] = {
      {Bytes(22, 0x0b), Counting(0x00, 13), Counting(0xf0, 10),
       "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
       "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"},
      {Counting(0x00, 80), Counting(0x60, 80), Counting(0xb0, 80),
       "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
       "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e"
       "590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"},
      {Bytes(22, 0x0b), {}, {},
       "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
       "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"},
  };
  for (const auto& c : cases) {
    const auto prk = HkdfExtract(c.salt, c.ikm);
    EXPECT_EQ(HexEncode(prk.ExposeSecret()), c.prk);
    Bytes okm(c.okm.size() / 2);
    HkdfExpand(prk, {c.info}, okm);
    EXPECT_EQ(HexEncode(okm), c.okm);
  }
}

TEST(Hkdf, ALabelledDerivationIsExtractWithoutSaltAndExpandUnderTheLabel) {
  const Bytes ikm(32, 5);
  ByteArray<48> labelled{};
  LabelledDerive(ikm, Label::kThreadKey, {AsBytes("a"), AsBytes("b")}, labelled);
  ByteArray<48> by_hand{};
  HkdfExpand(HkdfExtract({}, ikm), {AsBytes("candor/thread-key/v1\0ab"sv)}, by_hand);
  EXPECT_EQ(labelled, by_hand);
  LabelledDerive(ikm, Label::kThreadKemKey, {AsBytes("ab")}, by_hand);
  EXPECT_NE(labelled, by_hand);
}

TEST(HkdfDeathTest, ExpandAbortsBeyondItsLimit) {
  Bytes longest(255 * 32);
  HkdfExpand(HkdfExtract({}, {}), {}, longest);
  Bytes too_long(255 * 32 + 1);
  EXPECT_EXIT(HkdfExpand(HkdfExtract({}, {}), {}, too_long), kAborts, "");
}

// --- commitments ---------------------------------------------------------------------------------

TEST(Commitment, OfAnEnvelopeIsALabelledHashOverSaltAndDigest) {
  CommitmentSalt salt{};
  salt.fill(7);
  const Bytes envelope(100, 3);
  EXPECT_EQ(EnvelopeCommitment(salt, envelope),
            Sha256({AsBytes("candor/commitment/v1\0"sv), salt, Sha256({envelope})}));
}

TEST(Commitment, ChangesWithEverythingItCommitsTo) {
  CommitmentSalt salt{};
  CommitmentSalt other_salt{1};
  EXPECT_NE(EnvelopeCommitment(salt, AsBytes("a")), EnvelopeCommitment(salt, AsBytes("b")));
  EXPECT_NE(EnvelopeCommitment(salt, AsBytes("a")), EnvelopeCommitment(other_salt, AsBytes("a")));
  EXPECT_EQ(PublicCommitment(salt, 3, "text"),
            Sha256({AsBytes("candor/public/v1\0"sv), salt, Bytes{3}, AsBytes("text")}));
  EXPECT_NE(PublicCommitment(salt, 2, "text"), PublicCommitment(salt, 3, "text"));
  EXPECT_NE(PublicCommitment(salt, 3, "text"), PublicCommitment(other_salt, 3, "text"));
  EXPECT_NE(PublicCommitment(salt, 3, "text"), PublicCommitment(salt, 3, "text "));
}

// --- Ed25519 -------------------------------------------------------------------------------------

TEST(Ed25519, KnowsRfc8032) {  // §7.1, tests 1 and 3
  const auto empty = SigningKey::FromSeed(ArrayFromHex<32>(
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
  EXPECT_EQ(HexEncode(empty.verify_key().bytes),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(HexEncode(empty.SignRaw({})),
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
  const auto two = SigningKey::FromSeed(ArrayFromHex<32>(
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"));
  EXPECT_EQ(HexEncode(two.SignRaw(FromHex("af82"))),
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
}

TEST(Ed25519, ASignatureHoldsForItsLabelBodyAndKeyOnly) {
  DeterministicRandomForTesting random(1);
  const auto key = SigningKey::Generate(random);
  const auto other = SigningKey::Generate(random);
  const Signature signature = key.Sign(Label::kSubmission, AsBytes("body"));
  EXPECT_OK(Verify(key.verify_key(), Label::kSubmission, AsBytes("body"), signature));
  EXPECT_OK(VerifyRaw(key.verify_key(), AsBytes("candor/submission/v1\0body"sv), signature));
  const auto refused = StatusIs(absl::StatusCode::kUnauthenticated);
  EXPECT_THAT(Verify(key.verify_key(), Label::kPromise, AsBytes("body"), signature), refused);
  EXPECT_THAT(Verify(key.verify_key(), Label::kSubmission, AsBytes("bodY"), signature), refused);
  EXPECT_THAT(Verify(other.verify_key(), Label::kSubmission, AsBytes("body"), signature), refused);
  for (std::size_t i = 0; i < signature.size(); ++i) {
    Signature flipped = signature;
    flipped[i] ^= 0x01;
    EXPECT_THAT(Verify(key.verify_key(), Label::kSubmission, AsBytes("body"), flipped), refused);
  }
}

TEST(Ed25519, TheSeedIsAllThereIsToAKey) {
  DeterministicRandomForTesting random(2);
  const auto key = SigningKey::Generate(random);
  const auto again = SigningKey::FromSeed(key.ExportSeed().ExposeSecret());
  EXPECT_EQ(again.verify_key(), key.verify_key());
  EXPECT_EQ(again.SignRaw(AsBytes("m")), key.SignRaw(AsBytes("m")));
}

// Adds the group's order L to S: the same equation, another encoding.
Signature WithNonCanonicalS(Signature signature) {
  const Bytes order =
      FromHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += signature[32 + i] + order[i];
    signature[32 + i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
  return signature;
}

TEST(Ed25519, NonCanonicalSIsRefused) {
  DeterministicRandomForTesting random(3);
  const auto key = SigningKey::Generate(random);
  const Signature signature = key.SignRaw(AsBytes("m"));
  ASSERT_OK(VerifyRaw(key.verify_key(), AsBytes("m"), signature));
  EXPECT_THAT(VerifyRaw(key.verify_key(), AsBytes("m"), WithNonCanonicalS(signature)),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST(Ed25519, ASmallOrderKeyVerifiesNothing) {
  // Under the neutral element as key, any S and R = S·B satisfy the equation for any message; R is
  // of full order, so that nothing but the key can be the reason to refuse.
  const auto scalar = ArrayFromHex<32>(
      "0500000000000000000000000000000000000000000000000000000000000000");
  Signature universal{};
  ASSERT_EQ(crypto_scalarmult_ed25519_base_noclamp(universal.data(), scalar.data()), 0);
  std::ranges::copy(scalar, universal.begin() + 32);
  // 1, and the non-canonical forms of the same point: 1 + p, and either with the sign bit set.
  for (const auto* point : {
           "0100000000000000000000000000000000000000000000000000000000000000",
           "0100000000000000000000000000000000000000000000000000000000000080",
           "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
           "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"}) {
    EXPECT_THAT(VerifyRaw(VerifyKey{ArrayFromHex<32>(point)}, AsBytes("anything"), universal),
                StatusIs(absl::StatusCode::kUnauthenticated))
        << point;
  }
}

// --- X25519 --------------------------------------------------------------------------------------

TEST(X25519, KnowsRfc7748) {
  const auto scalar = KemPrivateKey::FromBytes(ArrayFromHex<32>(  // §5.2
      "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"));
  ASSERT_OK_AND_ASSIGN(const SharedSecret out,
                       X25519(scalar, KemPublicKey{ArrayFromHex<32>(
                                          "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6"
                                          "d0ab1c4c")}));
  EXPECT_EQ(HexEncode(out.ExposeSecret()),
            "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
}

TEST(X25519, KnowsRfc7748sIteration) {  // §5.2
  ByteArray<32> scalar{9};
  ByteArray<32> point{9};
  for (int i = 1; i <= 1000; ++i) {
    ASSERT_OK_AND_ASSIGN(const SharedSecret out,
                         X25519(KemPrivateKey::FromBytes(scalar), KemPublicKey{point}));
    point = scalar;
    std::ranges::copy(out.ExposeSecret(), scalar.begin());
    if (i == 1) {
      EXPECT_EQ(HexEncode(scalar),
                "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079");
    }
  }
  EXPECT_EQ(HexEncode(scalar), "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51");
}

TEST(X25519, BothSidesAgree) {
  DeterministicRandomForTesting random(4);
  const auto alice = KemPrivateKey::Generate(random);
  const auto bob = KemPrivateKey::Generate(random);
  ASSERT_OK_AND_ASSIGN(const SharedSecret a, X25519(alice, bob.public_key()));
  ASSERT_OK_AND_ASSIGN(const SharedSecret b, X25519(bob, alice.public_key()));
  EXPECT_TRUE(ConstantTimeEqual(a.ExposeSecret(), b.ExposeSecret()));
}

TEST(X25519, AKeyIsExportedAsItWasGiven) {
  ByteArray<32> unclamped;
  unclamped.fill(0xff);
  const auto key = KemPrivateKey::FromBytes(unclamped);
  EXPECT_TRUE(Equal(key.Export().ExposeSecret(), unclamped));
  EXPECT_EQ(KemPrivateKey::FromBytes(key.Export().ExposeSecret()).public_key(), key.public_key());
  static_assert(!std::copy_constructible<KemPrivateKey> && std::move_constructible<KemPrivateKey>);
  static_assert(!std::equality_comparable<KemPrivateKey>);
}

TEST(X25519, EveryPointOfLowOrderIsRefused) {
  DeterministicRandomForTesting random(5);
  const auto key = KemPrivateKey::Generate(random);
  for (const auto* point : {
           "0000000000000000000000000000000000000000000000000000000000000000",
           "0100000000000000000000000000000000000000000000000000000000000000",
           "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
           "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
           "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
           "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
           "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
    KemPublicKey low{ArrayFromHex<32>(point)};
    EXPECT_THAT(X25519(key, low), StatusIs(absl::StatusCode::kInvalidArgument)) << point;
    low.bytes[31] |= 0x80;  // the bit that the function ignores
    EXPECT_THAT(X25519(key, low), StatusIs(absl::StatusCode::kInvalidArgument)) << point;
  }
}

// --- AEAD ----------------------------------------------------------------------------------------

constexpr std::string_view kSunscreen =
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
    "sunscreen would be it.";

TEST(Aead, ChaCha20Poly1305KnowsRfc8439) {  // §2.8.2
  const auto key = ArrayFromHex<32>(HexEncode(Counting(0x80, 32)));
  const auto nonce = ArrayFromHex<12>("070000004041424344454647");
  const Bytes aad = FromHex("50515253c0c1c2c3c4c5c6c7");
  const Bytes sealed = ChaCha20Poly1305Seal(key, nonce, aad, AsBytes(kSunscreen));
  EXPECT_EQ(HexEncode(ByteView(sealed).first(16)), "d31a8d34648e60db7b86afbc53ef7ec2");
  EXPECT_EQ(HexEncode(ByteView(sealed).last(16)), "1ae10b594f09e26a7e902ecbd0600691");
  ASSERT_OK_AND_ASSIGN(const SecretBytes opened, ChaCha20Poly1305Open(key, nonce, aad, sealed));
  EXPECT_EQ(AsText(opened.ExposeSecret()), kSunscreen);
}

TEST(Aead, XChaCha20Poly1305KnowsItsDraft) {  // draft-irtf-cfrg-xchacha-03, A.3.1
  const auto key = ArrayFromHex<32>(HexEncode(Counting(0x80, 32)));
  const auto nonce = ArrayFromHex<24>(HexEncode(Counting(0x40, 24)));
  const Bytes aad = FromHex("50515253c0c1c2c3c4c5c6c7");
  const Bytes sealed = XChaCha20Poly1305Seal(key, nonce, aad, AsBytes(kSunscreen));
  EXPECT_EQ(HexEncode(ByteView(sealed).first(16)), "bd6d179d3e83d43b9576579493c0e939");
  EXPECT_EQ(HexEncode(ByteView(sealed).last(16)), "c0875924c1c7987947deafd8780acf49");
  ASSERT_OK_AND_ASSIGN(const SecretBytes opened, XChaCha20Poly1305Open(key, nonce, aad, sealed));
  EXPECT_EQ(AsText(opened.ExposeSecret()), kSunscreen);
}

template <class Seal, class Open, class Key, class Nonce>
void ExpectEveryChangeIsRefused(Seal seal, Open open, const Key& key, const Nonce& nonce) {
  const auto refused = StatusIs(absl::StatusCode::kUnauthenticated);
  const Bytes sealed = seal(key, nonce, AsBytes("aad"), AsBytes("text"));
  EXPECT_OK(open(key, nonce, AsBytes("aad"), sealed));
  EXPECT_THAT(open(key, nonce, AsBytes("aaD"), sealed), refused);
  EXPECT_THAT(open(key, nonce, {}, sealed), refused);
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_THAT(open(key, nonce, AsBytes("aad"), ByteView(sealed).first(size)), refused);
  }
  EXPECT_THAT(open(key, nonce, AsBytes("aad"), Concat({sealed, Bytes{0}})), refused);
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    Bytes flipped = sealed;
    flipped[i] ^= 0x80;
    EXPECT_THAT(open(key, nonce, AsBytes("aad"), flipped), refused);
  }
  Key other_key = key;
  other_key[0] ^= 1;
  EXPECT_THAT(open(other_key, nonce, AsBytes("aad"), sealed), refused);
  Nonce other_nonce = nonce;
  other_nonce[0] ^= 1;
  EXPECT_THAT(open(key, other_nonce, AsBytes("aad"), sealed), refused);
  const Bytes empty = seal(key, nonce, {}, {});
  EXPECT_EQ(empty.size(), kAeadTagSize);
  ASSERT_OK_AND_ASSIGN(const SecretBytes opened, open(key, nonce, {}, empty));
  EXPECT_TRUE(opened.empty());
}

TEST(Aead, EveryChangeIsRefused) {
  ExpectEveryChangeIsRefused(ChaCha20Poly1305Seal, ChaCha20Poly1305Open, ByteArray<32>{1},
                             ChaChaNonce{2});
  ExpectEveryChangeIsRefused(XChaCha20Poly1305Seal, XChaCha20Poly1305Open, ByteArray<32>{1},
                             XChaChaNonce{2});
  ExpectEveryChangeIsRefused(Aes128GcmSealForTesting, Aes128GcmOpenForTesting, ByteArray<16>{1},
                             ByteArray<12>{2});
}

// --- secrets -------------------------------------------------------------------------------------

using Guarded = Secret<32, struct GuardedRole>;
using OtherGuarded = Secret<32, struct OtherGuardedRole>;
using Scratch = ScratchSecret<32, struct ScratchRole>;

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) { out << value; };

template <class T>
constexpr bool kKeepsToItself = !std::is_copy_constructible_v<T> && !std::is_copy_assignable_v<T> &&
                                std::is_nothrow_move_constructible_v<T> &&
                                !std::equality_comparable<T> && !Streamable<T>;
static_assert(kKeepsToItself<Guarded>);
static_assert(kKeepsToItself<Scratch>);
static_assert(kKeepsToItself<SecretBytes>);
static_assert(!kKeepsToItself<Bytes>, "the control: an ordinary type does not pass");
static_assert(!std::is_convertible_v<Guarded, OtherGuarded>, "roles are types");
static_assert(!std::is_constructible_v<OtherGuarded, Guarded&&>, "roles are types");

TEST(Secret, PrintsNothingOfItself) {
  ByteArray<32> bytes;
  bytes.fill('S');
  EXPECT_EQ(::testing::PrintToString(Guarded::Copy(bytes)), "[secret]");
  EXPECT_EQ(::testing::PrintToString(Scratch::Copy(bytes)), "[secret]");
  EXPECT_EQ(::testing::PrintToString(SecretBytes::Copy(bytes)), "[secret]");
  // The control: googletest prints what has no PrintTo.
  EXPECT_THAT(::testing::PrintToString(bytes), HasSubstr("S"));
}

TEST(Secret, HoldsWhatItWasGiven) {
  const ByteArray<32> bytes = {1, 2, 3};
  EXPECT_TRUE(Equal(Guarded::Copy(bytes).ExposeSecret(), bytes));
  EXPECT_TRUE(Equal(Scratch::Copy(bytes).ExposeSecret(), bytes));
  EXPECT_TRUE(Equal(SecretBytes::Copy(bytes).ExposeSecret(), bytes));
  const auto made =
      Guarded::Make([](std::span<std::uint8_t, 32> out) { std::ranges::fill(out, 9); });
  EXPECT_EQ(made.ExposeSecret()[31], 9);
  DeterministicRandomForTesting random(6);
  const auto drawn = Guarded::Random(random);
  EXPECT_FALSE(Equal(drawn.ExposeSecret(), Guarded::Random(random).ExposeSecret()));
  const SecretBytes text = SecretBytes::Copy(bytes);
  EXPECT_TRUE(Equal(text.Clone().ExposeSecret(), text.ExposeSecret()));
}

TEST(Secret, TheSourceOfAMoveIsEmptyHanded) {
  const ByteArray<32> bytes = {1, 2, 3};
  auto scratch = Scratch::Copy(bytes);
  const Scratch moved = std::move(scratch);
  EXPECT_TRUE(Equal(moved.ExposeSecret(), bytes));
  EXPECT_TRUE(Equal(scratch.ExposeSecret(), ByteArray<32>{}));  // NOLINT(bugprone-use-after-move)
  auto text = SecretBytes::Copy(bytes);
  const SecretBytes moved_text = std::move(text);
  EXPECT_EQ(moved_text.size(), 32u);
  EXPECT_TRUE(text.empty());  // NOLINT(bugprone-use-after-move)
}

TEST(Secret, ScratchMemoryIsWipedAtTheEndOfItsLife) {
  alignas(Scratch) std::array<std::byte, sizeof(Scratch)> memory;
  memory.fill(std::byte{0x55});
  ByteArray<32> bytes;
  bytes.fill(0xaa);
  auto* const secret = new (memory.data()) Scratch(Scratch::Copy(bytes));
  EXPECT_EQ(memory.front(), std::byte{0xaa});
  secret->~Scratch();
  EXPECT_THAT(memory, ::testing::Each(std::byte{0}));
}

TEST(Secret, ComparesInConstantTimeOnly) {
  EXPECT_TRUE(ConstantTimeEqual(Bytes{1, 2}, Bytes{1, 2}));
  EXPECT_FALSE(ConstantTimeEqual(Bytes{1, 2}, Bytes{1, 3}));
  EXPECT_FALSE(ConstantTimeEqual(Bytes{1, 2}, Bytes{1}));
  EXPECT_TRUE(ConstantTimeEqual({}, {}));
}

TEST(Secret, WipeLeavesZeroes) {
  Bytes bytes(5, 7);
  Wipe(bytes);
  EXPECT_EQ(bytes, Bytes(5, 0));
  Wipe({});
}

// --- randomness ----------------------------------------------------------------------------------

// Gives out the numbers it is told, eight bytes each.
class ScriptedRandom final : public RandomSource {
 public:
  explicit ScriptedRandom(std::vector<std::uint64_t> numbers) : numbers_(std::move(numbers)) {}
  void Fill(std::span<std::uint8_t> out) override {
    Writer number;
    number.U64(numbers_.at(next_++));
    ASSERT_EQ(out.size(), number.view().size());
    std::ranges::copy(number.view(), out.begin());
  }
  std::size_t drawn() const { return next_; }

 private:
  std::vector<std::uint64_t> numbers_;
  std::size_t next_ = 0;
};

TEST(Random, UniformRejectsTheValuesThatWouldFavourSmallResults) {
  // 2^64 mod 10 = 6: the six lowest values are drawn again.
  ScriptedRandom random({0, 5, 6});
  EXPECT_EQ(random.Uniform(10), 6u);
  EXPECT_EQ(random.drawn(), 3u);
  ScriptedRandom power_of_two({0});
  EXPECT_EQ(power_of_two.Uniform(8), 0u);
  ScriptedRandom highest({~std::uint64_t{0}});
  EXPECT_EQ(highest.Uniform(10), 5u);
  ScriptedRandom only({17});
  EXPECT_EQ(only.Uniform(1), 0u);
}

TEST(Random, UniformGivesEveryResultAboutEquallyOften) {
  DeterministicRandomForTesting random(7);
  std::map<std::uint64_t, int> counts;
  for (int i = 0; i < 6000; ++i) ++counts[random.Uniform(6)];
  ASSERT_EQ(counts.size(), 6u);
  for (const auto& [value, count] : counts) EXPECT_NEAR(count, 1000, 150) << value;
}

TEST(Random, ShuffleGivesEveryOrderAboutEquallyOften) {
  DeterministicRandomForTesting random(8);
  std::map<std::vector<int>, int> counts;
  for (int i = 0; i < 6000; ++i) {
    std::vector<int> items = {1, 2, 3};
    random.Shuffle(items);
    ++counts[items];
  }
  ASSERT_EQ(counts.size(), 6u);
  for (const auto& [order, count] : counts) EXPECT_NEAR(count, 1000, 150);
}

TEST(Random, ShuffleOfNothingOrOneDrawsNothing) {
  ScriptedRandom random({});
  std::vector<int> none;
  random.Shuffle(none);
  std::vector<int> one = {1};
  random.Shuffle(one);
  EXPECT_EQ(one, std::vector<int>{1});
  EXPECT_EQ(random.drawn(), 0u);
}

TEST(Random, TheTestSourceRepeatsAndTheSystemsDoesNot) {
  DeterministicRandomForTesting a(9), b(9), c(10);
  const auto first = a.Array<40>();
  EXPECT_EQ(first, b.Array<40>());
  EXPECT_NE(first, c.Array<40>());
  EXPECT_NE(first, a.Array<40>());
  SystemRandom system;
  EXPECT_NE(system.Array<32>(), system.Array<32>());
}

}  // namespace
}  // namespace candor::crypto
