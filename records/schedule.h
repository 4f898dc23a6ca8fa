// Schedule: the days of a campaign and the slots at which batches are sealed.
//
//   Phases       { uint32 issuance_opens, speaking_opens, speaking_closes, converge_ends,
//                         answers_due, conversation_ends, retention_ends;  uint8 grace_days; }
//   SlotSchedule { uint32 first_day;  uint8 slots_per_day; }
//
// Each day names the moment it begins, 00:00 UTC; a window is [opens, closes). Slot number s is at
// first_day·86400 + s·(86400 / slots_per_day) seconds. A kind's last slot is the first one at or
// after its window's end.
#pragma once

#include "absl/status/status.h"
#include "base/clock.h"
#include "crypto/codec.h"

namespace candor::records {

using SlotNumber = std::uint32_t;

struct Phases {
  Day issuance_opens = 0;
  Day speaking_opens = 0;
  Day speaking_closes = 0;
  Day converge_ends = 0;
  Day answers_due = 0;
  Day conversation_ends = 0;
  Day retention_ends = 0;
  std::uint8_t grace_days = 0;

  void Write(crypto::Writer& out) const;
  static Phases Read(crypto::Reader& in);
  bool operator==(const Phases&) const = default;
};

struct SlotSchedule {
  Day first_day = 0;
  std::uint8_t slots_per_day = 1;  // divides 24

  UnixSeconds TimeOf(SlotNumber slot) const;
  Day DayOfSlot(SlotNumber slot) const { return DayOf(TimeOf(slot)); }
  // The first slot at or after a moment; the moment is not before first_day.
  SlotNumber FirstAtOrAfter(UnixSeconds when) const;
  // The last slot at or before a moment, -1 when none is.
  std::int64_t LastAtOrBefore(UnixSeconds when) const;

  void Write(crypto::Writer& out) const;
  static SlotSchedule Read(crypto::Reader& in);
  bool operator==(const SlotSchedule&) const = default;
};

// In order, no window empty, slots from no later than the opening of speech. A sentence per rule.
absl::Status CheckSchedule(const Phases& phases, const SlotSchedule& slots);

// Whether the board has extended speaking by the grace, once, because fewer than k opinions were
// pooled at the close (PROTOCOL §8; CampaignExtend in records/entry.h). It moves opinions alone, and
// the blanks that follow them.
enum class Grace : std::uint8_t { kNotTaken, kTaken };

// The first day on which no opinion is taken.
Day SpeakingCloses(const Phases& phases, Grace grace);

// The last slot of withdrawals, and so of the campaign: the first one at or after the end of retention.
SlotNumber LastWithdrawalSlot(const Phases& phases, const SlotSchedule& slots);

}  // namespace candor::records
