#include "services/board/slots.h"

namespace candor::services::board {

bool SpeechIsOver(const records::Phases& phases, const records::SlotSchedule& slots,
                  std::optional<records::SlotNumber> processed) {
  return processed.has_value() && *processed >= records::LastSpeechSlot(phases, slots);
}

std::optional<DueSlot> FindDueSlot(const records::Phases& phases,
                                   const records::SlotSchedule& slots,
                                   std::optional<records::SlotNumber> processed, UnixSeconds now) {
  if (SpeechIsOver(phases, slots, processed)) return std::nullopt;
  const std::int64_t latest = slots.LastAtOrBefore(now);
  if (latest < 0) return std::nullopt;
  const auto slot = static_cast<records::SlotNumber>(latest);
  if (processed.has_value() && slot <= *processed) return std::nullopt;
  return DueSlot{slot, slot >= records::LastSpeechSlot(phases, slots)};
}

}  // namespace candor::services::board
