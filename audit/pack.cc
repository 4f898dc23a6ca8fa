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

std::vector<std::string> FilesOfLogAt(std::uint64_t size) {
  std::vector<std::string> out;
  for (unsigned level = 0; TileWidthAt(size, level, 0) != 0; ++level) {
    for (std::uint64_t index = 0;; ++index) {
      const std::uint32_t width = TileWidthAt(size, level, index);
      if (width == 0) break;
      out.push_back(TilePath({level, index, width}));
    }
  }
  for (std::uint64_t index = 0; index < BundleCount(size); ++index) {
    out.push_back(EntryBundlePath({index, TileWidthAt(size, 0, index)}));
    out.push_back(TextBundlePath(index));
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
