// Which slot is due. Pure and thread-safe.
#pragma once

#include <array>
#include <optional>

#include "records/schedule.h"
#include "records/submission.h"

namespace candor::services::board {

// Where a slot stands in the mixing of a pool.
enum class Mixing {
  kGoesOn,
  kEnds,  // the pool's last slot: nothing stays behind
  kOver,  // nothing of the pool is sealed any more
};

struct DueSlot {
  records::SlotNumber slot = 0;
  // By pool, in the order of their numbers; before a pool's window opens, of an empty one. That of the acts of
  // threads ends with the campaign: withdrawals are taken until then.
  std::array<Mixing, 6> mixing{};
  bool last = false;  // of the campaign: nothing is sealed after it

  Mixing Of(records::Pool pool) const { return mixing.at(static_cast<std::size_t>(pool) - 1); }
  bool operator==(const DueSlot&) const = default;
};

// The latest slot at or before `now`, unless it or the campaign's last one, at the end of retention,
// was processed. Slots that passed while the server was down are not made up for: a batch stands on
// its slot's day, and days in the log never decrease. When the last one of a pool, or of the campaign,
// was missed, the next takes its place.
// `grace`: as the log says so far.
std::optional<DueSlot> FindDueSlot(const records::Phases& phases,
                                   const records::SlotSchedule& slots, records::Grace grace,
                                   std::optional<records::SlotNumber> processed, UnixSeconds now);

// The last slot of speech, or one in its place, is behind: no opinion waits any more, and none is taken.
bool SpeechIsOver(const records::Phases& phases, const records::SlotSchedule& slots,
                  records::Grace grace, std::optional<records::SlotNumber> processed);

// The campaign's last slot is behind: no act of a thread waits any more, and none is taken.
bool ThreadsAreOver(const records::Phases& phases, const records::SlotSchedule& slots,
                    std::optional<records::SlotNumber> processed);

}  // namespace candor::services::board
