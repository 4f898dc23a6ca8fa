// When a client makes its exchanges: at random times, a fixed number a day, whatever its owner does.
//
// The day is divided into as many equal parts as there are exchanges, and each part has one, at a time
// drawn uniformly in it, but for its last minutes: the run of the timer that makes it lies in the part too.
// So times say nothing, and no day has more of them than another.
// A machine that was off makes up for nothing: what it missed would show when it was switched on and
// that it waited. Pure but for `random`.
#pragma once

#include <cstddef>

#include "base/clock.h"
#include "crypto/random.h"
#include "records/exchanges.h"
#include "services/member/logs.h"

namespace candor::services::member {

using records::kExchangesADay;
using records::kExchangesADayInAJam;
int ExchangesADay(const audit::BoardView& board, Day today);

// How often a timer has to look whether an exchange is due.
inline constexpr UnixSeconds kTimerInterval = 5 * 60;

// The time of the next exchange, after one that was due at `last`: in the part of the day that follows the
// one `last` lies in.
UnixSeconds NextExchange(UnixSeconds last, int exchanges_a_day, crypto::RandomSource& random);
// No exchange is set for later than this after the time it is set at: a time beyond it is no plan of ours.
inline constexpr UnixSeconds kLongestPlan = 2 * kSecondsPerDay / kExchangesADay;

// Between which times what may leave at `earliest` will have left, if the client's machine is on and `before`
// others leave first: each exchange carries one. For telling people.
struct ExchangeWindow {
  UnixSeconds opens = 0;
  UnixSeconds closes = 0;
};
ExchangeWindow WindowAfter(UnixSeconds earliest, int exchanges_a_day, std::size_t before = 0);

}  // namespace candor::services::member
