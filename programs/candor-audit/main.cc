// candor-audit: the program of auditors, witnesses and compliance teams.
//
// It links neither the store nor anything of issuer or board: an outside auditor can build it and
// trust it alone. Built twice: as `candor-audit`, and as `candor-audit-sim` (CANDOR_SIM), which has
// a --clock and is never installed.
#include <CLI/CLI.hpp>
#include <exception>
#include <functional>
#include <iostream>
#include <string>

#include "absl/status/status.h"
#include "services/auditor/witness_server.h"
#include "services/runtime/process.h"

namespace candor::audit_cli {
namespace {

// Stable: scripts rely on them. 2 to 5 are verdicts about a log.
enum class Exit : int { kOk = 0, kUsage = 1, kIo = 6 };

constexpr const char* kExitCodes =
    "Exit codes: 0 done; 1 usage or configuration; 6 a file, the network or another failure.";

struct Options {
  services::auditor::WitnessOptions witness;
  std::string clock_file;
  std::function<absl::Status()> verb;
};

Exit ExitOf(const absl::Status& status) {
  if (status.ok()) return Exit::kOk;
  return absl::IsInvalidArgument(status) ? Exit::kUsage : Exit::kIo;
}

void RegisterWitness(CLI::App& app, Options& options) {
  CLI::App* witness = app.add_subcommand("witness", "Cosign checkpoints as a C2SP witness");
  witness->require_subcommand(1);
  CLI::App* serve =
      witness->add_subcommand("serve", "Serve add-checkpoint over HTTPS until stopped");
  serve->add_option("--config", options.witness.config_path, "The witness's configuration (TOML)")
      ->required();
  serve->footer("Example: candor-audit witness serve --config /etc/candor/witness.toml");
  serve->callback([&options] {
    options.verb = [&options] {
      if (!options.clock_file.empty()) options.witness.sim_clock_file = options.clock_file;
      return services::auditor::RunWitness(options.witness);
    };
  });
}

int Finish(const absl::Status& status) {
  if (!status.ok()) std::cerr << "candor-audit: " << status.message() << '\n';
  return static_cast<int>(ExitOf(status));
}

int Main(int argc, char** argv) {
  if (const absl::Status hardened = runtime::HardenProcess(); !hardened.ok()) {
    return Finish(hardened);
  }
  Options options;
  CLI::App app("Check, without trusting whoever runs the servers, what they have logged.",
               "candor-audit");
  app.require_subcommand(1);
  app.fallthrough();
  app.footer(kExitCodes);
#ifdef CANDOR_SIM
  app.add_option("--clock", options.clock_file, "Seconds since 1970, read from a file at each use");
#endif
  RegisterWitness(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(Exit::kUsage);
  }
  return Finish(options.verb());
}

}  // namespace
}  // namespace candor::audit_cli

int main(int argc, char** argv) {
  try {
    return candor::audit_cli::Main(argc, argv);
  } catch (const std::exception&) {
    // The text of a foreign exception may hold input.
    std::cerr << "candor-audit: an internal fault; this is a defect of the program, please report"
                 " it\n";
    return static_cast<int>(candor::audit_cli::Exit::kIo);
  }
}
