// How a verification of packs is printed, for people and for programs.
#pragma once

#include <vector>

#include "programs/candor-audit/proof_report.h"
#include "services/auditor/verify_pack.h"

namespace candor::audit_cli {

enum class Overdue { kIsReported, kFails };

// On standard output; the result is the exit status of the worst pack: 2 beats 3 beats 5 beats 4.
//
// JSON: {"packs": [{"pack", "organisation", "trial", "level", "as_of", "receipts",
//   "findings": [{"id", "severity", "log", "index", "explanation"}],
//   "logs": [{"log", "size", "root"}],
//   "campaigns": [{"id", "issuers", "blanks", "figures"}],
//   "openings": [{"log", "enrolments", "enrolments_opened", "in_force", "shared_keys", "issuances",
//                 "issuances_opened", "past_retention", "lost", "beyond"}],
//   "incidents": [{"log", "index", "found_size", "signed_size", "lost"}],
//   "continued": [{"log", "previous", "size", "root", "compared", "shown"}],
//   "invariants": [{"id", "title", "coverage", "missing"}], "limits": ["…"]}], "exit"}; index is null
// where there is none, root in base64. "figures" are those of `candor jam report --json`, recomputed from the
// evidence: null where fewer than k people stand behind one, or it would let such a number be computed; so is "blanks".
// Whoever holds the evidence can count all of them; what is printed is copied further.
int PrintVerification(const std::vector<services::auditor::PackReport>& reports, Overdue overdue,
                      Output output);

}  // namespace candor::audit_cli
