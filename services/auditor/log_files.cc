#include "services/auditor/log_files.h"

#include <algorithm>
#include <set>

#include "audit/entry_bundle.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::services::auditor {
namespace {

constexpr std::size_t kMaxTile = std::size_t{32} * audit::kTileWidth;
// 256 entries of the longest kind, each with its length.
constexpr std::size_t kMaxBundle = (std::size_t{1} << 16) * audit::kTileWidth + 512;

}  // namespace

absl::StatusOr<Bytes> LogFolder::Read(std::string_view path, std::size_t max_size) const {
  return runtime::ReadFile(folder_ / path, max_size);
}

absl::StatusOr<Bytes> CopiedTiles::ReadTile(const audit::TileId& id) const {
  const std::set<std::uint32_t> wider = {audit::kTileWidth,
                                         audit::TileWidthAt(newest_size_, id.level, id.index)};
  auto bytes = files_.Read(audit::TilePath(id), kMaxTile);
  for (const std::uint32_t width : wider) {
    if (!absl::IsNotFound(bytes.status())) break;
    if (width <= id.width) continue;
    bytes = files_.Read(audit::TilePath({id.level, id.index, width}), kMaxTile);
  }
  if (absl::IsNotFound(bytes.status())) {
    return absl::NotFoundError(Cat("the copy of the log lacks ", audit::TilePath(id)));
  }
  return bytes;
}

absl::StatusOr<Bytes> ReadEntry(const LogFiles& files, std::uint64_t index, std::uint64_t size) {
  const std::uint64_t first = index - index % audit::kTileWidth;
  audit::BundleId id{index / audit::kTileWidth, static_cast<std::uint32_t>(std::min<std::uint64_t>(
                                                    audit::kTileWidth, size - first))};
  const std::string path = audit::EntryBundlePath(id);
  auto bytes = files.Read(path, kMaxBundle);
  if (absl::IsNotFound(bytes.status()) && id.width < audit::kTileWidth) {
    id.width = audit::kTileWidth;
    bytes = files.Read(audit::EntryBundlePath(id), kMaxBundle);
  }
  if (absl::IsNotFound(bytes.status())) {
    return absl::NotFoundError(Cat("the copy of the log lacks ", path));
  }
  CANDOR_RETURN_IF_ERROR(bytes.status());
  auto entries = audit::DecodeEntryBundle(*bytes, id.width);
  if (!entries.ok()) return absl::DataLossError(Cat(path, " is not a bundle of its entries"));
  return std::move((*entries)[index - first]);
}

}  // namespace candor::services::auditor
