// What the verification found, log by log and invariant by invariant.
#include <algorithm>
#include <iterator>
#include <map>

#include "base/text.h"
#include "services/auditor/report/build.h"
#include "services/runtime/terminal.h"

namespace candor::services::auditor {
namespace {

using audit::InvariantId;

std::string ExplanationOf(const audit::Finding& finding) {
  // It holds counts about people that no gate has seen.
  if (finding.id == InvariantId::kVoices) return "the counts do not hold: candor-audit verify prints them";
  return runtime::SafeForTerminal(finding.explanation);
}

using Findings = std::vector<audit::Finding>;

// What is wrong with the logs, or what people promised and did not do in time, which is no fault of the logs.
enum class About : std::uint8_t { kLogs, kPromises };

Findings FindingsAbout(About about, const Findings& all) {
  Findings out;
  std::ranges::copy_if(all, std::back_inserter(out), [&](const audit::Finding& each) {
    return (each.severity == audit::Severity::kOverdue) == (about == About::kPromises);
  });
  return out;
}

Table FindingsTable(std::string id, std::string title, const Findings& findings) {
  Table out{std::move(id),
            std::move(title),
            {{"invariant", "Invariant"},
             {"severity", "Severity"},
             {"log", "Log"},
             {"index", "Entry"},
             {"explanation", "What is wrong"}},
            {}};
  for (const auto& finding : findings) {
    out.rows.push_back({audit::InvariantName(finding.id),
                        std::string(audit::SeverityName(finding.severity)),
                        finding.log.empty() ? Cell{} : Cell{finding.log},
                        finding.index.has_value() ? Cell{*finding.index} : Cell{},
                        ExplanationOf(finding)});
  }
  return out;
}

Table InvariantsTable(const std::vector<audit::Finding>& findings) {
  std::map<InvariantId, std::uint64_t> counts;
  for (const auto& finding : findings) ++counts[finding.id];
  Table out{"invariants",
            "Every rule, whether this version checks it, and how many findings there are",
            {{"invariant", "Invariant"},
             {"title", "Rule"},
             {"coverage", "Coverage"},
             {"missing", "Not looked at"},
             {"findings", "Findings"}},
            {}};
  for (const audit::Invariant& invariant : audit::Invariants()) {
    out.rows.push_back({audit::InvariantName(invariant.id), std::string(invariant.title),
                        std::string(audit::CoverageName(invariant.coverage)),
                        invariant.missing.empty() ? Cell{} : Cell{std::string(invariant.missing)},
                        counts[invariant.id]});
  }
  return out;
}

Table LogsTable(const audit::VerifyResult& result) {
  Table out{"logs",
            "The logs that were verified, to their signed sizes",
            {{"origin", "Log"}, {"size", "Entries"}, {"root", "Root (base64)"}},
            {}};
  for (const auto& log : result.logs) {
    out.rows.push_back({log.origin, log.size, Base64Encode(log.root)});
  }
  return out;
}

}  // namespace

std::vector<Section> IntegritySections(const ReportSource& source) {
  const auto& findings = source.result().findings;
  const Findings wrong = FindingsAbout(About::kLogs, findings);
  const Findings late = FindingsAbout(About::kPromises, findings);
  Section verdict{.id = "verdict", .title = "Verdict", .notes = {}, .charts = {}, .tables = {}};
  verdict.notes.push_back(
      wrong.empty() ? "Every rule that was checked holds: hashes, signatures, witnesses and what the entries"
              " say of each other."
            : "The evidence does not hold. Keep it, and take each finding below to those whom"
              " docs/audit.md names.");
  if (!wrong.empty()) verdict.tables.push_back(FindingsTable("findings", "Findings, by log and place", wrong));
  if (!late.empty()) {
    verdict.notes.push_back("People have not kept every promise in time. That is no fault of the logs: they show it.");
    verdict.tables.push_back(FindingsTable("overdue", "Promises that were not kept in time", late));
  }
  Section logs{.id = "logs", .title = "Logs", .notes = {}, .charts = {}, .tables = {}};
  for (const auto& each : source.result().continued) {
    logs.notes.push_back(runtime::SafeForTerminal(Cat(audit::SentenceOf(each), ".")));
  }
  logs.tables.push_back(LogsTable(source.result()));
  Section rules{.id = "invariants", .title = "Invariants", .notes = {}, .charts = {}, .tables = {}};
  rules.tables.push_back(InvariantsTable(findings));
  return {std::move(verdict), std::move(logs), std::move(rules)};
}

}  // namespace candor::services::auditor
