// The programs run as somebody would run them, and what they said.
#pragma once

#include <cstdio>
#include <string>

namespace candor::services::auditor {

struct Outcome {
  int exit = -1;
  std::string output;  // both streams
};

std::string ReadAll(std::FILE* pipe);
Outcome Shell(const std::string& command);
// candor-audit and candor-audit-sim with these arguments.
Outcome Audit(const std::string& arguments);
Outcome AuditSim(const std::string& arguments);

}  // namespace candor::services::auditor
