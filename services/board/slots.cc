#include "services/board/slots.h"

#include <utility>

#include "records/window.h"

namespace candor::services::board {
namespace {

// The kind of each pool whose window ends last.
constexpr std::pair<records::Pool, records::Kind> kLongestOf[] = {
    {records::Pool::kOpinions, records::Kind::kOpinion},
    {records::Pool::kContributions, records::Kind::kContribution},
    {records::Pool::kEndorsements, records::Kind::kEndorsement},
    {records::Pool::kRatings, records::Kind::kRating},
    {records::Pool::kBlanks, records::Kind::kBlank},
    {records::Pool::kThreadActs, records::Kind::kWithdrawal}};

// Of the pool whose last slot is `last`, at `slot`.
Mixing MixingAt(records::SlotNumber slot, records::SlotNumber last,
                std::optional<records::SlotNumber> processed) {
  if (processed.has_value() && *processed >= last) return Mixing::kOver;
  return slot >= last ? Mixing::kEnds : Mixing::kGoesOn;
}

}  // namespace

bool SpeechIsOver(const records::Phases& phases, const records::SlotSchedule& slots,
                  records::Grace grace, std::optional<records::SlotNumber> processed) {
  return processed.has_value() &&
         *processed >= records::LastSlotOf(records::Kind::kOpinion, phases, slots, grace);
}

bool ThreadsAreOver(const records::Phases& phases, const records::SlotSchedule& slots,
                    std::optional<records::SlotNumber> processed) {
  return processed.has_value() && *processed >= records::LastWithdrawalSlot(phases, slots);
}

std::optional<DueSlot> FindDueSlot(const records::Phases& phases,
                                   const records::SlotSchedule& slots, records::Grace grace,
                                   std::optional<records::SlotNumber> processed, UnixSeconds now) {
  if (ThreadsAreOver(phases, slots, processed)) return std::nullopt;
  const std::int64_t latest = slots.LastAtOrBefore(now);
  if (latest < 0) return std::nullopt;
  const auto slot = static_cast<records::SlotNumber>(latest);
  if (processed.has_value() && slot <= *processed) return std::nullopt;
  DueSlot out{.slot = slot, .mixing = {}, .last = slot >= records::LastWithdrawalSlot(phases, slots)};
  for (const auto& [pool, kind] : kLongestOf) {
    out.mixing.at(static_cast<std::size_t>(pool) - 1) =
        MixingAt(slot, records::LastSlotOf(kind, phases, slots, grace), processed);
  }
  return out;
}

}  // namespace candor::services::board
