#include "programs/candord/init.h"

#include <arpa/inet.h>

#include <optional>
#include <utility>

#include "audit/merkle.h"
#include "audit/pack.h"
#include "base/status.h"
#include "base/text.h"
#include "crypto/ed25519.h"
#include "crypto/random.h"
#include "crypto/sealed_file.h"
#include "programs/candord/config_text.h"
#include "programs/candord/previous_deployment.h"
#include "records/frozen_mark.h"
#include "services/follow/policy.h"
#include "services/runtime/key_file.h"
#include "services/runtime/log_lock.h"
#include "services/runtime/tls.h"
#include "services/runtime/tls_files.h"

namespace candor::candord {
namespace {

using runtime::Path;

// Five years: the authority's key is not kept, so that nobody can ever make another certificate
// under an anchor of the bundle, and so a certificate is not renewed either.
constexpr int kCertificateDays = 5 * 365;
constexpr int kMaxPort = 65535;
constexpr int kPortsBelow = 100;  // what port_base needs above itself
// Not log.lock.frozen: beside its own lock the mark would freeze the new log.
constexpr std::string_view kMarkName = "previous.frozen";

// Of the deployment that is made: a number in all names, and the logs whose places it takes.
struct Descent {
  int generation = 1;
  std::vector<std::optional<records::PreviousLog>> frozen;  // by log, the board first; may be shorter

  // What the configuration of log `number` names; empty for a log that starts anew.
  std::string_view MarkOf(std::size_t number) const {
    return number < frozen.size() && frozen[number].has_value() ? kMarkName : "";
  }
};

int BoardPort(const InitOptions& options) { return options.port_base; }
int IssuerPort(const InitOptions& options, std::size_t i) {
  return options.port_base + 10 * (static_cast<int>(i) + 1);
}
int GatewayPort(const InitOptions& options) { return options.port_base + 2; }
int RelayPort(const InitOptions& options, std::size_t i) {
  return options.port_base + 40 + 2 * static_cast<int>(i);
}
int WitnessPort(const InitOptions& options, std::size_t i) {
  return options.port_base + 50 + static_cast<int>(i);
}

// What one party needs to begin: its folder, its passphrase, its certificate.
struct Party {
  Path folder;
  runtime::KeyRing ring;
  std::string anchor;  // PEM
};

class Deployment {
 public:
  Deployment(const InitOptions& options, Descent descent)
      : options_(options),
        descent_(std::move(descent)),
        cost_(options.trial ? crypto::PassphraseCost::kInteractive
                            : crypto::PassphraseCost::kModerate) {}

  absl::StatusOr<records::TrustBundle> Write();

 private:
  absl::StatusOr<Party> MakeParty(const std::string& name);
  // The server's, and a client's of the same authority where `client` names it.
  absl::Status MakeCertificate(Party& party, const std::string& name, const std::string& host,
                               const std::optional<std::string>& client = std::nullopt);
  absl::StatusOr<crypto::VerifyKey> MakeKey(Party& party, std::string_view file);
  // The key that its owner handed in, or a new one in a folder of that name.
  absl::StatusOr<crypto::VerifyKey> TakeOrMakeKey(const std::string& party,
                                                  const std::optional<crypto::VerifyKey>& own);
  absl::StatusOr<records::LogIdentity> MakeLog(Party& party, const std::string& name,
                                               const PartyOptions& who, int port);
  absl::Status MakeBoard();
  absl::Status MakeIssuer(std::size_t i);
  absl::Status MakeRelay(std::size_t i);
  absl::Status MakeWitness(std::size_t i);
  absl::Status WriteText(const Path& path, std::string_view text) {
    return runtime::WriteFileAtomically(path, AsBytes(text));
  }
  absl::Status WriteConfigurations();
  absl::Status WriteMarks();
  std::string NameOf(std::string_view party) const {
    return PartyName(options_.organisation, descent_.generation, party);
  }

