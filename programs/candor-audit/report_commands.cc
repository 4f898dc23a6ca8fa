// candor-audit report integrity … retention, report pack, report verify.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <memory>
#include <vector>

#include "base/status.h"
#include "base/text.h"
#include "programs/candor-audit/commands.h"
#include "services/auditor/report/evidence_folder.h"
#include "services/auditor/report/render.h"
#include "services/runtime/files.h"
#include "services/runtime/terminal.h"

namespace candor::audit_cli {
namespace {

using services::auditor::EvidenceFolder;
using services::auditor::ReportFiles;
using services::auditor::ReportFormat;
using services::auditor::ReportKind;
using services::auditor::ReportSource;

constexpr mode_t kReadableByAll = 0644;
constexpr mode_t kFolderOfAll = 0755;
constexpr std::size_t kMaxReport = std::size_t{256} << 20;
constexpr int kDiffers = 3;  // as every broken rule

struct ReportOptions {
  std::string report;  // to verify
  std::string pack;
  std::string fingerprint_file;
  std::string out_folder;
  std::vector<std::string> formats = {"json", "csv", "html"};
};

absl::StatusOr<std::set<ReportFormat>> FormatsOf(const std::vector<std::string>& names) {
  std::set<ReportFormat> out;
  for (const auto& name : names) {
    if (name == "json") {
      out.insert(ReportFormat::kJson);
    } else if (name == "csv") {
      out.insert(ReportFormat::kCsv);
    } else if (name == "html") {
      out.insert(ReportFormat::kHtml);
    } else {
      return absl::InvalidArgumentError("--format takes json, csv and html, with commas between");
    }
  }
  return out;
}

absl::StatusOr<ReportSource> Load(const ReportOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const EvidenceFolder folder,
                          EvidenceFolder::Open(options.pack, options.fingerprint_file));
  ReportSource source = ReportSource::Make(folder.evidence(), audit::Serially());
  if (source.result().board == nullptr) {
    return absl::InvalidArgumentError("the pack's logs cannot be replayed");
  }
  return source;
}

// A bundle that is not the published one is a verdict, and not a way of using this program.
int FinishLoad(const absl::Status& status) {
  const int usual = Finish(status);
  return absl::IsFailedPrecondition(status) ? static_cast<int>(Exit::kCryptographic) : usual;
}

absl::Status Write(const std::string& folder, const ReportFiles& files) {
  CANDOR_RETURN_IF_ERROR(runtime::MakeFolder(folder, kFolderOfAll));
  for (const auto& [name, bytes] : files) {
    CANDOR_RETURN_IF_ERROR(runtime::WriteFileAtomically(runtime::Path(folder) / name,
                                                        AsBytes(bytes), kReadableByAll));
  }
  return absl::OkStatus();
}

// Everything of it where there is no kind.
int Make(const ReportOptions& options, std::optional<ReportKind> kind) {
  const auto formats = FormatsOf(options.formats);
  if (!formats.ok()) return Finish(formats.status());
  const auto source = Load(options);
  if (!source.ok()) return FinishLoad(source.status());
  const auto files = kind.has_value() ? RenderReport(BuildReport(*source, *kind), *formats)
                                      : RenderPack(*source, *formats);
  if (!files.ok()) return Finish(files.status());
  const absl::Status written = Write(options.out_folder, *files);
  if (!written.ok()) return Finish(written);
  std::cout << files->size() << " files in " << options.out_folder << '\n';
  const auto& findings = source->result().findings;
  const auto overdue = std::ranges::count(findings, audit::Severity::kOverdue, &audit::Finding::severity);
  const auto faults = std::ssize(findings) - overdue;
  if (faults > 0) std::cerr << "candor-audit: the evidence has findings (" << faults << "): see the integrity report\n";
  if (overdue > 0) std::cout << "Promises of people that are overdue: " << overdue << "; see the report on what is overdue\n";
  return audit::ExitCodeOf(findings, false);
}

absl::StatusOr<ReportFiles> ReadReports(const runtime::Path& path) {
  std::vector<runtime::Path> paths = {path};
  if (std::filesystem::is_directory(path)) {
    CANDOR_ASSIGN_OR_RETURN(const auto names, runtime::ListFolder(path));
    paths.clear();
    for (const auto& name : names) paths.push_back(path / name);
  }
  if (paths.empty()) return absl::InvalidArgumentError("the folder holds no report");
  ReportFiles out;
  for (const auto& each : paths) {
    CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(each, kMaxReport));
    out[each.filename().string()] = std::string(AsText(bytes));
  }
  return out;
}

int Compare(const ReportOptions& options) {
  const auto given = ReadReports(options.report);
  if (!given.ok()) return Finish(given.status());
  const auto source = Load(options);
  if (!source.ok()) return FinishLoad(source.status());
  const auto differing = CompareReports(*source, *given);
  if (!differing.ok()) return Finish(differing.status());
  if (differing->empty()) {
    std::cout << "reproduced: " << given->size() << " files, byte for byte\n";
    return static_cast<int>(Exit::kOk);
  }
  for (const auto& name : *differing) {
    std::cout << "I28: " << runtime::SafeForTerminal(name)
              << " is not what the evidence gives\n";
  }
  return kDiffers;
}

void AddEvidence(cli::Command* app, ReportOptions& chosen) {
  app->AddOption("PACK", chosen.pack, "Folder of the evidence: bundle, logs/board, logs/issuer-1")
      .Required();
  app->AddOption("--fingerprint-file", chosen.fingerprint_file,
                  "The organisation's fingerprint as the independent body published it")
      .Required();
}

void AddMaking(cli::Command& report, Options& options, const std::string& name,
               const std::string& what, std::optional<ReportKind> kind) {
  cli::Command* app = report.AddCommand(name, what);
  auto chosen = std::make_shared<ReportOptions>();
  AddEvidence(app, *chosen);
  app->AddOption("--out", chosen->out_folder, "Folder for the files; made when missing")
      .Required();
  app->AddOption("--format", chosen->formats, "json, csv, html; all of them when not given")
      .Delimiter(',');
  app->SetExample("candor-audit report " + name +
                  " evidence --fingerprint-file fingerprint.txt --out reports");
  app->OnChosen([chosen, &options, kind] {
    options.verb = [chosen, kind] { return Make(*chosen, kind); };
  });
}

}  // namespace

void RegisterReport(cli::Command& app, Options& options) {
  cli::Command* report = app.AddCommand(
      "report", "Reports on the evidence, without a figure about fewer than k people");
  report->RequireCommand();
  report->SetExample(
      "candor-audit report pack evidence --fingerprint-file fingerprint.txt --out reports");
  for (const ReportKind kind : services::auditor::kReportKinds) {
    AddMaking(*report, options, std::string(ReportName(kind)), std::string(ReportTitle(kind)), kind);
  }
  AddMaking(*report, options, "pack", "Every report, with SHA256SUMS", std::nullopt);
  cli::Command* verify = report->AddCommand(
      "verify", "Compute a report again from the evidence, and compare the bytes (status 3: they differ)");
  auto chosen = std::make_shared<ReportOptions>();
  verify->AddOption("REPORT", chosen->report, "A file, or the folder of a pack of reports")
      .Required();
  AddEvidence(verify, *chosen);
  verify->SetExample(
      "candor-audit report verify reports evidence --fingerprint-file fingerprint.txt");
  verify->OnChosen([chosen, &options] { options.verb = [chosen] { return Compare(*chosen); }; });
}

}  // namespace candor::audit_cli
