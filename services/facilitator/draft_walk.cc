#include "services/facilitator/draft_walk.h"

#include <algorithm>

#include "base/harmless_text.h"
#include "base/text.h"

namespace candor::services::facilitator {
namespace {

using texts::Say;
using texts::Text;

constexpr std::string_view kDelegates = "delegates";
// Before the reader's name: no id of a question holds a blank.
constexpr std::string_view kDelegateOf = "delegate of ";

bool Contains(const std::vector<std::string>& list, std::string_view value) {
  return std::ranges::find(list, value) != list.end();
}

}  // namespace

DraftWalk::DraftWalk(const DraftSituation& situation, const DraftAnswers& earlier)
    : situation_(situation), earlier_(earlier) {
  const auto at = earlier_.find(kDelegates);
  if (at != earlier_.end()) {
    const std::vector<std::string> pairs = std::move(at->second);
    earlier_.erase(at);
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
      earlier_.insert_or_assign(Cat(kDelegateOf, pairs[i]), std::vector{pairs[i + 1]});
    }
  }
  Look();
}

std::string DraftWalk::IdOf(const Step& step) {
  return step.reader.empty() ? std::string(step.question->id) : Cat(kDelegateOf, step.reader);
}

DraftAnswers DraftWalk::Joined(const DraftAnswers& parted) {
  DraftAnswers out;
  for (const auto& [id, answer] : parted) {
    if (!id.starts_with(kDelegateOf)) {
      out.emplace(id, answer);
    } else if (!answer.empty()) {
      auto& pairs = out[std::string(kDelegates)];
      pairs.push_back(id.substr(kDelegateOf.size()));
      pairs.push_back(answer.front());
    }
  }
  return out;
}

// What is asked before here does not depend on what is answered after it, so that places stay as they are.
void DraftWalk::Look() {
  std::vector<Step> steps;
  for (const DraftQuestion& question : DraftQuestions()) {
    if (IsLeftOut(question, given_, situation_)) continue;
    if (question.kind != AnswerKind::kDelegates) {
      steps.push_back({&question, ""});
      continue;
    }
    for (const auto& reader : CandidatesFor(question, given_, situation_)) steps.push_back({&question, reader});
  }
  about_ = steps.size();
  here_ = position_ < steps.size() ? std::optional(steps[position_]) : std::nullopt;
}

std::vector<std::string> DraftWalk::Candidates() const {
  auto out = CandidatesFor(*here_->question, given_, situation_);
  if (!here_->reader.empty()) std::erase(out, here_->reader);
  return out;
}

std::optional<std::string> DraftWalk::WhyNotHere(const std::vector<std::string>& answer) const {
  if (here_->reader.empty()) return WhyNot(*here_->question, answer, given_, situation_);
  if (answer.empty()) return std::nullopt;
  if (!Contains(Candidates(), answer.front())) {
    return Say(situation_.language, Text::kDraftNobody, HarmlessLine(answer.front()));
  }
  if (answer.size() > 1) return Say(situation_.language, Text::kDraftMany, 1);
  return std::nullopt;
}

std::vector<std::string> DraftWalk::Offer() const {
  const auto at = earlier_.find(IdOf(*here_));
  if (at != earlier_.end() && !WhyNotHere(at->second).has_value()) return at->second;
  return here_->reader.empty() ? ProposalFor(*here_->question, given_, situation_) : std::vector<std::string>{};
}

std::optional<std::string> DraftWalk::Give(const std::vector<std::string>& answer) {
  if (auto why = WhyNotHere(answer)) return why;
  given_.insert_or_assign(IdOf(*here_), answer);
  ++position_;
  Look();
  return std::nullopt;
}

bool DraftWalk::Back() {
  if (position_ == 0) return false;
  --position_;
  Look();
  auto answer = given_.extract(IdOf(*here_));
  earlier_.insert_or_assign(answer.key(), std::move(answer.mapped()));
  // How many there will be may have hung on that answer.
  Look();
  return true;
}

DraftAnswers DraftWalk::all() const {
  DraftAnswers out = earlier_;
  for (const auto& [id, answer] : given_) out.insert_or_assign(id, answer);
  return Joined(out);
}

}  // namespace candor::services::facilitator
