#include "programs/candor/brief.h"

#include <algorithm>

#include "base/status.h"
#include "programs/candor/acting.h"
#include "services/leader/brief.h"
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

std::string TitleOf(const leader::Ranked& ranked) {
  if (ranked.title.empty()) return "(erased)";
  return SafeForTerminal(ranked.title.substr(0, ranked.title.find('\n')));
}

void PrintRanked(const Context& context, const std::string& title, const std::vector<leader::Ranked>& all) {
  context.Print(title);
  for (std::size_t i = 0; i < std::min(kShown, all.size()); ++i) {
    context.Print(Cat("  ", Digits(all[i].id), "  ", all[i].points, all[i].points == 1 ? " point   " : " points  ",
                      TitleOf(all[i]),
                      all[i].answered ? "  (answered)" : ""));
  }
  if (all.empty()) context.Print("  none");
}

absl::Status Brief(Context& context, const BriefOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  const audit::Campaign& campaign = *acting.campaign;
  const records::Draft& draft = campaign.manifest->draft;
  const leader::Brief brief = leader::BriefOf(campaign, acting.key.verify_key(), context.today());
  const auto& due = brief.pledge_due;

  context.Print(SafeForTerminal(draft.question));
  context.Print(Cat("Taking part: ", campaign.opinions, " of ", draft.roster_size, " as of the last seal; half is the aim."));
  context.Print(Cat("For you: ", brief.unanswered, " without an answer (", brief.overdue, " overdue, ",
                    brief.unacknowledged, " without a word)",
                    brief.appeals == 0 ? "" : Cat(", ", brief.appeals, " appeals undecided"), "; ", brief.late_actions,
                    " of your actions past their day."));
  if (due.has_value()) {
    context.Print(Cat("Your pledge: renew it by the end of ", FormatDay(*due),
                      *due < context.today() ? "; that is OVERDUE, and everybody sees it" : "", " (`candor pledge renew`)."));
  }
  PrintRanked(context, "Themes with the most points:", brief.themes);
  PrintRanked(context, "Published texts with the most points and no answer:", brief.texts);
  context.Result(Json::Object()
                     .Set("opinions", campaign.opinions)
                     .Set("roster", draft.roster_size)
                     .Set("unanswered", brief.unanswered)
                     .Set("overdue", brief.overdue)
                     .Set("unacknowledged", brief.unacknowledged)
                     .Set("appeals", brief.appeals)
                     .Set("late_actions", brief.late_actions)
                     .Set("pledge_due", due.has_value() ? Json(FormatDay(*due)) : Json::Null())
                     .Set("themes", brief.themes.size())
                     .Set("texts_without_answer", brief.texts.size()));
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
