// Tokens: RFC 9577's structures and RFC 9578's issuance byte for byte, the bindings to campaign,
// purpose and thread key, and the batch that a client draws.
#include "crypto/token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/issuance_batch.h"
#include "tests/crypto/rsa_testing.h"
#include "tests/support/matchers.h"
#include "tests/support/vectors.h"

namespace candor::crypto {
namespace {

using ::candor::testing::Hex;
using ::candor::testing::IsOkAndHolds;
using ::candor::testing::StatusIs;
using testing::Add;
using testing::AKey;
using testing::AnotherKey;
using testing::FromHex;
using testing::Small;
using ::testing::HasSubstr;

template <std::size_t N>
ByteArray<N> Array(ByteView bytes) {
  auto out = ToArray<N>(bytes);
  EXPECT_OK(out);
  return out.ok() ? *out : ByteArray<N>{};
}

// A PKCS #8 key in PEM, as the vectors hold it.
TokenPrivateKey KeyFromPem(const Bytes& pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> in(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr), &EVP_PKEY_free);
  Bytes p(128);
  Bytes q(128);
  for (const auto& [name, out] : {std::pair(OSSL_PKEY_PARAM_RSA_FACTOR1, &p),
                                  std::pair(OSSL_PKEY_PARAM_RSA_FACTOR2, &q)}) {
    BIGNUM* prime = nullptr;
    EXPECT_EQ(EVP_PKEY_get_bn_param(key.get(), name, &prime), 1);
    EncodeBigNum(*BigNum(prime), *out);
  }
  if (Less(p, q)) std::swap(p, q);
  auto out = TokenPrivateKey::Import(Concat({Small(1), p, q}));
  if (!out.ok()) std::abort();
  return *std::move(out);
}

void CheckIssuance(const nlohmann::json& vector) {
  const TokenPrivateKey key = KeyFromPem(Hex(vector["skS"]));
  EXPECT_TRUE(Equal(key.public_key().spki(), Hex(vector["pkS"])));
  ASSERT_OK_AND_ASSIGN(const auto challenge,
                       TokenChallenge::Decode(Hex(vector["token_challenge"])));
  EXPECT_EQ(challenge.Encode(), Hex(vector["token_challenge"]));

  ASSERT_OK_AND_ASSIGN(
      auto blinder,
      TokenBlinder::CreateForTesting(key.public_key(), ChallengeDigest(challenge),
                                     Array<32>(Hex(vector["nonce"])),
                                     {.r = Hex(vector["blind"]), .salt = Hex(vector["salt"])}));
  const auto requests = blinder.requests();
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests[0].Encode(), Hex(vector["token_request"]));
  EXPECT_THAT(TokenRequest::Decode(Hex(vector["token_request"])), IsOkAndHolds(requests[0]));

  ASSERT_OK_AND_ASSIGN(const auto response, key.BlindSign(requests[0].blinded_msg));
  EXPECT_TRUE(Equal(response, Hex(vector["token_response"])));
  ASSERT_OK_AND_ASSIGN(const auto tokens, blinder.Finalize({&response, 1}));
  ASSERT_EQ(tokens.size(), 1u);
  EXPECT_EQ(tokens[0].Encode(), Hex(vector["token"]));
  EXPECT_THAT(Token::Decode(Hex(vector["token"])), IsOkAndHolds(tokens[0]));
}

TEST(TokenVectors, IssuanceOfType2IsByteForByteThatOfRfc9578) {
  CANDOR_VECTORS_OR_RETURN(vectors, "privacypass/type2_pub_verif_rfc9578_go.json");
  ASSERT_FALSE(vectors.empty());
  for (const auto& vector : vectors) CheckIssuance(vector);
}

