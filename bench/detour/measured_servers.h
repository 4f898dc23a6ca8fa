// MeasuredServers: a board and a relay as processes of their own, and how much of the processor they used.
//
// The figures are of whole processes, user and system time together, as the kernel counts them. A server in a
// simulation looks at its clock a hundred times a second; that is measured at rest and taken off.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "records/gateway_key.h"
#include "records/submission.h"
#include "tests/services/board/board_deployment.h"
#include "tests/services/issuer/child_process.h"

namespace candor::bench {

using CpuTime = std::chrono::nanoseconds;

// One process between two readings.
class Meter {
 public:
  // `at_rest`: of the processor, by the process when nobody calls it (0.01 is a hundredth of one).
  explicit Meter(pid_t process, double at_rest = 0);
  // Since the beginning, less what it would have used at rest.
  CpuTime Used() const;

 private:
  const pid_t process_;
  const double at_rest_;
  const CpuTime cpu_;
  const std::chrono::steady_clock::time_point began_;
};

// Of the processor, over a second in which nobody calls.
double AtRest(pid_t process);

class MeasuredServers {
 public:
  // An open jam in which so many may speak. Ends the program when anything fails.
  explicit MeasuredServers(std::size_t authors);

  // Opinions that nobody has sent yet.
  std::vector<records::SubmitRequest> NewOpinions(std::size_t count) const;

  struct Cost {
    CpuTime board{};
    CpuTime relay{};
    std::size_t promised = 0;
  };
  // Each opinion by itself over TLS, to a board without a gateway that works on a copy of the store.
  Cost SendPlainly(const std::vector<records::SubmitRequest>& opinions);
  // Through the relay.
  Cost SendThroughRelay(const std::vector<records::SubmitRequest>& opinions);
  // So many messages without a text through the relay; `promised` is how many were answered.
  Cost SendNoOps(std::size_t count);

 private:
  std::filesystem::path At(const char* name) const { return deployment_.folder_ / name; }
  void SetClock(UnixSeconds now);
  void StartBoard();
  void StartRelay();
  void OpenJam();
  records::GatewayKey KeyOfToday() const;
  // Runs `send(client, i)` for every i below `count` from many connections at once, moving the clock when
  // the relay waits for company that does not come.
  template <class Send>
  Cost Measure(std::size_t count, const Send& send);

  const int port_;  // and the four after it
  services::board::BoardDeployment deployment_;
  records::LogIdentity board_;
  records::RelayIdentity relay_;
  UnixSeconds now_ = 0;
  std::unique_ptr<candor::testing::ChildProcess> board_program_, relay_program_;
};

}  // namespace candor::bench
