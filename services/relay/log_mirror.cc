#include "services/relay/log_mirror.h"

#include <vector>

#include "audit/entry_bundle.h"
#include "audit/merkle.h"
#include "audit/tile.h"
#include "base/status.h"
#include "crypto/codec.h"

namespace candor::services::relay {
namespace {

constexpr std::size_t kMaxTextBundle = std::size_t{64} << 20;

}  // namespace

absl::StatusOr<std::unique_ptr<LogMirror>> LogMirror::Open(const runtime::Path& folder,
                                                           const records::LogIdentity& log,
                                                           const audit::WitnessPolicy& policy) {
  CANDOR_ASSIGN_OR_RETURN(auto follower, follow::LogFollower::Open(folder, log, policy));
  std::unique_ptr<LogMirror> mirror(new LogMirror(folder, std::move(follower)));
  CANDOR_RETURN_IF_ERROR(mirror->ServeNew());
  return mirror;
}

absl::StatusOr<bool> LogMirror::HasNews() {
  const records::LogIdentity& log = follower_.log();
  if (!connection_.has_value()) {
    CANDOR_ASSIGN_OR_RETURN(connection_,
                            runtime::HttpsConnection::Open(log.files_url, log.tls_anchor));
  }
  const auto reply = connection_->Get("/checkpoint");
  if (!reply.ok()) connection_.reset();
  CANDOR_RETURN_IF_ERROR(reply.status());
  if (reply->status != 200) return absl::UnavailableError("the log serves no checkpoint yet");
  const MutexLock lock(mutex_);
  return AsText(reply->body) != note_;
}

absl::Status LogMirror::Follow() {
  CANDOR_ASSIGN_OR_RETURN(const bool news, HasNews());
  if (!news) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(follower_.Sync());
  return ServeNew();
}

absl::Status LogMirror::ServeNew() {
  class Here final : public audit::TileReader {
   public:
    explicit Here(const Tiles& tiles) : tiles_(tiles) {}
    absl::StatusOr<Bytes> ReadTile(const audit::TileId& id) const override {
      const auto at = tiles_.find({id.level, id.index});
      if (at == tiles_.end()) return absl::NotFoundError("no such tile");
      return at->second;
    }

   private:
    const Tiles& tiles_;
  };
  const MutexLock lock(mutex_);
  std::vector<crypto::Hash> leaves;
  for (const Bytes& entry : follower_.entries().subspan(size_)) leaves.push_back(audit::LeafHash(entry));
  CANDOR_ASSIGN_OR_RETURN(auto updates, audit::TileUpdates(size_, leaves, Here(tiles_)));
  for (auto& update : updates) {
    tiles_[{update.id.level, update.id.index}] = std::move(update.hashes);
  }
  size_ = follower_.checkpoint().size;
  note_ = follower_.note();
  return absl::OkStatus();
}

std::uint64_t LogMirror::served_size() const {
  const MutexLock lock(mutex_);
  return size_;
}

std::optional<Bytes> LogMirror::Get(std::string_view path) const {
  if (path == "/checkpoint") {
    const MutexLock lock(mutex_);
    if (note_.empty()) return std::nullopt;
    return ToBytes(AsBytes(note_));
  }
  if (path.empty()) return std::nullopt;
  const std::string_view name = path.substr(1);
  const std::uint64_t size = served_size();
  if (const auto texts = audit::ParseTextBundlePath(name); texts.ok()) {
    return GetTexts(*texts, audit::TileWidthAt(size, 0, *texts));
  }
  if (const auto entries = audit::ParseEntryBundlePath(name); entries.ok()) {
    if (entries->width > audit::TileWidthAt(size, 0, entries->index)) return std::nullopt;
    return GetEntries(entries->index, entries->width);
  }
  return GetTile(name);
}

std::optional<Bytes> LogMirror::GetTile(std::string_view path) const {
  const auto id = audit::ParseTilePath(path);
  if (!id.ok()) return std::nullopt;
  const MutexLock lock(mutex_);
  if (id->width > audit::TileWidthAt(size_, id->level, id->index)) return std::nullopt;
  const auto at = tiles_.find({id->level, id->index});
  if (at == tiles_.end()) return std::nullopt;
  return ToBytes(ByteView(at->second).first(id->width * sizeof(crypto::Hash)));
}

// The files on disk are replaced as a whole, and may be ahead of what is served.
std::optional<Bytes> LogMirror::GetEntries(std::uint64_t bundle, std::uint32_t width) const {
  auto file = runtime::ReadFile(folder_ / "entries" / std::to_string(bundle));
  if (!file.ok()) return std::nullopt;
  crypto::Reader in(*file);
  for (std::uint32_t i = 0; i < width; ++i) in.Opaque16();
  if (!in.ok()) return std::nullopt;
  file->resize(file->size() - in.rest().size());
  return *std::move(file);
}

std::optional<Bytes> LogMirror::GetTexts(std::uint64_t bundle, std::uint32_t width) const {
  if (width == 0) return std::nullopt;
  const auto file = runtime::ReadFile(folder_ / "text" / std::to_string(bundle), kMaxTextBundle);
  if (!file.ok()) return std::nullopt;
  auto texts = audit::DecodeTextBundle(*file);
  if (!texts.ok() || texts->size() < width) return std::nullopt;
  texts->resize(width);
  auto trimmed = audit::EncodeTextBundle(*texts);
  if (!trimmed.ok()) return std::nullopt;
  return *std::move(trimmed);
}

}  // namespace candor::services::relay