TEST(TokenVectors, TokenInputsAreThoseOfRfc9577) {
  CANDOR_VECTORS_OR_RETURN(vectors, "privacypass/rfc9577_auth_scheme_token.json");
  ASSERT_FALSE(vectors.empty());
  for (const auto& vector : vectors) {
    ASSERT_EQ(vector["token_type"], "0002");
    const Bytes issuer_name = Hex(vector["issuer_name"]);
    const Bytes origin_info = Hex(vector["origin_info"]);
    const TokenChallenge challenge = {.issuer_name = std::string(AsText(issuer_name)),
                                      .redemption_context = Hex(vector["redemption_context"]),
                                      .origin_info = std::string(AsText(origin_info))};
    EXPECT_EQ(TokenInput(Array<32>(Hex(vector["nonce"])), ChallengeDigest(challenge),
                         Array<32>(Hex(vector["token_key_id"]))),
              Hex(vector["token_authenticator_input"]));
    EXPECT_THAT(TokenChallenge::Decode(challenge.Encode()), IsOkAndHolds(challenge));
  }
}

// Type 2 is read; type 1, a scheme that only its issuer can verify, is refused.
void CheckHeaderField(const nlohmann::json& vector, const std::string& number) {
  const Bytes challenge = Hex(vector["token-challenge-" + number]);
  const Bytes key = Hex(vector["token-key-" + number]);
  if (vector["token-type-" + number] == 2) {
    ASSERT_OK_AND_ASSIGN(const auto decoded, TokenChallenge::Decode(challenge));
    EXPECT_EQ(decoded.Encode(), challenge);
    EXPECT_OK(TokenPublicKey::Parse(key));
  } else {
    EXPECT_THAT(TokenChallenge::Decode(challenge), StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(TokenPublicKey::Parse(key), StatusIs(absl::StatusCode::kInvalidArgument));
  }
  // The header carries both in the URL alphabet of base64.
  for (const Bytes& field : {challenge, key}) {
    std::string text = Base64Encode(field);
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    EXPECT_THAT(vector["WWW-Authenticate"].get<std::string>(), HasSubstr('"' + text + '"'));
  }
}

TEST(TokenVectors, ChallengesAndKeysOfTheHeadersAreReadByTheirType) {
  CANDOR_VECTORS_OR_RETURN(vectors, "privacypass/rfc9577_auth_scheme_header.json");
  ASSERT_FALSE(vectors.empty());
  int fields = 0;
  for (const auto& vector : vectors) {
    for (int i = 0; vector.contains("token-type-" + std::to_string(i)); ++i) {
      CheckHeaderField(vector, std::to_string(i));
      ++fields;
    }
  }
  EXPECT_EQ(fields, 3);
}

// RFC 9578, appendix B.2, the first case: key, challenge and token.
constexpr std::string_view kRfcSpki =
    "30820152303d06092a864886f70d01010a3030a00d300b0609608648016503040202a11a301806092a86"
    "4886f70d010108300b0609608648016503040202a2030201300382010f003082010a0282010100cb1aed"
    "6b6a95f5b1ce013a4cfcab25b94b2e64a23034e4250a7eab43c0df3a8c12993af12b111908d4b471bec3"
    "1d4b6c9ad9cdda90612a2ee903523e6de5a224d6b02f09e5c374d0cfe01d8f529c500a78a2f67908fa68"
    "2b5a2b430c81eaf1af72d7b5e794fc98a3139276879757ce453b526ef9bf6ceb99979b8423b90f4461a2"
    "2af37aab0cf5733f7597abe44d31c732db68a181c6cbbe607d8c0e52e0655fd9996dc584eca0be87afbc"
    "d78a337d17b1dba9e828bbd81e291317144e7ff89f55619709b096cbb9ea474cead264c2073fe49740c0"
    "1f00e109106066983d21e5f83f086e2e823c879cd43cef700d2a352a9babd612d03cad02db134b7e225a"
    "5f0203010001";
constexpr std::string_view kRfcChallenge =
    "0002000e6973737565722e6578616d706c65208e7acc900e393381e8810b7c9e4a68b5163f1f880ab668"
    "8a6ffe780923609e88000e6f726967696e2e6578616d706c65";
constexpr std::string_view kRfcToken =
    "0002aa72019d1f951df197021ce63876fe8b0a02dc1c31a12b0a2dd1508d07827f055969f643b4cfda51"
    "96d4aa86aeb5368834f4f06de46950ed435b3b81bd036d44ca572f8982a9ca248a3056186322d93ca147"
    "266121ddeb5632c07f1f71cd2708bc6a21b533d07294b5e900faf5537dd3eb33cee4e08c9670d1e5358f"
    "d184b0e00c637174f5206b14c7bb0e724ebf6b56271e5aa2ed94c051c4a433d302b23bc52460810d489f"
    "b050f9de5c868c6c1b06e3849fd087629f704cc724bc0d0984d5c339686fcdd75f9a9cdd25f37f855f6f"
    "4c584d84f716864f546b696d620c5bd41a811498de84ff9740ba3003ba2422d26b91eb745c0847589746"
    "42a42078201543246ddb58030ea8e722376aa82484dca9610a8fb7e018e396165462e17a03e40ea7e128"
    "c090a911ecc708066cb201833010c1ebd4e910fc8e27a1be467f78671836a508257123a45e4e0ae2180a"
    "434bd1037713466347a8ebe46439d3da1970";

TEST(Token, TheTokenThatTheRfcPrintsVerifies) {
  ASSERT_OK_AND_ASSIGN(const auto key, TokenPublicKey::Parse(FromHex(kRfcSpki)));
  ASSERT_OK_AND_ASSIGN(const auto challenge, TokenChallenge::Decode(FromHex(kRfcChallenge)));
  EXPECT_EQ(challenge.issuer_name, "issuer.example");
  EXPECT_EQ(challenge.origin_info, "origin.example");
  ASSERT_OK_AND_ASSIGN(const auto token, Token::Decode(FromHex(kRfcToken)));
  EXPECT_EQ(token.challenge_digest, ChallengeDigest(challenge));
  EXPECT_EQ(token.token_key_id, key.id());
  const Bytes input = TokenInput(token.nonce, token.challenge_digest, token.token_key_id);
  EXPECT_EQ(input.size(), kTokenInputSize);
  EXPECT_OK(key.Verify(input, token.authenticator));
}

// --- What the token is bound to ---

// Computed by an independent program: H("candor/context/v1" 00 | 32 times 0x11 | 01) and so on.
TEST(Token, ContextAndNonceAreThoseOfTheProtocol) {
  Hash manifest_hash;
  manifest_hash.fill(0x11);
  EXPECT_EQ(HexEncode(ContextOf(manifest_hash, Purpose::kVoice)),
            "46208b8884eab67b2442dda543237a2887ca315517fe6afc993570d1a3e8fbdf");
  EXPECT_EQ(HexEncode(ContextOf(manifest_hash, Purpose::kContribute)),
            "e49d912f9e41fb4d9ba96601f229d3370a05bf38582e0aaa597c7d2ccb0e0f3c");
  EXPECT_EQ(HexEncode(ContextOf(manifest_hash, Purpose::kEndorse)),
            "c974023bf7c7173f4988b51c1fac9d45dfee8f974185b41568e5e23e3fe4e569");
  VerifyKey thread_key;
  thread_key.bytes.fill(0x22);
  EXPECT_EQ(HexEncode(NonceOf(thread_key)),
            "369b17d925d3e8420c49c73ce81dd3aeac6443b5769f99812e6bbc899b15bae1");
}

Hash DigestFor(std::uint8_t manifest, Purpose purpose) {
  Hash manifest_hash;
  manifest_hash.fill(manifest);
  const auto context = ContextOf(manifest_hash, purpose);
  return ChallengeDigest({.issuer_name = "issuer.example",
                          .redemption_context = Bytes(context.begin(), context.end()),
                          .origin_info = ""});
}

VerifyKey ThreadKey(std::uint8_t seed) {
  ByteArray<32> bytes;
  bytes.fill(seed);
  return SigningKey::FromSeed(bytes).verify_key();
}

std::vector<ByteArray<32>> Nonces(std::size_t count) {
  std::vector<ByteArray<32>> out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back(NonceOf(ThreadKey(static_cast<std::uint8_t>(i))));
  }
  return out;
}

