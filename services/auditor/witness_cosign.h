// The witness without a network: one request from a file, one answer into a file.
//
// For a body that keeps its witness on a machine of its own and carries files to it and from it.
// The rule, the key and the state are those of the server (witness_server.h), and the state's
// folder is held while this works: beside a server that runs it refuses.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "audit/witness.h"
#include "base/clock.h"

namespace candor::services::auditor {

struct CosignOptions {
  std::string config_path;   // witness_config.h; listen and tls_* are not needed
  std::string request_path;  // the body of an add-checkpoint request (audit/witness.h)
  std::string answer_path;   // audit/witness_file.h; replaced when it is there
};

// Answers the request, and returns what was written, a refusal too. The state was durable before
// the answer was written: after a crash, or when the answer is lost, the log asks again from the
// new size and gets a new cosignature of the same tree. Errors: a file cannot be read or written,
// with what became of the request; FailedPrecondition, another process holds the state; those of
// configuration, key and state as for RunWitness.
absl::StatusOr<audit::WitnessAnswer> CosignFromFile(const CosignOptions& options,
                                                    const Clock& clock);

}  // namespace candor::services::auditor
