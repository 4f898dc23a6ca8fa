// The file in which a facilitator writes a campaign (TOML), and the Draft that it becomes.
//
// People are named as the log names them: the key behind a name is the one that was granted the role,
// so nobody copies keys by hand. Roster, issuers and promise key come from the log and the bundle.
// Every problem of the file is reported, with its line; a draft that CheckDraft refuses is never made.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "audit/board_view.h"
#include "records/draft.h"
#include "services/runtime/files.h"

namespace candor::services::facilitator {

absl::StatusOr<records::Draft> ReadDraftFile(const runtime::Path& path,
                                             const audit::BoardView& board);
// The same of its text, before it is a file; `path` is what messages call it.
absl::StatusOr<records::Draft> ReadDraftText(std::string_view text, const runtime::Path& path,
                                             const audit::BoardView& board);

}  // namespace candor::services::facilitator
