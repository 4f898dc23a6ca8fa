// Inclusion and consistency proofs: building them from stored hashes, verifying them from nothing.
//
// Verification takes a proof from anyone: OK is the only yes. It promises that, unless SHA-256 has
// collisions, a proof that verifies is true of the trees with these roots; it says nothing about
// who signed the roots. Verified as in RFC 9162 §2.1.3.2 and §2.1.4.2; built as in RFC 6962 §2.1.1
// and §2.1.2. Pure; as thread-safe as the HashReader.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "audit/merkle.h"

namespace candor::audit {

// Leaf `index` of the tree of `size` leaves with this root has this leaf hash.
// InvalidArgument when the proof is malformed or does not lead to the root.
absl::Status VerifyInclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf_hash,
                             std::span<const Hash> proof, const Hash& root);

// The tree of `old_size` leaves is a prefix of the one of `new_size` leaves.
// InvalidArgument when the proof is malformed or does not verify, and always for `old_size` 0:
// every tree extends the empty one, so such a "proof" proves nothing and its old root would go
// unchecked.
absl::Status VerifyConsistency(std::uint64_t old_size, const Hash& old_root, std::uint64_t new_size,
                               const Hash& new_root, std::span<const Hash> proof);

// Where a builder finds the roots of perfect subtrees.
class HashReader {
 public:
  virtual ~HashReader() = default;
  // The root of the perfect subtree over leaves [index · 2^level, (index + 1) · 2^level).
  virtual absl::StatusOr<Hash> ReadHash(unsigned level, std::uint64_t index) const = 0;
};

// InvalidArgument when `index` is not below `size`; otherwise what the reader returns.
absl::StatusOr<std::vector<Hash>> BuildInclusionProof(const HashReader& reader, std::uint64_t index,
                                                      std::uint64_t size);

// InvalidArgument unless 0 < `old_size` ≤ `new_size`.
absl::StatusOr<std::vector<Hash>> BuildConsistencyProof(const HashReader& reader,
                                                        std::uint64_t old_size,
                                                        std::uint64_t new_size);

// The root of the tree of `size` leaves.
absl::StatusOr<Hash> BuildRoot(const HashReader& reader, std::uint64_t size);

}  // namespace candor::audit
