// Exit codes of candord. Stable: scripts rely on them.
#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace candor::candord {

enum class Exit : int {
  kOk = 0,
  kUsage = 1,     // arguments, configuration, bundle, certificate
  kLocal = 2,     // a file, key, passphrase or store, or memory that cannot be locked
  kNetwork = 3,   // a port in use, or a server that does not follow
  kChild = 4,     // `all`: a server ended although nobody had asked it to
  kInternal = 6,
};

constexpr std::string_view kExitCodes =
    "Exit codes: 0 done; 1 usage, configuration, bundle or certificate; 2 a file, key, passphrase or\n"
    "store; 3 a port in use, or a server that does not answer; 4 one of several servers has died;\n"
    "6 a defect of the program.";

// Codes of the verbs' errors; kChild is reported as Aborted.
inline Exit ExitOf(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk: return Exit::kOk;
    case absl::StatusCode::kInvalidArgument: return Exit::kUsage;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded: return Exit::kNetwork;
    case absl::StatusCode::kAborted: return Exit::kChild;
    case absl::StatusCode::kInternal: return Exit::kInternal;
    default: return Exit::kLocal;
  }
}

}  // namespace candor::candord
