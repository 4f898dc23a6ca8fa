// Every inclusion and consistency proof of every tree up to 300 leaves, and random ones up to 2^20,
// against an oracle that knows nothing but the definition: RFC 6962's recursions over a table of
// the roots of all ranges.
//
// A proof says the same about two trees when the way from leaf to root turns the same way at each
// step: inclusion under size 5 and under size 6 can be one computation. So the oracle says of each
// alteration whether it is one, and the verifier has to agree both ways.
#include <gtest/gtest.h>

#include <bit>
#include <map>
#include <string>

#include "audit/proof.h"
#include "crypto/random.h"
#include "tests/audit/naive_tree.h"
#include "tests/support/matchers.h"

namespace candor::audit {
namespace {

using ::candor::testing::IsOk;
using testing::LeafHashes;
using testing::NaiveSplit;

constexpr std::size_t kLargest = 300;

// MTH(D[begin:end]) for all ranges that a proof can name, each computed once.
class Ranges {
 public:
  explicit Ranges(std::size_t size)
      : leaves_(LeafHashes(0, size)), roots_(size, std::vector<Hash>(size + 1, EmptyRoot())) {}

  const Hash& Root(std::size_t begin, std::size_t end) {
    Hash& root = roots_[begin][end];
    if (root != EmptyRoot()) return root;
    const std::size_t size = end - begin;
    const std::size_t middle = begin + NaiveSplit(size);
    root = size == 1 ? leaves_[begin] : NodeHash(Root(begin, middle), Root(middle, end));
    return root;
  }

 private:
  std::vector<Hash> leaves_;
  std::vector<std::vector<Hash>> roots_;
};

struct Proof {
  std::vector<Hash> hashes;
  // From the root down: which half was entered, and at the end whether the old tree's own root, or
  // a hash of the proof, is what the verifier begins with.
  std::string turns;
};

// PATH(m, D[begin:end]).
void Path(Ranges& ranges, std::size_t m, std::size_t begin, std::size_t end, Proof& out) {
  if (end - begin == 1) return;
  const std::size_t middle = begin + NaiveSplit(end - begin);
  const bool left = m < middle;
  out.turns += left ? 'l' : 'r';
  left ? Path(ranges, m, begin, middle, out) : Path(ranges, m, middle, end, out);
  out.hashes.push_back(left ? ranges.Root(middle, end) : ranges.Root(begin, middle));
}

// SUBPROOF(m - begin, D[begin:end], begin == 0).
void Subproof(Ranges& ranges, std::size_t m, std::size_t begin, std::size_t end, Proof& out) {
  if (m == end) {
    out.turns += begin == 0 ? '=' : '+';
    if (begin != 0) out.hashes.push_back(ranges.Root(begin, end));
    return;
  }
  const std::size_t middle = begin + NaiveSplit(end - begin);
  const bool left = m <= middle;
  out.turns += left ? 'l' : 'r';
  left ? Subproof(ranges, m, begin, middle, out) : Subproof(ranges, m, middle, end, out);
  out.hashes.push_back(left ? ranges.Root(middle, end) : ranges.Root(begin, middle));
}

Proof Inclusion(Ranges& ranges, std::size_t index, std::size_t size) {
  Proof out;
  Path(ranges, index, 0, size, out);
  return out;
}

Proof Consistency(Ranges& ranges, std::size_t old_size, std::size_t size) {
  Proof out;
  Subproof(ranges, old_size, 0, size, out);
  return out;
}

// What the reader said of this tree, once each: a proof's tests ask for the same hashes many times.
class Remembering final : public HashReader {
 public:
  explicit Remembering(const HashReader& reader) : reader_(reader) {}
  absl::StatusOr<Hash> ReadHash(unsigned level, std::uint64_t index) const override {
    const auto at = known_.find({level, index});
    if (at != known_.end()) return at->second;
    auto hash = reader_.ReadHash(level, index);
    if (hash.ok()) known_.emplace(std::pair(level, index), *hash);
    return hash;
  }

 private:
  const HashReader& reader_;
  mutable std::map<std::pair<unsigned, std::uint64_t>, Hash> known_;
};

struct Counts {
  int held = 0;
  int refused = 0;
  int same_computation = 0;

