#include "services/runtime/files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "services/runtime/system_error.h"

namespace candor::runtime {
namespace {

// Closes at the end of its life. `Close` is for writers, who need to know whether it worked.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int value() const { return value_; }
  bool ok() const { return value_ >= 0; }
  int Close() { return close(std::exchange(value_, -1)); }

 private:
  int value_;
};

std::string Sentence(std::string_view subject, const Path& path, std::string_view what) {
  return Cat(subject, " ", path.string(), " ", what);
}

Path FolderOf(const Path& path) {
  const Path parent = path.parent_path();
  return parent.empty() ? Path(".") : parent;
}

absl::Status SyncFolder(const Path& folder) {
  const Descriptor descriptor(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor.ok() || fsync(descriptor.value()) != 0) {
    return SystemError(Sentence("The folder", folder, "cannot be synced to disk"), errno);
  }
  return absl::OkStatus();
}

// True when all bytes went out; false with errno.
bool WriteAll(int descriptor, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

enum class Existing { kReplace, kKeep };

// A file beside its target under a random name, gone at the end unless it was put in place.
class TemporaryFile {
 public:
  explicit TemporaryFile(const Path& target)
      : name_(Cat(FolderOf(target).string(), "/.", target.filename().string(), ".XXXXXX")),
        descriptor_(mkostemp(name_.data(), O_CLOEXEC)),
        there_(descriptor_.ok()) {}
  ~TemporaryFile() {
    if (there_) unlink(name_.c_str());
  }

  bool ok() const { return descriptor_.ok(); }

  bool Fill(ByteView bytes, mode_t mode, Durability durability) {
    if (fchmod(descriptor_.value(), mode) != 0) return false;
    if (!WriteAll(descriptor_.value(), bytes)) return false;
    if (durability == Durability::kSynced && fsync(descriptor_.value()) != 0) return false;
    return descriptor_.Close() == 0;
  }

  bool PutInPlace(const Path& target, Existing existing) {
    const unsigned flags = existing == Existing::kKeep ? RENAME_NOREPLACE : 0;
    if (renameat2(AT_FDCWD, name_.c_str(), AT_FDCWD, target.c_str(), flags) != 0) return false;
    there_ = false;
    return true;
  }

 private:
  std::string name_;
  Descriptor descriptor_;
  bool there_;
};

absl::Status WriteFile(const Path& path, ByteView bytes, mode_t mode, Durability durability,
                       Existing existing) {
  // Crash before the rename: the old file, and perhaps a temporary one that nobody reads. After it,
  // before the folder is synced: the old or the new one. After that: the new one.
  TemporaryFile temporary(path);
  if (!temporary.ok() || !temporary.Fill(bytes, mode, durability) ||
      !temporary.PutInPlace(path, existing)) {
    const int reason = errno;
    if (reason == EEXIST) return SystemError(Sentence("The file", path, "was not written"), reason);
    return SystemError(
        Sentence("The file", path, "could not be written, and what it held before is unchanged"),
        reason);
  }
  if (durability == Durability::kUnsynced) return absl::OkStatus();
  return SyncFolder(FolderOf(path));
}

}  // namespace

absl::StatusOr<Bytes> ReadFile(const Path& path, std::size_t max_size) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.ok()) return SystemError(Sentence("The file", path, "cannot be opened"), errno);
  // Read to the end instead of asking for the size: the path may name a pipe.
  Bytes out;
  while (true) {
    constexpr std::size_t kPiece = 64 << 10;
    const std::size_t before = out.size();
    const std::size_t wanted = std::min(kPiece, max_size - before + 1);
    out.resize(before + wanted);
    const ssize_t got = read(file.value(), out.data() + before, wanted);
    if (got < 0 && errno == EINTR) {
      out.resize(before);
      continue;
    }
    if (got < 0) return SystemError(Sentence("The file", path, "cannot be read"), errno);
    out.resize(before + static_cast<std::size_t>(got));
    if (got == 0) return out;
    if (out.size() > max_size) {
      return absl::InvalidArgumentError(
          Cat(Sentence("The file", path, "is too large"), ": at most ", max_size,
              " bytes are expected. Check that it is the right file."));
    }
  }
}

absl::Status WriteFileAtomically(const Path& path, ByteView bytes, mode_t mode,
                                 Durability durability) {
  return WriteFile(path, bytes, mode, durability, Existing::kReplace);
}

absl::Status CreateFileAtomically(const Path& path, ByteView bytes, mode_t mode) {
  return WriteFile(path, bytes, mode, Durability::kSynced, Existing::kKeep);
}

absl::Status CheckCanMakeFile(const Path& path) {
  const Path folder = FolderOf(path);
  const std::string what = Cat("The file ", path.string(), " cannot be made in the folder ", folder.string());
  struct stat found {};
  if (stat(folder.c_str(), &found) != 0) return SystemError(what, errno);
  if (!S_ISDIR(found.st_mode)) return SystemError(what, ENOTDIR);
  if (access(folder.c_str(), W_OK | X_OK) != 0) return SystemError(what, errno);
  return absl::OkStatus();
}

absl::Status MakeFolder(const Path& path, mode_t mode) {
  if (path.empty()) return absl::InvalidArgumentError("A folder needs a name.");
  struct stat found {};
  if (stat(path.c_str(), &found) == 0) {
    if (S_ISDIR(found.st_mode)) return absl::OkStatus();
    return SystemError(Sentence("The folder", path, "cannot be made, a file has its name"), EEXIST);
  }
  const Path clean = path.has_filename() ? path : path.parent_path();
  const Path parent = FolderOf(clean);
  if (!FileExists(parent)) CANDOR_RETURN_IF_ERROR(MakeFolder(parent, mode));
  if (mkdir(clean.c_str(), mode) != 0 && errno != EEXIST) {
    return SystemError(Sentence("The folder", path, "cannot be made"), errno);
  }
  return SyncFolder(parent);
}

bool FileExists(const Path& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

absl::Status RemoveFile(const Path& path) {
  if (unlink(path.c_str()) != 0) {
    if (errno == ENOENT) return absl::OkStatus();
    return SystemError(Sentence("The file", path, "cannot be removed"), errno);
  }
  return SyncFolder(FolderOf(path));
}

absl::StatusOr<std::vector<std::string>> ListFolder(const Path& path) {
  std::error_code error;
  std::vector<std::string> names;
  for (std::filesystem::directory_iterator entry(path, error), end; !error && entry != end;
       entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  if (error) return SystemError(Sentence("The folder", path, "cannot be listed"), error.value());
  std::ranges::sort(names);
  return names;
}

absl::StatusOr<FileLock> FileLock::Take(const Path& path) {
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return SystemError(Sentence("The lock file", path, "cannot be opened"), errno);
  }
  FileLock lock(descriptor);
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) {
      return absl::FailedPreconditionError(Cat(
          "The lock ", path.string(),
          " is in use by another command. Wait until it has ended, or stop it, and try again."));
    }
    return SystemError(Sentence("The lock file", path, "cannot be locked"), errno);
  }
  return lock;
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace candor::runtime
