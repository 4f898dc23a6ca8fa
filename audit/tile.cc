#include "audit/tile.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "audit/decimal.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::audit {
namespace {

constexpr std::string_view kTilePrefix = "tile/";
constexpr std::string_view kEntriesPrefix = "tile/entries/";
constexpr std::string_view kTextPrefix = "text/";
constexpr std::string_view kPartialMark = ".p/";
// The most groups of three digits that a number up to kMaxNumber has.
constexpr std::size_t kMaxGroups = 7;

absl::Status BadPath() { return absl::InvalidArgumentError("not the path of a tile or bundle"); }

std::string Grouped(std::uint64_t index) {
  std::string digits = Cat(index);
  digits.insert(0, (3 - digits.size() % 3) % 3, '0');
  std::string out;
  for (std::size_t at = 0; at < digits.size(); at += 3) {
    const bool last = at + 3 == digits.size();
    out += Cat(last ? "" : "x", std::string_view(digits).substr(at, 3), last ? "" : "/");
  }
  return out;
}

std::string WidthSuffix(std::uint32_t width) {
  return width == kTileWidth ? std::string() : Cat(kPartialMark, width);
}

// One group: three digits, behind an 'x' for all but the last.
std::optional<std::uint64_t> GroupValue(std::string_view group, bool last) {
  if (!last) {
    if (!group.starts_with('x')) return std::nullopt;
    group.remove_prefix(1);
  }
  if (group.size() != 3) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : group) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

absl::StatusOr<std::uint64_t> ParseGrouped(std::string_view text) {
  std::uint64_t index = 0;
  for (std::size_t groups = 0; groups < kMaxGroups; ++groups) {
    const auto slash = text.find('/');
    const bool last = slash == std::string_view::npos;
    const auto value = GroupValue(text.substr(0, slash), last);
    // A leading group of zeroes would be a second spelling of the same number.
    if (!value || (groups == 0 && !last && *value == 0)) return BadPath();
    if (index > (kMaxNumber - *value) / 1000) return BadPath();
    index = index * 1000 + *value;
    if (last) return index;
    text.remove_prefix(slash + 1);
  }
  return BadPath();
}

absl::StatusOr<BundleId> ParseIndexAndWidth(std::string_view text) {
  BundleId id;
  if (const auto mark = text.find(kPartialMark); mark != std::string_view::npos) {
    CANDOR_ASSIGN_OR_RETURN(const std::uint64_t width,
                            ParseDecimal(text.substr(mark + kPartialMark.size())));
    if (width < 1 || width >= kTileWidth) return BadPath();
    id.width = static_cast<std::uint32_t>(width);
    text = text.substr(0, mark);
  }
  CANDOR_ASSIGN_OR_RETURN(id.index, ParseGrouped(text));
  return id;
}

// The number of hashes that level `level` of tiles has in a tree of `size` leaves.
std::uint64_t HashesAtLevel(std::uint64_t size, unsigned level) {
  const unsigned shift = level * kTileHeight;
  return shift >= 64 ? 0 : size >> shift;
}

absl::StatusOr<std::vector<Hash>> ReadHashes(const TileReader& tiles, const TileId& id) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, tiles.ReadTile(id));
  const std::size_t hash_size = Hash().size();
  if (bytes.size() % hash_size != 0 || bytes.size() < id.width * hash_size ||
      bytes.size() > kTileWidth * hash_size) {
    return absl::DataLossError("a stored tile is too short, too long or not made of whole hashes");
  }
  std::vector<Hash> out(id.width);
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(i * hash_size), hash_size,
                out[i].begin());
  }
  return out;
}

Bytes Flatten(std::span<const Hash> hashes) {
  Bytes out;
  out.reserve(hashes.size() * Hash().size());
  for (const Hash& hash : hashes) Append(out, hash);
  return out;
}

// The root over a power of two of hashes.
Hash Fold(std::vector<Hash> hashes) {
  for (std::size_t count = hashes.size(); count > 1; count /= 2) {
    for (std::size_t i = 0; i < count / 2; ++i) {
      hashes[i] = NodeHash(hashes[2 * i], hashes[2 * i + 1]);
    }
  }
  return hashes.front();
}

}  // namespace

std::string TilePath(const TileId& id) {
  return Cat(kTilePrefix, id.level, "/", Grouped(id.index), WidthSuffix(id.width));
}

std::string EntryBundlePath(const BundleId& id) {
  return Cat(kEntriesPrefix, Grouped(id.index), WidthSuffix(id.width));
}

std::string TextBundlePath(std::uint64_t index) { return Cat(kTextPrefix, Grouped(index)); }

