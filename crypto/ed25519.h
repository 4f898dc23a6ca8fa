// Ed25519 signatures (RFC 8032), through libsodium.
//
// Verification is strict: small-order public keys and non-canonical S are refused. Signing is
// deterministic. All functions are thread-safe.
#pragma once

#include <compare>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/labels.h"
#include "crypto/random.h"
#include "crypto/secret.h"

namespace candor::crypto {

using Signature = ByteArray<64>;

// A public key as it stands in records: 32 bytes, not yet known to be a point. Verify finds out.
struct VerifyKey {
  ByteArray<32> bytes{};
  auto operator<=>(const VerifyKey&) const = default;
};

using Ed25519Seed = ScratchSecret<32, struct Ed25519SeedRole>;

// A private key in guarded memory, with its public key.
class SigningKey {
 public:
  static SigningKey Generate(RandomSource& random);
  static SigningKey FromSeed(std::span<const std::uint8_t, 32> seed);

  const VerifyKey& verify_key() const { return verify_key_; }
  // The 32-byte seed, for sealing into a key file or wallet only.
  Ed25519Seed ExportSeed() const;

  // Signs label ‖ 0x00 ‖ body.
  Signature Sign(Label label, ByteView body) const;
  // Signs the bytes as they are: only for formats that are not ours (C2SP notes and cosignatures).
  Signature SignRaw(ByteView message) const;

 private:
  using Expanded = Secret<64, struct Ed25519Role>;
  SigningKey(Expanded expanded, VerifyKey verify_key)
      : expanded_(std::move(expanded)), verify_key_(verify_key) {}

  Expanded expanded_;
  VerifyKey verify_key_;
};

// OK is the only yes; a signature that does not verify is Unauthenticated.
absl::Status Verify(const VerifyKey& key, Label label, ByteView body, const Signature& signature);
absl::Status VerifyRaw(const VerifyKey& key, ByteView message, const Signature& signature);

}  // namespace candor::crypto
