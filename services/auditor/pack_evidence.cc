#include "services/auditor/pack_evidence.h"

#include <utility>

#include "audit/checkpoint.h"
#include "audit/pack.h"
#include "base/status.h"
#include "base/text.h"
#include "services/auditor/receipts.h"
#include "services/follow/policy.h"
#include "services/follow/publication.h"

namespace candor::services::auditor {

using audit::InvariantId;
using audit::Severity;

absl::StatusOr<std::unique_ptr<PackEvidence>> PackEvidence::Open(const runtime::Path& path,
                                                                 std::string_view publication) {
  std::unique_ptr<PackEvidence> out(new PackEvidence(path));
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, out->folder_.Read(audit::kPackBundle));
  auto bundle = records::TrustBundle::Decode(bytes);
  if (!bundle.ok()) {
    return absl::FailedPreconditionError("the pack's bundle is not a trust bundle");
  }
  CANDOR_RETURN_IF_ERROR(follow::CheckPublication(publication, bundle->Fingerprint()));
  if (const absl::Status separated = bundle->CheckSeparation(); !separated.ok()) {
    return absl::FailedPreconditionError(separated.message());
  }
  out->evidence_.bundle = *std::move(bundle);
  const auto& issuers = out->bundle().issuers;
  out->evidence_.issuers.resize(issuers.size());
  out->notes_read_.resize(issuers.size() + 1);
  for (std::size_t number = 0; number <= issuers.size(); ++number) {
    CANDOR_ASSIGN_OR_RETURN(
        auto key, follow::LogKeyOf(number == 0 ? out->bundle().board : issuers[number - 1]));
    out->keys_.push_back(std::move(key));
    out->logs_.push_back(std::make_unique<follow::PackLog>(out->folder_, number));
    out->log(number).files = out->logs_.back().get();
  }
  return out;
}

std::uint64_t PackEvidence::SizeClaimedBy(std::string_view origin) const {
  for (std::size_t number = 0; number < logs(); ++number) {
    if (keys_[number].name() != origin) continue;
    const auto note = files(number).Read("checkpoint");
    if (!note.ok()) return 0;
    const auto opened = audit::OpenLogCheckpoint(AsText(*note), keys_[number]);
    return opened.ok() ? opened->size : 0;
  }
  return 0;
}

absl::Status PackEvidence::Refresh() {
  for (std::size_t number = 0; number < logs_.size(); ++number) {
    CANDOR_RETURN_IF_ERROR(ReadNotes(number));
  }
  return ReadReceipts();
}

// What a pack keeps was served, with the quorum. A note that lost it since is still the log's word, and
// is compared as such.
absl::Status PackEvidence::ReadNotes(std::size_t number) {
  CANDOR_ASSIGN_OR_RETURN(const auto policy, follow::PolicyOf(bundle()));
  CANDOR_ASSIGN_OR_RETURN(const auto notes, folder_.Earlier(number, notes_read_[number]));
  for (const auto& note : notes) {
    ++notes_read_[number];
    log(number).earlier.push_back(note);
    if (audit::OpenCheckpoint(note, keys_[number], policy).ok()) continue;
    of_notes_.Add({InvariantId::kWitnesses, Severity::kIncomplete, keys_[number].name(), {},
                   Cat("the kept note ", audit::PackEarlierFolder(number), "/", notes_read_[number],
                       " does not carry the witnesses' quorum")});
  }
  return absl::OkStatus();
}

absl::Status PackEvidence::ReadReceipts() {
  evidence_.promises.clear();
  of_receipts_ = {};
  CANDOR_ASSIGN_OR_RETURN(const auto files, folder_.FilesBelow(audit::kPackReceipts));
  for (const auto& path : files) {
    if (!path.ends_with(".json")) continue;
    CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, folder_.Read(path));
    TakeReceipt(path, bytes);
  }
  return absl::OkStatus();
}

void PackEvidence::TakeReceipt(const std::string& path, ByteView json) {
  auto evidence = ReadReceipt(AsText(json));
  if (!evidence.ok()) {
    of_receipts_.Add({InvariantId::kPromises, Severity::kIncomplete, "", {},
                      Cat("the receipt ", path, " cannot be read: it proves nothing")});
    return;
  }
  for (auto& each : *evidence) evidence_.promises.push_back(std::move(each));
}

void PackEvidence::Judge(audit::Findings& findings) const {
  findings.AddAll(of_notes_);
  findings.AddAll(of_receipts_);
}

}  // namespace candor::services::auditor
