// candor: the program of people: members, leaders, facilitators, operators, the independent body.
//
// Built twice: as `candor`, and as `candor-sim` (CANDOR_SIM), which takes --clock and is never
// installed.
#include <exception>
#include <iostream>
#include <span>
#include <string>
#include <string_view>

#include "base/text.h"
#include "programs/candor/context.h"
#include "programs/candor/facilitator_commands.h"
#include "programs/candor/leader_commands.h"
#include "programs/candor/member_commands.h"
#include "programs/candor/operator_commands.h"
#include "services/runtime/process.h"
#include "services/runtime/terminal.h"
#include "services/texts/errors.h"
#include "services/texts/help.h"

namespace candor::cli {
namespace {

void AddGlobalOptions(Command& app, Context& context) {
  Context::Options& options = context.options();
  app.AddOption("--home", options.home, "Folder of wallet, keys and copies of the logs")
      .ShowDefault();
  app.AddFlag("--json", options.json, "Results as one line of JSON");
  app.AddFlag("--trial", options.trial, "Accept a trial deployment, which protects nobody");
  app.AddOption("--passphrase-file", options.passphrase_file,
                 "Read the passphrase from a file that only you can read (mode 0600)");
  app.AddOption("--language", options.language, "What is said to you in words: en or de (default: as your environment says)");
#ifdef CANDOR_SIM
  app.AddOption("--clock", options.clock_file, "Seconds since 1970, read from a file");
#endif
}

// Before the command line is understood: by --language where it can be found, else as the environment says.
texts::Language LanguageAsked(std::span<char* const> arguments) {
  constexpr std::string_view kOption = "--language";
  std::string_view asked;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (argument == kOption && i + 1 < arguments.size()) asked = arguments[i + 1];
    if (argument.starts_with("--language=")) asked = argument.substr(kOption.size() + 1);
  }
  return texts::ParseLanguage(asked).value_or(texts::LanguageOfEnvironment());
}

int Main(int argc, char** argv) {
  const texts::Language language = LanguageAsked({argv, static_cast<std::size_t>(argc)});
  if (const absl::Status hardened = runtime::HardenProcess(); !hardened.ok()) {
    std::cerr << "candor: " << texts::ErrorIn(language, AsPiece(hardened.message())) << '\n';
    return static_cast<int>(ExitOf(hardened));
  }
  runtime::ConfigureTlsOnly13();

  Context context;
  CommandLine app("Say what you think, and see in public what comes of it; no server alone can learn who said it.", "candor",
                  std::string(ExitCodeTable()));
  app.SetExample(
      "candor enrol --invite hr.invite --invite council.invite   # members, once; then: wall, say\n"
      "candor actor new --bundle bundle --name \"Ines Halvorsen\"  # people with a role, once; then as leaders: brief, inbox\n"
      "candor jam draft --ask jam.toml                           # facilitators; then: jam check, jam prepare, jam open\n"
      "candor say --help                                         # what a verb does, with an example");
  AddGlobalOptions(app, context);
  RegisterMemberCommands(app, context);
  RegisterLeaderCommands(app, context);
  RegisterFacilitatorCommands(app, context);
  RegisterOperatorCommands(app, context);
  const Words words{
      .help = [&](std::string_view english) { return texts::HelpIn(language, english); },
      .error = [&](std::string_view english) { return runtime::SafeForTerminal(texts::ErrorIn(language, english)); }};
  switch (app.Parse(argc, argv, words)) {
    case Parsed::kHelpShown:
      return 0;
    case Parsed::kWrong:
      return static_cast<int>(Exit::kUsage);
    case Parsed::kChosen:
      break;
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
