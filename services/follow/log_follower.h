// LogFollower: a verified copy of one log in a local folder, fetched from its public files.
//
// Promise: what entries() and contents() return is what a checkpoint with the quorum signs; a log
// that shrinks, forks, or serves entries that do not lead to its signed root is refused, and the
// refused note is kept beside the good one as evidence. Every file is fetched, never a selection:
// the requests say nothing about what the one who follows is interested in.
// Once the log says that something was destroyed (ErasureDone), all contents are fetched again, so that
// the copy does not keep it.
// Not promised: that contents are there (they may have been erased), or that they open their
// commitments: whoever replays the entries checks that (audit/board_view.h, issuer_view.h).
//
// Folder: `checkpoint`, `entries/<N>`, `text/<N>`; public data, replaced atomically. A damaged copy
// is fetched anew, and where its checkpoint still opens, the new copy has to extend it: damage is
// no way to make a follower forget what the log has signed. One process at a time; not thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "audit/entry_bundle.h"
#include "audit/mirror.h"
#include "records/trust_bundle.h"
#include "services/follow/log_source.h"
#include "services/runtime/files.h"

namespace candor::services::follow {

class LogFollower {
 public:
  // Takes up the copy that the folder holds; begins anew where it is missing or damaged.
  static absl::StatusOr<LogFollower> Open(runtime::Path folder, records::LogIdentity log,
                                          audit::WitnessPolicy policy);
  // The same, from a mirror.
  static absl::StatusOr<LogFollower> Open(runtime::Path folder, records::LogIdentity log,
                                          audit::WitnessPolicy policy, LogSource source);

  // Fetches the checkpoint and everything new. On an error the copy is what it was. Unavailable:
  // the server cannot be reached; DataLoss: the log misbehaved.
  absl::Status Sync();

  // Makes the copy in the folder count as damaged from the next Open on; this object keeps what it
  // has. For whoever finds that a content does not open its commitment, which the root does not
  // cover.
  void Distrust() const;

  const records::LogIdentity& log() const { return log_; }
  std::span<const Bytes> entries() const { return mirror_.entries(); }
  // As many as entries().
  std::span<const audit::EntryText> contents() const { return contents_; }
  // Of the last checkpoint taken; size 0 before the first.
  const audit::Checkpoint& checkpoint() const { return mirror_.checkpoint().checkpoint; }
  const std::string& note() const { return mirror_.note(); }

 private:
  LogFollower(runtime::Path folder, records::LogIdentity log, audit::WitnessPolicy policy,
              LogSource source, audit::LogMirror mirror);

  using Texts = std::vector<audit::EntryText>;

  absl::Status Restore(std::string note);
  absl::Status Take(std::string note, std::vector<Bytes> new_entries);
  absl::Status CheckRemembered();
  absl::Status Misbehaved(absl::Status status, std::string_view note) const;
  absl::Status KeepEvidence(std::string_view note) const;
  absl::Status Store(std::uint64_t first_bundle) const;

  runtime::Path folder_;
  records::LogIdentity log_;
  audit::WitnessPolicy policy_;
  LogSource source_;
  audit::LogMirror mirror_;
  Texts contents_;
  // Of a damaged copy; empty where there was none.
  std::string remembered_note_;
  // The first bundle whose files are older than what is here, after a write that failed.
  std::optional<std::uint64_t> unwritten_from_;
};

}  // namespace candor::services::follow
