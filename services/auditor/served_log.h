// ServedLog: a log's public files, as its server gives them out over HTTPS under the bundle's anchor.
//
// NotFound where the server has no such file; else the errors of runtime::HttpsConnection. One
// connection, kept open: unlike other LogFiles, not for several threads.
#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "audit/verify/log_files.h"
#include "records/trust_bundle.h"
#include "services/runtime/https_client.h"

namespace candor::services::auditor {

class ServedLog final : public audit::LogFiles {
 public:
  static absl::StatusOr<std::unique_ptr<ServedLog>> Connect(const records::LogIdentity& log);
  absl::StatusOr<Bytes> Read(std::string_view path) const override;

 private:
  explicit ServedLog(runtime::HttpsConnection connection) : connection_(std::move(connection)) {}

  mutable runtime::HttpsConnection connection_;
};

}  // namespace candor::services::auditor
