// ChildProcess: a helper program that a test starts, reads lines from, and kills.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace candor::store::testing {

class ChildProcess {
 public:
  // Starts `arguments[0]`, an absolute path; its standard output comes to the test.
  explicit ChildProcess(const std::vector<std::string>& arguments);
  // Kills and waits.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // The next whole line, waiting for it; nothing at the end of the output. A last line without its
  // end is dropped: the child did not finish saying it.
  std::optional<std::string> ReadLine();
  // SIGKILL; what was written before can still be read.
  void Kill();
  // Waits for a child that ends by itself. Its exit code, or -1 when a signal ended it.
  int Wait();

 private:
  pid_t process_ = -1;
  int output_ = -1;
  std::string buffer_;
};

}  // namespace candor::store::testing
