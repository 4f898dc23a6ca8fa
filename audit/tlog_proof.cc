#include "audit/tlog_proof.h"

#include "audit/decimal.h"
#include "audit/lines.h"
#include "audit/proof.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::audit {
namespace {

constexpr std::string_view kExtraPrefix = "extra ";
constexpr std::string_view kIndexPrefix = "index ";

absl::Status Malformed(std::string_view what) {
  return absl::InvalidArgumentError(Cat("tlog-proof: ", what));
}

absl::StatusOr<Bytes> ParseExtra(std::string_view base64) {
  auto extra = Base64Decode(base64);
  if (!extra.ok()) return Malformed("the extra data is not canonical base64");
  // One form for each proof: without extra data there is no such line.
  if (extra->empty()) return Malformed("an extra line without data");
  if (extra->size() > kMaxProofExtra) return Malformed("the extra data is too large");
  return extra;
}

}  // namespace

absl::StatusOr<std::string> FormatTlogProof(const TlogProof& proof) {
  if (proof.index > kMaxNumber) return Malformed("the index is too large");
  if (proof.hashes.size() > kMaxProofHashes) return Malformed("the proof has too many hashes");
  if (proof.extra.size() > kMaxProofExtra) return Malformed("the extra data is too large");
  if (proof.note.empty()) return Malformed("the checkpoint is missing");
  if (proof.note.size() > kMaxNoteSize) return Malformed("the checkpoint is too large");
  std::string out = Cat(kTlogProofHeader, "\n");
  if (!proof.extra.empty()) out += Cat(kExtraPrefix, Base64Encode(proof.extra), "\n");
  return Cat(out, kIndexPrefix, proof.index, "\n", FormatHashLines(proof.hashes), "\n", proof.note);
}

absl::StatusOr<TlogProof> ParseTlogProof(std::string_view text) {
  if (text.size() > kMaxTlogProofSize) return Malformed("larger than a proof may be");
  if (TakeLine(text) != kTlogProofHeader) return Malformed("the first line is not the format's");
  TlogProof out;
  auto line = TakeLine(text);
  if (line.has_value() && line->starts_with(kExtraPrefix)) {
    CANDOR_ASSIGN_OR_RETURN(out.extra, ParseExtra(line->substr(kExtraPrefix.size())));
    line = TakeLine(text);
  }
  if (!line.has_value() || !line->starts_with(kIndexPrefix)) {
    return Malformed("the line with the index is missing");
  }
  CANDOR_ASSIGN_OR_RETURN(out.index, ParseDecimal(line->substr(kIndexPrefix.size())));
  CANDOR_ASSIGN_OR_RETURN(out.hashes, TakeHashLines(text));
  if (text.empty()) return Malformed("the checkpoint is missing");
  if (text.size() > kMaxNoteSize) return Malformed("the checkpoint is too large");
  out.note = text;
  return out;
}

absl::StatusOr<CosignedCheckpoint> VerifyTlogProof(const TlogProof& proof, const Hash& leaf_hash,
                                                   const TlogPolicy& policy) {
  CANDOR_ASSIGN_OR_RETURN(CosignedCheckpoint opened, OpenWithPolicy(proof.note, policy));
  const Checkpoint& checkpoint = opened.checkpoint;
  const absl::Status included =
      VerifyInclusion(proof.index, checkpoint.size, leaf_hash, proof.hashes, checkpoint.root);
  if (!included.ok()) return absl::DataLossError(included.message());
  return opened;
}

}  // namespace candor::audit
