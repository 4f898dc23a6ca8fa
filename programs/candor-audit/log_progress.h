// The progress of work on one log after another: a bar on standard error for the log that is worked on now.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "services/runtime/terminal.h"

namespace candor::audit_cli {

// As runtime::ProgressBar: silent where standard error is no terminal, and gone when it ends.
class LogProgress {
 public:
  void Update(std::string_view log, std::uint64_t done, std::uint64_t total) {
    if (total == 0) return;
    if (!bar_.has_value() || log != log_) {
      bar_.reset();
      log_ = log;
      bar_.emplace(log_, total);
    }
    bar_->Update(done);
  }
  void End() { bar_.reset(); }

 private:
  std::string log_;
  std::optional<runtime::ProgressBar> bar_;
};

}  // namespace candor::audit_cli
