// LogScan: reads one log from its files, from the first entry to the last, and checks what needs no
// meaning: form of the files, every tile, root, signatures of the checkpoint, earlier checkpoints, the
// form of each entry, and that each content opens its commitment.
//
// Invariants I01 to I04, the form of I05, and I21 as far as contents are there. Streams: one bundle of
// 256 entries is in memory at a time, whatever the log's size. Every entry is handed on, with its content,
// even when the hashes around it do not hold: all findings are given, not the first.
//
// A scan can be fed again when the log has grown. Then it reads what is new, the rest of a bundle that
// was partial, and the contents that it is told to look at again; and the new checkpoint vouches for what
// was read before, because the entries together have to lead to its root. Where what lies there does not
// continue what was read, the scan says so, and the scan is to be thrown away for a new one: what a scan says
// after any number of feeds is what a new one would say. Not promised: that a file which was read
// before is still what it was.
// Copyable; not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/checkpoint.h"
#include "audit/entry_bundle.h"
#include "audit/verify/finding.h"
#include "audit/verify/kept_notes.h"
#include "audit/verify/log_files.h"
#include "audit/verify/log_tree.h"
#include "base/clock.h"
#include "records/entry.h"

namespace candor::audit {

struct ScannedEntry {
  std::uint64_t index = 0;
  ByteView bytes;
  // Nothing where the bytes are no entry; the finding is made.
  const std::optional<records::LogEntry>& entry;
  const EntryText& content;  // empty where there is none
};

// Told on the thread that feeds.
class EntryVisitor {
 public:
  virtual ~EntryVisitor() = default;
  // Each entry once, in order.
  virtual void Take(const ScannedEntry& entry) = 0;
  // The content beside an entry that was taken is no longer there. False where what was made of the
  // entry hangs on it.
  virtual bool Forget(std::uint64_t index) = 0;
};

// Where a log's files are now.
struct LogInput {
  const LogFiles& files;
  // Notes of the same log that somebody kept; those of an earlier feed come first, as they were.
  const std::vector<std::string>& earlier;
};

enum class Continues : std::uint8_t { kYes, kNo };

class LogScan {
 public:
  LogScan(NoteVerifierKey log_key, WitnessPolicy policy);

  // Findings that name an entry go to `findings`, and stand; those about the log as it is now are
  // Judge's. kNo: start over; never from a scan that has taken nothing. The visitor may have been told
  // a part.
  [[nodiscard]] Continues Feed(const LogInput& input, EntryVisitor& visitor, Findings& findings);
  // After Feed: reads the contents of these bundles again, by number, but for those that it has just read.
  // kNo as above: something else lies there now than what was read or nothing.
  [[nodiscard]] Continues LookAgain(const std::set<std::uint64_t>& bundles, const LogFiles& files,
                                    EntryVisitor& visitor);

  // A checkpoint whose youngest cosignature is older than this is stale; 0 asks for no freshness.
  void Judge(UnixSeconds not_older_than, Findings& findings) const;

  // Of size 0 when none could be opened.
  const Checkpoint& checkpoint() const { return newest_; }
  std::uint64_t entries() const { return tree_.size(); }
  // As LogTree::RootAt.
  absl::StatusOr<Hash> RootAt(std::uint64_t size, const LogFiles& files) {
    return tree_.RootAt(size, files);
  }

 private:
  enum class Bundle : std::uint8_t { kRead, kUnreadable, kOther };

  void OpenNewest(const LogFiles& files);
  Continues ReadNew(const LogInput& input, EntryVisitor& visitor, Findings& findings);
  Bundle ReadBundle(std::uint64_t bundle, const LogFiles& files, EntryVisitor& visitor,
                    Findings& findings);
  void TakeEntry(const Bytes& bytes, const EntryText& content, const LogFiles& files,
                 EntryVisitor& visitor, Findings& findings);
  std::vector<EntryText> ReadTexts(std::uint64_t bundle, std::uint32_t width,
                                   const LogFiles& files);
  bool SameContents(std::uint64_t first, std::span<const EntryText> texts, EntryVisitor& visitor);
  void FindRootsOfNotes(const LogFiles& files);
  bool LeadsToRoot() const;
  void Add(Findings& findings, InvariantId id, Severity severity, std::string why) const;

  NoteVerifierKey log_key_;
  WitnessPolicy policy_;
  LogTree tree_;
  KeptNotes kept_;
  std::set<std::uint64_t> wanted_;  // sizes of kept notes that are still to come
  std::uint64_t first_read_ = 0;    // bundle that the last feed began with
  // Of what lies beside an entry.
  std::map<std::uint64_t, Hash> contents_;

  // Of the newest note.
  bool opened_ = false;
  Checkpoint newest_;
  std::optional<CosignedCheckpoint> cosigned_;
  Findings of_note_;
  // Of files that were read, and of the partial tiles at the end.
  Findings of_files_;
  Findings of_tail_;
};

}  // namespace candor::audit
