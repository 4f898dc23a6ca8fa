#include "tests/services/auditor/shell.h"

#include <sys/wait.h>

#include "base/text.h"

namespace candor::services::auditor {
namespace {

// LeakSanitizer works through ptrace, which the program forbids.
constexpr const char* kEnvironment = "ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0 ";

}  // namespace

std::string ReadAll(std::FILE* pipe) {
  std::string out;
  char piece[4096];
  for (std::size_t got; (got = fread(piece, 1, sizeof piece, pipe)) > 0;) out.append(piece, got);
  return out;
}

Outcome Shell(const std::string& command) {
  std::FILE* pipe = popen(Cat(command, " 2>&1").c_str(), "r");
  Outcome out;
  out.output = ReadAll(pipe);
  const int status = pclose(pipe);
  out.exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return out;
}

Outcome Audit(const std::string& arguments) {
  return Shell(Cat(kEnvironment, CANDOR_AUDIT_PROGRAM, " ", arguments));
}

Outcome AuditSim(const std::string& arguments) {
  return Shell(Cat(kEnvironment, CANDOR_AUDIT_SIM_PROGRAM, " ", arguments));
}

}  // namespace candor::services::auditor
