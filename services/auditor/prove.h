// Prove: proofs out of a copy of a log, and the check of proofs without one.
//
// Two kinds. Inclusion of an entry is a .tlog-proof file (audit/tlog_proof.h). Consistency of two
// checkpoints, for which C2SP has no file, is the body of a witness's add-checkpoint request
// (audit/witness.h): old size, proof and newer checkpoint; the older checkpoint is kept beside it.
//
// Promise: a proof that is made was checked as its reader will check it; a report without findings
// means that every checkpoint in question is signed by a log of the policy with the policy's
// quorum, and that the hashes lead to its root. Not promised: that the newer checkpoint is the
// newest. Findings are about the log or the copy. Statuses are for the rest: InvalidArgument, what
// was asked makes no sense (an index beyond the log); others, a file cannot be read. Pure but for
// LogFiles.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/checkpoint.h"
#include "audit/tlog_policy.h"
#include "services/auditor/finding.h"
#include "services/auditor/log_files.h"

namespace candor::services::auditor {

struct ProofReport {
  std::vector<Finding> findings;                        // empty: it holds
  std::optional<std::uint64_t> index;                   // of an inclusion
  std::optional<audit::CosignedCheckpoint> older;       // of a consistency
  std::optional<audit::CosignedCheckpoint> checkpoint;  // once it was opened
};

struct MadeProof {
  ProofReport report;
  // Without findings: the file.
  std::string file;
  // Of an inclusion, where the copy holds the entry.
  std::optional<Bytes> entry;
};

// Of entry `index` in the tree of the copy's checkpoint. `extra` is put into the file as it is.
absl::StatusOr<MadeProof> ProveInclusion(const LogFiles& copy, const audit::TlogPolicy& policy,
                                         std::uint64_t index, Bytes extra);

// From the checkpoint in `older_note` to the copy's.
absl::StatusOr<MadeProof> ProveConsistency(const LogFiles& copy, const audit::TlogPolicy& policy,
                                           std::string_view older_note);

enum class ProofKind { kInclusion, kConsistency };
// By the first line; nothing for a file that is neither.
std::optional<ProofKind> ProofKindOf(std::string_view file);

// `entry`: the entry's bytes, from wherever the one who checks has them.
ProofReport CheckInclusion(std::string_view file, ByteView entry, const audit::TlogPolicy& policy);

// `older_note`: the checkpoint that the one who checks has kept.
ProofReport CheckConsistency(std::string_view file, std::string_view older_note,
                             const audit::TlogPolicy& policy);

}  // namespace candor::services::auditor
