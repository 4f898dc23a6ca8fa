#include "services/publish/log_publisher.h"

#include <algorithm>
#include <utility>

#include "audit/decimal.h"
#include "audit/proof.h"
#include "audit/tile.h"
#include "audit/witness.h"
#include "base/status.h"
#include "base/text.h"
#include "services/runtime/event_log.h"

namespace candor::services::publish {
namespace {

using runtime::Event;
using runtime::Log;

class PublicTiles final : public audit::TileReader {
 public:
  explicit PublicTiles(const store::LogStore& log) : log_(log) {}
  absl::StatusOr<Bytes> ReadTile(const audit::TileId& id) const override {
    return log_.PublicFile(audit::TilePath(id));
  }

 private:
  const store::LogStore& log_;
};

absl::Status Later() { return absl::UnavailableError("not every witness has cosigned yet"); }

}  // namespace

LogPublisher::LogPublisher(PublisherParts parts) : parts_(std::move(parts)) {
  for (auto& link : parts_.links) {
    Witness witness;
    witness.link = std::move(link);
    witnesses_.push_back(std::move(witness));
  }
}

absl::StatusOr<std::unique_ptr<LogPublisher>> LogPublisher::Create(PublisherParts parts) {
  CANDOR_RETURN_IF_ERROR(audit::CheckWitnessPolicy(parts.policy, parts.log_key));
  if (parts.links.size() != parts.policy.witnesses.size()) {
    return absl::InvalidArgumentError("each witness of the policy needs a way to reach it");
  }
  const auto carried =
      std::ranges::count_if(parts.links, [](const auto& link) { return link == nullptr; });
  if (static_cast<std::size_t>(carried) != (parts.air_gap ? parts.air_gap->count() : 0)) {
    return absl::InvalidArgumentError("witnesses without a network need a folder for their answers");
  }
  if (parts.log_key.key() != parts.key.verify_key()) {
    return absl::InvalidArgumentError(
        "the log's key file holds another key than the trust bundle names for this log");
  }
  std::unique_ptr<LogPublisher> out(new LogPublisher(std::move(parts)));
  if (out->parts_.frozen.has_value()) {
    Log(Event::kFrozen, {out->parts_.log.size()});
    out->SetReadOnly(*out->parts_.frozen);
    CANDOR_RETURN_IF_ERROR(out->TakeUpPublished());
    return out;
  }
  const runtime::LogLock::State locked = out->parts_.lock.Current();
  absl::Status checked = out->CheckHolds({locked.size, locked.root}, "the lock file");
  if (checked.ok()) checked = out->CompareAll();
  // Read-only and a silent witness are states to live with; a store that cannot be read is not.
  if (!checked.ok() && !absl::IsUnavailable(checked) && out->Writable().ok()) return checked;
  CANDOR_RETURN_IF_ERROR(out->TakeUpPublished());
  return out;
}

absl::Status LogPublisher::Writable() const {
  const MutexLock lock(mutex_);
  if (read_only_.has_value()) return absl::FailedPreconditionError(*read_only_);
  return absl::OkStatus();
}

LogPublisher::Head LogPublisher::HeadOfStore() const {
  // The log only grows: a root read between two equal sizes is that size's.
  for (;;) {
    const std::uint64_t size = parts_.log.size();
    const crypto::Hash root = parts_.log.root();
    if (parts_.log.size() == size) return {size, root};
  }
}

absl::StatusOr<crypto::Hash> LogPublisher::RootAt(std::uint64_t size) const {
  if (size == 0) return audit::EmptyRoot();
  const PublicTiles tiles(parts_.log);
  const audit::TileHashReader reader(tiles, size);
  return audit::BuildRoot(reader, size);
}

absl::Status LogPublisher::TakeUpPublished() {
  CANDOR_ASSIGN_OR_RETURN(const auto note, parts_.log.PublishedCheckpoint());
  if (!note.has_value()) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const auto opened,
                          audit::OpenCheckpoint(*note, parts_.log_key, parts_.policy));
  published_size_ = opened.checkpoint.size;
  parts_.published(opened.checkpoint.size);
  return absl::OkStatus();
}

void LogPublisher::SetReadOnly(std::string why) {
  const MutexLock lock(mutex_);
  read_only_ = std::move(why);
}

