// Sealing of key files and wallets under a passphrase. Bytes only: reading and writing files is
// somebody else's work.
//
//   struct {
//     opaque magic[7] = "CANDORS";
//     uint8  version = 1;
//     uint8  cost;                1 interactive (64 MiB, 2 passes), 2 moderate (256 MiB, 3 passes)
//     opaque salt[16];
//     opaque nonce[24];
//     opaque ciphertext[];        the content and 16 bytes
//   } SealedFile;
//
//   master     = Argon2id(passphrase, salt, cost), 32 bytes
//   key        = HKDF(master, "candor/sealed-file/v1" 00)
//   ciphertext = XChaCha20-Poly1305(key, nonce, aad = "candor/sealed-file/v1" 00 | all before it)
//
// Promise: without the passphrase the bytes say nothing but cost and length of the content; every
// guess costs one Argon2id derivation of at least the interactive cost, since a lower one has no
// code point; and any change to any byte is found.
// Not promised: protection of a weak passphrase; that a file is the newest one (an older file under
// the same passphrase opens as well); a hidden length, which is for the content's own form to even
// out.
//
// A derivation takes a good part of a second by intent. SealingKey pays it once, for any number of
// Seal and Open: a command that writes its wallet several times derives once.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/random.h"
#include "crypto/secret.h"

namespace candor::crypto {

// What a guess costs. The enumerators are code points of the format; kInteractive is the floor.
enum class PassphraseCost : std::uint8_t { kInteractive = 1, kModerate = 2 };

// The key of one passphrase, salt and cost, in guarded memory. Move-only; const use is thread-safe.
class SealingKey {
 public:
  // For a new file, under a fresh salt. InvalidArgument for an empty passphrase, ResourceExhausted
  // where the memory that the cost asks for cannot be had.
  static absl::StatusOr<SealingKey> New(const SecretBytes& passphrase, PassphraseCost cost,
                                        RandomSource& random);
  // For a file that exists, with its own salt and cost. Further errors as of Open's shape checks.
  // Whether the passphrase is right shows in Open only.
  static absl::StatusOr<SealingKey> For(ByteView sealed, const SecretBytes& passphrase);

  PassphraseCost cost() const { return cost_; }

  // Under a fresh nonce, with this key's salt and cost in the header.
  Bytes Seal(const SecretBytes& content, RandomSource& random) const;

  // InvalidArgument for bytes of another form (no sealed file, unknown version, unknown cost,
  // truncated), FailedPrecondition where the file was sealed under another salt or cost,
  // Unauthenticated for a wrong passphrase or damaged content.
  absl::StatusOr<SecretBytes> Open(ByteView sealed) const;

 private:
  using Key = Secret<32, struct SealedFileKeyRole>;
  using Salt = ByteArray<16>;

  SealingKey(Key key, const Salt& salt, PassphraseCost cost)
      : key_(std::move(key)), salt_(salt), cost_(cost) {}
  static absl::StatusOr<SealingKey> Derive(const SecretBytes& passphrase, const Salt& salt,
                                           PassphraseCost cost);

  Key key_;
  Salt salt_;
  PassphraseCost cost_;
};

}  // namespace candor::crypto
