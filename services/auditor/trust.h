// Trust: whom an auditor believes, given from outside of what is audited.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "audit/tlog_policy.h"

namespace candor::services::auditor {

// One of: a log's vkey alone (then no witness is asked for), a policy file, a policy file narrowed
// to one log by its vkey, or a trust bundle with the independent body's publication of its
// fingerprint. Empty is not given.
struct TrustOptions {
  std::string vkey{};
  std::string policy_file{};
  std::string bundle_file{};
  std::string fingerprint_file{};
};

// InvalidArgument: the combination, or what a file holds, is no trust anchor. FailedPrecondition:
// the bundle is not the one whose fingerprint was published. Others: the file cannot be read.
absl::StatusOr<audit::TlogPolicy> LoadTrust(const TrustOptions& options);

}  // namespace candor::services::auditor
