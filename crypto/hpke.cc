#include "crypto/hpke.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/status.h"
#include "crypto/codec.h"
#include "crypto/hash.h"

namespace candor::crypto {

using hpke_internal::ContextKey;
using hpke_internal::KemSharedSecret;
using hpke_internal::KeySchedule;
using hpke_internal::OpenWith;
using hpke_internal::SealWith;

namespace {

constexpr std::uint8_t kModeBase = 0x00;
constexpr std::size_t kMaxExport = 255 * 32;

std::uint16_t CodePoint(auto id) { return static_cast<std::uint16_t>(id); }

// "KEM" ‖ I2OSP(kem_id, 2) (§4.1)
Bytes KemSuite() {
  Writer out;
  out.Fixed(AsBytes("KEM")).U16(CodePoint(KemId::kDhkemX25519HkdfSha256));
  return out.Take();
}

// "HPKE" ‖ I2OSP(kem_id, 2) ‖ I2OSP(kdf_id, 2) ‖ I2OSP(aead_id, 2) (§5.1)
Bytes HpkeSuite(AeadId aead) {
  Writer out;
  out.Fixed(AsBytes("HPKE"))
      .U16(CodePoint(KemId::kDhkemX25519HkdfSha256))
      .U16(CodePoint(KdfId::kHkdfSha256))
      .U16(CodePoint(aead));
  return out.Take();
}

// §4: LabeledExtract and LabeledExpand. Extract is HMAC (RFC 5869 §2.2), which takes its message in
// parts, so that the input key material is never copied to be concatenated.
class LabeledKdf {
 public:
  explicit LabeledKdf(Bytes suite) : suite_(std::move(suite)) {}

  PseudorandomKey Extract(ByteView salt, std::string_view label,
                          ByteView input_key_material) const {
    Hash prk = HmacSha256(salt, {kVersion, suite_, AsBytes(label), input_key_material});
    auto out = PseudorandomKey::Copy(prk);
    Wipe(prk);
    return out;
  }

  void Expand(const PseudorandomKey& prk, std::string_view label, ByteView info,
              std::span<std::uint8_t> out) const {
    Writer size;
    size.U16(static_cast<std::uint16_t>(out.size()));
    HkdfExpand(prk, {size.view(), kVersion, suite_, AsBytes(label), info}, out);
  }

