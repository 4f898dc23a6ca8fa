#include "store/log_store.h"

#include <algorithm>
#include <map>
#include <utility>

#include "audit/proof.h"
#include "audit/tile.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"
#include "records/entry.h"
#include "store/key_space.h"

namespace candor::store {

// Everything that an append needs, so that it reads nothing: the roots of the perfect subtrees, and
// the partial tiles at the end of the tree, whose keys in the map are (level, index).
struct LogStore::State {
  audit::CompactRange range;
  std::map<std::pair<unsigned, std::uint64_t>, Bytes> partial_tiles;
  crypto::Hash root = audit::EmptyRoot();

  // struct { uint64 size; Hash range[popcount(size)]; }
  Bytes EncodeRange() const {
    crypto::Writer out;
    out.U64(range.size());
    for (const auto& hash : range.hashes()) out.Fixed(hash);
    return out.Take();
  }
};

namespace {

constexpr std::size_t kMaxContentSize = 0xffffff;

absl::Status Damaged(std::string_view what) {
  return absl::DataLossError(
      Cat("the log in the store is damaged: ", what, "; restore it from a backup or a mirror"));
}

absl::Status NotYet() { return absl::NotFoundError("the log does not reach that far"); }

absl::StatusOr<audit::CompactRange> DecodeRange(ByteView bytes) {
  crypto::Reader in(bytes);
  const std::uint64_t size = in.U64();
  std::vector<crypto::Hash> hashes;
  while (in.ok() && !in.AtEnd()) hashes.push_back(in.Fixed<32>());
  CANDOR_RETURN_IF_ERROR(in.Finish("log state"));
  return audit::CompactRange::Create(size, std::move(hashes));
}

class StoredTiles final : public audit::TileReader {
 public:
  explicit StoredTiles(const Engine& engine) : engine_(engine) {}

  absl::StatusOr<Bytes> ReadTile(const audit::TileId& id) const override {
    CANDOR_ASSIGN_OR_RETURN(auto tile, engine_.Get(TileKey(id.level, id.index)));
    if (!tile) return Damaged("a tile is missing");
    return *std::move(tile);
  }

 private:
  const Engine& engine_;
};

class PartialTilesOf final : public audit::TileReader {
 public:
  explicit PartialTilesOf(const std::map<std::pair<unsigned, std::uint64_t>, Bytes>& tiles)
      : tiles_(tiles) {}

  absl::StatusOr<Bytes> ReadTile(const audit::TileId& id) const override {
    const auto at = tiles_.find({id.level, id.index});
    if (at == tiles_.end()) return Damaged("a partial tile is missing");
    return at->second;
  }

