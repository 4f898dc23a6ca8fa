#include "audit/verify/kept_notes.h"

#include <algorithm>

#include "base/text.h"

namespace candor::audit {

void KeptNotes::AddTimes(const CosignedCheckpoint& note, Times& times) {
  for (const auto& witness : note.witnesses) {
    times[witness.witness].emplace_back(note.checkpoint.size, witness.time);
  }
}

void KeptNotes::Take(const std::string& note, const NoteVerifierKey& log_key,
                     const WitnessPolicy& policy) {
  ++taken_;
  // The log's own word is enough to hold it to; the witnesses' times count with the quorum alone.
  const auto opened = OpenLogCheckpoint(note, log_key);
  if (!opened.ok()) {
    refused_.push_back(
        Cat("earlier checkpoint ", taken_, " that was kept: ", opened.status().message()));
    return;
  }
  notes_.push_back({*opened, std::nullopt});
  const auto cosigned = OpenCheckpoint(note, log_key, policy);
  if (cosigned.ok()) AddTimes(*cosigned, times_);
}

void KeptNotes::Judge(std::uint64_t size, const std::optional<CosignedCheckpoint>& newest,
                      const std::string& log, Findings& findings) const {
  const auto add = [&](InvariantId id, Severity severity, std::string why) {
    findings.Add({id, severity, log, {}, std::move(why)});
  };
  for (const auto& why : refused_) {
    add(InvariantId::kConsistency, Severity::kCryptographic, why);
  }
  for (const auto& [checkpoint, root] : notes_) {
    if (checkpoint.size > size) {
      add(InvariantId::kConsistency, Severity::kCryptographic,
          Cat("the log had ", checkpoint.size, " entries once and has ", size,
              " now: entries were taken back"));
    } else if (root.has_value() && *root != checkpoint.root) {
      add(InvariantId::kConsistency, Severity::kCryptographic,
          Cat("an earlier checkpoint of ", checkpoint.size,
              " entries has another root: the log was rewritten"));
    }
  }
  // A witness says "this is the largest tree that I have seen": more entries, no earlier time.
  Times times = times_;
  if (newest.has_value()) AddTimes(*newest, times);
  for (auto& [witness, seen] : times) {
    std::ranges::sort(seen);
    const bool back = std::ranges::adjacent_find(seen, [](const auto& a, const auto& b) {
                        return a.first < b.first && b.second < a.second;
                      }) != seen.end();
    if (!back) continue;
    add(InvariantId::kWitnesses, Severity::kBroken,
        Cat("the witness ", witness, " cosigned a larger tree at an earlier time"));
  }
}

}  // namespace candor::audit
