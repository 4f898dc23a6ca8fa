#include "programs/candord/recover.h"

#include <memory>

#include "base/status.h"
#include "base/text.h"
#include "services/board/board_recovery.h"
#include "services/issuer/issuer_recovery.h"
#include "services/runtime/clock.h"

namespace candor::candord {
namespace {

using services::publish::Recovered;

absl::Status NoConfiguration(const absl::Status& board, const absl::Status& issuer) {
  return absl::InvalidArgumentError(Cat("Neither a board's configuration: ", board.message(),
                                        "\nnor an issuer's: ", issuer.message()));
}

std::string LostText(const Recovered& recovered, std::string_view what) {
  if (recovered.lost.empty()) return Cat("The Incident names no campaign: nothing ", what, ".\n");
  std::string out = Cat("Campaigns in which something ", what, ", as the Incident names them:\n");
  for (const auto& campaign : recovered.lost) out += Cat("  ", HexEncode(campaign), "\n");
  return out;
}

std::string Describe(const Recovered& recovered, std::string_view rest) {
  if (!recovered.needed) {
    return "The store holds everything that this log is known to have signed. Nothing was changed: start the"
           " server.\n";
  }
  return Cat("The copy held ", recovered.found_size, " entries. The log is back at size ",
             recovered.signed_size, ", with exactly the root that was signed, and an Incident follows.\n",
             rest, "Next: start the server; it publishes the Incident. Tell people why it stood still.\n");
}

std::string DescribeBoard(const Recovered& recovered) {
  return Describe(recovered, Cat("Tombstones carried out again: ", recovered.erased, " texts.\n",
                                 LostText(recovered, "may have been promised and is lost until clients send it again")));
}

std::string DescribeIssuer(const Recovered& recovered) {
  return Describe(recovered,
                  Cat(LostText(recovered, "may have been drawn by people who are not known any more; nobody"
                                          " draws there again"),
                      "Nobody is enrolled any more: make new invites, for everybody.\n"));
}

}  // namespace

absl::StatusOr<std::string> RecoverStopped(const runtime::Path& config, const runtime::Path& from,
                                           const std::optional<std::string>& sim_clock_file) {
  CANDOR_ASSIGN_OR_RETURN(const auto clock, runtime::OpenClock(sim_clock_file));
  const auto board = services::board::LoadBoardConfig(config);
  if (board.ok()) {
    CANDOR_ASSIGN_OR_RETURN(const auto done, services::board::RecoverBoard(*board, from, *clock));
    return DescribeBoard(done);
  }
  if (!absl::IsInvalidArgument(board.status())) return board.status();
  const auto issuer = services::issuer::LoadIssuerConfig(config);
  if (!issuer.ok()) return NoConfiguration(board.status(), issuer.status());
  CANDOR_ASSIGN_OR_RETURN(const auto done, services::issuer::RecoverIssuer(*issuer, from, *clock));
  return DescribeIssuer(done);
}

absl::StatusOr<std::string> FreezeStopped(const runtime::Path& config) {
  const auto describe = [](const records::PreviousLog& last, const runtime::Path& lock) {
    return Cat("The log ", last.origin, " is frozen. It had signed size ", last.size, ", root ",
               HexEncode(last.root), ".\nThe server still serves what it had published; it accepts and signs"
               " nothing any more.\nNext: make the deployment that takes its place, with the bundle and ",
               lock.filename().string(), ".frozen at hand:\ncandord init NEW --organisation NAME"
               " --continues FOLDER ...\nIts Genesis names this log's last checkpoint.\n");
  };
  const auto board = services::board::LoadBoardConfig(config);
  if (board.ok()) {
    CANDOR_ASSIGN_OR_RETURN(const auto last, services::board::FreezeBoard(*board));
    return describe(last, board->log_lock);
  }
  if (!absl::IsInvalidArgument(board.status())) return board.status();
  const auto issuer = services::issuer::LoadIssuerConfig(config);
  if (!issuer.ok()) return NoConfiguration(board.status(), issuer.status());
  CANDOR_ASSIGN_OR_RETURN(const auto last, services::issuer::FreezeIssuer(*issuer));
  return describe(last, issuer->log_lock);
}

}  // namespace candor::candord
