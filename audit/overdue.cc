#include "audit/overdue.h"

#include <algorithm>

#include "audit/acts.h"

namespace candor::audit {
namespace {

using records::Kind;

class Clocks {
 public:
  Clocks(const Campaign& campaign, Day as_of) : campaign_(campaign), as_of_(as_of) {}

  std::vector<Overdue> TakeAll() {
    JudgeTexts();
    JudgePledges();
    JudgeDecisions();
    JudgeActions();
    std::ranges::stable_sort(out_, {}, &Overdue::clock);
    return std::move(out_);
  }

 private:
  const records::Draft& draft() const { return campaign_.manifest->draft; }

  void Judge(Overdue item) { JudgeUntil(as_of_, std::move(item)); }
  // A clock that stops on a day: what was not done by then stays not done.
  void JudgeUntil(Day stops, Overdue item) {
    const bool ran_out = std::min(stops, as_of_) > item.due;
    if (ran_out && item.done.value_or(as_of_) > item.due) out_.push_back(std::move(item));
  }

  void JudgeTexts() {
    for (const Batch& batch : campaign_.batches) {
      if (batch.seal.withheld) continue;
      for (const auto& hash : batch.submissions) {
        const SealedSubmission& sealed = campaign_.submissions.at(hash);
        const auto decoded = records::SignedSubmission::Decode(sealed.signed_submission);
        if (decoded.ok()) JudgeText(hash, decoded->body, batch.day, ErasedOn(campaign_, sealed).value_or(as_of_));
      }
    }
  }

  // Erasure stops a text's clocks; it undoes nothing that they have shown.
  void JudgeText(const crypto::Hash& hash, const records::SubmissionBody& body, Day sealed, Day stops) {
    const auto& clocks = draft().clocks;
    if (body.kind == Kind::kOpinion) {
      const auto answered = FirstAnswered(campaign_, hash);
      if (clocks.acknowledge > 0) {
        JudgeUntil(stops, {ClockKind::kAcknowledge, hash, {}, sealed + clocks.acknowledge,
                           Earlier(FirstAcknowledged(hash), answered)});
      }
      if (clocks.answer > 0) JudgeUntil(stops, {ClockKind::kAnswer, hash, {}, sealed + clocks.answer, answered});
    }
    const bool speaks = body.kind == Kind::kOpinion || body.kind == Kind::kContribution;
    if (speaks && body.quote >= records::Quote::kHeadline && clocks.publish > 0) {
      JudgeUntil(stops, {ClockKind::kPublish, hash, {}, sealed + clocks.publish, Settled(hash)});
    }
  }

  static std::optional<Day> Earlier(std::optional<Day> one, std::optional<Day> other) {
    if (!one.has_value()) return other;
    return other.has_value() ? std::min(*one, *other) : one;
  }

  std::optional<Day> FirstAcknowledged(const crypto::Hash& hash) const {
    const auto at = campaign_.acts.acknowledgements.find(hash);
    if (at == campaign_.acts.acknowledgements.end()) return std::nullopt;
    return campaign_.acts.all[at->second.front()].day;
  }

  // Published or declined.
  std::optional<Day> Settled(const crypto::Hash& hash) const {
    const CampaignActs& acts = campaign_.acts;
    std::optional<Day> out;
    if (const auto at = acts.published.find(hash); at != acts.published.end()) {
      out = acts.all[at->second.publish].day;
    }
    if (const auto at = acts.declined.find(hash); at != acts.declined.end()) {
      out = Earlier(out, acts.all[at->second].day);
    }
    return out;
  }

  // Everybody signed the pledge before the campaign opened, and renews it as often as the clock says while members
  // speak. The first day of a gap counts.
  void JudgePledges() {
    if (draft().clocks.pledge_renewal == 0) return;
    for (const auto* people : {&draft().readers, &draft().facilitators, &draft().operators}) {
      for (const auto& person : *people) JudgePledge(person.key);
    }
  }

  void JudgePledge(const records::VerifyKey& person) {
    const Day opens = campaign_.open.phases.speaking_opens;
    const Day closes = campaign_.SpeakingCloses();
    std::vector<Day> renewals;
    if (const auto at = campaign_.acts.renewals.find(person); at != campaign_.acts.renewals.end()) {
      renewals = at->second;
    }
    Day last = opens;  // the signature in the manifest holds until then
    for (const Day renewed : renewals) {
      if (renewed >= opens && Missed(person, last, renewed)) return;
      last = std::max(last, renewed);
    }
    if (last < closes) Missed(person, last, std::nullopt);
  }

