// LogTree: the tree that a log's entries hash to, as they come: its root at any size so far, and whether
// the tiles in the log's files are its tiles.
//
// Keeps what each 256 entries hash to, and the leaves after them: 125 KB for a million entries. A root
// within an older bundle takes that bundle once more; it is believed only when it hashes to what it did.
// Copyable: a copy is the way to try entries before committing to them. Not thread-safe.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/merkle.h"
#include "audit/verify/finding.h"
#include "audit/verify/log_files.h"

namespace candor::audit {

class LogTree {
 public:
  // Findings name the log by this origin.
  explicit LogTree(std::string log) : log_(std::move(log)) {}

  // Compares each tile that is full with this leaf (I01).
  void Append(const Hash& leaf, const LogFiles& files, Findings& findings);
  // Compares the tiles that the tree ends with, which are partial (I01).
  void CheckTail(const LogFiles& files, Findings& findings) const;

  std::uint64_t size() const { return range_.size(); }
  Hash Root() const { return range_.Root(); }
  // Leaves after the last full bundle, fewer than 256.
  std::span<const Hash> tail() const;

  // RootAt this size will not ask for a file.
  void NoteRoot() { roots_[range_.size()] = range_.Root(); }
  // NotFound beyond the end, or when the entries cannot be read again as they were.
  absl::StatusOr<Hash> RootAt(std::uint64_t size, const LogFiles& files);

 private:
  struct Level {
    std::uint64_t index = 0;  // of the tile that is filled now
    std::vector<Hash> hashes;
  };

  void AppendAt(unsigned level, const Hash& hash, const LogFiles& files, Findings& findings);
  void Compare(unsigned level, const LogFiles& files, Findings& findings) const;
  absl::StatusOr<std::vector<Hash>> LeavesOf(std::uint64_t bundle, const LogFiles& files) const;

  std::string log_;
  CompactRange range_;
  std::vector<Level> levels_;
  std::vector<Hash> bundles_;  // what each full one hashes to
  std::map<std::uint64_t, Hash> roots_;
};

}  // namespace candor::audit
