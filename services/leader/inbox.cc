#include "services/leader/inbox.h"

#include <algorithm>

namespace candor::services::leader {
namespace {

const audit::PublicAnswer* LatestAnswer(const audit::Campaign& campaign, const crypto::Hash& hash) {
  const auto at = campaign.answers.find(hash);
  return at == campaign.answers.end() || at->second.empty() ? nullptr : &at->second.back();
}

}  // namespace

std::optional<ReaderSlot> SlotOf(const records::Manifest& manifest, std::uint8_t audience,
                                 const records::VerifyKey& reader) {
  const auto* found = manifest.draft.FindAudience(audience);
  if (found == nullptr) return std::nullopt;
  const auto at = std::ranges::find(found->readers, reader);
  if (at == found->readers.end()) return std::nullopt;
  return ReaderSlot{static_cast<std::size_t>(at - found->readers.begin()), found->readers.size()};
}

std::vector<InboxItem> InboxOf(const audit::Campaign& campaign, const records::VerifyKey& reader,
                               Day today) {
  std::vector<InboxItem> out;
  for (const auto& batch : campaign.batches) {
    for (const auto& hash : batch.submissions) {
      const auto submission =
          records::SignedSubmission::Decode(campaign.submissions.at(hash).signed_submission);
      if (!submission.ok() || submission->body.kind != records::Kind::kOpinion ||
          !SlotOf(*campaign.manifest, submission->body.audience, reader).has_value()) {
        continue;
      }
      InboxItem item;
      item.submission_hash = hash;
      item.batch_index = batch.index;
      item.sealed = batch.day;
      item.audience = submission->body.audience;
      item.withheld = batch.seal.withheld;
      item.erased = campaign.submissions.at(hash).tombstone.has_value();
      item.answer = LatestAnswer(campaign, hash);
      item.overdue = !item.withheld && !item.erased && item.answer == nullptr &&
                     today > batch.day + campaign.manifest->draft.clocks.answer;
      out.push_back(item);
    }
  }
  return out;
}

}  // namespace candor::services::leader
