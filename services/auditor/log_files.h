// LogFiles: a log's public files (c2sp.org/tlog-tiles), wherever a copy of them lies.
//
//   checkpoint                     the signed note
//   tile/<L>/<N>[.p/<W>]           hashes
//   tile/entries/<N>[.p/<W>]       entries
//
// Nothing that is read here is verified: tiles are believed by what is built from them, which has
// to be verified against a signed root.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "audit/tile.h"
#include "base/bytes.h"
#include "services/runtime/files.h"

namespace candor::services::auditor {

class LogFiles {
 public:
  virtual ~LogFiles() = default;
  // The file at this path, without a slash in front, of at most `max_size` bytes. NotFound where
  // there is none; other errors say nothing about that.
  virtual absl::StatusOr<Bytes> Read(std::string_view path, std::size_t max_size) const = 0;
};

// A folder that holds the files under the same names. Thread-safe as the file system is.
class LogFolder final : public LogFiles {
 public:
  explicit LogFolder(runtime::Path folder) : folder_(std::move(folder)) {}
  absl::StatusOr<Bytes> Read(std::string_view path, std::size_t max_size) const override;

 private:
  runtime::Path folder_;
};

// The tiles of a copy whose newest checkpoint has `newest_size` leaves. A copy need not hold the
// partial tile of an older tree: the full one serves, or the one that the newest tree ends with.
// `files` must outlive it.
class CopiedTiles final : public audit::TileReader {
 public:
  CopiedTiles(const LogFiles& files, std::uint64_t newest_size)
      : files_(files), newest_size_(newest_size) {}
  absl::StatusOr<Bytes> ReadTile(const audit::TileId& id) const override;

 private:
  const LogFiles& files_;
  std::uint64_t newest_size_;
};

// Entry `index`, below `size`, of a copy with a tree of that size. NotFound when its bundle is
// missing; DataLoss when the bundle is malformed.
absl::StatusOr<Bytes> ReadEntry(const LogFiles& files, std::uint64_t index, std::uint64_t size);

}  // namespace candor::services::auditor
