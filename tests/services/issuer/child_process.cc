#include "tests/services/issuer/child_process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

namespace candor::testing {
namespace {

constexpr std::chrono::seconds kPatience{60};

int CodeOf(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

bool IsFree(int port) {
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int one = 1;
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  // The conversion that the sockets interface asks for.
  const bool free =
      bind(descriptor, static_cast<sockaddr*>(static_cast<void*>(&address)), sizeof address) == 0;
  close(descriptor);
  return free;
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command, std::filesystem::path output)
    : output_(std::move(output)) {
  std::vector<std::string> arguments = command;
  std::vector<char*> pointers;
  for (auto& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  // Under AddressSanitizer: a hardened process cannot be looked at for leaks.
  setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
  const int out = open(output_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  pid_ = fork();
  if (pid_ == 0) {
    // Other threads may hold any lock of the library: nothing here takes one.
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    execv(pointers[0], pointers.data());
    _exit(127);
  }
  close(out);
}

ChildProcess::~ChildProcess() {
  if (!running()) return;
  Signal(SIGKILL);
  Wait();
}

void ChildProcess::Signal(int signal) const { kill(pid_, signal); }

bool ChildProcess::running() {
  int status = 0;
  if (!ended_.has_value() && waitpid(pid_, &status, WNOHANG) == pid_) ended_ = CodeOf(status);
  return !ended_.has_value();
}

std::optional<int> ChildProcess::Wait() {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (running() && std::chrono::steady_clock::now() < deadline) {
    // waitpid has no time limit, so it is asked again and again.
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return ended_;
}

std::string ChildProcess::Output() const {
  std::ifstream in(output_);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

Finished RunToEnd(const std::vector<std::string>& command, const std::filesystem::path& output) {
  ChildProcess child(command, output);
  const auto code = child.Wait();
  return {code.value_or(-1), child.Output()};
}

int FreePorts(int count) {
  // Below the range from which the system takes ports for connections (32768 and above): a server
  // that is started again must find its port free. Each process of a parallel run begins elsewhere.
  int base = 20000 + static_cast<int>(getpid() % 120) * 100;
  for (;; base = base > 31800 ? 20000 : base + 100) {
    bool free = true;
    for (int i = 0; i < count; ++i) free = free && IsFree(base + i);
    if (free) return base;
  }
}

bool SomebodyListens(int port) {
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  // The conversion that the sockets interface asks for.
  const int connected =
      connect(descriptor, static_cast<sockaddr*>(static_cast<void*>(&address)), sizeof address);
  close(descriptor);
  return connected == 0;
}

}  // namespace candor::testing
