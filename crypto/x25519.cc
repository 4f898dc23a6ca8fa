#include "crypto/x25519.h"

#include <sodium.h>

namespace candor::crypto {

KemPrivateKey KemPrivateKey::Generate(RandomSource& random) {
  return FromBytes(ScratchSecret<32, struct KemPrivateKeyRole>::Random(random).ExposeSecret());
}

KemPrivateKey KemPrivateKey::FromBytes(std::span<const std::uint8_t, 32> bytes) {
  InitialiseSodium();
  KemPublicKey public_key;
  // Cannot fail: the base point has prime order, and a clamped scalar is no multiple of it.
  crypto_scalarmult_base(public_key.bytes.data(), bytes.data());
  return KemPrivateKey(Scalar::Copy(bytes), public_key);
}

ScratchSecret<32, struct KemPrivateKeyRole> KemPrivateKey::Export() const {
  return ScratchSecret<32, struct KemPrivateKeyRole>::Copy(scalar_.ExposeSecret());
}

absl::StatusOr<SharedSecret> X25519(const KemPrivateKey& private_key,
                                    const KemPublicKey& public_key) {
  int failed = -1;
  auto out = SharedSecret::Make([&](std::span<std::uint8_t, 32> bytes) {
    failed = crypto_scalarmult(bytes.data(), private_key.scalar_.ExposeSecret().data(),
                               public_key.bytes.data());
  });
  // libsodium refuses the known low-order points; the comparison holds the promise without it.
  constexpr ByteArray<32> kAllZero{};
  if (failed != 0 || ConstantTimeEqual(out.ExposeSecret(), kAllZero)) {
    return absl::InvalidArgumentError("the X25519 public key is of low order");
  }
  return out;
}

}  // namespace candor::crypto
