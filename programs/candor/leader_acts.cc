#include "programs/candor/leader_acts.h"

#include "base/status.h"
#include "crypto/envelope.h"
#include "programs/candor/acting.h"
#include "programs/candor/brief.h"
#include "services/runtime/terminal.h"
#include "services/texts/catalogue.h"

namespace candor::cli {
namespace {

using texts::Say;
using texts::Sentence;
using texts::Text;

using audit::Thing;
using records::NoteContent;

constexpr char kGroup[] = "Leaders";
const std::vector<Thing> kTexts = {Thing::kOpinion, Thing::kContribution};
const std::vector<Thing> kLinks = {Thing::kOpinion, Thing::kContribution, Thing::kTheme};

Bytes NoteOf(std::string title, std::string owner, std::string text) {
  return NoteContent{std::move(title), std::move(owner), std::move(text)}.Encode();
}

absl::Status CheckShort(const std::string& text, std::size_t limit, std::string_view option) {
  if (text.size() > limit) {
    return Fail(Exit::kUsage, Cat(option, " has ", text.size(), " bytes, and ", limit,
                                  " are possible. Nothing was sent."));
  }
  if (!crypto::IsUtf8(AsBytes(text))) return Fail(Exit::kUsage, Cat(option, " is not UTF-8 text. Nothing was sent."));
  return absl::OkStatus();
}

absl::StatusOr<Day> ReadDay(const std::string& text, std::string_view option) {
  const auto day = ParseDay(text);
  if (!day.has_value()) {
    return Fail(Exit::kUsage, Cat(option, " takes a day as 2026-03-09; \"", text, "\" is none. Nothing was sent."));
  }
  return *day;
}

// ---- ack ----

struct AckOptions {
  std::string jam;
  std::vector<std::string> ids;
  std::string tone = "read";
};

absl::Status Ack(Context& context, const AckOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const records::Tone tone, As(Exit::kUsage, records::ParseTone(options.tone)));
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  CANDOR_ASSIGN_OR_RETURN(const auto targets, FindAll(acting, options.ids, kTexts));
  for (const auto& target : targets) {
    CANDOR_RETURN_IF_ERROR(Post(context, acting, records::Acknowledgement{target, tone}, std::nullopt,
                                Sentence(Text::kActedAcknowledged, Digits(target)))
                               .status());
  }
  HintAt(context, Text::kActedAcknowledgedNext);
  return absl::OkStatus();
}

// ---- ask ----

struct AskOptions {
  std::string jam;
  std::string id;
  std::string text_file;
  bool reply = false;
};

absl::Status Ask(Context& context, const AskOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(std::string text, ReadNote(options.text_file));
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  CANDOR_ASSIGN_OR_RETURN(
      const crypto::Hash target,
      Find(acting, options.id, {Thing::kOpinion, Thing::kContribution, Thing::kFollowUp}));
  const auto submission =
      records::SignedSubmission::Decode(acting.campaign->submissions.at(target).signed_submission);
  if (!submission.ok()) return Fail(Exit::kDamaged, "the text's entry in the log cannot be read");
  crypto::OpinionPlaintext plaintext;
  plaintext.text = std::move(text);
  CANDOR_ASSIGN_OR_RETURN(const auto encoded, As(Exit::kUsage, plaintext.Encode()));
  const auto& body = submission->body;
  CANDOR_ASSIGN_OR_RETURN(
      auto envelope, crypto::SealEnvelope({acting.campaign->id, body.thread_key, records::kToTheThread},
                                          {&body.thread_kem_key, 1}, encoded, context.random()));
  const auto form = options.reply ? records::NoteForm::kReply : records::NoteForm::kQuestion;
  CANDOR_RETURN_IF_ERROR(Post(context, acting, records::PrivateNote{target, form, {}}, std::move(envelope),
                              options.reply ? Sentence(Text::kActedReplied) : Sentence(Text::kActedAsked))
                             .status());
  HintAt(context, Text::kActedAskedNext);
  return absl::OkStatus();
}

// ---- action ----

struct ActionOptions {
  std::string jam;
  std::vector<std::string> links;
  std::string title;
  std::string owner;
  std::string due;
  std::string text_file;
};

absl::Status NewAction(Context& context, const ActionOptions& options) {
  CANDOR_RETURN_IF_ERROR(CheckShort(options.title, records::kMaxTitle, "--title"));
  CANDOR_RETURN_IF_ERROR(CheckShort(options.owner, records::kMaxOwner, "--owner"));
  CANDOR_ASSIGN_OR_RETURN(const Day due, ReadDay(options.due, "--due"));
  std::string text;
  if (!options.text_file.empty()) {
    CANDOR_ASSIGN_OR_RETURN(text, ReadNote(options.text_file));
  }
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  CANDOR_ASSIGN_OR_RETURN(auto links, FindAll(acting, options.links, kLinks));
  if (links.size() > records::kMaxLinks) {
    return Fail(Exit::kUsage, Cat("an action is linked to at most ", records::kMaxLinks,
                                  " texts or themes; link the theme that holds them. Nothing was sent."));
  }
  CANDOR_RETURN_IF_ERROR(Post(context, acting, records::Action{due, std::move(links), {}},
                              NoteOf(options.title, options.owner, std::move(text)), Sentence(Text::kActedAction))
                             .status());
  HintAt(context, Text::kActedActionNext);
  return absl::OkStatus();
}

struct OutcomeOptions {
  std::string jam;
  std::string id;
  std::string outcome;
  std::string due;
  std::string text_file;
};

absl::Status SayOutcome(Context& context, const OutcomeOptions& options) {
  records::ActionOutcome act;
  CANDOR_ASSIGN_OR_RETURN(act.outcome, As(Exit::kUsage, records::ParseOutcome(options.outcome)));
  const bool moved = act.outcome == records::Outcome::kMoved;
  if (moved != !options.due.empty()) {
    return Fail(Exit::kUsage, "--due goes with --outcome moved, and with no other. Nothing was sent.");
  }
  if (moved) {
    CANDOR_ASSIGN_OR_RETURN(act.due, ReadDay(options.due, "--due"));
  }
  CANDOR_ASSIGN_OR_RETURN(std::string text, ReadNote(options.text_file));
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  CANDOR_ASSIGN_OR_RETURN(act.action, Find(acting, options.id, {Thing::kAction}));
  return Post(context, acting, act, NoteOf("", "", std::move(text)), Sentence(Text::kActedOutcome)).status();
}

// ---- decide ----

struct DecideOptions {
  std::string jam;
  std::string theme;
  std::string verdict;
  std::string text_file;
};

absl::Status Decide(Context& context, const DecideOptions& options) {
  records::Decision act;
  CANDOR_ASSIGN_OR_RETURN(act.verdict, As(Exit::kUsage, records::ParseVerdict(options.verdict)));
  CANDOR_ASSIGN_OR_RETURN(std::string why, ReadNote(options.text_file));
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  CANDOR_ASSIGN_OR_RETURN(act.theme, Find(acting, options.theme, {Thing::kTheme}));
  act.revision = static_cast<std::uint32_t>(acting.campaign->acts.themes.at(act.theme).decisions.size());
  return Post(context, acting, act, NoteOf("", "", std::move(why)), Sentence(Text::kActedDecision)).status();
}

// ---- conflict ----

struct ConflictOptions {
  std::string jam;
  std::string about;
  std::string text_file;
};

absl::Status DeclareConflict(Context& context, const ConflictOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(std::string text, ReadNote(options.text_file));
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  records::ConflictDeclared act;
  if (!options.about.empty()) {
    CANDOR_ASSIGN_OR_RETURN(act.about, Find(acting, options.about, {Thing::kTheme, Thing::kPublished}));
  }
  return Post(context, acting, act, NoteOf("", "", std::move(text)), Sentence(Text::kActedConflict)).status();
}

// ---- appeal decide ----

struct RulingOptions {
  std::string jam;
  std::string appeal;
  std::string ruling;
  std::string text_file;
};

absl::Status DecideAppeal(Context& context, const RulingOptions& options) {
  records::AppealDecision act;
  CANDOR_ASSIGN_OR_RETURN(act.ruling, As(Exit::kUsage, records::ParseRuling(options.ruling)));
  CANDOR_ASSIGN_OR_RETURN(std::string why, ReadNote(options.text_file));
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  CANDOR_ASSIGN_OR_RETURN(act.appeal, Find(acting, options.appeal, {Thing::kAppeal}));
  return Post(context, acting, act, NoteOf("", "", std::move(why)), Sentence(Text::kActedRuling)).status();
}

// ---- pledge renew ----

struct RenewOptions {
  std::string jam;
};

absl::Status RenewPledge(Context& context, const RenewOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  const records::Draft& draft = acting.campaign->manifest->draft;
  context.Print(Say(context.language(), Text::kActedPledgeText));
  context.Print(runtime::SafeForTerminal(draft.pledge));
  CANDOR_RETURN_IF_ERROR(
      Post(context, acting, records::PledgeRenewal{draft.PledgeHash()}, std::nullopt,
           Sentence(Text::kActedPledge)).status());
  const int days = draft.clocks.pledge_renewal;
  context.Hint(days == 1 ? Say(context.language(), Text::kActedPledgeDaily)
                         : Say(context.language(), Text::kActedPledgeNext, days));
  return absl::OkStatus();
}

void RegisterAction(Command& app, Context& context) {
  Command* action = app.AddCommand("action", "What will be done, by whom and by when: new, outcome");
  action->SetGroup(kGroup);
  action->RequireCommand();
  action->SetExample("candor action new 3f2a91bc --title \"Badge readers at gate 2\" --owner \"Devran Aksoy\" --due 2026-04-15");

  auto fresh = std::make_shared<ActionOptions>();
  Command* verb = AddVerb(*action, {"new", "", "Promise an action, in public",
                                    "candor action new 3f2a91bc --title \"Badge readers at gate 2\" --owner \"Devran "
                                    "Aksoy\" --due 2026-04-15"});
  verb->AddOption("links", fresh->links, "First digits of the texts and themes that it answers").Required();
  verb->AddOption("--title", fresh->title, "What will be done, in a line").Required();
  verb->AddOption("--owner", fresh->owner, "Who does it").Required();
  verb->AddOption("--due", fresh->due, "By which day, YYYY-MM-DD").Required();
  verb->AddOption("--file", fresh->text_file, "More about it; - for standard input");
  AddJamOption(verb, fresh->jam);
  Bind(verb, context, fresh, NewAction);

  auto outcome = std::make_shared<OutcomeOptions>();
  verb = AddVerb(*action, {"outcome", "", "Say what came of an action, in public",
                           "candor action outcome 77ab02c1 --outcome done --file done.txt"});
  verb->AddOption("id", outcome->id, "First digits of the action's number").Required();
  verb->AddOption("--outcome", outcome->outcome, "done, in-part, moved or dropped").Required();
  verb->AddOption("--due", outcome->due, "The new day, YYYY-MM-DD, with moved");
  verb->AddOption("--file", outcome->text_file, "What was done, or why not; - for standard input").Required();
  AddJamOption(verb, outcome->jam);
  Bind(verb, context, outcome, SayOutcome);
}

}  // namespace

