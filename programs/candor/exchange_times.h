// The times of this machine's exchanges, kept beside the wallet: `next-exchange`, seconds in decimal.
//
// It is no secret (whoever watches the network sees every exchange), and stands outside the wallet so
// that a timer can look at it without the passphrase, without the wallet's lock, and without a
// connection.
#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "programs/candor/context.h"

namespace candor::cli {

// The time of the exchange that is due; nothing where none is. One that was missed by more than a few runs of
// the timer is not made up for: then the next one is set.
absl::StatusOr<std::optional<UnixSeconds>> FindDueExchange(Context& context);

// Sets the time of the next exchange. To be called when the wallet is open, so that somebody who types a verb
// at this moment delays an exchange to the timer's next run and does not take it away; and before anything is
// sent, so that a crash does not make two.
absl::Status TakeExchange(Context& context, UnixSeconds due);

}  // namespace candor::cli
