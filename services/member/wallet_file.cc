#include "services/member/wallet_file.h"

#include "base/status.h"
#include "base/text.h"
#include "crypto/codec.h"
#include "crypto/hash.h"

namespace candor::services::member {
namespace {

using runtime::Path;

constexpr std::string_view kMagic = "CANDORWL";
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kChecksum = 32;

crypto::Hash ChecksumOf(ByteView before) {
  return crypto::LabelledHash(crypto::Label::kWallet, {before});
}

absl::Status Damaged() {
  return absl::DataLossError(
      "The wallet file is damaged: its bytes are not those that candor wrote. Nothing was changed "
      "and nothing was sent. Put a good copy of the file in its place.");
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

Bytes WrapWalletFile(ByteView sealed) {
  crypto::Writer out;
  out.Fixed(AsBytes(kMagic)).U8(kVersion).Opaque24(sealed);
  out.Fixed(ChecksumOf(out.view()));
  return out.Take();
}

absl::StatusOr<Bytes> UnwrapWalletFile(ByteView file) {
  if (file.size() < kMagic.size() + 1 + kChecksum) return Damaged();
  const ByteView before = file.first(file.size() - kChecksum);
  if (!Equal(file.last(kChecksum), ChecksumOf(before))) return Damaged();
  crypto::Reader in(before);
  if (AsText(in.FixedView(kMagic.size())) != kMagic) return Damaged();
  if (in.U8() != kVersion) {
    return absl::UnimplementedError(
        "The wallet was written by a newer version of candor: update candor. Nothing was changed "
        "and nothing was sent.");
  }
  const Bytes sealed = ToBytes(in.Opaque24(1));
  if (!in.Finish("wallet file").ok()) return Damaged();
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
  CANDOR_ASSIGN_OR_RETURN(const crypto::SecretBytes passphrase, ask());
  auto key = crypto::SealingKey::For(sealed, passphrase);
  if (absl::IsInvalidArgument(key.status())) return Damaged();
  CANDOR_RETURN_IF_ERROR(key.status());
  auto content = key->Open(sealed);
  if (!content.ok()) {
    return absl::UnauthenticatedError(
        "The passphrase is not the one of this wallet. Nothing was changed and nothing was sent.");
  }
  CANDOR_ASSIGN_OR_RETURN(Wallet wallet, Wallet::Decode(*content));
  return WalletFile(path, std::move(held), *std::move(key), std::move(wallet), random);
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

}  // namespace candor::services::member
