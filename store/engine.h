// Engine: what is durable, behind an interface. The domain stores are written once, on top of it.
//
// An engine keeps an ordered map of byte strings (the main database), a sequence of interval
// databases (DESIGN §4, "Arrival order leaves no trace on disk"), and a small array of 32-byte keys
// that can be destroyed one by one. Nothing above store/ knows which engine runs.
//
// Durability: Write and Interval::Write return after the sync; what they return OK for survives
// SIGKILL and loss of power; what they fail for may or may not be there after a restart, so a caller
// that fails stops accepting. Atomicity: a batch is there whole or not at all.
// Thread safety: Get, Scan, ReadKey and Write from any thread, each Write whole; the interval
// operations, WriteKeys and DestroyKey from one at a time.
//
// Errors: a sentence that names what failed, where, and what to do; ResourceExhausted for a full disk,
// FailedPrecondition for a store that another process has open, DataLoss for a damaged one.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/bytes.h"

namespace candor::store {

struct Put {
  Bytes key;
  Bytes value;
};

// Writes of one atomic step: the puts in their order, then the deletions. A key occurs once.
class WriteBatch {
 public:
  void Put(Bytes key, Bytes value) { puts_.push_back({std::move(key), std::move(value)}); }
  void Delete(Bytes key) { deletes_.push_back(std::move(key)); }
  // The order of a batch reaches the disk (log and sequence numbers). In key order it tells nothing
  // that the keys do not.
  void SortByKey() {
    std::ranges::sort(puts_, [](const auto& a, const auto& b) { return Less(a.key, b.key); });
    std::ranges::sort(deletes_, [](const auto& a, const auto& b) { return Less(a, b); });
  }
  const std::vector<store::Put>& puts() const { return puts_; }
  const std::vector<Bytes>& deletes() const { return deletes_; }
  bool empty() const { return puts_.empty() && deletes_.empty(); }

 private:
  std::vector<store::Put> puts_;
  std::vector<Bytes> deletes_;
};

// Called for each pair in key order; returning false ends the scan.
using Visitor = std::function<bool(ByteView key, ByteView value)>;

// One interval database: everything that anonymous acts wrote between two slots.
class Interval {
 public:
  virtual ~Interval() = default;
  virtual absl::StatusOr<std::optional<Bytes>> Get(ByteView key) const = 0;
  virtual absl::Status Scan(const Visitor& visit) const = 0;
  virtual absl::Status Write(const WriteBatch& batch) = 0;
  // 32 random bytes from a file of its own beside the folder; its holder encrypts with it.
  virtual const ByteArray<32>& key() const = 0;
};

class Engine {
 public:
  virtual ~Engine() = default;

  virtual absl::StatusOr<std::optional<Bytes>> Get(ByteView key) const = 0;
  virtual absl::Status Scan(ByteView prefix, const Visitor& visit) const = 0;
  virtual absl::Status Write(const WriteBatch& batch) = 0;
  // Takes out of every file what was deleted, or written over, under the keys from `first` to `last`:
  // after OK none holds a byte of it. What is still there stays. Blocks that the file system has freed
  // may keep bytes. From any thread; may take as long as rewriting the files of that range.
  virtual absl::Status Purge(ByteView first, ByteView last) = 0;

  // Makes a new, empty interval. Its name is random and says nothing about time.
  virtual absl::StatusOr<std::string> CreateInterval() = 0;
  // NotFound when there is none; one open Interval a name at a time.
  virtual absl::StatusOr<std::unique_ptr<Interval>> OpenInterval(const std::string& name) = 0;
  // Overwrites the key, then removes the folder. Every Interval of that name is gone by now. An
  // interval of which a crash has left only a part is destroyed as well; NotFound for no part.
  virtual absl::Status DestroyInterval(const std::string& name) = 0;
  virtual absl::StatusOr<std::vector<std::string>> ListIntervals() const = 0;

  // The key array: slot numbers are the caller's. Durable when it returns; Destroy overwrites in
  // place. A slot that was never written, or was destroyed, is NotFound.
  virtual absl::Status WriteKeys(std::uint64_t first_slot, std::span<const ByteArray<32>> keys) = 0;
  virtual absl::StatusOr<ByteArray<32>> ReadKey(std::uint64_t slot) const = 0;
  virtual absl::Status DestroyKey(std::uint64_t slot) = 0;
};

}  // namespace candor::store
