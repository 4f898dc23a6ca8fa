// FrozenLog: a log that signs nothing any more, because entries that it had signed are lost for good.
//
// The mark is a file beside the lock, `<log lock>.frozen`. While it is there the server serves what was
// published and accepts nothing; no verb takes it away. It names the last checkpoint that the log is
// known to have signed (records/frozen_mark.h), which the Genesis of the log that goes on in its place
// names too (`continues`). That log has a copy of the mark under another name: beside its own lock it would
// freeze it.
//
// Thread-safe, as files are.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "records/entry.h"
#include "services/runtime/files.h"

namespace candor::services::publish {

runtime::Path FrozenFileOf(const runtime::Path& log_lock);

// Durable when it returns. The same again is no error; AlreadyExists when it is frozen at another
// checkpoint.
absl::Status WriteFrozenLog(const runtime::Path& file, const records::PreviousLog& last);
// NotFound when there is no such file; DataLoss when it cannot be read.
absl::StatusOr<records::PreviousLog> ReadFrozenLog(const runtime::Path& file);

// Why a server with this lock accepts nothing; empty when its log is not frozen. A mark that cannot be
// read is an error: it was put there so that nobody signs.
absl::StatusOr<std::optional<std::string>> WhyFrozen(const runtime::Path& log_lock);

// The checkpoint that a new log goes on from, for its Genesis. InvalidArgument when the mark is of a log
// with this very origin: it could not be told from the one that is frozen.
absl::StatusOr<records::PreviousLog> ContinuedLog(const runtime::Path& file,
                                                  const std::string& origin);

}  // namespace candor::services::publish
