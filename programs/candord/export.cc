#include "programs/candord/export.h"

#include "base/text.h"
#include "services/board/board_export.h"
#include "services/issuer/issuer_export.h"

namespace candor::candord {

absl::Status ExportStopped(const runtime::Path& config, const runtime::Path& out) {
  const auto board = services::board::LoadBoardConfig(config);
  if (board.ok()) return services::board::ExportBoard(*board, out);
  if (!absl::IsInvalidArgument(board.status())) return board.status();
  const auto issuer = services::issuer::LoadIssuerConfig(config);
  if (issuer.ok()) return services::issuer::ExportIssuer(*issuer, out);
  return absl::InvalidArgumentError(Cat("Neither a board's configuration: ",
                                        board.status().message(), "\nnor an issuer's: ",
                                        issuer.status().message()));
}

}  // namespace candor::candord
