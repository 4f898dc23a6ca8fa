#include "audit/roster_tree.h"

#include "audit/merkle.h"
#include "audit/proof.h"

namespace candor::audit {
namespace {

// Hashes the tree over leaves [begin, end); RFC 6962 §2.1.
crypto::Hash Subtree(std::span<const crypto::Hash> leaves) {
  if (leaves.size() == 1) return LeafHash(leaves[0]);
  std::size_t split = 1;
  while (split * 2 < leaves.size()) split *= 2;
  return NodeHash(Subtree(leaves.first(split)), Subtree(leaves.subspan(split)));
}

void AppendPath(std::span<const crypto::Hash> leaves, std::uint64_t index,
                std::vector<crypto::Hash>& path) {
  if (leaves.size() <= 1) return;
  std::size_t split = 1;
  while (split * 2 < leaves.size()) split *= 2;
  if (index < split) {
    AppendPath(leaves.first(split), index, path);
    path.push_back(Subtree(leaves.subspan(split)));
  } else {
    AppendPath(leaves.subspan(split), index - split, path);
    path.push_back(Subtree(leaves.first(split)));
  }
}

}  // namespace

crypto::Hash RosterRoot(std::span<const crypto::Hash> leaves) {
  return leaves.empty() ? EmptyRoot() : Subtree(leaves);
}

std::vector<crypto::Hash> RosterPath(std::span<const crypto::Hash> leaves, std::uint64_t index) {
  std::vector<crypto::Hash> path;
  AppendPath(leaves, index, path);
  return path;
}

absl::Status VerifyRosterPath(const crypto::Hash& leaf, std::uint64_t index, std::uint64_t size,
                              std::span<const crypto::Hash> path, const crypto::Hash& root) {
  return VerifyInclusion(index, size, LeafHash(leaf), path, root);
}

}  // namespace candor::audit
