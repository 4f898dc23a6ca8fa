#include "crypto/sealed_file.h"

#include <sodium.h>

#include "base/status.h"
#include "base/text.h"
#include "crypto/aead.h"
#include "crypto/codec.h"
#include "crypto/hkdf.h"
#include "crypto/labels.h"

namespace candor::crypto {
namespace {

constexpr std::string_view kMagic = "CANDORS";
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kHeaderSize = kMagic.size() + 1 + 1 + 16 + 24;

struct Header {
  PassphraseCost cost{};
  ByteArray<16> salt{};
  XChaChaNonce nonce{};
};

struct Argon2Limits {
  unsigned long long operations;
  std::size_t memory;
};

Argon2Limits LimitsOf(PassphraseCost cost) {
  if (cost == PassphraseCost::kInteractive) {
    return {crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE,
            crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE};
  }
  return {crypto_pwhash_argon2id_OPSLIMIT_MODERATE, crypto_pwhash_argon2id_MEMLIMIT_MODERATE};
}

Bytes EncodeHeader(const Header& header) {
  Writer out;
  out.Fixed(AsBytes(kMagic))
      .U8(kVersion)
      .U8(static_cast<std::uint8_t>(header.cost))
      .Fixed(header.salt)
      .Fixed(header.nonce);
  return out.Take();
}

absl::StatusOr<PassphraseCost> ParseCost(std::uint8_t code_point) {
  if (code_point == static_cast<std::uint8_t>(PassphraseCost::kInteractive)) {
    return PassphraseCost::kInteractive;
  }
  if (code_point == static_cast<std::uint8_t>(PassphraseCost::kModerate)) {
    return PassphraseCost::kModerate;
  }
  return absl::InvalidArgumentError(
      "the sealed file names a passphrase cost that is unknown to this program");
}

absl::StatusOr<Header> ParseHeader(ByteView sealed) {
  Reader in(sealed);
  if (!Equal(in.FixedView(kMagic.size()), AsBytes(kMagic))) {
    return absl::InvalidArgumentError("these bytes are not a sealed file");
  }
  if (sealed.size() < kHeaderSize + kAeadTagSize) {
    return absl::InvalidArgumentError("the sealed file is truncated");
  }
  if (in.U8() != kVersion) {
    return absl::InvalidArgumentError(
        "the sealed file has a version that is unknown to this program");
  }
  Header out;
  CANDOR_ASSIGN_OR_RETURN(out.cost, ParseCost(in.U8()));
  out.salt = in.Fixed<16>();
  out.nonce = in.Fixed<24>();
  return out;
}

Bytes AssociatedData(ByteView header) {
  return Concat({LabelBytes(Label::kSealedFile), header});
}

}  // namespace

absl::StatusOr<SealingKey> SealingKey::New(const SecretBytes& passphrase, PassphraseCost cost,
                                           RandomSource& random) {
  return Derive(passphrase, random.Array<16>(), cost);
}

absl::StatusOr<SealingKey> SealingKey::For(ByteView sealed, const SecretBytes& passphrase) {
  CANDOR_ASSIGN_OR_RETURN(const Header header, ParseHeader(sealed));
  return Derive(passphrase, header.salt, header.cost);
}

absl::StatusOr<SealingKey> SealingKey::Derive(const SecretBytes& passphrase, const Salt& salt,
                                              PassphraseCost cost) {
  InitialiseSodium();
  if (passphrase.empty()) return absl::InvalidArgumentError("the passphrase is empty");
  const Argon2Limits limits = LimitsOf(cost);
  int failed = -1;
  const auto master = ScratchSecret<32, struct Argon2OutputRole>::Make(
      [&](std::span<std::uint8_t, 32> out) {
        const std::string_view text = AsText(passphrase.ExposeSecret());
        failed = crypto_pwhash(out.data(), out.size(), text.data(), text.size(), salt.data(),
                               limits.operations, limits.memory, crypto_pwhash_ALG_ARGON2ID13);
      });
  if (failed != 0) {
    return absl::ResourceExhaustedError(Cat("opening a sealed file takes ", limits.memory >> 20,
                                            " MiB of memory, which cannot be had"));
  }
  auto key = Key::Make([&](std::span<std::uint8_t, 32> out) {
    LabelledDerive(master.ExposeSecret(), Label::kSealedFile, {}, out);
  });
  return SealingKey(std::move(key), salt, cost);
}

Bytes SealingKey::Seal(const SecretBytes& content, RandomSource& random) const {
  const Header header{.cost = cost_, .salt = salt_, .nonce = random.Array<24>()};
  const Bytes prefix = EncodeHeader(header);
  const Bytes ciphertext = XChaCha20Poly1305Seal(key_.ExposeSecret(), header.nonce,
                                                 AssociatedData(prefix), content.ExposeSecret());
  return Concat({prefix, ciphertext});
}

absl::StatusOr<SecretBytes> SealingKey::Open(ByteView sealed) const {
  CANDOR_ASSIGN_OR_RETURN(const Header header, ParseHeader(sealed));
  if (header.salt != salt_ || header.cost != cost_) {
    return absl::FailedPreconditionError(
        "the sealed file was sealed under another salt or cost than this key was derived for");
  }
  auto content = XChaCha20Poly1305Open(key_.ExposeSecret(), header.nonce,
                                       AssociatedData(sealed.first(kHeaderSize)),
                                       sealed.subspan(kHeaderSize));
  if (!content.ok()) return absl::UnauthenticatedError("wrong passphrase or damaged file");
  return content;
}

}  // namespace candor::crypto
