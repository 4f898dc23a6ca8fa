// What LogPublisher does for witnesses without a network.
#include <algorithm>

#include "base/status.h"
#include "services/publish/log_publisher.h"
#include "services/runtime/event_log.h"

namespace candor::services::publish {

using runtime::Event;
using runtime::Log;

// Files that cannot be read hold up nothing that needs no files; a store that does not hold what it
// has signed does.
absl::Status LogPublisher::Carry(absl::Status status) {
  if (!Writable().ok()) return status;
  const bool failed = !status.ok() && !absl::IsUnavailable(status);
  const absl::StatusCode before =
      std::exchange(carrying_, failed ? status.code() : absl::StatusCode::kOk);
  if (failed && before != status.code()) {
    Log(Event::kTickFailed, {static_cast<int>(status.code())});
  }
  return absl::OkStatus();
}

absl::Status LogPublisher::CompareCarried(std::size_t index) {
  const auto& latest = parts_.air_gap->Latest(index);
  if (latest.has_value()) {
    CANDOR_RETURN_IF_ERROR(CheckHolds({latest->checkpoint.size, latest->checkpoint.root},
                                      "the folder of carried cosignatures"));
  }
  witnesses_[index].compared = true;
  return absl::OkStatus();
}

absl::Status LogPublisher::TakeCarried() {
  if (parts_.air_gap == nullptr) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const auto out, parts_.air_gap->Take());
  if (!out.has_value()) return absl::OkStatus();
  const Head head{out->checkpoint.size, out->checkpoint.root};
  if (head.size < published_size_) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(CheckHolds(head, "the folder of carried cosignatures"));
  const auto cosignatures = CosignaturesOf(out->note);
  if (!cosignatures.has_value()) return absl::OkStatus();
  if (head.size == published_size_) {
    // The same again, unless more witnesses stand under it.
    CANDOR_ASSIGN_OR_RETURN(const auto published, parts_.log.PublishedCheckpoint());
    if (published.has_value() && CosignaturesOf(*published) >= cosignatures) {
      return absl::OkStatus();
    }
  }
  // Crash before: `out` holds the quorum, and the next start is here again. After: nothing is left
  // to do.
  CANDOR_RETURN_IF_ERROR(parts_.log.SetPublishedCheckpoint(out->note));
  if (published_size_.exchange(head.size) != head.size) {
    Log(Event::kCheckpointPublished, {head.size});
    parts_.published(head.size);
  }
  return absl::OkStatus();
}

absl::Status LogPublisher::CosignHeadByCarried() {
  if (parts_.air_gap == nullptr) return absl::OkStatus();
  for (std::size_t i = 0; i < witnesses_.size(); ++i) {
    const auto& latest = parts_.air_gap->Latest(i);
    if (witnesses_[i].cosigned || !latest.has_value() || latest->checkpoint.size != head_.size) {
      continue;
    }
    const auto line = CosignatureOf(note_, latest->note, parts_.policy.witnesses[i]);
    if (!line.ok()) continue;
    const absl::Status taken = TakeCosignature(i, AsBytes(*line));
    if (!taken.ok() && !absl::IsUnavailable(taken)) return taken;
  }
  return absl::OkStatus();
}

absl::Status LogPublisher::OfferHead() {
  if (parts_.air_gap == nullptr) return absl::OkStatus();
  const auto possible = std::ranges::count_if(
      witnesses_, [](const Witness& each) { return each.cosigned || each.link == nullptr; });
  // Once out, a checkpoint gets no more cosignatures from the others: they see newer ones.
  if (static_cast<std::size_t>(possible) < parts_.policy.quorum) return absl::OkStatus();
  return parts_.air_gap->Offer(note_, head_.size);
}

}  // namespace candor::services::publish
