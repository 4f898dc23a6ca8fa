#include "services/board/slots.h"

namespace candor::services::board {

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
  const bool ends = slot >= records::LastSpeechSlot(phases, slots);
  const Speech speech = SpeechIsOver(phases, slots, processed) ? Speech::kOver
                        : ends                                 ? Speech::kEnds
                                                               : Speech::kGoesOn;
  return DueSlot{slot, speech, slot >= records::LastWithdrawalSlot(phases, slots)};
}

}  // namespace candor::services::board
