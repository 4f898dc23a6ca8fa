#include "services/board/board_cosign.h"

#include "base/status.h"
#include "records/trust_bundle.h"

namespace candor::services::board {

absl::StatusOr<publish::CosignDesk> OpenBoardDesk(const BoardConfig& config) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(config.bundle));
  CANDOR_ASSIGN_OR_RETURN(const auto bundle, records::TrustBundle::Decode(bytes));
  if (bundle.board.origin != config.origin) {
    return absl::InvalidArgumentError(
        "The trust bundle names another board than the 'origin' of the configuration. Correct one"
        " of the two.");
  }
  return publish::CosignDesk{config.cosign, bundle, bundle.board};
}

}  // namespace candor::services::board
