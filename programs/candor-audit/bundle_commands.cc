// candor-audit bundle.
#include <iostream>
#include <memory>
#include <string>

#include "base/status.h"
#include "base/text.h"
#include "programs/candor-audit/commands.h"
#include "records/key_groups.h"
#include "records/trust_bundle.h"
#include "services/runtime/files.h"
#include "services/runtime/terminal.h"

namespace candor::audit_cli {
namespace {

constexpr std::size_t kMaxBundle = std::size_t{4} << 20;

std::string KeyLine(std::string_view whose, const records::VerifyKey& key) {
  return Cat("  ", whose, "\n    ", records::GroupsInLine(key.bytes), "\n");
}

std::string LogLine(const records::LogIdentity& log) {
  return Cat("  ", log.origin, ", run by ", log.operator_name, ", at ", log.grpc_address, " and ", log.files_url, "\n");
}

std::string TextOf(const records::TrustBundle& bundle) {
  std::string out = Cat(bundle.organisation, bundle.trial ? ", a trial: it protects nobody" : "", "\n\nFingerprint\n");
  int number = 0;
  for (const auto& group : records::FingerprintGroups(bundle.Fingerprint())) {
    ++number;
    out += Cat("  ", number, ". ", group, number % 5 == 0 ? "\n" : "");
  }
  out += "\nKeys that sign roles, rosters and rules, both together\n";
  out += KeyLine("charter", bundle.charter_key);
  out += KeyLine("independent body", bundle.independent_body_key);
  out += "\nLogs\n";
  out += LogLine(bundle.board);
  for (const auto& issuer : bundle.issuers) out += LogLine(issuer);
  out += "\nRelays\n";
  for (const auto& relay : bundle.relays) {
    out += Cat("  ", relay.name, ", run by ", relay.operator_name, ", at ", relay.grpc_address, "\n");
  }
  out += Cat("\nWitnesses, of whom ", unsigned{bundle.quorum}, " must cosign before anything is served\n");
  for (const auto& witness : bundle.witnesses) {
    out += Cat("  ", witness.name, ", run by ", witness.operator_name, ", ",
               witness.url.empty() ? "without a network" : Cat("at ", witness.url), "\n");
  }
  return out + Cat("\nJams open at a time, at most: ", unsigned{bundle.max_open}, "\n");
}

absl::Status Show(const std::string& file) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(file, kMaxBundle));
  const auto bundle = records::TrustBundle::Decode(bytes);
  if (!bundle.ok()) return absl::InvalidArgumentError(Cat(file, " is no trust bundle; candord init writes one"));
  std::cout << runtime::SafeForTerminal(TextOf(*bundle));
  return bundle->CheckSeparation();
}

}  // namespace

void RegisterBundle(cli::Command& app, Options& options) {
  auto file = std::make_shared<std::string>();
  cli::Command* verb = app.AddCommand("bundle", "Show what a trust bundle says: fingerprint, keys, who runs what");
  verb->AddOption("BUNDLE", *file, "The trust bundle").Required();
  verb->SetExample("candor-audit bundle bundle");
  verb->OnChosen([file, &options] { options.verb = [file] { return Finish(Show(*file)); }; });
}

}  // namespace candor::audit_cli