  // Whether the next renewal came too late, or did not come, while members spoke.
  bool Missed(const records::VerifyKey& person, Day last, std::optional<Day> next) {
    const Day due = last + draft().clocks.pledge_renewal;
    if (due >= campaign_.SpeakingCloses()) return false;
    const std::size_t before = out_.size();
    Judge({ClockKind::kPledge, crypto::kZeroHash, person, due, next});
    return out_.size() > before;
  }

  void JudgeDecisions() {
    const Day due = draft().programme.decision_day;
    if (due == 0) return;
    std::vector<std::pair<ActPlace, crypto::Hash>> themes;
    for (const auto& [id, theme] : campaign_.acts.themes) themes.emplace_back(theme.revisions.front(), id);
    std::ranges::sort(themes);
    for (const auto& [place, id] : themes) {
      const ThemeState& theme = campaign_.acts.themes.at(id);
      std::optional<Day> decided;
      if (!theme.decisions.empty()) decided = campaign_.acts.all[theme.decisions.front()].day;
      // What a theme is merged into is decided on in its place, from that day on. A day that had passed stays missed.
      if (theme.into.has_value()) decided = Earlier(decided, MergedOn(id));
      Judge({ClockKind::kDecision, id, {}, due, decided});
    }
  }

  std::optional<Day> MergedOn(const crypto::Hash& theme) const {
    const auto at = std::ranges::find_if(campaign_.acts.all, [&](const PublicAct& act) {
      const auto* merge = std::get_if<records::Merge>(&act.act.body);
      return merge != nullptr && merge->from == theme;
    });
    return at == campaign_.acts.all.end() ? std::nullopt : std::optional<Day>(at->day);
  }

  void JudgeActions() {
    std::vector<std::pair<ActPlace, crypto::Hash>> actions;
    for (const auto& [id, action] : campaign_.acts.actions) actions.emplace_back(action.action, id);
    std::ranges::sort(actions);
    for (const auto& [place, id] : actions) {
      const ActionStanding standing = StandingOf(campaign_, campaign_.acts.actions.at(id));
      Judge({ClockKind::kAction, id, campaign_.acts.all[place].signer, standing.due, standing.ended});
    }
  }

  const Campaign& campaign_;
  const Day as_of_;
  std::vector<Overdue> out_;
};

}  // namespace

std::vector<Overdue> OverdueOf(const Campaign& campaign, Day as_of) {
  return Clocks(campaign, as_of).TakeAll();
}

std::optional<Day> ErasedOn(const Campaign& campaign, const SealedSubmission& sealed) {
  if (!sealed.tombstone.has_value()) return std::nullopt;
  const auto at = std::ranges::find(campaign.erasures, *sealed.tombstone, &Erasing::index);
  return at == campaign.erasures.end() ? std::nullopt : std::optional<Day>(at->day);
}

std::optional<Day> FirstAnsweredByTheme(const Campaign& campaign, const crypto::Hash& submission) {
  std::optional<Day> first;
  for (const auto& [id, theme] : campaign.acts.themes) {
    const auto answers = campaign.answers.find(id);
    const auto held = theme.items.find(submission);
    if (answers == campaign.answers.end() || held == theme.items.end()) continue;
    const Day both = std::max(held->second, answers->second.front().day);
    if (!first.has_value() || both < *first) first = both;
  }
  return first;
}

std::optional<Day> FirstAnswered(const Campaign& campaign, const crypto::Hash& submission) {
  const auto by_theme = FirstAnsweredByTheme(campaign, submission);
  const auto at = campaign.answers.find(submission);
  if (at == campaign.answers.end()) return by_theme;
  const Day own = at->second.front().day;
  return by_theme.has_value() ? std::min(own, *by_theme) : own;
}

ActionStanding StandingOf(const Campaign& campaign, const ActionState& action) {
  ActionStanding out;
  out.due = std::get<records::Action>(campaign.acts.all[action.action].act.body).due;
  for (const ActPlace place : action.outcomes) {
    const PublicAct& act = campaign.acts.all[place];
    const auto& outcome = std::get<records::ActionOutcome>(act.act.body);
    if (outcome.outcome == records::Outcome::kMoved) {
      // A day that had passed already stays missed.
      if (act.day <= out.due) out.due = outcome.due;
      out.ended.reset();
    } else if (outcome.outcome != records::Outcome::kInPart && !out.ended.has_value()) {
      out.ended = act.day;
    }
  }
  return out;
}

}  // namespace candor::audit
