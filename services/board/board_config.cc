#include "services/board/board_config.h"

#include "base/status.h"
#include "services/runtime/config.h"

namespace candor::services::board {

absl::StatusOr<BoardConfig> LoadBoardConfig(const runtime::Path& path) {
  CANDOR_ASSIGN_OR_RETURN(const auto config, runtime::Config::Load(path));
  BoardConfig out;
  out.origin = config.RequiredString("origin");
  out.listen = config.RequiredString("listen");
  out.files_listen = config.RequiredString("files_listen");
  out.gateway_listen = config.RequiredString("gateway_listen");
  out.bundle = config.RequiredPath("bundle");
  out.passphrase = config.RequiredPath("passphrase");
  out.log_key = config.RequiredPath("log_key");
  out.promise_key = config.RequiredPath("promise_key");
  out.gateway_key = config.RequiredPath("gateway_key");
  out.gateway_keys = config.RequiredPath("gateway_keys");
  out.tls_certificate = config.RequiredPath("tls_certificate");
  out.tls_key = config.RequiredPath("tls_key");
  out.log_lock = config.RequiredPath("log_lock");
  out.store = config.RequiredPath("store");
  out.follow = config.RequiredPath("follow");
  out.continues = config.OptionalPath("continues");
  out.workers = static_cast<std::size_t>(config.OptionalInt("workers", 4, {.min = 1, .max = 256}));
  out.max_waiting =
      static_cast<std::size_t>(config.OptionalInt("max_waiting", 1024, {.min = 1, .max = 16384}));
  out.reflection = config.OptionalBool("reflection", false);
  out.cosign = config.OptionalPath("cosign").value_or(config.folder() / "cosign");
  CANDOR_RETURN_IF_ERROR(config.Finish());
  out.acknowledgement = config.folder() / "sim-ack";
  return out;
}

}  // namespace candor::services::board
