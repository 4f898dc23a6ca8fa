// candor-audit witness serve, witness cosign.
#include <iostream>
#include <memory>

#include "programs/candor-audit/commands.h"
#include "services/runtime/clock.h"
#include "services/auditor/witness_cosign.h"
#include "services/auditor/witness_server.h"

namespace candor::audit_cli {
namespace {

using services::auditor::CosignOptions;

// What the answer's status means for whoever carries the files.
int FinishAnswer(const audit::WitnessAnswer& answer) {
  switch (answer.http_status) {
    case 200: std::cout << "cosigned\n"; return static_cast<int>(Exit::kOk);
    case 409:
      std::cerr << "candor-audit: not cosigned: the request begins at another size than the one"
                   " last cosigned, which the answer names; carry the answer to the log\n";
      return static_cast<int>(Exit::kIncomplete);
    case 404:
      std::cerr << "candor-audit: not cosigned: the configuration does not name this log\n";
      return static_cast<int>(Exit::kUsage);
    case 500:
      std::cerr << "candor-audit: not cosigned: the witness's state or clock failed\n";
      return static_cast<int>(Exit::kIo);
    default:
      std::cerr << "candor-audit: not cosigned: " << answer.body
                << "Keep the request: where its signature is the log's, it may be evidence.\n";
      return static_cast<int>(Exit::kCryptographic);
  }
}

int Cosign(const CosignOptions& cosign, const Options& options) {
  const auto clock = runtime::OpenClock(options.sim_clock_file());
  if (!clock.ok()) return Finish(clock.status());
  const auto answer = CosignFromFile(cosign, **clock);
  return answer.ok() ? FinishAnswer(*answer) : Finish(answer.status());
}

void RegisterServe(cli::Command& witness, Options& options) {
  auto chosen = std::make_shared<services::auditor::WitnessOptions>();
  cli::Command* serve =
      witness.AddCommand("serve", "Serve add-checkpoint over HTTPS until stopped");
  serve->AddOption("--config", chosen->config_path, "The witness's configuration (TOML)")
      .Required();
  serve->SetExample("candor-audit witness serve --config /etc/candor/witness.toml");
  serve->OnChosen([chosen, &options] {
    options.verb = [chosen, &options] {
      chosen->sim_clock_file = options.sim_clock_file();
      return Finish(services::auditor::RunWitness(*chosen));
    };
  });
}

void RegisterCosign(cli::Command& witness, Options& options) {
  auto chosen = std::make_shared<CosignOptions>();
  cli::Command* cosign = witness.AddCommand(
      "cosign", "Answer one request from a file, without a network; the server must not run");
  cosign->AddOption("--config", chosen->config_path, "The witness's configuration (TOML)")
      .Required();
  cosign
      ->AddOption("--request", chosen->request_path, "The log's request, as add-checkpoint's body")
      .Required();
  cosign->AddOption("--out", chosen->answer_path, "Where the cosignature, or the refusal, goes")
      .Required();
  cosign->SetExample(
      "candor-audit witness cosign --config witness.toml --request /media/board.request"
      " --out /media/board.cosignature");
  cosign->OnChosen([chosen, &options] {
    options.verb = [chosen, &options] { return Cosign(*chosen, options); };
  });
}

}  // namespace

void RegisterWitness(cli::Command& app, Options& options) {
  cli::Command* witness = app.AddCommand("witness", "Cosign checkpoints as a C2SP witness");
  witness->RequireCommand();
  witness->SetExample("candor-audit witness serve --config /etc/candor/witness.toml");
  RegisterServe(*witness, options);
  RegisterCosign(*witness, options);
}

}  // namespace candor::audit_cli
