// Handover: notes between the facilitators of a campaign, to them alone (records/handover.h).
//
// Who writes and who reads are facilitators whom the manifest names and whose role is in force; whoever is
// named nowhere gets nothing. The author reads it too. Errors are sentences for people. Pure but for `random`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/board_view.h"
#include "records/handover.h"

namespace candor::services::facilitator {

// To the facilitators of these names; with none, to all.
struct HandoverDraft {
  std::vector<std::string> to;
  std::string text;
};
struct WrittenHandover {
  Bytes file;
  std::vector<std::string> readers;  // names, the author's included
};
absl::StatusOr<WrittenHandover> WriteHandover(const HandoverDraft& draft, const audit::BoardView& view,
                                              const audit::Campaign& campaign,
                                              const crypto::SigningKey& author, Day today,
                                              crypto::RandomSource& random);

struct ReceivedHandover {
  const audit::Campaign* campaign = nullptr;
  std::string author;
  bool author_ended = false;  // their role is not in force any more: the key may be somebody else's by now
  std::vector<std::string> readers;
  Day day = 0;
  std::string text;
};
absl::StatusOr<ReceivedHandover> ReadHandover(ByteView file, const audit::BoardView& view,
                                              const crypto::SigningKey& reader);

}  // namespace candor::services::facilitator
