// KeptNotes: notes of a log that somebody kept earlier, each opened once, and what the log's newest note
// has to be for them to hold: a tree that extends theirs, cosigned at no earlier time.
//
// Invariants I03 and I04 as far as notes show them. Copyable; not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "audit/checkpoint.h"
#include "audit/verify/finding.h"

namespace candor::audit {

class KeptNotes {
 public:
  // One that does not open is a finding of every judgement; notes are numbered from 1 as they come.
  void Take(const std::string& note, const NoteVerifierKey& log_key, const WitnessPolicy& policy);
  std::size_t taken() const { return taken_; }

  struct Kept {
    Checkpoint checkpoint;
    // Of the log as it is now, at that size; nothing when it cannot be told.
    std::optional<Hash> root;
  };
  std::vector<Kept>& notes() { return notes_; }

  // `newest` is the note of the log as it is now, of `size` entries; nothing where it lacks the quorum.
  void Judge(std::uint64_t size, const std::optional<CosignedCheckpoint>& newest,
             const std::string& log, Findings& findings) const;

 private:
  // By witness: size and time of each cosignature.
  using Times = std::map<std::string, std::vector<std::pair<std::uint64_t, UnixSeconds>>>;
  static void AddTimes(const CosignedCheckpoint& note, Times& times);

  std::size_t taken_ = 0;
  std::vector<std::string> refused_;  // sentences
  std::vector<Kept> notes_;
  Times times_;
};

}  // namespace candor::audit
