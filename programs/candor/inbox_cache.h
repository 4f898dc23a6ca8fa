// InboxCache: a campaign's batches on a leader's own machine, as ciphertext.
//
// A fetch is logged in public and reading again is not, so a batch is fetched once. What the log says is
// withdrawn or erased does not stay: Forget takes it out. The file system may keep freed blocks, which the
// leader's reading key still opens. One process at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <set>

#include "absl/status/status.h"
#include "records/calls.h"
#include "services/runtime/files.h"

namespace candor::cli {

class InboxCache {
 public:
  explicit InboxCache(runtime::Path folder) : folder_(std::move(folder)) {}

  // Nothing when it is not here, or damaged: then it is fetched again.
  std::optional<records::FetchBatchReply> Find(std::uint64_t batch_index) const;
  absl::Status Keep(std::uint64_t batch_index, const records::FetchBatchReply& batch) const;
  // Of the batch, if it is here: the texts with these submission hashes.
  absl::Status Forget(std::uint64_t batch_index, const std::set<crypto::Hash>& erased) const;

 private:
  runtime::Path FileOf(std::uint64_t batch_index) const;
  runtime::Path folder_;
};

}  // namespace candor::cli
