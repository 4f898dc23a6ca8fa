#include "services/member/wallet_file.h"

#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"
#include "crypto/hash.h"
#include "services/member/backup.h"

namespace candor::services::member {
namespace {

using runtime::Path;

constexpr std::size_t kMagicSize = 8;
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kChecksum = 32;

std::string_view MagicOf(FileKind kind) { return kind == FileKind::kWallet ? "CANDORWL" : "CANDORBK"; }

crypto::Hash ChecksumOf(ByteView before) {
  return crypto::LabelledHash(crypto::Label::kWallet, {before});
}

absl::Status Damaged(FileKind kind) {
  return absl::DataLossError(
      Cat("The ", kind == FileKind::kWallet ? "wallet file" : "backup",
          " is damaged: its bytes are not those that candor wrote. Nothing was changed and nothing was sent. ",
          kind == FileKind::kWallet ? "Put a good copy of the file in its place." : "Try another copy of it."));
}

absl::Status OfTheOtherKind(FileKind kind) {
  return absl::InvalidArgumentError(
      kind == FileKind::kWallet
          ? "That is a backup and no wallet: `candor wallet restore FILE` makes a wallet of it. Nothing was "
            "changed and nothing was sent."
          : "That is a wallet and no backup. A wallet is moved with its whole folder: name that with --home. "
            "Nothing was changed and nothing was sent.");
}

Path LockPath(const Path& path) { return Path(path.string() + ".lock"); }

absl::StatusOr<runtime::FileLock> Lock(const Path& path) {
  auto held = runtime::FileLock::Take(LockPath(path));
  if (absl::IsFailedPrecondition(held.status())) {
    return absl::FailedPreconditionError(
        "Another candor command is using this wallet. Wait until it is done, and try again. Nothing "
        "was changed and nothing was sent.");
  }
  return held;
}

}  // namespace

Bytes WrapWalletFile(ByteView sealed, FileKind kind) {
  crypto::Writer out;
  out.Fixed(AsBytes(MagicOf(kind))).U8(kVersion).Opaque24(sealed);
  out.Fixed(ChecksumOf(out.view()));
  return out.Take();
}

absl::StatusOr<Bytes> UnwrapWalletFile(ByteView file, FileKind kind) {
  if (file.size() < kMagicSize + 1 + kChecksum) return Damaged(kind);
  const ByteView before = file.first(file.size() - kChecksum);
  if (!Equal(file.last(kChecksum), ChecksumOf(before))) return Damaged(kind);
  crypto::Reader in(before);
  const std::string_view magic = AsText(in.FixedView(kMagicSize));
  const FileKind other = kind == FileKind::kWallet ? FileKind::kBackup : FileKind::kWallet;
  if (magic == MagicOf(other)) return OfTheOtherKind(kind);
  if (magic != MagicOf(kind)) return Damaged(kind);
  if (in.U8() != kVersion) {
    return absl::UnimplementedError(
        Cat("The ", kind == FileKind::kWallet ? "wallet" : "backup",
            " was written by a newer version of candor: update candor. Nothing was changed and nothing was "
            "sent."));
  }
  const Bytes sealed = ToBytes(in.Opaque24(1));
  if (!in.Finish("wallet file").ok()) return Damaged(kind);
  return sealed;
}

WalletFile::WalletFile(Path path, runtime::FileLock held, crypto::SealingKey key, Wallet wallet,
                       crypto::RandomSource& random)
    : path_(std::move(path)),
      held_(std::move(held)),
      key_(std::move(key)),
      wallet_(std::move(wallet)),
      random_(&random) {}

absl::StatusOr<WalletFile> WalletFile::Open(const Path& path, const AskPassphrase& ask,
                                            crypto::RandomSource& random) {
  if (!runtime::FileExists(path)) {
    return absl::NotFoundError(Cat("There is no wallet at ", path.string(),
                                   ": enrol first, with `candor enrol`, or name the folder of your "
                                   "wallet with --home."));
  }
  CANDOR_ASSIGN_OR_RETURN(runtime::FileLock held, Lock(path));
  CANDOR_ASSIGN_OR_RETURN(const Bytes file, runtime::ReadFile(path));
  CANDOR_ASSIGN_OR_RETURN(const Bytes sealed, UnwrapWalletFile(file));
  CANDOR_ASSIGN_OR_RETURN(auto opened, OpenSealed(sealed, FileKind::kWallet, ask));
  return WalletFile(path, std::move(held), std::move(opened.key), std::move(opened.wallet), random);
}

absl::StatusOr<WalletFile::Opened> WalletFile::OpenSealed(ByteView sealed, FileKind kind,
                                                          const AskPassphrase& ask) {
  CANDOR_ASSIGN_OR_RETURN(const crypto::SecretBytes passphrase, ask());
  auto key = crypto::SealingKey::For(sealed, passphrase);
  if (absl::IsInvalidArgument(key.status())) return Damaged(kind);
  CANDOR_RETURN_IF_ERROR(key.status());
  auto content = key->Open(sealed);
  if (!content.ok()) {
    return absl::UnauthenticatedError(
        Cat("The passphrase is not the one of this ", kind == FileKind::kWallet ? "wallet" : "backup",
            ". Nothing was changed and nothing was sent."));
  }
  CANDOR_ASSIGN_OR_RETURN(Wallet wallet, Wallet::Decode(*content));
  return Opened{*std::move(key), std::move(wallet)};
}

absl::StatusOr<WalletFile> WalletFile::Create(const Path& path, Wallet wallet,
                                              const crypto::SecretBytes& passphrase,
                                              crypto::PassphraseCost cost,
                                              crypto::RandomSource& random) {
  CANDOR_ASSIGN_OR_RETURN(runtime::FileLock held, Lock(path));
  CANDOR_ASSIGN_OR_RETURN(auto key, crypto::SealingKey::New(passphrase, cost, random));
  const Bytes file = WrapWalletFile(key.Seal(wallet.Encode(), random));
  CANDOR_RETURN_IF_ERROR(runtime::CreateFileAtomically(path, file, 0600));
  return WalletFile(path, std::move(held), std::move(key), std::move(wallet), random);
}

absl::Status WalletFile::Save() {
  const Bytes file = WrapWalletFile(key_.Seal(wallet_.Encode(), *random_));
  return runtime::WriteFileAtomically(path_, file, 0600);
}

absl::Status WalletFile::WriteBackup(const Path& backup) const {
  const Bytes file = WrapWalletFile(key_.Seal(BackupOf(wallet_).Encode(), *random_), FileKind::kBackup);
  return runtime::CreateFileAtomically(backup, file, 0600);
}

absl::StatusOr<WalletFile> WalletFile::Restore(const Path& backup, const Path& path, const AskPassphrase& ask,
                                               const std::function<absl::Status(const Wallet&)>& accept,
                                               crypto::RandomSource& random) {
  if (!runtime::FileExists(backup)) {
    return absl::NotFoundError(Cat("There is no file ", backup.string(), ". Nothing was changed."));
  }
  CANDOR_ASSIGN_OR_RETURN(const Bytes file, runtime::ReadFile(backup));
  CANDOR_ASSIGN_OR_RETURN(const Bytes sealed, UnwrapWalletFile(file, FileKind::kBackup));
  CANDOR_ASSIGN_OR_RETURN(runtime::FileLock held, Lock(path));
  if (runtime::FileExists(path)) {
    return absl::AlreadyExistsError(
        Cat("There is a wallet at ", path.string(),
            " already. Restoring would replace it, and voting slips and texts in it would be lost. Restore into "
            "another folder (--home). Nothing was changed."));
  }
  CANDOR_ASSIGN_OR_RETURN(auto opened, OpenSealed(sealed, FileKind::kBackup, ask));
  CANDOR_RETURN_IF_ERROR(accept(opened.wallet));
  WalletFile out(path, std::move(held), std::move(opened.key), std::move(opened.wallet), random);
  CANDOR_RETURN_IF_ERROR(runtime::CreateFileAtomically(
      path, WrapWalletFile(out.key_.Seal(out.wallet_.Encode(), random)), 0600));
  return out;
}

}  // namespace candor::services::member
