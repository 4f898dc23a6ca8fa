#include "store/vault.h"

#include <algorithm>

#include "crypto/aead.h"
#include "crypto/codec.h"

namespace candor::store {
namespace {

Bytes AadOf(std::uint64_t index, const crypto::Hash& submission_hash) {
  crypto::Writer out;
  out.Fixed(LabelBytes(crypto::Label::kVaultRecord)).U64(index).Fixed(submission_hash);
  return out.Take();
}

absl::Status Damaged() {
  return absl::DataLossError(
      "a record of the vault does not open with its key: database and key file do not belong "
      "together, or the disk has failed; restore both from a backup");
}

}  // namespace

Bytes SealVaultRecord(const VaultKey& key, std::uint64_t index, const VaultItem& item) {
  const crypto::SecretBytes content(Concat({item.salt, item.envelope}));
  return Concat({item.submission_hash,
                 crypto::XChaCha20Poly1305Seal(key, {}, AadOf(index, item.submission_hash),
                                               content.ExposeSecret())});
}

absl::StatusOr<VaultItem> OpenVaultRecord(const VaultKey& key, std::uint64_t index,
                                          ByteView record) {
  VaultItem item;
  if (record.size() < item.submission_hash.size()) return Damaged();
  std::copy_n(record.begin(), item.submission_hash.size(), item.submission_hash.begin());
  const auto content =
      crypto::XChaCha20Poly1305Open(key, {}, AadOf(index, item.submission_hash),
                                    record.subspan(item.submission_hash.size()));
  if (!content.ok() || content->size() < item.salt.size()) return Damaged();
  const ByteView bytes = content->ExposeSecret();
  std::copy_n(bytes.begin(), item.salt.size(), item.salt.begin());
  item.envelope = ToBytes(bytes.subspan(item.salt.size()));
  return item;
}

}  // namespace candor::store
