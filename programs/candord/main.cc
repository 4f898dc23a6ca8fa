// candord: the program of those who run servers.
//
// Built twice: as `candord`, and as `candord-sim` (CANDOR_SIM), which has a --clock and the verb
// `clock`, and is never installed.
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
#include "programs/candord/cosign.h"
#include "programs/candord/deployment.h"
#include "programs/candord/exit_codes.h"
#include "programs/candord/export.h"
#include "programs/candord/init.h"
#include "programs/candord/key.h"
#include "programs/candord/recover.h"
#include "programs/cli/command.h"
#include "services/board/board_server.h"
#include "services/issuer/issuer_openings.h"
#include "services/issuer/issuer_server.h"
#include "services/relay/relay_server.h"
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
  CosignOptions cosign;
  std::string auditor;
  std::string from;
  bool freeze = false;
  InitOptions init;
  std::string continues;
  std::string charter_public, body_public;
  KeyOptions key;
  int issuers = 2;
  std::string board_host = "127.0.0.1", board_operator;
  std::vector<std::string> issuer_hosts, issuer_operators, relay_hosts, relay_operators;
  std::vector<std::string> witness_hosts, witness_operators;
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

// The host of a witness without a network.
constexpr std::string_view kNoHost = "none";

// The n-th of what was given, the last one for all beyond, or `fallback`.
std::string NthOr(const std::vector<std::string>& given, std::size_t n, std::string fallback) {
  if (given.empty()) return fallback;
  return given[std::min(n, given.size() - 1)];
}

// In a trial everybody may be anybody. In earnest nobody runs anything unnamed.
absl::Status FillParties(Options& options) {
  InitOptions& init = options.init;
  if (!init.trial && (options.board_operator.empty() || options.witness_operators.empty() ||
                      options.relay_operators.empty() ||
                      static_cast<int>(options.issuer_operators.size()) != options.issuers)) {
    return absl::InvalidArgumentError(
        "Without --trial, say which organisation runs each server: --board-operator, an"
        " --issuer-operator for each issuer, a --relay-operator for each relay, a --witness-operator for"
        " each witness.");
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
  const std::size_t relays = std::max<std::size_t>(1, options.relay_operators.size());
  for (std::size_t i = 0; i < relays; ++i) {
    init.relays.push_back(
        {NthOr(options.relay_operators, i, body), NthOr(options.relay_hosts, i, "127.0.0.1")});
  }
  const std::size_t witnesses = std::max<std::size_t>(1, options.witness_operators.size());
  for (std::size_t i = 0; i < witnesses; ++i) {
    const std::string host = NthOr(options.witness_hosts, i, "127.0.0.1");
    init.witnesses.push_back(
        {NthOr(options.witness_operators, i, body), host == kNoHost ? "" : host});
  }
  return absl::OkStatus();
}

void TellWhatNext(const InitOptions& init, const std::string& fingerprint) {
  const std::string folder = init.folder.string();
  std::cout << "The deployment is in " << folder << ".\n\n" << fingerprint << '\n';
  if (init.continues.has_value()) {
    std::cout << "It takes the places of frozen logs. Roles, rosters and campaigns begin anew, everybody\n"
              << "enrols again, and the fingerprint is a new one. The frozen logs stay to be verified.\n\n";
  }
  if (init.trial) {
    std::cout << "It is a trial: everything is on one machine, and protects nobody.\n"
              << "Next, each in a terminal of its own:\n";
    for (std::size_t i = 0; i < init.witnesses.size(); ++i) {
      if (init.witnesses[i].host.empty()) continue;
      std::cout << "  candor-audit witness serve --config " << folder << "/witness-" << i + 1
                << "/witness.toml\n";
    }
    std::cout << "  candord all --config " << folder << "/deployment.toml\n";
    return;
  }
  std::cout
      << "Next:\n"
      << "  1. Move each folder to the organisation that it belongs to, with the bundle above it,\n"
      << "     and destroy it here. Whoever holds two of them undoes the separation.\n"
      << "  2. Have everybody look at what the bundle says of them: candor-audit bundle bundle.\n"
      << "     Then have the independent body publish body/fingerprint.txt where HR and IT cannot\n"
      << "     change it.\n"
      << "  3. Start, each where it is: candor-audit witness serve --config witness.toml,\n"
      << "     candord board --config board.toml, candord issuer --config issuer.toml,\n"
      << "     candord relay --config relay.toml.\n";
}

absl::Status RunInit(Options& options) {
  options.init.folder = options.folder;
  if (!options.continues.empty()) options.init.continues = options.continues;
  if (!options.charter_public.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const auto part, ReadPublicKey(options.charter_public));
    options.init.charter_key = part.key;
  }
  if (!options.body_public.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const auto part, ReadPublicKey(options.body_public));
    options.init.body_key = part.key;
  }
  CANDOR_RETURN_IF_ERROR(FillParties(options));
  CANDOR_ASSIGN_OR_RETURN(const auto bundle, Init(options.init));
  TellWhatNext(options.init, FingerprintText(bundle));
  return absl::OkStatus();
}

