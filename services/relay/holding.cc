#include "services/relay/holding.h"

#include <algorithm>
#include <utility>

namespace candor::services::relay {

void Holding::Add(ConnectionId connection, HeldRequest request, UnixSeconds now) {
  oldest_ = waiting_.empty() ? now : std::min(oldest_, now);
  connections_.insert(connection);
  waiting_.push_back(std::move(request));
}

std::vector<HeldRequest> Holding::TakeDue(UnixSeconds now, crypto::RandomSource& random) {
  if (waiting_.empty()) return {};
  oldest_ = std::min(oldest_, now);
  const bool company = connections_.size() >= rule_.connections;
  if (!company && now - oldest_ < rule_.longest_wait) return {};
  std::vector<HeldRequest> out = TakeAll();
  if (!off_) random.Shuffle(out);
  return out;
}

std::vector<HeldRequest> Holding::TakeAll() {
  connections_.clear();
  return std::exchange(waiting_, {});
}

std::optional<UnixSeconds> Holding::due() const {
  if (waiting_.empty()) return std::nullopt;
  return oldest_ + rule_.longest_wait;
}

}  // namespace candor::services::relay
