// candor-audit prove inclusion, prove consistency, prove check.
#include <iostream>
#include <memory>

#include "audit/tlog_proof.h"
#include "audit/witness.h"
#include "base/status.h"
#include "base/text.h"
#include "programs/candor-audit/commands.h"
#include "programs/candor-audit/proof_report.h"
#include "services/auditor/prove.h"
#include "services/auditor/trust.h"
#include "services/runtime/files.h"

namespace candor::audit_cli {
namespace {

using services::auditor::MadeProof;
using services::auditor::ProofKind;
using services::auditor::ProofReport;
using services::auditor::TrustOptions;

constexpr mode_t kReadableByAll = 0644;
// An entry is at most 65,535 bytes long, or no bundle could hold it.
constexpr std::size_t kMaxEntry = 65535;

struct ProveOptions {
  TrustOptions trust;
  std::string copy;
  std::uint64_t index = 0;
  std::string extra_file;
  std::string older_file;
  std::string entry_file;
  std::string proof_file;
  std::string out_file;
  bool json = false;
};

absl::StatusOr<std::string> ReadText(const std::string& file, std::size_t max_size) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(file, max_size));
  return std::string(AsText(bytes));
}

absl::Status Write(const std::string& file, ByteView bytes) {
  return runtime::WriteFileAtomically(file, bytes, kReadableByAll);
}

// A trust bundle that is not the published one is a verdict, and not a way of using this program.
int FinishTrust(const absl::Status& status) {
  const int usual = Finish(status);
  return absl::IsFailedPrecondition(status) ? static_cast<int>(Exit::kCryptographic) : usual;
}

absl::StatusOr<MadeProof> MakeInclusion(const ProveOptions& options,
                                        const audit::TlogPolicy& policy) {
  Bytes extra;
  if (!options.extra_file.empty()) {
    CANDOR_ASSIGN_OR_RETURN(extra, runtime::ReadFile(options.extra_file, audit::kMaxProofExtra));
  }
  const services::auditor::LogFolder copy(options.copy);
  CANDOR_ASSIGN_OR_RETURN(MadeProof made,
                          ProveInclusion(copy, policy, options.index, std::move(extra)));
  if (!made.report.findings.empty()) return made;
  if (!options.entry_file.empty()) {
    if (!made.entry.has_value()) {
      return absl::NotFoundError(
          "the copy of the log lacks the entry's bundle; nothing was written");
    }
    CANDOR_RETURN_IF_ERROR(Write(options.entry_file, *made.entry));
  }
  CANDOR_RETURN_IF_ERROR(Write(options.out_file, AsBytes(made.file)));
  return made;
}

absl::StatusOr<MadeProof> MakeConsistency(const ProveOptions& options,
                                          const audit::TlogPolicy& policy) {
  CANDOR_ASSIGN_OR_RETURN(const std::string older,
                          ReadText(options.older_file, audit::kMaxNoteSize));
  const services::auditor::LogFolder copy(options.copy);
  CANDOR_ASSIGN_OR_RETURN(MadeProof made, ProveConsistency(copy, policy, older));
  if (made.report.findings.empty()) {
    CANDOR_RETURN_IF_ERROR(Write(options.out_file, AsBytes(made.file)));
  }
  return made;
}

absl::StatusOr<ProofReport> Check(const ProveOptions& options, const audit::TlogPolicy& policy) {
  CANDOR_ASSIGN_OR_RETURN(const std::string file,
                          ReadText(options.proof_file, audit::kMaxTlogProofSize));
  const auto kind = services::auditor::ProofKindOf(file);
  if (kind == ProofKind::kConsistency) {
    if (options.older_file.empty() || !options.entry_file.empty()) {
      return absl::InvalidArgumentError(
          "a proof of consistency is checked with --old, the checkpoint that was kept, and without"
          " --entry");
    }
    CANDOR_ASSIGN_OR_RETURN(const std::string older,
                            ReadText(options.older_file, audit::kMaxNoteSize));
    return services::auditor::CheckConsistency(file, older, policy);
  }
  if (options.entry_file.empty() || !options.older_file.empty()) {
    return absl::InvalidArgumentError(
        "a proof of inclusion is checked with --entry, a file of the entry's bytes, and without"
        " --old");
  }
  CANDOR_ASSIGN_OR_RETURN(const Bytes entry, runtime::ReadFile(options.entry_file, kMaxEntry));
  return services::auditor::CheckInclusion(file, entry, policy);
}

