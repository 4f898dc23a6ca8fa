#include "services/runtime/log_lock.h"

#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"

namespace candor::runtime {
namespace {

constexpr std::uint8_t kVersion = 1;

// The lock file itself is replaced at each Advance, and a lock on a replaced file is worth nothing:
// hence a second one to hold.
absl::StatusOr<FileLock> Hold(const Path& path) {
  Path holder = path;
  holder += ".held";
  return FileLock::Take(holder);
}

Bytes Encode(const LogLock::State& state) {
  crypto::Writer out;
  out.U8(kVersion).U64(state.size).Fixed(state.root);
  return out.Take();
}

absl::StatusOr<LogLock::State> Decode(ByteView bytes, const Path& path) {
  crypto::Reader in(bytes);
  if (in.U8() != kVersion) in.Fail("unknown version");
  LogLock::State state;
  state.size = in.U64();
  state.root = in.Fixed<32>();
  if (!in.Finish("log lock").ok()) {
    return absl::DataLossError(Cat("The log lock ", path.string(),
                                   " is damaged: what this log has signed cannot be told from it."
                                   " Do not remove it; run the recovery command."));
  }
  return state;
}

}  // namespace

LogLock::LogLock(Path path, FileLock held, const State& state)
    : path_(std::move(path)), held_(std::move(held)), state_(state) {}

absl::StatusOr<std::unique_ptr<LogLock>> LogLock::Create(const Path& path, const State& first) {
  CANDOR_ASSIGN_OR_RETURN(FileLock held, Hold(path));
  CANDOR_RETURN_IF_ERROR(CreateFileAtomically(path, Encode(first)));
  return std::unique_ptr<LogLock>(new LogLock(path, std::move(held), first));
}

absl::StatusOr<std::unique_ptr<LogLock>> LogLock::Open(const Path& path) {
  CANDOR_ASSIGN_OR_RETURN(FileLock held, Hold(path));
  // A generous limit: a file that is longer than a lock is damaged, not "too large".
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, ReadFile(path, std::size_t{64} << 10));
  CANDOR_ASSIGN_OR_RETURN(const State state, Decode(bytes, path));
  return std::unique_ptr<LogLock>(new LogLock(path, std::move(held), state));
}

LogLock::State LogLock::Current() const {
  const MutexLock lock(mutex_);
  return state_;
}

absl::Status LogLock::Advance(const State& expected, const State& next) {
  const MutexLock lock(mutex_);
  if (!(state_ == expected)) {
    return absl::AbortedError(Cat(
        "The log lock ", path_.string(),
        " names another checkpoint than expected: nothing was signed. Run the recovery command."));
  }
  if (next.size < state_.size || (next.size == state_.size && next.root != state_.root)) {
    return absl::FailedPreconditionError(
        Cat("The log lock ", path_.string(),
            " names a later checkpoint: signing this one would fork the log. Nothing was signed."));
  }
  // Crash before the rename: the old checkpoint stands, and the new one was not signed. After it:
  // the new one stands, and the store holds it, for its batch was synced first.
  CANDOR_RETURN_IF_ERROR(WriteFileAtomically(path_, Encode(next)));
  state_ = next;
  return absl::OkStatus();
}

}  // namespace candor::runtime
