// Findings: what a verification has to say, each under the invariant that it breaks.
//
// The invariants are those of docs/audit.md, I01 to I36. A finding names the log and the index of the
// entry where the invariant broke, where there is one. Explanations are sentences for an auditor; they
// hold no text of an opinion and no name. Pure; values.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace candor::audit {

enum class Severity : std::uint8_t {
  kCryptographic = 1,  // a hash or a signature does not hold
  kBroken = 2,         // everything is signed, and a rule is broken
  kIncomplete = 3,     // the evidence is missing something, or is too old
  kOverdue = 4,        // somebody has not kept a clock
};
std::string_view SeverityName(Severity severity);

// Numbered as in docs/audit.md.
enum class InvariantId : std::uint8_t {
  kRoot = 1,              // I01
  kLogSignature,          // I02
  kConsistency,           // I03
  kWitnesses,             // I04
  kEntries,               // I05
  kDays,                  // I06
  kGenesis,               // I07
  kVoices,                // I08
  kDailyTotals,           // I09
  kTokenKeys,             // I10
  kUnique,                // I11
  kTokens,                // I12
  kThreads,               // I13
  kBatches,               // I14
  kBatchSizes,            // I15
  kSlots,                 // I16
  kWindows,               // I17
  kTargets,               // I18
  kAnswers,               // I19
  kClocks,                // I20
  kContents,              // I21
  kTombstones,            // I22
  kRetention,             // I23
  kAccess,                // I24
  kRevoked,               // I25
  kCloseTotals,           // I26
  kGranularity,           // I27
  kReports,               // I28
  kGaps,                  // I29
  kSmallGroups,           // I30
  kPromises,              // I31
  kOpenings,              // I32
  kPublished,             // I33
  kGate,                  // I34
  kCampaigns,             // I35
  kReleases,              // I36
};
inline constexpr int kInvariants = 36;

// Whether this version looks at an invariant at all.
enum class Coverage : std::uint8_t {
  kChecked,
  kPartly,         // checked for the acts that exist so far
  kNotYetChecked,  // its act does not exist yet
  kNotChecked,     // what it takes was not given, or the level of this verification leaves it out
};
std::string_view CoverageName(Coverage coverage);

struct Invariant {
  InvariantId id;
  std::string_view title;  // one line
  Coverage coverage;
  std::string_view missing;  // what is not looked at; empty when everything is
};
// All of them, in order.
std::span<const Invariant> Invariants();
const Invariant& InvariantOf(InvariantId id);
// "I07".
std::string InvariantName(InvariantId id);

struct Finding {
  InvariantId id = InvariantId::kEntries;
  Severity severity = Severity::kBroken;
  std::string log;  // the log's origin; empty for what no single log shows
  std::optional<std::uint64_t> index;
  std::string explanation;
  bool operator==(const Finding&) const = default;
};

// Takes findings in any order. Not thread-safe.
class Findings {
 public:
  void Add(Finding finding) { all_.push_back(std::move(finding)); }
  void AddAll(const Findings& more) {
    all_.insert(all_.end(), more.all_.begin(), more.all_.end());
  }
  const std::vector<Finding>& all() const { return all_; }
  bool HasAt(std::string_view log, std::uint64_t index) const;
  // By log, index, invariant; then by severity and words, so that no order of adding shows.
  void Sort();

 private:
  std::vector<Finding> all_;
};

// The exit code of `candor-audit verify`: the most severe finding wins. 0 none, 2 cryptographic,
// 3 broken, 5 incomplete, 4 overdue (0 unless `overdue_counts`).
int ExitCodeOf(const std::vector<Finding>& findings, bool overdue_counts);

}  // namespace candor::audit
