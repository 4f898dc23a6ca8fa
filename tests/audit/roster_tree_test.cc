// The roster's tree against one that is built level by level, for every size up to 70.
#include "audit/roster_tree.h"

#include <gtest/gtest.h>

#include "audit/merkle.h"
#include "tests/support/matchers.h"

namespace candor::audit {
namespace {

std::vector<Hash> RosterLeaves(std::size_t size) {
  std::vector<Hash> out;
  for (std::size_t i = 0; i < size; ++i) {
    const records::RosterRow row = {{static_cast<std::uint8_t>(i + 1)},
                                    {"E" + std::to_string(i), "Somebody", "Yard"}};
    out.push_back(row.Leaf());
  }
  return out;
}

// Pairs neighbours level by level and lets an odd one rise: no recursion, no powers of two.
// Collects the siblings on the way of leaf `index`.
struct Level {
  Hash root{};
  std::vector<Hash> path;
};
Level Oracle(const std::vector<Hash>& leaves, std::size_t index) {
  std::vector<Hash> level;
  for (const auto& leaf : leaves) level.push_back(LeafHash(leaf));
  Level out;
  while (level.size() > 1) {
    std::vector<Hash> next;
    for (std::size_t i = 0; i < level.size(); i += 2) {
      next.push_back(i + 1 < level.size() ? NodeHash(level[i], level[i + 1]) : level[i]);
    }
    const std::size_t sibling = index ^ 1;
    if (sibling < level.size()) out.path.push_back(level[sibling]);
    index /= 2;
    level = next;
  }
  out.root = level.front();
  return out;
}

TEST(RosterTree, RootAndEveryPathAreThoseOfTheOracle) {
  for (std::size_t size = 1; size <= 70; ++size) {
    const auto leaves = RosterLeaves(size);
    const Hash root = RosterRoot(leaves);
    for (std::size_t i = 0; i < size; ++i) {
      const auto oracle = Oracle(leaves, i);
      ASSERT_EQ(root, oracle.root) << size;
      const auto path = RosterPath(leaves, i);
      ASSERT_EQ(path, oracle.path) << size << " " << i;
      ASSERT_OK(VerifyRosterPath(leaves[i], i, size, path, root)) << size << " " << i;
    }
  }
}

TEST(RosterTree, NoPathServesAnotherLeafPlaceSizeOrRoot) {
  for (const std::size_t size : {1u, 2u, 3u, 5u, 8u, 13u, 21u}) {
    const auto leaves = RosterLeaves(size);
    const Hash root = RosterRoot(leaves);
    for (std::size_t i = 0; i < size; ++i) {
      const auto path = RosterPath(leaves, i);
      for (std::size_t other = 0; other < size + 2; ++other) {
        if (other == i) continue;
        EXPECT_FALSE(VerifyRosterPath(leaves[i], other, size, path, root).ok())
            << size << i << other;
        if (other < size) {
          EXPECT_FALSE(VerifyRosterPath(leaves[other], i, size, path, root).ok());
        }
      }
      Hash elsewhere = root;
      elsewhere[0] ^= 1;
      EXPECT_FALSE(VerifyRosterPath(leaves[i], i, size, path, elsewhere).ok());
      auto longer = path;
      longer.push_back(root);
      EXPECT_FALSE(VerifyRosterPath(leaves[i], i, size, longer, root).ok());
      EXPECT_FALSE(VerifyRosterPath(leaves[i], i, 0, path, root).ok());
      for (std::size_t k = 0; k < path.size(); ++k) {
        auto changed = path;
        changed[k][31] ^= 1;
        EXPECT_FALSE(VerifyRosterPath(leaves[i], i, size, changed, root).ok());
      }
    }
  }
}

TEST(RosterTree, AnInnerNodeIsNoLeaf) {
  // The pair of two leaves offered as one leaf of a smaller tree: the leaf's own hash differs.
  const auto leaves = RosterLeaves(4);
  const Hash root = RosterRoot(leaves);
  const Hash inner = NodeHash(LeafHash(leaves[0]), LeafHash(leaves[1]));
  const Hash sibling = NodeHash(LeafHash(leaves[2]), LeafHash(leaves[3]));
  EXPECT_FALSE(VerifyRosterPath(inner, 0, 2, {{sibling}}, root).ok());
}

TEST(RosterTree, OrderMatters) {
  auto leaves = RosterLeaves(6);
  const Hash root = RosterRoot(leaves);
  std::swap(leaves[2], leaves[3]);
  EXPECT_NE(RosterRoot(leaves), root);
}

TEST(RosterTree, NobodyIsTheEmptyTree) { EXPECT_EQ(RosterRoot({}), EmptyRoot()); }

}  // namespace
}  // namespace candor::audit
