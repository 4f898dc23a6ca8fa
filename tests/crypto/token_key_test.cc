// Token keys of type 0x0002: the one encoding, what is refused, and the key proof.
#include "crypto/token_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <string_view>

#include "crypto/hash.h"
#include "tests/crypto/rsa_testing.h"
#include "tests/support/matchers.h"

namespace candor::crypto {
namespace {

using ::candor::testing::IsOkAndHolds;
using ::candor::testing::StatusIs;
using testing::Add;
using testing::AKey;
using testing::AnotherKey;
using testing::Divide;
using testing::FromHex;
using testing::InverseModulo;
using testing::Modulo;
using testing::Multiply;
using testing::PowerModulo;
using testing::Small;
using testing::Subtract;

const Bytes kExponent = {1, 0, 1};

// RFC 9578, appendix B.2: the issuer's key.
constexpr std::string_view kRfcPrefix =
    "30820152303d06092a864886f70d01010a3030a00d300b0609608648016503040202a11a301806092a86"
    "4886f70d010108300b0609608648016503040202a2030201300382010f003082010a0282010100";
constexpr std::string_view kRfcModulus =
    "cb1aed6b6a95f5b1ce013a4cfcab25b94b2e64a23034e4250a7eab43c0df3a8c12993af12b111908d4b4"
    "71bec31d4b6c9ad9cdda90612a2ee903523e6de5a224d6b02f09e5c374d0cfe01d8f529c500a78a2f679"
    "08fa682b5a2b430c81eaf1af72d7b5e794fc98a3139276879757ce453b526ef9bf6ceb99979b8423b90f"
    "4461a22af37aab0cf5733f7597abe44d31c732db68a181c6cbbe607d8c0e52e0655fd9996dc584eca0be"
    "87afbcd78a337d17b1dba9e828bbd81e291317144e7ff89f55619709b096cbb9ea474cead264c2073fe4"
    "9740c01f00e109106066983d21e5f83f086e2e823c879cd43cef700d2a352a9babd612d03cad02db134b"
    "7e225a5f";
constexpr std::string_view kRfcSuffix = "0203010001";
constexpr std::string_view kRfcKeyId =
    "ca572f8982a9ca248a3056186322d93ca147266121ddeb5632c07f1f71cd2708";

Bytes RfcSpki() {
  return Concat({FromHex(kRfcPrefix), FromHex(kRfcModulus), FromHex(kRfcSuffix)});
}

TEST(TokenPublicKey, ReadsTheKeyThatTheRfcPrints) {
  ASSERT_OK_AND_ASSIGN(const auto key, TokenPublicKey::Parse(RfcSpki()));
  EXPECT_TRUE(Equal(key.spki(), RfcSpki()));
  EXPECT_TRUE(Equal(key.id(), FromHex(kRfcKeyId)));
  EXPECT_TRUE(Equal(key.modulus(), FromHex(kRfcModulus)));
  EXPECT_EQ(key.rsa().exponent(), 65537u);
}

TEST(TokenPublicKey, RefusesEveryOtherByteAroundTheModulus) {
  const Bytes good = RfcSpki();
  for (std::size_t i = 0; i < good.size(); ++i) {
    if (i == 81) i += 256;
    for (const int flip : {0x01, 0x80, 0xff}) {
      Bytes bad = good;
      bad[i] = static_cast<std::uint8_t>(bad[i] ^ flip);
      EXPECT_THAT(TokenPublicKey::Parse(bad), StatusIs(absl::StatusCode::kInvalidArgument)) << i;
    }
  }
}

TEST(TokenPublicKey, RefusesTruncatedAndExtendedForms) {
  const Bytes good = RfcSpki();
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(TokenPublicKey::Parse(ByteView(good).first(size)).ok()) << size;
  }
  EXPECT_FALSE(TokenPublicKey::Parse(Concat({good, Small(0)})).ok());
  EXPECT_FALSE(TokenPublicKey::Parse(Concat({Small(0), good})).ok());
}

TEST(TokenPublicKey, RefusesAModulusThatIsEvenOrHasFewerBits) {
  Bytes even = RfcSpki();
  even[81 + 255] ^= 1;
  EXPECT_THAT(TokenPublicKey::Parse(even), StatusIs(absl::StatusCode::kInvalidArgument));
  Bytes of_2047_bits = RfcSpki();
  of_2047_bits[81] = 0x7f;
  EXPECT_THAT(TokenPublicKey::Parse(of_2047_bits), StatusIs(absl::StatusCode::kInvalidArgument));
}

// The DER that a key of another kind would have under the same algorithm identifier.
Bytes Der(std::uint8_t tag, ByteView content) {
  const auto size = content.size();
  Bytes out = {tag};
  if (size >= 256) {
    Append(out, Bytes{0x82, static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)});
  } else if (size >= 128) {
    Append(out, Bytes{0x81, static_cast<std::uint8_t>(size)});
  } else {
    out.push_back(static_cast<std::uint8_t>(size));
  }
  Append(out, content);
  return out;
}

