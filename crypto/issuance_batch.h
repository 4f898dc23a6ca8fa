// TokenBlinder: the client's side of drawing the tokens of one key (RFC 9578 §6.1 and §6.3).
//
// Promise: the blinded messages are independent uniformly random numbers, whatever the nonces are,
// as long as the key's proof has been checked (crypto/key_proof.h), which is the caller's duty.
// Each message has its own r and salt from `random`, derived from nothing else. Finalize gives out
// only tokens that verify. Secrets are wiped by Finalize once it succeeded, and by the destructor.
// Not promised: that the exported state is worthless to a thief: with it and the issuer's records,
// tokens are linked to the member. It is for the sealed wallet, never for a backup.
//
// The order of use makes a crash harmless: Create, Export into the durable wallet, send, Finalize.
// A client that dies in between imports the state and sends the same requests again; the issuer's
// answer is the same, since signing is deterministic.
//
// Not thread-safe. Move-only.
#pragma once

#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/blind_rsa.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "crypto/token.h"
#include "crypto/token_key.h"

namespace candor::crypto {

// More tokens of one key than any manifest grants.
inline constexpr std::size_t kMaxBatch = 1024;

class TokenBlinder {
 public:
  // Blinds a token for each nonce, with a single inversion for all. InvalidArgument for no nonces,
  // more than kMaxBatch, or one twice; FailedPrecondition when the key's modulus has small factors.
  static absl::StatusOr<TokenBlinder> Create(const TokenPublicKey& key,
                                             const Hash& challenge_digest,
                                             std::span<const ByteArray<32>> nonces,
                                             RandomSource& random);
  static absl::StatusOr<TokenBlinder> CreateForTesting(const TokenPublicKey& key,
                                                       const Hash& challenge_digest,
                                                       const ByteArray<32>& nonce,
                                                       const BlindInputsForTesting& inputs);

  // The state between Create and Finalize:
  //   struct { opaque nonce[32]; opaque blinded_msg[256]; opaque inverse[256]; } Pending;
  //   struct { uint8 version = 1; opaque spki[342]; opaque challenge_digest[32];
  //            Pending pending<544..2^24-1>; }
  // Empty once Finalize succeeded.
  SecretBytes Export() const;
  static absl::StatusOr<TokenBlinder> Import(ByteView exported);

  const TokenPublicKey& key() const { return key_; }
  const Hash& challenge_digest() const { return challenge_digest_; }
  // How many tokens are waiting for their signatures.
  std::size_t size() const { return pending_.size(); }
  // In the order of the nonces, as is everything below.
  std::vector<ByteArray<256>> blinded_messages() const;
  std::vector<ByteArray<32>> nonces() const;
  std::vector<TokenRequest> requests() const;

  // Unblinds and verifies. All or nothing: a wrong number of signatures or a single bad one is an
  // error, and the state stays for another answer. After a success the state is gone, and a further
  // call is FailedPrecondition.
  absl::StatusOr<std::vector<Token>> Finalize(std::span<const ByteArray<256>> blind_signatures);

 private:
  struct Pending {
    ByteArray<32> nonce;
    ByteArray<256> blinded_msg;
    BlindingState state;
  };

  TokenBlinder(TokenPublicKey key, const Hash& challenge_digest)
      : key_(std::move(key)), challenge_digest_(challenge_digest) {}
  absl::Status Add(const ByteArray<32>& nonce, ByteView blinded_msg, BlindingState state);
  Bytes InputOf(const ByteArray<32>& nonce) const;

  TokenPublicKey key_;
  Hash challenge_digest_;
  std::vector<Pending> pending_;
};

}  // namespace candor::crypto
