// BoardCosign: what the board's operator does for witnesses without a network (cosign_desk.h), beside the
// running server or while it is stopped.
#pragma once

#include "absl/status/statusor.h"
#include "services/board/board_config.h"
#include "services/publish/cosign_desk.h"

namespace candor::services::board {

// Reads configuration and trust bundle; needs neither key nor passphrase.
absl::StatusOr<publish::CosignDesk> OpenBoardDesk(const BoardConfig& config);

}  // namespace candor::services::board