Bytes SpkiOf(ByteView modulus, ByteView exponent) {
  const Bytes identifier = ToBytes(ByteView(RfcSpki()).subspan(4, 63));
  const Bytes numbers = Der(0x30, Concat({Der(0x02, modulus), Der(0x02, exponent)}));
  return Der(0x30, Concat({identifier, Der(0x03, Concat({Small(0), numbers}))}));
}

TEST(TokenPublicKey, RefusesProperEncodingsOfOtherKeys) {
  const Bytes modulus = Concat({Small(0), FromHex(kRfcModulus)});
  ASSERT_EQ(SpkiOf(modulus, kExponent), RfcSpki());
  Bytes of_3072_bits(385, 0xff);
  of_3072_bits[0] = 0;
  Bytes of_2047_bits(256, 0xff);
  of_2047_bits[0] = 0x7f;
  EXPECT_FALSE(TokenPublicKey::Parse(SpkiOf(modulus, Small(3))).ok());
  EXPECT_FALSE(TokenPublicKey::Parse(SpkiOf(modulus, Bytes{1, 0, 3})).ok());
  EXPECT_FALSE(TokenPublicKey::Parse(SpkiOf(modulus, Bytes{0, 1, 0, 1})).ok());
  EXPECT_FALSE(TokenPublicKey::Parse(SpkiOf(of_3072_bits, kExponent)).ok());
  EXPECT_FALSE(TokenPublicKey::Parse(SpkiOf(of_2047_bits, kExponent)).ok());
}

