#include "services/facilitator/draft_questions.h"

#include <algorithm>
#include <charconv>

#include "base/date.h"
#include "base/harmless_text.h"
#include "base/text.h"
#include "crypto/codec.h"
#include "records/draft.h"
#include "records/exchanges.h"

namespace candor::services::facilitator {
namespace {

using records::Role;
using texts::Say;
using texts::Text;

using K = AnswerKind;

// Days from the one before it, as proposed; of issuance from today.
constexpr std::string_view kDays[] = {"issuance_opens", "speaking_opens",    "speaking_closes",  "converge_ends",
                                      "answers_due",    "conversation_ends", "retention_ends"};
constexpr Day kProposedDays[] = {1, 1, 3, 7, 7, 14, 180};

// Of records/schedule.cc: from the first day of speaking to the last of retention; and of grace.
constexpr Day kLongestDraft = 3660;
constexpr Day kLongestGrace = 60;

// Lengths and counts are those of records/draft.cc; a test compares them, and the days with those above.
const DraftQuestion kQuestions[] = {
    {"", "kind", "kind", K::kChoice, true, 0, 0, 1, Text::kAskKind, Text::kMeansKind},
    {"", "question", "question", K::kLine, true, 0, 1000, 1, Text::kAskQuestion, Text::kMeansQuestion},
    {"", "background", "background", K::kText, false, 0, 16000, 1, Text::kAskBackground, Text::kMeansBackground},
    {"", "sub_questions", "sub_questions", K::kLines, false, 0, 600, 7, Text::kAskSubQuestions, Text::kMeansSubQuestions},
    {"", "out_of_scope", "out_of_scope", K::kText, false, 0, 4000, 1, Text::kAskOutOfScope, Text::kMeansOutOfScope},
    {"programme", "name", "programme", K::kLine, true, 0, 255, 1, Text::kAskProgramme, Text::kMeansProgramme},
    {"programme", "owner", "owner", K::kLine, true, 0, 255, 1, Text::kAskOwner, Text::kMeansOwner},
    {"", "sponsors", "sponsors", K::kPeople, true, 0, 100, 4, Text::kAskSponsors, Text::kMeansSponsors},
    {"", "facilitators", "facilitators", K::kPeople, true, 0, 100, 8, Text::kAskFacilitators, Text::kMeansFacilitators},
    {"", "readers", "readers", K::kPeople, true, 0, 100, 64, Text::kAskReaders, Text::kMeansReaders},
    {"", "operators", "operators", K::kPeople, true, 0, 100, 8, Text::kAskOperators, Text::kMeansOperators},
    {"[audiences]", "name", "audience", K::kLine, true, 0, 100, 1, Text::kAskAudience, Text::kMeansAudience},
    {"[audiences]", "name", "second_audience", K::kLine, false, 0, 100, 1, Text::kAskSecondAudience, Text::kMeansSecondAudience},
    {"[audiences]", "readers", "second_readers", K::kPeople, true, 0, 100, 64, Text::kAskSecondReaders, Text::kMeansSecondReaders},
    {"[delegates]", "delegate", "delegates", K::kDelegates, false, 0, 100, 128, Text::kMeansDelegates, Text::kMeansDelegates},
    {"appeal_panel", "name", "panel", K::kLine, false, 0, 100, 1, Text::kAskPanel, Text::kMeansPanel},
    {"appeal_panel", "readers", "panel_readers", K::kPeople, true, 0, 100, 64, Text::kAskPanelReaders, Text::kMeansPanelReaders},
    {"phases", "issuance_opens", "issuance_opens", K::kDay, true, 0, 0, 1, Text::kAskIssuanceOpens, Text::kMeansIssuanceOpens},
    {"phases", "speaking_opens", "speaking_opens", K::kDay, true, 0, 0, 1, Text::kAskSpeakingOpens, Text::kMeansSpeakingOpens},
    {"phases", "speaking_closes", "speaking_closes", K::kDay, true, 0, 0, 1, Text::kAskSpeakingCloses, Text::kMeansSpeakingCloses},
    {"phases", "grace_days", "grace_days", K::kNumber, true, 0, 60, 1, Text::kAskGraceDays, Text::kMeansGraceDays},
    {"phases", "converge_ends", "converge_ends", K::kDay, true, 0, 0, 1, Text::kAskConvergeEnds, Text::kMeansConvergeEnds},
    {"phases", "answers_due", "answers_due", K::kDay, true, 0, 0, 1, Text::kAskAnswersDue, Text::kMeansAnswersDue},
    {"programme", "decision_body", "decision_body", K::kLine, true, 0, 255, 1, Text::kAskDecisionBody, Text::kMeansDecisionBody},
    {"programme", "decision_day", "decision_day", K::kDay, true, 0, 0, 1, Text::kAskDecisionDay, Text::kMeansDecisionDay},
    {"", "what_happens", "what_happens", K::kText, true, 0, 4000, 1, Text::kAskWhatHappens, Text::kMeansWhatHappens},
    {"", "what_happens_by", "what_happens_by", K::kDay, true, 0, 0, 1, Text::kAskWhatHappensBy, Text::kMeansWhatHappensBy},
    {"phases", "conversation_ends", "conversation_ends", K::kDay, true, 0, 0, 1, Text::kAskConversationEnds, Text::kMeansConversationEnds},
    {"phases", "retention_ends", "retention_ends", K::kDay, true, 0, 0, 1, Text::kAskRetentionEnds, Text::kMeansRetentionEnds},
    {"", "slots_per_day", "slots_per_day", K::kNumber, true, 1, 24, 1, Text::kAskSlots, Text::kMeansSlots},
    {"protection", "k", "k", K::kNumber, true, 5, 1000, 1, Text::kAskK, Text::kMeansK},
    {"protection", "min_issued", "min_issued", K::kNumber, true, 10, 1'000'000, 1, Text::kAskMinIssued, Text::kMeansMinIssued},
    {"protection", "decoupling_hours", "decoupling_hours", K::kNumber, true, 1, 720, 1, Text::kAskDecoupling, Text::kMeansDecoupling},
    {"quotas", "contributions", "contributions", K::kNumber, true, 0, 20, 1, Text::kAskContributions, Text::kMeansContributions},
    {"quotas", "endorsements", "endorsements", K::kNumber, true, 0, 50, 1, Text::kAskEndorsements, Text::kMeansEndorsements},
    {"quotas", "follow_ups", "follow_ups", K::kNumber, true, 0, 100, 1, Text::kAskFollowUps, Text::kMeansFollowUps},
    {"", "moderation_reasons", "moderation_reasons", K::kLines, false, 0, 255, 16, Text::kAskReasons, Text::kMeansReasons},
    {"", "help_contacts", "help_contacts", K::kLines, false, 0, 500, 16, Text::kAskHelp, Text::kMeansHelp},
    {"", "pledge", "pledge", K::kText, true, 0, 4000, 1, Text::kAskPledge, Text::kMeansPledge},
    {"clocks", "acknowledge_days", "acknowledge_days", K::kNumber, true, 1, 120, 1, Text::kAskAcknowledge, Text::kMeansAcknowledge},
    {"clocks", "answer_days", "answer_days", K::kNumber, true, 1, 120, 1, Text::kAskAnswerDays, Text::kMeansAnswerDays},
    {"clocks", "pledge_renewal_days", "pledge_renewal_days", K::kNumber, true, 1, 120, 1, Text::kAskPledgeDays, Text::kMeansPledgeDays},
    {"clocks", "publish_days", "publish_days", K::kNumber, true, 1, 120, 1, Text::kAskPublishDays, Text::kMeansPublishDays},
};

const std::vector<std::string>& Given(const DraftAnswers& answers, std::string_view id) {
  static const std::vector<std::string> kNothing;
  const auto at = answers.find(id);
  return at == answers.end() ? kNothing : at->second;
}

std::optional<Day> DayGiven(const DraftAnswers& answers, std::string_view id) {
  const auto& given = Given(answers, id);
  return given.empty() ? std::nullopt : ParseDay(given.front());
}

std::optional<std::int64_t> ParseNumber(std::string_view text) {
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return out;
}

std::int64_t NumberGiven(const DraftAnswers& answers, std::string_view id, std::int64_t fallback) {
  const auto& given = Given(answers, id);
  return given.empty() ? fallback : ParseNumber(given.front()).value_or(fallback);
}

bool Contains(const std::vector<std::string>& list, std::string_view value) {
  return std::ranges::find(list, value) != list.end();
}

std::optional<Role> RoleAsked(std::string_view id) {
  if (id == "sponsors") return Role::kSponsor;
  if (id == "facilitators") return Role::kFacilitator;
  if (id == "operators") return Role::kOperator;
  if (id == "readers" || id == "panel_readers") return Role::kReader;
  return std::nullopt;
}

std::vector<std::string> NamesOf(const audit::BoardView& board, Role role) {
  std::vector<std::string> out;
  std::vector<std::string> twice;
  for (const auto& [key, actor] : board.actors()) {
    if (!actor.roles.contains(role)) continue;
    (Contains(out, actor.name) ? twice : out).push_back(actor.name);
  }
  // A name of two people names nobody.
  std::erase_if(out, [&](const std::string& name) { return Contains(twice, name); });
  std::ranges::sort(out);
  return out;
}

// The earliest day for a question about one: after, or not before, the phase that precedes it; nothing can be promised
// for a day that is over, or for one on which nobody has spoken yet.
Day EarliestFor(std::string_view id, const DraftAnswers& answers, Day today) {
  const auto at = [&](std::string_view phase) { return DayGiven(answers, phase).value_or(today); };
  if (id == "speaking_opens") return at("issuance_opens");
  if (id == "speaking_closes") return at("speaking_opens") + 1;
  if (id == "converge_ends" || id == "decision_day" || id == "what_happens_by") return at("speaking_closes");
  if (id == "answers_due") return at("converge_ends");
  // A grace is over before the conversation ends (records/schedule.h).
  if (id == "conversation_ends") {
    const auto grace = static_cast<Day>(NumberGiven(answers, "grace_days", 0));
    return grace == 0 ? at("answers_due") : std::max(at("answers_due"), at("speaking_closes") + grace + 1);
  }
  if (id == "retention_ends") return at("conversation_ends") + 1;
  return today;
}

// The latest one: so that every later phase, and the longest grace, still has a day before the span of a jam ends.
Day LatestFor(std::string_view id, const DraftAnswers& answers, Day today) {
  if (id == "issuance_opens" || id == "speaking_opens") return today + kLongestDraft;
  const Day last = DayGiven(answers, "speaking_opens").value_or(today) + kLongestDraft;
  if (id == "speaking_closes") return last - kLongestGrace - 2;
  if (id == "converge_ends" || id == "answers_due" || id == "conversation_ends") return last - 1;
  return last;
}

std::vector<std::string> ProposedDay(std::string_view id, const DraftAnswers& answers, Day today) {
  const Day earliest = EarliestFor(id, answers, today);
  const Day latest = LatestFor(id, answers, today);
  const auto between = [&](Day day) {
    return std::vector<std::string>{FormatDay(std::min(std::max(day, earliest), latest))};
  };
  if (id == "decision_day") return between(DayGiven(answers, "answers_due").value_or(today) + 7);
  if (id == "what_happens_by") return between(DayGiven(answers, "decision_day").value_or(today));
  const auto at = static_cast<std::size_t>(std::ranges::find(kDays, id) - std::begin(kDays));
  const Day before = at == 0 ? today : DayGiven(answers, kDays[at - 1]).value_or(today);
  return between(before + kProposedDays[at]);
}

// How many people are invited: with fewer than have to draw nobody could ever speak.
std::int64_t Invited(const DraftSituation& situation) {
  return situation.board.rosters().empty() ? 0 : std::int64_t{situation.board.rosters().back().record.size};
}

std::int64_t ProposedNumber(std::string_view id, const DraftAnswers& answers, const DraftSituation& situation) {
  constexpr std::pair<std::string_view, std::int64_t> kProposed[] = {
      {"grace_days", 2},     {"slots_per_day", 4}, {"k", 5},           {"decoupling_hours", 12},
      {"contributions", 3},  {"endorsements", 5},  {"follow_ups", 10}, {"acknowledge_days", 2},
      {"answer_days", 14},   {"pledge_renewal_days", 1}, {"publish_days", 3}};
  if (id == "min_issued") {
    const std::int64_t usual = records::DefaultMinIssued(static_cast<std::uint16_t>(NumberGiven(answers, "k", 5)));
    return std::min(usual, Invited(situation));
  }
  const auto at = std::ranges::find(kProposed, id, &std::pair<std::string_view, std::int64_t>::first);
  return at == std::end(kProposed) ? 0 : at->second;
}

bool IsHarmless(std::string_view text) {
  return crypto::IsUtf8(AsBytes(text)) && HarmlessText(text, DirectionMarks::kKeep) == text;
}

// Numbers that have to fit the roster say so.
std::string Range(const DraftQuestion& question, std::int64_t least, std::int64_t most, texts::Language language) {
  if (most == question.most) return Say(language, Text::kDraftRange, least, most);
  return question.id == "k" ? Say(language, Text::kDraftRangeK, least, most)
                            : Say(language, Text::kDraftRangeInvited, least, most);
}

std::optional<std::string> WhyNoNumber(const DraftQuestion& question, std::string_view answer,
                                       const DraftAnswers& answers, const DraftSituation& situation) {
  const texts::Language language = situation.language;
  const auto number = ParseNumber(answer);
  std::int64_t least = question.least;
  std::int64_t most = question.most;
  if (question.id == "min_issued") least = std::max<std::int64_t>(least, 2 * NumberGiven(answers, "k", 5));
  if (question.id == "min_issued") most = std::min(most, Invited(situation));
  // Twice as many have to draw.
  if (question.id == "k") most = std::min(most, Invited(situation) / 2);
  if (!number.has_value() || *number < least || *number > most) return Range(question, least, most, language);
  if (question.id != "slots_per_day") return std::nullopt;
  const bool campaign = Contains(Given(answers, "kind"), "campaign");
  const auto kind = campaign ? records::CampaignKind::kCampaign : records::CampaignKind::kJam;
  const records::SlotSchedule slots{0, static_cast<std::uint8_t>(*number)};
  if (records::CheckSlotsHideExchanges(kind, slots).ok()) return std::nullopt;
  return Say(language, Text::kDraftDivides, campaign ? records::kExchangesADay : records::kExchangesADayInAJam);
}

std::optional<std::string> WhyNoDay(const DraftQuestion& question, std::string_view answer,
                                    const DraftAnswers& answers, const DraftSituation& situation) {
  const auto day = ParseDay(answer);
  if (!day.has_value()) return Say(situation.language, Text::kDraftNoDay);
  const Day earliest = EarliestFor(question.id, answers, situation.today);
  if (*day < earliest) return Say(situation.language, Text::kDraftDayBefore, FormatDay(earliest));
  const Day latest = LatestFor(question.id, answers, situation.today);
  if (*day > latest) return Say(situation.language, Text::kDraftDayAfter, FormatDay(latest));
  return std::nullopt;
}

// The key behind a name that is one actor's alone in that role.
std::optional<records::VerifyKey> KeyOf(const audit::BoardView& board, std::string_view name, Role role) {
  for (const auto& [key, actor] : board.actors()) {
    if (actor.name == name && actor.roles.contains(role)) return key;
  }
  return std::nullopt;
}

// Whether that person's key stands under another question: it holds one role in a jam.
bool HasAnotherRole(const DraftQuestion& question, std::string_view name, const DraftAnswers& answers,
                    const DraftSituation& situation) {
  const auto role = RoleAsked(question.id);
  if (!role.has_value()) return false;
  const auto key = KeyOf(situation.board, name, *role);
  return std::ranges::any_of(kQuestions, [&](const DraftQuestion& other) {
    const auto held = RoleAsked(other.id);
    if (!held.has_value() || other.id == question.id || !key.has_value()) return false;
    return std::ranges::any_of(Given(answers, other.id), [&](const std::string& each) {
      return KeyOf(situation.board, each, *held) == key;
    });
  });
}

std::optional<std::string> WhyNobody(const DraftQuestion& question, const std::vector<std::string>& answer,
                                     const DraftAnswers& answers, const DraftSituation& situation) {
  const auto candidates = CandidatesFor(question, answers, situation);
  for (const auto& name : answer) {
    const std::string shown = HarmlessLine(name);
    if (!Contains(candidates, name)) return Say(situation.language, Text::kDraftNobody, shown);
    const bool twice = question.kind == K::kPeople && std::ranges::count(answer, name) > 1;
    if (twice || HasAnotherRole(question, name, answers, situation)) {
      return Say(situation.language, Text::kDraftTwoRoles, shown);
    }
  }
  return std::nullopt;
}

std::optional<std::string> WhyNoText(const DraftQuestion& question, std::string_view answer,
                                     texts::Language language) {
  if (!IsHarmless(answer)) return Say(language, Text::kDraftHarmful);
  if (answer.size() > static_cast<std::size_t>(question.most)) {
    return Say(language, Text::kDraftTooLong, question.most, answer.size());
  }
  return std::nullopt;
}

}  // namespace

std::span<const DraftQuestion> DraftQuestions() { return kQuestions; }

bool IsLeftOut(const DraftQuestion& question, const DraftAnswers& answers, const DraftSituation& situation) {
  if (question.id == "second_readers") return Given(answers, "second_audience").empty();
  if (question.id == "panel_readers") return Given(answers, "panel").empty();
  // One reader has nobody to stand in, and no smaller list.
  if (question.id == "delegates" || question.id == "second_audience") return Given(answers, "readers").size() < 2;
  if (question.id == "panel") {
    return NamesOf(situation.board, Role::kReader).size() <= Given(answers, "readers").size();
  }
  return false;
}

std::vector<std::string> CandidatesFor(const DraftQuestion& question, const DraftAnswers& answers,
                                       const DraftSituation& situation) {
  if (question.kind == K::kChoice) return {"jam", "campaign"};
  if (question.id == "second_readers" || question.id == "delegates") return Given(answers, "readers");
  const auto role = RoleAsked(question.id);
  if (!role.has_value()) return {};
  std::vector<std::string> out = NamesOf(situation.board, *role);
  if (question.id == "panel_readers") {
    std::erase_if(out, [&](const std::string& name) { return Contains(Given(answers, "readers"), name); });
  }
  return out;
}

std::vector<std::string> ProposalFor(const DraftQuestion& question, const DraftAnswers& answers,
                                     const DraftSituation& situation) {
  const auto say = [&](Text text) { return std::vector<std::string>{std::string(texts::FormOf(situation.language, text))}; };
  switch (question.kind) {
    case K::kChoice: return {"jam"};
    case K::kDay: return ProposedDay(question.id, answers, situation.today);
    case K::kNumber: return {std::to_string(ProposedNumber(question.id, answers, situation))};
    case K::kPeople: {
      auto candidates = CandidatesFor(question, answers, situation);
      const bool only = candidates.size() == 1 && !WhyNobody(question, candidates, answers, situation).has_value();
      return only ? candidates : std::vector<std::string>{};
    }
    case K::kLine:
    case K::kText:
    case K::kLines:
    case K::kDelegates: break;
  }
  if (question.id == "audience") return say(Text::kDraftAudience);
  if (question.id == "pledge") return say(Text::kDraftPledge);
  if (question.id == "moderation_reasons") return say(Text::kDraftReason);
  return {};
}

std::optional<std::string> WhyNot(const DraftQuestion& question, const std::vector<std::string>& answer,
                                  const DraftAnswers& answers, const DraftSituation& situation) {
  const texts::Language language = situation.language;
  if (answer.empty() || (answer.size() == 1 && answer.front().empty())) {
    if (question.required) return Say(language, Text::kDraftNeeded);
    return std::nullopt;
  }
  if (answer.size() > question.count) return Say(language, Text::kDraftMany, question.count);
  switch (question.kind) {
    case K::kChoice:
      if (answer.front() == "jam" || answer.front() == "campaign") return std::nullopt;
      return answer.front().starts_with("reporting") ? Say(language, Text::kDraftReporting)
                                                     : Say(language, Text::kDraftNumbers);
    case K::kDay: return WhyNoDay(question, answer.front(), answers, situation);
    case K::kNumber: return WhyNoNumber(question, answer.front(), answers, situation);
    case K::kPeople:
    case K::kDelegates: return WhyNobody(question, answer, answers, situation);
    case K::kLine:
    case K::kText:
    case K::kLines: break;
  }
  for (const auto& each : answer) {
    if (auto why = WhyNoText(question, each, language)) return why;
  }
  return std::nullopt;
}

}  // namespace candor::services::facilitator
