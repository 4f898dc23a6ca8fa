#include "store/rocksdb/errors.h"

#include <rocksdb/status.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "base/text.h"

namespace candor::store {
namespace {

std::string Reason(int error_number) { return std::generic_category().message(error_number); }

absl::Status Full(std::string_view what, std::string_view where, std::string_view reason) {
  return absl::ResourceExhaustedError(
      Cat("the disk is full: ", what, " failed at ", where, " (", reason,
          "). Free space or lift the limit, then restart; nothing that was acknowledged is lost"));
}

bool MeansFull(int error_number) {
  return error_number == ENOSPC || error_number == EDQUOT || error_number == EFBIG;
}

// RocksDB knows a full disk by its number only; of a quota or a size limit it keeps the text.
int FullReasonIn(const rocksdb::Status& status) {
  if (status.IsNoSpace()) return ENOSPC;
  const std::string text = status.ToString();
  for (const int error_number : {ENOSPC, EDQUOT, EFBIG}) {
    if (text.find(Reason(error_number)) != std::string::npos) return error_number;
  }
  return 0;
}

bool IsLocked(const rocksdb::Status& status) {
  const std::string text = status.ToString();
  return status.IsIOError() && (text.find("lock file") != std::string::npos ||
                                text.find("lock hold by") != std::string::npos);
}

}  // namespace

absl::Status SystemError(std::string_view what, std::string_view where, int error_number) {
  if (MeansFull(error_number)) return Full(what, where, Reason(error_number));
  const std::string sentence = Cat(what, " failed at ", where, ": ", Reason(error_number));
  if (error_number == EACCES || error_number == EPERM || error_number == EROFS) {
    return absl::PermissionDeniedError(
        Cat(sentence, ". Make the folder writable for the account that runs this process"));
  }
  if (error_number == ENOENT) {
    return absl::NotFoundError(Cat(sentence, ". Check the folder that the configuration names"));
  }
  return absl::InternalError(Cat(sentence, ". Check the disk, then restart"));
}

absl::Status FromRocksDb(const rocksdb::Status& status, std::string_view what,
                         std::string_view where) {
  if (status.ok()) return absl::OkStatus();
  if (IsLocked(status)) {
    return absl::FailedPreconditionError(
        Cat("another process has the store open at ", where,
            ". Stop it first; two processes cannot share one folder"));
  }
  if (const int full = FullReasonIn(status); full != 0) return Full(what, where, Reason(full));
  if (status.IsCorruption() || status.IsInvalidArgument() || status.IsNotFound()) {
    return absl::DataLossError(Cat(what, " failed at ", where,
                                   ": files are missing or damaged. Restore them from a backup"));
  }
  return absl::InternalError(Cat(what, " failed at ", where, ": ", status.ToString(),
                                 ". Check the disk and the folder's permissions, then restart"));
}

}  // namespace candor::store
