#include "services/runtime/ticker.h"

#include <charconv>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/status.h"
#include "base/text.h"
#include "services/runtime/clock.h"

namespace candor::runtime {
namespace {

struct Acknowledged {
  UnixSeconds seconds = 0;
  std::uint64_t count = 0;
};

// Nothing while the file is missing or unreadable: its server may not have started yet.
std::optional<Acknowledged> ReadAcknowledgement(const Path& path) {
  const auto bytes = ReadFile(path, 64);
  if (!bytes.ok()) return std::nullopt;
  const std::string_view text = AsText(*bytes);
  const char* const end = text.data() + text.size();
  Acknowledged out;
  const auto [space, error] = std::from_chars(text.data(), end, out.seconds);
  if (error != std::errc() || space == end || *space != ' ') return std::nullopt;
  const auto [newline, count_error] = std::from_chars(space + 1, end, out.count);
  if (count_error != std::errc() || newline == end || *newline != '\n') return std::nullopt;
  return out;
}

// Whether one server has followed, over several looks.
class Follower {
 public:
  explicit Follower(const Path& path) : path_(&path) {}

  const Path& path() const { return *path_; }

  bool HasReached(UnixSeconds seconds) {
    const auto now = ReadAcknowledgement(*path_);
    if (!now.has_value()) return false;
    // A count below the first one seen is a server that has started again: begin anew with it.
    if (!first_.has_value() || now->count < *first_) first_ = now->count;
    return now->seconds >= seconds && now->count >= *first_ + 2;
  }

 private:
  const Path* path_;
  std::optional<std::uint64_t> first_;
};

absl::Status SetClock(const Path& clock_file, UnixSeconds seconds) {
  if (FileExists(clock_file)) {
    CANDOR_ASSIGN_OR_RETURN(const UnixSeconds before, ReadClockFile(clock_file));
    if (seconds < before) {
      return absl::InvalidArgumentError(Cat("The clock ", clock_file.string(), " stands at ",
                                            before, " and does not go back to ", seconds,
                                            ". Name a later time."));
    }
  }
  return WriteFileAtomically(clock_file, AsBytes(Cat(seconds, "\n")), 0600, Durability::kUnsynced);
}

}  // namespace

std::unique_ptr<Ticker> Ticker::Start(const Clock& clock, Options options,
                                      std::function<void(UnixSeconds)> tick) {
  return std::unique_ptr<Ticker>(new Ticker(clock, std::move(options), std::move(tick)));
}

Ticker::Ticker(const Clock& clock, Options options, std::function<void(UnixSeconds)> tick)
    : clock_(clock),
      options_(std::move(options)),
      tick_(std::move(tick)),
      thread_([this] { Run(); }) {}

Ticker::~Ticker() { Stop(); }

void Ticker::Stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Ticker::Run() {
  std::uint64_t count = 0;
  while (true) {
    const UnixSeconds now = clock_.Now();
    tick_(now);
    ++count;
    if (options_.acknowledgement.has_value()) {
      // One that is not written makes AdvanceClock time out and name this file: the tick itself was
      // done, so there is nothing else to do about it here.
      WriteFileAtomically(*options_.acknowledgement, AsBytes(Cat(now, " ", count, "\n")), 0600,
                          Durability::kUnsynced)
          .IgnoreError();
    }
    const auto next = std::chrono::steady_clock::now() + options_.interval;
    mutex_.lock();
    while (!stopping_ && wake_.wait_until(mutex_, next) != std::cv_status::timeout) {
    }
    const bool stop = stopping_;
    mutex_.unlock();
    if (stop) return;
  }
}

absl::Status AdvanceClock(const Path& clock_file, UnixSeconds seconds,
                          std::span<const Path> acknowledgements,
                          std::chrono::milliseconds timeout) {
  CANDOR_RETURN_IF_ERROR(SetClock(clock_file, seconds));
  std::vector<Follower> waiting;
  for (const Path& path : acknowledgements) waiting.emplace_back(path);
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  while (true) {
    std::erase_if(waiting, [&](Follower& follower) { return follower.HasReached(seconds); });
    if (waiting.empty()) return absl::OkStatus();
    if (std::chrono::steady_clock::now() >= deadline) {
      return absl::DeadlineExceededError(
          Cat("The clock was set to ", seconds, ", but the server that reports in ",
              waiting.front().path().string(),
              " has not acted on it. See whether it runs, and what it says."));
    }
    // Other processes write these files: nothing wakes us when they do.
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

}  // namespace candor::runtime