std::vector<ByteArray<256>> SignAll(const TokenPrivateKey& key, const TokenBlinder& blinder) {
  std::vector<ByteArray<256>> out;
  for (const auto& message : blinder.blinded_messages()) {
    auto signature = key.BlindSign(message);
    EXPECT_OK(signature);
    out.push_back(*signature);
  }
  return out;
}

TokenBlinder ABlinder(std::size_t count, const TokenPublicKey& key = AKey().public_key(),
                      const Hash& digest = DigestFor(1, Purpose::kVoice)) {
  SystemRandom random;
  auto blinder = TokenBlinder::Create(key, digest, Nonces(count), random);
  if (!blinder.ok()) std::abort();
  return *std::move(blinder);
}

// A token for ThreadKey(0).
Token AToken(const TokenPrivateKey& key, const Hash& digest) {
  auto blinder = ABlinder(1, key.public_key(), digest);
  auto tokens = blinder.Finalize(SignAll(key, blinder));
  EXPECT_OK(tokens);
  return tokens->front();
}

TEST(VerifyToken, AcceptsATokenForItsKeyCampaignPurposeAndThread) {
  const Hash digest = DigestFor(1, Purpose::kVoice);
  const Token token = AToken(AKey(), digest);
  EXPECT_OK(VerifyToken(token, AKey().public_key(), digest, ThreadKey(0)));
  EXPECT_EQ(token.Encode().size(), kTokenSize);
}

