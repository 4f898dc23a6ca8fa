#include "services/leader/inbox.h"

#include <algorithm>

#include "audit/overdue.h"

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

bool InboxItem::Waits() const {
  if (withheld || erased) return false;
  if (kind == records::Kind::kAppeal) return !ruled;
  const bool speaks = kind == records::Kind::kOpinion || kind == records::Kind::kContribution;
  return speaks && answer == nullptr && !answered_by_theme;
}

std::vector<InboxItem> InboxOf(const audit::Campaign& campaign, const records::VerifyKey& reader,
                               Day today) {
  std::vector<InboxItem> out;
  for (const auto& batch : campaign.batches) {
    for (const auto& hash : batch.submissions) {
      const auto& sealed = campaign.submissions.at(hash);
      const auto submission = records::SignedSubmission::Decode(sealed.signed_submission);
      if (!submission.ok() || !records::HasEnvelope(submission->body.kind) ||
          !SlotOf(*campaign.manifest, submission->body.audience, reader).has_value()) {
        continue;
      }
      const records::SubmissionBody& body = submission->body;
      InboxItem item;
      item.submission_hash = hash;
      item.kind = body.kind;
      item.quote = body.quote;
      item.target = body.target;
      const auto thread = campaign.threads.find(body.thread_key);
      item.first = thread == campaign.threads.end() ? hash : thread->second.first;
      item.batch_index = batch.index;
      item.sealed = batch.day;
      item.audience = body.audience;
      item.withheld = batch.seal.withheld;
      item.erased = sealed.tombstone.has_value();
      item.answer = LatestAnswer(campaign, hash);
      item.answered_by_theme = audit::FirstAnsweredByTheme(campaign, hash).has_value();
      item.acknowledged = campaign.acts.acknowledgements.contains(hash);
      const auto appeal = campaign.acts.appeals.find(hash);
      item.ruled = appeal != campaign.acts.appeals.end() && appeal->second.ruling.has_value();
      const auto ran_out = [&](Day clock) {
        return item.kind == records::Kind::kOpinion && item.Waits() && clock > 0 && today > batch.day + clock;
      };
      item.overdue = ran_out(campaign.manifest->draft.clocks.answer);
      item.word_overdue = !item.acknowledged && ran_out(campaign.manifest->draft.clocks.acknowledge);
      out.push_back(item);
    }
  }
  return out;
}

}  // namespace candor::services::leader
