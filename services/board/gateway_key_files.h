// GatewayKeyFiles: gateway keys as sealed files, `<day>.key` in a folder of their own.
//
// Sealed under the board's passphrase like every other key of it (services/runtime/key_file.h); the
// content names the day, so a file under another's name is found out. LoadAll finishes what a crash has
// left of a Destroy.
//
//   struct { uint8 version = 1; uint32 day; opaque key[32]; } KeptGatewayKey;
#pragma once

#include <string>

#include "services/board/gateway_keys.h"
#include "services/runtime/files.h"
#include "services/runtime/key_file.h"

namespace candor::services::board {

class GatewayKeyFiles final : public GatewayKeyStore {
 public:
  // Makes the folder when it is missing. `random` must outlive the store.
  static absl::StatusOr<std::unique_ptr<GatewayKeyFiles>> Open(runtime::Path folder,
                                                               runtime::KeyRing ring,
                                                               crypto::PassphraseCost cost,
                                                               crypto::RandomSource& random);

  absl::StatusOr<std::map<Day, crypto::KemPrivateKey>> LoadAll() override;
  absl::Status Save(Day day, const crypto::KemPrivateKey& key) override;
  absl::Status Destroy(Day day) override;

 private:
  GatewayKeyFiles(runtime::Path folder, runtime::KeyRing ring, crypto::PassphraseCost cost,
                  crypto::RandomSource& random)
      : folder_(std::move(folder)), ring_(std::move(ring)), cost_(cost), random_(random) {}

  runtime::Path FileOf(Day day) const;

  const runtime::Path folder_;
  runtime::KeyRing ring_;
  const crypto::PassphraseCost cost_;
  crypto::RandomSource& random_;
};

}  // namespace candor::services::board
