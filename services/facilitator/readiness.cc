#include "services/facilitator/readiness.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/date.h"
#include "base/text.h"
#include "records/exchanges.h"
#include "records/window.h"

namespace candor::services::facilitator {
namespace {

using records::Draft;
using records::Kind;

constexpr UnixSeconds kHour = 3600;
constexpr UnixSeconds kDay = 24 * kHour;
// A log that does not grow is not cosigned anew; an issuer's may rest for days once everybody has drawn.
constexpr UnixSeconds kFresh = kDay;
constexpr UnixSeconds kStale = 7 * kDay;
constexpr double kMinutesAnOpinion = 3;

class Checks {
 public:
  Checks(const Situation& situation, const Working& working)
      : situation_(situation), draft_(situation.draft), working_(working) {}

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

  void CheckDrawn() {
    if (!situation_.drawn.has_value()) {
      return Add("drawn", Ready::kAttention,
                 Cat("Nobody can draw before the opening; nobody speaks before ", draft_.min_issued, " of ",
                     draft_.roster_size, " have drawn."));
    }
    const std::uint32_t drawn = *situation_.drawn;
    if (drawn >= draft_.min_issued) {
      return Add("drawn", Ready::kOk, Cat(drawn, " of ", draft_.roster_size, " have drawn; ", draft_.min_issued, " are needed."));
    }
    const bool speaking = situation_.now >= StartOf(draft_.phases.speaking_opens);
    Add("drawn", speaking ? Ready::kNotReady : Ready::kAttention,
        Cat(drawn, " of ", draft_.roster_size, " have drawn, and ", draft_.min_issued,
            " are needed before anything is readable: remind everybody, all of them and in the same words, to enrol and let "
            "their machine sync."));
  }

  void CheckCrowd() {
    const std::uint32_t half = draft_.roster_size / 2;
    if (half < 2u * draft_.k) {
      return Add("crowd", Ready::kNotReady,
                 Cat("Half of the roster is ", half, " people, fewer than twice k (", 2 * draft_.k,
                     "): with a good turnout nothing would be readable before the close. Take a smaller k (5 is the least) "
                     "or a larger roster."));
    }
    Add("crowd", Ready::kOk, Cat("Texts appear in batches of at least ", draft_.k, "; half of the roster is ", half, " people."));
  }

  void CheckFirstText() {
    const records::SlotNumber first = FirstReadableSlot(draft_);
    const records::SlotNumber last = records::LastSpeechSlot(draft_.phases, draft_.slots);
    const std::string when = FormatMinute(draft_.slots.TimeOf(first));
    if (first >= last) {
      return Add("first text", Ready::kNotReady,
                 Cat("The first text could be readable on ", when, ", which is the close: nobody could build on it. Open "
                     "issuance earlier, shorten the decoupling time, or let speaking last longer."));
    }
    Add("first text", Ready::kOk, Cat("The first text can be readable on ", when, ", once ", 2 * draft_.k, " have spoken."));
  }

  void CheckHands() {
    const auto& bundle = situation_.bundle;
    std::set<std::string> servers = {bundle.board.operator_name};
    std::set<std::string> issuers;
    for (const auto& issuer : bundle.issuers) issuers.insert(issuer.operator_name);
    servers.insert(issuers.begin(), issuers.end());
    bool apart = issuers.size() == bundle.issuers.size();
    for (const auto& relay : bundle.relays) apart = apart && !servers.contains(relay.operator_name);
    const std::string who = Cat("board: ", bundle.board.operator_name, "; issuers: ", Joined(issuers), "; relays: ", Relays(), ".");
    if (apart) return Add("hands", Ready::kOk, Cat("The parties are in different hands. ", who));
    Add("hands", bundle.trial ? Ready::kAttention : Ready::kNotReady,
        Cat(bundle.trial ? "This is a trial: " : "", "relay, board and issuers are not in different hands. ", who));
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
      return Add("witnesses", Ready::kOk, Cat("The quorum of witnesses has cosigned every log within a day."));
    }
    Add("witnesses", ready,
        Cat("The witnesses' quorum has not cosigned these logs within a day: ", stale,
            ". Members' machines act on nothing newer: ask the witnesses."));
  }

  void CheckPledges() {
    const std::size_t people = draft_.readers.size() + draft_.facilitators.size() + draft_.operators.size();
    const Day clock = draft_.clocks.pledge_renewal;
    const Day speaking = draft_.phases.speaking_closes - draft_.phases.speaking_opens;
    if (clock > 0 && clock > speaking) {
      return Add("pledges", Ready::kAttention,
                 Cat(people, " people sign the pledge, and none renews it while members speak: in a jam a day is usual."));
    }
    Add("pledges", Ready::kOk,
        Cat(people, " people sign the pledge", clock == 0 ? "." : Cat(" and renew it every ", clock, clock == 1 ? " day" : " days", " while members speak.")));
  }

  void CheckPanel() {
    if (draft_.FindAudience(records::kAppealPanel) != nullptr) {
      return Add("appeals", Ready::kOk, "An appeal panel is named: what is hidden can be appealed against.");
    }
    Add("appeals", Ready::kAttention, "No appeal panel is named, so nothing that was published can be hidden.");
  }

