#include "crypto/actor_kem.h"

#include <sodium.h>

#include <algorithm>

namespace candor::crypto {

absl::StatusOr<KemPublicKey> ActorKemKey(const VerifyKey& actor) {
  InitialiseSodium();
  KemPublicKey out;
  if (crypto_sign_ed25519_pk_to_curve25519(out.bytes.data(), actor.bytes.data()) != 0) {
    return absl::InvalidArgumentError("the key is no public key that anything can be sealed to");
  }
  return out;
}

KemPrivateKey ActorKemKey(const SigningKey& actor) {
  InitialiseSodium();
  // The form in which the library takes a private key: seed and public key.
  const auto whole = ScratchSecret<64, struct ActorKeyRole>::Make([&](std::span<std::uint8_t, 64> out) {
    const auto seed = actor.ExportSeed();
    std::ranges::copy(seed.ExposeSecret(), out.begin());
    std::ranges::copy(actor.verify_key().bytes, out.begin() + 32);
  });
  const auto scalar = ScratchSecret<32, struct ActorScalarRole>::Make([&](std::span<std::uint8_t, 32> out) {
    crypto_sign_ed25519_sk_to_curve25519(out.data(), whole.ExposeSecret().data());
  });
  return KemPrivateKey::FromBytes(scalar.ExposeSecret());
}

}  // namespace candor::crypto
