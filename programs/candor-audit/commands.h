// The verbs of candor-audit, a file for each group.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "programs/cli/command.h"

namespace candor::audit_cli {

// Stable: scripts rely on them. 2 to 5 are verdicts about a log (services/auditor/finding.h).
enum class Exit : int { kOk = 0, kUsage = 1, kCryptographic = 2, kIncomplete = 5, kIo = 6 };

struct Options {
  // Simulation only; empty otherwise.
  std::string clock_file;
  // The chosen verb: prints what it has to say, and returns the exit status.
  std::function<int()> verb;

  std::optional<std::string> sim_clock_file() const {
    return clock_file.empty() ? std::nullopt : std::optional(clock_file);
  }
};

// Prints the status where it is not OK: InvalidArgument is usage or configuration, all else a file,
// the network or another failure.
int Finish(const absl::Status& status);

void RegisterWitness(cli::Command& app, Options& options);
void RegisterProve(cli::Command& app, Options& options);
void RegisterReport(cli::Command& app, Options& options);
void RegisterSample(cli::Command& app, Options& options);
void RegisterBundle(cli::Command& app, Options& options);
void RegisterMonitor(cli::Command& app, Options& options);
void RegisterOpenings(cli::Command& app, Options& options);
void RegisterPacks(cli::Command& app, Options& options);

}  // namespace candor::audit_cli
