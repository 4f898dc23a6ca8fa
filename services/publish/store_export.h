// StoreExport: a log's part of a pack (audit/pack.h) out of a store that no server runs on.
//
// The same bytes as from the running server: they go through PublicFiles and ExportLog, which checks
// them like a stranger's. Contents that were erased are not in them. Nothing is signed, and nothing is
// written to the store.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "base/bytes.h"
#include "records/trust_bundle.h"
#include "services/runtime/files.h"
#include "store/log_store.h"

namespace candor::services::publish {

// `origin` names the log in the bundle. Parties may export into one folder, one after the other.
// FailedPrecondition: nothing was published yet, or the folder holds another organisation's pack.
absl::Status ExportStore(const store::LogStore& log, const records::TrustBundle& bundle,
                         const std::string& origin, const runtime::Path& out);

}  // namespace candor::services::publish
