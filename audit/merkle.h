// The Merkle tree of a log: RFC 6962 §2.1 with SHA-256.
//
// Promise: a leaf's hash never equals an inner node's for any data an adversary finds (different
// first byte), so a root determines size and entries. Not promised: that the data is meaningful.
// Functions are pure and thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/hash.h"

namespace candor::audit {

using crypto::Hash;

// H(00 ‖ data).
Hash LeafHash(ByteView data);
// H(01 ‖ left ‖ right).
Hash NodeHash(const Hash& left, const Hash& right);
// H(""), the root of the tree without leaves.
Hash EmptyRoot();

// Hashes that came from outside: each exactly 32 bytes, InvalidArgument otherwise. The only way
// from bytes to a Hash, so that no verifier ever meets a short one.
absl::StatusOr<Hash> ToHash(ByteView bytes);
absl::StatusOr<std::vector<Hash>> ToHashes(std::span<const Bytes> items);

// The roots of the perfect subtrees that a tree of `size` leaves falls into, the largest first: all
// that is needed to append and to know the root. At most 63 hashes.
//
// Copyable; a copy is the way to try an append before committing to it. Not thread-safe.
class CompactRange {
 public:
  // The empty tree.
  CompactRange() = default;
  // Takes up a tree where it was left. The hashes are believed: compare Root() with a signed one.
  // InvalidArgument unless there is one hash for each bit set in `size`.
  static absl::StatusOr<CompactRange> Create(std::uint64_t size, std::vector<Hash> hashes);

  std::uint64_t size() const { return size_; }
  std::span<const Hash> hashes() const { return hashes_; }
  void Append(const Hash& leaf_hash);
  Hash Root() const;

  bool operator==(const CompactRange&) const = default;

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> hashes_;
};

}  // namespace candor::audit
