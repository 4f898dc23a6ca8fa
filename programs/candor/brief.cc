#include "programs/candor/brief.h"

#include <algorithm>

#include "audit/overdue.h"
#include "base/status.h"
#include "programs/candor/acting.h"
#include "services/leader/inbox.h"
#include "services/runtime/terminal.h"
#include "services/texts/catalogue.h"

namespace candor::cli {
namespace {

using runtime::SafeForTerminal;
using texts::Say;
using texts::Text;
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

std::string TitleOf(texts::Language language, const audit::Campaign& campaign, const audit::ThemeState& theme) {
  const auto& note = campaign.acts.all[theme.revisions.back()].note;
  return note.has_value() ? note->title : Say(language, Text::kBriefErased);
}

// Themes and published texts that stand by themselves, the most points first.
std::vector<Ranked> ThemesOf(texts::Language language, const audit::Campaign& campaign) {
  std::vector<Ranked> out;
  for (const auto& [id, theme] : campaign.acts.themes) {
    if (theme.into.has_value()) continue;
    out.push_back({id, TitleOf(language, campaign, theme), campaign.acts.PointsOf(id), campaign.answers.contains(id)});
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

void PrintRanked(const Context& context, texts::PlainText title, const std::vector<Ranked>& all) {
  const texts::Language language = context.language();
  context.Print(Say(language, title));
  for (std::size_t i = 0; i < std::min(kShown, all.size()); ++i) {
    context.Print(Cat("  ", Digits(all[i].id), "  ", Say(language, Text::kPoints, all[i].points), "  ",
                      SafeForTerminal(all[i].title.substr(0, all[i].title.find('\n'))),
                      all[i].answered ? Cat("  ", Say(language, Text::kBriefAnswered)) : ""));
  }
  if (all.empty()) context.Print(Cat("  ", Say(language, Text::kBriefNone)));
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

void PrintForYou(const Context& context, const Waiting& waiting, std::size_t late) {
  const texts::Language language = context.language();
  context.Print(waiting.appeals == 0 ? Say(language, Text::kBriefForYou, waiting.unanswered, waiting.overdue,
                                           waiting.unacknowledged, late)
                                     : Say(language, Text::kBriefForPanel, waiting.unanswered, waiting.overdue,
                                           waiting.unacknowledged, waiting.appeals, late));
}

void PrintPledge(const Context& context, Day due) {
  const std::string day = FormatDay(due);
  context.Print(due < context.today() ? Say(context.language(), Text::kBriefPledgeLate, day)
                                      : Say(context.language(), Text::kBriefPledge, day));
}

absl::Status Brief(Context& context, const BriefOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  const audit::Campaign& campaign = *acting.campaign;
  const records::Draft& draft = campaign.manifest->draft;
  const auto& key = acting.key.verify_key();
  const Waiting waiting = CountInbox(leader::InboxOf(campaign, key, context.today()));
  const auto themes = ThemesOf(context.language(), campaign);
  const auto published = UnansweredTexts(campaign);
  const auto due = PledgeDue(campaign, key, context.today());
  const std::size_t late = LateActions(campaign, key, context.today());

  context.Print(SafeForTerminal(draft.question));
  context.Print(Say(context.language(), Text::kBriefTakingPart, campaign.opinions, draft.roster_size));
  PrintForYou(context, waiting, late);
  if (due.has_value()) PrintPledge(context, *due);
  PrintRanked(context, Text::kBriefThemes, themes);
  PrintRanked(context, Text::kBriefTexts, published);
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
                     .Set("texts_without_answer", published.size()));
  context.Hint(Say(context.language(), Text::kBriefNext));
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
