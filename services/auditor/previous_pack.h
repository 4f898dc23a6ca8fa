// PreviousPack: the pack of the deployment before, and what it shows of each log to those that go on in its
// place (audit/verify/continued_log.h). It has an anchor of its own. Not thread-safe.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/verify/continued_log.h"
#include "services/auditor/pack_evidence.h"

namespace candor::services::auditor {

class PreviousPack {
 public:
  // Errors as PackEvidence::Open.
  static absl::StatusOr<std::unique_ptr<PreviousPack>> Open(const runtime::Path& path,
                                                            std::string_view publication);

  // A note that somebody kept. False where it is of none of these logs, or was not published.
  bool Keep(const std::string& note);

  const std::vector<audit::PreviousLogEvidence>& logs() const { return logs_; }

  // The pack, for a verification of its own. What was kept is compared with it as with any log; but of a
  // frozen log the entries above its end are lost, and the log that goes on says so: `continued` are all
  // those that do.
  PackEvidence& Known(std::span<const audit::ContinuedLog> continued);

 private:
  PreviousPack() = default;
  void TakeLog(std::size_t number);
  bool TakeNote(std::size_t number, const std::string& note);

  std::unique_ptr<PackEvidence> pack_;
  audit::WitnessPolicy policy_;
  std::vector<audit::PreviousLogEvidence> logs_;
  std::vector<std::pair<std::size_t, std::string>> kept_;  // by log
};

}  // namespace candor::services::auditor
