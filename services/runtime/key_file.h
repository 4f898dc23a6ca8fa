// Key files: one file a key, mode 0600, sealed under a passphrase (PROTOCOL §10).
//
// What stands in the file is crypto/sealed_file.h's: a header with salt and cost of Argon2id, and
// XChaCha20-Poly1305. Here it meets the disk. Writing never overwrites: a key that is gone cannot be
// had again.
//
// Errors: NotFound, PermissionDenied (also for a file that group or others may read),
// Unauthenticated (wrong passphrase or a damaged file: the two cannot be told apart), DataLoss (not
// a key file, or of another kind), AlreadyExists.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/ed25519.h"
#include "crypto/secret.h"
#include "services/runtime/files.h"

namespace candor::runtime {

// Argon2id's work: moderate takes 256 MiB and most of a second, interactive 64 MiB and a tenth of
// that. Interactive is the floor, and the trial's choice.
enum class KeyFileCost { kInteractive, kModerate };

absl::Status SaveSealed(const Path& path, const crypto::SecretBytes& plaintext,
                        const crypto::SecretBytes& passphrase, KeyFileCost cost);
absl::StatusOr<crypto::SecretBytes> LoadSealed(const Path& path,
                                               const crypto::SecretBytes& passphrase);

// An Ed25519 key by its seed: 32 bytes.
absl::Status SaveSigningKey(const Path& path, const crypto::SigningKey& key,
                            const crypto::SecretBytes& passphrase, KeyFileCost cost);
absl::StatusOr<crypto::SigningKey> LoadSigningKey(const Path& path,
                                                  const crypto::SecretBytes& passphrase);

// KeyRing holds one passphrase for the many key files of a server: read once at the start, used for
// each, gone with the ring. Each file has a salt of its own, so each costs a derivation.
//
// Move-only. Not thread-safe: it belongs to the start of main.
class KeyRing {
 public:
  static absl::StatusOr<KeyRing> Open(const Path& passphrase_file);
  explicit KeyRing(crypto::SecretBytes passphrase) : passphrase_(std::move(passphrase)) {}

  absl::StatusOr<crypto::SigningKey> SigningKeyAt(const Path& path) const;
  absl::StatusOr<crypto::SecretBytes> SecretAt(const Path& path) const;

  // For programs that make deployments.
  absl::Status SaveSigningKeyAt(const Path& path, const crypto::SigningKey& key,
                                KeyFileCost cost) const;
  absl::Status SaveSecretAt(const Path& path, const crypto::SecretBytes& secret,
                            KeyFileCost cost) const;

 private:
  crypto::SecretBytes passphrase_;
};

}  // namespace candor::runtime
