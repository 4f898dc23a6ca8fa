// Reading: which envelopes of a sealed batch a reader gets.
//
// Pure and thread-safe. Errors are sentences for the reader.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "audit/board_view.h"
#include "records/calls.h"
#include "store/board_store.h"

namespace candor::services::board {

// Whether a sealed submission is addressed to an audience that this reader belongs to.
bool MayRead(const records::Draft& draft, const records::VerifyKey& reader,
             ByteView signed_submission);

// The batch that a call names, for a reader of the campaign. FailedPrecondition for a withheld one.
absl::StatusOr<const audit::Batch*> FindReadableBatch(const audit::Campaign& campaign,
                                                      std::uint64_t batch_index,
                                                      const records::VerifyKey& reader);

// Those of the batch's envelopes that are for this reader, in log order.
std::vector<records::FetchBatchReply::Item> SelectFor(const audit::Campaign& campaign,
                                                      const records::VerifyKey& reader,
                                                      std::vector<store::VaultItem> items);

}  // namespace candor::services::board
