#include "services/board/slots.h"

#include "records/window.h"

namespace candor::services::board {
namespace {

// Of the pool whose last slot is `last`, at `slot`.
Mixing MixingAt(records::SlotNumber slot, records::SlotNumber last,
                std::optional<records::SlotNumber> processed) {
  if (processed.has_value() && *processed >= last) return Mixing::kOver;
  return slot >= last ? Mixing::kEnds : Mixing::kGoesOn;
}

}  // namespace

bool SpeechIsOver(const records::Phases& phases, const records::SlotSchedule& slots,
                  std::optional<records::SlotNumber> processed) {
  return processed.has_value() && *processed >= records::LastSpeechSlot(phases, slots);
}

bool ThreadsAreOver(const records::Phases& phases, const records::SlotSchedule& slots,
                    std::optional<records::SlotNumber> processed) {
  return processed.has_value() && *processed >= records::LastWithdrawalSlot(phases, slots);
}

std::optional<DueSlot> FindDueSlot(const records::Phases& phases,
                                   const records::SlotSchedule& slots,
                                   std::optional<records::SlotNumber> processed, UnixSeconds now) {
  if (ThreadsAreOver(phases, slots, processed)) return std::nullopt;
  const std::int64_t latest = slots.LastAtOrBefore(now);
  if (latest < 0) return std::nullopt;
  const auto slot = static_cast<records::SlotNumber>(latest);
  if (processed.has_value() && slot <= *processed) return std::nullopt;
  const auto last_blanks = records::LastSlotOf(records::Kind::kBlank, phases, slots);
  return DueSlot{slot, MixingAt(slot, records::LastSpeechSlot(phases, slots), processed),
                 MixingAt(slot, last_blanks, processed),
                 slot >= records::LastWithdrawalSlot(phases, slots)};
}

}  // namespace candor::services::board
