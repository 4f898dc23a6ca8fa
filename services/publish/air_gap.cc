#include "services/publish/air_gap.h"

#include <algorithm>
#include <utility>

#include "audit/witness_file.h"
#include "base/status.h"
#include "base/text.h"
#include "services/follow/policy.h"
#include "services/runtime/event_log.h"

namespace candor::services::publish {
namespace {

using runtime::Event;

constexpr std::string_view kNothingOut =
    "No checkpoint is out to be cosigned. Make a request first.";

// The operator's command holds the folder for a moment.
absl::StatusOr<runtime::FileLock> Hold(const CosignFolder& folder) {
  auto held = folder.Lock();
  if (absl::IsFailedPrecondition(held.status())) {
    return absl::UnavailableError("the folder of carried cosignatures is in use");
  }
  return held;
}

}  // namespace

absl::StatusOr<std::unique_ptr<AirGap>> AirGap::Open(const runtime::Path& folder,
                                                     const records::TrustBundle& bundle,
                                                     const records::LogIdentity& log,
                                                     const store::LogStore& store) {
  if (std::ranges::none_of(bundle.witnesses, HasNoNetwork)) return nullptr;
  CANDOR_ASSIGN_OR_RETURN(auto files, CosignFolder::Open(folder));
  CANDOR_ASSIGN_OR_RETURN(auto log_key, follow::LogKeyOf(log));
  CANDOR_ASSIGN_OR_RETURN(auto policy, follow::PolicyOf(bundle));
  std::unique_ptr<AirGap> out(new AirGap(std::move(files), std::move(log_key), store));
  for (std::size_t i = 0; i < bundle.witnesses.size(); ++i) {
    if (!HasNoNetwork(bundle.witnesses[i])) continue;
    Witness witness{i, policy.witnesses[i], std::nullopt, 0};
    CANDOR_RETURN_IF_ERROR(out->Remember(witness));
    out->witnesses_.push_back(std::move(witness));
  }
  return out;
}

absl::Status AirGap::Remember(Witness& witness) {
  CANDOR_ASSIGN_OR_RETURN(const auto note, folder_.ReadLatest(witness.index));
  if (!note.has_value()) return absl::OkStatus();
  auto checkpoint = audit::OpenLogCheckpoint(*note, log_key_);
  if (!checkpoint.ok() || !HasCosigned(*note, witness.key)) {
    return absl::DataLossError(Cat("The file w", witness.index + 1, ".latest in ",
                                   folder_.path().string(),
                                   " is damaged: it should hold the last checkpoint that a witness"
                                   " without a network cosigned. Bring it back, or remove it: the"
                                   " witness then names its size in its next answer."));
  }
  witness.old_size = checkpoint->size;
  witness.latest = Signed{*std::move(checkpoint), *note};
  return absl::OkStatus();
}

const std::optional<AirGap::Signed>& AirGap::Latest(std::size_t witness) const {
  static const std::optional<Signed> kNone;
  const auto at = std::ranges::find(witnesses_, witness, &Witness::index);
  return at == witnesses_.end() ? kNone : at->latest;
}

absl::StatusOr<CosignAsk> AirGap::AskFrom(const Witness& witness, std::uint64_t size) const {
  CosignAsk ask{static_cast<std::uint8_t>(witness.index), witness.old_size, {}};
  if (ask.old_size > 0) {
    CANDOR_ASSIGN_OR_RETURN(ask.proof, store_.ConsistencyProof(ask.old_size, size));
  }
  return ask;
}

absl::StatusOr<std::optional<AirGap::Out>> AirGap::ReadOut() const {
  CANDOR_ASSIGN_OR_RETURN(auto offer, folder_.ReadOffer(CosignFolder::Offer::kOut));
  if (!offer.has_value()) return std::nullopt;
  // Somebody else's note in our folder does not become ours by lying there.
  CANDOR_ASSIGN_OR_RETURN(auto checkpoint, audit::OpenLogCheckpoint(offer->note, log_key_));
  return Out{*std::move(offer), std::move(checkpoint)};
}

absl::StatusOr<std::optional<AirGap::Signed>> AirGap::Take() {
  CANDOR_ASSIGN_OR_RETURN(const auto held, Hold(folder_));
  CANDOR_ASSIGN_OR_RETURN(auto out, ReadOut());
  for (auto& witness : witnesses_) {
    if (folder_.HasAnswer(witness.index)) CANDOR_RETURN_IF_ERROR(TakeAnswer(witness, out));
  }
  if (!out.has_value()) return std::nullopt;
  return Signed{std::move(out->checkpoint), std::move(out->offer.note)};
}

absl::Status AirGap::SetAside(const Witness& witness, std::string_view why) {
  CANDOR_RETURN_IF_ERROR(folder_.SetAnswerAside(witness.index, why));
  runtime::Log(Event::kAnswerSetAside, {witness.index});
  return absl::OkStatus();
}

absl::Status AirGap::TakeAnswer(Witness& witness, std::optional<Out>& out) {
  const auto text = folder_.ReadAnswer(witness.index);
  if (absl::IsInvalidArgument(text.status())) return SetAside(witness, Cat(text.status().message()));
  CANDOR_RETURN_IF_ERROR(text.status());
  const auto answer = audit::ParseAnswerFile(*text);
  if (!answer.ok()) return SetAside(witness, Cat(answer.status().message()));
  if (answer->http_status == 200) return TakeCosignature(witness, answer->body, out);
  if (answer->http_status == 409) {
    CANDOR_ASSIGN_OR_RETURN(const std::uint64_t size, ConflictSize(*answer));
    return TakeConflict(witness, size, out);
  }
  return SetAside(witness, Cat("The witness refused with status ", answer->http_status,
                               ". Compare this log with what the witness has seen."));
}

// The answer to what was out before, or the same answer again. Not so when a crash came between the
// two files: then the line is still missing in the note that is out.
bool AirGap::TakenBefore(const Witness& witness, std::string_view lines,
                         const std::optional<Out>& out) {
  if (!witness.latest.has_value() ||
      !CosignatureOf(witness.latest->note, lines, witness.key).ok()) {
    return false;
  }
  return !out.has_value() || out->checkpoint != witness.latest->checkpoint ||
         HasCosigned(out->offer.note, witness.key);
}

absl::Status AirGap::TakeCosignature(Witness& witness, std::string_view lines,
                                     std::optional<Out>& out) {
  if (TakenBefore(witness, lines, out)) return folder_.RemoveAnswer(witness.index);
  if (!out.has_value()) return SetAside(witness, kNothingOut);
  const auto line = CosignatureOf(out->offer.note, lines, witness.key);
  if (!line.ok()) return SetAside(witness, Cat(line.status().message()));
  if (!HasCosigned(out->offer.note, witness.key)) {
    CANDOR_RETURN_IF_ERROR(AddLine(witness, *line, *out));
  }
  return folder_.RemoveAnswer(witness.index);
}

absl::Status AirGap::AddLine(Witness& witness, std::string_view line, Out& out) {
  CANDOR_ASSIGN_OR_RETURN(std::string note, audit::AddSignatureLine(out.offer.note, line));
  CANDOR_RETURN_IF_ERROR(folder_.WriteLatest(witness.index, note));
  witness.old_size = out.checkpoint.size;
  witness.latest = Signed{out.checkpoint, note};
  out.offer.note = std::move(note);
  CANDOR_RETURN_IF_ERROR(folder_.WriteOffer(CosignFolder::Offer::kOut, out.offer));
  offered_.clear();  // the next one is asked for from this size
  runtime::Log(Event::kAnswerTaken, {witness.index, out.checkpoint.size});
  return absl::OkStatus();
}

// The answer is not signed, so it decides nothing but from where the witness is asked next; the
// proof from there is for the witness to check.
absl::Status AirGap::TakeConflict(Witness& witness, std::uint64_t size, std::optional<Out>& out) {
  if (size > store_.size()) {
    return SetAside(witness, Cat("It names a checkpoint of size ", size,
                                 ", and this log is smaller. If that checkpoint was this log's, an"
                                 " old copy of the store is running here: stop the server, and ask"
                                 " the witness for the checkpoint."));
  }
  witness.old_size = size;
  offered_.clear();
  if (out.has_value() && size <= out->checkpoint.size && out->checkpoint.size <= store_.size()) {
    const auto ask = std::ranges::find(out->offer.asks, witness.index, &CosignAsk::witness);
    if (ask != out->offer.asks.end()) {
      CANDOR_ASSIGN_OR_RETURN(*ask, AskFrom(witness, out->checkpoint.size));
      CANDOR_RETURN_IF_ERROR(folder_.WriteOffer(CosignFolder::Offer::kOut, out->offer));
    }
  }
  return folder_.RemoveAnswer(witness.index);
}

absl::Status AirGap::Offer(std::string_view note, std::uint64_t size) {
  if (note == offered_) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const auto held, Hold(folder_));
  CosignOffer next{std::string(note), {}};
  for (const auto& witness : witnesses_) {
    // A witness that is said to be ahead of this checkpoint could not cosign it.
    if (witness.old_size > size) continue;
    CANDOR_ASSIGN_OR_RETURN(CosignAsk ask, AskFrom(witness, size));
    next.asks.push_back(std::move(ask));
  }
  CANDOR_RETURN_IF_ERROR(folder_.WriteOffer(CosignFolder::Offer::kNext, next));
  offered_ = note;
  return absl::OkStatus();
}

}  // namespace candor::services::publish
