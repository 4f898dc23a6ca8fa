// candord all: several servers on one machine, each as a process of its own.
//
// They share nothing but the machine: each child is this program again, started as it would be alone.
// SIGTERM and SIGINT are passed on, and the call returns when all have ended. When one ends although
// nobody asked it to, the others are stopped too and the error names it; nothing is started again,
// for what ended a server once is for a person to look at.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "absl/status/status.h"
#include "programs/candord/deployment.h"

namespace candor::candord {

// To be called from main before other threads exist. Aborted when a server died.
absl::Status RunAll(std::span<const ServerEntry> servers,
                    const std::optional<std::string>& sim_clock_file);

}  // namespace candor::candord
