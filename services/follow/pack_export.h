// PackExport: a log's part of a pack, copied from wherever the log serves its files, and checked.
//
// Promise: when it returns OK the folder holds exactly the files of the log at the size of the newest
// checkpoint that opens with the quorum; every tile and entry leads to its root, and it extends the
// checkpoint that the folder held before, which is kept under earlier/. What is there already and
// verifies is not fetched again, so an interrupted copy goes on where it stopped. Contents are fetched
// each time: they may have been erased.
// A log that shrinks, forks or serves what does not lead to its root is DataLoss: the folder keeps its
// checkpoint, and the refused note goes under earlier/, where every verification stumbles over it.
// Not promised: that what the entries say is right (audit/verify/verify.h), or that contents open.
// Writes through the PackFolder, which the caller unseals before and seals after.
#pragma once

#include <cstdint>
#include <functional>

#include "absl/status/status.h"
#include "audit/checkpoint.h"
#include "audit/verify/log_files.h"
#include "records/trust_bundle.h"
#include "services/follow/pack_folder.h"

namespace candor::services::follow {

struct LogExport {
  const audit::LogFiles& source;
  std::size_t number = 0;  // in the pack: 0 the board
  records::LogIdentity log;
  audit::WitnessPolicy policy;
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = [](auto, auto) {};
};

absl::Status ExportLog(const LogExport& log, const PackFolder& pack);

// Puts the bundle's bytes into the pack. FailedPrecondition where it holds another.
absl::Status ExportBundle(ByteView bundle, const PackFolder& pack);

}  // namespace candor::services::follow
