#include "programs/candor/brief.h"

#include <algorithm>

#include "base/status.h"
#include "programs/candor/acting.h"
#include "services/leader/brief.h"
#include "services/runtime/terminal.h"
#include "services/texts/catalogue.h"
#include "services/texts/day.h"

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

std::string TitleOf(texts::Language language, const leader::Ranked& ranked) {
  if (ranked.title.empty()) return Say(language, Text::kBriefErased);
  return SafeForTerminal(ranked.title.substr(0, ranked.title.find('\n')));
}

// Before points are sealed nothing has more of them than another.
void PrintRanked(const Context& context, texts::PlainText title, texts::PlainText unpointed,
                 const std::vector<leader::Ranked>& all) {
  const texts::Language language = context.language();
  const bool ranked = all.empty() || all.front().points > 0;
  context.Print(Say(language, ranked ? title : unpointed));
  for (std::size_t i = 0; i < std::min(kShown, all.size()); ++i) {
    context.Print(Cat("  ", Digits(all[i].id), "  ", Say(language, Text::kPoints, all[i].points), "  ",
                      TitleOf(language, all[i]),
                      all[i].answered ? Cat("  ", Say(language, Text::kBriefAnswered)) : ""));
  }
  if (all.empty()) context.Print(Cat("  ", Say(language, Text::kNone)));
}

void PrintForYou(const Context& context, const leader::Brief& brief) {
  const texts::Language language = context.language();
  context.Print(Say(language, Text::kBriefForYou, brief.unanswered, brief.overdue, brief.unacknowledged,
                    brief.late_words, brief.late_actions));
  if (brief.appeals > 0) context.Print(Say(language, Text::kBriefAppeals, brief.appeals));
}

void PrintPledge(const Context& context, Day due) {
  const std::string day = texts::DateInWords(context.language(), due);
  context.Print(due < context.today() ? Say(context.language(), Text::kBriefPledgeLate, day)
                                      : Say(context.language(), Text::kBriefPledge, day));
}

absl::Status Brief(Context& context, const BriefOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  const audit::Campaign& campaign = *acting.campaign;
  const records::Draft& draft = campaign.manifest->draft;
  const leader::Brief brief = leader::BriefOf(campaign, acting.key.verify_key(), context.today());
  const auto& due = brief.pledge_due;

  context.Print(SafeForTerminal(draft.question));
  context.Print(Say(context.language(), Text::kBriefTakingPart, campaign.opinions, draft.roster_size));
  PrintForYou(context, brief);
  if (due.has_value()) PrintPledge(context, *due);
  PrintRanked(context, Text::kBriefThemes, Text::kBriefThemesUnpointed, brief.themes);
  PrintRanked(context, Text::kBriefTexts, Text::kBriefTextsUnpointed, brief.texts);
  context.Result(Json::Object()
                     .Set("opinions", campaign.opinions)
                     .Set("roster", draft.roster_size)
                     .Set("unanswered", brief.unanswered)
                     .Set("overdue", brief.overdue)
                     .Set("unacknowledged", brief.unacknowledged)
                     .Set("unacknowledged_overdue", brief.late_words)
                     .Set("appeals", brief.appeals)
                     .Set("late_actions", brief.late_actions)
                     .Set("pledge_due", due.has_value() ? Json(FormatDay(*due)) : Json::Null())
                     .Set("themes", brief.themes.size())
                     .Set("texts_without_answer", brief.texts.size()));
  context.Hint(Say(context.language(), Text::kBriefNext));
  return absl::OkStatus();
}

}  // namespace

void RegisterBrief(Command& app, Context& context) {
  auto options = std::make_shared<BriefOptions>();
  Command* verb = AddVerb(app, {"brief", kGroup, "One screen: participation, themes, what waits for you, what is late",
                                "candor brief"});
  AddJamOption(verb, options->jam);
  Bind(verb, context, options, Brief);
}

}  // namespace candor::cli
