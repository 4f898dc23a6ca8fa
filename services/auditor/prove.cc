#include "services/auditor/prove.h"

#include <span>
#include <utility>

#include "audit/lines.h"
#include "audit/tile.h"
#include "audit/tlog_proof.h"
#include "audit/witness.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::services::auditor {
namespace {

using audit::CosignedCheckpoint;

constexpr std::string_view kOldPrefix = "old ";

Finding Cryptographic(std::string id, std::string_view log, std::string explanation) {
  return {std::move(id), Severity::kCryptographic, std::string(log), std::nullopt,
          std::move(explanation)};
}

// Why a checkpoint did not open. Whose it claims to be is nobody's word until it does.
Finding NotOpened(const absl::Status& status) {
  Finding out = Cryptographic("I02", "", std::string(status.message()));
  if (absl::IsFailedPrecondition(status)) {
    out.id = "I04";
    out.severity = Severity::kIncomplete;
    out.explanation += "; get the checkpoint again when more witnesses have cosigned it";
  }
  return out;
}

// Opens into `out`; nothing, and a finding, when it does not open.
const CosignedCheckpoint* Open(std::string_view note, const audit::TlogPolicy& policy,
                               std::optional<CosignedCheckpoint>& out,
                               std::vector<Finding>& findings) {
  auto opened = OpenWithPolicy(note, policy);
  if (!opened.ok()) {
    findings.push_back(NotOpened(opened.status()));
    return nullptr;
  }
  out = *std::move(opened);
  return &*out;
}

// What a failed reading of the copy says: a finding where the copy is at fault, else an error.
absl::Status CopyFailure(const absl::Status& status, std::string_view log, MadeProof& out) {
  Finding finding = Cryptographic("I01", log, std::string(status.message()));
  if (absl::IsNotFound(status)) {
    finding.severity = Severity::kIncomplete;
    finding.explanation += "; fetch the log's files again";
  } else if (!absl::IsDataLoss(status)) {
    return status;
  }
  out.report.findings.push_back(std::move(finding));
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadCheckpoint(const LogFiles& copy) {
  const auto note = copy.Read("checkpoint", audit::kMaxNoteSize);
  if (absl::IsNotFound(note.status())) {
    return absl::NotFoundError("the copy of the log lacks its checkpoint");
  }
  CANDOR_RETURN_IF_ERROR(note.status());
  return std::string(AsText(*note));
}

constexpr std::string_view kTilesAtFault =
    "the copy's tiles do not lead to the root that the log signed: they were altered, or belong to"
    " another checkpoint; fetch the log's files again";

// The entry's bytes, where the copy has them, compared with its leaf hash.
absl::Status TakeEntry(const LogFiles& copy, const audit::Checkpoint& checkpoint,
                       std::uint64_t index, const audit::Hash& leaf_hash, MadeProof& out) {
  auto entry = ReadEntry(copy, index, checkpoint.size);
  // A proof does not need the entry: who checks it has it from elsewhere.
  if (absl::IsNotFound(entry.status())) return absl::OkStatus();
  if (!entry.ok()) return CopyFailure(entry.status(), checkpoint.origin, out);
  if (audit::LeafHash(*entry) != leaf_hash) {
    out.report.findings.push_back(
        {"I01", Severity::kCryptographic, checkpoint.origin, index,
         "the copy's entry is not the one that the log signed; fetch the log's files again"});
  }
  out.entry = *std::move(entry);
  return absl::OkStatus();
}

// Why a proof from `from` to `to` does not verify: the tiles, or the log itself. The log is accused
// only when the same hashes prove what its older root should have been: then they are genuine, and
// both roots are signed.
Finding Inconsistent(const audit::HashReader& reader, const audit::Checkpoint& from,
                     const audit::Checkpoint& to, std::span<const audit::Hash> hashes) {
  const auto prefix = audit::BuildRoot(reader, from.size);
  const bool genuine =
      from.size == to.size ||
      (prefix.ok() &&
       audit::VerifyConsistency(from.size, *prefix, to.size, to.root, hashes).ok());
  if (!genuine) return Cryptographic("I01", to.origin, std::string(kTilesAtFault));
  return Cryptographic("I03", to.origin,
                       "the log has signed two trees of which neither extends the other; keep both"
                       " checkpoints and this copy, they are the evidence");
}

}  // namespace

absl::StatusOr<MadeProof> ProveInclusion(const LogFiles& copy, const audit::TlogPolicy& policy,
                                         std::uint64_t index, Bytes extra) {
  MadeProof out;
  out.report.index = index;
  auto note = ReadCheckpoint(copy);
  if (!note.ok()) {
    CANDOR_RETURN_IF_ERROR(CopyFailure(note.status(), "", out));
    return out;
  }
  const auto* opened = Open(*note, policy, out.report.checkpoint, out.report.findings);
  if (opened == nullptr) return out;
  const audit::Checkpoint& checkpoint = opened->checkpoint;
  if (index >= checkpoint.size) {
    return absl::InvalidArgumentError(Cat("the copy ends at ", checkpoint.size,
                                          " entries, numbered from 0: it has no such index"));
  }
  const CopiedTiles tiles(copy, checkpoint.size);
  const audit::TileHashReader reader(tiles, checkpoint.size);
  const auto leaf_hash = reader.ReadHash(0, index);
  auto hashes = audit::BuildInclusionProof(reader, index, checkpoint.size);
  for (const absl::Status& read : {leaf_hash.status(), hashes.status()}) {
    if (read.ok()) continue;
    CANDOR_RETURN_IF_ERROR(CopyFailure(read, checkpoint.origin, out));
    return out;
  }
  const audit::TlogProof proof{std::move(extra), index, *std::move(hashes), *std::move(note)};
  if (!VerifyTlogProof(proof, *leaf_hash, policy).ok()) {
    out.report.findings.push_back(
        Cryptographic("I01", checkpoint.origin, std::string(kTilesAtFault)));
    return out;
  }
  CANDOR_RETURN_IF_ERROR(TakeEntry(copy, checkpoint, index, *leaf_hash, out));
  CANDOR_ASSIGN_OR_RETURN(out.file, FormatTlogProof(proof));
  return out;
}

absl::StatusOr<MadeProof> ProveConsistency(const LogFiles& copy, const audit::TlogPolicy& policy,
                                           std::string_view older_note) {
  MadeProof out;
  auto note = ReadCheckpoint(copy);
  if (!note.ok()) {
    CANDOR_RETURN_IF_ERROR(CopyFailure(note.status(), "", out));
    return out;
  }
  const auto* older = Open(older_note, policy, out.report.older, out.report.findings);
  const auto* newer = Open(*note, policy, out.report.checkpoint, out.report.findings);
  if (older == nullptr || newer == nullptr) return out;
  const audit::Checkpoint& from = older->checkpoint;
  const audit::Checkpoint& to = newer->checkpoint;
  if (from.origin != to.origin) {
    return absl::InvalidArgumentError("the older checkpoint is of another log than the copy");
  }
  if (from.size == 0) {
    return absl::InvalidArgumentError(
        "the older checkpoint is of the empty log, which every log extends: nothing is to prove");
  }
  if (from.size > to.size) {
    out.report.findings.push_back(
        {"I03", Severity::kIncomplete, to.origin, std::nullopt,
         "the copy ends before the older checkpoint: fetch the log again; if it stays shorter, the"
         " log went back, and the two checkpoints are the evidence"});
    return out;
  }
  const CopiedTiles tiles(copy, to.size);
  const audit::TileHashReader reader(tiles, to.size);
  const auto hashes = audit::BuildConsistencyProof(reader, from.size, to.size);
  if (!hashes.ok()) {
    CANDOR_RETURN_IF_ERROR(CopyFailure(hashes.status(), to.origin, out));
    return out;
  }
  if (!audit::VerifyConsistency(from.size, from.root, to.size, to.root, *hashes).ok()) {
    out.report.findings.push_back(Inconsistent(reader, from, to, *hashes));
    return out;
  }
  out.file = audit::FormatAddCheckpointRequest(from.size, *hashes, *note);
  return out;
}

std::optional<ProofKind> ProofKindOf(std::string_view file) {
  const auto line = audit::TakeLine(file);
  if (!line.has_value()) return std::nullopt;
  if (*line == audit::kTlogProofHeader) return ProofKind::kInclusion;
  if (line->starts_with(kOldPrefix)) return ProofKind::kConsistency;
  return std::nullopt;
}

ProofReport CheckInclusion(std::string_view file, ByteView entry, const audit::TlogPolicy& policy) {
  ProofReport out;
  const auto proof = audit::ParseTlogProof(file);
  if (!proof.ok()) {
    out.findings.push_back(Cryptographic("P01", "", std::string(proof.status().message())));
    return out;
  }
  out.index = proof->index;
  const auto* opened = Open(proof->note, policy, out.checkpoint, out.findings);
  if (opened == nullptr) return out;
  const auto verified = VerifyTlogProof(*proof, audit::LeafHash(entry), policy);
  if (!verified.ok()) {
    out.findings.push_back(
        {"I01", Severity::kCryptographic, opened->checkpoint.origin, proof->index,
         Cat(verified.status().message(),
             "; it is another entry, another index, or the proof of another tree")});
  }
  return out;
}

ProofReport CheckConsistency(std::string_view file, std::string_view older_note,
                             const audit::TlogPolicy& policy) {
  ProofReport out;
  const auto request = audit::ParseAddCheckpointRequest(file);
  if (!request.ok()) {
    out.findings.push_back(Cryptographic("P01", "", std::string(request.status().message())));
    return out;
  }
  const auto* older = Open(older_note, policy, out.older, out.findings);
  const auto* newer = Open(request->note, policy, out.checkpoint, out.findings);
  if (older == nullptr || newer == nullptr) return out;
  const audit::Checkpoint& from = older->checkpoint;
  const audit::Checkpoint& to = newer->checkpoint;
  if (from.origin != to.origin) {
    out.findings.push_back(
        Cryptographic("P01", to.origin, "the proof is of another log than the older checkpoint"));
    return out;
  }
  if (from.size != request->old_size) {
    out.findings.push_back(Cryptographic(
        "P01", to.origin, "the proof begins at another size than that of the older checkpoint"));
    return out;
  }
  const absl::Status proven =
      audit::VerifyConsistency(from.size, from.root, to.size, to.root, request->proof);
  if (proven.ok()) return out;
  const bool forked = from.size == to.size && from.root != to.root;
  out.findings.push_back(Cryptographic(
      "I03", to.origin,
      forked ? "the log has signed two different trees of one size; keep both checkpoints, they"
               " are the evidence"
             : Cat(proven.message(), "; the newer checkpoint is not proven to extend the older")));
  return out;
}

}  // namespace candor::services::auditor