TEST(VerifyToken, RefusesATokenOfOnePurposeForAnother) {
  const Token token = AToken(AKey(), DigestFor(1, Purpose::kVoice));
  for (const auto purpose : {Purpose::kContribute, Purpose::kEndorse}) {
    EXPECT_THAT(VerifyToken(token, AKey().public_key(), DigestFor(1, purpose), ThreadKey(0)),
                StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("campaign or purpose")));
  }
  // Nor does it help to write the other purpose's digest into the token.
  Token relabelled = token;
  relabelled.challenge_digest = DigestFor(1, Purpose::kEndorse);
  EXPECT_THAT(VerifyToken(relabelled, AKey().public_key(), relabelled.challenge_digest,
                          ThreadKey(0)),
              StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("not signed")));
}

TEST(VerifyToken, RefusesATokenOfAnotherCampaign) {
  const Token token = AToken(AKey(), DigestFor(1, Purpose::kVoice));
  const Hash elsewhere = DigestFor(2, Purpose::kVoice);
  EXPECT_THAT(VerifyToken(token, AKey().public_key(), elsewhere, ThreadKey(0)),
              StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("campaign or purpose")));
}

TEST(VerifyToken, RefusesATokenUnderAnotherThreadKey) {
  const Hash digest = DigestFor(1, Purpose::kVoice);
  const Token token = AToken(AKey(), digest);
  EXPECT_THAT(VerifyToken(token, AKey().public_key(), digest, ThreadKey(1)),
              StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("thread key")));
  Token stolen = token;
  stolen.nonce = NonceOf(ThreadKey(1));
  EXPECT_THAT(VerifyToken(stolen, AKey().public_key(), digest, ThreadKey(1)),
              StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("not signed")));
}

TEST(VerifyToken, RefusesATokenOfAnotherKey) {
  const Hash digest = DigestFor(1, Purpose::kVoice);
  const Token token = AToken(AKey(), digest);
  EXPECT_THAT(VerifyToken(token, AnotherKey().public_key(), digest, ThreadKey(0)),
              StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("another key")));
  Token renamed = token;
  renamed.token_key_id = AnotherKey().public_key().id();
  EXPECT_THAT(VerifyToken(renamed, AnotherKey().public_key(), digest, ThreadKey(0)),
              StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("not signed")));
}

