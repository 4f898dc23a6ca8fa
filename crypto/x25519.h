// X25519 (RFC 7748): keys of the key encapsulation, and the plain Diffie–Hellman function.
//
// Promise: a shared secret that is all zero, which any low-order public key gives, is refused, so
// both sides contribute to every secret that leaves this file. A private key lives in guarded,
// locked memory for its whole life.
// Not promised: authentication. Whoever knows a public key can make a shared secret with it. And a
// point has more than one encoding (bit 255 is ignored, values from p on are reduced): compare
// public keys as bytes, and bind the bytes that were received into what is derived, as HPKE does.
//
// The shared secret is not uniformly random: it is input key material for HKDF and never a key.
// Immutable after construction, so const use is thread-safe.
#pragma once

#include <compare>
#include <cstdint>
#include <span>

#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/random.h"
#include "crypto/secret.h"

namespace candor::crypto {

// The u-coordinate as it stands in records: any 32 bytes. X25519 finds out what they are worth.
struct KemPublicKey {
  ByteArray<32> bytes{};
  auto operator<=>(const KemPublicKey&) const = default;
};

using SharedSecret = ScratchSecret<32, struct SharedSecretRole>;

// Move-only. Clamping (RFC 7748 §5) happens at each use: Export returns the bytes it was given.
class KemPrivateKey {
 public:
  static KemPrivateKey Generate(RandomSource& random);
  // Any 32 bytes are a private key.
  static KemPrivateKey FromBytes(std::span<const std::uint8_t, 32> bytes);

  const KemPublicKey& public_key() const { return public_key_; }
  // For sealing into a key file or a wallet only.
  ScratchSecret<32, struct KemPrivateKeyRole> Export() const;

 private:
  friend absl::StatusOr<SharedSecret> X25519(const KemPrivateKey&, const KemPublicKey&);
  using Scalar = Secret<32, struct KemScalarRole>;
  KemPrivateKey(Scalar scalar, KemPublicKey public_key)
      : scalar_(std::move(scalar)), public_key_(public_key) {}

  Scalar scalar_;
  KemPublicKey public_key_;
};

// InvalidArgument when the result is all zero: the public key is of low order.
absl::StatusOr<SharedSecret> X25519(const KemPrivateKey& private_key,
                                    const KemPublicKey& public_key);

}  // namespace candor::crypto
