// When a client makes its exchanges: at random times, a fixed number a day, whatever its owner does.
//
// The day is divided into as many equal parts as there are exchanges, and each part has one, at a time
// drawn uniformly in it. So times say nothing, and no day has more of them than another.
// A machine that was off makes up for nothing: what it missed would show when it was switched on and
// that it waited. Pure but for `random`.
#pragma once

#include "base/clock.h"
#include "crypto/random.h"
#include "services/member/logs.h"

namespace candor::services::member {

// Exchanges a day (PROTOCOL §9): more while a jam is open, in which people want to hear of each other.
inline constexpr int kExchangesADay = 4;
inline constexpr int kExchangesADayInAJam = 12;
int ExchangesADay(const audit::BoardView& board, Day today);

// The time of the next exchange, after one was made or decided on at `now`: in the part of the day that
// follows the one `now` lies in.
UnixSeconds NextExchange(UnixSeconds now, int exchanges_a_day, crypto::RandomSource& random);

// The parts in which what waits now will have left, if the client's machine is on: from the coming
// exchange to the end of its part. For telling people.
struct ExchangeWindow {
  UnixSeconds opens = 0;
  UnixSeconds closes = 0;
};
ExchangeWindow WindowAfter(UnixSeconds earliest, int exchanges_a_day);

}  // namespace candor::services::member
