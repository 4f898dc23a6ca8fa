// candord export: a stopped server's log as its part of a pack.
#pragma once

#include "absl/status/status.h"
#include "services/runtime/files.h"

namespace candor::candord {

// `config` is a board's or an issuer's configuration.
absl::Status ExportStopped(const runtime::Path& config, const runtime::Path& out);

}  // namespace candor::candord
