#include "audit/verify/finding.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "base/text.h"

namespace candor::audit {
namespace {

constexpr auto kAll = Coverage::kChecked;
constexpr auto kSome = Coverage::kPartly;
constexpr auto kNone = Coverage::kNotYetChecked;

constexpr std::array<Invariant, kInvariants> kTable = {{
    {InvariantId::kRoot, "the root recomputed from the entries, and every tile", kAll, ""},
    {InvariantId::kLogSignature, "log signature, origin, no extension lines", kAll, ""},
    {InvariantId::kConsistency, "consistent with every earlier checkpoint that was kept", kAll, ""},
    {InvariantId::kWitnesses, "the witnesses' quorum, fresh and monotone", kAll, ""},
    {InvariantId::kEntries, "every entry canonical, of a known type, signed by a key with the role",
     kAll, ""},
    {InvariantId::kDays, "days never decrease", kAll, ""},
    {InvariantId::kGenesis, "one Genesis, at index 0, for this organisation", kAll, ""},
    {InvariantId::kVoices, "opinions and blanks within issuances within the roster; quotas", kAll, ""},
    {InvariantId::kDailyTotals, "the issuers' daily totals add up", kAll, ""},
    {InvariantId::kTokenKeys, "token keys: logged, single, distinct, proven, not used when retired",
     kAll, ""},
    {InvariantId::kUnique, "nonces and thread keys are unique", kAll, ""},
    {InvariantId::kTokens, "every token verifies, by each issuer of the manifest", kAll, ""},
    {InvariantId::kThreads, "author's signatures, nonces and thread chains", kAll, ""},
    {InvariantId::kBatches, "a batch is whole, contiguous and in hash order", kAll, ""},
    {InvariantId::kBatchSizes, "batches have at least k, or are the pool's one that was withheld: for want of people after the grace, or of draws", kAll, ""},
    {InvariantId::kSlots, "slots increase, exist, and are on their day; the grace comes at once", kAll, ""},
    {InvariantId::kWindows, "each kind in its window, nothing left behind", kSome,
     "that a last batch is missing shows here; which texts a batch leaves out shows only through promises (I31)"},
    {InvariantId::kTargets, "acts refer to what exists", kAll, ""},
    {InvariantId::kAnswers, "answers by readers of that text, revisions without gaps", kAll, ""},
    {InvariantId::kClocks, "clocks kept, else overdue", kAll, ""},
    {InvariantId::kContents, "each content opens its commitment or has a tombstone", kAll, ""},
    {InvariantId::kTombstones, "tombstones authorised, erasures done in time", kAll, ""},
    {InvariantId::kRetention, "retention respected", kAll, ""},
    {InvariantId::kAccess, "access only by readers, never before the batch", kAll, ""},
    {InvariantId::kRevoked, "no key used after its revocation", kAll, ""},
    {InvariantId::kCloseTotals, "the totals of a close equal the replay", kAll, ""},
    {InvariantId::kGranularity, "nothing finer than a day or a slot, one length for each kind", kAll,
     ""},
    {InvariantId::kReports, "report hashes reproduce", kNone, "no report is logged yet"},
    {InvariantId::kGaps, "every gap is explained by an incident", kAll, ""},
    {InvariantId::kSmallGroups, "no figure about fewer than k", kSome,
     "of the log's own figures; a report's are checked where it is made"},
    {InvariantId::kPromises, "promises given as evidence are kept, refusals true", kAll, ""},
    {InvariantId::kOpenings, "issuance openings: members in the roster, one each",
     Coverage::kNotChecked, "no openings given"},
    {InvariantId::kPublished, "what is published was consented to", kAll, ""},
    {InvariantId::kGate, "speech sealed only after min_issued draws", kAll, ""},
    {InvariantId::kCampaigns, "no twin campaigns, rosters far apart, max_open kept", kAll, ""},
    {InvariantId::kReleases, "a client release before its version is evidence", kNone,
     "releases are not logged yet"},
}};

// By severity of consequence, most severe last: what the exit code goes by.
int RankOf(Severity severity) {
  switch (severity) {
    case Severity::kOverdue: return 1;
    case Severity::kIncomplete: return 2;
    case Severity::kBroken: return 3;
    case Severity::kCryptographic: return 4;
  }
  return 4;
}

}  // namespace

std::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kCryptographic: return "cryptographic";
    case Severity::kBroken: return "broken";
    case Severity::kIncomplete: return "incomplete";
    case Severity::kOverdue: return "overdue";
  }
  return "unknown";
}

std::string_view CoverageName(Coverage coverage) {
  switch (coverage) {
    case Coverage::kChecked: return "checked";
    case Coverage::kPartly: return "partly checked";
    case Coverage::kNotYetChecked: return "not yet checked";
    case Coverage::kNotChecked: return "not checked";
  }
  return "unknown";
}

std::span<const Invariant> Invariants() { return kTable; }

const Invariant& InvariantOf(InvariantId id) { return kTable.at(static_cast<std::size_t>(id) - 1); }

std::string InvariantName(InvariantId id) {
  const int number = static_cast<int>(id);
  return Cat(number < 10 ? "I0" : "I", number);
}

bool Findings::HasAt(std::string_view log, std::uint64_t index) const {
  return std::ranges::any_of(
      all_, [&](const Finding& each) { return each.log == log && each.index == index; });
}

void Findings::Sort() {
  std::ranges::sort(all_, [](const Finding& a, const Finding& b) {
    return std::tie(a.log, a.index, a.id, a.severity, a.explanation) <
           std::tie(b.log, b.index, b.id, b.severity, b.explanation);
  });
}

int ExitCodeOf(const std::vector<Finding>& findings, bool overdue_counts) {
  int worst = 0;
  for (const auto& each : findings) worst = std::max(worst, RankOf(each.severity));
  switch (worst) {
    case 0: return 0;
    case 1: return overdue_counts ? 4 : 0;
    case 2: return 5;
    case 3: return 3;
    default: return 2;
  }
}

}  // namespace candor::audit
