#include "audit/bundle_policy.h"

#include <algorithm>
#include <utility>

#include "base/status.h"
#include "base/text.h"

namespace candor::audit {
namespace {

constexpr std::string_view kGroup = "witnesses";

absl::Status NotFlat(const char* what) { return absl::FailedPreconditionError(what); }

absl::StatusOr<PolicyLog> LogOf(const records::LogIdentity& log) {
  CANDOR_ASSIGN_OR_RETURN(auto key,
                          NoteVerifierKey::Create(log.origin, NoteKeyType::kEd25519, log.key));
  return PolicyLog{std::move(key), log.files_url};
}

}  // namespace

absl::StatusOr<TlogPolicy> PolicyOfBundle(const records::TrustBundle& bundle) {
  TlogPolicy::Parts parts;
  CANDOR_ASSIGN_OR_RETURN(PolicyLog board, LogOf(bundle.board));
  parts.logs.push_back(std::move(board));
  for (const auto& issuer : bundle.issuers) {
    CANDOR_ASSIGN_OR_RETURN(PolicyLog log, LogOf(issuer));
    parts.logs.push_back(std::move(log));
  }
  PolicyGroup group{std::string(kGroup), bundle.quorum, {}};
  for (const auto& witness : bundle.witnesses) {
    CANDOR_ASSIGN_OR_RETURN(
        auto key, NoteVerifierKey::Create(witness.name, NoteKeyType::kCosignatureV1, witness.key));
    std::string name = Cat("W", group.members.size() + 1);
    group.members.push_back(name);
    parts.witnesses.push_back({std::move(name), std::move(key), witness.url});
  }
  parts.groups.push_back(std::move(group));
  parts.quorum = kGroup;
  return TlogPolicy::Create(std::move(parts));
}

absl::StatusOr<WitnessPolicy> FlatPolicyOf(const TlogPolicy& policy) {
  const auto& parts = policy.parts();
  if (!policy.demands_witnesses()) return NotFlat("the policy demands no witness");
  WitnessPolicy out;
  for (const auto& witness : parts.witnesses) out.witnesses.push_back(witness.key);
  if (parts.witnesses.size() == 1 && parts.witnesses[0].name == parts.quorum) {
    out.quorum = 1;
    return out;
  }
  if (parts.groups.size() != 1 || parts.groups[0].name != parts.quorum) {
    return NotFlat("the policy's quorum is not one group of all its witnesses");
  }
  const PolicyGroup& group = parts.groups[0];
  // Members are different from one another, and with one group none of them can be a group.
  if (group.members.size() != parts.witnesses.size()) {
    return NotFlat("the policy names a witness that is not in its quorum");
  }
  out.quorum = static_cast<std::uint8_t>(group.threshold);
  return out;
}

}  // namespace candor::audit
