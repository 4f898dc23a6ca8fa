#include "services/auditor/trust.h"

#include <algorithm>
#include <utility>

#include "audit/bundle_policy.h"
#include "base/status.h"
#include "records/trust_bundle.h"
#include "services/follow/publication.h"
#include "services/runtime/files.h"

namespace candor::services::auditor {
namespace {

constexpr std::size_t kMaxPublication = std::size_t{64} << 10;

absl::Status Unusable(absl::string_view what) { return absl::InvalidArgumentError(what); }

absl::StatusOr<audit::TlogPolicy> LoadBundle(const TrustOptions& options) {
  if (options.fingerprint_file.empty()) {
    return Unusable(
        "--bundle needs --fingerprint-file: a bundle is believed only when its fingerprint is the"
        " one that the independent body published");
  }
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(options.bundle_file));
  CANDOR_ASSIGN_OR_RETURN(const auto bundle, records::TrustBundle::Decode(bytes));
  CANDOR_ASSIGN_OR_RETURN(const Bytes publication,
                          runtime::ReadFile(options.fingerprint_file, kMaxPublication));
  CANDOR_RETURN_IF_ERROR(follow::CheckPublication(AsText(publication), bundle.Fingerprint()));
  if (const absl::Status separated = bundle.CheckSeparation(); !separated.ok()) {
    return Unusable(separated.message());
  }
  return audit::PolicyOfBundle(bundle);
}

// The policy with this log alone; `policy` names it, or names none and leaves the choice to others.
absl::StatusOr<audit::TlogPolicy> Narrowed(const audit::TlogPolicy& policy,
                                           const std::string& vkey) {
  CANDOR_ASSIGN_OR_RETURN(auto key, audit::NoteVerifierKey::Parse(vkey));
  audit::TlogPolicy::Parts parts = policy.parts();
  const bool known =
      std::ranges::any_of(parts.logs, [&](const auto& log) { return log.key == key; });
  if (!parts.logs.empty() && !known) {
    return Unusable("the policy names other logs than the one of --vkey: give one of its logs");
  }
  parts.logs = {{std::move(key), ""}};
  return audit::TlogPolicy::Create(std::move(parts));
}

absl::StatusOr<audit::TlogPolicy> LoadPolicy(const TrustOptions& options) {
  audit::TlogPolicy::Parts nobody;
  CANDOR_ASSIGN_OR_RETURN(audit::TlogPolicy policy, audit::TlogPolicy::Create(std::move(nobody)));
  if (!options.policy_file.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const Bytes text,
                            runtime::ReadFile(options.policy_file, audit::kMaxPolicySize));
    CANDOR_ASSIGN_OR_RETURN(policy, audit::TlogPolicy::Parse(AsText(text)));
  }
  if (!options.vkey.empty()) return Narrowed(policy, options.vkey);
  if (policy.parts().logs.empty()) {
    return Unusable("the policy names no log: add its log line, or say which with --vkey");
  }
  return policy;
}

}  // namespace

absl::StatusOr<audit::TlogPolicy> LoadTrust(const TrustOptions& options) {
  const bool from_keys = !options.vkey.empty() || !options.policy_file.empty();
  if (from_keys && !options.bundle_file.empty()) {
    return Unusable("--bundle goes with neither --vkey nor --policy: it names its logs itself");
  }
  if (!options.bundle_file.empty()) return LoadBundle(options);
  if (!options.fingerprint_file.empty()) return Unusable("--fingerprint-file needs --bundle");
  if (from_keys) return LoadPolicy(options);
  return Unusable(
      "whom to believe is missing: --bundle with --fingerprint-file, or --policy, or --vkey");
}

}  // namespace candor::services::auditor
