#include "programs/candord/all.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "base/status.h"
#include "base/text.h"

namespace candor::candord {
namespace {

struct Child {
  pid_t pid = -1;
  std::string name;
};

// The signals that this process waits for instead of being interrupted by.
class WaitedSignals {
 public:
  WaitedSignals() {
    sigemptyset(&signals_);
    for (const int signal : {SIGTERM, SIGINT, SIGCHLD}) sigaddset(&signals_, signal);
    pthread_sigmask(SIG_BLOCK, &signals_, &before_);
  }
  ~WaitedSignals() { Restore(); }
  WaitedSignals(const WaitedSignals&) = delete;
  WaitedSignals& operator=(const WaitedSignals&) = delete;

  int Wait() const {
    int signal = 0;
    return sigwait(&signals_, &signal) == 0 ? signal : SIGTERM;
  }
  // For a child: signals reach it as usual.
  void Restore() const { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t signals_;
  sigset_t before_;
};

std::vector<std::string> ArgumentsFor(const ServerEntry& server,
                                      const std::optional<std::string>& sim_clock_file) {
  std::vector<std::string> out = {"candord"};
  if (sim_clock_file.has_value()) out.insert(out.end(), {"--clock", *sim_clock_file});
  out.insert(out.end(), {server.verb, "--config", server.config.string()});
  return out;
}

// In the child, between fork and exec.
[[noreturn]] void Become(const std::string& program, std::vector<std::string>& arguments,
                         pid_t parent) {
  // A parent that is killed takes its servers along instead of leaving them behind unseen.
  prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
  if (getppid() != parent) _exit(1);
  std::vector<char*> pointers;
  for (auto& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  execv(program.c_str(), pointers.data());
  _exit(127);
}

absl::StatusOr<Child> Start(const std::string& program, const ServerEntry& server,
                            const std::optional<std::string>& sim_clock_file,
                            const WaitedSignals& signals) {
  auto arguments = ArgumentsFor(server, sim_clock_file);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid < 0) {
    return absl::InternalError(
        Cat("No process could be started for the ", server.name, ": ", std::strerror(errno)));
  }
  if (pid == 0) {
    signals.Restore();
    Become(program, arguments, parent);
  }
  return Child{pid, server.name};
}

std::string HowItEnded(int status) {
  if (WIFSIGNALED(status)) return Cat("was killed by signal ", WTERMSIG(status));
  return Cat("ended with exit code ", WEXITSTATUS(status));
}

class Children {
 public:
  void Add(Child child) { running_.push_back(std::move(child)); }
  bool empty() const { return running_.empty(); }

  void Stop() {
    stopping_ = true;
    for (const auto& child : running_) kill(child.pid, SIGTERM);
  }

  // Takes leave of all that have ended by now.
  void Reap() {
    int status = 0;
    for (pid_t pid = waitpid(-1, &status, WNOHANG); pid > 0; pid = waitpid(-1, &status, WNOHANG)) {
      const auto at = std::ranges::find(running_, pid, &Child::pid);
      if (at == running_.end()) continue;
      const bool clean = WIFEXITED(status) && WEXITSTATUS(status) == 0;
      if (!stopping_ || !clean) {
        Report(Cat("The ", at->name, " ", HowItEnded(status),
                   stopping_ ? " instead of stopping." : "; the others were stopped."));
      }
      running_.erase(at);
    }
  }

  absl::Status result() const { return result_; }

 private:
  // The first to die is the cause; what follows may be its effect.
  void Report(const std::string& sentence) {
    if (result_.ok()) {
      result_ = absl::AbortedError(Cat(sentence, " What it said is above."));
    }
  }

  std::vector<Child> running_;
  bool stopping_ = false;
  absl::Status result_;
};

}  // namespace

absl::Status RunAll(std::span<const ServerEntry> servers,
                    const std::optional<std::string>& sim_clock_file) {
  std::error_code error;
  const std::string program = std::filesystem::read_symlink("/proc/self/exe", error).string();
  if (error) return absl::InternalError("This program's own file cannot be found in /proc.");

  const WaitedSignals signals;
  Children children;
  absl::Status started;
  for (const auto& server : servers) {
    auto child = Start(program, server, sim_clock_file, signals);
    if (!child.ok()) {
      started = child.status();
      children.Stop();
      break;
    }
    children.Add(*std::move(child));
  }
  while (!children.empty()) {
    if (signals.Wait() != SIGCHLD) children.Stop();
    children.Reap();
    if (!children.result().ok()) children.Stop();
  }
  CANDOR_RETURN_IF_ERROR(started);
  return children.result();
}

}  // namespace candor::candord
