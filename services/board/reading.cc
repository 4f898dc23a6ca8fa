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

absl::StatusOr<const audit::Batch*> FindReadableBatch(const audit::Campaign& campaign,
                                                      std::uint64_t batch_index,
                                                      const records::VerifyKey& reader) {
  if (campaign.manifest->draft.FindReader(reader) == nullptr) {
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
  return &*batch;
}

std::vector<records::FetchBatchReply::Item> SelectFor(const audit::Campaign& campaign,
                                                      const records::VerifyKey& reader,
                                                      std::vector<store::VaultItem> items) {
  std::vector<records::FetchBatchReply::Item> out;
  for (auto& item : items) {
    const auto sealed = campaign.submissions.find(item.submission_hash);
    if (sealed == campaign.submissions.end()) continue;
    if (!MayRead(campaign.manifest->draft, reader, sealed->second.signed_submission)) continue;
    out.push_back({item.submission_hash, item.salt, std::move(item.envelope)});
  }
  return out;
}

}  // namespace candor::services::board
