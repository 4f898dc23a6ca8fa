#include "services/board/answers.h"

#include "base/status.h"

namespace candor::services::board {

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

}  // namespace candor::services::board
