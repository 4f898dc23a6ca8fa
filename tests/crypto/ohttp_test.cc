// Oblivious HTTP (RFC 9458): published examples, round trips, and what must not open.
#include "crypto/ohttp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <concepts>
#include <string>

#include "crypto/binary_http.h"
#include "crypto/hkdf.h"
#include "tests/crypto/scripted_random.h"
#include "tests/support/matchers.h"
#include "tests/support/vectors.h"

namespace candor::crypto::ohttp {
namespace {

using ::candor::crypto::testing::ScriptedRandom;
using ::candor::testing::Hex;
using ::candor::testing::IsOk;
using ::candor::testing::IsOkAndHolds;
using ::candor::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr auto kForged = absl::StatusCode::kUnauthenticated;
constexpr auto kSpent = absl::StatusCode::kFailedPrecondition;

Bytes FromHex(std::string_view digits) { return HexDecode(digits).value(); }

template <std::size_t N>
ByteArray<N> Array(ByteView bytes) {
  return ToArray<N>(bytes).value();
}

KemPrivateKey KeyFrom(ByteView bytes) { return KemPrivateKey::FromBytes(Array<32>(bytes)); }

// --- the RFC's example ---

struct AppendixA {
  Bytes gateway_key, config, request, ephemeral_key, encapsulated_request;
  Bytes response, response_nonce, encapsulated_response;
};

// The facts of the appendix, so that they are tested where no vectors are.
AppendixA KnownAppendix() {
  return {
      .gateway_key = FromHex("3c168975674b2fa8e465970b79c8dcf09f1c741626480bd4c6162fc5b6a98e1a"),
      .config = FromHex("01002031e1f05a740102115220e9af918f738674aec95f54db6e04eb705aae8e798155"
                        "00080001000100010003"),
      .request = FromHex("00034745540568747470730b6578616d706c652e636f6d012f"),
      .ephemeral_key =
          FromHex("bc51d5e930bda26589890ac7032f70ad12e4ecb37abb1b65b1256c9c48999c73"),
      .encapsulated_request =
          FromHex("010020000100014b28f881333e7c164ffc499ad9796f877f4e1051ee6d31bad19dec96c208"
                  "b4726374e469135906992e1268c594d2a10c695d858c40a026e7965e7d86b83dd440b2c018"
                  "5204b4d63525"),
      .response = FromHex("0140c8"),
      .response_nonce = FromHex("c789e7151fcba46158ca84b04464910d"),
      .encapsulated_response =
          FromHex("c789e7151fcba46158ca84b04464910d86f9013e404feea014e7be4a441f234f857fbd"),
  };
}

void CheckBothEnds(const AppendixA& a) {
  ASSERT_OK_AND_ASSIGN(const KeyConfig config, KeyConfig::Decode(a.config));
  EXPECT_EQ(config.Encode(), a.config);
  EXPECT_TRUE(config.Offers(AeadId::kAes128Gcm) && config.Offers(AeadId::kChaCha20Poly1305));
  const Gateway gateway =
      Gateway::WithAeadForTesting(AeadId::kAes128Gcm, config.key_id(), KeyFrom(a.gateway_key));
  EXPECT_EQ(gateway.config().public_key(), config.public_key());
  EXPECT_THAT(KeyIdOf(a.encapsulated_request), IsOkAndHolds(config.key_id()));

  ScriptedRandom ephemeral({a.ephemeral_key});
  ASSERT_OK_AND_ASSIGN(
      ClientRequest request,
      ClientRequest::SealForTesting(AeadId::kAes128Gcm, config, a.request, ephemeral));
  EXPECT_EQ(request.encapsulated(), a.encapsulated_request);
  ASSERT_OK_AND_ASSIGN(OpenedRequest opened, gateway.OpenRequest(a.encapsulated_request));
  EXPECT_TRUE(Equal(opened.request.ExposeSecret(), a.request));

  ScriptedRandom nonce({a.response_nonce});
  EXPECT_THAT(std::move(opened.sealer).Seal(a.response, nonce),
              IsOkAndHolds(a.encapsulated_response));
  ASSERT_OK_AND_ASSIGN(const SecretBytes response,
                       std::move(request).OpenResponse(a.encapsulated_response));
  EXPECT_TRUE(Equal(response.ExposeSecret(), a.response));
}

TEST(Ohttp, KnowsTheRfcsExampleByteForByte) { CheckBothEnds(KnownAppendix()); }

TEST(Ohttp, AgreesWithThePublishedExample) {
  CANDOR_VECTORS_OR_RETURN(file, "ohttp/rfc9458_appendix_a_full.json");
  const Bytes salt = Hex(file.at("response_salt_enc_and_nonce"));
  CheckBothEnds({.gateway_key = Hex(file.at("gateway_x25519_sk")),
                 .config = Hex(file.at("key_config")),
                 .request = Hex(file.at("bhttp_request")),
                 .ephemeral_key = Hex(file.at("client_ephemeral_sk")),
                 .encapsulated_request = Hex(file.at("encapsulated_request")),
                 .response = Hex(file.at("bhttp_response")),
                 .response_nonce = ToBytes(ByteView(salt).subspan(32)),
                 .encapsulated_response = Hex(file.at("encapsulated_response"))});
  EXPECT_THAT(BinaryHttpRequest::Decode(Hex(file.at("bhttp_request"))), IsOk());
  EXPECT_THAT(BinaryHttpResponse::Decode(Hex(file.at("bhttp_response"))), IsOk());
}

// The values in between, over the primitives that ohttp.cc is made of.
TEST(Ohttp, TheStepsOfThePublishedExampleAreOurs) {
  CANDOR_VECTORS_OR_RETURN(file, "ohttp/rfc9458_appendix_a_full.json");
  const auto gateway = KeyFrom(Hex(file.at("gateway_x25519_sk")));
  ASSERT_OK_AND_ASSIGN(
      const SenderSetup setup,
      SetupBaseSForTesting(AeadId::kAes128Gcm, gateway.public_key(), Hex(file.at("hpke_info")),
                           KeyFrom(Hex(file.at("client_ephemeral_sk")))));
  EXPECT_TRUE(Equal(setup.enc, Hex(file.at("client_ephemeral_pk_enc"))));
  ASSERT_OK_AND_ASSIGN(const SecretBytes secret,
                       setup.context.Export(AsBytes("message/bhttp response"), 16));
  EXPECT_TRUE(Equal(secret.ExposeSecret(), Hex(file.at("response_secret_exported"))));
  const auto prk =
      HkdfExtract(Hex(file.at("response_salt_enc_and_nonce")), secret.ExposeSecret());
  EXPECT_TRUE(Equal(prk.ExposeSecret(), Hex(file.at("response_prk"))));
  ByteArray<16> key;
  HkdfExpand(prk, {AsBytes("key")}, key);
  EXPECT_TRUE(Equal(key, Hex(file.at("response_aead_key"))));
  ByteArray<12> nonce;
  HkdfExpand(prk, {AsBytes("nonce")}, nonce);
  EXPECT_TRUE(Equal(nonce, Hex(file.at("response_aead_nonce"))));
}

TEST(Ohttp, OpensAnotherImplementationsMessages) {
  CANDOR_VECTORS_OR_RETURN(file, "ohttp/ohttp_js_interop.json");
  ASSERT_FALSE(file.at("vectors").empty());
  for (const auto& vector : file.at("vectors")) {
    ASSERT_EQ(vector.at("kemId"), 0x0020);
    ASSERT_EQ(vector.at("kdfId"), 0x0001);
    ASSERT_EQ(vector.at("aeadId"), 0x0001);
    const Gateway gateway = Gateway::WithAeadForTesting(
        AeadId::kAes128Gcm, vector.at("keyId").get<std::uint8_t>(),
        hpke_internal::DeriveKeyPairForTesting(Hex(vector.at("seed"))));
    ASSERT_OK_AND_ASSIGN(const OpenedRequest opened,
                         gateway.OpenRequest(Hex(vector.at("encapsulatedRequest"))));
    ASSERT_OK_AND_ASSIGN(const BinaryHttpRequest request,
                         BinaryHttpRequest::Decode(opened.request.ExposeSecret()));
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.authority, "ietf-wg-ohai.github.io");
    EXPECT_EQ(request.path, "/oblivious-http/draft-ietf-ohai-ohttp.html");
  }
}

// --- the one suite ---

struct Fixture {
  DeterministicRandomForTesting random{1};
  Gateway gateway{7, KemPrivateKey::Generate(random)};
  KeyConfig config = gateway.config();

