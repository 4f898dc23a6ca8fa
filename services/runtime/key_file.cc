#include "services/runtime/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>

#include "base/status.h"
#include "base/text.h"
#include "services/runtime/passphrase.h"
#include "services/runtime/system_error.h"

namespace candor::runtime {
namespace {

constexpr std::size_t kMaxKeyFile = std::size_t{64} << 20;

absl::StatusOr<Bytes> ReadKeyFile(const Path& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) {
    return SystemError(Cat("The key file ", path.string(), " cannot be opened"), errno);
  }
  if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::PermissionDeniedError(Cat("The key file ", path.string(),
                                           " is open to other users: run chmod 600 on it, and"
                                           " consider the key known to whoever could read it."));
  }
  return ReadFile(path, kMaxKeyFile);
}

absl::Status About(const Path& path, const absl::Status& status) {
  if (absl::IsUnauthenticated(status)) {
    return absl::UnauthenticatedError(
        Cat("The key file ", path.string(),
            " does not open: the passphrase is wrong, or the file is damaged. Try the passphrase"
            " again, else restore the file from its backup."));
  }
  return absl::Status(status.code(),
                      Cat("The key file ", path.string(), " cannot be used: ", status.message()));
}

// Writes all of `bytes` over the file's beginning, and waits until they are on the medium.
bool WriteOver(int descriptor, ByteView bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t written = pwrite(descriptor, bytes.data() + done, bytes.size() - done,
                                   static_cast<off_t>(done));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    done += static_cast<std::size_t>(written);
  }
  return fsync(descriptor) == 0;
}

// Gives the file the name of what is being destroyed. Nothing where there is none.
absl::Status Condemn(const Path& path, const Path& condemned) {
  if (rename(path.c_str(), condemned.c_str()) != 0) {
    const int error = errno;
    if (error == ENOENT) return absl::OkStatus();
    return SystemError(Cat("The key file ", path.string(), " cannot be renamed"), error);
  }
  // The overwriting must not reach the medium before the new name does.
  const int folder = open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = folder >= 0 && fsync(folder) == 0;
  const int error = errno;
  if (folder >= 0) close(folder);
  if (synced) return absl::OkStatus();
  return SystemError(Cat("The folder of the key file ", path.string(), " cannot be synced"), error);
}

}  // namespace

absl::Status DestroySealed(const Path& path, crypto::RandomSource& random) {
  const auto failed = [&path](int error) {
    return SystemError(Cat("The key file ", path.string(), " cannot be overwritten"), error);
  };
  const Path condemned = Cat(path.string(), kBeingDestroyed);
  CANDOR_RETURN_IF_ERROR(Condemn(path, condemned));
  const int descriptor = open(condemned.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return errno == ENOENT ? absl::OkStatus() : failed(errno);
  struct stat found {};
  Bytes bytes;
  bool done = fstat(descriptor, &found) == 0;
  if (done) {
    bytes.resize(static_cast<std::size_t>(found.st_size));
    random.Fill(bytes);
    done = WriteOver(descriptor, bytes) && WriteOver(descriptor, Bytes(bytes.size()));
  }
  const int error = errno;
  close(descriptor);
  return done ? RemoveFile(condemned) : failed(error);
}

absl::Status FinishDestroying(const Path& folder, crypto::RandomSource& random) {
  CANDOR_ASSIGN_OR_RETURN(const auto names, ListFolder(folder));
  for (std::string_view name : names) {
    if (!name.ends_with(kBeingDestroyed)) continue;
    name.remove_suffix(kBeingDestroyed.size());
    CANDOR_RETURN_IF_ERROR(DestroySealed(folder / name, random));
  }
  return absl::OkStatus();
}

absl::StatusOr<KeyRing> KeyRing::Open(const Path& passphrase_file) {
  CANDOR_ASSIGN_OR_RETURN(crypto::SecretBytes passphrase, ReadPassphraseFile(passphrase_file));
  return KeyRing(std::move(passphrase));
}

absl::StatusOr<crypto::SecretBytes> KeyRing::OpenSealed(ByteView sealed) {
  for (const auto& key : derived_) {
    auto content = key.Open(sealed);
    // FailedPrecondition: a file of another salt or cost.
    if (!absl::IsFailedPrecondition(content.status())) return content;
  }
  CANDOR_ASSIGN_OR_RETURN(auto key, crypto::SealingKey::For(sealed, passphrase_));
  auto content = key.Open(sealed);
  // A key from a wrong passphrase is not kept: it opens nothing.
  if (content.ok()) derived_.push_back(std::move(key));
  return content;
}

absl::StatusOr<crypto::SecretBytes> KeyRing::LoadSealed(const Path& path) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes sealed, ReadKeyFile(path));
  auto content = OpenSealed(sealed);
  if (!content.ok()) return About(path, content.status());
  return content;
}

absl::StatusOr<crypto::SigningKey> KeyRing::LoadSigningKey(const Path& path) {
  CANDOR_ASSIGN_OR_RETURN(const crypto::SecretBytes seed, LoadSealed(path));
  if (seed.size() != 32) {
    return absl::DataLossError(Cat("The key file ", path.string(),
                                   " holds no signing key. Check that it is the right file."));
  }
  return crypto::SigningKey::FromSeed(seed.ExposeSecret().first<32>());
}

absl::StatusOr<const crypto::SealingKey*> KeyRing::KeyOf(crypto::PassphraseCost cost,
                                                         crypto::RandomSource& random) {
  for (const auto& key : derived_) {
    if (key.cost() == cost) return &key;
  }
  CANDOR_ASSIGN_OR_RETURN(auto key, crypto::SealingKey::New(passphrase_, cost, random));
  derived_.push_back(std::move(key));
  return &derived_.back();
}

absl::Status KeyRing::SaveSealed(const Path& path, const crypto::SecretBytes& content,
                                 crypto::PassphraseCost cost, crypto::RandomSource& random) {
  CANDOR_ASSIGN_OR_RETURN(const crypto::SealingKey* key, KeyOf(cost, random));
  return CreateFileAtomically(path, key->Seal(content, random));
}

absl::Status KeyRing::SaveSigningKey(const Path& path, const crypto::SigningKey& key,
                                     crypto::PassphraseCost cost, crypto::RandomSource& random) {
  const auto seed = key.ExportSeed();
  return SaveSealed(path, crypto::SecretBytes::Copy(seed.ExposeSecret()), cost, random);
}

absl::Status SaveSealed(const Path& path, const crypto::SecretBytes& content,
                        const crypto::SecretBytes& passphrase, crypto::PassphraseCost cost,
                        crypto::RandomSource& random) {
  return KeyRing(passphrase.Clone()).SaveSealed(path, content, cost, random);
}

absl::StatusOr<crypto::SecretBytes> LoadSealed(const Path& path,
                                               const crypto::SecretBytes& passphrase) {
  return KeyRing(passphrase.Clone()).LoadSealed(path);
}

absl::Status SaveSigningKey(const Path& path, const crypto::SigningKey& key,
                            const crypto::SecretBytes& passphrase, crypto::PassphraseCost cost,
                            crypto::RandomSource& random) {
  return KeyRing(passphrase.Clone()).SaveSigningKey(path, key, cost, random);
}

absl::StatusOr<crypto::SigningKey> LoadSigningKey(const Path& path,
                                                  const crypto::SecretBytes& passphrase) {
  return KeyRing(passphrase.Clone()).LoadSigningKey(path);
}

}  // namespace candor::runtime
