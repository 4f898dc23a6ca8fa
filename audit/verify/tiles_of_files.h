// TilesOfFiles: the tiles among a log's files, for its root at any size up to that of the tree.
//
// Nothing is believed: what is built from tiles says as much as they do, and LogScan recomputes each.
// Thread-safe as the files are, which must outlive it.
#pragma once

#include "audit/tile.h"
#include "audit/verify/log_files.h"

namespace candor::audit {

class TilesOfFiles final : public TileReader {
 public:
  // `size` is the tree's whose files these are.
  TilesOfFiles(const LogFiles& files, std::uint64_t size) : files_(files), size_(size) {}

  absl::StatusOr<Bytes> ReadTile(const TileId& id) const override {
    // Only the widest version is in the evidence.
    return files_.Read(TilePath({id.level, id.index, TileWidthAt(size_, id.level, id.index)}));
  }

 private:
  const LogFiles& files_;
  const std::uint64_t size_;
};

}  // namespace candor::audit
