// LogScan: reads one log from its files, from the first entry to the last, and checks what needs no
// meaning: form of the files, every tile, root, signatures of the checkpoint, earlier checkpoints, the
// form of each entry, and that each content opens its commitment.
//
// Invariants I01 to I04, the form of I05, and I21 as far as contents are there. Streams: one bundle of 256 entries and one open tile a level are in memory at
// a time, whatever the log's size. Every entry is handed on, with its content, even when the hashes
// around it do not hold: all findings are given, not the first. Pure.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "audit/checkpoint.h"
#include "audit/entry_bundle.h"
#include "audit/merkle.h"
#include "audit/verify/finding.h"
#include "audit/verify/log_files.h"
#include "base/clock.h"
#include "records/entry.h"

namespace candor::audit {

struct ScanOptions {
  NoteVerifierKey log_key;
  WitnessPolicy policy;
  // Notes of the same log that somebody kept earlier.
  std::vector<std::string> earlier;
  // A checkpoint whose youngest cosignature is older than this is stale; 0 asks for no freshness.
  UnixSeconds not_older_than = 0;
};

struct ScannedEntry {
  std::uint64_t index = 0;
  ByteView bytes;
  // Nothing where the bytes are no entry; the finding is made.
  const std::optional<records::LogEntry>& entry;
  const EntryText& content;  // empty where there is none
};

struct ScannedLog {
  Checkpoint checkpoint;  // of size 0 when none could be opened
  std::uint64_t entries = 0;
};

// Called for each entry in order, on the calling thread.
using EntryVisitor = std::function<void(const ScannedEntry&)>;

// What is wrong goes to `findings`. An error only when the files cannot be read at all.
ScannedLog ScanLog(const LogFiles& files, const ScanOptions& options, const EntryVisitor& visit,
                   Findings& findings);

}  // namespace candor::audit
