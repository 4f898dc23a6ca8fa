#include "services/relay/relay_config.h"

#include "base/status.h"
#include "services/runtime/config.h"

namespace candor::services::relay {

absl::StatusOr<RelayConfig> LoadRelayConfig(const runtime::Path& path) {
  CANDOR_ASSIGN_OR_RETURN(const auto config, runtime::Config::Load(path));
  RelayConfig out;
  out.name = config.RequiredString("name");
  out.listen = config.RequiredString("listen");
  out.files_listen = config.RequiredString("files_listen");
  out.board_gateway = config.RequiredString("board_gateway");
  out.bundle = config.RequiredPath("bundle");
  out.mirror = config.RequiredPath("mirror");
  out.passphrase = config.RequiredPath("passphrase");
  out.tls_certificate = config.RequiredPath("tls_certificate");
  out.tls_key = config.RequiredPath("tls_key");
  out.client_certificate = config.RequiredPath("client_certificate");
  out.client_key = config.RequiredPath("client_key");
  out.max_held =
      static_cast<std::size_t>(config.OptionalInt("max_held", 1024, {.min = 8, .max = 65536}));
  CANDOR_RETURN_IF_ERROR(config.Finish());
  out.acknowledgement = config.folder() / "sim-ack";
  return out;
}

}  // namespace candor::services::relay
