#include "services/board/answers.h"

#include <algorithm>

#include "base/status.h"
#include "base/text.h"
#include "services/board/reading.h"

namespace candor::services::board {
namespace {

bool IsWithheld(const audit::Campaign& campaign, const records::Hash& submission) {
  return std::ranges::any_of(campaign.batches, [&](const audit::Batch& batch) {
    return batch.seal.withheld &&
           std::ranges::find(batch.submissions, submission) != batch.submissions.end();
  });
}

std::size_t RevisionsOf(const audit::Campaign& campaign, const records::Hash& target) {
  const auto at = campaign.answers.find(target);
  return at == campaign.answers.end() ? 0 : at->second.size();
}

}  // namespace

absl::StatusOr<records::Answer> OpenAnswer(const records::PostAnswerCall& call,
                                           const records::VerifyKey& caller) {
  if (call.answer.signer != caller) {
    return absl::PermissionDeniedError("an answer is posted by the leader who signed it");
  }
  CANDOR_RETURN_IF_ERROR(call.answer.Verify(crypto::Label::kAnswer));
  CANDOR_ASSIGN_OR_RETURN(const auto answer, records::Answer::Decode(call.answer.body));
  if (records::ContentCommitment(call.content_salt, call.content.Encode()) != answer.content) {
    return absl::InvalidArgumentError("the answer's text is not the one that was signed");
  }
  return answer;
}

std::optional<std::uint64_t> FindAnswer(const audit::Campaign& campaign,
                                        const records::VerifyKey& leader,
                                        const records::Answer& answer) {
  const auto at = campaign.answers.find(answer.target);
  if (at == campaign.answers.end() || answer.revision >= at->second.size()) return std::nullopt;
  const audit::PublicAnswer& there = at->second[answer.revision];
  if (there.leader != leader || there.answer != answer) return std::nullopt;
  return there.index;
}

absl::Status CheckAnswer(const audit::Campaign& campaign, const records::VerifyKey& leader,
                         const records::Answer& answer) {
  if (campaign.manifest->draft.FindReader(leader) == nullptr) {
    return absl::PermissionDeniedError(
        "you are no reader of this campaign, so you cannot answer in it");
  }
  const auto target = campaign.submissions.find(answer.target);
  if (target == campaign.submissions.end()) {
    return absl::NotFoundError("no sealed opinion of this campaign has that hash");
  }
  if (IsWithheld(campaign, answer.target)) {
    return absl::FailedPreconditionError(
        "this opinion was withheld: too few spoke, and nobody has read it");
  }
  if (!MayRead(campaign.manifest->draft, leader, target->second.signed_submission)) {
    return absl::PermissionDeniedError(
        "this opinion is addressed to an audience you do not belong to");
  }
  const std::size_t next = RevisionsOf(campaign, answer.target);
  if (answer.revision != next) {
    return absl::FailedPreconditionError(
        Cat("the next revision of the answer to this opinion is number ", next,
            "; somebody may have answered meanwhile: sync and look"));
  }
  return absl::OkStatus();
}

}  // namespace candor::services::board
