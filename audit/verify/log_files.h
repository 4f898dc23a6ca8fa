// LogFiles: where the files of one log come from, as its server gives them out (AUDIT §1).
//
//   checkpoint · tile/<L>/<N>[.p/<W>] · tile/entries/<N>[.p/<W>] · text/<N>
//
// A pack on disk, a mirror, or a test's map. What is read is not believed: verification is for
// whoever reads. Thread-safe for reading.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "base/bytes.h"

namespace candor::audit {

class LogFiles {
 public:
  virtual ~LogFiles() = default;
  // NotFound where there is no such file.
  virtual absl::StatusOr<Bytes> Read(std::string_view path) const = 0;
};

}  // namespace candor::audit
