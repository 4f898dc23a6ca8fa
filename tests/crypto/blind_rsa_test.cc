// RFC 9474 for any RSA key: the published vectors of its four variants, facts from its appendix,
// and every number that a signer or a client has to refuse.
#include "crypto/blind_rsa.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <thread>

#include "tests/crypto/rsa_testing.h"
#include "tests/support/matchers.h"
#include "tests/support/vectors.h"

namespace candor::crypto {
namespace {

using ::candor::testing::Hex;
using ::candor::testing::IsOkAndHolds;
using ::candor::testing::StatusIs;
using testing::Add;
using testing::FromHex;
using testing::InverseModulo;
using testing::Modulo;
using testing::Multiply;
using testing::Small;
using testing::Subtract;
using ::testing::HasSubstr;
using ::testing::Ne;

const Bytes kExponent = {1, 0, 1};

const std::map<std::string, RsabssaVariant>& Variants() {
  static const std::map<std::string, RsabssaVariant> variants = {
      {"RSABSSA-SHA384-PSS-Randomized", RsabssaVariant::kPssRandomized},
      {"RSABSSA-SHA384-PSSZERO-Randomized", RsabssaVariant::kPssZeroRandomized},
      {"RSABSSA-SHA384-PSS-Deterministic", RsabssaVariant::kPssDeterministic},
      {"RSABSSA-SHA384-PSSZERO-Deterministic", RsabssaVariant::kPssZeroDeterministic}};
  return variants;
}

RsabssaVariant OtherSaltLength(RsabssaVariant variant) {
  return variant == RsabssaVariant::kPssRandomized || variant == RsabssaVariant::kPssDeterministic
             ? RsabssaVariant::kPssZeroDeterministic
             : RsabssaVariant::kPssDeterministic;
}

RsaPrivateKey AKey() {
  auto key = RsaPrivateKey::FromPrimes(FromHex(testing::kPrimeP), FromHex(testing::kPrimeQ),
                                       kExponent);
  EXPECT_OK(key);
  return *std::move(key);
}

// The published numbers are written with 0x and an even number of digits.
Bytes Number(const nlohmann::json& value, std::size_t size) {
  const Bytes bytes = Hex(value);
  return Add(bytes, {}, size);
}

void CheckVariant(const nlohmann::json& vector) {
  const RsabssaVariant variant = Variants().at(vector["name"]);
  const std::size_t size = 512;
  const Bytes n = Number(vector["n"], size);
  ASSERT_OK_AND_ASSIGN(const auto key, RsaPrivateKey::FromPrimes(Hex(vector["p"]), Hex(vector["q"]),
                                                                 Hex(vector["e"])));
  const RsaPublicKey& public_key = key.public_key();
  ASSERT_EQ(public_key.modulus(), n);

  const Bytes prefix = vector.contains("msg_prefix") ? Hex(vector["msg_prefix"]) : Bytes();
  const Bytes prepared = PrepareForTesting(variant, Hex(vector["msg"]), prefix);
  EXPECT_EQ(prepared, Hex(vector["input_msg"]));

  const Bytes salt = Hex(vector["salt"]);
  EXPECT_EQ(salt.size(), Hex(vector["sLen"]).at(0));
  if (vector.contains("encoded_msg")) {
    EXPECT_THAT(EmsaPssEncode(PssHash::kSha384, prepared, salt, 4095),
                IsOkAndHolds(Hex(vector["encoded_msg"])));
  }

  const Bytes inverse = Number(vector["inv"], size);
  const Bytes r = InverseModulo(inverse, n, size);
  ASSERT_OK_AND_ASSIGN(const auto blinded, BlindForTesting(public_key, variant, prepared,
                                                           {.r = r, .salt = salt}));
  EXPECT_EQ(blinded.blinded_msg, Hex(vector["blinded_msg"]));
  EXPECT_TRUE(Equal(blinded.state.ExposeSecret(), inverse));

  ASSERT_OK_AND_ASSIGN(const Bytes blind_sig, key.BlindSign(blinded.blinded_msg));
  EXPECT_EQ(blind_sig, Hex(vector["blind_sig"]));
  const Bytes signature = Hex(vector["sig"]);
  EXPECT_THAT(Finalize(public_key, variant, prepared, blind_sig, blinded.state),
              IsOkAndHolds(signature));
  EXPECT_OK(Verify(public_key, variant, prepared, signature));
  EXPECT_THAT(Verify(public_key, OtherSaltLength(variant), prepared, signature),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST(BlindRsaVectors, EveryStepOfEveryVariantIsByteForByteThatOfRfc9474) {
  CANDOR_VECTORS_OR_RETURN(vectors, "rsabssa/rfc9474_rsabssa_4variants.json");
  ASSERT_EQ(vectors.size(), 4u);
  for (const auto& vector : vectors) {
    SCOPED_TRACE(vector["name"].get<std::string>());
    CheckVariant(vector);
  }
}

TEST(BlindRsaVectors, PssEncodesAsPublished) {
  CANDOR_VECTORS_OR_RETURN(vectors, "rsabssa/emsa_pss_encode.json");
  const auto check = [](const nlohmann::json& vector) {
    const Bytes expected = Hex(vector["expected"]);
    EXPECT_THAT(EmsaPssEncode(PssHash::kSha1ForTesting, Hex(vector["msg"]), Hex(vector["salt"]),
                              expected.size() * 8 - 1),
                IsOkAndHolds(expected));
  };
  ASSERT_FALSE(vectors.empty());
  if (!vectors.is_array()) return check(vectors);
  for (const auto& vector : vectors) check(vector);
}

// RFC 9474, appendix A.4: RSABSSA-SHA384-PSSZERO-Deterministic.
constexpr std::string_view kRfcModulus =
    "aec4d69addc70b990ea66a5e70603b6fee27aafebd08f2d94cbe1250c556e047a928d635c3f45ee9b66d"
    "1bc628a03bac9b7c3f416fe20dabea8f3d7b4bbf7f963be335d2328d67e6c13ee4a8f955e05a3283720d"
    "3e1f139c38e43e0338ad058a9495c53377fc35be64d208f89b4aa721bf7f7d3fef837be2a80e0f8adf0b"
    "cd1eec5bb040443a2b2792fdca522a7472aed74f31a1ebe1eebc1f408660a0543dfe2a850f106a617ec6"
    "685573702eaaa21a5640a5dcaf9b74e397fa3af18a2f1b7c03ba91a6336158de420d63188ee143866ee4"
    "15735d155b7c2d854d795b7bc236cffd71542df34234221a0413e142d8c61355cc44d45bda9420497455"
    "7ac2704cd8b593f035a5724b1adf442e78c542cd4414fce6f1298182fb6d8e53cef1adfd2e90e1e4deec"
    "52999bdc6c29144e8d52a125232c8c6d75c706ea3cc06841c7bda33568c63a6c03817f722b50fcf89823"
    "7d788a4400869e44d90a3020923dc646388abcc914315215fcd1bae11b1c751fd52443aac8f601087d8d"
    "42737c18a3fa11ecd4131ecae017ae0a14acfc4ef85b83c19fed33cfd1cd629da2c4c09e222b398e18d8"
    "22f77bb378dea3cb360b605e5aa58b20edc29d000a66bd177c682a17e7eb12a63ef7c2e4183e0d898f3d"
    "6bf567ba8ae84f84f1d23bf8b8e261c3729e2fa6d07b832e07cddd1d14f55325c6f924267957121902dc"
    "19b3b32948bdead5";
constexpr std::string_view kRfcMessage =
    "8f3dc6fb8c4a02f4d6352edf0907822c1210a9b32f9bdda4c45a698c80023aa6b59f8cfec5fdbb363313"
    "72ebefedae7d";
constexpr std::string_view kRfcInverse =
    "55f2053e9a4309ac61ac4da7f3a314e626f362e95f30337962d12f08b343165c8dea34d7812dc2dcb227"
    "cfa8de49bca57880ac55f6d77b37ed83a32eb33656ddf0cde29761aef9f86bd758280b3403a63b466831"
    "cba4c97e17e9a11e4139f9d84e5912b017eafbafdbb3ae59a1424feae6914eb1bf20922c6db5da8a5387"
    "52b3b662ae15cae7beac9a0362b8836001c57b0c5167dceb9a66e6ab6a90e9898646b4274c3662e43169"
    "26c4da7caf5aeff611934b70581280ec68fb2ce04c5681ef95b086b7289afae8ecd669325659791853a9"
    "f4c0b784f6f60b212c3b39754d5539e3671d7930d1272e82b3853b6583a83d9ff70c00ce1938c05eccee"
    "531cb075564059b2749e84b45dff7d179c69c86c5d1870aeffd6281d099838a3a988ff9e2684f6cc896b"
    "5326275309187d9e3558163131e4d247c2ec8317a2c09f8079d32db8241c869bc5f773722ed8e68bfa5c"
    "518d20b955abf02103fce1a025149b14670fdfc8a3f0089516db047f86b9be626ff44989d6fcc162c957"
    "0da5b862b47304eca2aceba4dedd6a672458aae779004fe116009600a6a52eb6161a3d09fda09963b56f"
    "2870a150df7183bfa03ce735513e637631fb4f980657a8cdb953b2156594607f8ebf7de6999626197072"
    "afd7ff60a5d2f782dabe026e0f298df141b8a276aaf7202d959088d7721786b04c79e45c807eb46fcf3a"
    "94031ef351aff644";
constexpr std::string_view kRfcBlindSignature =
    "5ca77254ce107e6e6eedcf8ca03e08d4e92eeb0f4f08b2a2e7fb69da2f5db95f2167ce58a861e45a5cac"
    "1bf7d3df3edd64a2802bb5c16ceb62b2f5a0355c0d0f6d8270b658fa26e86afc18a88e91b0ec07e813d5"
    "0ed4fb20376bf8470179a3a97d5a29f9f9fe931d6bff233c45d62cd91cdb9a692cda309fad962fd9f7f1"
    "9f89cc48bc75f9b521aeca21921330c7e91ff7ff2af6e62fe3112f7ec675e866c5961556a1796f2fd470"
    "7dd9fcde702caf003b5acfde1cd97bc5d2a63d126ac0587bf8ed6a3064d20dbdef9e207423e678f36e51"
    "6e4c2696cc74f0a74be4c3ddaaf6cdbc95c9d58d930f0f4e00dfa2bf5d0a333964ec03226073030b9b78"
    "210d3160ec2722abf3c01efa1636a28c6c5ac9d14913537322ee42d26ab26518ec2af03202ea0e190a47"
    "90b7a8951be98313000c62d1fe0ea05647c451348f97ef5ced6c6e83303aececcc508fcc8f18f7751e05"
    "0f9f7a562f45b0d03159486d067ab4b3df1b0f270d009436f0305640929a2b61cfeef24a2e39a9a622c9"
    "d9d9e2c99245ea415243f472b226e068ebba7624ccf012b86b21d80cb2e3b718224b2f7b638a16b7665a"
    "1a493b014dd3d0f7b97ca290665b1f0972bc4a7d4051e843182771b6258d9d63f919fde109f8487f443e"
    "a54518c053acfbf7c0cfe60435b6966d42c034cf6ad3be2281fa2bf1a90f1d2cba55643e9ae37065a753"
    "4f53402e6f4c2a3a";
constexpr std::string_view kRfcSignature =
    "4454b6983ff01cb28545329f394936efa42ed231e15efbc025fdaca00277acf0c8e00e3d8b0ecebd35b0"
    "57b8ebfc14e1a7097368a4abd20b555894ccef3d1b9528c6bcbda6b95376bef230d0f1feff0c1064c62c"
    "60a7ae7431d1fdfa43a81eed9235e363e1ffa0b2797aba6aad6082fcd285e14fc8b71de6b9c87cb4059c"
    "7dc1e96ae1e63795a1e9af86b9073d1d848aef3eca8a03421bcd116572456b53bcfd4dabb0a9691f1fab"
    "da3ed0ce357aee2cfee5b1a0eb226f69716d4e011d96eede5e38a9acb531a64336a0d5b0bae3ab085b65"
    "8692579a376740ff6ce69e89b06f360520b864e33d82d029c808248a19e18e31f0ecd16fac5cd4870f8d"
    "3ebc1c32c718124152dc905672ab0b7af48bf7d1ac1ff7b9c742549c91275ab105458ae37621757add83"
    "482bbcf779e777bbd61126e93686635d4766aedf5103cf7978f3856ccac9e28d21a850dbb03c81112861"
    "6d315d717be1c2b6254f8509acae862042c034530329ce15ca2e2f6b1f5fd59272746e3918c748c0eb81"
    "0bf76884fa10fcf749326bbfaa5ba285a0186a22e4f628dbf178d3bb5dc7e165ca73f6a55ecc14c4f5a2"
    "6c4693ce5da032264cbec319b12ddb9787d0efa4fcf1e5ccee35ad85ecd453182df9ed735893f830b570"
    "faae8be0f6fe2e571a4e0d927cba4debd368d3b4fca33ec6251897a137cf75474a32ac8256df5e5ffa51"
    "8b88b43fb6f63a24";

TEST(BlindRsa, FinalizesTheSignatureThatTheRfcPrints) {
  ASSERT_OK_AND_ASSIGN(const auto key, RsaPublicKey::Create(FromHex(kRfcModulus), kExponent));
  ASSERT_OK_AND_ASSIGN(const auto state, BlindingState::Import(key, FromHex(kRfcInverse)));
  EXPECT_THAT(Finalize(key, RsabssaVariant::kPssZeroDeterministic, FromHex(kRfcMessage),
                       FromHex(kRfcBlindSignature), state),
              IsOkAndHolds(FromHex(kRfcSignature)));
}

TEST(BlindRsa, GivesASignatureThatVerifiesInItsVariantAndUnderNoOtherSaltLength) {
  const RsaPrivateKey key = AKey();
  const Bytes message = ToBytes(AsBytes("what is to be signed"));
  SystemRandom random;
  for (const auto& [name, variant] : Variants()) {
    SCOPED_TRACE(name);
    const Bytes prepared = Prepare(variant, message, random);
    ASSERT_OK_AND_ASSIGN(const auto blinded, Blind(key.public_key(), variant, prepared, random));
    ASSERT_OK_AND_ASSIGN(const Bytes blind_sig, key.BlindSign(blinded.blinded_msg));
    ASSERT_OK_AND_ASSIGN(const Bytes signature, Finalize(key.public_key(), variant, prepared,
                                                         blind_sig, blinded.state));
    EXPECT_OK(Verify(key.public_key(), variant, prepared, signature));
    EXPECT_THAT(Verify(key.public_key(), variant, Concat({prepared, prepared}), signature),
                StatusIs(absl::StatusCode::kUnauthenticated));
    EXPECT_THAT(Verify(key.public_key(), OtherSaltLength(variant), prepared, signature),
                StatusIs(absl::StatusCode::kUnauthenticated));
  }
}

TEST(BlindRsa, RandomizedPreparationPrependsFreshBytesAndDeterministicNone) {
  SystemRandom random;
  const Bytes message = {1, 2, 3};
  const Bytes once = Prepare(RsabssaVariant::kPssRandomized, message, random);
  EXPECT_EQ(once.size(), 35u);
  EXPECT_TRUE(Equal(ByteView(once).last(3), message));
  EXPECT_THAT(Prepare(RsabssaVariant::kPssRandomized, message, random), Ne(once));
  EXPECT_EQ(Prepare(RsabssaVariant::kPssDeterministic, message, random), message);
}

TEST(BlindRsa, BlindsOneMessageDifferentlyEachTime) {
  const RsaPrivateKey key = AKey();
  SystemRandom random;
  const std::vector<Bytes> messages(16, Bytes{7});
  ASSERT_OK_AND_ASSIGN(const auto blinded,
                       BlindBatch(key.public_key(), RsabssaVariant::kPssZeroDeterministic, messages,
                                  random));
  std::map<Bytes, int> seen;
  for (const auto& one : blinded) {
    ++seen[one.blinded_msg];
    ++seen[ToBytes(one.state.ExposeSecret())];
  }
  EXPECT_EQ(seen.size(), 32u);
}

// Signs twice and says whether the two signatures are the same.
bool SignsAlikeTwice(RsabssaVariant variant) {
  const RsaPrivateKey key = AKey();
  SystemRandom random;
  std::vector<Bytes> signatures;
  for (int i = 0; i < 2; ++i) {
    const auto blinded = Blind(key.public_key(), variant, Bytes{7}, random);
    EXPECT_OK(blinded);
    const auto signature = Finalize(key.public_key(), variant, Bytes{7},
                                    *key.BlindSign(blinded->blinded_msg), blinded->state);
    EXPECT_OK(signature);
    signatures.push_back(*signature);
  }
  return signatures[0] == signatures[1];
}

TEST(BlindRsa, DrawsASaltForEachBlinding) {
  EXPECT_FALSE(SignsAlikeTwice(RsabssaVariant::kPssDeterministic));
  // The control: without a salt there is one signature of a message.
  EXPECT_TRUE(SignsAlikeTwice(RsabssaVariant::kPssZeroDeterministic));
}

// Counts what is drawn.
class CountingRandom final : public RandomSource {
 public:
  void Fill(std::span<std::uint8_t> out) override {
    drawn_ += out.size();
    system_.Fill(out);
  }
  std::size_t drawn() const { return drawn_; }

 private:
  SystemRandom system_;
  std::size_t drawn_ = 0;
};

TEST(BlindRsa, DrawsASaltAndAnRForEachMessageAndAMaskForTheBatch) {
  // A prime just below 2^2048, 2^2048 - 1942289: what is drawn is as good as never refused.
  const Bytes n = Concat({Bytes(253, 0xff), FromHex("e25cef")});
  ASSERT_OK_AND_ASSIGN(const auto key, RsaPublicKey::Create(n, kExponent));
  CountingRandom random;
  const std::vector<Bytes> messages(16, Bytes{7});
  ASSERT_OK(BlindBatch(key, RsabssaVariant::kPssDeterministic, messages, random));
  EXPECT_EQ(random.drawn(), 16u * (48 + 256) + 256);
}

TEST(BlindRsa, EachInverseOfABatchBelongsToItsMessage) {
  const RsaPrivateKey key = AKey();
  SystemRandom random;
  for (const std::size_t count : {1u, 2u, 3u, 17u}) {
    std::vector<Bytes> messages;
    for (std::size_t i = 0; i < count; ++i) messages.push_back({static_cast<std::uint8_t>(i)});
    ASSERT_OK_AND_ASSIGN(const auto blinded,
                         BlindBatch(key.public_key(), RsabssaVariant::kPssDeterministic, messages,
                                    random));
    for (std::size_t i = 0; i < count; ++i) {
      ASSERT_OK_AND_ASSIGN(const Bytes blind_sig, key.BlindSign(blinded[i].blinded_msg));
      EXPECT_OK(Finalize(key.public_key(), RsabssaVariant::kPssDeterministic, messages[i],
                         blind_sig, blinded[i].state));
    }
  }
}

TEST(BlindRsa, AnEmptyBatchIsEmpty) {
  SystemRandom random;
  const RsaPrivateKey key = AKey();
  ASSERT_OK_AND_ASSIGN(const auto blinded,
                       BlindBatch(key.public_key(), RsabssaVariant::kPssDeterministic, {}, random));
  EXPECT_TRUE(blinded.empty());
}

TEST(BlindSign, SignsTheExtremesOfItsRange) {
  const RsaPrivateKey key = AKey();
  const Bytes n = key.public_key().modulus();
  // 0, 1 and n-1 are their own e-th roots.
  for (const Bytes& message :
       {Small(0, 256), Small(1, 256), Subtract(n, Small(1), 256)}) {
    EXPECT_THAT(key.BlindSign(message), IsOkAndHolds(message));
  }
}

TEST(BlindSign, SignsAMultipleOfAPrimeFactorCorrectly) {
  const RsaPrivateKey key = AKey();
  for (const auto prime : {testing::kPrimeP, testing::kPrimeQ}) {
    for (const std::uint8_t factor : {1, 2, 97}) {
      const Bytes message = Multiply(FromHex(prime), Small(factor), 256);
      ASSERT_OK_AND_ASSIGN(const Bytes signature, key.BlindSign(message));
      EXPECT_THAT(key.public_key().PublicOperation(signature), IsOkAndHolds(message));
    }
  }
}

TEST(BlindSign, RefusesWhatIsNotBelowTheModulus) {
  const RsaPrivateKey key = AKey();
  const Bytes n = key.public_key().modulus();
  for (const Bytes& message : {n, Add(n, Small(1), 256), Add(n, Small(2), 256), Bytes(256, 0xff)}) {
    EXPECT_THAT(key.BlindSign(message), StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

TEST(BlindSign, RefusesEveryOtherLength) {
  const RsaPrivateKey key = AKey();
  for (const std::size_t size : {0, 1, 128, 255, 257, 258, 512}) {
    EXPECT_THAT(key.BlindSign(Small(2, size == 0 ? 1 : size)),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << size;
  }
  EXPECT_THAT(key.BlindSign({}), StatusIs(absl::StatusCode::kInvalidArgument));
  // The same number with a zero in front is not the same input.
  EXPECT_OK(key.BlindSign(Small(2, 256)));
}

TEST(BlindSign, WithholdsASignatureThatAFaultMadeWrong) {
  const RsaPrivateKey key = AKey();
  ASSERT_OK_AND_ASSIGN(const auto faulty, key.WithFaultForTesting());
  EXPECT_EQ(faulty.public_key().modulus(), key.public_key().modulus());
  const Bytes message = Small(2, 256);
  EXPECT_OK(key.BlindSign(message));
  // OpenSSL itself gave the wrong number out: the sentence is that of our check.
  EXPECT_THAT(faulty.BlindSign(message),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("came out wrong")));
}

TEST(BlindSign, GivesTheSameAnswerOnManyThreads) {
  const RsaPrivateKey key = AKey();
  std::vector<Bytes> expected;
  for (std::uint8_t i = 2; i < 10; ++i) expected.push_back(*key.BlindSign(Small(i, 256)));
  std::vector<int> right(4);
  std::vector<std::thread> threads;
  for (auto& count : right) {
    threads.emplace_back([&] {
      for (std::uint8_t i = 2; i < 10; ++i) {
        const auto signature = key.BlindSign(Small(i, 256));
        count += signature.ok() && *signature == expected[i - 2u];
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_THAT(right, ::testing::Each(8));
}

TEST(BlindRsa, FinalizeRefusesWhatIsNotTheAnswer) {
  const RsaPrivateKey key = AKey();
  const RsaPublicKey& public_key = key.public_key();
  constexpr auto kVariant = RsabssaVariant::kPssDeterministic;
  const Bytes message = {1};
  SystemRandom random;
  ASSERT_OK_AND_ASSIGN(const auto blinded, Blind(public_key, kVariant, message, random));
  ASSERT_OK_AND_ASSIGN(const auto other, Blind(public_key, kVariant, message, random));
  ASSERT_OK_AND_ASSIGN(const Bytes good, key.BlindSign(blinded.blinded_msg));
  ASSERT_OK_AND_ASSIGN(const Bytes good_for_other, key.BlindSign(other.blinded_msg));
  Bytes flipped = good;
  flipped[100] ^= 1;
  const auto finalize = [&](ByteView blind_sig) {
    return Finalize(public_key, kVariant, message, blind_sig, blinded.state).status();
  };
  EXPECT_OK(finalize(good));
  EXPECT_THAT(finalize(good_for_other), StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(finalize(blinded.blinded_msg), StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(finalize(Small(0, 256)), StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_FALSE(finalize(flipped).ok());
  EXPECT_THAT(finalize(public_key.modulus()), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(finalize(ByteView(good).first(255)), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(finalize(Concat({Small(0), good})), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Finalize(public_key, kVariant, Bytes{2}, good, blinded.state),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST(BlindRsa, VerifyRefusesSignaturesThatAreNotBelowTheModulusOrOfItsLength) {
  const RsaPrivateKey key = AKey();
  const RsaPublicKey& public_key = key.public_key();
  const Bytes n = public_key.modulus();
  constexpr auto kVariant = RsabssaVariant::kPssDeterministic;
  const Bytes message = {1};
  SystemRandom random;
  // s + n has the right length for nine in ten signatures under this modulus; 64 in a row are never
  // all of the other kind.
  int beyond = 0;
  for (int i = 0; i < 64 && beyond == 0; ++i) {
    ASSERT_OK_AND_ASSIGN(const auto blinded, Blind(public_key, kVariant, message, random));
    ASSERT_OK_AND_ASSIGN(const Bytes blind_sig, key.BlindSign(blinded.blinded_msg));
    ASSERT_OK_AND_ASSIGN(const Bytes s,
                         Finalize(public_key, kVariant, message, blind_sig, blinded.state));
    EXPECT_THAT(Verify(public_key, kVariant, message, Concat({Small(0), s})),
                StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(Verify(public_key, kVariant, message, ByteView(s).last(255)),
                StatusIs(absl::StatusCode::kInvalidArgument));
    const Bytes sum = Add(s, n, 257);
    if (sum[0] != 0) continue;
    ++beyond;
    EXPECT_EQ(Modulo(sum, n, 256), s);
    EXPECT_THAT(Verify(public_key, kVariant, message, ByteView(sum).last(256)),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
  EXPECT_EQ(beyond, 1);
  EXPECT_THAT(Verify(public_key, kVariant, message, n),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Verify(public_key, kVariant, message, {}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(BlindingState, RefusesWhatCannotBeAnInverse) {
  const RsaPrivateKey key = AKey();
  const RsaPublicKey& public_key = key.public_key();
  EXPECT_OK(BlindingState::Import(public_key, Small(1, 256)));
  for (const Bytes& bad : {Small(0, 256), public_key.modulus(), Small(1, 255), Small(1, 257)}) {
    EXPECT_THAT(BlindingState::Import(public_key, bad),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
  EXPECT_THAT(BlindingState::Import(public_key, {}), StatusIs(absl::StatusCode::kInvalidArgument));
}

// A modulus of 2048 bits with a small factor: no RSA key that works, but one that an issuer may
// well announce.
RsaPublicKey KeyWithFactor(std::uint8_t factor) {
  Bytes n(256, 0xc3);
  while (Modulo(n, Small(factor), 1)[0] != 0) n = Add(n, Small(2), 256);
  auto key = RsaPublicKey::Create(n, kExponent);
  EXPECT_OK(key);
  return *key;
}

TEST(BlindRsa, DrawsAgainWhatIsNotCoprimeToTheModulus) {
  SystemRandom random;
  const RsaPublicKey key = KeyWithFactor(3);
  const std::vector<Bytes> messages(8, Bytes{1});
  int divisible_encodings = 0;
  for (int round = 0; round < 4; ++round) {
    ASSERT_OK_AND_ASSIGN(const auto blinded,
                         BlindBatch(key, RsabssaVariant::kPssDeterministic, messages, random));
    for (const auto& one : blinded) {
      EXPECT_NE(Modulo(one.blinded_msg, Small(3), 1)[0], 0);
      const auto encoded =
          EmsaPssEncode(PssHash::kSha384, Bytes{1}, random.Array<48>(), key.bits() - 1);
      divisible_encodings += Modulo(*encoded, Small(3), 1)[0] == 0;
    }
  }
  // The control: without drawing again a third of the messages would share the factor.
  EXPECT_GT(divisible_encodings, 0);
}

TEST(BlindRsa, RefusesAMessageThatNoSaltMakesCoprime) {
  SystemRandom random;
  const RsaPublicKey key = KeyWithFactor(3);
  int refused = 0;
  for (std::uint8_t i = 0; i < 40 && refused == 0; ++i) {
    const Bytes message = {i};
    const auto encoded = EmsaPssEncode(PssHash::kSha384, message, {}, key.bits() - 1);
    if (Modulo(*encoded, Small(3), 1)[0] != 0) continue;
    ++refused;
    EXPECT_THAT(Blind(key, RsabssaVariant::kPssZeroDeterministic, message, random),
                StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("small factors")));
    EXPECT_THAT(BlindForTesting(key, RsabssaVariant::kPssZeroDeterministic, message,
                                {.r = Small(1, 256), .salt = {}}),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
  EXPECT_EQ(refused, 1);
}

TEST(BlindRsa, TestInputsAreCheckedAsDrawnOnesWouldBe) {
  const RsaPrivateKey key = AKey();
  const RsaPublicKey& public_key = key.public_key();
  const Bytes salt(48);
  const Bytes one = Small(1, 256);
  const auto blind = [&](ByteView r, ByteView with_salt) {
    return BlindForTesting(public_key, RsabssaVariant::kPssDeterministic, Bytes{1},
                           {.r = r, .salt = with_salt})
        .status();
  };
  EXPECT_OK(blind(one, salt));
  const Bytes p = Multiply(FromHex(testing::kPrimeP), Small(1), 256);
  for (const Bytes& r : {Small(0, 256), public_key.modulus(), Small(1, 255), p}) {
    EXPECT_THAT(blind(r, salt), StatusIs(absl::StatusCode::kInvalidArgument));
  }
  EXPECT_THAT(blind(one, Bytes(47)), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(blind(one, {}), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(RsaPublicKey, RefusesWhatItDoesNotComputeWith) {
  const Bytes n = FromHex(kRfcModulus);
  Bytes even = n;
  even.back() ^= 1;
  Bytes short_modulus(256, 0xff);
  short_modulus[0] = 0x7f;
  EXPECT_OK(RsaPublicKey::Create(n, kExponent));
  EXPECT_OK(RsaPublicKey::Create(Concat({Small(0), n}), Concat({Small(0), kExponent})));
  EXPECT_OK(RsaPublicKey::Create(n, Small(3)));
  EXPECT_OK(RsaPublicKey::Create(Bytes(1024, 0xff), kExponent));
  for (const Bytes& bad : {Bytes(), Small(0), Small(1), even, short_modulus, Bytes(1025, 0xff),
                           Bytes(5000, 0xff)}) {
    EXPECT_THAT(RsaPublicKey::Create(bad, kExponent), StatusIs(absl::StatusCode::kInvalidArgument));
  }
  for (const Bytes& bad : {Bytes(), Small(0), Small(1), Small(2), Small(4), Bytes{1, 0, 0},
                           Bytes(9, 0xff)}) {
    EXPECT_THAT(RsaPublicKey::Create(n, bad), StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

TEST(RsaPublicKey, BlindsUnderAModulusWhoseWidthIsOneMoreThanAMultipleOfEight) {
  Bytes n(257, 0xff);
  n[0] = 0x01;
  SystemRandom random;
  ASSERT_OK_AND_ASSIGN(const auto key, RsaPublicKey::Create(n, kExponent));
  ASSERT_EQ(key.bits(), 2049u);
  ASSERT_OK_AND_ASSIGN(const auto blinded,
                       Blind(key, RsabssaVariant::kPssDeterministic, Bytes{1}, random));
  EXPECT_EQ(blinded.blinded_msg.size(), 257u);
}

TEST(RsaPrivateKey, RefusesNumbersThatDoNotMakeAKey) {
  const Bytes p = FromHex(testing::kPrimeP);
  const Bytes q = FromHex(testing::kPrimeQ);
  EXPECT_OK(RsaPrivateKey::FromPrimes(q, p, kExponent));
  const Bytes composite = Add(p, Small(2), 128);
  const Bytes even = Add(p, Small(1), 128);
  const Bytes one_mod_exponent = FromHex(testing::kPrimeOneModExponent);
  for (const Bytes& bad : {Bytes(), Small(1), Small(3), Small(0, 128), q, composite, even,
                           one_mod_exponent, Bytes(128, 0xff), Bytes(2000, 0xff)}) {
    EXPECT_THAT(RsaPrivateKey::FromPrimes(bad, q, kExponent),
                StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(RsaPrivateKey::FromPrimes(q, bad, kExponent),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
  for (const Bytes& bad : {Bytes(), Small(1), Small(2), Small(4), Bytes(9, 0xff)}) {
    EXPECT_THAT(RsaPrivateKey::FromPrimes(p, q, bad), StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

TEST(EmsaPss, RefusesAModulusTooShortForHashAndSalt) {
  EXPECT_OK(EmsaPssEncode(PssHash::kSha384, {}, Bytes(48), 8 * 98));
  EXPECT_THAT(EmsaPssEncode(PssHash::kSha384, {}, Bytes(48), 8 * 97),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace candor::crypto