  const InitOptions& options_;
  const Descent descent_;
  const crypto::PassphraseCost cost_;
  crypto::SystemRandom random_;
  records::TrustBundle bundle_;
};

absl::StatusOr<Party> Deployment::MakeParty(const std::string& name) {
  const Path folder = options_.folder / name;
  CANDOR_RETURN_IF_ERROR(runtime::MakeFolder(folder));
  // 160 bits: nobody types it, and nobody guesses it.
  const std::string passphrase = Base32Encode(random_.Array<20>());
  CANDOR_RETURN_IF_ERROR(WriteText(folder / "passphrase", Cat(passphrase, "\n")));
  return Party{folder, runtime::KeyRing(crypto::SecretBytes::Copy(AsBytes(passphrase))), ""};
}

absl::Status Deployment::MakeCertificate(Party& party, const std::string& name,
                                         const std::string& host,
                                         const std::optional<std::string>& client) {
  const auto validity = runtime::ValidFromYesterday(kCertificateDays);
  CANDOR_ASSIGN_OR_RETURN(
      const auto authority,
      runtime::MakeCertificateAuthority(Cat(options_.organisation, " ", name), validity));
  std::vector<std::string> names, addresses;
  in6_addr ignored;
  const bool is_address = inet_pton(AF_INET, host.c_str(), &ignored) == 1 ||
                          inet_pton(AF_INET6, host.c_str(), &ignored) == 1;
  (is_address ? addresses : names).push_back(host);
  CANDOR_ASSIGN_OR_RETURN(
      const auto identity,
      runtime::IssueServerCertificate(authority, names, addresses, validity));
  CANDOR_RETURN_IF_ERROR(runtime::SaveTlsIdentity(identity, party.folder / "tls.pem",
                                                  party.folder / "tls.key", party.ring, cost_,
                                                  random_));
  party.anchor = authority.certificate_pem;
  if (!client.has_value()) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(
      const auto caller,
      runtime::IssueCertificate(
          authority, {.name = *client, .use = runtime::CertificateUse::kClient}, validity));
  return runtime::SaveTlsIdentity(caller, party.folder / "client.pem", party.folder / "client.key",
                                  party.ring, cost_, random_);
}

absl::StatusOr<crypto::VerifyKey> Deployment::MakeKey(Party& party, std::string_view file) {
  const auto key = crypto::SigningKey::Generate(random_);
  CANDOR_RETURN_IF_ERROR(party.ring.SaveSigningKey(party.folder / file, key, cost_, random_));
  return key.verify_key();
}

absl::StatusOr<crypto::VerifyKey> Deployment::TakeOrMakeKey(const std::string& party,
                                                            const std::optional<crypto::VerifyKey>& own) {
  if (own.has_value()) return *own;
  CANDOR_ASSIGN_OR_RETURN(Party made, MakeParty(party));
  return MakeKey(made, party + ".key");
}

absl::StatusOr<records::LogIdentity> Deployment::MakeLog(Party& party, const std::string& name,
                                                         const PartyOptions& who, int port) {
  CANDOR_RETURN_IF_ERROR(MakeCertificate(party, name, who.host));
  CANDOR_RETURN_IF_ERROR(runtime::MakeFolder(party.folder / "store"));
  CANDOR_RETURN_IF_ERROR(runtime::MakeFolder(party.folder / "follow"));
  // The lock is made here and never again: a server that misses it does not begin anew.
  CANDOR_RETURN_IF_ERROR(
      runtime::LogLock::Create(party.folder / "log.lock", {0, audit::EmptyRoot()}).status());
  records::LogIdentity log;
  log.origin = NameOf(name);
  CANDOR_ASSIGN_OR_RETURN(log.key, MakeKey(party, "log.key"));
  log.operator_name = who.operator_name;
  log.grpc_address = AddressText(who.host, port);
  log.files_url = Cat("https://", AddressText(who.host, port + 1));
  log.tls_anchor = party.anchor;
  return log;
}

absl::Status Deployment::MakeBoard() {
  CANDOR_ASSIGN_OR_RETURN(Party party, MakeParty("board"));
  CANDOR_ASSIGN_OR_RETURN(bundle_.board,
                          MakeLog(party, "board", options_.board, BoardPort(options_)));
  CANDOR_ASSIGN_OR_RETURN(bundle_.promise_key, MakeKey(party, "promise.key"));
  CANDOR_ASSIGN_OR_RETURN(bundle_.gateway_key, MakeKey(party, "gateway.key"));
  return runtime::MakeFolder(party.folder / "gateway-keys");
}

absl::Status Deployment::MakeIssuer(std::size_t i) {
  const std::string name = Cat("issuer-", i + 1);
  CANDOR_ASSIGN_OR_RETURN(Party party, MakeParty(name));
  CANDOR_ASSIGN_OR_RETURN(auto log,
                          MakeLog(party, name, options_.issuers[i], IssuerPort(options_, i)));
  bundle_.issuers.push_back(std::move(log));
  return runtime::MakeFolder(party.folder / "token-keys");
}

absl::Status Deployment::MakeRelay(std::size_t i) {
  const std::string name = Cat("relay-", i + 1);
  const PartyOptions& who = options_.relays[i];
  CANDOR_ASSIGN_OR_RETURN(Party party, MakeParty(name));
  CANDOR_RETURN_IF_ERROR(MakeCertificate(party, name, who.host, name));
  const int port = RelayPort(options_, i);
  bundle_.relays.push_back({.name = NameOf(name),
                            .operator_name = who.operator_name,
                            .files_url = Cat("https://", AddressText(who.host, port + 1)),
                            .grpc_address = AddressText(who.host, port),
                            .tls_anchor = party.anchor});
  return runtime::MakeFolder(party.folder / "mirror");
}

absl::Status Deployment::MakeWitness(std::size_t i) {
  const std::string name = Cat("witness-", i + 1);
  const PartyOptions& who = options_.witnesses[i];
  CANDOR_ASSIGN_OR_RETURN(Party party, MakeParty(name));
  std::string url;
  if (!who.host.empty()) {
    CANDOR_RETURN_IF_ERROR(MakeCertificate(party, name, who.host));
    url = Cat("https://", AddressText(who.host, WitnessPort(options_, i)));
  }
  CANDOR_ASSIGN_OR_RETURN(const auto key, MakeKey(party, "witness.key"));
  bundle_.witnesses.push_back(
      {.name = NameOf(name),
       .key = key,
       .operator_name = who.operator_name,
       .url = std::move(url),
       .tls_anchor = party.anchor});
  return runtime::MakeFolder(party.folder / "state");
}

absl::Status Deployment::WriteMarks() {
  for (std::size_t i = 0; i < descent_.frozen.size(); ++i) {
    if (!descent_.frozen[i].has_value()) continue;
    CANDOR_RETURN_IF_ERROR(runtime::WriteFileAtomically(
        options_.folder / audit::PackLogName(i) / kMarkName,
        records::FrozenMark{*descent_.frozen[i]}.Encode(), 0644));
  }
  return absl::OkStatus();
}

absl::Status Deployment::WriteConfigurations() {
  const auto listen = [&](const PartyOptions& who, int port) {
    return ListenText(who.host, port, options_.trial);
  };
  CANDOR_RETURN_IF_ERROR(WriteText(
      options_.folder / "board" / "board.toml",
      Cat(BoardConfigText(bundle_.board.origin, listen(options_.board, BoardPort(options_)),
                          listen(options_.board, BoardPort(options_) + 1),
                          listen(options_.board, GatewayPort(options_))),
          ContinuesText(descent_.MarkOf(0)))));
  for (std::size_t i = 0; i < options_.issuers.size(); ++i) {
    const int port = IssuerPort(options_, i);
    CANDOR_RETURN_IF_ERROR(WriteText(
        options_.folder / Cat("issuer-", i + 1) / "issuer.toml",
        Cat(IssuerConfigText(bundle_.issuers[i].origin, listen(options_.issuers[i], port),
                             listen(options_.issuers[i], port + 1)),
            ContinuesText(descent_.MarkOf(i + 1)))));
  }
  for (std::size_t i = 0; i < options_.relays.size(); ++i) {
    const int port = RelayPort(options_, i);
    CANDOR_RETURN_IF_ERROR(WriteText(
        options_.folder / Cat("relay-", i + 1) / "relay.toml",
        RelayConfigText(bundle_.relays[i].name, listen(options_.relays[i], port),
                        listen(options_.relays[i], port + 1),
                        AddressText(options_.board.host, GatewayPort(options_)))));
  }
  std::vector<audit::NoteVerifierKey> logs;
  CANDOR_ASSIGN_OR_RETURN(auto board_key, services::follow::LogKeyOf(bundle_.board));
  logs.push_back(std::move(board_key));
  for (const auto& issuer : bundle_.issuers) {
    CANDOR_ASSIGN_OR_RETURN(auto key, services::follow::LogKeyOf(issuer));
    logs.push_back(std::move(key));
  }
  for (std::size_t i = 0; i < options_.witnesses.size(); ++i) {
    const PartyOptions& who = options_.witnesses[i];
    CANDOR_RETURN_IF_ERROR(WriteText(
        options_.folder / Cat("witness-", i + 1) / "witness.toml",
        WitnessConfigText(bundle_.witnesses[i].name,
                          who.host.empty() ? "" : listen(who, WitnessPort(options_, i)), logs)));
  }
  return WriteText(options_.folder / "deployment.toml", DeploymentText(options_.issuers.size(), options_.relays.size()));
}

absl::StatusOr<records::TrustBundle> Deployment::Write() {
  CANDOR_RETURN_IF_ERROR(runtime::MakeFolder(options_.folder));
  bundle_.organisation = options_.organisation;
  bundle_.trial = options_.trial;
  bundle_.quorum = static_cast<std::uint8_t>(options_.quorum);
  CANDOR_ASSIGN_OR_RETURN(bundle_.charter_key, TakeOrMakeKey("charter", options_.charter_key));
  CANDOR_ASSIGN_OR_RETURN(bundle_.independent_body_key, TakeOrMakeKey("body", options_.body_key));
  CANDOR_RETURN_IF_ERROR(MakeBoard());
  for (std::size_t i = 0; i < options_.issuers.size(); ++i) CANDOR_RETURN_IF_ERROR(MakeIssuer(i));
  for (std::size_t i = 0; i < options_.relays.size(); ++i) CANDOR_RETURN_IF_ERROR(MakeRelay(i));
  for (std::size_t i = 0; i < options_.witnesses.size(); ++i) {
    CANDOR_RETURN_IF_ERROR(MakeWitness(i));
  }
  CANDOR_RETURN_IF_ERROR(WriteMarks());
  CANDOR_RETURN_IF_ERROR(WriteConfigurations());
  CANDOR_RETURN_IF_ERROR(runtime::MakeFolder(options_.folder / "body"));
  CANDOR_RETURN_IF_ERROR(WriteText(options_.folder / "body" / "fingerprint.txt", FingerprintText(bundle_)));
  // Last: a folder with a bundle is a complete one.
  CANDOR_RETURN_IF_ERROR(
      runtime::WriteFileAtomically(options_.folder / "bundle", bundle_.Encode(), 0644));
  return bundle_;
}

absl::Status CheckOptions(const InitOptions& options) {
  if (!audit::NoteVerifierKey::Create(Cat(options.organisation, "/board"),
                                      audit::NoteKeyType::kEd25519, {})
           .ok() ||
      options.organisation.empty() || options.organisation.size() > 200) {
    return absl::InvalidArgumentError(
        "The organisation's name must be 1 to 200 characters without spaces and plus signs. A domain"
        " name serves best.");
  }
  if (options.issuers.empty() || options.issuers.size() > 2) {
    return absl::InvalidArgumentError("A deployment has one issuer or two.");
  }
  if (options.relays.empty() || options.relays.size() > 4) {
    return absl::InvalidArgumentError("A deployment has one to four relays.");
  }
  if (options.witnesses.empty() || options.witnesses.size() > 16 || options.quorum < 1 ||
      options.quorum > static_cast<int>(options.witnesses.size())) {
    return absl::InvalidArgumentError(
        "A deployment has 1 to 16 witnesses, and a quorum of at least one and at most all of them.");
  }
  if (options.port_base < 1 || options.port_base > kMaxPort - kPortsBelow) {
    return absl::InvalidArgumentError(
        Cat("The first port must be from 1 to ", kMaxPort - kPortsBelow, "."));
  }
  return absl::OkStatus();
}

// Who runs what is known before any key is made: stand-ins for the keys are enough for the rule on
// organisations.
absl::Status CheckOperators(const InitOptions& options) {
  auto next = [n = std::uint8_t{0}]() mutable {
    crypto::VerifyKey out;
    out.bytes[0] = ++n;
    return out;
  };
  records::TrustBundle plan;
  plan.trial = options.trial;
  plan.quorum = static_cast<std::uint8_t>(options.quorum);
  plan.charter_key = options.charter_key.value_or(next());
  plan.independent_body_key = options.body_key.value_or(next());
  plan.board.origin = Cat(options.organisation, "/board");
  plan.board.key = next();
  plan.board.operator_name = options.board.operator_name;
  for (const auto& who : options.issuers) {
    records::LogIdentity issuer;
    issuer.origin = Cat(options.organisation, "/issuer-", plan.issuers.size() + 1);
    issuer.key = next();
    issuer.operator_name = who.operator_name;
    plan.issuers.push_back(issuer);
  }
  plan.gateway_key = next();
  for (const auto& who : options.relays) {
    records::RelayIdentity relay;
    relay.name = Cat(options.organisation, "/relay-", plan.relays.size() + 1);
    relay.operator_name = who.operator_name;
    plan.relays.push_back(relay);
  }
  for (const auto& who : options.witnesses) {
    records::WitnessIdentity witness;
    witness.name = Cat(options.organisation, "/witness-", plan.witnesses.size() + 1);
    witness.key = next();
    witness.operator_name = who.operator_name;
    plan.witnesses.push_back(witness);
  }
  return plan.CheckSeparation();
}

absl::StatusOr<Descent> DescentOf(const InitOptions& options) {
  if (!options.continues.has_value()) return Descent{};
  CANDOR_ASSIGN_OR_RETURN(auto previous, ReadPreviousDeployment(*options.continues));
  if (previous.organisation != options.organisation) {
    return absl::InvalidArgumentError(
        Cat("The deployment in ", options.continues->string(), " is that of ", previous.organisation,
            ", and --organisation names another. A log goes on for the organisation whose it was."));
  }
  for (std::size_t i = options.issuers.size() + 1; i < previous.frozen.size(); ++i) {
    if (!previous.frozen[i].has_value()) continue;
    return absl::InvalidArgumentError(
        Cat("The log ", previous.frozen[i]->origin, " is frozen, and this deployment has no issuer ", i,
            " to go on in its place. Make it with as many issuers as the one before: --issuers."));
  }
  return Descent{previous.generation + 1, std::move(previous.frozen)};
}

absl::Status CheckEmpty(const Path& folder) {
  if (!runtime::FileExists(folder)) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const auto names, runtime::ListFolder(folder));
  if (names.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      Cat("The folder ", folder.string(),
          " is not empty, and keys are never overwritten. Name a new folder, or remove this one."));
}

}  // namespace

absl::StatusOr<records::TrustBundle> Init(const InitOptions& options) {
  CANDOR_RETURN_IF_ERROR(CheckOptions(options));
  CANDOR_RETURN_IF_ERROR(CheckOperators(options));
  CANDOR_RETURN_IF_ERROR(CheckEmpty(options.folder));
  CANDOR_ASSIGN_OR_RETURN(Descent descent, DescentOf(options));
  return Deployment(options, std::move(descent)).Write();
}

std::string FingerprintText(const records::TrustBundle& bundle) {
  std::string out =
      "The organisation's fingerprint, as the independent body publishes it.\n"
      "To be put up where neither HR nor IT can change it.\n\n";
  const auto groups = records::FingerprintGroups(bundle.Fingerprint());
  for (std::size_t i = 0; i < groups.size(); ++i) out += Cat(i + 1, ". ", groups[i], "\n");
  return out;
}

}  // namespace candor::candord
