// Window: when each kind of submission is taken, and the slot at which the last of them are sealed
// (PROTOCOL §8).
//
//   opinion                         speaking, the grace included once it is taken
//   contribution                    speaking
//   endorsement                     from the opening of speaking until converge ends
//   follow-up, appeal, rating       from there until the conversation ends
//   withdrawal                      from there until retention ends
//   blank                           from the close of opinions until the conversation ends
//
// One table for all who ask: the board that takes, the member who sends, the auditor who recounts.
// Whether the grace was taken is not known before the close, and each caller says what it goes by:
// the log's word (audit::Campaign::WindowOf), the plan, or both. Pure and thread-safe.
#pragma once

#include "records/schedule.h"
#include "records/submission.h"

namespace candor::records {

// [opens, closes): each day names the moment it begins, 00:00 UTC. Empty where both are the same day,
// which a draft may say of all but speaking and withdrawals.
struct KindWindow {
  Day opens = 0;
  Day closes = 0;

  bool Contains(Day day) const { return opens <= day && day < closes; }
  bool operator==(const KindWindow&) const = default;
};
KindWindow WindowOf(Kind kind, const Phases& phases, Grace grace);

// The first slot at or after the window's end. Nothing of the kind stays behind after it.
SlotNumber LastSlotOf(Kind kind, const Phases& phases, const SlotSchedule& slots, Grace grace);

}  // namespace candor::records
