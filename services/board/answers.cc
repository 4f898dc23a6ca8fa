#include "services/board/answers.h"

#include <algorithm>

#include "audit/acts.h"
#include "base/status.h"
#include "base/text.h"

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

// A single text: sealed, readable, and addressed to somebody for whom the leader speaks.
absl::Status CheckAnswersText(const audit::Campaign& campaign, const records::VerifyKey& leader,
                              const records::Hash& target) {
  const auto sealed = campaign.submissions.find(target);
  if (sealed == campaign.submissions.end()) {
    return absl::NotFoundError("no sealed opinion or theme of this campaign has that hash");
  }
  if (IsWithheld(campaign, target)) {
    return absl::FailedPreconditionError(
        "this opinion was withheld: too few spoke, and nobody has read it");
  }
  CANDOR_ASSIGN_OR_RETURN(const auto decoded,
                          records::SignedSubmission::Decode(sealed->second.signed_submission));
  if (!audit::IsAddressedTo(campaign.manifest->draft, decoded.body.audience, leader)) {
    return absl::PermissionDeniedError(
        "this opinion is addressed to an audience you do not belong to");
  }
  return absl::OkStatus();
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

absl::StatusOr<records::Act> OpenAct(const records::PostActCall& call, const records::VerifyKey& caller) {
  if (call.act.signer != caller) {
    return absl::PermissionDeniedError("an act is posted by the person who signed it");
  }
  CANDOR_RETURN_IF_ERROR(call.act.Verify(crypto::Label::kAct));
  CANDOR_ASSIGN_OR_RETURN(auto act, records::Act::Decode(call.act.body));
  const auto commitment = act.ContentCommitment();
  if (!commitment.has_value()) {
    if (call.content.empty() && call.content_salt == records::Salt{}) return act;
    return absl::InvalidArgumentError("a text beside an act that has none");
  }
  if (records::ContentCommitment(call.content_salt, call.content) != *commitment) {
    return absl::InvalidArgumentError("the text is not the one that was signed");
  }
  return act;
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
  const records::Draft& draft = campaign.manifest->draft;
  if (!audit::ActsAsReader(draft, leader)) {
    return absl::PermissionDeniedError(
        "you are no reader of this campaign, so you cannot answer in it");
  }
  if (!campaign.acts.themes.contains(answer.target)) {
    CANDOR_RETURN_IF_ERROR(CheckAnswersText(campaign, leader, answer.target));
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
