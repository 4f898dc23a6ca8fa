// candord recover: a stopped server's log, restored from an older copy, back to what it has signed.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/runtime/files.h"

namespace candor::candord {

// `config` is a board's or an issuer's configuration; `from` a pack, or the public files of that log.
// Returns what was done, for people to read.
absl::StatusOr<std::string> RecoverStopped(const runtime::Path& config, const runtime::Path& from,
                                           const std::optional<std::string>& sim_clock_file);

// Freezes the log for good (services/publish/freeze.h).
absl::StatusOr<std::string> FreezeStopped(const runtime::Path& config);

}  // namespace candor::candord