absl::Status LogPublisher::StopWriting(std::uint64_t signed_size, std::string_view why) {
  const std::uint64_t stored = parts_.log.size();
  Log(Event::kReadOnly, {stored, signed_size});
  SetReadOnly(Cat("This server is read-only: ", why, " names a checkpoint of size ", signed_size,
                  " that its store of size ", stored,
                  " does not hold. Nothing was taken. Its operator stops it and runs `candord recover"
                  " --config FILE --from MIRROR`."));
  return Writable();
}

absl::Status LogPublisher::CheckHolds(const Head& signed_head, std::string_view who) {
  if (signed_head.size > parts_.log.size()) return StopWriting(signed_head.size, who);
  CANDOR_ASSIGN_OR_RETURN(const crypto::Hash root, RootAt(signed_head.size));
  if (root != signed_head.root) return StopWriting(signed_head.size, who);
  return absl::OkStatus();
}

absl::Status LogPublisher::NoAnswer(std::size_t index) {
  if (!std::exchange(witnesses_[index].silent, true)) {
    Log(Event::kWitnessUnreachable, {index, head_.size});
  }
  return Later();
}

absl::Status LogPublisher::Refused(std::size_t index) {
  if (!std::exchange(witnesses_[index].silent, true)) {
    Log(Event::kWitnessRefused, {index, head_.size});
  }
  return Later();
}

absl::Status LogPublisher::Compare(std::size_t index) {
  Witness& witness = witnesses_[index];
  if (witness.link == nullptr) return CompareCarried(index);
  const auto reply = witness.link->LatestCheckpoint(parts_.log_key.name());
  if (!reply.ok()) return NoAnswer(index);
  if (reply->status == 404) {
    witness.compared = true;
    witness.old_size = 0;
    return absl::OkStatus();
  }
  if (reply->status != 200) return NoAnswer(index);
  // Only what this log's own key has signed counts: a witness cannot stop a log with its word
  // alone.
  const auto latest = audit::OpenLogCheckpoint(AsText(reply->body), parts_.log_key);
  if (!latest.ok()) return Refused(index);
  CANDOR_RETURN_IF_ERROR(CheckHolds({latest->size, latest->root}, "a witness"));
  witness.compared = true;
  witness.old_size = latest->size;
  return absl::OkStatus();
}

absl::Status LogPublisher::CompareAll() {
  for (std::size_t i = 0; i < witnesses_.size(); ++i) {
    if (witnesses_[i].compared) continue;
    const absl::Status compared = Compare(i);
    if (!compared.ok() && !absl::IsUnavailable(compared)) return compared;
  }
  std::size_t linked = 0;
  std::size_t compared = 0;
  for (const auto& witness : witnesses_) {
    if (witness.link == nullptr) continue;
    ++linked;
    if (witness.compared) ++compared;
  }
  const std::size_t wanted = witnesses_.size() - parts_.policy.quorum + 1;
  return compared >= std::min(linked, wanted) ? absl::OkStatus() : Later();
}

absl::Status LogPublisher::SignHead(const Head& head) {
  const runtime::LogLock::State before = parts_.lock.Current();
  const runtime::LogLock::State next{head.size, head.root};
  if (!(before == next)) {
    const absl::Status advanced = parts_.lock.Advance(before, next);
    if (absl::IsFailedPrecondition(advanced)) return StopWriting(before.size, "the lock file");
    CANDOR_RETURN_IF_ERROR(advanced);
  }
  const audit::Checkpoint checkpoint{parts_.log_key.name(), head.size, head.root};
  CANDOR_ASSIGN_OR_RETURN(note_,
                          audit::SignCheckpoint(checkpoint, parts_.log_key.name(), parts_.key));
  head_ = head;
  for (auto& witness : witnesses_) witness.cosigned = false;
  Log(Event::kCheckpointSigned, {head.size});
  return absl::OkStatus();
}

absl::Status LogPublisher::Ask(std::size_t index, WitnessReply& reply) {
  Witness& witness = witnesses_[index];
  std::vector<crypto::Hash> proof;
  if (witness.old_size > 0) {
    CANDOR_ASSIGN_OR_RETURN(proof, parts_.log.ConsistencyProof(witness.old_size, head_.size));
  }
  auto answer = witness.link->AddCheckpoint(
      audit::FormatAddCheckpointRequest(witness.old_size, proof, note_));
  if (!answer.ok()) return NoAnswer(index);
  reply = *std::move(answer);
  return absl::OkStatus();
}

