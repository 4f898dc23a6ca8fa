// candor-audit export, candor-audit verify.
#include <iostream>
#include <map>
#include <memory>

#include "base/date.h"
#include "base/status.h"
#include "base/text.h"
#include "programs/candor-audit/commands.h"
#include "programs/candor-audit/log_progress.h"
#include "programs/candor-audit/passphrase.h"
#include "programs/candor-audit/verify_report.h"
#include "services/auditor/export.h"
#include "services/auditor/openings.h"
#include "services/auditor/verify_pack.h"
#include "services/runtime/clock.h"

namespace candor::audit_cli {
namespace {

using services::auditor::ExportOptions;
using services::auditor::Level;
using services::auditor::PackVerifyOptions;

constexpr UnixSeconds kHour = 3600;

const std::map<std::string, Level> kLevels = {{"structure", Level::kStructure},
                                              {"merkle", Level::kMerkle},
                                              {"signatures", Level::kSignatures},
                                              {"full", Level::kFull}};

// A foreign bundle and a log that misbehaved are verdicts, not ways of using this program.
int FinishVerdict(const absl::Status& status) {
  const int usual = Finish(status);
  const bool verdict = absl::IsFailedPrecondition(status) || absl::IsDataLoss(status) ||
                       absl::IsUnauthenticated(status);
  return verdict ? static_cast<int>(Exit::kCryptographic) : usual;
}

int RunExport(ExportOptions options) {
  LogProgress progress;
  options.progress = [&](const std::string& log, std::uint64_t done, std::uint64_t total) {
    progress.Update(log, done, total);
  };
  const absl::Status status = services::auditor::Export(options);
  progress.End();
  if (status.ok()) std::cout << "The pack is in " << options.out << ".\n";
  return FinishVerdict(status);
}

struct VerifyFlags {
  PackVerifyOptions options;
  std::string level = "full";
  std::string as_of;
  std::int64_t max_age_hours = 0;
  std::vector<std::string> openings_files;
  std::string openings_key;
  std::string passphrase_file;
  std::string fail_on;
  bool json = false;
};

absl::Status ReadOpenings(VerifyFlags& flags) {
  if (flags.openings_files.empty() != flags.openings_key.empty()) {
    return absl::InvalidArgumentError("--openings and --openings-key go together");
  }
  if (flags.openings_files.empty()) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(
      const auto passphrase,
      AskPassphrase(flags.passphrase_file, Cat("Passphrase of ", flags.openings_key, ":")));
  CANDOR_ASSIGN_OR_RETURN(flags.options.openings,
                          services::auditor::ReadOpenings(flags.openings_files,
                                                          flags.openings_key, passphrase));
  return absl::OkStatus();
}

absl::Status Complete(VerifyFlags& flags, const Options& program) {
  flags.options.level = kLevels.at(flags.level);
  if (!flags.as_of.empty()) {
    const auto day = ParseDay(flags.as_of);
    if (!day.has_value()) return absl::InvalidArgumentError("--as-of takes a date: 2026-03-31");
    flags.options.as_of = *day;
  }
  CANDOR_RETURN_IF_ERROR(ReadOpenings(flags));
  if (flags.max_age_hours == 0) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const auto clock,
                          runtime::OpenClock(program.sim_clock_file()));
  flags.options.not_older_than = clock->Now() - flags.max_age_hours * kHour;
  return absl::OkStatus();
}

int RunVerify(VerifyFlags flags, const Options& program) {
  if (const absl::Status status = Complete(flags, program); !status.ok()) {
    const int usual = Finish(status);
    // Openings that do not open are evidence that does not hold.
    return absl::IsDataLoss(status) ? static_cast<int>(Exit::kCryptographic) : usual;
  }
  LogProgress progress;
  flags.options.progress = [&](std::string_view log, std::uint64_t done, std::uint64_t total) {
    progress.Update(log, done, total);
  };
  const auto reports = services::auditor::VerifyPacks(flags.options);
  progress.End();
  if (!reports.ok()) return FinishVerdict(reports.status());
  return PrintVerification(*reports,
                           flags.fail_on == "overdue" ? Overdue::kFails : Overdue::kIsReported,
                           flags.json ? Output::kJson : Output::kText);
}

void RegisterExport(cli::Command& app, Options& options) {
  auto chosen = std::make_shared<ExportOptions>();
  cli::Command* verb = app.AddCommand("export", "Copy the running logs into a pack");
  verb->AddOption("--bundle", chosen->bundle_file, "The organisation's trust bundle").Required();
  verb->AddOption("--fingerprint-file", chosen->fingerprint_file,
                   "The bundle's fingerprint as the independent body published it")
      .Required();
  verb->AddOption("--out", chosen->out, "The pack's folder: new, or a pack to go on with")
      .Required();
  verb->SetExample(
      "candor-audit export --bundle bundle --fingerprint-file fingerprint.txt --out pack");
  verb->OnChosen([chosen, &options] { options.verb = [chosen] { return RunExport(*chosen); }; });
}

void AddVerifyOptions(cli::Command* verb, VerifyFlags& flags) {
  PackVerifyOptions& options = flags.options;
  verb->AddOption("pack", options.packs, "Packs, all of one organisation").Required();
  verb->AddOption("--fingerprint-file", options.fingerprint_file,
                   "The organisation's fingerprint as the independent body published it");
  verb->AddOption("--fingerprint", options.fingerprint_groups, "Its ten groups, in quotes");
  verb->AddOption("--previous", options.previous,
                   "A pack of the deployment before, for logs that go on in the place of a frozen one");
  verb->AddOption("--previous-fingerprint-file", options.previous_fingerprint_file,
                   "The fingerprint of that deployment, as the independent body published it");
  verb->AddOption("--previous-fingerprint", options.previous_fingerprint_groups,
                   "Its ten groups, in quotes");
  verb->AddOption("--level", flags.level,
                   "How much: structure, merkle, signatures, or full (the default); the report says what"
                   " each leaves out")
      .OneOf({"structure", "merkle", "signatures", "full"});
  verb->AddOption("--since", options.since_files,
                   "A checkpoint that was kept: the log must extend it");
  verb->AddOption("--jobs", options.jobs, "Threads; 0 for as many as there are cores")
      .Range(0, 256);
  verb->AddOption("--receipt", options.receipt_files,
                   "An author's evidence (candor receipt verify --out)");
  verb->AddOption("--openings", flags.openings_files,
                   "What opens an issuer's log (candord openings); once for each issuer");
  verb->AddOption("--openings-key", flags.openings_key,
                   "The key that it was sealed to (candor-audit openings key)");
  verb->AddOption("--passphrase-file", flags.passphrase_file,
                   "Passphrase of --openings-key; asked for otherwise");
  verb->AddOption("--as-of", flags.as_of,
                   "The day that clocks are judged by; the log's last day otherwise");
  verb->AddOption("--max-age", flags.max_age_hours,
                   "Hours that the youngest cosignature may be old; no limit otherwise")
      .Range(1, 1'000'000);
  verb->AddOption("--fail-on", flags.fail_on, "overdue: end with 4 when something is overdue")
      .OneOf({"overdue"});
  verb->AddFlag("--json", flags.json, "Print one JSON object");
}

void RegisterVerify(cli::Command& app, Options& options) {
  auto chosen = std::make_shared<VerifyFlags>();
  cli::Command* verb = app.AddCommand("verify", "Check a pack: every log, every invariant, offline");
  AddVerifyOptions(verb, *chosen);
  verb->SetExample("candor-audit verify pack --fingerprint-file fingerprint.txt");
  verb->OnChosen([chosen, &options] {
    options.verb = [chosen, &options] { return RunVerify(*chosen, options); };
  });
}

}  // namespace

void RegisterPacks(cli::Command& app, Options& options) {
  RegisterExport(app, options);
  RegisterVerify(app, options);
}

}  // namespace candor::audit_cli
