// Verification: everything that the evidence of an organisation shows, recomputed (AUDIT §3), and kept up
// as its logs grow.
//
// Input: a trust bundle whose fingerprint was compared with one from outside the evidence, and the files
// of each log. Output: all findings, not just the first, and what was counted. Never parse what is not
// verified yet: a log's entries are looked at under its signed checkpoint; where that does not hold, they
// are looked at all the same and the finding says so.
//
// Feed reads what the logs have that was not read yet; Judge says what holds now. What is said about an
// entry stands; what is said about the logs' end (clocks, totals, what is missing) is judged anew each
// time. Promise: after any number of feeds, Judge says what a new Verification of the same evidence would
// say; where what lies there does not continue what was read, Feed begins anew by itself. Cost: reading,
// hashing and signatures in proportion to what is new; a judgement is one pass over what is in memory.
// Not promised: that a file which was read before is still what it was. A changed file of the past is found
// by the next program that begins from nothing.
//
// What no log can prove is no finding: Limits() (verify.h) says it, and every report prints it.
// Pure but for the files and the functions that are handed in. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "audit/verify/continued_log.h"
#include "audit/verify/cross_check.h"
#include "audit/verify/finding.h"
#include "audit/verify/level.h"
#include "audit/verify/log_files.h"
#include "audit/verify/opening_check.h"
#include "audit/verify/parallel.h"
#include "audit/verify/promise_check.h"
#include "base/clock.h"
#include "records/entry.h"
#include "records/trust_bundle.h"

namespace candor::audit {

struct EvidenceOfLog {
  const LogFiles* files = nullptr;
  std::vector<std::string> earlier;  // notes kept earlier; between feeds more may be added at the end
  // Bundles whose contents (text/<N>) were replaced since the last feed, by number.
  std::set<std::uint64_t> replaced_contents = {};
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
  // When a feed begins anew it is told all of them again.
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
  std::vector<CampaignCounts> campaigns;  // kFull alone
  std::vector<OpeningCounts> openings;  // of the issuers whose openings were looked at; kFull alone
  std::vector<SeenIncident> incidents;  // of all logs; kFull alone. By themselves no findings
  std::vector<ContinuedLog> continued;  // logs whose Genesis names a frozen one; kFull alone
  Day as_of = 0;                        // 0 below kFull
  // The logs as replayed, without the entries that were refused and without texts of answers; not at
  // level kMerkle, nor from Judge. Shared because a result is copied around and the views are large;
  // nobody changes them.
  std::shared_ptr<const BoardView> board;
  std::vector<std::shared_ptr<const IssuerView>> issuers;  // those whose logs are in the evidence
};

class Verification {
 public:
  // `evidence` must outlive it, and its files be readable at any time: a judgement may ask for an older
  // bundle once. Between feeds its notes, replaced contents and promises may change, and nothing else. Of
  // the options, freshness and day are Judge's.
  Verification(const Evidence& evidence, VerifyOptions options);
  ~Verification();

  void Feed();
  // 0 as in VerifyOptions.
  VerifyResult Judge(UnixSeconds not_older_than, Day as_of);
  // Bundles of a log, by number, beside whose entries a content is missing, wrong, or about to be erased:
  // a source that can fetch them again should, before the next judgement. Feed reads them again each time.
  std::set<std::uint64_t> UnsettledBundles(const std::string& origin) const;
  // Puts the views into a result of Judge; the verification is of no use afterwards.
  void HandOver(VerifyResult& result) &&;

 private:
  class State;

  const Evidence& evidence_;
  const VerifyOptions options_;
  std::unique_ptr<State> state_;
};

}  // namespace candor::audit
