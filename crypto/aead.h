// Authenticated encryption: ChaCha20-Poly1305 (RFC 8439) and XChaCha20-Poly1305
// (draft-irtf-cfrg-xchacha), through libsodium.
//
// Promise: Open gives out plaintext only after the tag over nonce, `aad` and ciphertext has been
// verified, and tells a forgery by nothing but Unauthenticated.
// Not promised: commitment to the key. One ciphertext can be made that opens under two keys to two
// texts; where several people share a key, commit to it beside the ciphertext (crypto/envelope.h).
// And a nonce used twice under one key gives away the texts and the power to forge: 24 bytes may be
// drawn at random, 12 bytes may not, and must come from a counter or belong to a key used once.
//
// A sealed text is the plaintext's length plus kAeadTagSize. `key` is a span so that either kind of
// secret (crypto/secret.h) fits: write `key.ExposeSecret()` in the call.
// All functions are pure and thread-safe.
#pragma once

#include <cstdint>
#include <span>

#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/secret.h"

namespace candor::crypto {

inline constexpr std::size_t kAeadTagSize = 16;

using ChaChaNonce = ByteArray<12>;
using XChaChaNonce = ByteArray<24>;

Bytes ChaCha20Poly1305Seal(std::span<const std::uint8_t, 32> key, const ChaChaNonce& nonce,
                           ByteView aad, ByteView plaintext);
absl::StatusOr<SecretBytes> ChaCha20Poly1305Open(std::span<const std::uint8_t, 32> key,
                                                 const ChaChaNonce& nonce, ByteView aad,
                                                 ByteView ciphertext);

Bytes XChaCha20Poly1305Seal(std::span<const std::uint8_t, 32> key, const XChaChaNonce& nonce,
                            ByteView aad, ByteView plaintext);
absl::StatusOr<SecretBytes> XChaCha20Poly1305Open(std::span<const std::uint8_t, 32> key,
                                                  const XChaChaNonce& nonce, ByteView aad,
                                                  ByteView ciphertext);

// AES-128-GCM (NIST SP 800-38D) through OpenSSL. Published vectors of HPKE and of Oblivious HTTP
// use it; Candor does not, because a choice of ciphers would partition the clients.
Bytes Aes128GcmSealForTesting(std::span<const std::uint8_t, 16> key, const ByteArray<12>& nonce,
                              ByteView aad, ByteView plaintext);
absl::StatusOr<SecretBytes> Aes128GcmOpenForTesting(std::span<const std::uint8_t, 16> key,
                                                    const ByteArray<12>& nonce, ByteView aad,
                                                    ByteView ciphertext);

}  // namespace candor::crypto
