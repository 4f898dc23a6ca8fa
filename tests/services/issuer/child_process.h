// A program of ours as a child process: started, waited for, stopped, and what it printed.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace candor::testing {

class ChildProcess {
 public:
  // Output and errors go to `output`, a file.
  ChildProcess(const std::vector<std::string>& command, std::filesystem::path output);
  // Kills it when it still runs.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t pid() const { return pid_; }
  void Signal(int signal) const;
  bool running();
  // The exit code; 128 and the signal's number when one killed it; nothing after a minute.
  std::optional<int> Wait();
  std::string Output() const;

 private:
  pid_t pid_;
  std::optional<int> ended_;
  const std::filesystem::path output_;
};

struct Finished {
  int code = -1;
  std::string output;
};

// Runs it to its end.
Finished RunToEnd(const std::vector<std::string>& command, const std::filesystem::path& output);

// The first of `count` neighbouring ports of 127.0.0.1 that are free now.
int FreePorts(int count);

// On this port of 127.0.0.1.
bool SomebodyListens(int port);

}  // namespace candor::testing
