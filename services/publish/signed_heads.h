// SignedHeads: what a log is known to have signed, by everybody who keeps one of its checkpoints.
//
// The lock file, each witness, and the notes of a mirror: only what carries the log's own signature
// counts, so that nobody can make a log believe that it has signed more than it did. (The lock carries
// none; whoever can write it can stop the log anyhow.) A quorum is not asked for here: a checkpoint
// that left the log under its key binds it, whoever has cosigned it.
//
// Pure but for the witnesses that it asks.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/checkpoint.h"
#include "services/publish/witness_link.h"
#include "services/runtime/log_lock.h"

namespace candor::services::publish {

struct SignedHead {
  std::uint64_t size = 0;
  crypto::Hash root{};
  std::string who;   // says so: "the lock file", "witness NAME", "the mirror"
  std::string note;  // empty for the lock's
};

struct HeadSources {
  // Nothing where there is no lock file.
  std::optional<runtime::LogLock::State> locked;
  const audit::NoteVerifierKey& log_key;
  const audit::WitnessPolicy& policy;
  // As policy.witnesses; null for one that cannot be asked over a network.
  std::span<const std::unique_ptr<WitnessLink>> witnesses;
  // Of a mirror: those that are not this log's are passed over.
  std::span<const std::string> notes;
  // What a recovery that was interrupted had found.
  std::optional<SignedHead> begun{};
};

// All of them, the largest last; those of the empty tree are left out. Unavailable when too few
// witnesses answered to know what was published last: n − quorum + 1 have to (or all that can be
// asked, where those are fewer), and all that can be asked where there is no lock. DataLoss when two of
// the same size differ: then a fork was signed already.
absl::StatusOr<std::vector<SignedHead>> FindSignedHeads(const HeadSources& sources);

}  // namespace candor::services::publish
