// Tokens of Privacy Pass type 0x0002 (RFC 9577 §2, RFC 9578 §6), and what Candor binds them to.
//
//   TokenChallenge = 0x0002 | issuer_name<1..2^16-1> | redemption_context: 00, or 20 ctx[32]
//                    | origin_info<0..2^16-1>
//            ctx   = H("candor/context/v1" 00 | H(Manifest) | purpose)
//   TokenRequest   = 0x0002 | last byte of token_key_id | blinded_msg[256]              259 bytes
//   Token          = 0x0002 | nonce[32] | H(TokenChallenge) | token_key_id[32] | authenticator[256]
//            nonce = H("candor/nonce/v1" 00 | thread_key[32])                           354 bytes
//
// Promise: a token that VerifyToken accepts was signed under that key, for that campaign and
// purpose (the challenge), and belongs to that thread key: nobody can put other words under it. RFC
// 9578 draws the nonce at random; ours is the hash of a fresh key, as unique and as hard to guess,
// so issuers and verifiers of that RFC notice nothing.
// Not promised: that a token was not spent before; the board's store knows that.
//
// Each structure has one encoding; decoders refuse every other with InvalidArgument. The structures
// and TokenInput take any values, as the RFCs do; the bindings stand in ContextOf, NonceOf and
// VerifyToken. All functions are pure and thread-safe.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/ed25519.h"
#include "crypto/hash.h"
#include "crypto/token_key.h"

namespace candor::crypto {

enum class Purpose : std::uint8_t { kVoice = 1, kContribute = 2, kEndorse = 3 };

inline constexpr std::uint16_t kTokenType = 0x0002;
inline constexpr std::size_t kTokenSize = 354;
inline constexpr std::size_t kTokenRequestSize = 259;
inline constexpr std::size_t kTokenInputSize = 98;

// The redemption context: which campaign, and what for.
ByteArray<32> ContextOf(const Hash& manifest_hash, Purpose purpose);

struct TokenChallenge {
  std::string issuer_name;   // 1 to 2^16-1 bytes of UTF-8
  Bytes redemption_context;  // empty or 32 bytes
  std::string origin_info;   // up to 2^16-1 bytes of UTF-8

  // Aborts when a field breaks its bounds: whoever fills in a challenge has checked them.
  Bytes Encode() const;
  static absl::StatusOr<TokenChallenge> Decode(ByteView bytes);
  bool operator==(const TokenChallenge&) const = default;
};

// SHA-256 of the encoding.
Hash ChallengeDigest(const TokenChallenge& challenge);

// The nonce that commits a token to its thread key.
ByteArray<32> NonceOf(const VerifyKey& thread_key);

// What the issuer's key signs: the token without its authenticator.
Bytes TokenInput(const ByteArray<32>& nonce, const Hash& challenge_digest,
                 const TokenKeyId& token_key_id);

struct TokenRequest {
  std::uint8_t truncated_token_key_id = 0;
  ByteArray<256> blinded_msg{};

  Bytes Encode() const;
  static absl::StatusOr<TokenRequest> Decode(ByteView bytes);
  bool operator==(const TokenRequest&) const = default;
};

// The byte by which a request names its key: the last one of the id.
inline std::uint8_t TruncatedId(const TokenKeyId& id) { return id.back(); }

struct Token {
  ByteArray<32> nonce{};
  Hash challenge_digest{};
  TokenKeyId token_key_id{};
  ByteArray<256> authenticator{};

  Bytes Encode() const;
  static absl::StatusOr<Token> Decode(ByteView bytes);
  bool operator==(const Token&) const = default;
};

// OK is the only yes: the nonce commits to `thread_key`, the digest is the one allowed, the token
// names `key`, the authenticator is below n and is the key's signature. The digest keeps a token of
// one purpose or campaign from being used for another. Unauthenticated otherwise, saying which.
absl::Status VerifyToken(const Token& token, const TokenPublicKey& key,
                         const Hash& expected_challenge_digest, const VerifyKey& thread_key);

}  // namespace candor::crypto
