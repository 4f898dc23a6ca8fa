// Sealed files: the passphrase, the floor of its cost, and every way in which bytes can be wrong.
#include "crypto/sealed_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include <concepts>

#include "crypto/aead.h"
#include "crypto/codec.h"
#include "crypto/hkdf.h"
#include "crypto/labels.h"
#include "tests/support/matchers.h"

namespace candor::crypto {
namespace {

using namespace std::string_view_literals;
using ::candor::testing::IsOk;
using ::candor::testing::StatusIs;
using ::testing::HasSubstr;

constexpr std::size_t kCostOffset = 8;
constexpr std::size_t kSaltOffset = 9;
constexpr std::size_t kNonceOffset = 25;
constexpr std::size_t kHeaderSize = 49;

SecretBytes Text(std::string_view text) { return SecretBytes::Copy(AsBytes(text)); }

// One derivation for all the tests that do not need their own.
const SealingKey& SharedKey() {
  static const SealingKey* const key = [] {
    SystemRandom random;
    return new SealingKey(
        *SealingKey::New(Text("passphrase"), PassphraseCost::kInteractive, random));
  }();
  return *key;
}

Bytes SealedBytes() {
  SystemRandom random;
  return SharedKey().Seal(Text("content"), random);
}

void ExpectOpensTo(const absl::StatusOr<SecretBytes>& opened, std::string_view content) {
  ASSERT_OK(opened);
  EXPECT_EQ(AsText(opened->ExposeSecret()), content);
}

TEST(SealedFile, OpensUnderItsPassphraseAtEitherCost) {
  SystemRandom random;
  for (const auto cost : {PassphraseCost::kInteractive, PassphraseCost::kModerate}) {
    ASSERT_OK_AND_ASSIGN(const SealingKey key, SealingKey::New(Text("passphrase"), cost, random));
    EXPECT_EQ(key.cost(), cost);
    const Bytes sealed = key.Seal(Text("content"), random);
    ASSERT_OK_AND_ASSIGN(const SealingKey again, SealingKey::For(sealed, Text("passphrase")));
    EXPECT_EQ(again.cost(), cost);
    ExpectOpensTo(again.Open(sealed), "content");
  }
}

TEST(SealedFile, HasTheDocumentedLayout) {
  const Bytes sealed = SealedBytes();
  ASSERT_EQ(sealed.size(), kHeaderSize + 7 + kAeadTagSize);
  EXPECT_EQ(AsText(ByteView(sealed).first(9)), "CANDORS\x01\x01"sv);
}

TEST(SealedFile, ADerivedKeySealsManyTimesWithoutRepeatingANonce) {
  SystemRandom random;
  const Bytes a = SharedKey().Seal(Text("one"), random);
  const Bytes b = SharedKey().Seal(Text("two"), random);
  EXPECT_TRUE(Equal(ByteView(a).first(kNonceOffset), ByteView(b).first(kNonceOffset)));
  EXPECT_FALSE(Equal(ByteView(a).subspan(kNonceOffset, 24), ByteView(b).subspan(kNonceOffset, 24)));
  ExpectOpensTo(SharedKey().Open(a), "one");
  ExpectOpensTo(SharedKey().Open(b), "two");
}

TEST(SealedFile, EmptyAndLargeContentsGoRound) {
  SystemRandom random;
  for (const std::size_t size : {0, 1, 1 << 20}) {
    const SecretBytes content(Bytes(size, 'w'));
    ASSERT_OK_AND_ASSIGN(const SecretBytes opened,
                         SharedKey().Open(SharedKey().Seal(content, random)));
    EXPECT_TRUE(Equal(opened.ExposeSecret(), content.ExposeSecret()));
  }
}

TEST(SealedFile, AWrongPassphraseIsSaidToBeWrong) {
  const Bytes sealed = SealedBytes();
  ASSERT_OK_AND_ASSIGN(const SealingKey wrong, SealingKey::For(sealed, Text("Passphrase")));
  EXPECT_THAT(wrong.Open(sealed), StatusIs(absl::StatusCode::kUnauthenticated,
                                           "wrong passphrase or damaged file"));
}

TEST(SealedFile, AnEmptyPassphraseIsRefused) {
  SystemRandom random;
  EXPECT_THAT(SealingKey::New(SecretBytes(), PassphraseCost::kInteractive, random),
              StatusIs(absl::StatusCode::kInvalidArgument, "the passphrase is empty"));
  EXPECT_THAT(SealingKey::For(SealedBytes(), SecretBytes()),
              StatusIs(absl::StatusCode::kInvalidArgument, "the passphrase is empty"));
}

TEST(SealedFile, EveryTruncationAndExtensionIsRefused) {
  const Bytes sealed = SealedBytes();
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    const auto opened = SharedKey().Open(ByteView(sealed).first(size));
    if (size < 7) {
      EXPECT_THAT(opened, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not a sealed")));
    } else if (size < kHeaderSize + kAeadTagSize) {
      EXPECT_THAT(opened, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("truncated")));
    } else {
      EXPECT_THAT(opened, StatusIs(absl::StatusCode::kUnauthenticated));
    }
  }
  EXPECT_THAT(SharedKey().Open(Concat({sealed, Bytes{0}})),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST(SealedFile, EveryFlippedByteIsRefusedInItsOwnWords) {
  const Bytes sealed = SealedBytes();
  const auto expected = [](std::size_t i) -> std::pair<absl::StatusCode, std::string> {
    if (i < 7) return {absl::StatusCode::kInvalidArgument, "not a sealed file"};
    if (i < kCostOffset) return {absl::StatusCode::kInvalidArgument, "version"};
    if (i < kSaltOffset) return {absl::StatusCode::kInvalidArgument, "cost that is unknown"};
    if (i < kNonceOffset) return {absl::StatusCode::kFailedPrecondition, "another salt or cost"};
    return {absl::StatusCode::kUnauthenticated, "wrong passphrase or damaged file"};
  };
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    Bytes flipped = sealed;
    flipped[i] ^= 0x40;
    const auto [code, words] = expected(i);
    EXPECT_THAT(SharedKey().Open(flipped), StatusIs(code, HasSubstr(words))) << i;
  }
}

TEST(SealedFile, ASaltOrCostFlippedBeforeTheDerivationIsRefused) {
  const Bytes sealed = SealedBytes();
  Bytes other_salt = sealed;
  other_salt[kSaltOffset] ^= 1;
  Bytes other_cost = sealed;
  other_cost[kCostOffset] = static_cast<std::uint8_t>(PassphraseCost::kModerate);
  for (const auto& changed : {other_salt, other_cost}) {
    ASSERT_OK_AND_ASSIGN(const SealingKey key, SealingKey::For(changed, Text("passphrase")));
    EXPECT_THAT(key.Open(changed), StatusIs(absl::StatusCode::kUnauthenticated,
                                            "wrong passphrase or damaged file"));
  }
}

// A file whose key was derived with the given limits, written by hand as the header describes it.
Bytes SealedWithLimits(std::uint8_t cost, unsigned long long operations, std::size_t memory) {
  constexpr std::string_view kPassphrase = "passphrase";
  const ByteArray<16> salt = {1};
  const XChaChaNonce nonce = {2};
  ByteArray<32> master{};
  EXPECT_EQ(crypto_pwhash(master.data(), master.size(), kPassphrase.data(), kPassphrase.size(),
                          salt.data(), operations, memory, crypto_pwhash_ALG_ARGON2ID13),
            0);
  ByteArray<32> key{};
  LabelledDerive(master, Label::kSealedFile, {}, key);
  Writer header;
  header.Fixed(AsBytes("CANDORS")).U8(1).U8(cost).Fixed(salt).Fixed(nonce);
  return Concat({header.view(),
                 XChaCha20Poly1305Seal(key, nonce,
                                       Concat({LabelBytes(Label::kSealedFile), header.view()}),
                                       AsBytes("content"))});
}

TEST(SealedFile, ACostBelowInteractiveCannotBeExpressed) {
  const Bytes sealed = SealedBytes();
  for (int code_point = 0; code_point < 256; ++code_point) {
    if (code_point == 1 || code_point == 2) continue;  // interactive, moderate
    Bytes other = sealed;
    other[kCostOffset] = static_cast<std::uint8_t>(code_point);
    EXPECT_THAT(SealingKey::For(other, Text("passphrase")),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("cost that is unknown")))
        << code_point;
  }
  // A file made at libsodium's lowest cost passes under no code point.
  for (const std::uint8_t code_point : {1, 2}) {
    const Bytes cheap = SealedWithLimits(code_point, crypto_pwhash_argon2id_OPSLIMIT_MIN,
                                         crypto_pwhash_argon2id_MEMLIMIT_MIN);
    ASSERT_OK_AND_ASSIGN(const SealingKey key, SealingKey::For(cheap, Text("passphrase")));
    EXPECT_THAT(key.Open(cheap), StatusIs(absl::StatusCode::kUnauthenticated));
  }
  // The control: the same hand, at the cost that the code point names.
  const Bytes honest = SealedWithLimits(1, crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE,
                                        crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE);
  ASSERT_OK_AND_ASSIGN(const SealingKey key, SealingKey::For(honest, Text("passphrase")));
  ExpectOpensTo(key.Open(honest), "content");
}

static_assert(!std::copy_constructible<SealingKey> && !std::equality_comparable<SealingKey>);

}  // namespace
}  // namespace candor::crypto
