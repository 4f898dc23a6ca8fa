#include "audit/pack.h"

#include <algorithm>
#include <utility>

#include "audit/tile.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::audit {
namespace {

constexpr std::size_t kHexHash = 64;
constexpr std::string_view kBetween = "  ";

}  // namespace

std::string PackLogName(std::size_t log) { return log == 0 ? "board" : Cat("issuer-", log); }
std::string PackLogFolder(std::size_t log) { return Cat("logs/", PackLogName(log)); }
std::string PackEarlierFolder(std::size_t log) { return Cat("earlier/", PackLogName(log)); }

std::vector<std::string> FilesOfLogAt(std::uint64_t size) { return FilesOfLogSince(0, size); }

std::vector<std::string> FilesOfLogSince(std::uint64_t before, std::uint64_t size) {
  // The first tile or bundle that is not full before.
  const auto first_of = [before](unsigned level) {
    const unsigned shift = kTileHeight * (level + 1);
    return shift < 64 ? before >> shift : 0;
  };
  const auto is_new = [=](unsigned level, std::uint64_t index) {
    return TileWidthAt(before, level, index) != TileWidthAt(size, level, index);
  };
  std::vector<std::string> out;
  for (unsigned level = 0; TileWidthAt(size, level, 0) != 0; ++level) {
    for (std::uint64_t index = first_of(level); TileWidthAt(size, level, index) != 0; ++index) {
      if (is_new(level, index)) {
        out.push_back(TilePath({level, index, TileWidthAt(size, level, index)}));
      }
    }
  }
  for (std::uint64_t index = first_of(0); index < BundleCount(size); ++index) {
    if (!is_new(0, index)) continue;
    out.push_back(EntryBundlePath({index, TileWidthAt(size, 0, index)}));
    out.push_back(TextBundlePath(index));
  }
  return out;
}

std::vector<std::string> FilesOutgrown(std::uint64_t before, std::uint64_t size) {
  std::vector<std::string> out;
  for (const TileId& tile : PartialTiles(before)) {
    if (TileWidthAt(size, tile.level, tile.index) == tile.width) continue;
    out.push_back(TilePath(tile));
    if (tile.level == 0) out.push_back(EntryBundlePath({tile.index, tile.width}));
  }
  return out;
}

std::string FormatPackSums(const PackSums& sums) {
  std::string out;
  for (const auto& [path, hash] : sums) out += Cat(HexEncode(hash), kBetween, path, "\n");
  return out;
}

absl::StatusOr<PackSums> ParsePackSums(std::string_view text) {
  const absl::Status bad = absl::InvalidArgumentError("SHA256SUMS is not a sorted list of hashes");
  PackSums out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || end <= kHexHash + kBetween.size()) return bad;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    const auto hash = HexDecode(line.substr(0, kHexHash));
    if (!hash.ok() || line.substr(kHexHash, kBetween.size()) != kBetween) return bad;
    std::string path(line.substr(kHexHash + kBetween.size()));
    if (!out.empty() && path <= out.rbegin()->first) return bad;
    crypto::Hash fixed{};
    std::ranges::copy(*hash, fixed.begin());
    out.emplace(std::move(path), fixed);
  }
  return out;
}

}  // namespace candor::audit
