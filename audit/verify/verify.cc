#include "audit/verify/verify.h"

#include <utility>

namespace candor::audit {

VerifyResult Verify(const Evidence& evidence, const VerifyOptions& options) {
  Verification verification(evidence, options);
  verification.Feed();
  VerifyResult result = verification.Judge(options.not_older_than, options.as_of);
  std::move(verification).HandOver(result);
  return result;
}

std::vector<std::string> Limits() {
  return {
      "That the roster is true: the head count that the independent body confirmed limits it.",
      "That nobody read outside the system, or kept a copy of a copy after an erasure.",
      "The hour of a seal: the log knows days and slots.",
      "That the issuers did not enrol real people behind their back: draw people by chance, and "
      "compare the keys in their wallets with the issuers' openings (candor-audit sample)."};
}

}  // namespace candor::audit
