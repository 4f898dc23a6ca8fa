// candor: the program of people: members, leaders, facilitators, operators, the independent body.
//
// Built twice: as `candor`, and as `candor-sim` (CANDOR_SIM), which takes --clock and is never
// installed.
#include <exception>
#include <iostream>

#include <CLI/CLI.hpp>

#include "programs/candor/context.h"
#include "programs/candor/facilitator_commands.h"
#include "programs/candor/leader_commands.h"
#include "programs/candor/member_commands.h"
#include "programs/candor/operator_commands.h"
#include "services/runtime/process.h"

namespace candor::cli {
namespace {

void AddGlobalOptions(CLI::App& app, Context& context) {
  Context::Options& options = context.options();
  app.add_option("--home", options.home, "Folder of wallet, keys and copies of the logs")
      ->capture_default_str();
  app.add_flag("--json", options.json, "Results as one line of JSON");
  app.add_flag("--trial", options.trial, "Accept a trial deployment, which protects nobody");
  app.add_option("--passphrase-file", options.passphrase_file,
                 "Read the passphrase from a file that only you can read (mode 0600)");
#ifdef CANDOR_SIM
  app.add_option("--clock", options.clock_file, "Seconds since 1970, read from a file");
#endif
}

int Main(int argc, char** argv) {
  if (const absl::Status hardened = runtime::HardenProcess(); !hardened.ok()) {
    std::cerr << "candor: " << hardened.message() << '\n';
    return static_cast<int>(ExitOf(hardened));
  }
  runtime::ConfigureTlsOnly13();

  Context context;
  CLI::App app("Say what you think, without anybody being able to learn who said it.", "candor");
  app.require_subcommand(1);
  // Global options may stand behind the verb.
  app.fallthrough();
  app.footer(std::string(ExitCodeTable()));
  AddGlobalOptions(app, context);
  RegisterMemberCommands(app, context);
  RegisterLeaderCommands(app, context);
  RegisterFacilitatorCommands(app, context);
  RegisterOperatorCommands(app, context);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(Exit::kUsage);
  }
  return context.Run();
}

}  // namespace
}  // namespace candor::cli

int main(int argc, char** argv) {
  try {
    return candor::cli::Main(argc, argv);
  } catch (const std::exception&) {
    // The text of a foreign exception may hold input.
    std::cerr << "candor: an internal fault; this is a defect of the program, please report it\n";
    return static_cast<int>(candor::cli::Exit::kIo);
  }
}
