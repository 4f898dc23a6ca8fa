#include "services/publish/public_files.h"

#include <algorithm>
#include <span>

#include "audit/entry_bundle.h"
#include "audit/tile.h"

namespace candor::services::publish {
namespace {

std::optional<Bytes> FoundOrNothing(absl::StatusOr<Bytes> file) {
  if (!file.ok()) return std::nullopt;
  return *std::move(file);
}

}  // namespace

std::optional<Bytes> PublicFiles::Get(std::string_view path) const {
  if (path == "/bundle") return bundle_;
  if (path == "/checkpoint") {
    const auto note = log_.PublishedCheckpoint();
    if (!note.ok() || !note->has_value()) return std::nullopt;
    return ToBytes(AsBytes(**note));
  }
  if (path.starts_with("/tile/")) return GetTile(path.substr(1), PublishedSize());
  if (path.starts_with("/text/")) return GetText(path.substr(1), PublishedSize());
  return std::nullopt;
}

std::uint64_t PublicFiles::PublishedSize() const {
  const auto note = log_.PublishedCheckpoint();
  if (!note.ok() || !note->has_value()) return 0;
  const auto checkpoint = audit::OpenLogCheckpoint(**note, log_key_);
  return checkpoint.ok() ? checkpoint->size : 0;
}

std::optional<Bytes> PublicFiles::GetTile(std::string_view path, std::uint64_t published) const {
  std::uint32_t there = 0;
  std::uint32_t asked = audit::kTileWidth;
  if (const auto bundle = audit::ParseEntryBundlePath(path); bundle.ok()) {
    there = audit::TileWidthAt(published, 0, bundle->index);
    asked = bundle->width;
  } else if (const auto tile = audit::ParseTilePath(path); tile.ok()) {
    there = audit::TileWidthAt(published, tile->level, tile->index);
    asked = tile->width;
  }
  if (asked > there) return std::nullopt;
  return FoundOrNothing(log_.PublicFile(path));
}

std::optional<Bytes> PublicFiles::GetText(std::string_view path, std::uint64_t published) const {
  const auto index = audit::ParseTextBundlePath(path);
  if (!index.ok()) return std::nullopt;
  const std::uint32_t there = audit::TileWidthAt(published, 0, *index);
  if (there == 0) return std::nullopt;
  const auto file = log_.TextFile(*index);
  if (!file.ok()) return std::nullopt;
  const auto texts = audit::DecodeTextBundle(*file);
  if (!texts.ok()) return std::nullopt;
  const std::size_t count = std::min<std::size_t>(there, texts->size());
  return FoundOrNothing(audit::EncodeTextBundle(std::span(*texts).first(count)));
}

}  // namespace candor::services::publish
