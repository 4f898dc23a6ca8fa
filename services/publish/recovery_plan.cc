#include "services/publish/recovery_plan.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "audit/merkle.h"
#include "audit/pack.h"
#include "audit/tile.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::services::publish {
namespace {

constexpr std::string_view kNothingChanged = ". Nothing was changed.";

class StoredTiles final : public audit::TileReader {
 public:
  explicit StoredTiles(const store::LogStore& log) : log_(log) {}
  absl::StatusOr<Bytes> ReadTile(const audit::TileId& id) const override {
    return log_.PublicFile(audit::TilePath(id));
  }

 private:
  const store::LogStore& log_;
};

absl::StatusOr<crypto::Hash> StoredRootAt(const store::LogStore& log, std::uint64_t size) {
  const StoredTiles tiles(log);
  const audit::TileHashReader reader(tiles, size);
  return audit::BuildRoot(reader, size);
}

absl::Status OtherHistory(std::string_view who, std::uint64_t size, std::string_view what) {
  return absl::DataLossError(
      Cat(what, " is not the one that this log has signed: ", who, " names another root for size ",
          size, kNothingChanged, " Keep everything, and call the independent body."));
}

absl::StatusOr<Bytes> Fetch(const audit::LogFiles& files, const std::string& path) {
  auto bytes = files.Read(path);
  if (absl::IsNotFound(bytes.status())) {
    return absl::FailedPreconditionError(
        Cat("The mirror has no ", path, ": it is not complete", kNothingChanged, " Take another."));
  }
  return bytes;
}

// Entries 0 to `size`, out of files that end at `end`.
absl::Status ReadAll(const audit::LogFiles& files, std::uint64_t end, std::uint64_t size,
                     RecoveryPlan& plan) {
  const auto damaged = [](const std::string& path) {
    return absl::DataLossError(Cat("The mirror's ", path, " is damaged", kNothingChanged,
                                   " Take another mirror."));
  };
  for (std::uint64_t bundle = 0; bundle * audit::kTileWidth < size; ++bundle) {
    const std::uint32_t width = audit::TileWidthAt(end, 0, bundle);
    const std::string path = audit::EntryBundlePath({bundle, width});
    CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, Fetch(files, path));
    auto entries = audit::DecodeEntryBundle(bytes, width);
    if (!entries.ok()) return damaged(path);
    const std::string text_path = audit::TextBundlePath(bundle);
    CANDOR_ASSIGN_OR_RETURN(const Bytes text, Fetch(files, text_path));
    auto texts = audit::DecodeTextBundle(text);
    if (!texts.ok() || texts->size() < width) return damaged(text_path);
    texts->resize(width);
    std::ranges::move(*entries, std::back_inserter(plan.entries));
    std::ranges::move(*texts, std::back_inserter(plan.contents));
  }
  plan.entries.resize(size);
  plan.contents.resize(size);
  return absl::OkStatus();
}

// Each known root stands in the history that the entries make.
absl::Status CheckRoots(const RecoveryPlan& plan, const RecoveryParts& parts,
                        const std::vector<SignedHead>& heads) {
  std::multimap<std::uint64_t, const SignedHead*> at;
  for (const auto& head : heads) at.emplace(head.size, &head);
  const std::uint64_t stored = parts.log.size();
  bool continues = false;
  audit::CompactRange range;
  for (std::uint64_t i = 0; i <= plan.entries.size(); ++i) {
    if (i == stored) continues = range.Root() == parts.log.root();
    for (auto [head, last] = at.equal_range(i); head != last; ++head) {
      if (head->second->root != range.Root()) {
        return OtherHistory(head->second->who, i, "What the mirror holds");
      }
    }
    if (i < plan.entries.size()) range.Append(audit::LeafHash(plan.entries[i]));
  }
  // Only now: it is the store that is wrong, for the mirror is what was signed.
  if (continues) return absl::OkStatus();
  return OtherHistory("the signed history", stored, "What the store holds");
}

// The store reaches as far as anybody knows.
absl::Status CheckStored(const store::LogStore& log, const std::vector<SignedHead>& heads) {
  for (const auto& head : heads) {
    CANDOR_ASSIGN_OR_RETURN(const crypto::Hash root, StoredRootAt(log, head.size));
    if (root != head.root) return OtherHistory(head.who, head.size, "What the store holds");
  }
  return absl::OkStatus();
}

std::string PublishedNote(const RecoveryParts& parts, const SignedHead& target) {
  for (const auto& note : parts.mirror.notes) {
    const auto opened = audit::OpenCheckpoint(note, parts.log_key, parts.policy);
    if (opened.ok() && opened->checkpoint.size == target.size) return note;
  }
  return "";
}

absl::StatusOr<std::uint64_t> EndOfMirror(const RecoveryParts& parts) {
  absl::StatusOr<audit::Checkpoint> end = absl::NotFoundError("");
  if (!parts.mirror.notes.empty()) {
    end = audit::OpenLogCheckpoint(parts.mirror.notes.front(), parts.log_key);
  }
  if (!end.ok()) {
    return absl::InvalidArgumentError(
        Cat("The mirror has no checkpoint that this log has signed", kNothingChanged,
            " Name a pack of this organisation, or a folder with this log's public files."));
  }
  if (end->size > audit::kMaxPackEntries) {
    return absl::InvalidArgumentError(Cat("The mirror claims more entries than a log can have",
                                          kNothingChanged));
  }
  return end->size;
}

}  // namespace

absl::StatusOr<RecoveryPlan> PlanRecovery(const RecoveryParts& parts) {
  CANDOR_ASSIGN_OR_RETURN(const std::uint64_t end, EndOfMirror(parts));
  std::optional<SignedHead> begun;
  if (parts.begun.has_value()) {
    begun = SignedHead{parts.begun->signed_size, parts.begun->signed_root,
                       "the recovery that was begun", ""};
  }
  CANDOR_ASSIGN_OR_RETURN(const auto heads, FindSignedHeads({.locked = parts.locked,
                                                             .log_key = parts.log_key,
                                                             .policy = parts.policy,
                                                             .witnesses = parts.witnesses,
                                                             .notes = parts.mirror.notes,
                                                             .begun = begun}));
  RecoveryPlan plan;
  if (heads.empty()) return plan;  // nothing but an empty tree was ever signed
  const SignedHead& target = heads.back();
  plan.recovery = {.found_size =
                       parts.begun.has_value() ? parts.begun->found_size : parts.log.size(),
                   .signed_size = target.size,
                   .signed_root = target.root};
  plan.published = PublishedNote(parts, target);
  if (target.size <= parts.log.size()) {
    CANDOR_RETURN_IF_ERROR(CheckStored(parts.log, heads));
    return plan;
  }
  if (end < target.size) {
    return absl::FailedPreconditionError(
        Cat("The mirror ends at size ", end, ", and ", target.who, " has this log's signature for size ",
            target.size, kNothingChanged,
            " Take a newer mirror. Where nobody has these entries, the log cannot go on: see `candord"
            " recover --freeze`."));
  }
  CANDOR_RETURN_IF_ERROR(ReadAll(parts.mirror.files, end, target.size, plan));
  CANDOR_RETURN_IF_ERROR(CheckRoots(plan, parts, heads));
  return plan;
}

}  // namespace candor::services::publish
