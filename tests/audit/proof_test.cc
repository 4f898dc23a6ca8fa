#include "audit/proof.h"

#include <gtest/gtest.h>

#include "tests/audit/naive_tree.h"
#include "tests/support/matchers.h"
#include "tests/support/vectors.h"

namespace candor::audit {
namespace {

using ::candor::testing::IsOk;
using ::candor::testing::StatusIs;
using testing::LeafHashes;
using testing::TilesOf;

constexpr auto kRefused = absl::StatusCode::kInvalidArgument;

std::span<const Hash> First(const std::vector<Hash>& leaves, std::size_t n) {
  return std::span(leaves).first(n);
}

TEST(InclusionProof, EveryAlterationIsRefused) {
  const auto leaves = LeafHashes(0, 40);
  for (std::size_t size = 1; size <= 40; ++size) {
    const Hash root = testing::NaiveRoot(First(leaves, size));
    for (std::size_t index = 0; index < size; ++index) {
      const auto proof = testing::NaivePath(index, First(leaves, size));
      auto longer = proof;
      longer.push_back(root);
      EXPECT_THAT(VerifyInclusion(index, size, leaves[index], longer, root), StatusIs(kRefused));
      for (std::size_t at = 0; at < proof.size(); ++at) {
        auto altered = proof;
        altered[at][at % 32] ^= 0x01;
        EXPECT_THAT(VerifyInclusion(index, size, leaves[index], altered, root), StatusIs(kRefused));
        auto shorter = proof;
        shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(at));
        EXPECT_THAT(VerifyInclusion(index, size, leaves[index], shorter, root), StatusIs(kRefused));
      }
      Hash other_root = root;
      other_root[31] ^= 0x80;
      EXPECT_THAT(VerifyInclusion(index, size, leaves[index], proof, other_root),
                  StatusIs(kRefused));
      for (std::size_t other = 0; other < size; ++other) {
        if (other == index) continue;
        EXPECT_THAT(VerifyInclusion(other, size, leaves[index], proof, root), StatusIs(kRefused));
      }
    }
  }
}

TEST(InclusionProof, AnIndexOutsideTheTreeIsRefused) {
  const auto tiles = TilesOf(5);
  const TileHashReader reader(tiles, 5);
  EXPECT_THAT(BuildInclusionProof(reader, 5, 5), StatusIs(kRefused));
  EXPECT_THAT(BuildInclusionProof(reader, 0, 0), StatusIs(kRefused));
  EXPECT_THAT(VerifyInclusion(5, 5, Hash{}, {}, Hash{}), StatusIs(kRefused));
  EXPECT_THAT(VerifyInclusion(0, 0, Hash{}, {}, Hash{}), StatusIs(kRefused));
  EXPECT_THAT(VerifyInclusion(~0ull, ~0ull, Hash{}, {}, Hash{}), StatusIs(kRefused));
}

TEST(ConsistencyProof, FromSizeZeroIsAnErrorWhateverTheProof) {
  const auto leaves = LeafHashes(0, 8);
  const Hash root = testing::NaiveRoot(leaves);
  const auto tiles = TilesOf(8);
  const TileHashReader reader(tiles, 8);
  EXPECT_THAT(VerifyConsistency(0, EmptyRoot(), 8, root, {}), StatusIs(kRefused));
  EXPECT_THAT(VerifyConsistency(0, EmptyRoot(), 0, EmptyRoot(), {}), StatusIs(kRefused));
  EXPECT_THAT(VerifyConsistency(0, EmptyRoot(), 8, root, std::vector<Hash>{root}),
              StatusIs(kRefused));
  EXPECT_THAT(BuildConsistencyProof(reader, 0, 8), StatusIs(kRefused));
}

TEST(ConsistencyProof, EveryAlterationIsRefused) {
  const auto leaves = LeafHashes(0, 40);
  for (std::size_t size = 2; size <= 40; ++size) {
    const Hash root = testing::NaiveRoot(First(leaves, size));
    for (std::size_t old_size = 1; old_size < size; ++old_size) {
      const Hash old_root = testing::NaiveRoot(First(leaves, old_size));
      const auto proof = testing::NaiveConsistency(old_size, First(leaves, size));
      auto longer = proof;
      longer.push_back(root);
      EXPECT_THAT(VerifyConsistency(old_size, old_root, size, root, longer), StatusIs(kRefused));
      EXPECT_THAT(VerifyConsistency(old_size, old_root, size, root, {}), StatusIs(kRefused));
      for (std::size_t at = 0; at < proof.size(); ++at) {
        auto altered = proof;
        altered[at][at % 32] ^= 0x10;
        EXPECT_THAT(VerifyConsistency(old_size, old_root, size, root, altered), StatusIs(kRefused));
        auto shorter = proof;
        shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(at));
        EXPECT_THAT(VerifyConsistency(old_size, old_root, size, root, shorter), StatusIs(kRefused));
      }
      Hash forked = old_root;
      forked[0] ^= 1;
      EXPECT_THAT(VerifyConsistency(old_size, forked, size, root, proof), StatusIs(kRefused));
      forked = root;
      forked[0] ^= 1;
      EXPECT_THAT(VerifyConsistency(old_size, old_root, size, forked, proof), StatusIs(kRefused));
      EXPECT_THAT(VerifyConsistency(size, root, old_size, old_root, proof), StatusIs(kRefused));
    }
  }
}

TEST(ConsistencyProof, OfEqualSizesIsEmptyAndComparesTheRoots) {
  const auto leaves = LeafHashes(0, 6);
  const Hash root = testing::NaiveRoot(leaves);
  EXPECT_OK(VerifyConsistency(6, root, 6, root, {}));
  EXPECT_THAT(VerifyConsistency(6, root, 6, leaves[0], {}), StatusIs(kRefused));
  EXPECT_THAT(VerifyConsistency(6, root, 6, root, std::vector<Hash>{root}), StatusIs(kRefused));
}

TEST(ConsistencyProof, VerifiesThePublishedOne) {
  CANDOR_VECTORS_OR_RETURN(vectors, "c2sp/c2sp_notes.json");
  const auto& entry = vectors.at("litewitness_consistency");
  const auto hash = [](const nlohmann::json& text) {
    return *ToHash(*Base64Decode(text.get<std::string>()));
  };
  std::vector<Hash> proof;
  for (const auto& line : entry.at("proof")) proof.push_back(hash(line));
  EXPECT_OK(VerifyConsistency(entry.at("old_size").get<std::uint64_t>(), hash(entry.at("old_root")),
                              entry.at("new_size").get<std::uint64_t>(), hash(entry.at("new_root")),
                              proof));
}

}  // namespace
}  // namespace candor::audit
