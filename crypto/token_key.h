// Keys of Privacy Pass token type 0x0002 (RFC 9578 §6): RSABSSA-SHA384-PSS-Deterministic with
// RSA-2048 and e = 65537, and nothing else.
//
//   SPKI = fixed prefix[81] | n[256] | 02 03 01 00 01                                  342 bytes
//
// the DER of SubjectPublicKeyInfo with id-RSASSA-PSS and its parameters (SHA-384, MGF1 with
// SHA-384, salt 48) as in RFC 9578 §6.5. A key has this one encoding, so that its hash is its name
// and an issuer cannot tell clients apart by how it writes a key down.
//
// Not promised: that n is the product of two primes, or that e is coprime to φ(n). The key proof
// (crypto/key_proof.h) shows the latter, which is what a client's anonymity needs.
// All classes are thread-safe for const use.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/blind_rsa.h"
#include "crypto/key_proof.h"
#include "crypto/secret.h"

namespace candor::crypto {

using TokenKeyId = ByteArray<32>;

inline constexpr std::size_t kSpkiSize = 342;
using Spki = ByteArray<342>;

inline constexpr RsabssaVariant kTokenVariant = RsabssaVariant::kPssDeterministic;

// Copyable; a copy is cheap.
class TokenPublicKey {
 public:
  // Byte for byte the encoding above, n of exactly 2048 bits and odd: InvalidArgument otherwise.
  static absl::StatusOr<TokenPublicKey> Parse(ByteView spki);

  const Spki& spki() const { return spki_; }
  // SHA-256 of the SPKI.
  const TokenKeyId& id() const { return id_; }
  ByteArray<256> modulus() const;
  const RsaPublicKey& rsa() const { return rsa_; }

  // OK, or InvalidArgument when the authenticator is not below n, or Unauthenticated.
  absl::Status Verify(ByteView message, const ByteArray<256>& authenticator) const;

  bool operator==(const TokenPublicKey& other) const { return spki_ == other.spki_; }

 private:
  TokenPublicKey(const Spki& spki, const TokenKeyId& id, RsaPublicKey rsa)
      : spki_(spki), id_(id), rsa_(std::move(rsa)) {}

  Spki spki_;
  TokenKeyId id_;
  RsaPublicKey rsa_;
};

// One key serves one campaign, purpose and issuer, and nothing else. Move-only.
class TokenPrivateKey {
 public:
  // Takes about 100 ms.
  static absl::StatusOr<TokenPrivateKey> Generate();

  // For sealing into a key file only:
  //   struct { uint8 version = 1; opaque p[128]; opaque q[128]; }      p > q
  SecretBytes Export() const;
  // Exactly what Export gives; a key that does not sign is refused. InvalidArgument.
  static absl::StatusOr<TokenPrivateKey> Import(ByteView exported);

  const TokenPublicKey& public_key() const { return public_key_; }

  // InvalidArgument unless 256 bytes of a number below n. Deterministic: the same request again
  // gets the same answer. A result that a fault made wrong is withheld: Internal.
  absl::StatusOr<ByteArray<256>> BlindSign(ByteView blinded_msg) const;

  // The proof that e is coprime to φ(n), for the public. Always the same for a key.
  absl::StatusOr<KeyProof> Prove() const;

 private:
  TokenPrivateKey(TokenPublicKey public_key, RsaPrivateKey rsa)
      : public_key_(std::move(public_key)), rsa_(std::move(rsa)) {}
  static absl::StatusOr<TokenPrivateKey> FromRsa(RsaPrivateKey rsa);

  TokenPublicKey public_key_;
  RsaPrivateKey rsa_;
};

}  // namespace candor::crypto