absl::Status RunAllOf(const Options& options) {
  CANDOR_ASSIGN_OR_RETURN(const auto servers, LoadDeployment(options.config));
  return RunAll(servers, options.sim_clock());
}

void RegisterInit(cli::Command& app, Options& options) {
  cli::Command* init = app.AddCommand("init", "Make a complete deployment in a new folder");
  init->AddOption("folder", options.folder, "The folder; it must be new or empty").Required();
  init->AddOption("--organisation", options.init.organisation,
                   "The organisation's name, for instance its domain")
      .Required();
  init->AddFlag("--trial", options.init.trial,
                 "Everything on one machine: to try it out, protects nobody");
  init->AddOption("--issuers", options.issuers, "One issuer or two")
      .Range(1, 2)
      .ShowDefault();
  init->AddOption("--port-base", options.init.port_base,
                   "The board's port; the others lie within a hundred above it")
      .ShowDefault();
  init->AddOption("--board-operator", options.board_operator, "Organisation that runs the board");
  init->AddOption("--board-host", options.board_host, "Name or address of the board's machine")
      .ShowDefault();
  init->AddOption("--issuer-operator", options.issuer_operators,
                   "Organisation that runs an issuer; once for each");
  init->AddOption("--issuer-host", options.issuer_hosts, "Its machine; once for each");
  init->AddOption("--relay-operator", options.relay_operators,
                   "Organisation that runs a relay, and no issuer and no board; once for each");
  init->AddOption("--relay-host", options.relay_hosts, "Its machine; once for each");
  init->AddOption("--witness-operator", options.witness_operators,
                   "Organisation that runs a witness; once for each");
  init->AddOption("--witness-host", options.witness_hosts,
                   "Its machine; once for each; none: files are carried to it and back");
  init->AddOption("--quorum", options.init.quorum, "How many witnesses must cosign")
      .ShowDefault();
  init->AddOption("--charter-public", options.charter_public,
                  "The charter's own key: what candord key wrote with --public; made here otherwise");
  init->AddOption("--body-public", options.body_public,
                  "The independent body's own key, in the same way; made here otherwise");
  init->AddOption("--continues", options.continues,
                  "The folder of the deployment whose logs were frozen: this one takes their places");
  init->SetExample("candord init trial --organisation nordhafen.example --trial");
  init->OnChosen([&options] { options.verb = [&options] { return RunInit(options); }; });
}

void RegisterKey(cli::Command& app, Options& options) {
  cli::Command* verb = app.AddCommand("key", "Make the key of the charter or of the independent body, on its own machine");
  verb->AddOption("--name", options.key.name, "Whose key it is, for people").Required();
  verb->AddOption("--out", options.key.out, "The private key, sealed under a passphrase; a new file").Required();
  verb->AddOption("--public", options.key.public_out, "Its public part, for candord init; a new file").Required();
  verb->AddOption("--passphrase-file", options.key.passphrase_file, "The passphrase; asked for otherwise");
  verb->SetExample("candord key --name \"Works council\" --out body.key --public body.pub\n"
                   "candord init deployment --body-public body.pub …");
  verb->OnChosen([&options] { options.verb = [&options] { return MakeKey(options.key); }; });
}

void RegisterServer(cli::Command& app, Options& options, const std::string& name,
                    const std::string& what, const std::string& example, Verb verb) {
  cli::Command* server = app.AddCommand(name, what);
  server->AddOption("--config", options.config, "Its configuration (TOML)").Required();
  server->SetExample("candord " + name + " --config " + example);
  server->OnChosen([&options, verb = std::move(verb)] { options.verb = verb; });
}

