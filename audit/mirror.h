// LogMirror: a full copy of one log, verified entry by entry against cosigned checkpoints.
//
// Promise: entries() are exactly the entries, in order, of the tree whose root the log signed and a
// quorum of witnesses cosigned, and every checkpoint taken extended the one before. Not promised:
// that an entry is well formed or its content (audit/entry_bundle.h) genuine, that the checkpoint
// is fresh, or that no newer one exists. Pure: the caller fetches and keeps the bytes. Not
// thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "audit/checkpoint.h"
#include "audit/merkle.h"
#include "base/bytes.h"

namespace candor::audit {

// What has to be remembered of a mirror beside its entries.
//   struct { uint8 version = 1; opaque note<0..2^24-1>; uint64 size; Hash range[popcount(size)]; }
struct MirrorState {
  std::string note;
  CompactRange range;
  bool operator==(const MirrorState&) const = default;
};

// The note is at most kMaxNoteSize long, as one that was opened is.
Bytes EncodeMirrorState(const MirrorState& state);
// The form alone; nothing in it is believed before LogMirror::Restore has verified it.
absl::StatusOr<MirrorState> DecodeMirrorState(ByteView bytes);

class LogMirror {
 public:
  // A mirror that knows nothing yet. InvalidArgument for a policy that CheckWitnessPolicy refuses.
  static absl::StatusOr<LogMirror> Create(NoteVerifierKey log_key, WitnessPolicy policy);
  // Takes up a kept copy: opens the note with the quorum and recomputes the root from the entries.
  // Errors: those of OpenCheckpoint; DataLoss when the entries are not those of the checkpoint.
  static absl::StatusOr<LogMirror> Restore(NoteVerifierKey log_key, WitnessPolicy policy,
                                           std::string note, std::vector<Bytes> entries);

  const std::string& origin() const { return log_key_.name(); }
  std::uint64_t size() const { return range_.size(); }
  std::span<const Bytes> entries() const { return entries_; }
  // Of the last checkpoint taken; of an empty tree, without witnesses, before the first.
  const CosignedCheckpoint& checkpoint() const { return checkpoint_; }
  // The last note taken; empty before the first.
  const std::string& note() const { return note_; }
  MirrorState state() const { return {note_, range_}; }

  // Opens the note and returns the size to go to: entries [size(), result) are to be fetched.
  // Errors: those of OpenCheckpoint; DataLoss for a rollback (a smaller tree) or a fork (the same
  // size, another root): both are misbehaviour of the log, and the two notes are the evidence.
  absl::StatusOr<std::uint64_t> Plan(std::string_view note) const;

  // Takes the note with the entries that Plan asked for, all or nothing: on an error the mirror is
  // what it was. Errors: those of Plan; InvalidArgument, not as many entries as asked; DataLoss,
  // the entries do not lead to the signed root: the sender or the log altered, dropped or added
  // one.
  absl::Status Advance(std::string note, std::vector<Bytes> new_entries);

  // A mirror of the same log under the same policy that knows nothing yet.
  LogMirror Emptied() const { return LogMirror(log_key_, policy_); }

  // OK when this log is at least as long as `earlier`, a checkpoint kept elsewhere, and had its
  // root at its size. FailedPrecondition when it is shorter (behind, or rolled back); DataLoss for
  // a fork.
  absl::Status CheckIncludes(const Checkpoint& earlier) const;

 private:
  LogMirror(NoteVerifierKey log_key, WitnessPolicy policy);

  absl::Status CheckFollows(const Checkpoint& next) const;

  NoteVerifierKey log_key_;
  WitnessPolicy policy_;
  CosignedCheckpoint checkpoint_;
  std::string note_;
  CompactRange range_;
  std::vector<Bytes> entries_;
};

}  // namespace candor::audit
