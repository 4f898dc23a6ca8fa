// TokenKeyFiles: token keys as sealed files, `<draft hex>-<purpose>.key` in a folder of their own.
//
// Sealed under the issuer's passphrase like every other key of it (services/runtime/key_file.h). The
// content names draft and purpose too, so a file under another's name is found out.
#pragma once

#include <string>

#include "crypto/random.h"
#include "services/issuer/token_key_store.h"
#include "services/runtime/files.h"
#include "services/runtime/key_file.h"

namespace candor::services::issuer {

class TokenKeyFiles final : public TokenKeyStore {
 public:
  // Makes the folder when it is missing. `ring` and `random` must outlive the store.
  static absl::StatusOr<std::unique_ptr<TokenKeyFiles>> Open(runtime::Path folder,
                                                             runtime::KeyRing& ring,
                                                             crypto::PassphraseCost cost,
                                                             crypto::RandomSource& random);

  absl::StatusOr<std::vector<StoredTokenKey>> LoadAll() override;
  absl::Status Save(const StoredTokenKey& key) override;
  absl::Status Delete(const TokenKeyUse& use) override;

  static std::string FileName(const TokenKeyUse& use);

 private:
  TokenKeyFiles(runtime::Path folder, runtime::KeyRing& ring, crypto::PassphraseCost cost,
                crypto::RandomSource& random)
      : folder_(std::move(folder)), ring_(ring), cost_(cost), random_(random) {}

  const runtime::Path folder_;
  runtime::KeyRing& ring_;
  const crypto::PassphraseCost cost_;
  crypto::RandomSource& random_;
};

}  // namespace candor::services::issuer