TEST(VerifyToken, RefusesAnAuthenticatorThatIsNotBelowTheModulus) {
  const Hash digest = DigestFor(1, Purpose::kVoice);
  const auto& key = AKey().public_key();
  int beyond = 0;
  // s + n is the same residue; nine in ten of them still have 256 bytes under this modulus.
  for (int i = 0; i < 64 && beyond == 0; ++i) {
    Token token = AToken(AKey(), digest);
    const Bytes sum = Add(token.authenticator, key.modulus(), 257);
    if (sum[0] != 0) continue;
    ++beyond;
    token.authenticator = Array<256>(ByteView(sum).last(256));
    EXPECT_FALSE(VerifyToken(token, key, digest, ThreadKey(0)).ok());
  }
  EXPECT_EQ(beyond, 1);
  Token token = AToken(AKey(), digest);
  for (const Bytes& bad : {ToBytes(key.modulus()), Bytes(256, 0xff), Bytes(256), Small(1, 256)}) {
    token.authenticator = Array<256>(bad);
    EXPECT_FALSE(VerifyToken(token, key, digest, ThreadKey(0)).ok());
  }
}

TEST(Token, EveryFlippedBitIsNoticed) {
  const Hash digest = DigestFor(1, Purpose::kVoice);
  const Bytes good = AToken(AKey(), digest).Encode();
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    Bytes bad = good;
    bad[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    const auto token = Token::Decode(bad);
    if (!token.ok()) continue;
    EXPECT_EQ(token->Encode(), bad);
    EXPECT_FALSE(VerifyToken(*token, AKey().public_key(), digest, ThreadKey(0)).ok()) << bit;
  }
}

// --- The structures ---

// Checks that only the whole of `good` is read, and that a type other than 2 is not.
template <class Structure>
void ExpectOneForm(const Bytes& good) {
  ASSERT_OK(Structure::Decode(good));
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_THAT(Structure::Decode(ByteView(good).first(size)),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << size;
  }
  EXPECT_THAT(Structure::Decode(Concat({good, Small(0)})),
              StatusIs(absl::StatusCode::kInvalidArgument));
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    Bytes flipped = good;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    const auto read = Structure::Decode(flipped);
    if (read.ok()) {
      EXPECT_EQ(read->Encode(), flipped) << bit;
    }
    if (bit < 16) {
      EXPECT_FALSE(read.ok()) << bit;
    }
  }
}

TEST(TokenStructures, HaveOneFormEach) {
  ExpectOneForm<Token>(FromHex(kRfcToken));
  ExpectOneForm<TokenRequest>(
      TokenRequest{.truncated_token_key_id = 8, .blinded_msg = {1, 2, 3}}.Encode());
  ExpectOneForm<TokenChallenge>(FromHex(kRfcChallenge));
  ExpectOneForm<TokenChallenge>(
      TokenChallenge{.issuer_name = "i", .redemption_context = {}, .origin_info = ""}.Encode());
}

TEST(TokenStructures, HaveTheirSizes) {
  EXPECT_EQ(TokenRequest().Encode().size(), kTokenRequestSize);
  EXPECT_EQ(Token().Encode().size(), kTokenSize);
}

