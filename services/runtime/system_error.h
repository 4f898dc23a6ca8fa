// What the system's error numbers mean to a person: a status code, the reason, and what to do.
//
// For the files of this folder. Thread-safe.
#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace candor::runtime {

// "<what>: <reason>. <what to do next>", for instance with what = "The file X cannot be read".
absl::Status SystemError(std::string_view what, int error_number);

}  // namespace candor::runtime