absl::Status LogPublisher::AskWitness(std::size_t index) {
  WitnessReply reply;
  CANDOR_RETURN_IF_ERROR(Ask(index, reply));
  if (reply.status == 409) {
    CANDOR_RETURN_IF_ERROR(TakeConflict(index, reply.body));
    CANDOR_RETURN_IF_ERROR(Ask(index, reply));
  }
  if (reply.status == 200) return TakeCosignature(index, reply.body);
  if (reply.status == 422) {
    // It says that we do not extend what it has seen: see for ourselves, then decide.
    CANDOR_RETURN_IF_ERROR(Compare(index));
  }
  return Refused(index);
}

// The witness has cosigned another size than we thought, and names it.
absl::Status LogPublisher::TakeConflict(std::size_t index, ByteView body) {
  std::string_view text = AsText(body);
  if (text.ends_with('\n')) text.remove_suffix(1);
  const auto size = audit::ParseDecimal(text);
  if (!size.ok()) return Refused(index);
  if (*size > head_.size) {
    const absl::Status compared = Compare(index);
    // Deny by default: without the checkpoint itself its word is all there is, and going on could
    // mean to sign a second history.
    const bool unseen = absl::IsUnavailable(compared) || witnesses_[index].old_size == 0;
    if (unseen && Writable().ok()) return StopWriting(*size, "a witness");
    CANDOR_RETURN_IF_ERROR(compared);
    return Refused(index);
  }
  witnesses_[index].old_size = *size;
  return absl::OkStatus();
}

absl::Status LogPublisher::TakeCosignature(std::size_t index, ByteView body) {
  Witness& witness = witnesses_[index];
  auto cosigned = audit::AddSignatureLine(note_, AsText(body));
  if (!cosigned.ok()) return Refused(index);
  const audit::NoteVerifierKey keys[] = {parts_.log_key, parts_.policy.witnesses[index]};
  const auto opened = audit::OpenNote(*cosigned, keys);
  const bool by_witness =
      opened.ok() && std::ranges::any_of(opened->signatures, [&](const auto& signature) {
        return signature.key == parts_.policy.witnesses[index];
      });
  if (!by_witness) return Refused(index);
  note_ = *std::move(cosigned);
  witness.cosigned = true;
  witness.silent = false;
  witness.old_size = head_.size;
  Log(Event::kWitnessCosigned, {head_.size});
  return PublishIfQuorum();
}

// How many witnesses of the policy cosigned the note; nothing when they are no quorum. The same rule
// that every reader applies, so that nothing is served that a reader would refuse.
std::optional<std::size_t> LogPublisher::CosignaturesOf(std::string_view note) const {
  const auto opened = audit::OpenCheckpoint(note, parts_.log_key, parts_.policy);
  if (!opened.ok()) return std::nullopt;
  return opened->witnesses.size();
}

absl::Status LogPublisher::PublishIfQuorum() {
  // What is published never shrinks.
  if (head_.size < published_size_ || !CosignaturesOf(note_).has_value()) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(parts_.log.SetPublishedCheckpoint(note_));
  if (published_size_.exchange(head_.size) != head_.size) {
    Log(Event::kCheckpointPublished, {head_.size});
    parts_.published(head_.size);
  }
  return absl::OkStatus();
}

absl::Status LogPublisher::AskAll() {
  bool all = true;
  for (std::size_t i = 0; i < witnesses_.size(); ++i) {
    if (witnesses_[i].cosigned) continue;
    if (witnesses_[i].link == nullptr) {
      all = false;
      continue;
    }
    absl::Status asked = witnesses_[i].compared ? absl::OkStatus() : Compare(i);
    if (asked.ok()) asked = AskWitness(i);
    if (!asked.ok() && !absl::IsUnavailable(asked)) return asked;
    all = all && asked.ok();
  }
  return all ? absl::OkStatus() : Later();
}

absl::Status LogPublisher::PublishOnce() {
  CANDOR_RETURN_IF_ERROR(Writable());
  // Before anything is signed, and whoever can be reached: it was signed long ago.
  CANDOR_RETURN_IF_ERROR(Carry(TakeCarried()));
  CANDOR_RETURN_IF_ERROR(CompareAll());
  const Head head = HeadOfStore();
  if (head.size == 0) return absl::OkStatus();
  if (note_.empty() || head.size != head_.size) CANDOR_RETURN_IF_ERROR(SignHead(head));
  CANDOR_RETURN_IF_ERROR(CosignHeadByCarried());
  const absl::Status asked = AskAll();
  if (!asked.ok() && !absl::IsUnavailable(asked)) return asked;
  CANDOR_RETURN_IF_ERROR(Carry(OfferHead()));
  return asked;
}

}  // namespace candor::services::publish
