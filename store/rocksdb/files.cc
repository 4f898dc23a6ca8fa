#include "store/rocksdb/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "store/rocksdb/errors.h"

namespace candor::store {
namespace {

constexpr std::size_t kKeySize = 32;

int FlagsOf(File::Mode mode) {
  const int common = O_RDWR | O_CLOEXEC | O_NOFOLLOW;
  switch (mode) {
    case File::Mode::kExisting: return common;
    case File::Mode::kExistingOrNew: return common | O_CREAT;
    case File::Mode::kNew: return common | O_CREAT | O_EXCL;
  }
  return common;
}

absl::Status OverwriteKey(File& file, std::uint64_t offset, crypto::RandomSource& random) {
  CANDOR_RETURN_IF_ERROR(file.WriteAt(offset, random.Array<kKeySize>()));
  CANDOR_RETURN_IF_ERROR(file.Sync());
  CANDOR_RETURN_IF_ERROR(file.WriteAt(offset, ByteArray<kKeySize>{}));
  return file.Sync();
}

}  // namespace

absl::Status SyncFolder(const std::string& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return SystemError("opening the folder", folder, errno);
  const int result = ::fsync(descriptor);
  const int error_number = errno;
  ::close(descriptor);
  return result == 0 ? absl::OkStatus() : SystemError("syncing the folder", folder, error_number);
}

absl::StatusOr<File> File::Open(const std::string& path, Mode mode) {
  const int descriptor = ::open(path.c_str(), FlagsOf(mode), S_IRUSR | S_IWUSR);
  if (descriptor < 0) return SystemError("opening the file", path, errno);
  return File(descriptor, path);
}

File::File(File&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::move(other.path_)) {}

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

absl::Status File::WriteAt(std::uint64_t offset, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written =
        ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return SystemError("writing the file", path_, errno);
    offset += static_cast<std::uint64_t>(written);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return absl::OkStatus();
}

absl::StatusOr<Bytes> File::ReadAt(std::uint64_t offset, std::size_t size) const {
  Bytes out(size);
  std::size_t done = 0;
  while (done < size) {
    const ssize_t got = ::pread(descriptor_, out.data() + done, size - done,
                                static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SystemError("reading the file", path_, errno);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  out.resize(done);
  return out;
}

absl::Status File::Sync() {
  if (::fsync(descriptor_) != 0) return SystemError("syncing the file", path_, errno);
  return absl::OkStatus();
}

absl::Status CreateKeyFile(const std::string& path, const ByteArray<32>& key) {
  CANDOR_ASSIGN_OR_RETURN(File file, File::Open(path, File::Mode::kNew));
  CANDOR_RETURN_IF_ERROR(file.WriteAt(0, key));
  return file.Sync();
}

absl::StatusOr<ByteArray<32>> ReadKeyFile(const std::string& path) {
  CANDOR_ASSIGN_OR_RETURN(File file, File::Open(path, File::Mode::kExisting));
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, file.ReadAt(0, kKeySize + 1));
  auto key = ToArray<kKeySize>(bytes);
  if (!key.ok() || *key == ByteArray<kKeySize>{}) {
    return absl::DataLossError(Cat("the key file at ", path, " holds no key"));
  }
  return key;
}

absl::Status OverwriteKeyFile(const std::string& path, crypto::RandomSource& random) {
  auto file = File::Open(path, File::Mode::kExisting);
  if (absl::IsNotFound(file.status())) return absl::OkStatus();
  if (!file.ok()) return std::move(file).status();
  return OverwriteKey(*file, 0, random);
}

absl::StatusOr<KeyArray> KeyArray::Open(const std::string& path) {
  CANDOR_ASSIGN_OR_RETURN(File file, File::Open(path, File::Mode::kExistingOrNew));
  return KeyArray(std::move(file));
}

absl::Status KeyArray::Write(std::uint64_t first_slot, std::span<const ByteArray<32>> keys) {
  Bytes bytes;
  bytes.reserve(keys.size() * kKeySize);
  for (const auto& key : keys) Append(bytes, key);
  absl::Status written = file_.WriteAt(first_slot * kKeySize, bytes);
  if (written.ok()) written = file_.Sync();
  crypto::Wipe(bytes);
  return written;
}

absl::StatusOr<ByteArray<32>> KeyArray::Read(std::uint64_t slot) const {
  CANDOR_ASSIGN_OR_RETURN(Bytes bytes, file_.ReadAt(slot * kKeySize, kKeySize));
  auto key = ToArray<kKeySize>(bytes);
  crypto::Wipe(bytes);
  if (!key.ok() || *key == ByteArray<kKeySize>{}) {
    return absl::NotFoundError("no key in this slot: it was never written, or was destroyed");
  }
  return key;
}

absl::Status KeyArray::Destroy(std::uint64_t slot, crypto::RandomSource& random) {
  return OverwriteKey(file_, slot * kKeySize, random);
}

}  // namespace candor::store