void RegisterServers(cli::Command& app, Options& options) {
  RegisterServer(app, options, "issuer", "Run an issuer until stopped", "issuer.toml", [&options] {
    return services::issuer::RunIssuer(
        {.config_path = options.config, .sim_clock_file = options.sim_clock()});
  });
  RegisterServer(app, options, "board", "Run the board until stopped", "board.toml", [&options] {
    return services::board::RunBoard(
        {.config_path = options.config, .sim_clock_file = options.sim_clock()});
  });
  RegisterServer(app, options, "relay", "Run a relay until stopped", "relay.toml", [&options] {
    return services::relay::RunRelay(
        {.config_path = options.config, .sim_clock_file = options.sim_clock()});
  });
  RegisterServer(app, options, "all",
                 "Run the servers of one machine as separate processes until stopped",
                 "deployment.toml", [&options] { return RunAllOf(options); });
}

absl::Status RunRetentionOnce(const Options& options) {
  CANDOR_ASSIGN_OR_RETURN(
      const auto erasures,
      services::board::RunRetention(
          {.config_path = options.config, .sim_clock_file = options.sim_clock()}));
  std::cout << "The log holds " << erasures.tombstones << " tombstones, and all are carried out.\n";
  return absl::OkStatus();
}

void RegisterRetention(cli::Command& app, Options& options) {
  cli::Command* retention = app.AddCommand("retention", "What may not be kept any longer");
  retention->RequireCommand();
  retention->SetExample("candord retention run --config board.toml");
  cli::Command* run = retention->AddCommand(
      "run", "Erase at a stopped board what is due; a running one does it by itself");
  run->AddOption("--config", options.config, "Its configuration: board.toml").Required();
  run->SetExample("candord retention run --config board.toml");
  run->OnChosen([&options] { options.verb = [&options] { return RunRetentionOnce(options); }; });
}

cli::Command* AddCosign(cli::Command& cosign, Options& options, const std::string& name,
                        const std::string& what) {
  cli::Command* verb = cosign.AddCommand(name, what);
  verb->AddOption("--config", options.cosign.config, "Its configuration: board.toml or issuer.toml")
      .Required();
  verb->AddOption("--witness", options.cosign.witness, "The witness's name in the trust bundle")
      .Required();
  return verb;
}

void RegisterCosign(cli::Command& app, Options& options) {
  cli::Command* cosign =
      app.AddCommand("cosign", "Files to and from a witness without a network");
  cosign->RequireCommand();
  cosign->SetExample("candord cosign request --config board.toml --witness nordhafen.example/witness-2 --out /media/board.request");
  cli::Command* request = AddCosign(
      *cosign, options, "request", "Write what the witness is asked, of a running or a stopped server");
  request->AddOption("--out", options.cosign.file, "Where the request goes").Required();
  request->AddFlag("--renew", options.cosign.renew,
                   "Ask about the newest checkpoint; answers about the one before are refused then");
  request->SetExample("candord cosign request --config board.toml --witness"
                     " nordhafen.example/witness-2 --out /media/board.request");
  request->OnChosen(
      [&options] { options.verb = [&options] { return WriteCosignRequest(options.cosign); }; });
  cli::Command* accept = AddCosign(*cosign, options, "accept",
                                   "Check the witness's answer and hand it to the server");
  accept->AddOption("--answer", options.cosign.file, "The file that the witness has written")
      .Required();
  accept->SetExample("candord cosign accept --config board.toml --witness"
                    " nordhafen.example/witness-2 --answer /media/board.answer");
  accept->OnChosen(
      [&options] { options.verb = [&options] { return AcceptCosignAnswer(options.cosign); }; });
}

void RegisterExport(cli::Command& app, Options& options) {
  cli::Command* verb = app.AddCommand(
      "export", "Copy a stopped server's log into a pack, as candor-audit export does from a running one");
  verb->AddOption("--config", options.config, "Its configuration: board.toml or issuer.toml")
      .Required();
  verb->AddOption("--out", options.out, "The pack's folder: new, or a pack to go on with")
      .Required();
  verb->SetExample("candord export --config board.toml --out pack");
  verb->OnChosen(
      [&options] { options.verb = [&options] { return ExportStopped(options.config, options.out); }; });
}

