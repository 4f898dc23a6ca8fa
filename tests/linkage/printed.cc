#include "tests/linkage/printed.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "tests/linkage/must.h"

namespace candor::linkage {
namespace {

// "2025-01-02T03:04:05Z info a sentence" without its first two words.
std::string WithoutTime(const std::string& line) {
  const auto time = line.find(' ');
  const auto level = time == std::string::npos ? time : line.find(' ', time + 1);
  return level == std::string::npos ? line : line.substr(level + 1);
}

}  // namespace

Printed::Printed(const std::string& file)
    : before_(::dup(STDERR_FILENO)),
      writing_(::open(file.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600)),
      reading_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (before_ < 0 || reading_ < 0 || ::dup2(writing_, STDERR_FILENO) < 0) {
    Broken("keeping what servers print", std::strerror(errno));
  }
}

Printed::~Printed() {
  ::dup2(before_, STDERR_FILENO);
  ::close(before_);
  ::close(writing_);
  ::close(reading_);
}

void Printed::Take(UnixSeconds now) {
  char buffer[4096];
  for (ssize_t got = 0; (got = ::read(reading_, buffer, sizeof buffer)) > 0;) {
    rest_.append(buffer, static_cast<std::size_t>(got));
  }
  for (auto end = rest_.find('\n'); end != std::string::npos; end = rest_.find('\n')) {
    lines_.push_back({now, WithoutTime(rest_.substr(0, end))});
    rest_.erase(0, end + 1);
  }
}

}  // namespace candor::linkage
