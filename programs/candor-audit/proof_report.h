// How a proof's report is printed, for people and for programs.
#pragma once

#include "audit/tlog_policy.h"
#include "services/auditor/prove.h"

namespace candor::audit_cli {

enum class Output { kText, kJson };

// On standard output; the result is the exit status.
//
// JSON: {"holds", "log", "index", "old_size", "size", "root", "witnesses": [{"name", "time"}],
// "witnesses_demanded", "findings": […]}; null where there is none, root in base64, time in seconds
// since 1970.
int PrintReport(const services::auditor::ProofReport& report, const audit::TlogPolicy& policy,
                Output output);

}  // namespace candor::audit_cli
