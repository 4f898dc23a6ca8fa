#include "crypto/ed25519.h"

#include <sodium.h>

namespace candor::crypto {

SigningKey SigningKey::Generate(RandomSource& random) {
  const auto seed = Ed25519Seed::Random(random);
  return FromSeed(seed.ExposeSecret());
}

SigningKey SigningKey::FromSeed(std::span<const std::uint8_t, 32> seed) {
  InitialiseSodium();
  VerifyKey verify_key;
  auto expanded = Expanded::Make([&](std::span<std::uint8_t, 64> out) {
    crypto_sign_seed_keypair(verify_key.bytes.data(), out.data(), seed.data());
  });
  return SigningKey(std::move(expanded), verify_key);
}

Ed25519Seed SigningKey::ExportSeed() const {
  return Ed25519Seed::Make([&](std::span<std::uint8_t, 32> out) {
    crypto_sign_ed25519_sk_to_seed(out.data(), expanded_.ExposeSecret().data());
  });
}

Signature SigningKey::Sign(Label label, ByteView body) const {
  return SignRaw(Concat({LabelBytes(label), body}));
}

Signature SigningKey::SignRaw(ByteView message) const {
  Signature out;
  crypto_sign_detached(out.data(), nullptr, message.data(), message.size(),
                       expanded_.ExposeSecret().data());
  return out;
}

absl::Status Verify(const VerifyKey& key, Label label, ByteView body, const Signature& signature) {
  return VerifyRaw(key, Concat({LabelBytes(label), body}), signature);
}

absl::Status VerifyRaw(const VerifyKey& key, ByteView message, const Signature& signature) {
  InitialiseSodium();
  if (crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                  key.bytes.data()) != 0) {
    return absl::UnauthenticatedError("the signature does not verify");
  }
  return absl::OkStatus();
}

}  // namespace candor::crypto
