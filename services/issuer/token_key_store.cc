#include "services/issuer/token_key_store.h"

#include "base/status.h"
#include "crypto/codec.h"

namespace candor::services::issuer {
namespace {

constexpr std::uint8_t kVersion = 1;
// version, draft, purpose, day and length.
constexpr std::size_t kHeaderSize = 1 + 16 + 1 + 4 + 2;

bool IsPurpose(std::uint8_t value) {
  return value >= static_cast<std::uint8_t>(crypto::Purpose::kVoice) &&
         value <= static_cast<std::uint8_t>(crypto::Purpose::kEndorse);
}

}  // namespace

crypto::SecretBytes EncodeStoredTokenKey(const StoredTokenKey& key) {
  const crypto::SecretBytes exported = key.key.Export();
  crypto::Writer out;
  out.Reserve(kHeaderSize + exported.size());
  out.U8(kVersion).Fixed(key.use.draft_id).U8(static_cast<std::uint8_t>(key.use.purpose));
  out.U32(key.delete_on).Opaque16(exported.ExposeSecret());
  return crypto::SecretBytes(out.Take());
}

absl::StatusOr<StoredTokenKey> DecodeStoredTokenKey(ByteView bytes) {
  crypto::Reader in(bytes);
  if (in.U8() != kVersion) in.Fail("unknown version");
  TokenKeyUse use;
  use.draft_id = in.Fixed<16>();
  const std::uint8_t purpose = in.U8();
  if (!IsPurpose(purpose)) in.Fail("unknown purpose");
  use.purpose = static_cast<crypto::Purpose>(purpose);
  const Day delete_on = in.U32();
  const ByteView exported = in.Opaque16(1);
  CANDOR_RETURN_IF_ERROR(in.Finish("token key file"));
  CANDOR_ASSIGN_OR_RETURN(auto key, crypto::TokenPrivateKey::Import(exported));
  return StoredTokenKey{.use = use, .delete_on = delete_on, .key = std::move(key)};
}

absl::StatusOr<std::vector<StoredTokenKey>> MemoryTokenKeyStore::LoadAll() {
  std::vector<StoredTokenKey> out;
  for (const auto& [use, encoded] : keys_) {
    CANDOR_ASSIGN_OR_RETURN(auto key, DecodeStoredTokenKey(encoded.ExposeSecret()));
    out.push_back(std::move(key));
  }
  return out;
}

absl::Status MemoryTokenKeyStore::Save(const StoredTokenKey& key) {
  if (!keys_.try_emplace(key.use, EncodeStoredTokenKey(key)).second) {
    return absl::AlreadyExistsError("There is a token key for this draft and purpose.");
  }
  return absl::OkStatus();
}

absl::Status MemoryTokenKeyStore::Delete(const TokenKeyUse& use) {
  keys_.erase(use);
  return absl::OkStatus();
}

}  // namespace candor::services::issuer
