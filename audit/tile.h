// Tiles of height 8: how a log's hashes are stored, served and fetched (c2sp.org/tlog-tiles).
//
//   tile/<L>/<N>[.p/<W>]          hashes of level 8·L; N in groups of three digits
//   tile/entries/<N>[.p/<W>]      the entries under level-0 tile N (audit/entry_bundle.h)
//   text/<N>                      the erasable content beside entry bundle N
//
// A tile holds up to 256 hashes; a full one is 8,192 bytes; a partial one, W hashes wide, is never
// hashed upward. Paths have no leading slash. Everything here is pure; a TileHashReader is not
// thread-safe, the rest is.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/proof.h"
#include "base/bytes.h"

namespace candor::audit {

inline constexpr std::uint32_t kTileWidth = 256;
inline constexpr unsigned kTileHeight = 8;
inline constexpr unsigned kMaxTileLevel = 63;

// Which tile, and how much of it: `width` is 1 to 256, 256 meaning full.
struct TileId {
  unsigned level = 0;
  std::uint64_t index = 0;
  std::uint32_t width = kTileWidth;
  auto operator<=>(const TileId&) const = default;
};

// Which entry bundle; the same widths.
struct BundleId {
  std::uint64_t index = 0;
  std::uint32_t width = kTileWidth;
  auto operator<=>(const BundleId&) const = default;
};

std::string TilePath(const TileId& id);
std::string EntryBundlePath(const BundleId& id);
std::string TextBundlePath(std::uint64_t index);

// Accept exactly what the functions above produce; InvalidArgument for anything else.
absl::StatusOr<TileId> ParseTilePath(std::string_view path);
absl::StatusOr<BundleId> ParseEntryBundlePath(std::string_view path);
absl::StatusOr<std::uint64_t> ParseTextBundlePath(std::string_view path);

// The width that tile (level, index) has in a tree of `size` leaves: 0 where it does not exist.
std::uint32_t TileWidthAt(std::uint64_t size, unsigned level, std::uint64_t index);

// The tiles, one per level where there is one, that a tree of `size` leaves ends with; and the
// number of entry bundles, the last of which may be partial.
std::vector<TileId> PartialTiles(std::uint64_t size);
std::uint64_t BundleCount(std::uint64_t size);

// Where stored tiles come from.
class TileReader {
 public:
  virtual ~TileReader() = default;
  // At least the first `id.width` hashes of the tile, 32 bytes each. A wider version of the same
  // tile is as good: the hashes of a tile never change. NotFound where there is none.
  virtual absl::StatusOr<Bytes> ReadTile(const TileId& id) const = 0;
};

// A tile to be written: `hashes` is id.width times 32 bytes.
struct TileWrite {
  TileId id;
  Bytes hashes;
};

// The tiles that change when leaves are appended to a tree of `old_size` leaves, each once, in its
// final width, lowest level first: to be put in the same batch as the entries. `old` is asked only
// for the partial tiles at the end of the old tree.
// Errors: those of `old`; DataLoss when it returns fewer hashes than asked or not whole ones.
absl::StatusOr<std::vector<TileWrite>> TileUpdates(std::uint64_t old_size,
                                                   std::span<const Hash> new_leaf_hashes,
                                                   const TileReader& old);

// Serves subtree hashes out of the tiles of a tree of `size` leaves. Keeps every tile it has read,
// so make one for each request. The tiles are believed: what is built from foreign tiles has to be
// verified against a signed root. `tiles` must outlive it.
class TileHashReader final : public HashReader {
 public:
  TileHashReader(const TileReader& tiles, std::uint64_t size) : tiles_(tiles), size_(size) {}

  absl::StatusOr<Hash> ReadHash(unsigned level, std::uint64_t index) const override;

 private:
  const TileReader& tiles_;
  std::uint64_t size_;
  mutable std::map<std::pair<unsigned, std::uint64_t>, std::vector<Hash>> read_;
};

}  // namespace candor::audit
