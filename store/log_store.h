// LogStore: one log at rest: entries, tiles, contents, state and checkpoints.
//
// It writes only through the domain stores (board_store.h, issuer_store.h), which append entries in
// the same atomic batch as the change that they record. Reading is thread-safe and sees only
// committed entries. What is returned was durable before it could be read. Opening recomputes the
// root from the tiles at the end of the tree; that every entry leads to it is for a verifier to say.
//
// Errors: NotFound beyond the end of the log, DataLoss where the store is damaged, else the engine's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/entry_bundle.h"
#include "audit/merkle.h"
#include "base/mutex.h"
#include "crypto/hash.h"
#include "records/ids.h"
#include "store/engine.h"

namespace candor::store {

struct Content {
  records::Salt salt{};
  Bytes bytes;
};

// An entry to append, with the erasable content that lies beside it.
struct NewEntry {
  Bytes entry;
  std::optional<Content> content;
};

struct Appended {
  std::uint64_t first_index = 0;
  std::uint64_t size = 0;
  crypto::Hash root{};
};

class LogStore {
 public:
  // `engine` must outlive the LogStore.
  static absl::StatusOr<std::unique_ptr<LogStore>> Open(Engine& engine);

  std::uint64_t size() const;
  crypto::Hash root() const;
  absl::StatusOr<Bytes> Entry(std::uint64_t index) const;
  // Entries [begin, end).
  absl::StatusOr<std::vector<Bytes>> Entries(std::uint64_t begin, std::uint64_t end) const;
  absl::StatusOr<std::optional<Content>> ContentOf(std::uint64_t index) const;

  // The bytes of a public file, for any tree size up to the committed one: "tile/…", "tile/entries/…".
  // NotFound for a path that is not (yet) a file of this log, InvalidArgument for a malformed path.
  absl::StatusOr<Bytes> PublicFile(std::string_view path) const;
  // "text/<N>": the contents beside entry bundle N as they are now.
  absl::StatusOr<Bytes> TextFile(std::uint64_t bundle) const;

  // Proofs from the tiles, for witnesses.
  absl::StatusOr<std::vector<crypto::Hash>> ConsistencyProof(std::uint64_t old_size,
                                                             std::uint64_t new_size) const;
  absl::StatusOr<std::vector<crypto::Hash>> InclusionProof(std::uint64_t index,
                                                           std::uint64_t size) const;

  // The last checkpoint that carries the quorum: what is served. Durable when Set returns; Set may be
  // called from any thread.
  absl::StatusOr<std::optional<std::string>> PublishedCheckpoint() const;
  absl::Status SetPublishedCheckpoint(std::string_view note);

  // For the domain stores: adds the writes that append `entries` to `batch` and returns what the log
  // will be. Commit makes it so, after the batch was written; the caller serialises these two. A Stage
  // without a Commit is forgotten by the next one. InvalidArgument for an entry that is empty or longer
  // than 2,048 bytes, and for a content that is empty or does not fit 24 bits of length.
  absl::StatusOr<Appended> Stage(std::span<const NewEntry> entries, WriteBatch& batch);
  void Commit();

 private:
  struct State;
  explicit LogStore(Engine& engine);

  Engine& engine_;
  mutable Mutex mutex_;  // held for a copy of the state, never over I/O
  std::unique_ptr<State> state_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<State> staged_;  // the writer's alone

 public:
  ~LogStore();
};

}  // namespace candor::store