  void Expect(bool accepted, bool expected) {
    ASSERT_EQ(accepted, expected);
    ++(expected ? same_computation : refused);
  }
};

Hash Flipped(Hash hash, std::size_t bit) {
  hash[bit / 8 % 32] ^= static_cast<std::uint8_t>(1u << (bit % 8));
  return hash;
}

TEST(ProofOracle, EveryInclusionUpToThreeHundredLeaves) {
  Ranges ranges(kLargest + 1);
  std::vector<std::vector<Proof>> proofs(kLargest + 2);  // by size, by index
  for (std::size_t size = 1; size <= kLargest + 1; ++size) {
    for (std::size_t index = 0; index < size; ++index) {
      proofs[size].push_back(Inclusion(ranges, index, size));
    }
  }
  const auto tiles = testing::TilesOf(kLargest);
  Counts counts;
  for (std::size_t size = 1; size <= kLargest; ++size) {
    const TileHashReader of_tiles(tiles, size);
    const Remembering reader(of_tiles);
    const Hash& root = ranges.Root(0, size);
    for (std::size_t index = 0; index < size; ++index) {
      const Proof& proof = proofs[size][index];
      const Hash& leaf = ranges.Root(index, index + 1);
      const auto accepts = [&](std::size_t i, std::size_t n, const Hash& h,
                               std::span<const Hash> p) {
        return VerifyInclusion(i, n, h, p, root).ok();
      };
      ASSERT_OK_AND_ASSIGN(const auto built, BuildInclusionProof(reader, index, size));
      ASSERT_EQ(built, proof.hashes);
      ASSERT_TRUE(accepts(index, size, leaf, proof.hashes));
      ++counts.held;
      for (const std::size_t other : {index + 1, index - 1, index ^ 2}) {
        if (other >= size) continue;
        counts.Expect(accepts(other, size, leaf, proof.hashes),
                      proofs[size][other].turns == proof.turns);
      }
      for (const std::size_t other : {size - 1, size + 1}) {
        const bool same = index < other && proofs[other][index].turns == proof.turns;
        counts.Expect(accepts(index, other, leaf, proof.hashes), same);
      }
      counts.Expect(accepts(index, size, Flipped(leaf, index + size), proof.hashes), false);
      if (proof.hashes.empty()) continue;
      auto altered = proof.hashes;
      Hash& one = altered[(index + size) % altered.size()];
      one = Flipped(one, index * 7 + size);
      counts.Expect(accepts(index, size, leaf, altered), false);
    }
  }
  EXPECT_EQ(counts.held, 300 * 301 / 2);
  EXPECT_GT(counts.refused, 200000);
  EXPECT_GT(counts.same_computation, 10000);
}

TEST(ProofOracle, EveryConsistencyUpToThreeHundredLeaves) {
  Ranges ranges(kLargest + 1);
  std::vector<std::vector<Proof>> proofs(kLargest + 2);  // by size, by old size
  for (std::size_t size = 1; size <= kLargest + 1; ++size) {
    proofs[size].resize(1);
    for (std::size_t old_size = 1; old_size <= size; ++old_size) {
      proofs[size].push_back(Consistency(ranges, old_size, size));
    }
  }
  const auto tiles = testing::TilesOf(kLargest);
  Counts counts;
  for (std::size_t size = 1; size <= kLargest; ++size) {
    const TileHashReader of_tiles(tiles, size);
    const Remembering reader(of_tiles);
    const Hash& root = ranges.Root(0, size);
    for (std::size_t old_size = 1; old_size <= size; ++old_size) {
      const Proof& proof = proofs[size][old_size];
      const Hash& old_root = ranges.Root(0, old_size);
      const auto accepts = [&](std::size_t m, std::size_t n, const Hash& old_r, const Hash& new_r,
                               std::span<const Hash> p) {
        return VerifyConsistency(m, old_r, n, new_r, p).ok();
      };
      ASSERT_OK_AND_ASSIGN(const auto built, BuildConsistencyProof(reader, old_size, size));
      ASSERT_EQ(built, proof.hashes);
      ASSERT_TRUE(accepts(old_size, size, old_root, root, proof.hashes));
      ++counts.held;
      for (const std::size_t other : {old_size - 1, old_size + 1}) {
        const bool same = other >= 1 && other <= size && proofs[size][other].turns == proof.turns;
        counts.Expect(accepts(other, size, old_root, root, proof.hashes), same);
      }
      for (const std::size_t other : {size - 1, size + 1}) {
        const bool same = old_size <= other && proofs[other][old_size].turns == proof.turns;
        counts.Expect(accepts(old_size, other, old_root, root, proof.hashes), same);
      }
      const std::size_t bit = old_size * 7 + size;
      counts.Expect(accepts(old_size, size, Flipped(old_root, bit), root, proof.hashes), false);
      counts.Expect(accepts(old_size, size, old_root, Flipped(root, bit), proof.hashes), false);
      if (proof.hashes.empty()) continue;
      auto altered = proof.hashes;
      Hash& one = altered[bit % altered.size()];
      one = Flipped(one, bit);
      counts.Expect(accepts(old_size, size, old_root, root, altered), false);
    }
  }
  EXPECT_EQ(counts.held, 300 * 301 / 2);
  EXPECT_GT(counts.refused, 200000);
  EXPECT_GT(counts.same_computation, 10000);
}

// Roots of perfect subtrees, level by level, and the recursion over them.
class BigTree {
 public:
  explicit BigTree(std::size_t size) {
    levels_.push_back(LeafHashes(0, size));
    while (levels_.back().size() > 1) {
      const auto& below = levels_.back();
      std::vector<Hash> level;
      for (std::size_t i = 0; i + 1 < below.size(); i += 2) {
        level.push_back(NodeHash(below[i], below[i + 1]));
      }
      levels_.push_back(std::move(level));
    }
  }

