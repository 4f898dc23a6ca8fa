// Clocks: the system's, and one read from a file for simulations.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "services/runtime/files.h"

namespace candor::runtime {

// The machine's own time. Thread-safe.
class SystemClock final : public Clock {
 public:
  UnixSeconds Now() const override;
};

// Seconds in decimal, with or without a newline, read from a file at each use: the `-sim` programs
// of a trial share one such file, and moving it moves them all. The file must be replaced
// atomically (AdvanceClock does).
//
// Where the file cannot be read later on, the last good value stands: a clock cannot fail, and time
// that stops is the safe direction. Thread-safe.
class FileClock final : public Clock {
 public:
  // An error when the file cannot be read or holds no number.
  static absl::StatusOr<std::unique_ptr<FileClock>> Open(Path path);

  UnixSeconds Now() const override;

 private:
  FileClock(Path path, UnixSeconds first) : path_(std::move(path)), last_(first) {}

  const Path path_;
  mutable std::atomic<UnixSeconds> last_;
};

// The clock file's in a simulation, else the machine's.
absl::StatusOr<std::unique_ptr<Clock>> OpenClock(const std::optional<std::string>& sim_clock_file);

// Parses what a clock file holds: digits, then at most one newline.
absl::StatusOr<UnixSeconds> ReadClockFile(const Path& path);

}  // namespace candor::runtime