void RegisterPledgeRenew(Command& pledge, Context& context) {
  auto options = std::make_shared<RenewOptions>();
  Command* verb = AddVerb(pledge, {"renew", "", "Renew the pledge, as everybody who signed it does while members speak",
                                   "candor pledge renew"});
  AddJamOption(verb, options->jam);
  Bind(verb, context, options, RenewPledge);
}

void RegisterLeaderActs(Command& app, Context& context) {
  RegisterBrief(app, context);

  auto ack = std::make_shared<AckOptions>();
  Command* verb = AddVerb(app, {"ack", kGroup, "Acknowledge texts in public, in one word",
                                "candor ack 3f2a91bc 5c01d2aa --tone thanks"});
  verb->AddOption("ids", ack->ids, "First digits of the texts' numbers").Required();
  verb->AddOption("--tone", ack->tone, "read, thanks, looking-into-it or passed-on").ShowDefault();
  AddJamOption(verb, ack->jam);
  Bind(verb, context, ack, Ack);

  auto ask = std::make_shared<AskOptions>();
  verb = AddVerb(app, {"ask", kGroup, "Ask the author of a text something that only they can read",
                       "candor ask 3f2a91bc --file question.txt"});
  verb->AddOption("id", ask->id, "First digits of the text's number").Required();
  verb->AddOption("--file", ask->text_file, "The question; - for standard input").Required();
  verb->AddFlag("--reply", ask->reply, "A reply to a follow-up, which asks nothing");
  AddJamOption(verb, ask->jam);
  Bind(verb, context, ask, Ask);

  RegisterAction(app, context);

  auto decide = std::make_shared<DecideOptions>();
  verb = AddVerb(app, {"decide", kGroup, "Record what was decided on a theme, as its sponsor",
                       "candor decide 90bb12fe --verdict adopted --file why.txt"});
  verb->AddOption("theme", decide->theme, "First digits of the theme's number").Required();
  verb->AddOption("--verdict", decide->verdict, "adopted, in-part, studied or rejected").Required();
  verb->AddOption("--file", decide->text_file, "Why; - for standard input").Required();
  AddJamOption(verb, decide->jam);
  Bind(verb, context, decide, Decide);

  auto conflict = std::make_shared<ConflictOptions>();
  verb = AddVerb(app, {"conflict", kGroup, "Declare a conflict of interest, in public",
                       "candor conflict --about 90bb12fe --file conflict.txt"});
  verb->AddOption("--about", conflict->about, "First digits of a theme's or published text's number (default: the whole jam)");
  verb->AddOption("--file", conflict->text_file, "What it is; - for standard input").Required();
  AddJamOption(verb, conflict->jam);
  Bind(verb, context, conflict, DeclareConflict);

  auto ruling = std::make_shared<RulingOptions>();
  verb = AddVerb(app, {"rule", "Appeal panel", "Decide an appeal against a hiding, as a member of the appeal panel",
                       "candor rule 8e11a0c4 --ruling shown-again --file why.txt"});
  verb->AddOption("appeal", ruling->appeal, "First digits of the appeal's number in `candor inbox`").Required();
  verb->AddOption("--ruling", ruling->ruling, "stays-hidden or shown-again").Required();
  verb->AddOption("--file", ruling->text_file, "Why; - for standard input").Required();
  AddJamOption(verb, ruling->jam);
  Bind(verb, context, ruling, DecideAppeal);
}

}  // namespace candor::cli
