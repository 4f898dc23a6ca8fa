#include "services/facilitator/readiness.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

#include "base/date.h"
#include "base/text.h"
#include "records/exchanges.h"
#include "records/window.h"
#include "services/texts/catalogue.h"

namespace candor::services::facilitator {
namespace {

using records::Draft;
using records::Kind;
using texts::PlainText;
using texts::Text;

constexpr UnixSeconds kHour = 3600;
constexpr UnixSeconds kDay = 24 * kHour;
// A log that does not grow is not cosigned anew; an issuer's may rest for days once everybody has drawn.
constexpr UnixSeconds kFresh = kDay;
constexpr UnixSeconds kStale = 7 * kDay;
constexpr double kMinutesAnOpinion = 3;

class Checks {
 public:
  Checks(const Situation& situation, const Working& working, texts::Language language)
      : situation_(situation), draft_(situation.draft), working_(working), language_(language) {}

  std::vector<ReadinessItem> All() {
    CheckDrawn();
    CheckCrowd();
    CheckFirstText();
    CheckHands();
    CheckWitnesses();
    CheckPledges();
    CheckPanel();
    CheckFacilitators();
    CheckSlots();
    CheckExchanges();
    CheckDays();
    return std::move(items_);
  }

 private:
  void Add(std::string id, Ready ready, std::string sentence) {
    items_.push_back({std::move(id), ready, std::move(sentence)});
  }

  template <class... Values>
  std::string Say(texts::TextOf<sizeof...(Values)> text, const Values&... values) const {
    return texts::Say(language_, text, values...);
  }

  void CheckDrawn() {
    if (!situation_.drawn.has_value()) {
      return Add("drawn", Ready::kAttention,
                 Say(Text::kReadyNotOpen, draft_.min_issued, draft_.roster_size));
    }
    const std::uint32_t drawn = *situation_.drawn;
    if (drawn >= draft_.min_issued) {
      return Add("drawn", Ready::kOk, Say(Text::kReadyDrawn, drawn, draft_.roster_size, draft_.min_issued));
    }
    const bool speaking = situation_.now >= StartOf(draft_.phases.speaking_opens);
    Add("drawn", speaking ? Ready::kNotReady : Ready::kAttention,
        Say(Text::kReadyFewDrawn, drawn, draft_.roster_size, draft_.min_issued));
  }

  void CheckCrowd() {
    const std::uint32_t half = draft_.roster_size / 2;
    if (half < 2u * draft_.k) {
      return Add("crowd", Ready::kNotReady,
                 Say(Text::kReadyNoCrowd, half, 2 * draft_.k));
    }
    Add("crowd", Ready::kOk, Say(Text::kReadyCrowd, int{draft_.k}, half));
  }

  void CheckFirstText() {
    const records::SlotNumber first = FirstReadableSlot(draft_);
    const records::SlotNumber last = records::LastSlotOf(records::Kind::kOpinion, draft_.phases,
                                                         draft_.slots, records::Grace::kNotTaken);
    const std::string when = FormatMinute(draft_.slots.TimeOf(first));
    if (first >= last) {
      return Add("first text", Ready::kNotReady,
                 Say(Text::kReadyFirstTooLate, when));
    }
    Add("first text", Ready::kOk, Say(Text::kReadyFirst, when, 2 * draft_.k));
  }

  void CheckHands() {
    const auto& bundle = situation_.bundle;
    std::set<std::string> servers = {bundle.board.operator_name};
    std::set<std::string> issuers;
    for (const auto& issuer : bundle.issuers) issuers.insert(issuer.operator_name);
    servers.insert(issuers.begin(), issuers.end());
    bool apart = issuers.size() == bundle.issuers.size();
    for (const auto& relay : bundle.relays) apart = apart && !servers.contains(relay.operator_name);
    const std::string who = Say(Text::kReadyWho, bundle.board.operator_name, Joined(issuers), Relays());
    if (apart) return Add("hands", Ready::kOk, Say(Text::kReadyApart, who));
    Add("hands", bundle.trial ? Ready::kAttention : Ready::kNotReady,
        bundle.trial ? Say(Text::kReadyTrialNotApart, who) : Say(Text::kReadyNotApart, who));
  }

  std::string Relays() const {
    std::set<std::string> names;
    for (const auto& relay : situation_.bundle.relays) names.insert(relay.operator_name);
    return Joined(names);
  }
  static std::string Joined(const std::set<std::string>& names) {
    std::string out;
    for (const auto& name : names) out += Cat(out.empty() ? "" : ", ", name);
    return out;
  }

