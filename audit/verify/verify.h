// Verify: a whole verification (verification.h) at once: everything is fed, then judged.
#pragma once

#include <string>
#include <vector>

#include "audit/verify/verification.h"

namespace candor::audit {

VerifyResult Verify(const Evidence& evidence, const VerifyOptions& options);

// Sentences: what no log can prove. Those with a figure are the report's, which gates figures.
std::vector<std::string> Limits();

}  // namespace candor::audit
