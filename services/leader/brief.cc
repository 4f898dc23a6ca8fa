#include "services/leader/brief.h"

#include <algorithm>
#include <functional>

#include "audit/overdue.h"

namespace candor::services::leader {
namespace {

std::string TitleOf(const audit::Campaign& campaign, const audit::ThemeState& theme) {
  const auto& note = campaign.acts.all[theme.revisions.back()].note;
  return note.has_value() ? note->title : std::string();
}

std::vector<Ranked> ThemesOf(const audit::Campaign& campaign) {
  std::vector<Ranked> out;
  for (const auto& [id, theme] : campaign.acts.themes) {
    if (theme.into.has_value()) continue;
    out.push_back({id, TitleOf(campaign, theme), campaign.acts.PointsOf(id), campaign.answers.contains(id)});
  }
  std::ranges::stable_sort(out, std::greater<>(), &Ranked::points);
  return out;
}

std::vector<Ranked> UnansweredTexts(const audit::Campaign& campaign) {
  std::vector<Ranked> out;
  for (const auto& [hash, item] : campaign.acts.published) {
    if (item.into.has_value() || item.hidden || audit::FirstAnswered(campaign, hash).has_value()) continue;
    const auto& text = campaign.acts.all[item.publish].published;
    if (text.has_value()) out.push_back({hash, text->text, campaign.acts.PointsOf(hash), false});
  }
  std::ranges::stable_sort(out, std::greater<>(), &Ranked::points);
  return out;
}

std::optional<Day> PledgeDue(const audit::Campaign& campaign, const records::VerifyKey& key, Day today) {
  const Day clock = campaign.manifest->draft.clocks.pledge_renewal;
  const Day closes = campaign.SpeakingCloses();
  if (clock == 0 || today >= closes) return std::nullopt;
  Day last = campaign.open.phases.speaking_opens;
  const auto at = campaign.acts.renewals.find(key);
  if (at != campaign.acts.renewals.end()) last = std::max(last, at->second.back());
  // As audit/overdue.cc judges it: a renewal that would fall due once speaking is over is nobody's duty.
  const Day due = last + clock;
  return due < closes ? std::optional<Day>(due) : std::nullopt;
}

void CountInbox(const std::vector<InboxItem>& inbox, Brief& out) {
  for (const auto& item : inbox) {
    if (!item.Waits()) continue;
    if (item.kind == records::Kind::kAppeal) {
      ++out.appeals;
      continue;
    }
    ++out.unanswered;
    out.overdue += item.overdue ? 1 : 0;
    out.unacknowledged += item.acknowledged ? 0 : 1;
    out.late_words += item.word_overdue ? 1 : 0;
  }
}

std::size_t LateActions(const audit::Campaign& campaign, const records::VerifyKey& key, Day today) {
  std::size_t out = 0;
  for (const auto& each : audit::OverdueOf(campaign, today)) {
    out += each.clock == audit::ClockKind::kAction && each.person == key && !each.done.has_value() ? 1 : 0;
  }
  return out;
}

}  // namespace

Brief BriefOf(const audit::Campaign& campaign, const records::VerifyKey& reader, Day today) {
  Brief out;
  CountInbox(InboxOf(campaign, reader, today), out);
  out.late_actions = LateActions(campaign, reader, today);
  out.pledge_due = PledgeDue(campaign, reader, today);
  out.themes = ThemesOf(campaign);
  out.texts = UnansweredTexts(campaign);
  return out;
}

}  // namespace candor::services::leader
