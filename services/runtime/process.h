// The process: what is set once, at the start of main, before threads and keys exist.
#pragma once

#include <csignal>

#include "absl/status/status.h"

namespace candor::runtime {

struct HardeningOptions {
  // Leaves core dumps and ptrace as they are: LeakSanitizer works through ptrace, and a test that
  // runs under it could not end. Programs never set it; nothing in a configuration can.
  bool allow_tracing = false;
};

// No core dumps, no ptrace by others of the same user, umask 077, SIGPIPE ignored, and memory can
// be locked against swapping (FailedPrecondition with what to do when it cannot). To be called
// before the first secret is read.
absl::Status HardenProcess(HardeningOptions options = {});

// TLS 1.3 alone for gRPC, which has no option for it: TLS 1.2 is left with a cipher list that needs
// a pre-shared key, which no peer has. Also silences gRPC's own log and tracing. It works through
// the environment that gRPC reads at its first credential, so it must be called before that one and
// before threads start; GrpcServer and OpenChannel call it too, as a net below. Idempotent.
void ConfigureTlsOnly13();

// SIGTERM and SIGINT as something to wait for.
//
// Construct in main before any thread starts: threads inherit the blocked mask, so the signals
// reach nobody else. Destroying it unblocks them.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  // Returns at the first signal, or at once when Request was called before.
  void Wait();
  // Ends a Wait from within, as if the signal had come: for a part that cannot go on. Thread-safe.
  void Request();

 private:
  sigset_t signals_;
  sigset_t before_;
  int request_;  // an eventfd
};

}  // namespace candor::runtime
