#include "services/runtime/process.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>

#include "base/status.h"
#include "crypto/secret.h"
#include "services/runtime/system_error.h"

namespace candor::runtime {
namespace {

absl::Status ForbidTracing() {
  const rlimit none{.rlim_cur = 0, .rlim_max = 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0) {
    return SystemError("Core dumps, which would hold keys, cannot be turned off", errno);
  }
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
    return SystemError("Other programs cannot be kept from reading this one's memory", errno);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status HardenProcess(HardeningOptions options) {
  umask(077);
  // A peer that goes away, and a file that reaches a limit, are errors of that call and no reason
  // to die in the middle of another.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  if (!options.allow_tracing) CANDOR_RETURN_IF_ERROR(ForbidTracing());
  return crypto::CheckLockedMemory();
}

void ConfigureTlsOnly13() {
  // Once: a later setenv would race with threads that read the environment.
  static const bool configured = [] {
    setenv("GRPC_SSL_CIPHER_SUITES", "PSK-CHACHA20-POLY1305", 1);
    setenv("GRPC_VERBOSITY", "NONE", 1);
    unsetenv("GRPC_TRACE");
    return true;
  }();
  static_cast<void>(configured);
}

StopSignal::StopSignal() : request_(eventfd(0, EFD_CLOEXEC)) {
  if (request_ < 0) std::abort();
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGTERM);
  sigaddset(&signals_, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals_, &before_);
}

StopSignal::~StopSignal() {
  close(request_);
  // A second signal may wait by now (a terminal tells the whole process group, a parent its children
  // once more); it asks for what is done already and must not kill once it is unblocked.
  const timespec at_once{};
  while (sigtimedwait(&signals_, nullptr, &at_once) > 0) {
  }
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void StopSignal::Wait() {
  const int signals = signalfd(-1, &signals_, SFD_CLOEXEC);
  if (signals < 0) std::abort();
  pollfd either[] = {{.fd = signals, .events = POLLIN, .revents = 0},
                     {.fd = request_, .events = POLLIN, .revents = 0}};
  while (poll(either, 2, -1) < 0 && errno == EINTR) {
  }
  if ((either[0].revents & POLLIN) != 0) {
    // Taken from the queue: a signal that stayed pending would kill the process once it is
    // unblocked.
    signalfd_siginfo taken{};
    [[maybe_unused]] const ssize_t got = read(signals, &taken, sizeof taken);
  }
  close(signals);
}

void StopSignal::Request() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = write(request_, &one, sizeof one);
}

}  // namespace candor::runtime
