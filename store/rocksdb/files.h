// Files that the store keeps beside RocksDB, with the syncs that make them durable.
//
// Modes are 0600. Errors: those of store/rocksdb/errors.h. A File is as thread-safe as its
// descriptor: reads and writes at offsets may run side by side.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "crypto/random.h"
#include "crypto/secret.h"

namespace candor::store {

// Makes the names in a folder durable: after a file was made, renamed or removed.
absl::Status SyncFolder(const std::string& folder);

class File {
 public:
  enum class Mode { kExisting, kExistingOrNew, kNew };

  static absl::StatusOr<File> Open(const std::string& path, Mode mode);
  File(File&& other) noexcept;
  File& operator=(File&&) = delete;
  ~File();

  absl::Status WriteAt(std::uint64_t offset, ByteView bytes);
  // Fewer bytes only at the end of the file.
  absl::StatusOr<Bytes> ReadAt(std::uint64_t offset, std::size_t size) const;
  absl::Status Sync();

 private:
  File(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}

  int descriptor_;
  std::string path_;
};

// A file of 32 random bytes that encrypt something which is to be destroyed. The caller syncs the
// folder.
absl::Status CreateKeyFile(const std::string& path, const ByteArray<32>& key);
absl::StatusOr<ByteArray<32>> ReadKeyFile(const std::string& path);
// Overwrites the bytes in place, with random ones and then with zeroes, each synced.
//
// Not promised: that the medium has not kept them elsewhere (a copy-on-write file system, the spare
// blocks of an SSD). OK for a file that is not there.
absl::Status OverwriteKeyFile(const std::string& path, crypto::RandomSource& random);

// Many such keys in one file, in slots of 32 bytes; a slot of zeroes is empty. The file may be sparse.
class KeyArray {
 public:
  static absl::StatusOr<KeyArray> Open(const std::string& path);

  absl::Status Write(std::uint64_t first_slot, std::span<const ByteArray<32>> keys);
  // NotFound for an empty slot.
  absl::StatusOr<ByteArray<32>> Read(std::uint64_t slot) const;
  absl::Status Destroy(std::uint64_t slot, crypto::RandomSource& random);

 private:
  explicit KeyArray(File file) : file_(std::move(file)) {}

  File file_;
};

}  // namespace candor::store