TEST(TokenChallenge, RefusesFieldsOutOfBounds) {
  const auto decode = [](std::string_view hex) {
    return TokenChallenge::Decode(FromHex(hex)).status();
  };
  EXPECT_OK(decode("0002" "000169" "00" "0000"));
  // No issuer; a context of 1, 31 and 33 bytes; text that is not UTF-8; a zero in the text.
  EXPECT_THAT(decode("0002" "0000" "00" "0000"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(decode("0002" "000169" "01aa" "0000"), StatusIs(absl::StatusCode::kInvalidArgument));
  for (const std::size_t size : {31, 33}) {
    const Bytes context(size, 0xaa);
    const Bytes challenge = Concat({FromHex("0002000169"), Small(static_cast<std::uint8_t>(size)),
                                    context, FromHex("0000")});
    EXPECT_THAT(TokenChallenge::Decode(challenge), StatusIs(absl::StatusCode::kInvalidArgument));
  }
  EXPECT_THAT(decode("0002" "0001ff" "00" "0000"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(decode("0002" "000169" "00" "000100"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(decode("0001" "000169" "00" "0000"), StatusIs(absl::StatusCode::kInvalidArgument));
}

// --- The batch ---

TEST(TokenBlinder, DrawsABatchOfTokensThatVerify) {
  for (const std::size_t count : {1u, 2u, 16u}) {
    auto blinder = ABlinder(count);
    EXPECT_EQ(blinder.nonces(), Nonces(count));
    ASSERT_OK_AND_ASSIGN(const auto tokens, blinder.Finalize(SignAll(AKey(), blinder)));
    ASSERT_EQ(tokens.size(), count);
    for (std::size_t i = 0; i < count; ++i) {
      EXPECT_OK(VerifyToken(tokens[i], AKey().public_key(), DigestFor(1, Purpose::kVoice),
                            ThreadKey(static_cast<std::uint8_t>(i))));
    }
  }
}

TEST(TokenBlinder, RequestsNameTheKeyByTheLastByteOfItsId) {
  for (const auto& request : ABlinder(2).requests()) {
    EXPECT_EQ(request.truncated_token_key_id, AKey().public_key().id()[31]);
  }
}

TEST(TokenBlinder, BlindsTheSameNoncesDifferentlyEachTime) {
  std::set<ByteArray<256>> seen;
  for (int i = 0; i < 8; ++i) {
    for (const auto& message : ABlinder(4).blinded_messages()) seen.insert(message);
  }
  EXPECT_EQ(seen.size(), 32u);
}

TEST(TokenBlinder, RefusesNoNoncesTooManyAndOneTwice) {
  SystemRandom random;
  const auto create = [&](const std::vector<ByteArray<32>>& nonces) {
    return TokenBlinder::Create(AKey().public_key(), DigestFor(1, Purpose::kVoice), nonces, random)
        .status();
  };
  EXPECT_THAT(create({}), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(create(std::vector<ByteArray<32>>(kMaxBatch + 1)),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(create({NonceOf(ThreadKey(1)), NonceOf(ThreadKey(2)), NonceOf(ThreadKey(1))}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(TokenBlinder, OneBadSignatureSpoilsTheAnswerButNotTheState) {
  auto blinder = ABlinder(8);
  const auto good = SignAll(AKey(), blinder);
  for (std::size_t i = 0; i < good.size(); ++i) {
    auto bad = good;
    bad[i][255] ^= 1;
    EXPECT_FALSE(blinder.Finalize(bad).ok());
    bad[i] = AKey().public_key().modulus();
    EXPECT_THAT(blinder.Finalize(bad), StatusIs(absl::StatusCode::kInvalidArgument));
    bad[i] = *AnotherKey().BlindSign(Small(2, 256));
    EXPECT_FALSE(blinder.Finalize(bad).ok());
  }
  auto swapped = good;
  std::swap(swapped[0], swapped[7]);
  EXPECT_THAT(blinder.Finalize(swapped), StatusIs(absl::StatusCode::kUnauthenticated));
  auto fewer = good;
  fewer.pop_back();
  EXPECT_THAT(blinder.Finalize(fewer), StatusIs(absl::StatusCode::kInvalidArgument));
  auto more = good;
  more.push_back(good[0]);
  EXPECT_THAT(blinder.Finalize(more), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_OK(blinder.Finalize(good));
}

TEST(TokenBlinder, ForgetsEverythingOnceItHasTheTokens) {
  auto blinder = ABlinder(2);
  const auto signatures = SignAll(AKey(), blinder);
  EXPECT_OK(blinder.Finalize(signatures));
  EXPECT_EQ(blinder.size(), 0u);
  EXPECT_TRUE(blinder.Export().empty());
  EXPECT_THAT(blinder.Finalize(signatures), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(TokenBlinder, FinishesAfterACrashFromWhatItExported) {
  Bytes on_disk;
  std::vector<ByteArray<256>> sent;
  {
    const auto blinder = ABlinder(5);
    const SecretBytes exported = blinder.Export();
    on_disk = ToBytes(exported.ExposeSecret());
    sent = blinder.blinded_messages();
  }
  EXPECT_EQ(on_disk.size(), 1u + 342 + 32 + 3 + 5 * 544);
  ASSERT_OK_AND_ASSIGN(auto blinder, TokenBlinder::Import(on_disk));
  EXPECT_EQ(blinder.blinded_messages(), sent);
  EXPECT_EQ(blinder.nonces(), Nonces(5));
  EXPECT_EQ(blinder.key(), AKey().public_key());
  EXPECT_EQ(blinder.challenge_digest(), DigestFor(1, Purpose::kVoice));
  const SecretBytes again = blinder.Export();
  EXPECT_TRUE(Equal(again.ExposeSecret(), on_disk));
  ASSERT_OK_AND_ASSIGN(const auto tokens, blinder.Finalize(SignAll(AKey(), blinder)));
  EXPECT_OK(VerifyToken(tokens[4], AKey().public_key(), DigestFor(1, Purpose::kVoice),
                        ThreadKey(4)));
}

TEST(TokenBlinder, RefusesADamagedExport) {
  const SecretBytes exported = ABlinder(2).Export();
  const Bytes good = ToBytes(exported.ExposeSecret());
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_THAT(TokenBlinder::Import(ByteView(good).first(size)),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << size;
  }
  EXPECT_FALSE(TokenBlinder::Import(Concat({good, Small(0)})).ok());
  Bytes version = good;
  version[0] = 2;
  EXPECT_FALSE(TokenBlinder::Import(version).ok());
  constexpr std::size_t kFirst = 1 + 342 + 32 + 3;
  Bytes same_nonce = good;
  std::copy_n(good.begin() + kFirst, 32, same_nonce.begin() + kFirst + 544);
  EXPECT_FALSE(TokenBlinder::Import(same_nonce).ok());
  Bytes no_inverse = good;
  std::fill_n(no_inverse.begin() + kFirst + 288, 256, 0);
  EXPECT_FALSE(TokenBlinder::Import(no_inverse).ok());
  std::fill_n(no_inverse.begin() + kFirst + 288, 256, 0xff);
  EXPECT_FALSE(TokenBlinder::Import(no_inverse).ok());
}

TEST(TokenBlinder, ADamagedExportNeverGivesAToken) {
  const auto blinder = ABlinder(1);
  const auto signatures = SignAll(AKey(), blinder);
  const SecretBytes exported = blinder.Export();
  const Bytes good = ToBytes(exported.ExposeSecret());
  constexpr std::size_t kBlindedMessage = 1 + 342 + 32 + 3 + 32;
  int imported = 0;
  for (std::size_t i = 0; i < good.size(); ++i) {
    // The blinded message is what is sent again; the answer to another one does not unblind.
    if (i >= kBlindedMessage && i < kBlindedMessage + 256) continue;
    Bytes bad = good;
    bad[i] ^= 0x10;
    auto damaged = TokenBlinder::Import(bad);
    if (!damaged.ok()) continue;
    ++imported;
    EXPECT_FALSE(damaged->Finalize(signatures).ok()) << i;
  }
  EXPECT_GT(imported, 0);
}

}  // namespace
}  // namespace candor::crypto
