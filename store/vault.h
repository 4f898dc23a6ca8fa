// Vault records: salt and envelope of a sealed submission, at rest, each under a key of its own.
//
//   struct { opaque submission_hash[32]; opaque sealed[]; } VaultRecord;
//   sealed = XChaCha20-Poly1305(key, zero nonce,
//                aad = "candor/vault-record/v1" 00 | uint64 log index | submission_hash,
//                opaque salt[32] | opaque envelope[])
//
// Promise: without the 32 bytes of the key, which lie in the engine's key array and can be overwritten
// there, salt and envelope are gone, whatever a disk has kept of the record; and a record opens at its
// own index alone. The nonce may be zero: a key is drawn for one record and seals nothing else.
// Pure and thread-safe.
#pragma once

#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/hash.h"
#include "records/ids.h"

namespace candor::store {

using VaultKey = ByteArray<32>;

struct VaultItem {
  crypto::Hash submission_hash{};
  records::Salt salt{};
  Bytes envelope;
};

Bytes SealVaultRecord(const VaultKey& key, std::uint64_t index, const VaultItem& item);
// DataLoss for a record that was not sealed with this key for this index.
absl::StatusOr<VaultItem> OpenVaultRecord(const VaultKey& key, std::uint64_t index,
                                          ByteView record);

}  // namespace candor::store
