#include "services/runtime/clock.h"

#include <charconv>
#include <chrono>

#include "base/status.h"
#include "base/text.h"

namespace candor::runtime {

UnixSeconds SystemClock::Now() const {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

absl::StatusOr<UnixSeconds> ReadClockFile(const Path& path) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, ReadFile(path, 64));
  std::string_view text = AsText(bytes);
  if (text.ends_with('\n')) text.remove_suffix(1);
  UnixSeconds seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size() || seconds < 0) {
    return absl::InvalidArgumentError(
        Cat("The clock file ", path.string(),
            " does not hold a time: write the seconds since 1970 in digits into it."));
  }
  return seconds;
}

absl::StatusOr<std::unique_ptr<FileClock>> FileClock::Open(Path path) {
  CANDOR_ASSIGN_OR_RETURN(const UnixSeconds first, ReadClockFile(path));
  return std::unique_ptr<FileClock>(new FileClock(std::move(path), first));
}

UnixSeconds FileClock::Now() const {
  const auto seconds = ReadClockFile(path_);
  if (seconds.ok()) last_ = *seconds;
  return last_;
}

absl::StatusOr<std::unique_ptr<Clock>> OpenClock(const std::optional<std::string>& sim_clock_file) {
  if (!sim_clock_file.has_value()) return std::make_unique<SystemClock>();
  CANDOR_ASSIGN_OR_RETURN(auto clock, FileClock::Open(*sim_clock_file));
  return std::unique_ptr<Clock>(std::move(clock));
}

}  // namespace candor::runtime
