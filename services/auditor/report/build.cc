#include "services/auditor/report/build.h"

#include <utility>

#include "base/date.h"
#include "base/text.h"
#include "services/auditor/report/limits.h"
#include "services/runtime/terminal.h"

namespace candor::services::auditor {
namespace {

std::string JoinedFingerprint(const crypto::Hash& fingerprint) {
  std::string out;
  for (const auto& group : records::FingerprintGroups(fingerprint)) {
    out += Cat(out.empty() ? "" : " ", group);
  }
  return out;
}

std::vector<Section> SectionsOf(const ReportSource& source, ReportKind kind) {
  switch (kind) {
    case ReportKind::kIntegrity: return IntegritySections(source);
    case ReportKind::kParticipation: return ParticipationSections(source);
    case ReportKind::kResponsiveness: return ResponsivenessSections(source);
    case ReportKind::kOverdue: return OverdueSections(source);
    case ReportKind::kModeration: return ModerationSections(source);
    case ReportKind::kAccess: return AccessSections(source);
    case ReportKind::kKeys: return KeysSections(source);
    case ReportKind::kRetention: return RetentionSections(source);
  }
  return {};
}

}  // namespace

ReportSource ReportSource::Make(const audit::Evidence& evidence,
                                const audit::ParallelFor& parallel,
                                std::optional<NoDisclosureControl> off) {
  ReportSource out;
  out.bundle_ = evidence.bundle;
  audit::VerifyOptions options;
  options.parallel = parallel;
  options.each_entry = [&](std::string_view log, std::uint64_t index,
                           const records::LogEntry& entry) { out.history_.Take(log, index, entry); };
  out.result_ = audit::Verify(evidence, options);
  out.history_.Drop(out.result_.findings, out.bundle_.board.origin);
  out.figures_ = CountCampaigns(out.result_, off);
  return out;
}

std::string ReportSource::NameOf(const records::VerifyKey& key) const {
  const auto& actors = result_.board->actors();
  const auto actor = actors.find(key);
  if (actor == actors.end() || actor->second.name.empty()) return ShortHex(key.bytes);
  return runtime::SafeForTerminal(actor->second.name);
}

Report BuildReport(const ReportSource& source, ReportKind kind) {
  const auto& bundle = source.bundle();
  Report out{.kind = kind,
             .organisation = runtime::SafeForTerminal(bundle.organisation),
             .fingerprint = JoinedFingerprint(bundle.Fingerprint()),
             .trial = bundle.trial,
             .as_of = FormatDay(source.result().as_of),
             .logs = {},
             .sections = SectionsOf(source, kind),
             .limits = LimitsOf(source.result(), source.figures())};
  for (const auto& log : source.result().logs) {
    out.logs.push_back({log.origin, log.size, Base64Encode(log.root)});
  }
  return out;
}

Section CampaignSection(const CampaignFigures& figures) {
  return {.id = HexEncode(figures.id),
          .title = Cat("Campaign ", figures.title),
          .notes = {WithheldNote(figures.k)},
          .charts = {},
          .tables = {}};
}

std::string ShortHex(ByteView bytes) { return HexEncode(bytes).substr(0, 16); }

std::string WithheldNote(std::uint64_t k) {
  return Cat("Here k is ", k, ". \"Fewer than k, or withheld\": fewer than k people stand behind the"
             " figure, or it would let such a number be computed from the others. The figures of all"
             " reports on the same evidence were chosen together.");
}

}  // namespace candor::services::auditor
