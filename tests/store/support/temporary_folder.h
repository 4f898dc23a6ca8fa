// A folder of a test's own, removed at the end of its life.
//
// In memory where there is room: hundreds of databases are opened and closed here, and each waits for
// a dozen syncs. No test pulls the power, so that a SIGKILL loses as little there as on a disk.
// $TEST_TMPDIR decides otherwise.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace candor::store::testing {

class TemporaryFolder {
 public:
  TemporaryFolder() : path_(Parent() + "/candor-store-XXXXXX") {
    if (mkdtemp(path_.data()) == nullptr) path_.clear();
  }
  ~TemporaryFolder() {
    std::error_code error;
    if (!path_.empty()) std::filesystem::remove_all(path_, error);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  static std::string Parent() {
    constexpr std::uintmax_t kRoom = std::uintmax_t{1} << 29;
    const std::string memory = "/dev/shm";
    std::error_code error;
    if (std::getenv("TEST_TMPDIR") == nullptr && ::access(memory.c_str(), W_OK) == 0 &&
        std::filesystem::space(memory, error).available > kRoom && !error) {
      return memory;
    }
    return ::testing::TempDir();
  }

  std::string path_;
};

}  // namespace candor::store::testing