  const std::vector<Hash>& leaves() const { return levels_[0]; }
  Hash Root(std::size_t begin, std::size_t end) const {
    const std::size_t size = end - begin;
    if (std::has_single_bit(size)) {
      return levels_[static_cast<std::size_t>(std::countr_zero(size))][begin / size];
    }
    const std::size_t middle = begin + NaiveSplit(size);
    return NodeHash(Root(begin, middle), Root(middle, end));
  }

 private:
  std::vector<std::vector<Hash>> levels_;
};

TEST(ProofOracle, RandomOnesUpToAMillionLeaves) {
  constexpr std::size_t kMillion = std::size_t{1} << 20;
  const BigTree tree(kMillion);
  testing::MemoryTiles tiles;
  tiles.Append(0, tree.leaves());
  crypto::DeterministicRandomForTesting random(20);
  std::vector<std::size_t> sizes = {255,   256,   257,   511, 512,      513,         65535,
                                    65536, 65537, 70000, 1,   kMillion, kMillion - 1};
  while (sizes.size() < 100) sizes.push_back(1 + random.Uniform(random.Uniform(kMillion) + 1));
  for (const std::size_t size : sizes) {
    const TileHashReader reader(tiles, size);
    const Hash root = tree.Root(0, size);
    ASSERT_EQ(*BuildRoot(reader, size), root);
    for (int i = 0; i < 5; ++i) {
      const std::size_t index = random.Uniform(size);
      const Hash& leaf = tree.leaves()[index];
      ASSERT_OK_AND_ASSIGN(auto inclusion, BuildInclusionProof(reader, index, size));
      ASSERT_OK(VerifyInclusion(index, size, leaf, inclusion, root));
      const std::size_t old_size = 1 + random.Uniform(size);
      const Hash old_root = tree.Root(0, old_size);
      ASSERT_OK_AND_ASSIGN(auto consistency, BuildConsistencyProof(reader, old_size, size));
      ASSERT_OK(VerifyConsistency(old_size, old_root, size, root, consistency));
      for (auto* proof : {&inclusion, &consistency}) {
        if (proof->empty()) continue;
        Hash& one = (*proof)[random.Uniform(proof->size())];
        one = Flipped(one, random.Uniform(256));
      }
      ASSERT_TRUE(inclusion.empty() || !VerifyInclusion(index, size, leaf, inclusion, root).ok());
      ASSERT_TRUE(consistency.empty() ||
                  !VerifyConsistency(old_size, old_root, size, root, consistency).ok());
    }
  }
}

}  // namespace
}  // namespace candor::audit
