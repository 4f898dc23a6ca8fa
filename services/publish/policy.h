// What a log says about itself from the start: the witness policy of its trust bundle, and Genesis.
//
// Pure and thread-safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "records/entry.h"
#include "records/trust_bundle.h"
#include "services/follow/policy.h"

namespace candor::services::publish {

// A log is published under the key and the policy that its readers follow it by.
using follow::LogKeyOf;
inline absl::StatusOr<audit::WitnessPolicy> WitnessPolicyOf(const records::TrustBundle& bundle) {
  return follow::PolicyOf(bundle);
}

// The same for one log as a c2sp.org/tlog-policy file, for stock tools:
//   log <vkey> <files url>
//   witness w<number from 1> <vkey> <url>      no url for a witness without a network
//   group all <quorum> w1 w2 …
//   quorum all
absl::StatusOr<std::string> WitnessPolicyText(const records::TrustBundle& bundle,
                                              const records::LogIdentity& log);

// The first entry of a log: fingerprint, SHA-256 of the policy file above, trial mark, origin.
absl::StatusOr<records::Genesis> GenesisOf(const records::TrustBundle& bundle,
                                           const records::LogIdentity& log);

}  // namespace candor::services::publish
