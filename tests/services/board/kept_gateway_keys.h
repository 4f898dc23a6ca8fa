// Gateway keys on a disk that is memory: it outlives the GatewayKeys that use it, as a folder outlives a
// process, and fails where a test wants it to.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <utility>

#include "services/board/gateway_keys.h"

namespace candor::services::board {

struct KeyDisk {
  std::map<Day, std::array<std::uint8_t, 32>> keys;
  std::set<Day> stuck;  // what cannot be destroyed
  bool full = false;    // nothing can be saved

  std::set<Day> Days() const {
    std::set<Day> out;
    for (const auto& [day, key] : keys) out.insert(day);
    return out;
  }
};

class KeptGatewayKeys final : public GatewayKeyStore {
 public:
  explicit KeptGatewayKeys(std::shared_ptr<KeyDisk> disk) : disk_(std::move(disk)) {}

  absl::StatusOr<std::map<Day, crypto::KemPrivateKey>> LoadAll() override {
    std::map<Day, crypto::KemPrivateKey> out;
    for (const auto& [day, key] : disk_->keys) out.emplace(day, crypto::KemPrivateKey::FromBytes(key));
    return out;
  }
  absl::Status Save(Day day, const crypto::KemPrivateKey& key) override {
    if (disk_->full) return absl::ResourceExhaustedError("The disk is full.");
    if (disk_->keys.contains(day)) return absl::AlreadyExistsError("There is one.");
    const auto bytes = key.Export();
    std::ranges::copy(bytes.ExposeSecret(), disk_->keys[day].begin());
    return absl::OkStatus();
  }
  absl::Status Destroy(Day day) override {
    if (disk_->stuck.contains(day)) return absl::UnavailableError("The file cannot be overwritten.");
    disk_->keys.erase(day);
    return absl::OkStatus();
  }

 private:
  std::shared_ptr<KeyDisk> disk_;  // shared: it stays when this is gone
};

}  // namespace candor::services::board
