#include "services/auditor/served_log.h"

#include "base/status.h"
#include "base/text.h"

namespace candor::services::auditor {
namespace {

constexpr std::size_t kMaxFile = std::size_t{64} << 20;
constexpr int kOk = 200;
constexpr int kNotFound = 404;

}  // namespace

absl::StatusOr<std::unique_ptr<ServedLog>> ServedLog::Connect(const records::LogIdentity& log) {
  CANDOR_ASSIGN_OR_RETURN(auto connection,
                          runtime::HttpsConnection::Open(log.files_url, log.tls_anchor,
                                                         {.max_body_bytes = kMaxFile}));
  return std::unique_ptr<ServedLog>(new ServedLog(std::move(connection)));
}

absl::StatusOr<Bytes> ServedLog::Read(std::string_view path) const {
  CANDOR_ASSIGN_OR_RETURN(runtime::HttpReply reply, connection_.Get(Cat("/", path)));
  if (reply.status == kOk) return std::move(reply.body);
  if (reply.status == kNotFound) {
    return absl::NotFoundError(Cat("the server has no ", path));
  }
  return absl::UnavailableError(Cat("the server answers HTTP ", reply.status, " for ", path));
}

}  // namespace candor::services::auditor