TEST(TokenPublicKey, RefusesTheRsaEncryptionFormOfTheSameKey) {
  // AlgorithmIdentifier { rsaEncryption, NULL }.
  const Bytes identifier = FromHex("300d06092a864886f70d0101010500");
  const Bytes numbers = Der(
      0x30, Concat({Der(0x02, Concat({Small(0), FromHex(kRfcModulus)})), Der(0x02, kExponent)}));
  const Bytes spki = Der(0x30, Concat({identifier, Der(0x03, Concat({Small(0), numbers}))}));
  // OpenSSL reads it: the form is proper, and still not ours.
  const std::uint8_t* at = spki.data();
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> parsed(
      d2i_PUBKEY(nullptr, &at, static_cast<long>(spki.size())), &EVP_PKEY_free);
  ASSERT_NE(parsed, nullptr);
  EXPECT_THAT(TokenPublicKey::Parse(spki), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(TokenPublicKey, OurEncodingIsReadByOpenSslAsAnRsaPssKey) {
  const Spki spki = AKey().public_key().spki();
  const std::uint8_t* at = spki.data();
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> parsed(
      d2i_PUBKEY(nullptr, &at, static_cast<long>(spki.size())), &EVP_PKEY_free);
  ASSERT_NE(parsed, nullptr);
  EXPECT_EQ(EVP_PKEY_is_a(parsed.get(), "RSA-PSS"), 1);
  EXPECT_EQ(EVP_PKEY_get_bits(parsed.get()), 2048);
}

TEST(TokenPrivateKey, GeneratesAKeyThatSignsAndProves) {
  ASSERT_OK_AND_ASSIGN(const auto key, TokenPrivateKey::Generate());
  EXPECT_THAT(TokenPublicKey::Parse(key.public_key().spki()), IsOkAndHolds(key.public_key()));
  ASSERT_OK_AND_ASSIGN(const auto signature, key.BlindSign(Small(2, 256)));
  EXPECT_THAT(key.public_key().rsa().PublicOperation(signature), IsOkAndHolds(Small(2, 256)));
  ASSERT_OK_AND_ASSIGN(const auto proof, key.Prove());
  EXPECT_OK(VerifyKeyProof(key.public_key(), proof));
}

TEST(TokenPrivateKey, IsTheSameAfterExportAndImport) {
  const SecretBytes exported = AKey().Export();
  ASSERT_EQ(exported.size(), 257u);
  ASSERT_OK_AND_ASSIGN(const auto key, TokenPrivateKey::Import(exported.ExposeSecret()));
  EXPECT_EQ(key.public_key(), AKey().public_key());
  EXPECT_TRUE(Equal(key.Export().ExposeSecret(), exported.ExposeSecret()));
  EXPECT_EQ(*key.BlindSign(Small(2, 256)), *AKey().BlindSign(Small(2, 256)));
}

TEST(TokenPrivateKey, RefusesDamagedExports) {
  const SecretBytes exported = AKey().Export();
  const Bytes good = ToBytes(exported.ExposeSecret());
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_THAT(TokenPrivateKey::Import(ByteView(good).first(size)),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
  EXPECT_FALSE(TokenPrivateKey::Import(Concat({good, Small(0)})).ok());
  for (const std::size_t i : {0, 1, 2, 64, 127, 128, 129, 130, 200, 256}) {
    Bytes bad = good;
    bad[i] ^= 2;
    EXPECT_THAT(TokenPrivateKey::Import(bad), StatusIs(absl::StatusCode::kInvalidArgument)) << i;
  }
  const Bytes swapped = Concat(
      {ByteView(good).first(1), ByteView(good).last(128), ByteView(good).subspan(1, 128)});
  EXPECT_THAT(TokenPrivateKey::Import(swapped), StatusIs(absl::StatusCode::kInvalidArgument));
  const Bytes twice = Concat(
      {ByteView(good).first(1), ByteView(good).subspan(1, 128), ByteView(good).subspan(1, 128)});
  EXPECT_THAT(TokenPrivateKey::Import(twice), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(TokenPrivateKey, RefusesToSignWhatIsNotBelowTheModulusOrOfItsLength) {
  EXPECT_THAT(AKey().BlindSign(AKey().public_key().modulus()),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(AKey().BlindSign(Small(2, 255)), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(AKey().BlindSign(Small(2, 257)), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(KeyProof, SurvivesEncodingAndIsTheSameEachTime) {
  ASSERT_OK_AND_ASSIGN(const auto proof, AKey().Prove());
  EXPECT_THAT(AKey().Prove(), IsOkAndHolds(proof));
  const Bytes encoded = EncodeKeyProof(proof);
  EXPECT_EQ(encoded.size(), kKeyProofSize);
  EXPECT_THAT(DecodeKeyProof(encoded), IsOkAndHolds(proof));
  EXPECT_OK(VerifyKeyProof(AKey().public_key(), proof));
  for (const std::size_t size : {0u, 1u, 256u, 4095u}) {
    EXPECT_THAT(DecodeKeyProof(ByteView(encoded).first(size)),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
  EXPECT_FALSE(DecodeKeyProof(Concat({encoded, Small(0)})).ok());
}

// What the definition gives for the key above, computed by an independent program.
TEST(KeyProof, AsksForTheValuesThatTheProtocolDefines) {
  const auto& key = AKey().public_key();
  EXPECT_EQ(HexEncode(Sha256({KeyProofChallenge(key, 1)})),
            "336bf52e28ec031b9a374a66424ac6a46fb2809209c0d16a29e820999279a47b");
  EXPECT_EQ(HexEncode(Sha256({KeyProofChallenge(key, 16)})),
            "8eac9f0111a440dbd56f5ed31ae6ee9f88fa8b4c19f05add8b697af5fe8fbacd");
}

TEST(KeyProof, FailsWhenAnyRootIsDamagedMissingOrOutOfPlace) {
  const auto& key = AKey().public_key();
  ASSERT_OK_AND_ASSIGN(const auto good, AKey().Prove());
  for (std::size_t i = 0; i < good.roots.size(); ++i) {
    KeyProof bad = good;
    bad.roots[i][255] ^= 1;
    EXPECT_THAT(VerifyKeyProof(key, bad), StatusIs(absl::StatusCode::kUnauthenticated));
    bad.roots[i] = {};
    EXPECT_THAT(VerifyKeyProof(key, bad), StatusIs(absl::StatusCode::kUnauthenticated));
    bad.roots[i] = key.modulus();
    EXPECT_THAT(VerifyKeyProof(key, bad), StatusIs(absl::StatusCode::kUnauthenticated));
    bad.roots[i] = good.roots[(i + 1) % good.roots.size()];
    EXPECT_THAT(VerifyKeyProof(key, bad), StatusIs(absl::StatusCode::kUnauthenticated));
  }
  KeyProof negated = good;
  const Bytes minus_root = Subtract(key.modulus(), good.roots[0], 256);
  std::ranges::copy(minus_root, negated.roots[0].begin());
  EXPECT_THAT(VerifyKeyProof(key, negated), StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST(KeyProof, HasOneFormForEachRoot) {
  const auto& key = AKey().public_key();
  ASSERT_OK_AND_ASSIGN(auto proof, AKey().Prove());
  // root + n is the same residue and still 256 bytes long for most roots under this modulus.
  int beyond = 0;
  for (auto& root : proof.roots) {
    const Bytes sum = Add(root, key.modulus(), 257);
    if (sum[0] != 0) continue;
    ++beyond;
    const auto saved = root;
    std::copy(sum.begin() + 1, sum.end(), root.begin());
    EXPECT_THAT(VerifyKeyProof(key, proof), StatusIs(absl::StatusCode::kUnauthenticated));
    root = saved;
  }
  EXPECT_GT(beyond, 0);
  EXPECT_OK(VerifyKeyProof(key, proof));
}

TEST(KeyProof, ProvesNothingForAnotherKey) {
  ASSERT_OK_AND_ASSIGN(const auto proof, AKey().Prove());
  EXPECT_THAT(VerifyKeyProof(AnotherKey().public_key(), proof),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

// The issuer that wants to tag: e divides p - 1, so that e-th powers are rare modulo p. It knows
// everything about its key and takes roots wherever they exist.
class TaggingIssuer {
 public:
  TaggingIssuer()
      : p_(FromHex(testing::kPrimeOneModExponent)), q_(FromHex(testing::kOtherPrimeQ)) {}

  Bytes modulus() const { return Multiply(p_, q_, 256); }

  // The e-th root by CRT; right whenever there is one.
  Bytes Root(ByteView value) const {
    const Bytes p_minus_1 = Subtract(p_, Small(1), 128);
    const Bytes reduced_order = Divide(p_minus_1, kExponent, 128);
    const Bytes root_p = PowerModulo(value, InverseModulo(kExponent, reduced_order, 128), p_, 128);
    const Bytes root_q = PowerModulo(
        value, InverseModulo(kExponent, Subtract(q_, Small(1), 128), 128), q_, 128);
    // root_q + q·((root_p - root_q)/q mod p)
    const Bytes difference =
        Modulo(Subtract(Add(root_p, Multiply(p_, Small(2), 129), 130), root_q, 130), p_, 128);
    const Bytes factor =
        Modulo(Multiply(difference, InverseModulo(Modulo(q_, p_, 128), p_, 128), 256), p_, 128);
    return Add(root_q, Multiply(q_, factor, 256), 256);
  }

 private:
  Bytes p_;
  Bytes q_;
};

TEST(KeyProof, CannotBeMadeWhenTheExponentDividesTheTotient) {
  const TaggingIssuer issuer;
  const Bytes n = issuer.modulus();
  ASSERT_OK_AND_ASSIGN(const auto key,
                       TokenPublicKey::Parse(SpkiOf(Concat({Small(0), n}), kExponent)));

  // The control: the issuer's roots are right where there are any.
  const Bytes power = PowerModulo(Small(5), kExponent, n, 256);
  EXPECT_THAT(key.rsa().PublicOperation(issuer.Root(power)), IsOkAndHolds(power));

  KeyProof proof;
  int right = 0;
  for (std::uint32_t i = 1; i <= 16; ++i) {
    const auto challenge = KeyProofChallenge(key, i);
    const Bytes root = issuer.Root(challenge);
    std::ranges::copy(root, proof.roots[i - 1].begin());
    right += *key.rsa().PublicOperation(root) == ToBytes(challenge);
  }
  EXPECT_EQ(right, 0);
  EXPECT_THAT(VerifyKeyProof(key, proof), StatusIs(absl::StatusCode::kUnauthenticated));
}

}  // namespace
}  // namespace candor::crypto
