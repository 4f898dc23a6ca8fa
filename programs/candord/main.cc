// candord: the program of those who run servers.
//
// Built twice: as `candord`, and as `candord-sim` (CANDOR_SIM), which has a --clock and the verb
// `clock`, and is never installed.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "base/status.h"
#include "programs/candord/all.h"
#include "programs/candord/deployment.h"
#include "programs/candord/exit_codes.h"
#include "programs/candord/export.h"
#include "programs/candord/init.h"
#include "services/board/board_server.h"
#include "services/issuer/issuer_server.h"
#include "services/runtime/process.h"
#ifdef CANDOR_SIM
#include "programs/candord/sim_clock.h"
#include "services/runtime/clock.h"
#endif

namespace candor::candord {
namespace {

using Verb = std::function<absl::Status()>;

// What the flags say; the verb that was chosen reads its own.
struct Options {
  std::string clock_file;
  std::string config;
  std::string folder;
  std::string out;
  InitOptions init;
  int issuers = 2;
  std::string board_host = "127.0.0.1", board_operator;
  std::vector<std::string> issuer_hosts, issuer_operators, witness_hosts, witness_operators;
#ifdef CANDOR_SIM
  AdvanceOptions advance;
  std::string deployment;
#endif
  Verb verb;

  std::optional<std::string> sim_clock() const {
    if (clock_file.empty()) return std::nullopt;
    return clock_file;
  }
};

// The n-th of what was given, the last one for all beyond, or `fallback`.
std::string NthOr(const std::vector<std::string>& given, std::size_t n, std::string fallback) {
  if (given.empty()) return fallback;
  return given[std::min(n, given.size() - 1)];
}

// In a trial everybody may be anybody. In earnest nobody runs anything unnamed.
absl::Status FillParties(Options& options) {
  InitOptions& init = options.init;
  if (!init.trial && (options.board_operator.empty() || options.witness_operators.empty() ||
                      static_cast<int>(options.issuer_operators.size()) != options.issuers)) {
    return absl::InvalidArgumentError(
        "Without --trial, say which organisation runs each server: --board-operator, an"
        " --issuer-operator for each issuer, a --witness-operator for each witness.");
  }
  const std::string body = init.organisation + ", independent body";
  init.board = {options.board_operator.empty() ? init.organisation + ", IT"
                                               : options.board_operator,
                options.board_host};
  const std::string fallbacks[] = {init.organisation + ", HR", body};
  for (std::size_t i = 0; i < static_cast<std::size_t>(options.issuers); ++i) {
    init.issuers.push_back({NthOr(options.issuer_operators, i, fallbacks[i]),
                            NthOr(options.issuer_hosts, i, "127.0.0.1")});
  }
  const std::size_t witnesses = std::max<std::size_t>(1, options.witness_operators.size());
  for (std::size_t i = 0; i < witnesses; ++i) {
    init.witnesses.push_back({NthOr(options.witness_operators, i, body),
                              NthOr(options.witness_hosts, i, "127.0.0.1")});
  }
  return absl::OkStatus();
}

void TellWhatNext(const InitOptions& init, const std::string& fingerprint) {
  const std::string folder = init.folder.string();
  std::cout << "The deployment is in " << folder << ".\n\n" << fingerprint << '\n';
  if (init.trial) {
    std::cout << "It is a trial: everything is on one machine, and protects nobody.\n"
              << "Next, in two terminals:\n"
              << "  candor-audit witness serve --config " << folder
              << "/witness-1/witness.toml\n"
              << "  candord all --config " << folder << "/deployment.toml\n";
    return;
  }
  std::cout
      << "Next:\n"
      << "  1. Move each folder to the organisation that it belongs to, with the bundle above it,\n"
      << "     and destroy it here. Whoever holds two of them undoes the separation.\n"
      << "  2. Have the independent body publish body/fingerprint.txt where HR and IT cannot\n"
      << "     change it.\n"
      << "  3. Start, each where it is: candor-audit witness serve --config witness.toml,\n"
      << "     candord board --config board.toml, candord issuer --config issuer.toml.\n";
}

absl::Status RunInit(Options& options) {
  options.init.folder = options.folder;
  CANDOR_RETURN_IF_ERROR(FillParties(options));
  CANDOR_ASSIGN_OR_RETURN(const auto bundle, Init(options.init));
  TellWhatNext(options.init, FingerprintText(bundle));
  return absl::OkStatus();
}

absl::Status RunAllOf(const Options& options) {
  CANDOR_ASSIGN_OR_RETURN(const auto servers, LoadDeployment(options.config));
  return RunAll(servers, options.sim_clock());
}

void RegisterInit(CLI::App& app, Options& options) {
  CLI::App* init = app.add_subcommand("init", "Make a complete deployment in a new folder");
  init->add_option("folder", options.folder, "The folder; it must be new or empty")->required();
  init->add_option("--organisation", options.init.organisation,
                   "The organisation's name, for instance its domain")
      ->required();
  init->add_flag("--trial", options.init.trial,
                 "Everything on one machine: to try it out, protects nobody");
  init->add_option("--issuers", options.issuers, "One issuer or two")
      ->check(CLI::Range(1, 2))
      ->capture_default_str();
  init->add_option("--port-base", options.init.port_base,
                   "The board's port; the others lie within a hundred above it")
      ->capture_default_str();
  init->add_option("--board-operator", options.board_operator, "Organisation that runs the board");
  init->add_option("--board-host", options.board_host, "Name or address of the board's machine")
      ->capture_default_str();
  init->add_option("--issuer-operator", options.issuer_operators,
                   "Organisation that runs an issuer; once for each");
  init->add_option("--issuer-host", options.issuer_hosts, "Its machine; once for each");
  init->add_option("--witness-operator", options.witness_operators,
                   "Organisation that runs a witness; once for each");
  init->add_option("--witness-host", options.witness_hosts, "Its machine; once for each");
  init->add_option("--quorum", options.init.quorum, "How many witnesses must cosign")
      ->capture_default_str();
  init->footer("Example: candord init trial --organisation nordhafen.example --trial");
  init->callback([&options] { options.verb = [&options] { return RunInit(options); }; });
}

void RegisterServer(CLI::App& app, Options& options, const std::string& name,
                    const std::string& what, const std::string& example, Verb verb) {
  CLI::App* server = app.add_subcommand(name, what);
  server->add_option("--config", options.config, "Its configuration (TOML)")->required();
  server->footer("Example: candord " + name + " --config " + example);
  server->callback([&options, verb = std::move(verb)] { options.verb = verb; });
}

void RegisterServers(CLI::App& app, Options& options) {
  RegisterServer(app, options, "issuer", "Run an issuer until stopped", "issuer.toml", [&options] {
    return services::issuer::RunIssuer(
        {.config_path = options.config, .sim_clock_file = options.sim_clock()});
  });
  RegisterServer(app, options, "board", "Run the board until stopped", "board.toml", [&options] {
    return services::board::RunBoard(
        {.config_path = options.config, .sim_clock_file = options.sim_clock()});
  });
  RegisterServer(app, options, "all",
                 "Run the servers of one machine as separate processes until stopped",
                 "deployment.toml", [&options] { return RunAllOf(options); });
}

void RegisterExport(CLI::App& app, Options& options) {
  CLI::App* verb = app.add_subcommand(
      "export", "Copy a stopped server's log into a pack, as candor-audit export does from a running one");
  verb->add_option("--config", options.config, "Its configuration: board.toml or issuer.toml")
      ->required();
  verb->add_option("--out", options.out, "The pack's folder: new, or a pack to go on with")
      ->required();
  verb->footer("Example: candord export --config board.toml --out pack");
  verb->callback(
      [&options] { options.verb = [&options] { return ExportStopped(options.config, options.out); }; });
}

#ifdef CANDOR_SIM
absl::Status RequireClock(const Options& options) {
  if (!options.clock_file.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError("Name the clock's file with --clock.");
}

absl::Status RunAdvance(Options& options) {
  CANDOR_RETURN_IF_ERROR(RequireClock(options));
  options.advance.clock = options.clock_file;
  options.advance.deployment = options.deployment;
  CANDOR_ASSIGN_OR_RETURN(const UnixSeconds now, AdvanceSimClock(options.advance));
  std::cout << now << '\n';
  return absl::OkStatus();
}

absl::Status RunShow(const Options& options) {
  CANDOR_RETURN_IF_ERROR(RequireClock(options));
  CANDOR_ASSIGN_OR_RETURN(const UnixSeconds now, runtime::ReadClockFile(options.clock_file));
  std::cout << now << '\n';
  return absl::OkStatus();
}

void RegisterClock(CLI::App& app, Options& options) {
  app.add_option("--clock", options.clock_file, "Seconds since 1970, read from a file at each use");
  CLI::App* clock = app.add_subcommand("clock", "The simulation's time");
  clock->require_subcommand(1);
  CLI::App* advance =
      clock->add_subcommand("advance", "Move it, and wait until every server has acted on it");
  advance->add_option("--deployment", options.deployment, "deployment.toml")->required();
  advance->add_option("--to", options.advance.to, "The new time, in seconds since 1970");
  advance->add_option("--by", options.advance.by, "How many seconds to move on");
  advance->footer(
      "Example: candord-sim clock advance --clock clock --deployment deployment.toml --by 86400");
  advance->callback([&options] { options.verb = [&options] { return RunAdvance(options); }; });
  CLI::App* show = clock->add_subcommand("show", "Print it");
  show->footer("Example: candord-sim clock show --clock clock");
  show->callback([&options] { options.verb = [&options] { return RunShow(options); }; });
  for (CLI::App* each : {clock, advance, show}) each->fallthrough();
}
#endif

int Finish(const absl::Status& status) {
  if (!status.ok()) std::cerr << "candord: " << status.message() << '\n';
  return static_cast<int>(ExitOf(status));
}

int Main(int argc, char** argv) {
  if (const absl::Status hardened = runtime::HardenProcess(); !hardened.ok()) {
    return Finish(hardened);
  }
  runtime::ConfigureTlsOnly13();
  Options options;
  CLI::App app("Run the servers of Candor.", "candord");
  app.require_subcommand(1);
  app.fallthrough();
  app.footer(std::string(kExitCodes));
  RegisterInit(app, options);
  RegisterServers(app, options);
  RegisterExport(app, options);
#ifdef CANDOR_SIM
  RegisterClock(app, options);
#endif
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(Exit::kUsage);
  }
  return Finish(options.verb());
}

}  // namespace
}  // namespace candor::candord

int main(int argc, char** argv) {
  try {
    return candor::candord::Main(argc, argv);
  } catch (const std::exception&) {
    // The text of a foreign exception may hold input.
    std::cerr << "candord: an internal fault; this is a defect of the program, please report it\n";
    return static_cast<int>(candor::candord::Exit::kInternal);
  }
}
