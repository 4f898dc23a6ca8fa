#include "audit/witness.h"

#include <algorithm>
#include <utility>

#include "audit/decimal.h"
#include "audit/lines.h"
#include "base/status.h"
#include "base/text.h"

namespace candor::audit {
namespace {

constexpr std::string_view kOldPrefix = "old ";

absl::Status Malformed(std::string_view what) {
  return absl::InvalidArgumentError(Cat("add-checkpoint: ", what));
}

WitnessAnswer Answer(int http_status, std::string_view sentence) {
  return {http_status, std::string(kPlainText), Cat(sentence, "\n")};
}

WitnessAnswer Conflict(std::uint64_t size) {
  return {409, std::string(kTreeSizeType), Cat(size, "\n")};
}

// OK when `next` extends `latest`, which has size `old_size`.
absl::Status CheckExtends(std::uint64_t old_size, const std::optional<WitnessedCheckpoint>& latest,
                          const Checkpoint& next, std::span<const Hash> proof) {
  if (next.size == 0 && next.root != EmptyRoot()) {
    return Malformed("an empty tree with another root than the empty one's");
  }
  if (old_size == 0) {
    // The verifier takes no proof from size 0; here, and only here, an empty one will do.
    return proof.empty() ? absl::OkStatus() : Malformed("from size 0 the proof must be empty");
  }
  return VerifyConsistency(old_size, latest->root, next.size, next.root, proof);
}

// The text of the note, opened with the log's key only.
absl::StatusOr<std::string> SignedText(std::string_view note, const NoteVerifierKey& key) {
  CANDOR_ASSIGN_OR_RETURN(OpenedNote opened, OpenNote(note, {&key, 1}));
  return std::move(opened.text);
}

// Only the log's own signature is kept beside ours: other lines are unverified bytes of the
// sender's.
absl::StatusOr<std::string> NoteToKeep(std::string_view note, std::string_view text,
                                       const NoteVerifierKey& key, std::string_view cosignature) {
  std::string out(text);
  out += '\n';
  std::string_view lines = note.substr(text.size() + 1);
  while (!lines.empty()) {
    const auto line = TakeLine(lines);
    if (!line.has_value()) return Malformed("a signature line does not end");
    const std::string candidate = Cat(text, "\n", *line, "\n");
    if (OpenNote(candidate, {&key, 1}).ok()) out += Cat(*line, "\n");
  }
  return AddSignatureLine(out, cosignature);
}

}  // namespace

std::string FormatAddCheckpointRequest(std::uint64_t old_size, std::span<const Hash> proof,
                                       std::string_view note) {
  return Cat(kOldPrefix, old_size, "\n", FormatHashLines(proof), "\n", note);
}

absl::StatusOr<AddCheckpointRequest> ParseAddCheckpointRequest(std::string_view body) {
  if (body.size() > kMaxAddCheckpointBody) return Malformed("the body is too large");
  const auto line = TakeLine(body);
  if (!line.has_value() || !line->starts_with(kOldPrefix)) {
    return Malformed("the first line is not the old size");
  }
  AddCheckpointRequest out;
  CANDOR_ASSIGN_OR_RETURN(out.old_size, ParseDecimal(line->substr(kOldPrefix.size())));
  CANDOR_ASSIGN_OR_RETURN(out.proof, TakeHashLines(body));
  out.note = body;
  return out;
}

absl::StatusOr<std::vector<Hash>> BuildWitnessProof(const HashReader& reader,
                                                    std::uint64_t old_size,
                                                    std::uint64_t new_size) {
  if (old_size == 0) return std::vector<Hash>();
  return BuildConsistencyProof(reader, old_size, new_size);
}

absl::StatusOr<Witness> Witness::Create(std::string name, const crypto::SigningKey& key,
                                        std::vector<WitnessedLog> logs, WitnessState& state,
                                        const Clock& clock) {
  CANDOR_ASSIGN_OR_RETURN(
      NoteVerifierKey verifier_key,
      NoteVerifierKey::Create(std::move(name), NoteKeyType::kCosignatureV1, key.verify_key()));
  for (std::size_t i = 0; i < logs.size(); ++i) {
    if (logs[i].key.key() == key.verify_key()) {
      return absl::InvalidArgumentError("a witness cannot witness a log that has its own key");
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (logs[i].origin == logs[j].origin) {
        return absl::InvalidArgumentError("a witness has one key for each log, and a log twice");
      }
    }
  }
  return Witness(std::move(verifier_key), key, std::move(logs), state, clock);
}

const WitnessedLog* Witness::FindLog(std::string_view origin) const {
  const auto found = std::ranges::find(logs_, origin, &WitnessedLog::origin);
  return found == logs_.end() ? nullptr : &*found;
}

WitnessAnswer Witness::AddCheckpoint(std::string_view body) {
  const auto request = ParseAddCheckpointRequest(body);
  if (!request.ok()) return Answer(400, "the request is malformed");
  // The origin only chooses the key: nothing else is taken from the note before that key opens it.
  const std::string origin = request->note.substr(0, request->note.find('\n'));
  const WitnessedLog* log = FindLog(origin);
  if (log == nullptr) return Answer(404, "this witness does not know that log");
  const auto text = SignedText(request->note, log->key);
  if (absl::IsInvalidArgument(text.status()))
    return Answer(400, "the checkpoint is no signed note");
  if (!text.ok()) return Answer(403, "the checkpoint lacks a valid signature of its log");
  const auto checkpoint = ParseCheckpoint(*text);
  if (!checkpoint.ok()) return Answer(400, "the checkpoint is malformed");
  if (request->old_size > checkpoint->size) return Answer(400, "the old size exceeds the new one");
  const auto latest = state_->Load(origin);
  if (!latest.ok()) return Answer(500, "the witness cannot read its state");
  const std::uint64_t latest_size = latest->has_value() ? (*latest)->size : 0;
  if (request->old_size != latest_size) return Conflict(latest_size);
  if (!CheckExtends(latest_size, *latest, *checkpoint, request->proof).ok()) {
    return Answer(422, "the checkpoint is not proven to extend the last one");
  }
  return CosignChecked(*checkpoint, *log, request->note, *latest);
}

WitnessAnswer Witness::CosignChecked(const Checkpoint& checkpoint, const WitnessedLog& log,
                                     const std::string& note,
                                     const std::optional<WitnessedCheckpoint>& latest) {
  // Checkpoints have one form, so this is the text that the log signed.
  const auto text = FormatCheckpoint(checkpoint);
  if (!text.ok()) return Answer(400, "the checkpoint is malformed");
  // "As of this time, this is the largest tree": a time before an earlier cosignature's, from a
  // clock that was set back, would make the statement false.
  const UnixSeconds time = std::max(clock_->Now(), latest.has_value() ? latest->time : 0);
  const auto cosignature = Cosign(*text, verifier_key_.name(), *key_, time);
  if (!cosignature.ok()) return Answer(500, "the witness has no usable clock");
  auto kept = NoteToKeep(note, *text, log.key, *cosignature);
  if (!kept.ok()) return Answer(400, "the checkpoint has too many signatures");
  const WitnessedCheckpoint next{checkpoint.size, checkpoint.root, time, *std::move(kept)};
  const absl::Status stored = state_->CompareAndSet(log.origin, latest, next);
  if (absl::IsAborted(stored)) {
    // Another request was faster; its size is the one to prove from now.
    const auto now = state_->Load(log.origin);
    if (now.ok() && now->has_value()) return Conflict((*now)->size);
  }
  if (!stored.ok()) return Answer(500, "the witness cannot write its state");
  return {200, std::string(kPlainText), *cosignature};
}

WitnessAnswer Witness::LatestCheckpoint(std::string_view origin_hash_hex) {
  for (const WitnessedLog& log : logs_) {
    if (HexEncode(crypto::Sha256({AsBytes(log.origin)})) != origin_hash_hex) continue;
    const auto latest = state_->Load(log.origin);
    if (!latest.ok()) return Answer(500, "the witness cannot read its state");
    if (latest->has_value()) return {200, std::string(kPlainText), (*latest)->note};
  }
  return Answer(404, "no checkpoint of such a log was cosigned here");
}

}  // namespace candor::audit