 private:
  static constexpr ByteArray<7> kVersion = {'H', 'P', 'K', 'E', '-', 'v', '1'};
  Bytes suite_;
};

// §4.1 ExtractAndExpand; kem_context = enc ‖ pkRm.
KemSharedSecret ExtractAndExpand(const SharedSecret& diffie_hellman, ByteView kem_context) {
  const LabeledKdf kdf(KemSuite());
  const auto prk = kdf.Extract({}, "eae_prk", diffie_hellman.ExposeSecret());
  return KemSharedSecret::Make([&](std::span<std::uint8_t, 32> out) {
    kdf.Expand(prk, "shared_secret", kem_context, out);
  });
}

absl::Status CheckSequence(std::uint64_t sequence) {
  if (sequence == std::numeric_limits<std::uint64_t>::max()) {
    return absl::ResourceExhaustedError("the HPKE context has carried all the messages it may");
  }
  return absl::OkStatus();
}

}  // namespace

namespace hpke_internal {

std::size_t KeySize(AeadId aead) { return aead == AeadId::kAes128Gcm ? 16 : 32; }

Bytes SealWith(AeadId aead, const ContextKey& key, const ChaChaNonce& nonce, ByteView aad,
               ByteView plaintext) {
  if (aead == AeadId::kAes128Gcm) {
    return Aes128GcmSealForTesting(key.ExposeSecret().first<16>(), nonce, aad, plaintext);
  }
  return ChaCha20Poly1305Seal(key.ExposeSecret(), nonce, aad, plaintext);
}

absl::StatusOr<SecretBytes> OpenWith(AeadId aead, const ContextKey& key, const ChaChaNonce& nonce,
                                     ByteView aad, ByteView ciphertext) {
  if (aead == AeadId::kAes128Gcm) {
    return Aes128GcmOpenForTesting(key.ExposeSecret().first<16>(), nonce, aad, ciphertext);
  }
  return ChaCha20Poly1305Open(key.ExposeSecret(), nonce, aad, ciphertext);
}

absl::StatusOr<KemSharedSecret> Encap(const KemPublicKey& recipient,
                                      const KemPrivateKey& ephemeral) {
  CANDOR_ASSIGN_OR_RETURN(const SharedSecret diffie_hellman, X25519(ephemeral, recipient));
  return ExtractAndExpand(diffie_hellman, Concat({ephemeral.public_key().bytes, recipient.bytes}));
}

absl::StatusOr<KemSharedSecret> Decap(const EncapsulatedKey& enc, const KemPrivateKey& recipient) {
  CANDOR_ASSIGN_OR_RETURN(const SharedSecret diffie_hellman,
                          X25519(recipient, KemPublicKey{.bytes = enc}));
  return ExtractAndExpand(diffie_hellman, Concat({enc, recipient.public_key().bytes}));
}

KeySchedule DeriveKeySchedule(AeadId aead, const KemSharedSecret& shared_secret, ByteView info) {
  const LabeledKdf kdf(HpkeSuite(aead));
  const auto psk_id_hash = kdf.Extract({}, "psk_id_hash", {});
  const auto info_hash = kdf.Extract({}, "info_hash", info);
  KeySchedule out;
  out.key_schedule_context = Concat(
      {ByteArray<1>{kModeBase}, psk_id_hash.ExposeSecret(), info_hash.ExposeSecret()});
  out.secret = kdf.Extract(shared_secret.ExposeSecret(), "secret", {});
  out.key = ContextKey::Make([&](std::span<std::uint8_t, 32> key) {
    kdf.Expand(out.secret, "key", out.key_schedule_context, key.first(KeySize(aead)));
  });
  kdf.Expand(out.secret, "base_nonce", out.key_schedule_context, out.base_nonce);
  out.exporter_secret = PseudorandomKey::Make([&](std::span<std::uint8_t, 32> exporter_secret) {
    kdf.Expand(out.secret, "exp", out.key_schedule_context, exporter_secret);
  });
  return out;
}

KemPrivateKey DeriveKeyPairForTesting(ByteView input_key_material) {
  const LabeledKdf kdf(KemSuite());
  const auto prk = kdf.Extract({}, "dkp_prk", input_key_material);
  const auto scalar =
      ScratchSecret<32, struct DerivedScalarRole>::Make([&](std::span<std::uint8_t, 32> out) {
        kdf.Expand(prk, "sk", {}, out);
      });
  return KemPrivateKey::FromBytes(scalar.ExposeSecret());
}

}  // namespace hpke_internal

HpkeContext::HpkeContext(AeadId aead, KeySchedule schedule)
    : aead_(aead),
      key_(std::move(schedule.key)),
      base_nonce_(schedule.base_nonce),
      exporter_secret_(std::move(schedule.exporter_secret)) {}

SenderContext::SenderContext(AeadId aead, KeySchedule schedule)
    : HpkeContext(aead, std::move(schedule)) {}

RecipientContext::RecipientContext(AeadId aead, KeySchedule schedule)
    : HpkeContext(aead, std::move(schedule)) {}

absl::StatusOr<SecretBytes> HpkeContext::Export(ByteView exporter_context, std::size_t size) const {
  if (size > kMaxExport) {
    return absl::InvalidArgumentError("an HPKE export has at most 8160 bytes");
  }
  Bytes out(size);
  LabeledKdf(HpkeSuite(aead_)).Expand(exporter_secret_, "sec", exporter_context, out);
  return SecretBytes(std::move(out));
}

ChaChaNonce HpkeContext::ComputeNonce() const {
  ChaChaNonce out = base_nonce_;
  for (std::size_t i = 0; i < 8; ++i) {
    out[out.size() - 1 - i] ^= static_cast<std::uint8_t>(sequence_ >> (8 * i));
  }
  return out;
}

absl::StatusOr<Bytes> SenderContext::Seal(ByteView aad, ByteView plaintext) {
  CANDOR_RETURN_IF_ERROR(CheckSequence(sequence_));
  Bytes out = SealWith(aead_, key_, ComputeNonce(), aad, plaintext);
  ++sequence_;
  return out;
}

absl::StatusOr<SecretBytes> RecipientContext::Open(ByteView aad, ByteView ciphertext) {
  CANDOR_RETURN_IF_ERROR(CheckSequence(sequence_));
  auto out = OpenWith(aead_, key_, ComputeNonce(), aad, ciphertext);
  if (out.ok()) ++sequence_;
  return out;
}

absl::StatusOr<SenderSetup> SetupBaseSForTesting(AeadId aead, const KemPublicKey& recipient,
                                                 ByteView info, const KemPrivateKey& ephemeral) {
  CANDOR_ASSIGN_OR_RETURN(const KemSharedSecret shared_secret,
                          hpke_internal::Encap(recipient, ephemeral));
  return SenderSetup{
      .enc = ephemeral.public_key().bytes,
      .context = SenderContext(aead, hpke_internal::DeriveKeySchedule(aead, shared_secret, info))};
}

absl::StatusOr<RecipientContext> SetupBaseRForTesting(AeadId aead, const EncapsulatedKey& enc,
                                                      const KemPrivateKey& recipient,
                                                      ByteView info) {
  CANDOR_ASSIGN_OR_RETURN(const KemSharedSecret shared_secret,
                          hpke_internal::Decap(enc, recipient));
  return RecipientContext(aead, hpke_internal::DeriveKeySchedule(aead, shared_secret, info));
}

absl::StatusOr<SenderSetup> SetupBaseS(const KemPublicKey& recipient, ByteView info,
                                       RandomSource& random) {
  return SetupBaseSForTesting(AeadId::kChaCha20Poly1305, recipient, info,
                              KemPrivateKey::Generate(random));
}

absl::StatusOr<RecipientContext> SetupBaseR(const EncapsulatedKey& enc,
                                            const KemPrivateKey& recipient, ByteView info) {
  return SetupBaseRForTesting(AeadId::kChaCha20Poly1305, enc, recipient, info);
}

absl::StatusOr<Bytes> HpkeSeal(const KemPublicKey& recipient, ByteView info, ByteView aad,
                               ByteView plaintext, RandomSource& random) {
  CANDOR_ASSIGN_OR_RETURN(SenderSetup setup, SetupBaseS(recipient, info, random));
  CANDOR_ASSIGN_OR_RETURN(const Bytes ciphertext, setup.context.Seal(aad, plaintext));
  return Concat({setup.enc, ciphertext});
}

absl::StatusOr<SecretBytes> HpkeOpen(const KemPrivateKey& recipient, ByteView info, ByteView aad,
                                     ByteView sealed) {
  if (sealed.size() < kHpkeOverhead) {
    return absl::InvalidArgumentError("the HPKE message ends too early");
  }
  EncapsulatedKey enc;
  std::ranges::copy(sealed.first(enc.size()), enc.begin());
  CANDOR_ASSIGN_OR_RETURN(RecipientContext context, SetupBaseR(enc, recipient, info));
  return context.Open(aad, sealed.subspan(enc.size()));
}

}  // namespace candor::crypto
