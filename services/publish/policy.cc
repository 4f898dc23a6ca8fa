#include "services/publish/policy.h"

#include "base/status.h"
#include "base/text.h"

namespace candor::services::publish {

absl::StatusOr<std::string> WitnessPolicyText(const records::TrustBundle& bundle,
                                              const records::LogIdentity& log) {
  CANDOR_ASSIGN_OR_RETURN(const auto log_key, LogKeyOf(log));
  CANDOR_ASSIGN_OR_RETURN(const auto policy, WitnessPolicyOf(bundle));
  std::string out = Cat("log ", log_key.Format(), " ", log.files_url, "\n");
  std::string members;
  for (std::size_t i = 0; i < policy.witnesses.size(); ++i) {
    const std::string name = Cat("w", i + 1);
    const std::string& url = bundle.witnesses[i].url;
    out += Cat("witness ", name, " ", policy.witnesses[i].Format(), url.empty() ? "" : " ", url, "\n");
    members += Cat(" ", name);
  }
  out += Cat("group all ", int{policy.quorum}, members, "\nquorum all\n");
  return out;
}

absl::StatusOr<records::Genesis> GenesisOf(const records::TrustBundle& bundle,
                                           const records::LogIdentity& log) {
  CANDOR_ASSIGN_OR_RETURN(const std::string policy, WitnessPolicyText(bundle, log));
  return records::Genesis{.fingerprint = bundle.Fingerprint(),
                          .policy_hash = crypto::Sha256({AsBytes(policy)}),
                          .trial = bundle.trial,
                          .origin = log.origin};
}

}  // namespace candor::services::publish