  void CheckFacilitators() {
    const std::uint32_t opinions = draft_.roster_size / 2;
    const double hours = opinions * kMinutesAnOpinion / 60;
    const auto needed = static_cast<int>(std::ceil(hours));
    if (working_.facilitator_hours <= 0) {
      return Add("facilitators", Ready::kAttention,
                 Cat("About ", needed, " hours are needed to read and group ", opinions,
                     " opinions at three minutes each; say with --facilitator-hours how many there are."));
    }
    const bool enough = working_.facilitator_hours >= hours;
    Add("facilitators", enough ? Ready::kOk : Ready::kNotReady,
        Cat("About ", needed, " hours are needed for ", opinions, " opinions; there are ",
            static_cast<int>(working_.facilitator_hours), enough ? "." : ". Name more facilitators, or give them time."));
  }

  void CheckSlots() {
    int within = 0;
    for (int slot = 0; slot < draft_.slots.slots_per_day; ++slot) {
      const int hour = slot * 24 / draft_.slots.slots_per_day;
      if (hour >= working_.from && hour < working_.to) ++within;
    }
    if (within > 0) {
      return Add("slots", Ready::kOk, Cat(within, " of ", int{draft_.slots.slots_per_day}, " slots a day fall into working hours (UTC)."));
    }
    Add("slots", Ready::kAttention,
        Cat("No slot falls between ", working_.from, ":00 and ", working_.to, ":00 UTC: texts appear when nobody is there to read them."));
  }

  // Each exchange carries one message: what a member may say has to fit.
  void CheckExchanges() {
    const int a_day = draft_.kind == records::CampaignKind::kJam ? records::kExchangesADayInAJam : records::kExchangesADay;
    const auto fits = [&](Kind kind) {
      const records::KindWindow window = records::WindowOf(kind, draft_.phases);
      return static_cast<int>(window.closes - window.opens) * a_day;
    };
    const int texts = 1 + draft_.quotas.contributions;
    const int all = texts + draft_.quotas.endorsements;
    if (texts > fits(Kind::kOpinion) || all > fits(Kind::kEndorsement)) {
      return Add("exchanges", Ready::kNotReady,
                 Cat("A machine makes ", a_day, " exchanges a day, each with one message: ", texts, " texts and ",
                     int{draft_.quotas.endorsements}, " points do not fit into their windows. Take smaller quotas or longer windows."));
    }
    Add("exchanges", Ready::kOk, Cat("A voice, ", int{draft_.quotas.contributions}, " contributions and ", int{draft_.quotas.endorsements},
                                     " points fit into ", a_day, " exchanges a day."));
  }

  void CheckDays() {
    const auto& phases = draft_.phases;
    if (draft_.programme.decision_day < phases.answers_due) {
      return Add("days", Ready::kAttention,
                 Cat("The decision is due on ", FormatDay(draft_.programme.decision_day), ", before the answers (",
                     FormatDay(phases.answers_due), ")."));
    }
    if (draft_.programme.decision_day >= phases.retention_ends) {
      return Add("days", Ready::kNotReady, "The decision is due after retention has ended: nothing can be recorded then.");
    }
    Add("days", Ready::kOk, Cat("Answers are due by ", FormatDay(phases.answers_due), ", the decision on ",
                                FormatDay(draft_.programme.decision_day), "."));
  }

  const Situation& situation_;
  const Draft& draft_;
  const Working& working_;
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

std::vector<ReadinessItem> CheckReadiness(const Situation& situation, const Working& working) {
  return Checks(situation, working).All();
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

std::vector<RunBookLine> RunBookOf(const Draft& draft) {
  std::vector<RunBookLine> out;
  const auto at = [&](Day day, std::string who, std::string what) { out.push_back({StartOf(day), std::move(who), std::move(what)}); };
  const auto& phases = draft.phases;
  at(phases.issuance_opens, "members", "enrol and draw their slips, by themselves at their machines' next sync");
  at(phases.speaking_opens, "members", "speak (candor say)");
  for (Day day = phases.speaking_opens; day < phases.speaking_closes; ++day) {
    if (draft.clocks.pledge_renewal > 0 && (day - phases.speaking_opens) % draft.clocks.pledge_renewal == 0) {
      out.push_back({StartOf(day) + 8 * kHour, "readers, facilitators, operators", "renew the pledge (candor pledge renew)"});
    }
    for (int slot = 0; slot < draft.slots.slots_per_day; ++slot) {
      const UnixSeconds when = StartOf(day) + slot * (kDay / draft.slots.slots_per_day);
      if (when >= draft.slots.TimeOf(FirstReadableSlot(draft))) {
        out.push_back({when, "facilitators, leaders", "new texts may be readable (candor read; candor theme, candor publish)"});
      }
    }
  }
  at(phases.speaking_closes, "facilitators", "speaking closes: everything is sealed (candor jam close after the last slot)");
  at(phases.converge_ends, "members", "the last points count; themes stand");
  at(phases.answers_due, "leaders", "answers are due (candor inbox shows what waits)");
  at(draft.programme.decision_day, "sponsors", Cat("the decision on each theme is due (candor decide): ", draft.programme.decision_body));
  at(draft.what_happens_by, "sponsors", "what was promised to happen with the result is due");
  at(phases.conversation_ends, "facilitators", "the conversation ends: the closing report (candor jam report)");
  at(phases.retention_ends, "operators", "texts and salts are destroyed, by the board itself");
  std::ranges::stable_sort(out, {}, &RunBookLine::when);
  return out;
}

}  // namespace candor::services::facilitator
