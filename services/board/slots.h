// Which slot is due. Pure and thread-safe.
#pragma once

#include <optional>

#include "records/schedule.h"

namespace candor::services::board {

struct DueSlot {
  records::SlotNumber slot = 0;
  bool last = false;  // of speech: nothing stays behind
  bool operator==(const DueSlot&) const = default;
};

// The latest slot at or before `now`, unless it or the last one of speech was processed. Slots that
// passed while the server was down are not made up for: a batch stands on its slot's day, and days
// in the log never decrease. When the last one was missed, the next takes its place.
std::optional<DueSlot> FindDueSlot(const records::Phases& phases,
                                   const records::SlotSchedule& slots,
                                   std::optional<records::SlotNumber> processed, UnixSeconds now);

// The last slot of speech, or one in its place, is behind.
bool SpeechIsOver(const records::Phases& phases, const records::SlotSchedule& slots,
                  std::optional<records::SlotNumber> processed);

}  // namespace candor::services::board
