#include "services/board/reading.h"

#include <algorithm>
#include <utility>

namespace candor::services::board {

bool MayRead(const records::Draft& draft, const records::VerifyKey& reader,
             ByteView signed_submission) {
  const auto submission = records::SignedSubmission::Decode(signed_submission);
  if (!submission.ok()) return false;
  const auto* audience = draft.FindAudience(submission->body.audience);
  return audience != nullptr &&
         std::ranges::find(audience->readers, reader) != audience->readers.end();
}

absl::StatusOr<ReadableBatch> FindReadableBatch(const audit::Campaign& campaign,
                                                std::uint64_t batch_index,
                                                const records::VerifyKey& reader) {
  const records::Draft& draft = campaign.manifest->draft;
  if (draft.FindReader(reader) == nullptr) {
    return absl::PermissionDeniedError("you are no reader of this campaign");
  }
  const auto batch = std::ranges::find(campaign.batches, batch_index, &audit::Batch::index);
  if (batch == campaign.batches.end()) {
    return absl::NotFoundError("no batch of this campaign stands at that place of the log");
  }
  if (batch->seal.withheld) {
    return absl::FailedPreconditionError(
        "this batch was withheld: too few spoke, and its texts are destroyed");
  }
  ReadableBatch out{.index = batch_index, .for_reader = {}, .erased = {}};
  for (const auto& hash : batch->submissions) {
    const auto sealed = campaign.submissions.find(hash);
    if (sealed == campaign.submissions.end()) continue;
    // What a tombstone names is shown to nobody, destroyed or not yet.
    if (sealed->second.tombstone.has_value()) {
      out.erased.insert(sealed->second.index);
    } else if (MayRead(draft, reader, sealed->second.signed_submission)) {
      out.for_reader.insert(hash);
    }
  }
  return out;
}

std::vector<records::FetchBatchReply::Item> SelectFor(const ReadableBatch& batch,
                                                      std::vector<store::VaultItem> items) {
  std::vector<records::FetchBatchReply::Item> out;
  for (auto& item : items) {
    if (!batch.for_reader.contains(item.submission_hash)) continue;
    out.push_back({item.submission_hash, item.salt, std::move(item.envelope)});
  }
  return out;
}

}  // namespace candor::services::board
