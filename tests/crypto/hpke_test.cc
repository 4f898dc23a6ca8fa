// HPKE (RFC 9180): published vectors, round trips, and what must not open.
#include "crypto/hpke.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <concepts>

#include "tests/support/matchers.h"
#include "tests/support/vectors.h"

namespace candor::crypto {
namespace {

using ::candor::testing::Hex;
using ::candor::testing::IsOk;
using ::candor::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;
using nlohmann::json;

Bytes FromHex(std::string_view digits) {
  auto bytes = HexDecode(digits);
  EXPECT_TRUE(bytes.ok());
  return bytes.ok() ? *bytes : Bytes();
}

template <std::size_t N>
ByteArray<N> Array(ByteView bytes) {
  auto array = ToArray<N>(bytes);
  EXPECT_TRUE(array.ok()) << "a field has the wrong length";
  return array.ok() ? *array : ByteArray<N>{};
}

KemPrivateKey PrivateKey(const json& value) {
  return KemPrivateKey::FromBytes(Array<32>(Hex(value)));
}

AeadId AeadOf(const json& vector) {
  const int code_point = vector.at("aead_id");
  EXPECT_TRUE(code_point == 1 || code_point == 3);
  return code_point == 1 ? AeadId::kAes128Gcm : AeadId::kChaCha20Poly1305;
}

void CheckKeySchedule(const json& vector) {
  const auto ephemeral = PrivateKey(vector.at("skEm"));
  const auto recipient = PrivateKey(vector.at("skRm"));
  ASSERT_OK_AND_ASSIGN(const auto sent, hpke_internal::Encap(recipient.public_key(), ephemeral));
  ASSERT_OK_AND_ASSIGN(const auto received,
                       hpke_internal::Decap(Array<32>(Hex(vector.at("enc"))), recipient));
  EXPECT_TRUE(Equal(sent.ExposeSecret(), Hex(vector.at("shared_secret"))));
  EXPECT_TRUE(Equal(received.ExposeSecret(), Hex(vector.at("shared_secret"))));
  const auto schedule =
      hpke_internal::DeriveKeySchedule(AeadOf(vector), sent, Hex(vector.at("info")));
  EXPECT_EQ(schedule.key_schedule_context, Hex(vector.at("key_schedule_context")));
  EXPECT_TRUE(Equal(schedule.secret.ExposeSecret(), Hex(vector.at("secret"))));
  const Bytes key = Hex(vector.at("key"));
  EXPECT_TRUE(Equal(schedule.key.ExposeSecret().first(key.size()), key));
  EXPECT_TRUE(Equal(schedule.base_nonce, Hex(vector.at("base_nonce"))));
  EXPECT_TRUE(Equal(schedule.exporter_secret.ExposeSecret(), Hex(vector.at("exporter_secret"))));
}

void CheckKeys(const json& vector) {
  for (const auto& [ikm, secret, public_key] :
       {std::tuple{"ikmE", "skEm", "pkEm"}, std::tuple{"ikmR", "skRm", "pkRm"}}) {
    const auto key = hpke_internal::DeriveKeyPairForTesting(Hex(vector.at(ikm)));
    EXPECT_TRUE(Equal(key.Export().ExposeSecret(), Hex(vector.at(secret))));
    EXPECT_TRUE(Equal(key.public_key().bytes, Hex(vector.at(public_key))));
  }
}

void CheckExports(const HpkeContext& context, const json& vector) {
  ASSERT_FALSE(vector.at("exports").empty());
  for (const auto& e : vector.at("exports")) {
    ASSERT_OK_AND_ASSIGN(const SecretBytes exported,
                         context.Export(Hex(e.at("exporter_context")), e.at("L")));
    EXPECT_TRUE(Equal(exported.ExposeSecret(), Hex(e.at("exported_value"))));
  }
}

// The vectors name the messages of some sequence numbers; others are sent in between.
void CheckMessages(SenderContext& sender, RecipientContext& recipient, const json& vector) {
  ASSERT_FALSE(vector.at("encryptions").empty());
  std::uint64_t sequence = 0;
  for (const auto& e : vector.at("encryptions")) {
    for (; sequence < e.at("seq").get<std::uint64_t>(); ++sequence) {
      ASSERT_OK_AND_ASSIGN(const Bytes filler, sender.Seal({}, {}));
      ASSERT_OK(recipient.Open({}, filler));
    }
    ++sequence;
    ASSERT_OK_AND_ASSIGN(const Bytes sealed, sender.Seal(Hex(e.at("aad")), Hex(e.at("pt"))));
    EXPECT_EQ(sealed, Hex(e.at("ct"))) << e.at("seq");
    ASSERT_OK_AND_ASSIGN(const SecretBytes opened,
                         recipient.Open(Hex(e.at("aad")), Hex(e.at("ct"))));
    EXPECT_TRUE(Equal(opened.ExposeSecret(), Hex(e.at("pt"))));
  }
}

TEST(Hpke, AgreesWithEveryPublishedVector) {
  CANDOR_VECTORS_OR_RETURN(file, "hpke/rfc9180_x25519_base.json");
  ASSERT_FALSE(file.empty());
  for (const auto& vector : file) {
    SCOPED_TRACE("aead_id " + vector.at("aead_id").dump());
    ASSERT_EQ(vector.at("mode"), 0);
    ASSERT_EQ(vector.at("kem_id"), 0x0020);
    ASSERT_EQ(vector.at("kdf_id"), 0x0001);
    CheckKeys(vector);
    CheckKeySchedule(vector);
    const auto recipient_key = PrivateKey(vector.at("skRm"));
    const Bytes info = Hex(vector.at("info"));
    ASSERT_OK_AND_ASSIGN(SenderSetup setup,
                         SetupBaseSForTesting(AeadOf(vector), recipient_key.public_key(), info,
                                              PrivateKey(vector.at("skEm"))));
    EXPECT_TRUE(Equal(setup.enc, Hex(vector.at("enc"))));
    ASSERT_OK_AND_ASSIGN(RecipientContext recipient, SetupBaseRForTesting(AeadOf(vector), setup.enc,
                                                                          recipient_key, info));
    CheckMessages(setup.context, recipient, vector);
    CheckExports(setup.context, vector);
    CheckExports(recipient, vector);
  }
}

// RFC 9180 appendix A.2.1: the suite that Candor uses.
TEST(Hpke, KnowsTheRfcsExample) {
  const auto recipient = KemPrivateKey::FromBytes(
      Array<32>(FromHex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb")));
  const auto ephemeral = KemPrivateKey::FromBytes(
      Array<32>(FromHex("f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600")));
  const Bytes info = FromHex("4f6465206f6e2061204772656369616e2055726e");
  ASSERT_OK_AND_ASSIGN(SenderSetup setup,
                       SetupBaseSForTesting(AeadId::kChaCha20Poly1305, recipient.public_key(), info,
                                            ephemeral));
  EXPECT_EQ(HexEncode(setup.enc),
            "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a");
  ASSERT_OK_AND_ASSIGN(const Bytes sealed,
                       setup.context.Seal(AsBytes("Count-0"),
                                          AsBytes("Beauty is truth, truth beauty")));
  EXPECT_EQ(HexEncode(sealed),
            "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db"
            "21993c62ce81883d2dd1b51a28");
  ASSERT_OK_AND_ASSIGN(const SecretBytes exported, setup.context.Export({}, 32));
  EXPECT_EQ(HexEncode(exported.ExposeSecret()),
            "4bbd6243b8bb54cec311fac9df81841b6fd61f56538a775e7c80a9f40160606e");
}

struct Fixture {
  DeterministicRandomForTesting random{1};
  KemPrivateKey key = KemPrivateKey::Generate(random);
  Bytes info = ToBytes(AsBytes("info"));
  Bytes aad = ToBytes(AsBytes("aad"));
};

TEST(Hpke, OpensWhatWasSealed) {
  Fixture f;
  for (const std::size_t size : {0, 1, 32, 1000}) {
    const Bytes plaintext(size, 'x');
    ASSERT_OK_AND_ASSIGN(const Bytes sealed,
                         HpkeSeal(f.key.public_key(), f.info, f.aad, plaintext, f.random));
    EXPECT_EQ(sealed.size(), size + kHpkeOverhead);
    ASSERT_OK_AND_ASSIGN(const SecretBytes opened, HpkeOpen(f.key, f.info, f.aad, sealed));
    EXPECT_TRUE(Equal(opened.ExposeSecret(), plaintext));
  }
}

TEST(Hpke, EverySealingHasAnEphemeralKeyOfItsOwn) {
  Fixture f;
  ASSERT_OK_AND_ASSIGN(const Bytes a, HpkeSeal(f.key.public_key(), f.info, f.aad, {}, f.random));
  ASSERT_OK_AND_ASSIGN(const Bytes b, HpkeSeal(f.key.public_key(), f.info, f.aad, {}, f.random));
  EXPECT_FALSE(Equal(ByteView(a).first(32), ByteView(b).first(32)));
}

TEST(Hpke, OpensForNoOtherKeyInfoOrAad) {
  Fixture f;
  const auto other = KemPrivateKey::Generate(f.random);
  ASSERT_OK_AND_ASSIGN(const Bytes sealed,
                       HpkeSeal(f.key.public_key(), f.info, f.aad, AsBytes("text"), f.random));
  const auto refused = StatusIs(absl::StatusCode::kUnauthenticated);
  EXPECT_THAT(HpkeOpen(f.key, f.info, f.aad, sealed), IsOk());
  EXPECT_THAT(HpkeOpen(other, f.info, f.aad, sealed), refused);
  EXPECT_THAT(HpkeOpen(f.key, AsBytes("infO"), f.aad, sealed), refused);
  EXPECT_THAT(HpkeOpen(f.key, {}, f.aad, sealed), refused);
  EXPECT_THAT(HpkeOpen(f.key, f.info, AsBytes("aaD"), sealed), refused);
  EXPECT_THAT(HpkeOpen(f.key, f.info, {}, sealed), refused);
}

TEST(Hpke, EveryTruncationExtensionAndFlipIsRefused) {
  Fixture f;
  ASSERT_OK_AND_ASSIGN(const Bytes sealed,
                       HpkeSeal(f.key.public_key(), f.info, f.aad, AsBytes("text"), f.random));
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_THAT(HpkeOpen(f.key, f.info, f.aad, ByteView(sealed).first(size)), Not(IsOk())) << size;
  }
  EXPECT_THAT(HpkeOpen(f.key, f.info, f.aad, Concat({sealed, Bytes{0}})), Not(IsOk()));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    // 0x80 in byte 31 is the bit that X25519 ignores: enc is bound as bytes, so it is refused too.
    for (const std::uint8_t bit : {0x01, 0x80}) {
      Bytes flipped = sealed;
      flipped[i] ^= bit;
      EXPECT_THAT(HpkeOpen(f.key, f.info, f.aad, flipped), Not(IsOk())) << i;
    }
  }
}

TEST(Hpke, AKeyOfLowOrderIsRefusedAtBothEnds) {
  Fixture f;
  EXPECT_THAT(HpkeSeal(KemPublicKey{}, f.info, f.aad, {}, f.random),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("low order")));
  const Bytes low_order_enc(kHpkeOverhead, 0);
  EXPECT_THAT(HpkeOpen(f.key, f.info, f.aad, low_order_enc),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("low order")));
}

