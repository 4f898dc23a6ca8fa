// Hybrid Public Key Encryption (RFC 9180), base mode, one suite:
// DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305.
//
// Promise: only the holder of the recipient's private key reads what is sealed to its public key,
// and whatever opens was sealed whole, in this order, with this info and this aad.
// Not promised: who sealed it (base mode has no sender); secrecy of past messages once the
// recipient's key is known; a hidden length; commitment to the text, for an author of a ciphertext
// can prepare one that opens to different texts under different recipients' keys (RFC 9180 §9.1.1,
// §9.5), which is why crypto/envelope.h commits.
//
// Errors: InvalidArgument for a key of low order or a wrong shape, Unauthenticated for a ciphertext
// that does not open, ResourceExhausted for a context that has sealed all it may.
// Functions are thread-safe; contexts count messages and are not.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/aead.h"
#include "crypto/hkdf.h"
#include "crypto/random.h"
#include "crypto/x25519.h"

namespace candor::crypto {

// The code points of RFC 9180 §7. Everything but an entry point that ends in ForTesting takes
// kChaCha20Poly1305.
enum class KemId : std::uint16_t { kDhkemX25519HkdfSha256 = 0x0020 };
enum class KdfId : std::uint16_t { kHkdfSha256 = 0x0001 };
enum class AeadId : std::uint16_t { kAes128Gcm = 0x0001, kChaCha20Poly1305 = 0x0003 };

// `enc` of the RFC: the ephemeral public key that the sender sends along.
using EncapsulatedKey = ByteArray<32>;

// Overhead of the single-shot form: enc and the tag.
inline constexpr std::size_t kHpkeOverhead = sizeof(EncapsulatedKey) + kAeadTagSize;

namespace hpke_internal {
// KEM shared secret (§4.1): uniformly random, unlike the Diffie–Hellman output it is made from.
using KemSharedSecret = ScratchSecret<32, struct KemSharedSecretRole>;
// `key` has 32 bytes for ChaCha20-Poly1305; AES-128-GCM uses the first 16 of them.
using ContextKey = ScratchSecret<32, struct HpkeContextKeyRole>;
struct KeySchedule;
}  // namespace hpke_internal

// What both ends share (§5.2): key, base nonce, message counter, exporter secret.
class HpkeContext {
 public:
  // A secret for a purpose that `exporter_context` names (§5.3), the same at both ends, independent
  // of the messages and of other exports. InvalidArgument for more than 255·32 bytes.
  absl::StatusOr<SecretBytes> Export(ByteView exporter_context, std::size_t size) const;

 protected:
  HpkeContext(AeadId aead, hpke_internal::KeySchedule schedule);
  HpkeContext(HpkeContext&&) = default;
  HpkeContext& operator=(HpkeContext&&) = default;
  ~HpkeContext() = default;

  // base_nonce xor the counter.
  ChaChaNonce ComputeNonce() const;

  AeadId aead_;
  hpke_internal::ContextKey key_;
  ChaChaNonce base_nonce_;
  PseudorandomKey exporter_secret_;
  std::uint64_t sequence_ = 0;
};

class SenderContext final : public HpkeContext {
 public:
  SenderContext(AeadId aead, hpke_internal::KeySchedule schedule);
  // The next message. Its place in the order is part of what is authenticated.
  absl::StatusOr<Bytes> Seal(ByteView aad, ByteView plaintext);
};

class RecipientContext final : public HpkeContext {
 public:
  RecipientContext(AeadId aead, hpke_internal::KeySchedule schedule);
  // The next message. A failure does not count: the right message still opens afterwards.
  absl::StatusOr<SecretBytes> Open(ByteView aad, ByteView ciphertext);
};

struct SenderSetup {
  EncapsulatedKey enc;
  SenderContext context;
};

// SetupBaseS and SetupBaseR of §5.1.1.
absl::StatusOr<SenderSetup> SetupBaseS(const KemPublicKey& recipient, ByteView info,
                                       RandomSource& random);
absl::StatusOr<RecipientContext> SetupBaseR(const EncapsulatedKey& enc,
                                            const KemPrivateKey& recipient, ByteView info);

// SealBase (§6.1): one message under a fresh ephemeral key; returns enc ‖ ciphertext, kHpkeOverhead
// longer than the plaintext. `info` binds it to its protocol and place, and begins with a label.
absl::StatusOr<Bytes> HpkeSeal(const KemPublicKey& recipient, ByteView info, ByteView aad,
                               ByteView plaintext, RandomSource& random);
// OpenBase (§6.1) of what HpkeSeal returned.
absl::StatusOr<SecretBytes> HpkeOpen(const KemPrivateKey& recipient, ByteView info, ByteView aad,
                                     ByteView sealed);

// With a given ephemeral key and any of the ciphers, for published vectors. An ephemeral key used
// twice breaks everything that is promised above.
absl::StatusOr<SenderSetup> SetupBaseSForTesting(AeadId aead, const KemPublicKey& recipient,
                                                 ByteView info, const KemPrivateKey& ephemeral);
absl::StatusOr<RecipientContext> SetupBaseRForTesting(AeadId aead, const EncapsulatedKey& enc,
                                                      const KemPrivateKey& recipient,
                                                      ByteView info);

// The steps of the RFC, each named by its published vectors. Not for use outside hpke.cc, ohttp.cc,
// whose responses are sealed with the context's cipher under another key, and tests.
namespace hpke_internal {

struct KeySchedule {
  Bytes key_schedule_context;
  PseudorandomKey secret;
  ContextKey key;
  ChaChaNonce base_nonce;
  PseudorandomKey exporter_secret;
};

// §4.1 Encap with the given ephemeral key; its public half is enc.
absl::StatusOr<KemSharedSecret> Encap(const KemPublicKey& recipient,
                                      const KemPrivateKey& ephemeral);
// §4.1 Decap.
absl::StatusOr<KemSharedSecret> Decap(const EncapsulatedKey& enc, const KemPrivateKey& recipient);
// §5.1 KeySchedule in base mode.
KeySchedule DeriveKeySchedule(AeadId aead, const KemSharedSecret& shared_secret, ByteView info);
// §7.1.3 DeriveKeyPair.
KemPrivateKey DeriveKeyPairForTesting(ByteView input_key_material);

// Nk of §7.3: how many bytes of a ContextKey the cipher uses.
std::size_t KeySize(AeadId aead);
// Seal and Open of §7.3.
Bytes SealWith(AeadId aead, const ContextKey& key, const ChaChaNonce& nonce, ByteView aad,
               ByteView plaintext);
absl::StatusOr<SecretBytes> OpenWith(AeadId aead, const ContextKey& key, const ChaChaNonce& nonce,
                                     ByteView aad, ByteView ciphertext);

}  // namespace hpke_internal
}  // namespace candor::crypto
