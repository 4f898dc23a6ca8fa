#include "programs/candor-audit/proof_report.h"

#include <iostream>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "services/runtime/terminal.h"

namespace candor::audit_cli {
namespace {

using nlohmann::ordered_json;
using services::auditor::Finding;
using services::auditor::ProofReport;

ordered_json AsJson(const ProofReport& report, const audit::TlogPolicy& policy) {
  ordered_json out;
  out["holds"] = report.findings.empty();
  for (const char* key : {"log", "index", "old_size", "size", "root"}) out[key] = nullptr;
  out["witnesses"] = ordered_json::array();
  out["witnesses_demanded"] = policy.demands_witnesses();
  if (report.index.has_value()) out["index"] = *report.index;
  if (report.older.has_value()) out["old_size"] = report.older->checkpoint.size;
  if (report.checkpoint.has_value()) {
    const auto& checkpoint = report.checkpoint->checkpoint;
    out["log"] = checkpoint.origin;
    out["size"] = checkpoint.size;
    out["root"] = Base64Encode(checkpoint.root);
    for (const auto& witness : report.checkpoint->witnesses) {
      out["witnesses"].push_back({{"name", witness.witness}, {"time", witness.time}});
    }
  }
  out["findings"] = services::auditor::FindingsAsJson(report.findings);
  return out;
}

std::string Sentence(const ProofReport& report, const audit::TlogPolicy& policy) {
  const auto& checkpoint = report.checkpoint->checkpoint;
  std::string out = report.older.has_value()
                        ? Cat("holds: the log ", checkpoint.origin, " with ", checkpoint.size,
                              " entries extends its ", report.older->checkpoint.size, "\n")
                        : Cat("holds: this is entry ", *report.index, " of the log ",
                              checkpoint.origin, ", of ", checkpoint.size, " entries\n");
  for (const auto& witness : report.checkpoint->witnesses) {
    out += Cat("cosigned by ", witness.witness, "\n");
  }
  if (!policy.demands_witnesses()) {
    out += "No witness was asked for: the log may have shown others another history.\n";
  }
  return out;
}

std::string Sentence(const Finding& finding) {
  return Cat(finding.id, finding.log.empty() ? "" : Cat(" ", finding.log),
             finding.index.has_value() ? Cat(" entry ", *finding.index) : "", ": ",
             finding.explanation, "\n");
}

}  // namespace

int PrintReport(const ProofReport& report, const audit::TlogPolicy& policy, Output output) {
  if (output == Output::kJson) {
    // ASCII alone: a stranger's text cannot reach the terminal.
    std::cout << AsJson(report, policy).dump(-1, ' ', true) << '\n';
  } else if (report.findings.empty()) {
    std::cout << runtime::SafeForTerminal(Sentence(report, policy));
  } else {
    for (const Finding& finding : report.findings) {
      std::cout << runtime::SafeForTerminal(Sentence(finding));
    }
  }
  return services::auditor::ExitStatusOf(report.findings);
}

}  // namespace candor::audit_cli
