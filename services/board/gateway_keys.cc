#include "services/board/gateway_keys.h"

#include <utility>

#include "base/status.h"
#include "records/gateway_key.h"

namespace candor::services::board {
namespace {

GatewayKeys::SharedKey Opening(Day day, crypto::KemPrivateKey key) {
  const records::GatewayKey of_day{.kem_key = key.public_key(), .from_day = day, .to_day = day};
  return std::make_shared<const crypto::ohttp::Gateway>(of_day.key_id(), std::move(key));
}

// A request that was made shortly before midnight is held by a relay and opened after it.
constexpr Day kGraceDays = 1;

}  // namespace

absl::StatusOr<std::unique_ptr<GatewayKeys>> GatewayKeys::Open(
    std::unique_ptr<GatewayKeyStore> store, crypto::RandomSource& random) {
  CANDOR_ASSIGN_OR_RETURN(auto kept, store->LoadAll());
  std::unique_ptr<GatewayKeys> out(new GatewayKeys(std::move(store), random));
  const MutexLock lock(out->mutex_);
  for (auto& [day, key] : kept) {
    out->keys_.emplace(day, Opening(day, std::move(key)));
  }
  return out;
}

GatewayKeys::SharedKey GatewayKeys::Find(Day day) const {
  const MutexLock lock(mutex_);
  const auto at = keys_.find(day);
  return at == keys_.end() ? nullptr : at->second;
}

GatewayKeys::SharedKey GatewayKeys::FindById(std::uint8_t key_id) const {
  const MutexLock lock(mutex_);
  for (const auto& [day, key] : keys_) {
    if (key != nullptr && key->config().key_id() == key_id) return key;
  }
  return nullptr;
}

absl::StatusOr<crypto::KemPublicKey> GatewayKeys::Make(Day day) {
  auto key = crypto::KemPrivateKey::Generate(random_);
  const crypto::KemPublicKey public_key = key.public_key();
  const MutexLock lock(mutex_);
  CANDOR_RETURN_IF_ERROR(store_->Save(day, key));
  keys_.emplace(day, Opening(day, std::move(key)));
  return public_key;
}

GatewayKeys::Destroyed GatewayKeys::DestroyBefore(Day today) {
  const MutexLock lock(mutex_);
  Destroyed out;
  for (auto at = keys_.begin(); at != keys_.end() && at->first + kGraceDays < today;) {
    at->second = nullptr;
    const absl::Status destroyed = store_->Destroy(at->first);
    out.status.Update(destroyed);
    if (!destroyed.ok()) {
      ++at;
      continue;
    }
    out.days.push_back(at->first);
    at = keys_.erase(at);
  }
  return out;
}

}  // namespace candor::services::board
