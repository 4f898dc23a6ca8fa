// WalletFile: the wallet on disk: sealed, locked, written all or nothing.
//
//   struct { opaque magic[8]; uint8 version = 1; opaque sealed<1..2^24-1>; opaque checksum[32]; } File;
//   magic = "CANDORWL" for a wallet, "CANDORBK" for a backup of one (services/member/backup.h)
//   checksum = H("candor/wallet/v1" 00 | all before it); it ends the file in every version
//
// The checksum keeps no secret and stops no attacker (the seal does); it tells a damaged disk from a
// mistyped passphrase, so that neither is reported as the other.
//
// Promise: while a WalletFile lives, no other command has the same wallet. A crash, a kill or a full
// disk during Save leaves the old wallet or the new one. Open never writes. The passphrase costs one
// Argon2id derivation in the life of a WalletFile, however often it saves.
//
// Errors: NotFound, no wallet; FailedPrecondition, another command holds it; DataLoss, damaged;
// Unauthenticated, wrong passphrase; Unimplemented, of a newer version; AlreadyExists (Create); else
// the disk's. Each is a sentence that says what to do; none changed anything. Move-only.
#pragma once

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "crypto/random.h"
#include "crypto/sealed_file.h"
#include "services/member/wallet.h"
#include "services/runtime/files.h"

namespace candor::services::member {

enum class FileKind { kWallet, kBackup };

class WalletFile {
 public:
  // Asked for after the lock was taken and the file found whole, so that nobody types in vain.
  using AskPassphrase = std::function<absl::StatusOr<crypto::SecretBytes>()>;

  static absl::StatusOr<WalletFile> Open(const runtime::Path& path, const AskPassphrase& ask,
                                         crypto::RandomSource& random);
  // Writes the wallet before it returns.
  static absl::StatusOr<WalletFile> Create(const runtime::Path& path, Wallet wallet,
                                           const crypto::SecretBytes& passphrase,
                                           crypto::PassphraseCost cost,
                                           crypto::RandomSource& random);

  Wallet& wallet() { return wallet_; }
  const Wallet& wallet() const { return wallet_; }

  // Durable when it returns OK; on an error the file is as it was.
  absl::Status Save();
  // What BackupOf gives, in a new file, under the wallet's passphrase. AlreadyExists when there is one.
  absl::Status WriteBackup(const runtime::Path& backup) const;
  // A new wallet of what a backup holds, under its passphrase. Errors as Open's and Create's; NotFound is
  // the backup's, AlreadyExists the wallet's. Nothing is written where there is one, nor before `accept` has
  // returned OK for what the backup holds.
  static absl::StatusOr<WalletFile> Restore(const runtime::Path& backup, const runtime::Path& path,
                                            const AskPassphrase& ask,
                                            const std::function<absl::Status(const Wallet&)>& accept,
                                            crypto::RandomSource& random);

 private:
  WalletFile(runtime::Path path, runtime::FileLock held, crypto::SealingKey key, Wallet wallet,
             crypto::RandomSource& random);

  struct Opened {
    crypto::SealingKey key;
    Wallet wallet;
  };
  static absl::StatusOr<Opened> OpenSealed(ByteView sealed, FileKind kind, const AskPassphrase& ask);

  runtime::Path path_;
  runtime::FileLock held_;
  crypto::SealingKey key_;
  Wallet wallet_;
  crypto::RandomSource* random_;
};

// The sealed bytes inside a file of this kind; DataLoss, Unimplemented, or InvalidArgument for the other kind.
absl::StatusOr<Bytes> UnwrapWalletFile(ByteView file, FileKind kind = FileKind::kWallet);
Bytes WrapWalletFile(ByteView sealed, FileKind kind = FileKind::kWallet);

}  // namespace candor::services::member
