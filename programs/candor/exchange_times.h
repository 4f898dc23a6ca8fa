// The times of this machine's exchanges, kept beside the wallet: `next-exchange`, seconds in decimal.
//
// It is no secret (whoever watches the network sees every exchange), and stands outside the wallet so
// that a timer can look at it without the passphrase, without the wallet's lock, and without a
// connection.
#pragma once

#include "absl/status/statusor.h"
#include "programs/candor/context.h"

namespace candor::cli {

// Whether an exchange is due, and then sets the time of the next one, before anything is sent: a crash
// must not make two. One that was missed by more than a few runs of the timer is not made up for.
absl::StatusOr<bool> TakeScheduledExchange(Context& context);

}  // namespace candor::cli
