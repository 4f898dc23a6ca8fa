#include "programs/candord/deployment.h"

#include "base/status.h"
#include "base/text.h"
#include "services/runtime/config.h"

namespace candor::candord {

absl::StatusOr<std::vector<ServerEntry>> LoadDeployment(const runtime::Path& path) {
  CANDOR_ASSIGN_OR_RETURN(const auto config, runtime::Config::Load(path));
  const auto board = config.OptionalPath("board");
  const auto issuers = config.OptionalStrings("issuers");
  const auto relays = config.OptionalStrings("relays");
  CANDOR_RETURN_IF_ERROR(config.Finish());
  std::vector<ServerEntry> out;
  if (board.has_value()) out.push_back({"board", "board", *board});
  for (const auto& issuer : issuers) {
    out.push_back({"issuer", Cat("issuer ", out.size() + (board.has_value() ? 0 : 1)),
                   config.folder() / issuer});
  }
  for (std::size_t i = 0; i < relays.size(); ++i) {
    out.push_back({"relay", Cat("relay ", i + 1), config.folder() / relays[i]});
  }
  if (out.empty()) {
    return absl::InvalidArgumentError(
        Cat("config ", path.string(), ": names no server: set 'board', 'issuers' or 'relays'"));
  }
  return out;
}

}  // namespace candor::candord
