#include "audit/proof.h"

#include <bit>

#include "base/status.h"

namespace candor::audit {
namespace {

absl::Status Unproven(const char* what) { return absl::InvalidArgumentError(what); }

// The largest power of two smaller than `size`, for size > 1: where RFC 6962 splits a tree.
std::uint64_t SplitPoint(std::uint64_t size) { return std::bit_floor(size - 1); }

// MTH(D[begin:end]), where `begin` is a multiple of the smallest power of two ≥ end − begin, as it
// is for every subtree that the proofs name.
absl::StatusOr<Hash> SubtreeHash(const HashReader& reader, std::uint64_t begin, std::uint64_t end) {
  const std::uint64_t size = end - begin;
  if (std::has_single_bit(size)) {
    const auto level = static_cast<unsigned>(std::countr_zero(size));
    return reader.ReadHash(level, begin >> level);
  }
  const std::uint64_t middle = begin + SplitPoint(size);
  CANDOR_ASSIGN_OR_RETURN(const Hash left, SubtreeHash(reader, begin, middle));
  CANDOR_ASSIGN_OR_RETURN(const Hash right, SubtreeHash(reader, middle, end));
  return NodeHash(left, right);
}

// A walk from the root down; the sibling left behind at each step, lowest first when reversed.
class ProofWalk {
 public:
  ProofWalk(const HashReader& reader, std::uint64_t size) : reader_(reader), end_(size) {}

  std::uint64_t begin() const { return begin_; }
  std::uint64_t end() const { return end_; }
  std::uint64_t size() const { return end_ - begin_; }
  std::uint64_t middle() const { return begin_ + SplitPoint(size()); }

  absl::Status GoLeft() {
    CANDOR_ASSIGN_OR_RETURN(const Hash right, SubtreeHash(reader_, middle(), end_));
    siblings_.push_back(right);
    end_ = middle();
    return absl::OkStatus();
  }
  absl::Status GoRight() {
    CANDOR_ASSIGN_OR_RETURN(const Hash left, SubtreeHash(reader_, begin_, middle()));
    siblings_.push_back(left);
    begin_ = middle();
    return absl::OkStatus();
  }
  absl::Status AddSelf() {
    CANDOR_ASSIGN_OR_RETURN(const Hash self, SubtreeHash(reader_, begin_, end_));
    siblings_.push_back(self);
    return absl::OkStatus();
  }
  std::vector<Hash> TakeLowestFirst() {
    return std::vector<Hash>(siblings_.rbegin(), siblings_.rend());
  }

 private:
  const HashReader& reader_;
  std::uint64_t begin_ = 0;
  std::uint64_t end_;
  std::vector<Hash> siblings_;
};

}  // namespace

absl::Status VerifyInclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf_hash,
                             std::span<const Hash> proof, const Hash& root) {
  if (index >= size) return Unproven("inclusion: the index is not below the tree's size");
  std::uint64_t fn = index;
  std::uint64_t sn = size - 1;
  Hash r = leaf_hash;
  for (const Hash& p : proof) {
    if (sn == 0) return Unproven("inclusion: the proof is too long");
    if ((fn & 1) != 0 || fn == sn) {
      r = NodeHash(p, r);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      r = NodeHash(r, p);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0) return Unproven("inclusion: the proof is too short");
  if (r != root) return Unproven("inclusion: the proof does not lead to the root");
  return absl::OkStatus();
}

absl::Status VerifyConsistency(std::uint64_t old_size, const Hash& old_root, std::uint64_t new_size,
                               const Hash& new_root, std::span<const Hash> proof) {
  if (old_size == 0) return Unproven("consistency: nothing can be proven from size 0");
  if (old_size > new_size) return Unproven("consistency: the older tree is the larger one");
  if (old_size == new_size) {
    if (!proof.empty()) return Unproven("consistency: equal sizes take an empty proof");
    if (old_root != new_root) return Unproven("consistency: equal sizes with different roots");
    return absl::OkStatus();
  }
  // A perfect old tree is itself a node of the new one, and the proof leaves it out.
  const bool old_is_node = std::has_single_bit(old_size);
  if (proof.empty()) return Unproven("consistency: the proof is empty");
  std::uint64_t fn = old_size - 1;
  std::uint64_t sn = new_size - 1;
  while ((fn & 1) != 0) {
    fn >>= 1;
    sn >>= 1;
  }
  Hash fr = old_is_node ? old_root : proof.front();
  Hash sr = fr;
  for (const Hash& c : proof.subspan(old_is_node ? 0 : 1)) {
    if (sn == 0) return Unproven("consistency: the proof is too long");
    if ((fn & 1) != 0 || fn == sn) {
      fr = NodeHash(c, fr);
      sr = NodeHash(c, sr);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      sr = NodeHash(sr, c);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0) return Unproven("consistency: the proof is too short");
  if (fr != old_root) return Unproven("consistency: the proof does not lead to the older root");
  if (sr != new_root) return Unproven("consistency: the proof does not lead to the newer root");
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Hash>> BuildInclusionProof(const HashReader& reader, std::uint64_t index,
                                                      std::uint64_t size) {
  if (index >= size) return Unproven("inclusion: the index is not below the tree's size");
  ProofWalk walk(reader, size);
  while (walk.size() > 1) {
    CANDOR_RETURN_IF_ERROR(index < walk.middle() ? walk.GoLeft() : walk.GoRight());
  }
  return walk.TakeLowestFirst();
}

absl::StatusOr<std::vector<Hash>> BuildConsistencyProof(const HashReader& reader,
                                                        std::uint64_t old_size,
                                                        std::uint64_t new_size) {
  if (old_size == 0) return Unproven("consistency: nothing can be proven from size 0");
  if (old_size > new_size) return Unproven("consistency: the older tree is the larger one");
  ProofWalk walk(reader, new_size);
  while (old_size != walk.end()) {
    CANDOR_RETURN_IF_ERROR(old_size <= walk.middle() ? walk.GoLeft() : walk.GoRight());
  }
  // The subtree where the old tree ends is named unless it is the whole old tree, whose root the
  // verifier has.
  if (walk.begin() != 0) CANDOR_RETURN_IF_ERROR(walk.AddSelf());
  return walk.TakeLowestFirst();
}

absl::StatusOr<Hash> BuildRoot(const HashReader& reader, std::uint64_t size) {
  if (size == 0) return EmptyRoot();
  return SubtreeHash(reader, 0, size);
}

}  // namespace candor::audit
