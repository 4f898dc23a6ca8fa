#include "services/runtime/system_error.h"

#include <cerrno>
#include <cstring>
#include <string>

#include "base/text.h"

namespace candor::runtime {
namespace {

absl::StatusCode CodeOf(int error_number) {
  switch (error_number) {
    case ENOENT:
    case ENOTDIR:
      return absl::StatusCode::kNotFound;
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::StatusCode::kPermissionDenied;
    case EEXIST:
      return absl::StatusCode::kAlreadyExists;
    case EISDIR:
    case EINVAL:
    case ENAMETOOLONG:
      return absl::StatusCode::kInvalidArgument;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
    case EMFILE:
    case ENFILE:
      return absl::StatusCode::kResourceExhausted;
    default:
      return absl::StatusCode::kUnavailable;
  }
}

std::string_view NextStep(int error_number) {
  switch (error_number) {
    case ENOENT:
    case ENOTDIR:
      return "Check the path.";
    case EACCES:
    case EPERM:
      return "Check who owns it and its permissions.";
    case EROFS:
      return "The file system is mounted read-only: choose another folder or remount it.";
    case EEXIST:
      return "Choose another name, or move the old one away first.";
    case EISDIR:
      return "Name a file.";
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return "Free some space, or raise the limit, and try again.";
    case EMFILE:
    case ENFILE:
      return "Raise the limit of open files (ulimit -n).";
    case EADDRINUSE:
      return "Stop the program that uses the port, or choose another port.";
    case EADDRNOTAVAIL:
      return "Choose an address of this machine.";
    case EIO:
      return "Look at the disk and the system's log.";
    default:
      return "Try again, and look at the system's log if it stays so.";
  }
}

}  // namespace

absl::Status SystemError(std::string_view what, int error_number) {
  const char* reason = strerrordesc_np(error_number);
  return absl::Status(
      CodeOf(error_number),
      Cat(what, ": ", reason != nullptr ? reason : "unknown error", ". ", NextStep(error_number)));
}

}  // namespace candor::runtime
