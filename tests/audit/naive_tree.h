// A Merkle tree written straight from the recursions of RFC 6962 §2.1, slow and obvious: the oracle
// that the project's own tree, tiles and proofs are compared with.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/merkle.h"
#include "audit/proof.h"
#include "audit/tile.h"
#include "base/bytes.h"

namespace candor::audit::testing {

// Leaf data of the published trees: the index as 8 bytes, big-endian.
inline Bytes LeafData(std::uint64_t index) {
  Bytes out;
  for (int shift = 56; shift >= 0; shift -= 8)
    out.push_back(static_cast<std::uint8_t>(index >> shift));
  return out;
}

inline std::vector<Hash> LeafHashes(std::uint64_t from, std::uint64_t to) {
  std::vector<Hash> out;
  for (std::uint64_t i = from; i < to; ++i) out.push_back(LeafHash(LeafData(i)));
  return out;
}

inline std::size_t NaiveSplit(std::size_t n) {
  std::size_t k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

// MTH(D[n]).
inline Hash NaiveRoot(std::span<const Hash> d) {
  if (d.empty()) return EmptyRoot();
  if (d.size() == 1) return d[0];
  const std::size_t k = NaiveSplit(d.size());
  return NodeHash(NaiveRoot(d.first(k)), NaiveRoot(d.subspan(k)));
}

// PATH(m, D[n]).
inline std::vector<Hash> NaivePath(std::size_t m, std::span<const Hash> d) {
  if (d.size() == 1) return {};
  const std::size_t k = NaiveSplit(d.size());
  auto out = m < k ? NaivePath(m, d.first(k)) : NaivePath(m - k, d.subspan(k));
  out.push_back(m < k ? NaiveRoot(d.subspan(k)) : NaiveRoot(d.first(k)));
  return out;
}

// SUBPROOF(m, D[n], b).
inline std::vector<Hash> NaiveSubproof(std::size_t m, std::span<const Hash> d, bool whole) {
  if (m == d.size()) return whole ? std::vector<Hash>() : std::vector<Hash>{NaiveRoot(d)};
  const std::size_t k = NaiveSplit(d.size());
  if (m <= k) {
    auto out = NaiveSubproof(m, d.first(k), whole);
    out.push_back(NaiveRoot(d.subspan(k)));
    return out;
  }
  auto out = NaiveSubproof(m - k, d.subspan(k), false);
  out.push_back(NaiveRoot(d.first(k)));
  return out;
}

inline std::vector<Hash> NaiveConsistency(std::size_t m, std::span<const Hash> d) {
  return NaiveSubproof(m, d, true);
}

// Tiles in memory, overwritten by wider versions as a store does.
class MemoryTiles final : public TileReader {
 public:
  absl::StatusOr<Bytes> ReadTile(const TileId& id) const override {
    const auto at = tiles.find({id.level, id.index});
    if (at == tiles.end()) return absl::NotFoundError("no such tile");
    return at->second;
  }
  void Append(std::uint64_t old_size, std::span<const Hash> leaf_hashes) {
    auto writes = TileUpdates(old_size, leaf_hashes, *this);
    if (!writes.ok()) return;
    for (auto& write : *writes) tiles[{write.id.level, write.id.index}] = std::move(write.hashes);
  }

  std::map<std::pair<unsigned, std::uint64_t>, Bytes> tiles;
};

inline MemoryTiles TilesOf(std::uint64_t size) {
  MemoryTiles out;
  out.Append(0, LeafHashes(0, size));
  return out;
}

}  // namespace candor::audit::testing
