#include "services/auditor/previous_pack.h"

#include <algorithm>

#include "audit/verify/tiles_of_files.h"
#include "base/status.h"
#include "services/follow/policy.h"

namespace candor::services::auditor {

absl::StatusOr<std::unique_ptr<PreviousPack>> PreviousPack::Open(const runtime::Path& path,
                                                                 std::string_view publication) {
  std::unique_ptr<PreviousPack> out(new PreviousPack);
  CANDOR_ASSIGN_OR_RETURN(out->pack_, PackEvidence::Open(path, publication));
  CANDOR_RETURN_IF_ERROR(out->pack_->Refresh());
  CANDOR_ASSIGN_OR_RETURN(out->policy_, follow::PolicyOf(out->pack_->bundle()));
  for (std::size_t number = 0; number < out->pack_->logs(); ++number) {
    out->TakeLog(number);
    for (const auto& note : out->pack_->log(number).earlier) out->TakeNote(number, note);
  }
  return out;
}

bool PreviousPack::Keep(const std::string& note) {
  for (std::size_t number = 0; number < logs_.size(); ++number) {
    if (!TakeNote(number, note)) continue;
    kept_.emplace_back(number, note);
    return true;
  }
  return false;
}

PackEvidence& PreviousPack::Known(std::span<const audit::ContinuedLog> continued) {
  for (const auto& [number, note] : kept_) {
    const audit::PreviousLogEvidence& log = logs_[number];
    const bool frozen = std::ranges::any_of(
        continued, [&](const auto& each) { return each.previous.origin == log.origin; });
    const auto opened = audit::OpenLogCheckpoint(note, pack_->key(number));
    if (frozen && opened.ok() && opened->size > log.size) continue;
    pack_->log(number).earlier.push_back(note);
  }
  return *pack_;
}

void PreviousPack::TakeLog(std::size_t number) {
  audit::PreviousLogEvidence log{
      .origin = pack_->key(number).name(), .size = 0, .root_at = {}, .published = {}};
  logs_.push_back(std::move(log));
  const audit::LogFiles& files = pack_->files(number);
  const auto note = files.Read("checkpoint");
  if (note.ok() && TakeNote(number, std::string(AsText(*note)))) {
    logs_.back().size = logs_.back().published.back().size;
  }
  logs_.back().root_at = [&files, size = logs_.back().size](
                             std::uint64_t at) -> absl::StatusOr<audit::Hash> {
    const audit::TilesOfFiles tiles(files, size);
    const audit::TileHashReader hashes(tiles, size);
    return audit::BuildRoot(hashes, at);
  };
}

bool PreviousPack::TakeNote(std::size_t number, const std::string& note) {
  const auto opened = audit::OpenCheckpoint(note, pack_->key(number), policy_);
  if (opened.ok()) logs_[number].published.push_back(opened->checkpoint);
  return opened.ok();
}

}  // namespace candor::services::auditor
