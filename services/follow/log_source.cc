#include "services/follow/log_source.h"

#include "audit/pack.h"
#include "base/text.h"

namespace candor::services::follow {

LogSource AtTheLog(const records::LogIdentity& log) { return {log.files_url, "", log.tls_anchor}; }

LogSource AtRelay(const records::RelayIdentity& relay, std::size_t number) {
  return {relay.files_url, Cat("/", audit::PackLogName(number)), relay.tls_anchor};
}

}  // namespace candor::services::follow
