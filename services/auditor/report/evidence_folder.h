// EvidenceFolder: a pack on disk as evidence for a verification.
//
//   bundle   logs/board/{checkpoint,tile/…,text/<N>}   logs/issuer-1/…   logs/issuer-2/…
//
// The bundle is believed only when its fingerprint is the one that the independent body published, in a
// file from outside the pack. The logs' files are handed on unread. Not thread-safe to load; reading
// is as thread-safe as the file system. Must outlive the verification.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/verify/verify.h"
#include "services/runtime/files.h"

namespace candor::services::auditor {

class EvidenceFolder {
 public:
  // InvalidArgument: no bundle, or no publication. FailedPrecondition: the bundle is not the one whose
  // fingerprint was published. Others: a file cannot be read.
  static absl::StatusOr<EvidenceFolder> Open(const runtime::Path& pack,
                                             const std::string& fingerprint_file);

  const audit::Evidence& evidence() const { return evidence_; }

 private:
  EvidenceFolder() = default;
  std::vector<std::unique_ptr<audit::LogFiles>> files_;
  audit::Evidence evidence_;
};

}  // namespace candor::services::auditor