 private:
  const std::map<std::pair<unsigned, std::uint64_t>, Bytes>& tiles_;
};

absl::Status CheckNewEntry(const NewEntry& entry) {
  if (entry.entry.empty() || entry.entry.size() > records::kMaxEntrySize) {
    return absl::InvalidArgumentError(
        Cat("a log entry has 1 to ", records::kMaxEntrySize, " bytes"));
  }
  if (entry.content && (entry.content->bytes.empty() ||
                        entry.content->bytes.size() > kMaxContentSize)) {
    return absl::InvalidArgumentError(
        Cat("the content beside an entry has 1 to ", kMaxContentSize, " bytes"));
  }
  return absl::OkStatus();
}

// struct { opaque salt[32]; opaque bytes[]; }
Bytes EncodeContent(const Content& content) { return Concat({content.salt, content.bytes}); }

absl::StatusOr<Content> DecodeContent(ByteView bytes) {
  Content content;
  if (bytes.size() <= content.salt.size()) return Damaged("a content is too short");
  std::ranges::copy(bytes.first(content.salt.size()), content.salt.begin());
  content.bytes = ToBytes(bytes.subspan(content.salt.size()));
  return content;
}

// Keys of 256 neighbouring indices share all but their last byte: an entry bundle is one scan.
Bytes BundlePrefix(Table table, std::uint64_t bundle) {
  Bytes key = KeyOf(table, bundle * audit::kTileWidth);
  key.pop_back();
  return key;
}

}  // namespace

LogStore::LogStore(Engine& engine) : engine_(engine), state_(std::make_unique<State>()) {}
LogStore::~LogStore() = default;

absl::StatusOr<std::unique_ptr<LogStore>> LogStore::Open(Engine& engine) {
  auto log = std::unique_ptr<LogStore>(new LogStore(engine));
  CANDOR_ASSIGN_OR_RETURN(const auto stored, engine.Get(KeyOf(Table::kLogState).Take()));
  if (!stored) return log;
  auto range = DecodeRange(*stored);
  if (!range.ok()) return Damaged("its state is not readable");
  State state;
  state.range = *std::move(range);
  state.root = state.range.Root();
  const StoredTiles tiles(engine);
  for (const auto& id : audit::PartialTiles(state.range.size())) {
    CANDOR_ASSIGN_OR_RETURN(Bytes tile, tiles.ReadTile(id));
    state.partial_tiles.emplace(std::pair(id.level, id.index), std::move(tile));
  }
  // State and tiles were written in one batch. If they disagree, neither is to be built upon.
  if (state.range.size() > 0) {
    const audit::TileHashReader hashes(tiles, state.range.size());
    CANDOR_ASSIGN_OR_RETURN(const crypto::Hash root, audit::BuildRoot(hashes, state.range.size()));
    if (root != state.root) return Damaged("its tiles do not lead to its root");
  }
  MutexLock lock(log->mutex_);
  *log->state_ = std::move(state);
  return log;
}

std::uint64_t LogStore::size() const {
  MutexLock lock(mutex_);
  return state_->range.size();
}

crypto::Hash LogStore::root() const {
  MutexLock lock(mutex_);
  return state_->root;
}

absl::StatusOr<Bytes> LogStore::Entry(std::uint64_t index) const {
  if (index >= size()) return NotYet();
  CANDOR_ASSIGN_OR_RETURN(auto entry, engine_.Get(KeyOf(Table::kEntry, index)));
  if (!entry) return Damaged("an entry is missing");
  return *std::move(entry);
}

absl::StatusOr<std::vector<Bytes>> LogStore::Entries(std::uint64_t begin, std::uint64_t end) const {
  if (begin > end) return absl::InvalidArgumentError("a range of entries that ends before it begins");
  if (end > size()) return NotYet();
  std::vector<Bytes> entries;
  entries.reserve(end - begin);
  while (begin + entries.size() < end) {
    const std::uint64_t bundle = (begin + entries.size()) / audit::kTileWidth;
    const std::size_t before = entries.size();
    const auto take = [&](ByteView key, ByteView value) {
      const std::uint64_t next = begin + entries.size();
      if (Less(key, KeyOf(Table::kEntry, next))) return true;
      if (next == end || !Equal(key, KeyOf(Table::kEntry, next))) return false;
      entries.push_back(ToBytes(value));
      return true;
    };
    CANDOR_RETURN_IF_ERROR(engine_.Scan(BundlePrefix(Table::kEntry, bundle), take));
    if (entries.size() == before) return Damaged("an entry is missing");
  }
  return entries;
}

absl::StatusOr<std::optional<Content>> LogStore::ContentOf(std::uint64_t index) const {
  if (index >= size()) return NotYet();
  CANDOR_ASSIGN_OR_RETURN(const auto stored, engine_.Get(KeyOf(Table::kContent, index)));
  if (!stored) return std::nullopt;
  CANDOR_ASSIGN_OR_RETURN(Content content, DecodeContent(*stored));
  return content;
}

absl::StatusOr<Bytes> LogStore::PublicFile(std::string_view path) const {
  if (const auto bundle = audit::ParseEntryBundlePath(path); bundle.ok()) {
    const std::uint64_t begin = bundle->index * audit::kTileWidth;
    if (audit::TileWidthAt(size(), 0, bundle->index) < bundle->width) return NotYet();
    CANDOR_ASSIGN_OR_RETURN(const auto entries, Entries(begin, begin + bundle->width));
    return audit::EncodeEntryBundle(entries);
  }
  CANDOR_ASSIGN_OR_RETURN(const audit::TileId id, audit::ParseTilePath(path));
  if (audit::TileWidthAt(size(), id.level, id.index) < id.width) return NotYet();
  CANDOR_ASSIGN_OR_RETURN(Bytes tile, StoredTiles(engine_).ReadTile(id));
  const std::size_t length = id.width * crypto::Hash().size();
  if (tile.size() < length) return Damaged("a tile is too short");
  tile.resize(length);
  return tile;
}

absl::StatusOr<Bytes> LogStore::TextFile(std::uint64_t bundle) const {
  const std::uint32_t width = audit::TileWidthAt(size(), 0, bundle);
  if (width == 0) return NotYet();
  std::vector<audit::EntryText> texts(width);
  absl::Status status;
  const auto take = [&](ByteView key, ByteView value) {
    if (key.back() >= width) return false;
    auto content = DecodeContent(value);
    if (!content.ok()) {
      status = std::move(content).status();
      return false;
    }
    texts[key.back()] = {content->salt, std::move(content->bytes)};
    return true;
  };
  CANDOR_RETURN_IF_ERROR(engine_.Scan(BundlePrefix(Table::kContent, bundle), take));
  CANDOR_RETURN_IF_ERROR(status);
  return audit::EncodeTextBundle(texts);
}

absl::StatusOr<std::vector<crypto::Hash>> LogStore::ConsistencyProof(
    std::uint64_t old_size, std::uint64_t new_size) const {
  if (new_size > size()) return NotYet();
  const StoredTiles tiles(engine_);
  return audit::BuildConsistencyProof(audit::TileHashReader(tiles, new_size), old_size, new_size);
}

absl::StatusOr<std::vector<crypto::Hash>> LogStore::InclusionProof(std::uint64_t index,
                                                                   std::uint64_t size) const {
  if (size > this->size()) return NotYet();
  const StoredTiles tiles(engine_);
  return audit::BuildInclusionProof(audit::TileHashReader(tiles, size), index, size);
}

absl::StatusOr<std::optional<std::string>> LogStore::PublishedCheckpoint() const {
  CANDOR_ASSIGN_OR_RETURN(const auto note, engine_.Get(KeyOf(Table::kPublishedCheckpoint).Take()));
  if (!note) return std::nullopt;
  return std::string(AsText(*note));
}

absl::Status LogStore::SetPublishedCheckpoint(std::string_view note) {
  WriteBatch batch;
  batch.Put(KeyOf(Table::kPublishedCheckpoint).Take(), ToBytes(AsBytes(note)));
  return engine_.Write(batch);
}

absl::StatusOr<Appended> LogStore::Stage(std::span<const NewEntry> entries, WriteBatch& batch) {
  for (const auto& entry : entries) CANDOR_RETURN_IF_ERROR(CheckNewEntry(entry));
  auto next = std::make_unique<State>();
  {
    MutexLock lock(mutex_);
    *next = *state_;
  }
  Appended appended{next->range.size(), next->range.size(), next->root};
  if (entries.empty()) {
    staged_ = std::move(next);
    return appended;
  }
  std::vector<crypto::Hash> leaves;
  leaves.reserve(entries.size());
  for (const auto& entry : entries) leaves.push_back(audit::LeafHash(entry.entry));
  CANDOR_ASSIGN_OR_RETURN(
      auto tiles, audit::TileUpdates(appended.first_index, leaves,
                                     PartialTilesOf(next->partial_tiles)));
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::uint64_t index = appended.first_index + i;
    batch.Put(KeyOf(Table::kEntry, index), entries[i].entry);
    if (entries[i].content) {
      batch.Put(KeyOf(Table::kContent, index), EncodeContent(*entries[i].content));
    }
    next->range.Append(leaves[i]);
  }
  for (auto& tile : tiles) {
    batch.Put(TileKey(tile.id.level, tile.id.index), tile.hashes);
    if (tile.id.width < audit::kTileWidth) {
      next->partial_tiles[{tile.id.level, tile.id.index}] = std::move(tile.hashes);
    } else {
      next->partial_tiles.erase({tile.id.level, tile.id.index});
    }
  }
  next->root = next->range.Root();
  batch.Put(KeyOf(Table::kLogState).Take(), next->EncodeRange());
  appended.size = next->range.size();
  appended.root = next->root;
  staged_ = std::move(next);
  return appended;
}

void LogStore::Commit() {
  MutexLock lock(mutex_);
  if (staged_ != nullptr) state_ = std::move(staged_);
}

}  // namespace candor::store
