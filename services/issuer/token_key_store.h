// TokenKeyStore: where an issuer keeps its private token keys, behind an interface.
//
// Files in earnest (token_key_files.h), memory in tests. A key is made for one draft and purpose,
// saved before its public part leaves the issuer, and deleted when the draft's window is over.
#pragma once

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "crypto/token.h"
#include "crypto/token_key.h"
#include "records/ids.h"

namespace candor::services::issuer {

// What a token key is for: nothing else is ever signed with it.
struct TokenKeyUse {
  records::DraftId draft_id{};
  crypto::Purpose purpose = crypto::Purpose::kVoice;
  auto operator<=>(const TokenKeyUse&) const = default;
};

struct StoredTokenKey {
  TokenKeyUse use;
  Day delete_on = 0;  // the day that speaking closes: from then on nothing is signed
  crypto::TokenPrivateKey key;
};

// Not thread-safe.
class TokenKeyStore {
 public:
  virtual ~TokenKeyStore() = default;

  virtual absl::StatusOr<std::vector<StoredTokenKey>> LoadAll() = 0;
  // Durable when it returns. AlreadyExists when there is a key for that use: a key that is in a
  // manifest cannot be replaced.
  virtual absl::Status Save(const StoredTokenKey& key) = 0;
  // OK when there is none.
  virtual absl::Status Delete(const TokenKeyUse& use) = 0;
};

// struct { uint8 version = 1; opaque draft_id[16]; uint8 purpose; uint32 delete_on;
//          opaque key<1..2^16-1>; } StoredTokenKey;          `key` is TokenPrivateKey::Export
crypto::SecretBytes EncodeStoredTokenKey(const StoredTokenKey& key);
absl::StatusOr<StoredTokenKey> DecodeStoredTokenKey(ByteView bytes);

// For tests, and nothing else: nothing is durable.
class MemoryTokenKeyStore final : public TokenKeyStore {
 public:
  absl::StatusOr<std::vector<StoredTokenKey>> LoadAll() override;
  absl::Status Save(const StoredTokenKey& key) override;
  absl::Status Delete(const TokenKeyUse& use) override;

  std::size_t size() const { return keys_.size(); }

 private:
  std::map<TokenKeyUse, crypto::SecretBytes> keys_;
};

}  // namespace candor::services::issuer
