#include "programs/candor/brief.h"

#include <algorithm>

#include "audit/overdue.h"
#include "base/status.h"
#include "programs/candor/acting.h"
#include "services/leader/inbox.h"
#include "services/runtime/terminal.h"

namespace candor::cli {
namespace {

using runtime::SafeForTerminal;
namespace leader = services::leader;

constexpr char kGroup[] = "Leaders";
constexpr std::size_t kShown = 5;

struct BriefOptions {
  std::string jam;
};

struct Ranked {
  crypto::Hash id{};
  std::string title;
  std::uint32_t points = 0;
  bool answered = false;
};

std::string TitleOf(const audit::Campaign& campaign, const audit::ThemeState& theme) {
  const auto& note = campaign.acts.all[theme.revisions.back()].note;
  return note.has_value() ? note->title : std::string("(erased)");
}

// Themes and published texts that stand by themselves, the most points first.
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

void PrintRanked(const Context& context, const std::string& title, const std::vector<Ranked>& all) {
  context.Print(title);
  for (std::size_t i = 0; i < std::min(kShown, all.size()); ++i) {
    context.Print(Cat("  ", Digits(all[i].id), "  ", all[i].points, all[i].points == 1 ? " point   " : " points  ",
                      SafeForTerminal(all[i].title.substr(0, all[i].title.find('\n'))),
                      all[i].answered ? "  (answered)" : ""));
  }
  if (all.empty()) context.Print("  none");
}

// The last day on which the pledge is to be renewed; nothing when nothing is due while members speak.
std::optional<Day> PledgeDue(const audit::Campaign& campaign, const records::VerifyKey& key, Day today) {
  const Day clock = campaign.manifest->draft.clocks.pledge_renewal;
  const auto& phases = campaign.open.phases;
  if (clock == 0 || today >= phases.speaking_closes) return std::nullopt;
  Day last = phases.speaking_opens;
  const auto at = campaign.acts.renewals.find(key);
  if (at != campaign.acts.renewals.end()) last = std::max(last, at->second.back());
  return last + clock;
}

struct Waiting {
  std::size_t unanswered = 0;
  std::size_t overdue = 0;
  std::size_t unacknowledged = 0;
  std::size_t appeals = 0;
};

Waiting CountInbox(const std::vector<leader::InboxItem>& inbox) {
  Waiting out;
  for (const auto& item : inbox) {
    if (!item.Waits()) continue;
    if (item.kind == records::Kind::kAppeal) {
      ++out.appeals;
      continue;
    }
    ++out.unanswered;
    out.overdue += item.overdue ? 1 : 0;
    out.unacknowledged += item.acknowledged ? 0 : 1;
  }
  return out;
}

std::size_t LateActions(const audit::Campaign& campaign, const records::VerifyKey& key, Day today) {
  std::size_t out = 0;
  for (const auto& each : audit::OverdueOf(campaign, today)) {
    out += each.clock == audit::ClockKind::kAction && each.person == key && !each.done.has_value() ? 1 : 0;
  }
  return out;
}

absl::Status Brief(Context& context, const BriefOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  const audit::Campaign& campaign = *acting.campaign;
  const records::Draft& draft = campaign.manifest->draft;
  const auto& key = acting.key.verify_key();
  const Waiting waiting = CountInbox(leader::InboxOf(campaign, key, context.today()));
  const auto themes = ThemesOf(campaign);
  const auto texts = UnansweredTexts(campaign);
  const auto due = PledgeDue(campaign, key, context.today());
  const std::size_t late = LateActions(campaign, key, context.today());

  context.Print(SafeForTerminal(draft.question));
  context.Print(Cat("Taking part: ", campaign.opinions, " of ", draft.roster_size, " as of the last seal; half is the aim."));
  context.Print(Cat("For you: ", waiting.unanswered, " without an answer (", waiting.overdue, " overdue, ",
                    waiting.unacknowledged, " without a word)",
                    waiting.appeals == 0 ? "" : Cat(", ", waiting.appeals, " appeals undecided"), "; ", late,
                    " of your actions past their day."));
  if (due.has_value()) {
    context.Print(Cat("Your pledge: renew it by the end of ", FormatDay(*due),
                      *due < context.today() ? "; that is OVERDUE, and everybody sees it" : "", " (`candor pledge renew`)."));
  }
  PrintRanked(context, "Themes with the most points:", themes);
  PrintRanked(context, "Published texts with the most points and no answer:", texts);
  context.Result(Json::Object()
                     .Set("opinions", campaign.opinions)
                     .Set("roster", draft.roster_size)
                     .Set("unanswered", waiting.unanswered)
                     .Set("overdue", waiting.overdue)
                     .Set("unacknowledged", waiting.unacknowledged)
                     .Set("appeals", waiting.appeals)
                     .Set("late_actions", late)
                     .Set("pledge_due", due.has_value() ? Json(FormatDay(*due)) : Json::Null())
                     .Set("themes", themes.size())
                     .Set("texts_without_answer", texts.size()));
  context.Hint("Next: `candor inbox`, `candor read`; `candor ack ID…` says at once that you have read something.");
  return absl::OkStatus();
}

}  // namespace

void RegisterBrief(Command& app, Context& context) {
  auto options = std::make_shared<BriefOptions>();
  Command* verb = AddVerb(app, {"brief", kGroup, "One screen: participation, themes, what waits for you, what is late",
                                "candor brief"});
  verb->AddOption("--jam", options->jam, "First digits of the campaign's id");
  Bind(verb, context, options, Brief);
}

}  // namespace candor::cli
