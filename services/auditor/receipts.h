// Receipts: the JSON that `candor receipt verify --out` writes, as evidence for a verification.
//
//   "signed_submission", "promise", "refusal": lower-case hexadecimal; the last two may be empty
//
// The rest of the object is the author's own verdict, which nobody has to believe. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/verify/promise_check.h"

namespace candor::services::auditor {

// One for each reply of the board that the receipt holds: none, a promise, a refusal, or both.
// InvalidArgument for what is no receipt's evidence.
absl::StatusOr<std::vector<audit::PromiseEvidence>> ReadReceipt(std::string_view json);

}  // namespace candor::services::auditor
