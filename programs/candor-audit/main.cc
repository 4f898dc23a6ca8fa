// candor-audit: the program of auditors, witnesses and compliance teams.
//
// It links neither the store nor anything of issuer or board: an outside auditor can build it and
// trust it alone. Built twice: as `candor-audit`, and as `candor-audit-sim` (CANDOR_SIM), which has
// a --clock and is never installed.
#include <exception>
#include <iostream>

#include "programs/candor-audit/commands.h"
#include "services/runtime/process.h"

namespace candor::audit_cli {

namespace {

constexpr char kExitCodes[] =
    "Exit codes: 0 done, all holds; 1 usage or configuration; 2 cryptographic failure;\n"
    "3 invariant broken; 4 overdue (--fail-on overdue); 5 evidence incomplete or stale;\n"
    "6 a file, the network or another failure.";

}  // namespace

int Finish(const absl::Status& status) {
  if (status.ok()) return static_cast<int>(Exit::kOk);
  std::cerr << "candor-audit: " << status.message() << '\n';
  return static_cast<int>(absl::IsInvalidArgument(status) ? Exit::kUsage : Exit::kIo);
}

namespace {

int Main(int argc, char** argv) {
  if (const absl::Status hardened = runtime::HardenProcess(); !hardened.ok()) {
    return Finish(hardened);
  }
  Options options;
  cli::CommandLine app("Check, without trusting whoever runs the servers, what they have logged.",
               "candor-audit", kExitCodes);
  app.SetExample("candor-audit verify pack --fingerprint-file fingerprint.txt");
#ifdef CANDOR_SIM
  app.AddOption("--clock", options.clock_file, "Seconds since 1970, read from a file at each use");
#endif
  RegisterBundle(app, options);
  RegisterMonitor(app, options);
  RegisterOpenings(app, options);
  RegisterPacks(app, options);
  RegisterProve(app, options);
  RegisterReport(app, options);
  RegisterSample(app, options);
  RegisterWitness(app, options);
  switch (app.Parse(argc, argv)) {
    case cli::Parsed::kHelpShown:
      return 0;
    case cli::Parsed::kWrong:
      return static_cast<int>(Exit::kUsage);
    case cli::Parsed::kChosen:
      break;
  }
  return options.verb();
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