  void CheckWitnesses() {
    std::string stale;
    Ready ready = Ready::kOk;
    for (const auto& [origin, age] : situation_.cosigned) {
      if (age.has_value() && *age <= kFresh) continue;
      stale += Cat(stale.empty() ? "" : ", ", origin);
      ready = std::max(ready, age.has_value() && *age <= kStale ? Ready::kAttention : Ready::kNotReady);
    }
    if (stale.empty()) {
      return Add("witnesses", Ready::kOk, Say(Text::kReadyWitnesses));
    }
    Add("witnesses", ready,
        Say(Text::kReadyNoWitnesses, stale));
  }

  void CheckPledges() {
    const std::size_t people = draft_.readers.size() + draft_.facilitators.size() + draft_.operators.size();
    const Day clock = draft_.clocks.pledge_renewal;
    const Day speaking = draft_.phases.speaking_closes - draft_.phases.speaking_opens;
    if (clock > 0 && clock > speaking) {
      return Add("pledges", Ready::kAttention,
                 Say(Text::kReadyPledgesRare, people));
    }
    Add("pledges", Ready::kOk,
        clock == 0 ? Say(Text::kReadyPledges, people) : Say(Text::kReadyPledgesRenewed, people, clock));
  }

  void CheckPanel() {
    if (draft_.FindAudience(records::kAppealPanel) != nullptr) {
      return Add("appeals", Ready::kOk, Say(Text::kReadyPanel));
    }
    Add("appeals", Ready::kAttention, Say(Text::kReadyNoPanel));
  }

  void CheckFacilitators() {
    const std::uint32_t opinions = draft_.roster_size / 2;
    const double hours = opinions * kMinutesAnOpinion / 60;
    const auto needed = static_cast<int>(std::ceil(hours));
    if (working_.facilitator_hours <= 0) {
      return Add("facilitators", Ready::kAttention,
                 Say(Text::kReadyHoursUnsaid, needed, opinions));
    }
    const bool enough = working_.facilitator_hours >= hours;
    const auto have = static_cast<int>(working_.facilitator_hours);
    Add("facilitators", enough ? Ready::kOk : Ready::kNotReady,
        enough ? Say(Text::kReadyHours, needed, opinions, have) : Say(Text::kReadyFewHours, needed, opinions, have));
  }

  void CheckSlots() {
    int within = 0;
    for (int slot = 0; slot < draft_.slots.slots_per_day; ++slot) {
      const int hour = slot * 24 / draft_.slots.slots_per_day;
      if (hour >= working_.from && hour < working_.to) ++within;
    }
    if (within > 0) {
      return Add("slots", Ready::kOk, Say(Text::kReadySlots, within, int{draft_.slots.slots_per_day}));
    }
    Add("slots", Ready::kAttention,
        Say(Text::kReadyNoSlots, working_.from, working_.to));
  }

  // Each exchange carries one message: what a member may say has to fit.
  void CheckExchanges() {
    const int a_day = draft_.kind == records::CampaignKind::kJam ? records::kExchangesADayInAJam : records::kExchangesADay;
    const auto fits = [&](Kind kind) {
      const records::KindWindow window = records::WindowOf(kind, draft_.phases, records::Grace::kNotTaken);
      return static_cast<int>(window.closes - window.opens) * a_day;
    };
    const int spoken = 1 + draft_.quotas.contributions;
    const int all = spoken + draft_.quotas.endorsements;
    if (spoken > fits(Kind::kOpinion) || all > fits(Kind::kEndorsement)) {
      return Add("exchanges", Ready::kNotReady,
                 Say(Text::kReadyExchangesFew, a_day, spoken, int{draft_.quotas.endorsements}));
    }
    Add("exchanges", Ready::kOk, Say(Text::kReadyExchanges, int{draft_.quotas.contributions}, int{draft_.quotas.endorsements}, a_day));
  }

  void CheckDays() {
    const auto& phases = draft_.phases;
    const Day extended = records::SpeakingCloses(phases, records::Grace::kTaken);
    if (phases.grace_days > 0 && extended > std::min(phases.converge_ends, phases.answers_due)) {
      return Add("days", Ready::kAttention,
                 Say(Text::kReadyGraceLate, FormatDay(extended), FormatDay(phases.converge_ends),
                     FormatDay(phases.answers_due)));
    }
    if (draft_.programme.decision_day < phases.answers_due) {
      return Add("days", Ready::kAttention,
                 Say(Text::kReadyDecisionEarly, FormatDay(draft_.programme.decision_day), FormatDay(phases.answers_due)));
    }
    if (draft_.programme.decision_day >= phases.retention_ends) {
      return Add("days", Ready::kNotReady, Say(Text::kReadyDecisionLate));
    }
    Add("days", Ready::kOk, Say(Text::kReadyDays, FormatDay(phases.answers_due), FormatDay(draft_.programme.decision_day)));
  }

