// BoardExport: the public files of the board's log from its store, while the server is stopped.
#pragma once

#include "absl/status/status.h"
#include "services/board/board_config.h"
#include "services/runtime/files.h"

namespace candor::services::board {

// Needs neither key nor passphrase. FailedPrecondition when the server runs; NotFound when there is no
// store; else as publish::ExportStore.
absl::Status ExportBoard(const BoardConfig& config, const runtime::Path& out);

}  // namespace candor::services::board
