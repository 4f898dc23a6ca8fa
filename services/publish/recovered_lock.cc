#include "services/publish/recovered_lock.h"

#include "base/status.h"
#include "base/text.h"

namespace candor::services::publish {

absl::StatusOr<RecoveredLock> RecoveredLock::Open(const runtime::Path& path) {
  auto lock = runtime::LogLock::Open(path);
  if (lock.ok()) return RecoveredLock(path, *std::move(lock));
  if (absl::IsNotFound(lock.status())) return RecoveredLock(path, nullptr);
  if (!absl::IsDataLoss(lock.status())) return lock.status();
  return absl::DataLossError(
      Cat("The log lock ", path.string(), " is damaged. Nothing was changed. Move it aside, and keep it:"
          " without it every witness has to say what this log has signed. Then run this again."));
}

std::optional<runtime::LogLock::State> RecoveredLock::Current() const {
  if (lock_ == nullptr) return std::nullopt;
  return lock_->Current();
}

absl::Status RecoveredLock::BringTo(const runtime::LogLock::State& head) {
  if (lock_ == nullptr) {
    CANDOR_ASSIGN_OR_RETURN(lock_, runtime::LogLock::Create(path_, head));
    return absl::OkStatus();
  }
  const auto before = lock_->Current();
  return before == head ? absl::OkStatus() : lock_->Advance(before, head);
}

}  // namespace candor::services::publish
