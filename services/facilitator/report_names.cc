#include "services/facilitator/report_names.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/text.h"

namespace candor::services::facilitator {

using texts::Say;
using texts::Text;

std::string ReportNames::OfPerson(const records::VerifyKey& key) const {
  const auto& draft = campaign_.manifest->draft;
  for (const auto* people : {&draft.readers, &draft.sponsors, &draft.facilitators, &draft.operators}) {
    const auto at = std::ranges::find(*people, key, &records::Named::key);
    if (at != people->end()) return at->name;
  }
  const auto actor = board_.actors().find(key);
  if (actor != board_.actors().end() && !actor->second.name.empty()) return actor->second.name;
  return HexEncode(key.bytes).substr(0, 16);
}

std::string ReportNames::OfTheme(const crypto::Hash& theme) const {
  const auto& revisions = campaign_.acts.themes.at(theme).revisions;
  const auto& note = campaign_.acts.all[revisions.back()].note;
  return note.has_value() && !note->title.empty() ? note->title : Say(language_, Text::kUntitledTheme);
}

std::string ReportNames::OfAction(const crypto::Hash& action) const {
  const auto& note = campaign_.acts.all[campaign_.acts.actions.at(action).action].note;
  return note.has_value() && !note->title.empty() ? note->title : Say(language_, Text::kUntitledAction);
}

std::string ReportNames::OfThing(const crypto::Hash& target) const {
  if (campaign_.acts.themes.contains(target)) return OfTheme(target);
  const auto at = campaign_.submissions.find(target);
  bool contribution = false;
  if (at != campaign_.submissions.end()) {
    const auto decoded = records::SignedSubmission::Decode(at->second.signed_submission);
    contribution = decoded.ok() && decoded->body.kind == records::Kind::kContribution;
  }
  const texts::PlainText name = contribution ? texts::PlainText(Text::kAContribution) : texts::PlainText(Text::kAnOpinion);
  return Cat(Say(language_, name), " ", HexEncode(target).substr(0, 8));
}

std::string ReportNames::OfReason(std::uint8_t reason) const {
  const auto& reasons = campaign_.manifest->draft.moderation_reasons;
  return reason < reasons.size() ? reasons[reason] : std::to_string(reason);
}

std::string ReportNames::TextOf(const crypto::Hash& published) const {
  const audit::PublishedState& state = campaign_.acts.published.at(published);
  if (state.hidden) {
    const auto& hide = std::get<records::Hide>(campaign_.acts.all[state.hides.back()].act.body);
    return Say(language_, Text::kHiddenBecause, OfReason(hide.reason));
  }
  const auto& content = campaign_.acts.all[state.publish].published;
  return content.has_value() ? content->text : Say(language_, Text::kTextGone);
}

texts::PlainText ReportNames::Of(records::AnswerStatus status) const {
  switch (status) {
    case records::AnswerStatus::kPlanned: return Text::kStatusPlanned;
    case records::AnswerStatus::kUnderWay: return Text::kStatusUnderWay;
    case records::AnswerStatus::kDone: return Text::kStatusDone;
    case records::AnswerStatus::kNotNow: return Text::kStatusNotNow;
    case records::AnswerStatus::kDeclined: return Text::kStatusDeclined;
    case records::AnswerStatus::kAnswered: return Text::kStatusAnswered;
  }
  return Text::kStatusAnswered;
}

texts::PlainText ReportNames::Of(records::Verdict verdict) const {
  switch (verdict) {
    case records::Verdict::kAdopted: return Text::kVerdictAdopted;
    case records::Verdict::kInPart: return Text::kVerdictInPart;
    case records::Verdict::kStudied: return Text::kVerdictStudied;
    case records::Verdict::kRejected: return Text::kVerdictRejected;
  }
  return Text::kVerdictStudied;
}

texts::PlainText ReportNames::Of(records::Outcome outcome) const {
  switch (outcome) {
    case records::Outcome::kDone: return Text::kStatusDone;
    case records::Outcome::kInPart: return Text::kOutcomeInPart;
    case records::Outcome::kMoved: return Text::kOutcomeMoved;
    case records::Outcome::kDropped: return Text::kOutcomeDropped;
  }
  return Text::kOutcomeOpen;
}

texts::PlainText ReportNames::Of(records::Form form) const {
  switch (form) {
    case records::Form::kParaphrase: return Text::kFormParaphrase;
    case records::Form::kHeadline: return Text::kFormHeadline;
    case records::Form::kVerbatim: return Text::kFormVerbatim;
  }
  return Text::kFormParaphrase;
}

texts::PlainText ReportNames::OutcomeOf(const audit::ActionState& action) const {
  if (action.outcomes.empty()) return Text::kOutcomeOpen;
  const auto& act = campaign_.acts.all[action.outcomes.back()];
  return Of(std::get<records::ActionOutcome>(act.act.body).outcome);
}

}  // namespace candor::services::facilitator
