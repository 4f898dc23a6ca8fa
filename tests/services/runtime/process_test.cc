#include "services/runtime/process.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string_view>
#include <thread>

#include "tests/support/matchers.h"

namespace candor::runtime {
namespace {

using ::testing::ExitedWithCode;

// Hardening cannot be undone, so each case runs in a process of its own. They leave by _exit: the
// sanitizers' end-of-process work needs the ptrace that is gone.
class Process : public ::testing::Test {
 protected:
  void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

int Hardened(HardeningOptions options) {
  if (!HardenProcess(options).ok()) return 1;
  if (umask(0) != 077) return 2;
  struct sigaction action {};
  sigaction(SIGPIPE, nullptr, &action);
  if (action.sa_handler != SIG_IGN) return 3;
  rlimit core{};
  getrlimit(RLIMIT_CORE, &core);
  const bool untraceable = prctl(PR_GET_DUMPABLE) == 0 && core.rlim_cur == 0 && core.rlim_max == 0;
  return untraceable == options.allow_tracing ? 4 : 0;
}

TEST_F(Process, HardeningTurnsOffCoreDumpsTracingAndOpenFileModes) {
  EXPECT_EXIT(_exit(Hardened({})), ExitedWithCode(0), "");
}

TEST_F(Process, HardeningCanLeaveTracingToTheLeakChecker) {
  EXPECT_EXIT(_exit(Hardened({.allow_tracing = true})), ExitedWithCode(0), "");
}

int HardenedWithoutLockedMemory() {
  const rlimit none{.rlim_cur = 0, .rlim_max = 0};
  setrlimit(RLIMIT_MEMLOCK, &none);
  // Root may lock whatever the limit says.
  if (geteuid() == 0 && setuid(65534) != 0) return 3;
  return absl::IsFailedPrecondition(HardenProcess({.allow_tracing = true})) ? 0 : 1;
}

TEST_F(Process, HardeningFailsWhereMemoryCannotBeLocked) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "AddressSanitizer turns mlock off, so that it cannot fail";
#endif
  EXPECT_EXIT(_exit(HardenedWithoutLockedMemory()), ExitedWithCode(0), "");
}

TEST_F(Process, TlsConfigurationSilencesGrpcAndLeavesNoUsableOldCipher) {
  EXPECT_EXIT(
      {
        setenv("GRPC_TRACE", "all", 1);
        ConfigureTlsOnly13();
        const bool good = std::string_view(getenv("GRPC_SSL_CIPHER_SUITES")).starts_with("PSK-") &&
                          std::string_view(getenv("GRPC_VERBOSITY")) == "NONE" &&
                          getenv("GRPC_TRACE") == nullptr;
        _exit(good ? 0 : 1);
      },
      ExitedWithCode(0), "");
}

TEST_F(Process, EitherStopSignalEndsTheWaitAndDoesNotKill) {
  for (const int signal : {SIGTERM, SIGINT}) {
    EXPECT_EXIT(
        {
          {
            StopSignal stop;
            kill(getpid(), signal);
            stop.Wait();
          }
          _exit(7);
        },
        ExitedWithCode(7), "");
  }
}

TEST_F(Process, AStopCanBeRequestedFromWithin) {
  StopSignal stop;
  std::thread other([&] { stop.Request(); });
  stop.Wait();
  other.join();
}

}  // namespace
}  // namespace candor::runtime