TEST(Hpke, MessagesOpenInTheirOrderOnly) {
  Fixture f;
  ASSERT_OK_AND_ASSIGN(SenderSetup setup, SetupBaseS(f.key.public_key(), f.info, f.random));
  ASSERT_OK_AND_ASSIGN(RecipientContext recipient, SetupBaseR(setup.enc, f.key, f.info));
  ASSERT_OK_AND_ASSIGN(const Bytes first, setup.context.Seal(f.aad, AsBytes("1")));
  ASSERT_OK_AND_ASSIGN(const Bytes second, setup.context.Seal(f.aad, AsBytes("2")));
  EXPECT_THAT(recipient.Open(f.aad, second), StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(recipient.Open(f.aad, first), IsOk());
  EXPECT_THAT(recipient.Open(f.aad, first), StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT(recipient.Open(f.aad, second), IsOk());
}

TEST(Hpke, ExportsAgreeAtBothEndsAndDifferByPurposeAndContext) {
  Fixture f;
  ASSERT_OK_AND_ASSIGN(const SenderSetup setup, SetupBaseS(f.key.public_key(), f.info, f.random));
  ASSERT_OK_AND_ASSIGN(const RecipientContext recipient, SetupBaseR(setup.enc, f.key, f.info));
  ASSERT_OK_AND_ASSIGN(const SenderSetup other, SetupBaseS(f.key.public_key(), f.info, f.random));
  const auto exported = [](const HpkeContext& context, std::string_view purpose) {
    auto bytes = context.Export(AsBytes(purpose), 32);
    EXPECT_OK(bytes);
    return HexEncode(bytes->ExposeSecret());
  };
  EXPECT_EQ(exported(setup.context, "a"), exported(recipient, "a"));
  EXPECT_NE(exported(setup.context, "a"), exported(setup.context, "b"));
  EXPECT_NE(exported(setup.context, "a"), exported(other.context, "a"));
  EXPECT_OK(setup.context.Export({}, 255 * 32));
  EXPECT_THAT(setup.context.Export({}, 255 * 32 + 1),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

static_assert(!std::copy_constructible<SenderContext>, "two copies would use one nonce twice");
static_assert(!std::copy_constructible<RecipientContext>);

}  // namespace
}  // namespace candor::crypto
