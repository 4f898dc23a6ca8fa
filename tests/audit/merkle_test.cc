#include "audit/merkle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/audit/naive_tree.h"
#include "tests/support/matchers.h"
#include "tests/support/vectors.h"

namespace candor::audit {
namespace {

using ::candor::testing::Hex;
using ::candor::testing::IsOk;
using ::candor::testing::StatusIs;

TEST(Merkle, TheEmptyTreeHasTheHashOfNothing) {
  const std::string expected = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  EXPECT_EQ(HexEncode(EmptyRoot()), expected);
  EXPECT_EQ(HexEncode(CompactRange().Root()), expected);
}

TEST(Merkle, TheHashesOfAnEmptyLeafAndOfANodeAreDomainSeparated) {
  EXPECT_EQ(HexEncode(LeafHash({})),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  const Hash left = LeafHash(AsBytes("left"));
  const Hash right = LeafHash(AsBytes("right"));
  EXPECT_NE(NodeHash(left, right), LeafHash(Concat({left, right})));
  EXPECT_NE(NodeHash(left, right), NodeHash(right, left));
}

TEST(Merkle, ReproducesThePublishedTrees) {
  CANDOR_VECTORS_OR_RETURN(vectors, "merkle/rfc6962_reference_trees.json");
  const auto& roots = vectors.at("roots_hex_by_size");
  CompactRange range;
  ASSERT_EQ(HexEncode(range.Root()), roots.at(0).get<std::string>());
  for (const auto& leaf : vectors.at("leaf_inputs_hex")) {
    range.Append(LeafHash(Hex(leaf)));
    EXPECT_EQ(HexEncode(range.Root()), roots.at(range.size()).get<std::string>()) << range.size();
  }
  EXPECT_EQ(range.size(), 8u);
  EXPECT_EQ(HexEncode(LeafHash(AsBytes("L123456"))),
            vectors.at("hasher").at("leaf_L123456").get<std::string>());
  const auto node = crypto::Sha256({ByteArray<1>{1}, AsBytes("N123"), AsBytes("N456")});
  EXPECT_EQ(HexEncode(node), vectors.at("hasher").at("node_N123_N456").get<std::string>());
}

TEST(Merkle, ReproducesTheRootsOfTreesUpToSeventyThousandLeaves) {
  CANDOR_VECTORS_OR_RETURN(vectors, "tlog/derived_kat.json");
  const auto& roots = vectors.at("leaf_u64be_roots");
  ASSERT_FALSE(roots.empty());
  CompactRange range;
  std::size_t compared = 0;
  for (std::uint64_t i = 0; i < 70000; ++i) {
    range.Append(LeafHash(testing::LeafData(i)));
    const auto expected = roots.find(std::to_string(range.size()));
    if (expected == roots.end()) continue;
    EXPECT_EQ(HexEncode(range.Root()), expected->get<std::string>()) << range.size();
    ++compared;
  }
  EXPECT_EQ(compared, roots.size());
}

TEST(CompactRange, AgreesWithTheRecursionOfTheRfcAtEverySize) {
  CompactRange range;
  std::vector<Hash> leaves;
  for (std::uint64_t i = 0; i < 300; ++i) {
    leaves.push_back(LeafHash(testing::LeafData(i)));
    range.Append(leaves.back());
    ASSERT_EQ(range.Root(), testing::NaiveRoot(leaves)) << range.size();
  }
}

TEST(CompactRange, GoesOnWhereItWasLeft) {
  CompactRange whole;
  for (const Hash& leaf : testing::LeafHashes(0, 77)) whole.Append(leaf);
  const std::vector<Hash> kept(whole.hashes().begin(), whole.hashes().end());
  ASSERT_OK_AND_ASSIGN(CompactRange resumed, CompactRange::Create(whole.size(), kept));
  EXPECT_EQ(resumed, whole);
  for (const Hash& leaf : testing::LeafHashes(77, 130)) {
    whole.Append(leaf);
    resumed.Append(leaf);
  }
  EXPECT_EQ(resumed.Root(), whole.Root());
}

TEST(CompactRange, RefusesANumberOfHashesThatDoesNotFitTheSize) {
  const Hash hash{};
  EXPECT_THAT(CompactRange::Create(0, {hash}), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CompactRange::Create(3, {hash}), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CompactRange::Create(4, {hash, hash}), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CompactRange::Create(~0ull, std::vector<Hash>(64)),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CompactRange::Create(4, {hash}), IsOk());
}

TEST(Merkle, TakesHashesOfThirtyTwoBytesOnly) {
  EXPECT_THAT(ToHash(Bytes(32)), IsOk());
  for (const std::size_t length : {0, 1, 20, 31, 33, 48, 64}) {
    EXPECT_THAT(ToHash(Bytes(length)), StatusIs(absl::StatusCode::kInvalidArgument)) << length;
    EXPECT_THAT(ToHashes(std::vector<Bytes>{Bytes(32), Bytes(length)}),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

}  // namespace
}  // namespace candor::audit
