// Oblivious HTTP (RFC 9458): a request that only the gateway reads, on its way through a relay that
// only sees who sends it; and the one response to it.
//
// One suite: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. A choice of ciphers would
// partition the clients; AES-128-GCM, which the RFC's own example uses, is behind ForTesting.
//
// Promise: a request opens for the holder of the gateway's key alone, as it was sealed, and a
// response for the client who made the request it answers, and nobody else. Each request has a
// fresh ephemeral key: two of one client have nothing in common but the gateway's key id.
// Not promised: who sent it (whoever has the public key can); that it is sent once (the same bytes
// open again: what may happen only once, the application must see to); secrecy once the gateway's
// key is known, which is why those keys live a day; a hidden length (crypto/oblivious_message.h has
// one size); that the two ends do not know each other by what stands inside.
//
// A client takes the KeyConfig from where everybody sees the same one (the cosigned log): a
// configuration of one's own would name its owner (RFC 9458 §6.2, consistency).
//
// Errors: InvalidArgument for a wrong shape, suite or key id and for a point of low order,
// Unauthenticated for what does not open, FailedPrecondition for a context used a second time.
// Outside the encryption all of them are one empty answer.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/hpke.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "crypto/x25519.h"

namespace candor::crypto::ohttp {

// Header (key id, KEM, KDF, AEAD), enc, tag: what a request is longer than its plaintext (§4.3).
inline constexpr std::size_t kRequestOverhead = 7 + kHpkeOverhead;
// Nonce of max(Nn, Nk) bytes, tag: what a response is longer than its plaintext (§4.4).
inline constexpr std::size_t kResponseOverhead = 32 + kAeadTagSize;

// What a client knows of a gateway (§3.1).
//
//   Key Config {
//     Key Identifier (8),
//     HPKE KEM ID (16),
//     HPKE Public Key (Npk * 8),
//     HPKE Symmetric Algorithms Length (16) = 4..65532,
//     HPKE Symmetric Algorithms (32) ...,                 HPKE KDF ID (16), HPKE AEAD ID (16)
//   }
//
// Any pairs of algorithms may be offered, in the gateway's order of preference; a client here uses
// HKDF-SHA256 with ChaCha20-Poly1305 wherever it stands among them. Immutable.
class KeyConfig {
 public:
  // Offers the one suite.
  KeyConfig(std::uint8_t key_id, const KemPublicKey& public_key);
  // Refuses another KEM, a list that is empty or no whole number of pairs, and a configuration that
  // does not offer the one suite: whoever would choose another from it would stand alone.
  static absl::StatusOr<KeyConfig> Decode(ByteView encoding);

  std::uint8_t key_id() const { return key_id_; }
  const KemPublicKey& public_key() const { return public_key_; }
  bool Offers(AeadId aead) const;
  Bytes Encode() const;

  bool operator==(const KeyConfig&) const = default;

 private:
  // Code points, not our enums: a gateway may offer what we do not know.
  struct Algorithms {
    std::uint16_t kdf_id = 0;
    std::uint16_t aead_id = 0;
    bool operator==(const Algorithms&) const = default;
  };
  KeyConfig(std::uint8_t key_id, const KemPublicKey& public_key,
            std::vector<Algorithms> algorithms);

  std::uint8_t key_id_;
  KemPublicKey public_key_;
  std::vector<Algorithms> algorithms_;
};

namespace internal {

// What both ends keep of a request: enough for its response, and not for the request itself. The
// secret is exported from the HPKE context (§4.4), which is gone by then; empty once it was used.
struct ResponseContext {
  AeadId aead = AeadId::kChaCha20Poly1305;
  EncapsulatedKey enc{};
  SecretBytes secret;
};

}  // namespace internal

// A request at the client, which waits for its response.
//
// OpenResponse spends it, whether the response opens or not: write
// std::move(request).OpenResponse(…). What was moved from opens nothing. Move-only; const use is
// thread-safe.
class ClientRequest {
 public:
  // Encapsulates a plaintext (a binary HTTP request) under a fresh ephemeral key (§4.3).
  static absl::StatusOr<ClientRequest> Seal(const KeyConfig& gateway, ByteView request,
                                            RandomSource& random);
  static absl::StatusOr<ClientRequest> SealForTesting(AeadId aead, const KeyConfig& gateway,
                                                      ByteView request, RandomSource& random);

  // What goes to the relay, kRequestOverhead longer than the plaintext.
  const Bytes& encapsulated() const { return encapsulated_; }

  // Opens the response to this request (§4.4), and no other.
  absl::StatusOr<SecretBytes> OpenResponse(ByteView encapsulated_response) &&;

 private:
  ClientRequest(Bytes encapsulated, internal::ResponseContext context)
      : encapsulated_(std::move(encapsulated)), context_(std::move(context)) {}

  Bytes encapsulated_;
  internal::ResponseContext context_;
};

// Seals the one response to a request that was opened. Two responses under one context would have
// two nonces, and would be safe; but a request has one answer, so the type has one too. Move-only.
class ResponseSealer {
 public:
  // §4.4. kResponseOverhead longer than the plaintext (a binary HTTP response).
  absl::StatusOr<Bytes> Seal(ByteView response, RandomSource& random) &&;

 private:
  friend class Gateway;
  explicit ResponseSealer(internal::ResponseContext context) : context_(std::move(context)) {}

  internal::ResponseContext context_;
};

struct OpenedRequest {
  SecretBytes request;  // a binary HTTP request
  ResponseSealer sealer;
};

// A gateway's key, which opens requests. Move-only; const use is thread-safe.
class Gateway {
 public:
  Gateway(std::uint8_t key_id, KemPrivateKey key);
  static Gateway WithAeadForTesting(AeadId aead, std::uint8_t key_id, KemPrivateKey key);

  KeyConfig config() const { return KeyConfig(key_id_, key_.public_key()); }

  // Decapsulates (§4.3). Refuses every header but its own key id and the one suite, before the key
  // is used.
  absl::StatusOr<OpenedRequest> OpenRequest(ByteView encapsulated_request) const;

 private:
  Gateway(AeadId aead, std::uint8_t key_id, KemPrivateKey key)
      : aead_(aead), key_id_(key_id), key_(std::move(key)) {}

  AeadId aead_;
  std::uint8_t key_id_;
  KemPrivateKey key_;
};

// The key that a request names, for a server that holds several (yesterday's beside today's).
// InvalidArgument where there is not even that byte.
absl::StatusOr<std::uint8_t> KeyIdOf(ByteView encapsulated_request);

}  // namespace candor::crypto::ohttp
