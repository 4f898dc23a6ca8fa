// candor-audit openings key.
#include <iostream>
#include <memory>

#include "base/status.h"
#include "crypto/random.h"
#include "programs/candor-audit/commands.h"
#include "programs/candor-audit/passphrase.h"
#include "services/auditor/openings.h"

namespace candor::audit_cli {
namespace {

using services::auditor::OpeningsKeyOptions;

struct KeyFlags {
  OpeningsKeyOptions options;
  std::string passphrase_file;
};

absl::Status MakeKey(const KeyFlags& flags) {
  CANDOR_ASSIGN_OR_RETURN(const auto passphrase,
                          AskPassphrase(flags.passphrase_file, "Passphrase of the actor key:"));
  crypto::SystemRandom random;
  CANDOR_RETURN_IF_ERROR(services::auditor::MakeOpeningsKey(flags.options, passphrase, random));
  std::cout << "Give " << flags.options.public_out << " to whoever runs an issuer. "
            << flags.options.key_out << " stays with you, under the same passphrase: it alone opens what"
            << " they send, and that says who has drawn.\n";
  return absl::OkStatus();
}

}  // namespace

void RegisterOpenings(cli::Command& app, Options& options) {
  auto chosen = std::make_shared<KeyFlags>();
  cli::Command* openings =
      app.AddCommand("openings", "The key to which issuers seal what opens their logs");
  openings->RequireCommand();
  openings->SetExample("candor-audit openings key --bundle bundle --fingerprint-file fingerprint.txt --actor-key actor.key --key-out openings.key --out auditor.pub");
  cli::Command* verb = openings->AddCommand("key", "Make it; once, by the independent body's auditor");
  verb->AddOption("--bundle", chosen->options.bundle_file, "The organisation's trust bundle")
      .Required();
  verb->AddOption("--fingerprint-file", chosen->options.fingerprint_file,
                  "The bundle's fingerprint as the independent body published it")
      .Required();
  verb->AddOption("--actor-key", chosen->options.actor_key_file,
                  "The key of an auditor's role, or the independent body's: it signs the new one")
      .Required();
  verb->AddOption("--passphrase-file", chosen->passphrase_file,
                  "Its passphrase, which will also be the new key's; asked for otherwise");
  verb->AddOption("--key-out", chosen->options.key_out, "The new private key; stays with you")
      .Required();
  verb->AddOption("--out", chosen->options.public_out, "Its public half, for the issuers").Required();
  verb->SetExample(
      "candor-audit openings key --bundle bundle --fingerprint-file fingerprint.txt"
      " --actor-key actor.key --key-out openings.key --out auditor.pub");
  verb->OnChosen(
      [chosen, &options] { options.verb = [chosen] { return Finish(MakeKey(*chosen)); }; });
}

}  // namespace candor::audit_cli
