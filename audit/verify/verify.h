// Verify: everything that the evidence of an organisation shows, recomputed (AUDIT §3).
//
// Input: a trust bundle whose fingerprint was compared with one from outside the evidence, and the
// files of each log. Output: all findings, not just the first, and what was counted. Never parse what
// is not verified yet: a log's entries are looked at under its signed checkpoint; where that does not
// hold, they are looked at all the same and the finding says so.
//
// What no log can prove is no finding: Limits() says it, and every report prints it.
// Pure but for the files and the ParallelFor that are handed in.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/verify/continued_log.h"
#include "audit/verify/cross_check.h"
#include "audit/verify/finding.h"
#include "audit/verify/log_files.h"
#include "audit/verify/opening_check.h"
#include "audit/verify/parallel.h"
#include "audit/verify/promise_check.h"
#include "records/entry.h"
#include "records/trust_bundle.h"

namespace candor::audit {

// How much is looked at; each level holds those before it.
enum class Level : std::uint8_t {
  kMerkle,  // form, tiles, roots, checkpoints
  kFull,    // what the entries say, signatures and tokens included
};

struct EvidenceOfLog {
  const LogFiles* files = nullptr;
  std::vector<std::string> earlier;  // notes kept earlier
};

struct Evidence {
  records::TrustBundle bundle;
  EvidenceOfLog board;
  std::vector<EvidenceOfLog> issuers;  // as bundle.issuers; files may be nullptr
  std::vector<PromiseEvidence> promises;
  // Of any of the issuers' logs. I32 is judged for the logs whose openings are given.
  std::vector<records::IssuanceOpenings> openings = {};
  // Of the deployment before, its board first, for logs that go on in the place of a frozen one; empty
  // where nothing of it is given.
  std::vector<PreviousLogEvidence> previous = {};
};

struct VerifyOptions {
  Level level = Level::kFull;
  ParallelFor parallel = Serially();
  // Cosignatures older than this make a checkpoint stale; 0 asks for no freshness.
  UnixSeconds not_older_than = 0;
  // The day as of which clocks are judged; 0 for the last day of the board's log.
  Day as_of = 0;
  // Told now and then which log is read and how far; for a progress bar.
  std::function<void(std::string_view log, std::uint64_t done)> progress = [](auto, auto) {};
  // Told each well-formed entry of each log in order, bad ones too, before it is judged: for a report,
  // which says when something happened and by whose key, where the views keep only what is in force.
  std::function<void(std::string_view log, std::uint64_t index, const records::LogEntry& entry)>
      each_entry = [](auto, auto, const auto&) {};
};

struct VerifiedLog {
  std::string origin;
  std::uint64_t size = 0;
  Hash root{};
};

struct SeenIncident {
  std::string log;
  std::uint64_t index = 0;
  records::Incident incident;
};

struct VerifyResult {
  std::vector<Finding> findings;  // sorted by log, index, invariant
  std::vector<VerifiedLog> logs;
  std::vector<CampaignCounts> campaigns;
  std::vector<OpeningCounts> openings;  // of the issuers whose openings were looked at; kFull alone
  std::vector<SeenIncident> incidents;  // of all logs; kFull alone. By themselves no findings
  std::vector<ContinuedLog> continued;  // logs whose Genesis names a frozen one; kFull alone
  Day as_of = 0;
  // The logs as replayed, without the entries that were refused; at level kFull alone. Shared because
  // a result is copied around and the views are large; nobody changes them.
  std::shared_ptr<const BoardView> board;
  std::vector<std::shared_ptr<const IssuerView>> issuers;  // those whose logs are in the evidence
};

VerifyResult Verify(const Evidence& evidence, const VerifyOptions& options);

// Sentences: what no log can prove. With the figures where there are some.
std::vector<std::string> Limits(const VerifyResult& result);

}  // namespace candor::audit
