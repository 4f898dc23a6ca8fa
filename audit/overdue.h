// Overdue: which clocks of a campaign ran out, by the log alone (AUDIT §3, I20).
//
// A text is answered by an answer to it, or by one to a theme that holds it, from the day on which both are there.
// An acknowledgement is no answer; an answer is an acknowledgement too. Texts that nobody can read (withheld) put
// nobody under a clock. A tombstone (of retention, of the author, of two roles that agreed) stops the clocks of its
// text on its day: what was late by then stays late, for else waiting for the end of retention would make every
// silence undone. A theme that was merged away leaves its decision to the other one, if it went before its day. Pure.
#pragma once

#include <optional>
#include <vector>

#include "audit/board_view.h"

namespace candor::audit {

enum class ClockKind : std::uint8_t {
  kAcknowledge,  // an opinion that nobody has acknowledged or answered
  kAnswer,       // an opinion without an answer
  kPublish,      // a headline or text whose author consented, neither published nor declined
  kPledge,       // a person who has not renewed the pledge while members speak
  kDecision,     // a theme without a decision on the programme's day
  kAction,       // an action past its day, neither done nor dropped
};

struct Overdue {
  ClockKind clock = ClockKind::kAnswer;
  crypto::Hash about{};                      // submission hash, theme or action; zeroes for a pledge
  std::optional<records::VerifyKey> person;  // for a pledge, and of an action who promised it
  Day due = 0;                               // the last day on which it would have been in time
  std::optional<Day> done{};                 // late; nothing while it is still not done
};

// By clock, then by the log's order.
std::vector<Overdue> OverdueOf(const Campaign& campaign, Day as_of);

// The day of the tombstone that names a text; nothing while none does.
std::optional<Day> ErasedOn(const Campaign& campaign, const SealedSubmission& sealed);

// The day of the first answer to a text, its own or its theme's; nothing while there is none.
std::optional<Day> FirstAnswered(const Campaign& campaign, const crypto::Hash& submission);
// The same for the theme's answers alone.
std::optional<Day> FirstAnsweredByTheme(const Campaign& campaign, const crypto::Hash& submission);

// The day until which an action is promised, and whether it is over.
struct ActionStanding {
  Day due = 0;
  std::optional<Day> ended{};  // done or dropped
};
ActionStanding StandingOf(const Campaign& campaign, const ActionState& action);

}  // namespace candor::audit
