#include "services/member/wall_acts.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace candor::services::member {
namespace {

using audit::ActPlace;
using audit::Campaign;
using audit::CampaignActs;
using audit::PublicAct;

class Maker {
 public:
  Maker(const Campaign& campaign, Day as_of)
      : campaign_(campaign), acts_(campaign.acts), draft_(campaign.manifest->draft), as_of_(as_of) {}

  WallActs Make() {
    for (const PublicAct& act : acts_.all) Take(act);
    for (const auto& [reason, count] : declined_) out_.declined.emplace_back(reason, count);
    LookForAcknowledged();
    ListPledges();
    ListLate();
    return std::move(out_);
  }

 private:
  Said SaidIn(const PublicAct& act) const {
    Said out{act.day, NameIn(draft_, act.signer), "", std::nullopt};
    if (act.note.has_value()) {
      out.title = act.note->title;
      out.text = act.note->text;
    }
    return out;
  }
  std::size_t ContributionsTo(const crypto::Hash& target) const {
    const auto at = acts_.contributions.find(target);
    return at == acts_.contributions.end() ? 0 : at->second.size();
  }

  // Each thing at the place of the act that made it.
  void Take(const PublicAct& act) {
    if (std::holds_alternative<records::Prompt>(act.act.body)) {
      out_.prompts.push_back({act.id, SaidIn(act), ContributionsTo(act.id)});
    } else if (const auto* theme = std::get_if<records::Theme>(&act.act.body)) {
      if (theme->revision == 0) TakeTheme(act);
    } else if (const auto* publish = std::get_if<records::Publish>(&act.act.body)) {
      TakeItem(act, *publish);
    } else if (const auto* declined = std::get_if<records::PublishDeclined>(&act.act.body)) {
      ++declined_[draft_.moderation_reasons.at(declined->reason)];
    } else if (std::holds_alternative<records::Action>(act.act.body)) {
      TakeAction(act);
    } else {
      TakeLink(act);
    }
  }

  void TakeLink(const PublicAct& act) {
    if (const auto* connect = std::get_if<records::Connect>(&act.act.body)) {
      out_.connections.push_back({connect->one, connect->other, SaidIn(act)});
    } else if (const auto* spotlight = std::get_if<records::Spotlight>(&act.act.body)) {
      out_.spotlights.push_back({spotlight->target, {}, SaidIn(act)});
    } else if (const auto* conflict = std::get_if<records::ConflictDeclared>(&act.act.body)) {
      out_.conflicts.push_back({conflict->about, {}, SaidIn(act)});
    }
  }

  void TakeTheme(const PublicAct& act) {
    const audit::ThemeState& state = acts_.themes.at(act.id);
    WallTheme out{.id = act.id, .revisions = {}, .texts = state.items.size(),
                  .contributions = ContributionsTo(act.id), .points = acts_.PointsOf(act.id), .into = state.into,
                  .decisions = {}};
    for (const ActPlace place : state.revisions) out.revisions.push_back(SaidIn(acts_.all[place]));
    for (const ActPlace place : state.decisions) {
      const auto& decision = std::get<records::Decision>(acts_.all[place].act.body);
      out.decisions.push_back({decision.verdict, SaidIn(acts_.all[place])});
    }
    out_.themes.push_back(std::move(out));
  }

  void TakeItem(const PublicAct& act, const records::Publish& publish) {
    const audit::PublishedState& state = acts_.published.at(publish.target);
    WallItem out{.id = publish.target, .form = publish.form, .text = {}, .points = acts_.PointsOf(publish.target),
                 .contributions = ContributionsTo(publish.target), .into = state.into, .hides = {},
                 .hidden = state.hidden};
    if (act.published.has_value()) out.text = act.published->text;
    for (const ActPlace place : state.hides) out.hides.push_back(HiddenBy(acts_.all[place]));
    out_.items.push_back(std::move(out));
  }

