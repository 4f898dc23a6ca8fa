#include "services/publish/frozen_log.h"

#include <utility>

#include "base/status.h"
#include "base/text.h"
#include "records/frozen_mark.h"

namespace candor::services::publish {

runtime::Path FrozenFileOf(const runtime::Path& log_lock) {
  runtime::Path out = log_lock;
  out += ".frozen";
  return out;
}

absl::StatusOr<records::PreviousLog> ReadFrozenLog(const runtime::Path& file) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, runtime::ReadFile(file));
  auto mark = records::FrozenMark::Decode(bytes);
  if (mark.ok()) return std::move(mark->last);
  return absl::DataLossError(Cat("The file ", file.string(),
                                 " says that a log is frozen, and is damaged. Do not remove it: nothing is"
                                 " signed while it is there."));
}

absl::Status WriteFrozenLog(const runtime::Path& file, const records::PreviousLog& last) {
  const absl::Status created =
      runtime::CreateFileAtomically(file, records::FrozenMark{last}.Encode(), 0644);
  if (!absl::IsAlreadyExists(created)) return created;
  CANDOR_ASSIGN_OR_RETURN(const auto there, ReadFrozenLog(file));
  if (there == last) return absl::OkStatus();
  return absl::AlreadyExistsError(
      Cat("This log is frozen already, at size ", there.size, ". Nothing was changed."));
}

absl::StatusOr<records::PreviousLog> ContinuedLog(const runtime::Path& file,
                                                  const std::string& origin) {
  CANDOR_ASSIGN_OR_RETURN(auto last, ReadFrozenLog(file));
  if (last.origin != origin) return last;
  return absl::InvalidArgumentError(
      Cat("The log ", origin, " is frozen, and 'continues' of the configuration would have it go on under"
          " the same name. A log that goes on has another origin."));
}

absl::StatusOr<std::optional<std::string>> WhyFrozen(const runtime::Path& log_lock) {
  const auto frozen = ReadFrozenLog(FrozenFileOf(log_lock));
  if (absl::IsNotFound(frozen.status())) return std::nullopt;
  CANDOR_RETURN_IF_ERROR(frozen.status());
  return Cat("This log is frozen: entries up to size ", frozen->size,
             " that it had signed are lost, so it signs nothing any more and accepts nothing. What it has"
             " published stays to be read. The organisation goes on with a new log.");
}

}  // namespace candor::services::publish
