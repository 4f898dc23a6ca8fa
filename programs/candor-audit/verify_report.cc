#include "programs/candor-audit/verify_report.h"

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/date.h"
#include "base/text.h"
#include "services/auditor/report/campaign_figures.h"
#include "services/auditor/report/limits.h"
#include "services/runtime/terminal.h"

namespace candor::audit_cli {
namespace {

using nlohmann::ordered_json;
using services::auditor::CoverageIn;
using services::auditor::LevelName;
using services::auditor::MissingIn;
using services::auditor::PackReport;

std::string Text(std::string_view text) { return std::string(text); }

// In the order in which verdicts win.
int Worse(int a, int b) {
  constexpr int kOrder[] = {2, 3, 5, 4, 0};
  for (const int each : kOrder) {
    if (a == each || b == each) return each;
  }
  return 0;
}

int StatusOf(const std::vector<PackReport>& reports, Overdue overdue) {
  int out = 0;
  for (const auto& report : reports) {
    out = Worse(out, audit::ExitCodeOf(report.result.findings, overdue == Overdue::kFails));
  }
  return out;
}

ordered_json FindingsOf(const PackReport& report) {
  auto out = ordered_json::array();
  for (const auto& finding : report.result.findings) {
    ordered_json each;
    each["id"] = audit::InvariantName(finding.id);
    each["severity"] = Text(audit::SeverityName(finding.severity));
    each["log"] = finding.log;
    each["index"] = nullptr;
    if (finding.index.has_value()) each["index"] = *finding.index;
    each["explanation"] = finding.explanation;
    out.push_back(std::move(each));
  }
  return out;
}

ordered_json FigureOf(const services::auditor::Figure& figure) {
  return figure.has_value() ? ordered_json(*figure) : ordered_json(nullptr);
}

ordered_json ResponseOf(const services::auditor::ResponseFigures& response) {
  ordered_json out = {{"opinions", FigureOf(response.count)},
                      {"median_days", nullptr},
                      {"ninetieth_percentile_days", nullptr}};
  if (response.delays.has_value()) {
    out["median_days"] = response.delays->median;
    out["ninetieth_percentile_days"] = response.delays->ninetieth;
  }
  return out;
}

// As `candor jam report --json` prints them, from this evidence alone.
ordered_json FiguresOf(const services::auditor::CampaignFigures& figures, Day as_of) {
  auto seals = ordered_json::array();
  for (const auto& seal : figures.seals) {
    seals.push_back({{"day", FormatDay(seal.day)}, {"slot", seal.slot}, {"opinions", FigureOf(seal.opinions)}});
  }
  auto points = ordered_json::array();
  for (const auto& [thing, given] : figures.points_of) {
    points.push_back({{"thing", HexEncode(thing)}, {"points", given}});
  }
  auto ratings = ordered_json::array();
  for (const auto& [action, each] : figures.ratings) {
    auto values = ordered_json::array();
    for (const auto& value : each.by_value) values.push_back(FigureOf(value));
    ratings.push_back({{"action", HexEncode(action)},
                       {"threads", FigureOf(each.threads)},
                       {"by_value", std::move(values)}});
  }
  const bool rate = figures.opinions.has_value() && figures.roster > 0;
  return {{"as_of", FormatDay(as_of)},
          {"k", figures.k},
          {"roster", figures.roster},
          {"target", (figures.roster + 1) / 2},
          {"percent", rate ? ordered_json(*figures.opinions * 100 / figures.roster) : ordered_json(nullptr)},
          {"opinions", FigureOf(figures.opinions)},
          {"drawn", FigureOf(figures.drawn)},
          {"unspent", FigureOf(figures.unspent)},
          {"withheld_batch", figures.withheld_batch},
          {"by_seal", std::move(seals)},
          {"answered", ResponseOf(figures.answered)},
          {"individually", ResponseOf(figures.individually)},
          {"through_theme", ResponseOf(figures.through_theme)},
          {"decided", ResponseOf(figures.decided)},
          {"acted_on", ResponseOf(figures.acted_on)},
          {"acknowledged", ResponseOf(figures.acknowledged)},
          {"overdue", FigureOf(figures.overdue)},
          {"contributions", FigureOf(figures.contributions)},
          {"points", figures.points},
          {"points_of", std::move(points)},
          {"ratings", std::move(ratings)}};
}

// What follows from three figures, where all of them are shown.
services::auditor::Figure BlanksOf(const services::auditor::CampaignFigures& figures) {
  if (!figures.drawn.has_value() || !figures.opinions.has_value() || !figures.unspent.has_value()) return std::nullopt;
  return *figures.drawn - *figures.opinions - *figures.unspent;
}

ordered_json CampaignsOf(const PackReport& report) {
  auto out = ordered_json::array();
  for (const auto& figures : services::auditor::CountCampaigns(report.result)) {
    const auto& counts = report.result.campaigns[out.size()];
    out.push_back({{"id", HexEncode(figures.id)},
                   {"issuers", counts.issuers},
                   {"blanks", FigureOf(BlanksOf(figures))},
                   {"figures", FiguresOf(figures, report.result.as_of)}});
  }
  return out;
}

std::vector<std::string> LimitsOf(const PackReport& report) {
  return services::auditor::LimitsOf(report.result, services::auditor::CountCampaigns(report.result));
}

ordered_json OpeningsOf(const PackReport& report) {
  auto out = ordered_json::array();
  for (const auto& each : report.result.openings) {
    out.push_back({{"log", each.origin},
                   {"enrolments", each.enrolments},
                   {"enrolments_opened", each.enrolments_opened},
                   {"in_force", each.in_force},
                   {"shared_keys", each.shared_keys},
                   {"issuances", each.issuances},
                   {"issuances_opened", each.issuances_opened},
                   {"past_retention", each.past_retention},
                   {"lost", each.lost},
                   {"beyond", each.beyond}});
  }
  return out;
}

// No findings: something for people to ask about.
ordered_json IncidentsOf(const PackReport& report) {
  auto out = ordered_json::array();
  for (const auto& [log, index, incident] : report.result.incidents) {
    auto lost = ordered_json::array();
    for (const auto& campaign : incident.lost) lost.push_back(HexEncode(campaign));
    out.push_back({{"log", log},
                   {"index", index},
                   {"found_size", incident.found_size},
                   {"signed_size", incident.signed_size},
                   {"lost", std::move(lost)}});
  }
  return out;
}

ordered_json ContinuedOf(const PackReport& report) {
  auto out = ordered_json::array();
  for (const auto& each : report.result.continued) {
    out.push_back({{"log", each.log},
                   {"previous", each.previous.origin},
                   {"size", each.previous.size},
                   {"root", Base64Encode(each.previous.root)},
                   {"compared", Text(audit::ComparedName(each.compared))},
                   {"shown", each.shown}});
  }
  return out;
}

ordered_json AsJson(const PackReport& report) {
  ordered_json out;
  out["pack"] = report.pack;
  out["organisation"] = report.organisation;
  out["trial"] = report.trial;
  out["level"] = Text(LevelName(report.level));
  out["as_of"] = nullptr;
  if (report.result.as_of != 0) out["as_of"] = FormatDay(report.result.as_of);
  out["receipts"] = report.receipts;
  out["findings"] = FindingsOf(report);
  out["incidents"] = IncidentsOf(report);
  out["continued"] = ContinuedOf(report);
  out["logs"] = ordered_json::array();
  for (const auto& log : report.result.logs) {
    out["logs"].push_back(
        {{"log", log.origin}, {"size", log.size}, {"root", Base64Encode(log.root)}});
  }
  out["campaigns"] = CampaignsOf(report);
  out["openings"] = OpeningsOf(report);
  out["invariants"] = ordered_json::array();
  for (const auto& invariant : audit::Invariants()) {
    out["invariants"].push_back(
        {{"id", audit::InvariantName(invariant.id)},
         {"title", Text(invariant.title)},
         {"coverage", Text(audit::CoverageName(CoverageIn(invariant, report)))},
         {"missing", MissingIn(invariant, report)}});
  }
  out["limits"] = LimitsOf(report);
  return out;
}

bool IsOverdue(const audit::Finding& finding) { return finding.severity == audit::Severity::kOverdue; }

std::size_t OverdueIn(const PackReport& report) {
  return static_cast<std::size_t>(std::ranges::count_if(report.result.findings, IsOverdue));
}

std::string PlaceOf(const audit::Finding& finding) {
  return Cat(finding.log, finding.index.has_value() ? Cat(finding.log.empty() ? "" : " ", "entry ", *finding.index) : "");
}

std::string FindingText(const audit::Finding& finding) {
  const std::string place = PlaceOf(finding);
  return Cat("  ", audit::InvariantName(finding.id), " ", audit::SeverityName(finding.severity),
             place.empty() ? "" : Cat(" ", place), ": ", finding.explanation, "\n");
}

// No rule before it: what somebody has not done in time is no finding.
std::string PromiseText(const audit::Finding& finding) {
  const std::string place = PlaceOf(finding);
  return Cat("  - ", finding.explanation, place.empty() ? "" : Cat(" (", place, ")"), "\n");
}

// What is wrong with the logs; then what people promised and did not do in time, which is no fault of the logs.
std::string FindingsText(const PackReport& report) {
  const std::size_t late = OverdueIn(report);
  const std::size_t wrong = report.result.findings.size() - late;
  std::string out;
  if (wrong == 0) {
    out = late == 0 ? "\nNo findings.\n" : "\nNo findings against the logs.\n";
  } else {
    out = Cat("\nFindings: ", wrong, "\n");
  }
  for (const auto& finding : report.result.findings) out += IsOverdue(finding) ? "" : FindingText(finding);
  if (late > 0) out += Cat("\nPromises of people that are overdue: ", late, "\n");
  for (const auto& finding : report.result.findings) out += IsOverdue(finding) ? PromiseText(finding) : "";
  return out;
}

std::string IncidentsText(const PackReport& report) {
  std::string out;
  for (const auto& [log, index, incident] : report.result.incidents) {
    out += Cat("  ", log, " entry ", index, ": restored from a copy of ", incident.found_size,
               " entries, and back at the signed size ", incident.signed_size,
               "; campaigns that may have lost something: ", incident.lost.size(), "\n");
  }
  return out.empty() ? "" : Cat("\nIncidents, which are no findings; ask what was lost\n", out);
}

std::string ContinuedText(const PackReport& report) {
  std::string out;
  for (const auto& each : report.result.continued) out += Cat("  ", audit::SentenceOf(each), "\n");
  return out.empty() ? "" : Cat("\nLogs that go on in the place of a frozen one\n", out);
}

std::string CampaignsText(const PackReport& report) {
  const auto campaigns = services::auditor::CountCampaigns(report.result);
  if (campaigns.empty()) return "";
  std::string out = Cat("\nCampaigns, as of ", FormatDay(report.result.as_of), "\n");
  bool withheld = false;
  const auto shown = [&](const services::auditor::Figure& figure) {
    withheld = withheld || !figure.has_value();
    return figure.has_value() ? std::to_string(*figure) : std::string("withheld");
  };
  for (const auto& each : campaigns) {
    out += Cat("  ", HexEncode(each.id).substr(0, 8), "  roster ", each.roster, ", drawn ", shown(each.drawn),
               ", opinions ", shown(each.opinions), ", blanks ", shown(BlanksOf(each)), ", slack ",
               shown(each.unspent), "\n");
  }
  if (withheld) out += "  (withheld: fewer than k people, or a number from which so few could be computed)\n";
  return out;
}

std::string OpeningsText(const PackReport& report) {
  if (report.result.openings.empty()) return "";
  std::string out = "\nIssuance openings\n";
  for (const auto& each : report.result.openings) {
    out += Cat("  ", each.origin, ": ", each.enrolments_opened, " of ", each.enrolments,
               " enrolments and ", each.issuances_opened, " of ", each.issuances,
               " issuances proven\n    ", each.in_force, " roster entries with a key in force, ",
               each.shared_keys, " keys in force for more than one of them; ", each.past_retention,
               " issuances forgotten after their retention, ", each.lost,
               " entries whose opening was lost in an incident, ", each.beyond,
               " openings newer than the evidence\n");
  }
  return out;
}

std::string CoverageText(const PackReport& report) {
  std::string out;
  int whole = 0;
  for (const auto& invariant : audit::Invariants()) {
    const auto coverage = CoverageIn(invariant, report);
    if (coverage == audit::Coverage::kChecked) {
      ++whole;
      continue;
    }
    out += Cat("  ", audit::InvariantName(invariant.id), " ", audit::CoverageName(coverage), ": ",
               invariant.title, " (", MissingIn(invariant, report), ")\n");
  }
  return Cat("\nInvariants checked in full: ", whole, " of ", audit::kInvariants,
             out.empty() ? ".\n" : ". The others:\n", out);
}

std::string AsText(const PackReport& report) {
  std::string out = Cat("Pack ", report.pack, ": ", report.organisation,
                        report.trial ? " (a trial)" : "", ", level ", LevelName(report.level), "\n");
  for (const auto& log : report.result.logs) {
    out += Cat("  ", log.origin, ": ", log.size, " entries, root ", Base64Encode(log.root), "\n");
  }
  out += Cat("  replies of the board given as evidence: ", report.receipts, "\n");
  out += FindingsText(report) + ContinuedText(report) + IncidentsText(report) +
         CampaignsText(report) + OpeningsText(report) + CoverageText(report);
  out += "\nWhat no log can prove:\n";
  for (const auto& limit : LimitsOf(report)) out += Cat("  ", limit, "\n");
  return out + "\n";
}

std::string VerdictOf(int status, std::size_t overdue) {
  switch (status) {
    case 0:
      return overdue == 0 ? "All that was checked holds.\n"
                          : Cat("All that was checked holds. Promises that are overdue: ", overdue, ".\n");
    case 2: return "A hash or a signature does not hold.\n";
    case 3: return "An invariant is broken.\n";
    case 4: return "Something is overdue.\n";
    default: return "The evidence is incomplete or stale.\n";
  }
}

}  // namespace

int PrintVerification(const std::vector<PackReport>& reports, Overdue overdue, Output output) {
  const int status = StatusOf(reports, overdue);
  if (output == Output::kJson) {
    ordered_json out;
    out["packs"] = ordered_json::array();
    for (const auto& report : reports) out["packs"].push_back(AsJson(report));
    out["exit"] = status;
    // ASCII alone: a stranger's text cannot reach the terminal, and bad UTF-8 is replaced.
    std::cout << out.dump(-1, ' ', true, ordered_json::error_handler_t::replace) << '\n';
    return status;
  }
  for (const auto& report : reports) std::cout << runtime::SafeForTerminal(AsText(report));
  std::size_t overdue_promises = 0;
  for (const auto& report : reports) overdue_promises += OverdueIn(report);
  std::cout << VerdictOf(status, overdue_promises);
  return status;
}

}  // namespace candor::audit_cli
