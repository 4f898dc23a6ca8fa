#include "audit/verify/log_tree.h"

#include <utility>

#include "audit/entry_bundle.h"
#include "audit/tile.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::audit {
namespace {

// The root of as many leaves as a full tile has.
Hash RootOfTile(std::vector<Hash> nodes) {
  while (nodes.size() > 1) {
    for (std::size_t i = 0; i < nodes.size() / 2; ++i) {
      nodes[i] = NodeHash(nodes[2 * i], nodes[2 * i + 1]);
    }
    nodes.resize(nodes.size() / 2);
  }
  return nodes.front();
}

}  // namespace

void LogTree::Append(const Hash& leaf, const LogFiles& files, Findings& findings) {
  range_.Append(leaf);
  AppendAt(0, leaf, files, findings);
}

void LogTree::CheckTail(const LogFiles& files, Findings& findings) const {
  for (unsigned level = 0; level < levels_.size(); ++level) {
    if (!levels_[level].hashes.empty()) Compare(level, files, findings);
  }
}

std::span<const Hash> LogTree::tail() const {
  if (levels_.empty()) return {};
  return levels_.front().hashes;
}

void LogTree::AppendAt(unsigned level, const Hash& hash, const LogFiles& files,
                       Findings& findings) {
  if (levels_.size() <= level) levels_.resize(level + 1);
  levels_[level].hashes.push_back(hash);
  if (levels_[level].hashes.size() < kTileWidth) return;
  Compare(level, files, findings);
  const Hash root = RootOfTile(std::exchange(levels_[level].hashes, {}));
  ++levels_[level].index;
  if (level == 0) bundles_.push_back(root);
  AppendAt(level + 1, root, files, findings);
}

void LogTree::Compare(unsigned level, const LogFiles& files, Findings& findings) const {
  const Level& at = levels_[level];
  const TileId id{level, at.index, static_cast<std::uint32_t>(at.hashes.size())};
  Bytes expected;
  for (const Hash& hash : at.hashes) expected.insert(expected.end(), hash.begin(), hash.end());
  const auto file = files.Read(TilePath(id));
  if (!file.ok()) {
    findings.Add({InvariantId::kRoot, Severity::kIncomplete, log_, {},
                  Cat("the tile ", TilePath(id), " is missing or cannot be read")});
  } else if (*file != expected) {
    findings.Add({InvariantId::kRoot, Severity::kCryptographic, log_, {},
                  Cat("the tile ", TilePath(id), " is not what its entries hash to")});
  }
}

absl::StatusOr<Hash> LogTree::RootAt(std::uint64_t size, const LogFiles& files) {
  if (size > range_.size()) return absl::NotFoundError("the log does not reach that size");
  if (const auto known = roots_.find(size); known != roots_.end()) return known->second;
  const std::uint64_t whole = size / kTileWidth;
  CompactRange of_bundles;
  for (std::uint64_t i = 0; i < whole; ++i) of_bundles.Append(bundles_[i]);
  // A perfect subtree over bundles is one over their entries, eight levels higher.
  CANDOR_ASSIGN_OR_RETURN(
      CompactRange range,
      CompactRange::Create(whole * kTileWidth,
                           {of_bundles.hashes().begin(), of_bundles.hashes().end()}));
  if (size % kTileWidth != 0) {
    CANDOR_ASSIGN_OR_RETURN(const auto leaves, LeavesOf(whole, files));
    for (std::uint64_t i = 0; i < size % kTileWidth; ++i) range.Append(leaves[i]);
  }
  return roots_[size] = range.Root();
}

absl::StatusOr<std::vector<Hash>> LogTree::LeavesOf(std::uint64_t bundle,
                                                    const LogFiles& files) const {
  if (bundle == bundles_.size()) return std::vector<Hash>(tail().begin(), tail().end());
  CANDOR_ASSIGN_OR_RETURN(const Bytes file, files.Read(EntryBundlePath({bundle, kTileWidth})));
  CANDOR_ASSIGN_OR_RETURN(const auto entries, DecodeEntryBundle(file, kTileWidth));
  std::vector<Hash> leaves;
  for (const Bytes& entry : entries) leaves.push_back(LeafHash(entry));
  if (RootOfTile(leaves) == bundles_[bundle]) return leaves;
  return absl::NotFoundError("the entries are not those that were read before");
}

}  // namespace candor::audit