  WallItem::Hidden HiddenBy(const PublicAct& act) const {
    const auto& hide = std::get<records::Hide>(act.act.body);
    WallItem::Hidden out{act.day, draft_.moderation_reasons.at(hide.reason), AppealStanding::kNone, {}};
    for (const auto& [hash, appeal] : acts_.appeals) {
      if (appeal.hide != act.id) continue;
      if (!appeal.ruling.has_value()) {
        if (out.appeal == AppealStanding::kNone) out.appeal = AppealStanding::kMade;
        continue;
      }
      const PublicAct& ruling = acts_.all[*appeal.ruling];
      const bool shown =
          std::get<records::AppealDecision>(ruling.act.body).ruling == records::Ruling::kShownAgain;
      out.appeal = shown ? AppealStanding::kShownAgain : AppealStanding::kStaysHidden;
      if (ruling.note.has_value()) out.why = ruling.note->text;
      if (shown) break;
    }
    return out;
  }

  void TakeAction(const PublicAct& act) {
    const audit::ActionState& state = acts_.actions.at(act.id);
    const audit::ActionStanding standing = audit::StandingOf(campaign_, state);
    WallAction out{.id = act.id, .said = SaidIn(act), .owner = act.note.has_value() ? act.note->owner : "",
                   .due = standing.due, .outcomes = {}, .over_due = standing.ended.value_or(as_of_) > standing.due};
    for (const ActPlace place : state.outcomes) {
      const auto& outcome = std::get<records::ActionOutcome>(acts_.all[place].act.body);
      out.outcomes.push_back({outcome.outcome, outcome.due, SaidIn(acts_.all[place])});
    }
    if (state.ratings.size() >= campaign_.open.k) {
      std::size_t sum = 0;
      for (const auto& [thread, value] : state.ratings) sum += value;
      out.ratings = state.ratings.size();
      out.mean_tenths = static_cast<unsigned>(sum * 10 / state.ratings.size());
    }
    out_.actions.push_back(std::move(out));
  }

  void LookForAcknowledged() {
    for (const auto& [target, places] : acts_.acknowledgements) {
      const auto at = campaign_.submissions.find(target);
      if (at == campaign_.submissions.end()) continue;
      const auto decoded = records::SignedSubmission::Decode(at->second.signed_submission);
      if (decoded.ok() && decoded->body.kind == records::Kind::kOpinion) out_.acknowledged = true;
    }
  }

  void ListPledges() {
    for (const auto* people : {&draft_.readers, &draft_.facilitators, &draft_.operators}) {
      for (const auto& person : *people) {
        const auto at = acts_.renewals.find(person.key);
        const bool none = at == acts_.renewals.end();
        out_.pledges.push_back({person.name, none ? std::nullopt : std::optional<Day>(at->second.back())});
      }
    }
  }

  static bool IsOfTexts(audit::ClockKind clock) {
    return clock == audit::ClockKind::kAcknowledge || clock == audit::ClockKind::kAnswer ||
           clock == audit::ClockKind::kPublish;
  }

  // Late and not made up for.
  void ListLate() {
    std::map<audit::ClockKind, WallActs::Late> late;
    for (const audit::Overdue& each : audit::OverdueOf(campaign_, as_of_)) {
      if (each.done.has_value()) continue;
      WallActs::Late& entry = late[each.clock];
      entry.clock = each.clock;
      if (!IsOfTexts(each.clock)) entry.count = entry.count.value_or(0) + 1;
      if (each.person.has_value()) entry.who.push_back(NameIn(draft_, *each.person));
    }
    for (auto& [clock, entry] : late) out_.late.push_back(std::move(entry));
  }

  const Campaign& campaign_;
  const CampaignActs& acts_;
  const records::Draft& draft_;
  const Day as_of_;
  std::map<std::string, std::size_t> declined_;
  WallActs out_;
};

}  // namespace

WallActs MakeWallActs(const audit::Campaign& campaign, Day as_of) { return Maker(campaign, as_of).Make(); }

std::string NameIn(const records::Draft& draft, const records::VerifyKey& key) {
  for (const auto* people : {&draft.readers, &draft.facilitators, &draft.sponsors, &draft.operators}) {
    const auto at = std::ranges::find(*people, key, &records::Named::key);
    if (at != people->end()) return at->name;
  }
  return {};
}

}  // namespace candor::services::member