  const Situation& situation_;
  const Draft& draft_;
  const Working& working_;
  const texts::Language language_;
  std::vector<ReadinessItem> items_;
};

}  // namespace

std::string_view NameOf(Ready ready) {
  switch (ready) {
    case Ready::kOk: return "ok";
    case Ready::kAttention: return "attention";
    case Ready::kNotReady: return "not ready";
  }
  return "";
}

std::string NameOf(const ReadinessItem& item, texts::Language language) {
  struct Name {
    std::string_view id;
    texts::PlainText text;
  };
  static constexpr Name kNames[] = {
      {"drawn", Text::kFigureDrawn},            {"crowd", Text::kReadyNameCrowd},
      {"first text", Text::kReadyNameFirstText}, {"hands", Text::kReadyNameHands},
      {"witnesses", Text::kReadyNameWitnesses}, {"pledges", Text::kReadyNamePledges},
      {"appeals", Text::kReadyNameAppeals},     {"facilitators", Text::kRunFacilitators},
      {"slots", Text::kReadyNameSlots},         {"exchanges", Text::kReadyNameExchanges},
      {"days", Text::kReadyNameDays}};
  const auto* const at = std::ranges::find(kNames, item.id, &Name::id);
  return at == std::end(kNames) ? item.id : texts::Say(language, at->text);
}

std::string NameOf(Ready ready, texts::Language language) {
  switch (ready) {
    case Ready::kOk: return Say(language, Text::kReadyOk);
    case Ready::kAttention: return Say(language, Text::kReadyAttention);
    case Ready::kNotReady: return Say(language, Text::kReadyNot);
  }
  return "";
}

std::vector<ReadinessItem> CheckReadiness(const Situation& situation, const Working& working, texts::Language language) {
  return Checks(situation, working, language).All();
}

Ready WorstOf(const std::vector<ReadinessItem>& items) {
  Ready worst = Ready::kOk;
  for (const auto& item : items) worst = std::max(worst, item.ready);
  return worst;
}

records::SlotNumber FirstReadableSlot(const Draft& draft) {
  const UnixSeconds opens = StartOf(draft.phases.speaking_opens);
  const UnixSeconds rested = StartOf(draft.phases.issuance_opens) + draft.decoupling_hours * kHour;
  // A text leaves with the first exchange after, and a slot seals what came before it.
  return draft.slots.FirstAtOrAfter(std::max(opens, rested) + 1);
}

std::vector<RunBookLine> RunBookOf(const Draft& draft, texts::Language language) {
  std::vector<RunBookLine> out;
  const auto add = [&](UnixSeconds when, PlainText who, std::string what) {
    out.push_back({when, Say(language, who), std::move(what)});
  };
  const auto at = [&](Day day, PlainText who, PlainText what) { add(StartOf(day), who, Say(language, what)); };
  const auto& phases = draft.phases;
  const UnixSeconds first_readable = draft.slots.TimeOf(FirstReadableSlot(draft));
  bool explained = false;  // what to do with new texts, once
  at(phases.issuance_opens, Text::kRunMembers, Text::kRunDraw);
  at(phases.speaking_opens, Text::kRunMembers, Text::kRunSpeak);
  for (Day day = phases.speaking_opens; day < phases.speaking_closes; ++day) {
    if (draft.clocks.pledge_renewal > 0 && (day - phases.speaking_opens) % draft.clocks.pledge_renewal == 0) {
      add(StartOf(day) + 8 * kHour, Text::kRunPledged, Say(language, Text::kRunPledge));
    }
    for (int slot = 0; slot < draft.slots.slots_per_day; ++slot) {
      const UnixSeconds when = StartOf(day) + slot * (kDay / draft.slots.slots_per_day);
      if (when < first_readable) continue;
      add(when, Text::kRunReaders, explained ? Say(language, Text::kRunTextsAgain) : Say(language, Text::kRunTexts));
      explained = true;
    }
  }
  if (phases.grace_days > 0) {
    add(StartOf(phases.speaking_closes), Text::kRunBoard,
        Say(language, Text::kRunGrace, draft.k,
            FormatDay(records::SpeakingCloses(phases, records::Grace::kTaken))));
  }
  at(phases.speaking_closes, Text::kRunFacilitators, Text::kRunClose);
  at(phases.converge_ends, Text::kRunMembers, Text::kRunConverge);
  at(phases.answers_due, Text::kRunLeaders, Text::kRunAnswers);
  add(StartOf(draft.programme.decision_day), Text::kRunSponsors,
      Say(language, Text::kRunDecide, draft.programme.decision_body));
  at(draft.what_happens_by, Text::kRunSponsors, Text::kRunResult);
  at(phases.conversation_ends, Text::kRunFacilitators, Text::kRunReport);
  at(phases.retention_ends, Text::kRunOperators, Text::kRunDestroy);
  std::ranges::stable_sort(out, {}, &RunBookLine::when);
  return out;
}

}  // namespace candor::services::facilitator
