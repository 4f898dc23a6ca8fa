#include "programs/candord/cosign.h"

#include <iostream>

#include "base/status.h"
#include "base/text.h"
#include "services/board/board_cosign.h"
#include "services/issuer/issuer_cosign.h"

namespace candor::candord {
namespace {

namespace publish = services::publish;

constexpr std::size_t kMaxAnswerFile = std::size_t{64} << 10;
constexpr mode_t kReadableByAll = 0644;  // public, and carried by people who are not this user

absl::StatusOr<publish::CosignDesk> OpenDesk(const runtime::Path& config) {
  const auto board = services::board::LoadBoardConfig(config);
  if (board.ok()) return services::board::OpenBoardDesk(*board);
  if (!absl::IsInvalidArgument(board.status())) return board.status();
  const auto issuer = services::issuer::LoadIssuerConfig(config);
  if (issuer.ok()) return services::issuer::OpenIssuerDesk(*issuer);
  return absl::InvalidArgumentError(Cat("Neither a board's configuration: ",
                                        board.status().message(), "\nnor an issuer's: ",
                                        issuer.status().message()));
}

}  // namespace

absl::Status WriteCosignRequest(const CosignOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const auto desk, OpenDesk(options.config));
  CANDOR_ASSIGN_OR_RETURN(
      const auto request,
      publish::MakeCosignRequest(desk, options.witness,
                                 options.renew ? publish::Renew::kYes : publish::Renew::kNo));
  CANDOR_RETURN_IF_ERROR(
      runtime::WriteFileAtomically(options.file, AsBytes(request.body), kReadableByAll));
  std::cout << "The request is in " << options.file.string() << ": " << desk.log.origin << ", size "
            << request.size << ".\n";
  return absl::OkStatus();
}

absl::Status AcceptCosignAnswer(const CosignOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const auto desk, OpenDesk(options.config));
  CANDOR_ASSIGN_OR_RETURN(const Bytes answer, runtime::ReadFile(options.file, kMaxAnswerFile));
  CANDOR_RETURN_IF_ERROR(publish::AcceptCosignAnswer(desk, options.witness, AsText(answer)));
  std::cout << "The cosignature verifies. The server takes it within a few seconds, or when it"
               " starts.\n";
  return absl::OkStatus();
}

}  // namespace candor::candord