using Verb = absl::StatusOr<ProofReport> (*)(const ProveOptions&, const audit::TlogPolicy&);

template <absl::StatusOr<MadeProof> (*kMake)(const ProveOptions&, const audit::TlogPolicy&)>
absl::StatusOr<ProofReport> ReportOf(const ProveOptions& options, const audit::TlogPolicy& policy) {
  CANDOR_ASSIGN_OR_RETURN(MadeProof made, kMake(options, policy));
  return std::move(made.report);
}

int Run(Verb verb, const ProveOptions& options) {
  const auto policy = LoadTrust(options.trust);
  if (!policy.ok()) return FinishTrust(policy.status());
  const auto report = verb(options, *policy);
  if (!report.ok()) return Finish(report.status());
  return PrintReport(*report, *policy, options.json ? Output::kJson : Output::kText);
}

void AddTrust(cli::Command* verb, TrustOptions& trust) {
  verb->AddOption("--vkey", trust.vkey,
                   "The log's verifier key (name+id+key); alone, no witness is asked for");
  verb->AddOption("--policy", trust.policy_file, "A witness policy (c2sp.org/tlog-policy)");
  verb->AddOption("--bundle", trust.bundle_file, "The organisation's trust bundle");
  verb->AddOption("--fingerprint-file", trust.fingerprint_file,
                   "The bundle's fingerprint as the independent body published it");
}

std::shared_ptr<ProveOptions> AddVerb(cli::Command* app, Options& options, Verb verb) {
  auto chosen = std::make_shared<ProveOptions>();
  AddTrust(app, chosen->trust);
  app->AddFlag("--json", chosen->json, "Print one JSON object");
  app->OnChosen(
      [chosen, &options, verb] { options.verb = [chosen, verb] { return Run(verb, *chosen); }; });
  return chosen;
}

void AddCopy(cli::Command* app, ProveOptions& chosen) {
  app->AddOption("--log", chosen.copy, "Folder with the log's public files: checkpoint, tile/…")
      .Required();
  app->AddOption("--out", chosen.out_file, "Where the proof goes").Required();
}

void RegisterMaking(cli::Command& prove, Options& options) {
  cli::Command* inclusion =
      prove.AddCommand("inclusion", "Make a .tlog-proof that an entry stands in a log");
  const auto included = AddVerb(inclusion, options, ReportOf<MakeInclusion>);
  AddCopy(inclusion, *included);
  inclusion->AddOption("--index", included->index, "The entry's number, from 0").Required();
  inclusion->AddOption("--extra", included->extra_file,
                        "A file to put into the proof; nobody vouches for it");
  inclusion->AddOption("--entry-out", included->entry_file,
                        "Where the entry's bytes go, for whoever checks the proof");
  inclusion->SetExample(
      "candor-audit prove inclusion --log copy/board --index 17 --out 17.tlog-proof"
      " --entry-out 17.entry --bundle bundle --fingerprint-file fingerprint.txt");
  cli::Command* consistency = prove.AddCommand(
      "consistency", "Make the proof that a log extends a checkpoint of it that was kept");
  const auto extended = AddVerb(consistency, options, ReportOf<MakeConsistency>);
  AddCopy(consistency, *extended);
  consistency->AddOption("--old", extended->older_file, "The checkpoint that was kept")
      .Required();
  consistency->SetExample(
      "candor-audit prove consistency --log copy/board --old may.checkpoint"
      " --out since-may.proof --policy policy.txt");
}

}  // namespace

void RegisterProve(cli::Command& app, Options& options) {
  cli::Command* prove = app.AddCommand("prove", "Make and check proofs that need no server");
  prove->RequireCommand();
  prove->SetExample("candor-audit prove check 17.tlog-proof --entry 17.entry --policy policy.txt");
  RegisterMaking(*prove, options);
  cli::Command* check = prove->AddCommand("check", "Check a proof of either kind, offline");
  const auto chosen = AddVerb(check, options, Check);
  check->AddOption("proof", chosen->proof_file, "The proof").Required();
  check->AddOption("--entry", chosen->entry_file, "Inclusion: a file of the entry's bytes");
  check->AddOption("--old", chosen->older_file, "Consistency: the checkpoint that was kept");
  check->SetExample(
      "candor-audit prove check 17.tlog-proof --entry 17.entry --policy policy.txt");
}

}  // namespace candor::audit_cli
