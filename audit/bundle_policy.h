// The trust bundle's witness policy as a C2SP policy, and back: one group of which a number of
// witnesses is asked for. Pure and thread-safe.
#pragma once

#include "absl/status/statusor.h"
#include "audit/checkpoint.h"
#include "audit/tlog_policy.h"
#include "records/trust_bundle.h"

namespace candor::audit {

// The bundle's logs with the address of their files; its witnesses as W1, W2, … with theirs, in the
// group "witnesses" with the bundle's quorum. The bundle is believed: compare its fingerprint
// first. InvalidArgument where the bundle holds what a policy file cannot (a URL with a space, one
// key twice).
absl::StatusOr<TlogPolicy> PolicyOfBundle(const records::TrustBundle& bundle);

// The quorum as a flat one, for those who open checkpoints with a WitnessPolicy. FailedPrecondition
// for what that cannot say: no quorum, a group of groups, a witness outside the quorum.
absl::StatusOr<WitnessPolicy> FlatPolicyOf(const TlogPolicy& policy);

}  // namespace candor::audit
