// Reading: which envelopes of a sealed batch a reader gets.
//
// Pure and thread-safe. Errors are sentences for the reader.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "absl/status/statusor.h"
#include "audit/board_view.h"
#include "records/calls.h"
#include "store/board_store.h"

namespace candor::services::board {

// Whether a sealed submission is addressed to an audience that this reader belongs to.
bool MayRead(const records::Draft& draft, const records::VerifyKey& reader,
             ByteView signed_submission);

// A batch as far as one reader is concerned. A copy: the log goes on while envelopes are fetched.
struct ReadableBatch {
  std::uint64_t index = 0;             // of the SealBatch entry
  std::set<records::Hash> for_reader;  // submission hashes
  std::set<std::uint64_t> erased;      // entries that a tombstone names
};

// The batch that a call names, for a reader of the campaign. FailedPrecondition for a withheld one.
absl::StatusOr<ReadableBatch> FindReadableBatch(const audit::Campaign& campaign,
                                                std::uint64_t batch_index,
                                                const records::VerifyKey& reader);

// Those of the batch's envelopes that are for the reader, in log order.
std::vector<records::FetchBatchReply::Item> SelectFor(const ReadableBatch& batch,
                                                      std::vector<store::VaultItem> items);

}  // namespace candor::services::board
