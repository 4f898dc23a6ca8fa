// VerifyPacks: what packs show, under a trust anchor that is not from them.
//
// Promise: every finding of audit/verify/verify.h, and of the pack as a folder (SHA256SUMS, as I01,
// incomplete); packs of the same organisation are compared with each other: each log must extend what
// a smaller pack holds. A pack of the deployment before, which has an anchor of its own, is verified as
// well, and the logs that go on in the place of its frozen ones are compared with it
// (audit/verify/continued_log.h). The bundle in a pack is looked at only once its fingerprint is the given
// one.
// Not promised: more than audit::Limits says. A level below full leaves invariants out
// (services/auditor/level.h), and I32 takes the issuers' openings: CoverageIn says which were looked at, and
// a report has to print it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/verify/verify.h"
#include "base/clock.h"
#include "services/auditor/level.h"
#include "services/runtime/files.h"

namespace candor::services::auditor {

struct PackVerifyOptions {
  std::vector<std::string> packs;
  // The anchor: the independent body's publication as a file, or its ten groups in a line. One of them.
  std::string fingerprint_file = {};
  std::string fingerprint_groups = {};
  // A pack of the deployment before, and its anchor, as above. Empty for none.
  std::string previous = {};
  std::string previous_fingerprint_file = {};
  std::string previous_fingerprint_groups = {};
  Level level = Level::kFull;
  std::vector<std::string> since_files = {};    // checkpoints of any of the logs that somebody kept
  std::vector<std::string> receipt_files = {};  // beside those in the packs
  std::vector<records::IssuanceOpenings> openings = {};  // of issuers' logs (services/auditor/openings.h)
  std::size_t jobs = 0;                         // 0: as many as cores
  UnixSeconds not_older_than = 0;               // as audit::VerifyOptions
  Day as_of = 0;                                // as audit::VerifyOptions
  // Told now and then how many entries of a log are done, of how many that its checkpoint claims.
  std::function<void(std::string_view log, std::uint64_t done, std::uint64_t total)> progress =
      [](auto, auto, auto) {};
};

struct PackReport {
  std::string pack;
  std::string organisation;
  bool trial = false;
  Level level = Level::kFull;
  std::size_t receipts = 0;  // replies of the board that were given as evidence
  std::vector<std::string> issuers_without_openings = {};  // origins, as in the bundle
  audit::VerifyResult result;
};

// One for each pack, in order, that of the deployment before last. InvalidArgument: no anchor, or an option
// that makes no sense.
// FailedPrecondition: a pack's bundle is not the one whose fingerprint was given. Else: a file that was
// named cannot be read.
absl::StatusOr<std::vector<PackReport>> VerifyPacks(const PackVerifyOptions& options);

// CoverageAt and MissingAt (level.h) for what was given in this verification: I32 by the issuers whose
// openings were.
audit::Coverage CoverageIn(const audit::Invariant& invariant, const PackReport& report);
std::string MissingIn(const audit::Invariant& invariant, const PackReport& report);

}  // namespace candor::services::auditor
