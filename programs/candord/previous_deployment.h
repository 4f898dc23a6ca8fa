// PreviousDeployment: the deployment whose frozen logs a new one goes on from (docs/decisions/0022).
//
//   bundle                    its trust bundle
//   board/log.lock.frozen     the mark of each log that is frozen (records/frozen_mark.h), where
//   issuer-1/log.lock.frozen  `candord recover --freeze` has put it
//
// That is its folder as `candord init` made it, or a folder with copies of these files alone: none of them
// is secret. Logs without a mark are not gone on from: nothing of theirs is lost, and their new ones start
// anew.
//
// Not promised: that a mark is true. Whoever verifies the new logs holds it against the old evidence.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "records/entry.h"
#include "services/runtime/files.h"

namespace candor::candord {

struct PreviousDeployment {
  std::string organisation;
  int generation = 1;
  std::vector<std::optional<records::PreviousLog>> frozen;  // of each of its logs, the board first
};

// Errors are sentences that name the file: NotFound for one that is missing, InvalidArgument for one that
// is not what it should be, FailedPrecondition where no log is frozen.
absl::StatusOr<PreviousDeployment> ReadPreviousDeployment(const runtime::Path& folder);

// What a party is called in the deployment's bundle: "nordhafen.example/board" in the first one,
// "nordhafen.example/2/board" in the one after it. So no name of a frozen log is ever used again.
std::string PartyName(std::string_view organisation, int generation, std::string_view party);

}  // namespace candor::candord
