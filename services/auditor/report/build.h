// Builds each report from a verification.
//
// Pure and deterministic. What no log can prove stands in every report, and every count about people
// comes from CampaignFigures. The explanations of findings that hold such counts (I08, I20) are left
// out: `candor-audit verify` gives them to whoever has the evidence.
#pragma once

#include <optional>
#include <vector>

#include "audit/verify/verify.h"
#include "services/auditor/report/campaign_figures.h"
#include "services/auditor/report/history.h"
#include "services/auditor/report/report.h"

namespace candor::services::auditor {

// Everything that reports are made of.
class ReportSource {
 public:
  // Verifies the evidence at level kFull, as of the last day of the board's log.
  static ReportSource Make(const audit::Evidence& evidence, const audit::ParallelFor& parallel,
                           std::optional<NoDisclosureControl> off = std::nullopt);

  const records::TrustBundle& bundle() const { return bundle_; }
  const audit::VerifyResult& result() const { return result_; }
  const History& history() const { return history_; }
  const std::vector<CampaignFigures>& figures() const { return figures_; }
  // The name of an actor, harmless to print; the key's first digits where there is none.
  std::string NameOf(const records::VerifyKey& key) const;

 private:
  ReportSource() = default;
  records::TrustBundle bundle_;
  audit::VerifyResult result_;
  History history_;
  std::vector<CampaignFigures> figures_;
};

Report BuildReport(const ReportSource& source, ReportKind kind);

// The sections of each; BuildReport puts the head and the limits around them.
std::vector<Section> IntegritySections(const ReportSource& source);
std::vector<Section> ParticipationSections(const ReportSource& source);
std::vector<Section> ResponsivenessSections(const ReportSource& source);
std::vector<Section> OverdueSections(const ReportSource& source);
std::vector<Section> ModerationSections(const ReportSource& source);
std::vector<Section> AccessSections(const ReportSource& source);
std::vector<Section> KeysSections(const ReportSource& source);
std::vector<Section> RetentionSections(const ReportSource& source);

// An empty section about a campaign: as JSON knows it, by its id; people read the title. A note says how to read a
// withheld figure.
Section CampaignSection(const CampaignFigures& figures);
// The first 16 digits of a key or hash: enough to compare, short enough to print.
std::string ShortHex(ByteView bytes);
// How to read a withheld figure, for the notes of a section with counts.
std::string WithheldNote(std::uint64_t k);

}  // namespace candor::services::auditor
