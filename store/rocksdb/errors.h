// Sentences for what a disk can do to a store: what failed, where, and what to do next.
//
// Codes: ResourceExhausted for a full disk, a quota or a size limit; PermissionDenied; NotFound;
// FailedPrecondition for a store in use; DataLoss for damage; Internal for what the disk does else.
// The folder's path stands in the sentence, never a key or a value. Pure and thread-safe.
#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace rocksdb {
class Status;
}

namespace candor::store {

// `what` completes "… failed": "writing the database".
absl::Status SystemError(std::string_view what, std::string_view where, int error_number);
absl::Status FromRocksDb(const rocksdb::Status& status, std::string_view what,
                         std::string_view where);

}  // namespace candor::store
