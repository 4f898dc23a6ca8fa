// Verify: a whole verification (verification.h) at once: everything is fed, then judged.
#pragma once

#include <string>
#include <vector>

#include "audit/verify/verification.h"

namespace candor::audit {

VerifyResult Verify(const Evidence& evidence, const VerifyOptions& options);

// Sentences: what no log can prove. With the figures where there are some.
std::vector<std::string> Limits(const VerifyResult& result);

}  // namespace candor::audit
