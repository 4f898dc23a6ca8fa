// PlainBoard: what there would be without the detour, to measure it against: the board's rule over the same
// store, and clients that call it by themselves over TLS, with no relay, no encapsulation and no beat.
//
// It serves RelayService.Forward with a SubmitRequest in and a SubmitReply out, both in clear. For
// measurements alone: it tells the board who speaks, which is what Candor exists to prevent.
#pragma once

#include <filesystem>

#include "absl/status/status.h"
#include "base/clock.h"

namespace candor::bench {

// Serves the board of this folder (tests/services/board/board_deployment.h), whose store is `store`, on this
// port of 127.0.0.1, until SIGTERM. The store has to hold an open jam whose members speak at `now`.
absl::Status ServePlainBoard(const std::filesystem::path& folder, const std::filesystem::path& store, int port,
                             UnixSeconds now);

}  // namespace candor::bench
