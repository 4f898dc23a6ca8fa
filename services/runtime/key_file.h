// Key files: one file a key, mode 0600, sealed under a passphrase (PROTOCOL §10).
//
// What stands in the file is crypto/sealed_file.h's. Here it meets the disk. Writing never
// overwrites: a key that is gone cannot be had again.
//
// Errors: NotFound; PermissionDenied (also for a file that group or others may read);
// Unauthenticated (a wrong passphrase or a damaged file: the two cannot be told apart);
// InvalidArgument (not a key file); DataLoss (a key of another kind); AlreadyExists.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/ed25519.h"
#include "crypto/random.h"
#include "crypto/sealed_file.h"
#include "crypto/secret.h"
#include "services/runtime/files.h"

namespace candor::runtime {

absl::Status SaveSealed(const Path& path, const crypto::SecretBytes& content,
                        const crypto::SecretBytes& passphrase, crypto::PassphraseCost cost,
                        crypto::RandomSource& random);
absl::StatusOr<crypto::SecretBytes> LoadSealed(const Path& path,
                                               const crypto::SecretBytes& passphrase);

// An Ed25519 key by its seed: 32 bytes.
absl::Status SaveSigningKey(const Path& path, const crypto::SigningKey& key,
                            const crypto::SecretBytes& passphrase, crypto::PassphraseCost cost,
                            crypto::RandomSource& random);
absl::StatusOr<crypto::SigningKey> LoadSigningKey(const Path& path,
                                                  const crypto::SecretBytes& passphrase);

// Overwrites the file's bytes in place, with random ones and then with zeroes, each synced, and removes it:
// for a key that has to be gone although its passphrase stays. OK when there is none. Not promised: that
// the medium has not kept the bytes elsewhere.
//
// The file first takes the name with this behind it, synced: whoever finds the old name after a crash finds
// a whole key file, and the same call again finishes what was begun.
inline constexpr std::string_view kBeingDestroyed = ".destroyed";
absl::Status DestroySealed(const Path& path, crypto::RandomSource& random);
// Finishes what a crash interrupted: every file of the folder that bears that name.
absl::Status FinishDestroying(const Path& folder, crypto::RandomSource& random);

// KeyRing opens and makes the many key files of a server under one passphrase.
//
// The files that one ring makes at one cost share a salt, so a ring derives once for all of them; a
// file of another salt is opened as well, for one more derivation. A guess at the passphrase costs
// what it costs for one file either way. Derived keys and passphrase are gone with the ring.
//
// Move-only. Not thread-safe.
class KeyRing {
 public:
  static absl::StatusOr<KeyRing> Open(const Path& passphrase_file);
  explicit KeyRing(crypto::SecretBytes passphrase) : passphrase_(std::move(passphrase)) {}

  absl::StatusOr<crypto::SecretBytes> LoadSealed(const Path& path);
  absl::StatusOr<crypto::SigningKey> LoadSigningKey(const Path& path);

  absl::Status SaveSealed(const Path& path, const crypto::SecretBytes& content,
                          crypto::PassphraseCost cost, crypto::RandomSource& random);
  absl::Status SaveSigningKey(const Path& path, const crypto::SigningKey& key,
                              crypto::PassphraseCost cost, crypto::RandomSource& random);

 private:
  absl::StatusOr<crypto::SecretBytes> OpenSealed(ByteView sealed);
  absl::StatusOr<const crypto::SealingKey*> KeyOf(crypto::PassphraseCost cost,
                                                  crypto::RandomSource& random);

  crypto::SecretBytes passphrase_;
  std::vector<crypto::SealingKey> derived_;
};

}  // namespace candor::runtime