  ClientRequest Seal(std::string_view text) {
    return ClientRequest::Seal(config, AsBytes(text), random).value();
  }
  OpenedRequest Open(const ClientRequest& request) {
    return gateway.OpenRequest(request.encapsulated()).value();
  }
};

TEST(Ohttp, ARequestAndItsResponseArriveWhole) {
  Fixture f;
  for (const std::size_t size : {0, 1, 1000, 24521}) {
    const Bytes text(size, 'x');
    ASSERT_OK_AND_ASSIGN(ClientRequest request, ClientRequest::Seal(f.config, text, f.random));
    EXPECT_EQ(request.encapsulated().size(), size + kRequestOverhead);
    OpenedRequest opened = f.Open(request);
    EXPECT_TRUE(Equal(opened.request.ExposeSecret(), text));
    ASSERT_OK_AND_ASSIGN(const Bytes sealed, std::move(opened.sealer).Seal(text, f.random));
    EXPECT_EQ(sealed.size(), size + kResponseOverhead);
    ASSERT_OK_AND_ASSIGN(const SecretBytes response, std::move(request).OpenResponse(sealed));
    EXPECT_TRUE(Equal(response.ExposeSecret(), text));
  }
}

TEST(Ohttp, TwoRequestsHaveNothingInCommonButTheHeader) {
  Fixture f;
  const ClientRequest a = f.Seal("text");
  const ClientRequest b = f.Seal("text");
  EXPECT_EQ(HexEncode(ByteView(a.encapsulated()).first(7)), "07002000010003");
  EXPECT_TRUE(Equal(ByteView(a.encapsulated()).first(7), ByteView(b.encapsulated()).first(7)));
  for (std::size_t at = 7; at + 8 <= a.encapsulated().size(); ++at) {
    EXPECT_FALSE(Equal(ByteView(a.encapsulated()).subspan(at, 8),
                       ByteView(b.encapsulated()).subspan(at, 8)));
  }
}

TEST(Ohttp, AHeaderOfAnotherKeyOrSuiteIsRefused) {
  Fixture f;
  const ClientRequest request = f.Seal("text");
  struct Case {
    std::string_view what, header;
  };
  for (const auto& [what, header] : {Case{"key id", "08002000010003"},
                                     Case{"KEM P-256", "07001000010003"},
                                     Case{"KDF SHA-384", "07002000020003"},
                                     Case{"AEAD AES-128-GCM", "07002000010001"},
                                     Case{"AEAD export only", "0700200001ffff"}}) {
    Bytes other = request.encapsulated();
    const Bytes bytes = FromHex(header);
    std::ranges::copy(bytes, other.begin());
    EXPECT_THAT(f.gateway.OpenRequest(other), StatusIs(kInvalid, HasSubstr("suite"))) << what;
  }
  EXPECT_THAT(f.gateway.OpenRequest(request.encapsulated()), IsOk());
}

// The header is in the info of the encryption too, so a gateway that did not look would not open
// it.
TEST(Ohttp, TheKeyIdIsBoundIntoTheEncryption) {
  Fixture f;
  Bytes other = f.Seal("text").encapsulated();
  other[0] = 8;
  DeterministicRandomForTesting random(1);
  const Gateway same_key(8, KemPrivateKey::Generate(random));
  ASSERT_EQ(same_key.config().public_key(), f.config.public_key());
  EXPECT_THAT(same_key.OpenRequest(other), StatusIs(kForged));
}

TEST(Ohttp, OnlyTestsUseAes) {
  Fixture f;
  ASSERT_OK_AND_ASSIGN(const ClientRequest aes,
                       ClientRequest::SealForTesting(AeadId::kAes128Gcm, f.config,
                                                     AsBytes("text"), f.random));
  EXPECT_THAT(f.gateway.OpenRequest(aes.encapsulated()), StatusIs(kInvalid, HasSubstr("suite")));
  EXPECT_FALSE(f.config.Offers(AeadId::kAes128Gcm));
}

TEST(Ohttp, OpensForNoOtherKey) {
  Fixture f;
  const Gateway other(7, KemPrivateKey::Generate(f.random));
  EXPECT_THAT(other.OpenRequest(f.Seal("text").encapsulated()), StatusIs(kForged));
}

TEST(Ohttp, EveryTruncationExtensionAndFlippedBitOfARequestIsRefused) {
  Fixture f;
  const Bytes request = f.Seal("text").encapsulated();
  ASSERT_THAT(f.gateway.OpenRequest(request), IsOk());
  for (std::size_t size = 0; size < request.size(); ++size) {
    EXPECT_THAT(f.gateway.OpenRequest(ByteView(request).first(size)), Not(IsOk())) << size;
  }
  EXPECT_THAT(f.gateway.OpenRequest(Concat({request, Bytes(1)})), StatusIs(kForged));
  // Among them bit 255 of enc, which X25519 ignores: enc is bound as bytes.
  for (std::size_t bit = 0; bit < 8 * request.size(); ++bit) {
    Bytes flipped = request;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    EXPECT_THAT(f.gateway.OpenRequest(flipped), Not(IsOk())) << bit;
  }
}

TEST(Ohttp, EveryTruncationExtensionAndFlippedBitOfAResponseIsRefused) {
  Fixture f;
  // A request opens one response, so each attempt has a request of its own: the same one every
  // time.
  const auto same_request = [&] {
    DeterministicRandomForTesting random(5);
    return ClientRequest::Seal(f.config, AsBytes("text"), random).value();
  };
  ASSERT_OK_AND_ASSIGN(const Bytes response,
                       f.Open(same_request()).sealer.Seal(AsBytes("answer"), f.random));
  ASSERT_THAT(same_request().OpenResponse(response), IsOk());
  for (std::size_t size = 0; size < response.size(); ++size) {
    EXPECT_THAT(same_request().OpenResponse(ByteView(response).first(size)), Not(IsOk())) << size;
  }
  EXPECT_THAT(same_request().OpenResponse(Concat({response, Bytes(1)})), StatusIs(kForged));
  for (std::size_t bit = 0; bit < 8 * response.size(); ++bit) {
    Bytes flipped = response;
    flipped[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    EXPECT_THAT(same_request().OpenResponse(flipped), StatusIs(kForged)) << bit;
  }
}

// The u-coordinates of small order, and those that are the same ones unreduced.
const std::vector<std::string>& LowOrderPoints() {
  static const std::vector<std::string> points = {
      "0000000000000000000000000000000000000000000000000000000000000000",
      "0100000000000000000000000000000000000000000000000000000000000000",
      "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
      "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  };
  return points;
}

TEST(Ohttp, PointsOfLowOrderAreRefusedAtBothEnds) {
  Fixture f;
  const auto refused = StatusIs(kInvalid, HasSubstr("low order"));
  for (const auto& hex : LowOrderPoints()) {
    for (const std::uint8_t top_bit : {0x00, 0x80}) {
      ByteArray<32> point = Array<32>(FromHex(hex));
      point[31] |= top_bit;
      const KeyConfig config(7, KemPublicKey{.bytes = point});
      EXPECT_THAT(ClientRequest::Seal(config, AsBytes("text"), f.random), refused) << hex;
      Bytes request = f.Seal("text").encapsulated();
      std::ranges::copy(point, request.begin() + 7);
      EXPECT_THAT(f.gateway.OpenRequest(request), refused) << hex;
    }
  }
}

TEST(Ohttp, AResponseOpensForItsOwnRequestOnly) {
  Fixture f;
  ClientRequest first = f.Seal("text");
  ClientRequest second = f.Seal("text");
  ASSERT_OK_AND_ASSIGN(const Bytes to_first, f.Open(first).sealer.Seal(AsBytes("1"), f.random));
  EXPECT_THAT(std::move(second).OpenResponse(to_first), StatusIs(kForged));
  EXPECT_THAT(std::move(first).OpenResponse(to_first), IsOk());
}

// A gateway that is asked twice answers twice, each time differently sealed: the relay may replay.
TEST(Ohttp, ARequestThatIsReplayedOpensAgain) {
  Fixture f;
  ClientRequest request = f.Seal("text");
  ASSERT_OK_AND_ASSIGN(const Bytes once, f.Open(request).sealer.Seal(AsBytes("a"), f.random));
  ASSERT_OK_AND_ASSIGN(const Bytes twice, f.Open(request).sealer.Seal(AsBytes("a"), f.random));
  EXPECT_NE(once, twice);
  EXPECT_THAT(std::move(request).OpenResponse(twice), IsOk());
}

// --- a context serves once ---

template <class T>
concept OpensAsALeftValue = requires(T& request, ByteView bytes) { request.OpenResponse(bytes); };
template <class T>
concept SealsAsALeftValue =
    requires(T& sealer, ByteView bytes, RandomSource& random) { sealer.Seal(bytes, random); };

static_assert(!OpensAsALeftValue<ClientRequest>, "a context must be given away to be used");
static_assert(!SealsAsALeftValue<ResponseSealer>);
static_assert(!std::copy_constructible<ClientRequest>);
static_assert(!std::copy_constructible<ResponseSealer>);
static_assert(!std::copy_constructible<Gateway>);
static_assert(std::movable<ClientRequest> && std::movable<ResponseSealer>);

TEST(Ohttp, AContextThatWasGivenAwayServesNoMore) {
  Fixture f;
  ClientRequest request = f.Seal("text");
  OpenedRequest opened = f.Open(request);
  ASSERT_OK_AND_ASSIGN(const Bytes response,
                       std::move(opened.sealer).Seal(AsBytes("1"), f.random));
  EXPECT_THAT(std::move(opened.sealer).Seal(AsBytes("2"), f.random), StatusIs(kSpent));
  Bytes damaged = response;
  damaged.back() ^= 1;
  EXPECT_THAT(std::move(request).OpenResponse(damaged), StatusIs(kForged));
  EXPECT_THAT(std::move(request).OpenResponse(response), StatusIs(kSpent))
      << "a response that does not open is the one response too";
  ClientRequest moved_from = f.Seal("text");
  const ClientRequest moved_to = std::move(moved_from);
  EXPECT_THAT(std::move(moved_from).OpenResponse(response), StatusIs(kSpent));
}

// --- key configurations ---

TEST(OhttpKeyConfig, OursOffersTheOneSuite) {
  KemPublicKey key;
  key.bytes.fill(9);
  const KeyConfig config(0xfe, key);
  EXPECT_EQ(HexEncode(config.Encode()),
            "fe0020" + std::string(HexEncode(key.bytes)) + "0004" + "00010003");
  EXPECT_THAT(KeyConfig::Decode(config.Encode()), IsOkAndHolds(config));
}

TEST(OhttpKeyConfig, UnknownAlgorithmsAreKeptBesideTheOneSuite) {
  const Bytes others = FromHex("0003ffff" "00010002");
  const Bytes head = Concat({FromHex("010020"), Bytes(32, 9)});
  const Bytes encoding = Concat({head, FromHex("000c"), others, FromHex("00010003")});
  ASSERT_OK_AND_ASSIGN(const KeyConfig config, KeyConfig::Decode(encoding));
  EXPECT_EQ(config.Encode(), encoding);
  EXPECT_FALSE(config.Offers(AeadId::kAes128Gcm));
  EXPECT_THAT(KeyConfig::Decode(Concat({head, FromHex("0008"), others})),
              StatusIs(kInvalid, HasSubstr("one suite")));
}

TEST(OhttpKeyConfig, TakesTheLongestListAndNoLonger) {
  const auto with_list = [](std::size_t pairs, std::string_view length) {
    Bytes out = Concat({FromHex("010020"), Bytes(32, 9), FromHex(length)});
    for (std::size_t i = 0; i < pairs; ++i) Append(out, FromHex("00010003"));
    return out;
  };
  ASSERT_OK_AND_ASSIGN(const KeyConfig longest, KeyConfig::Decode(with_list(16383, "fffc")));
  EXPECT_EQ(longest.Encode(), with_list(16383, "fffc"));
  EXPECT_THAT(KeyConfig::Decode(with_list(0, "0000")), StatusIs(kInvalid));
}

TEST(OhttpKeyConfig, EveryOtherFormIsRefused) {
  const Bytes good = KnownAppendix().config;
  ASSERT_THAT(KeyConfig::Decode(good), IsOk());
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_THAT(KeyConfig::Decode(ByteView(good).first(size)), StatusIs(kInvalid)) << size;
  }
  EXPECT_THAT(KeyConfig::Decode(Concat({good, Bytes(1)})), StatusIs(kInvalid));
  Bytes other_kem = good;
  other_kem[2] = 0x10;
  EXPECT_THAT(KeyConfig::Decode(other_kem), StatusIs(kInvalid, HasSubstr("KEM")));
  for (const std::string_view list : {"0000", "0001" "00", "0003" "000100", "0005" "0001000300",
                                      "0006" "000100030001", "fffd"}) {
    const Bytes bad = Concat({ByteView(good).first(35), FromHex(list)});
    EXPECT_THAT(KeyConfig::Decode(bad), StatusIs(kInvalid)) << list;
  }
}

TEST(OhttpKeyConfig, ARequestsKeyIdIsItsFirstByte) {
  EXPECT_THAT(KeyIdOf({}), StatusIs(kInvalid));
  EXPECT_THAT(KeyIdOf(Bytes{0xab}), IsOkAndHolds(0xab));
}

}  // namespace
}  // namespace candor::crypto::ohttp
