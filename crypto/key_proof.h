// The proof that a token key's exponent is coprime to φ(n), which makes blinding perfect even for a
// key that was made to deceive (Goldberg, Reyzin, Sagga and Baldimtsi 2019; RFC 9474 §7.3).
//
//   x_i   = (FDH_i)^(1/e) mod n                                            for i = 1 … 16
//   FDH_i = the first value below n of
//           MGF1-SHA-256("candor/key-proof/v1" 00 | SPKI | uint32 i | uint32 ctr, 256 bytes),
//           ctr = 0, 1, …
//
//   struct { opaque roots[16][256]; } KeyProof;                                    4096 bytes
//
// Promise: where e = 65537 divides φ(n), at most one number in 65537 has an e-th root, and all
// sixteen of these have one with a probability of 2^-256 at most.
// Not promised: anything else about n, or who holds the private key.
//
// All functions are pure and thread-safe.
#pragma once

#include <array>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/bytes.h"

namespace candor::crypto {

class TokenPublicKey;

struct KeyProof {
  std::array<ByteArray<256>, 16> roots{};
  bool operator==(const KeyProof&) const = default;
};

inline constexpr std::size_t kKeyProofSize = 16 * 256;

Bytes EncodeKeyProof(const KeyProof& proof);
absl::StatusOr<KeyProof> DecodeKeyProof(ByteView bytes);

// FDH_i above; `i` counts from 1.
ByteArray<256> KeyProofChallenge(const TokenPublicKey& key, std::uint32_t i);

// OK is the only yes: the key may be blinded for. Unauthenticated otherwise. Costs 16 public
// operations.
absl::Status VerifyKeyProof(const TokenPublicKey& key, const KeyProof& proof);

}  // namespace candor::crypto