absl::StatusOr<TileId> ParseTilePath(std::string_view path) {
  if (!path.starts_with(kTilePrefix)) return BadPath();
  path.remove_prefix(kTilePrefix.size());
  const auto slash = path.find('/');
  if (slash == std::string_view::npos) return BadPath();
  CANDOR_ASSIGN_OR_RETURN(const std::uint64_t level, ParseDecimal(path.substr(0, slash)));
  if (level > kMaxTileLevel) return BadPath();
  CANDOR_ASSIGN_OR_RETURN(const BundleId id, ParseIndexAndWidth(path.substr(slash + 1)));
  return TileId{static_cast<unsigned>(level), id.index, id.width};
}

absl::StatusOr<BundleId> ParseEntryBundlePath(std::string_view path) {
  if (!path.starts_with(kEntriesPrefix)) return BadPath();
  return ParseIndexAndWidth(path.substr(kEntriesPrefix.size()));
}

absl::StatusOr<std::uint64_t> ParseTextBundlePath(std::string_view path) {
  if (!path.starts_with(kTextPrefix)) return BadPath();
  return ParseGrouped(path.substr(kTextPrefix.size()));
}

std::uint32_t TileWidthAt(std::uint64_t size, unsigned level, std::uint64_t index) {
  const std::uint64_t hashes = HashesAtLevel(size, level);
  if (index > hashes / kTileWidth) return 0;
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(kTileWidth, hashes - index * kTileWidth));
}

std::vector<TileId> PartialTiles(std::uint64_t size) {
  std::vector<TileId> out;
  for (unsigned level = 0; HashesAtLevel(size, level) > 0; ++level) {
    const std::uint64_t hashes = HashesAtLevel(size, level);
    const auto width = static_cast<std::uint32_t>(hashes % kTileWidth);
    if (width > 0) out.push_back({level, hashes / kTileWidth, width});
  }
  return out;
}

std::uint64_t BundleCount(std::uint64_t size) {
  return size / kTileWidth + (size % kTileWidth != 0 ? 1 : 0);
}

absl::StatusOr<std::vector<TileWrite>> TileUpdates(std::uint64_t old_size,
                                                   std::span<const Hash> new_leaf_hashes,
                                                   const TileReader& old) {
  if (old_size > kMaxNumber || new_leaf_hashes.size() > kMaxNumber - old_size) {
    return absl::InvalidArgumentError("the log would outgrow the largest tree size");
  }
  std::vector<TileWrite> writes;
  std::vector<Hash> incoming(new_leaf_hashes.begin(), new_leaf_hashes.end());
  for (unsigned level = 0; !incoming.empty(); ++level) {
    const std::uint64_t before = HashesAtLevel(old_size, level);
    std::uint64_t index = before / kTileWidth;
    std::vector<Hash> tile;
    if (const auto width = static_cast<std::uint32_t>(before % kTileWidth); width > 0) {
      CANDOR_ASSIGN_OR_RETURN(tile, ReadHashes(old, {level, index, width}));
    }
    std::vector<Hash> completed;
    for (std::size_t taken = 0; taken < incoming.size();) {
      const std::size_t n = std::min(kTileWidth - tile.size(), incoming.size() - taken);
      const auto from = incoming.begin() + static_cast<std::ptrdiff_t>(taken);
      tile.insert(tile.end(), from, from + static_cast<std::ptrdiff_t>(n));
      taken += n;
      const auto width = static_cast<std::uint32_t>(tile.size());
      writes.push_back({{level, index, width}, Flatten(tile)});
      if (width < kTileWidth) break;
      completed.push_back(Fold(std::move(tile)));
      tile.clear();
      ++index;
    }
    incoming = std::move(completed);
  }
  return writes;
}

absl::StatusOr<Hash> TileHashReader::ReadHash(unsigned level, std::uint64_t index) const {
  const unsigned tile_level = level / kTileHeight;
  const unsigned height = level % kTileHeight;
  if (index > kMaxNumber >> height) return absl::OutOfRangeError("no such subtree in this tree");
  const std::uint64_t first = index << height;
  const std::uint64_t count = std::uint64_t{1} << height;
  const std::uint64_t tile_index = first / kTileWidth;
  const std::uint64_t offset = first % kTileWidth;
  const std::uint32_t width = TileWidthAt(size_, tile_level, tile_index);
  if (offset + count > width) return absl::OutOfRangeError("no such subtree in this tree");
  auto at = read_.find({tile_level, tile_index});
  if (at == read_.end()) {
    CANDOR_ASSIGN_OR_RETURN(std::vector<Hash> hashes,
                            ReadHashes(tiles_, {tile_level, tile_index, width}));
    at = read_.emplace(std::pair(tile_level, tile_index), std::move(hashes)).first;
  }
  const auto from = at->second.begin() + static_cast<std::ptrdiff_t>(offset);
  return Fold(std::vector<Hash>(from, from + static_cast<std::ptrdiff_t>(count)));
}

}  // namespace candor::audit