absl::Status RunOpenings(const Options& options) {
  CANDOR_ASSIGN_OR_RETURN(const auto config, services::issuer::LoadIssuerConfig(options.config));
  CANDOR_ASSIGN_OR_RETURN(const auto written,
                          services::issuer::WriteOpenings(config, options.auditor, options.out));
  std::cout << "Openings of " << written.enrolments << " enrolments and " << written.issuances
            << " issuances of " << written.origin << " are in " << options.out
            << ", sealed to the auditor.\n";
  return absl::OkStatus();
}

void RegisterOpenings(cli::Command& app, Options& options) {
  cli::Command* verb = app.AddCommand(
      "openings", "Write what opens a stopped issuer's log, sealed to the independent body's auditor");
  verb->AddOption("--config", options.config, "Its configuration: issuer.toml").Required();
  verb->AddOption("--auditor", options.auditor,
                  "The auditor's key, as candor-audit openings key wrote it")
      .Required();
  verb->AddOption("--out", options.out, "The file; it must be new").Required();
  verb->SetExample("candord openings --config issuer.toml --auditor auditor.pub --out issuer-1.openings");
  verb->OnChosen([&options] { options.verb = [&options] { return RunOpenings(options); }; });
}

absl::Status RunRecover(const Options& options) {
  if (options.freeze == !options.from.empty()) {
    return absl::InvalidArgumentError(
        "Name the mirror that has the missing entries with --from, or give the log up with --freeze.");
  }
  if (options.freeze) {
    CANDOR_ASSIGN_OR_RETURN(const std::string done, FreezeStopped(options.config));
    std::cout << done;
    return absl::OkStatus();
  }
  CANDOR_ASSIGN_OR_RETURN(const std::string done,
                          RecoverStopped(options.config, options.from, options.sim_clock()));
  std::cout << done;
  return absl::OkStatus();
}

void RegisterRecover(cli::Command& app, Options& options) {
  cli::Command* verb = app.AddCommand(
      "recover", "Bring a stopped server whose store was restored from an older copy back to what its log"
                 " has signed");
  verb->AddOption("--config", options.config, "Its configuration: board.toml or issuer.toml")
      .Required();
  verb->AddOption("--from", options.from,
                  "A pack with the missing entries, or a folder with this log's public files");
  verb->AddFlag("--freeze", options.freeze,
                "Nobody has the missing entries: this log never signs anything again");
  verb->SetExample("candord recover --config board.toml --from pack");
  verb->OnChosen([&options] { options.verb = [&options] { return RunRecover(options); }; });
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

void RegisterClock(cli::Command& app, Options& options) {
  app.AddOption("--clock", options.clock_file, "Seconds since 1970, read from a file at each use");
  cli::Command* clock = app.AddCommand("clock", "The simulation's time");
  clock->RequireCommand();
  clock->SetExample("candord-sim clock show --clock clock");
  cli::Command* advance =
      clock->AddCommand("advance", "Move it, and wait until every server has acted on it");
  advance->AddOption("--deployment", options.deployment, "deployment.toml").Required();
  advance->AddOption("--to", options.advance.to, "The new time, in seconds since 1970");
  advance->AddOption("--by", options.advance.by, "How many seconds to move on");
  advance->SetExample("candord-sim clock advance --clock clock --deployment deployment.toml --by 86400");
  advance->OnChosen([&options] { options.verb = [&options] { return RunAdvance(options); }; });
  cli::Command* show = clock->AddCommand("show", "Print it");
  show->SetExample("candord-sim clock show --clock clock");
  show->OnChosen([&options] { options.verb = [&options] { return RunShow(options); }; });
  for (cli::Command* each : {clock, advance, show}) each->PassOptionsUp();
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
  cli::CommandLine app("Run the servers of Candor.", "candord", std::string(kExitCodes));
  app.SetExample("candord init trial --organisation nordhafen.example --trial\n"
                 "candord all --config trial/deployment.toml");
  RegisterKey(app, options);
  RegisterInit(app, options);
  RegisterServers(app, options);
  RegisterExport(app, options);
  RegisterRetention(app, options);
  RegisterCosign(app, options);
  RegisterOpenings(app, options);
  RegisterRecover(app, options);
#ifdef CANDOR_SIM
  RegisterClock(app, options);
#endif
  switch (app.Parse(argc, argv)) {
    case cli::Parsed::kHelpShown:
      return 0;
    case cli::Parsed::kWrong:
      return static_cast<int>(Exit::kUsage);
    case cli::Parsed::kChosen:
      break;
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
