// Files: the one place that opens, writes and locks files other than the store's.
//
// Every error is one sentence or two: what could not be done, the path, the system's reason, and
// what to do next. Messages name paths, never contents. All functions are thread-safe; what two
// processes may do to one file at the same time is decided by FileLock.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/bytes.h"

namespace candor::runtime {

using Path = std::filesystem::path;

// Enough for every configuration, key, wallet and bundle; larger inputs name their own limit.
inline constexpr std::size_t kUsualFileLimit = std::size_t{16} << 20;

// The whole file. NotFound, PermissionDenied, InvalidArgument (a folder, or larger than
// `max_size`), else Unavailable.
absl::StatusOr<Bytes> ReadFile(const Path& path, std::size_t max_size = kUsualFileLimit);

enum class Durability {
  kSynced,    // survives a power cut once the call returns
  kUnsynced,  // atomic for other processes, but not more: for what is worthless after a crash
};

// Replaces or creates `path` with `bytes`: a temporary file beside it, fsync, rename, fsync of the
// folder. Whoever opens `path`, at any time and after any crash, finds all of the old bytes or all
// of the new ones. A full disk, or any other failure before the rename, leaves the old file as it
// was, removes the temporary one, and the message says so (ResourceExhausted when space is
// lacking).
absl::Status WriteFileAtomically(const Path& path, ByteView bytes, mode_t mode = 0600,
                                 Durability durability = Durability::kSynced);

// As WriteFileAtomically with kSynced, but AlreadyExists when there is such a file, which is left
// untouched: for keys, where overwriting would destroy what cannot be had again.
absl::Status CreateFileAtomically(const Path& path, ByteView bytes, mode_t mode = 0600);

// Whether a file could be made at `path`, asked before long work: OK where its folder is there and this user may write
// in it. A disk can still be full later.
absl::Status CheckCanMakeFile(const Path& path);

// Makes the folder and its missing parents. OK when it is there already.
absl::Status MakeFolder(const Path& path, mode_t mode = 0700);

bool FileExists(const Path& path);
// OK when there is none. Syncs the folder: the name does not come back after a crash. The bytes
// may stay on the medium.
absl::Status RemoveFile(const Path& path);
// Names of the entries of a folder, sorted, without "." and "..".
absl::StatusOr<std::vector<std::string>> ListFolder(const Path& path);

// An exclusive advisory lock (flock) on a file that is made when missing and left behind when done.
//
// Promise: while a FileLock lives, no other FileLock on that path is granted, in this process or
// another; the system releases it when the process dies, however it dies. Not promised: anything
// against programs that do not ask. Move-only.
class FileLock {
 public:
  // Never waits: FailedPrecondition "… in use by another command …" when somebody holds it.
  static absl::StatusOr<FileLock> Take(const Path& path);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace candor::runtime
