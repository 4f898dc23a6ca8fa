#include "programs/candor/member_conversation.h"

#include "audit/reference.h"
#include "base/date.h"
#include "base/status.h"
#include "programs/candor/member_session.h"
#include "programs/candor/people.h"
#include "programs/candor/speaking_screen.h"
#include "services/member/contribute.h"
#include "services/member/thread_acts.h"
#include "services/texts/catalogue.h"

namespace candor::cli {
namespace {

using audit::Thing;
using texts::Say;
using texts::Text;

constexpr char kGroup[] = "Member";
constexpr std::size_t kMaxInput = std::size_t{1} << 20;

// The jam that a text of the wallet belongs to, as the local copy of the log has it.
absl::StatusOr<const audit::Campaign*> CampaignOf(const MemberSession& session, const member::Thread& text) {
  const audit::Campaign* const campaign = session.logs->board().FindCampaign(text.campaign_id);
  if (campaign != nullptr) return campaign;
  return Fail(Exit::kRefused,
              "The copy of the public log on this machine does not know the text's jam. Run `candor sync` "
              "first. Nothing was changed.");
}

absl::StatusOr<std::string> ReadWords(const std::string& file) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, As(Exit::kUsage, ReadInput(file, kMaxInput)));
  return std::string(AsText(bytes));
}

absl::Status TellQueued(Context& context, MemberSession& session, std::string_view what,
                        const member::Queued& queued) {
  CANDOR_RETURN_IF_ERROR(SaveWallet(session.file));
  context.Print(Say(context.language(), Text::kOutboxAct, what, FormatMinute(queued.ready_at)));
  context.Result(Json::Object()
                     .Set("submission", HexEncode(queued.submission_hash))
                     .Set("earliest", FormatMinute(queued.ready_at)));
  context.Hint(Say(context.language(), Text::kOutboxNext));
  return absl::OkStatus();
}

// Wherever a member says something.
void TellScreen(const Context& context, MemberSession& session, const audit::Campaign& campaign, std::uint8_t audience) {
  const member::Draw* const draw = session.wallet().FindDraw(campaign.id);
  TellBeforeSpeaking(context, session, campaign, audience,
                     member::DepartureOf(campaign, *session.logs, draw == nullptr ? 0 : draw->drawn_at, context.now()));
}

// ---- endorse ----

struct EndorseOptions {
  std::string jam;
  std::string id;
};

absl::Status Endorse(Context& context, const EndorseOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(auto session, OpenSession(context));
  CANDOR_ASSIGN_OR_RETURN(const auto* campaign,
                          PickCampaign(session.logs->board(), options.jam, context.today()));
  CANDOR_ASSIGN_OR_RETURN(
      const crypto::Hash target,
      As(Exit::kUsage, audit::FindThing(*campaign, options.id, {Thing::kPublished, Thing::kTheme})));
  CANDOR_ASSIGN_OR_RETURN(const auto given,
                          As(Exit::kRefused, member::Endorse(session.wallet(), *campaign, *session.logs, target,
                                                             context.now(), context.random())));
  CANDOR_RETURN_IF_ERROR(SaveWallet(session.file));
  const member::Draw* const draw = session.wallet().FindDraw(campaign->id);
  const std::size_t left = draw == nullptr ? 0 : draw->codes[2].size();
  context.Print(Say(context.language(), Text::kOutboxPoint, HexEncode(ByteView(target).first(4)),
                    FormatMinute(given.departure.earliest), left));
  context.Result(Json::Object().Set("submission", HexEncode(given.submission_hash)).Set("left", left));
  context.Hint(Say(context.language(), Text::kOutboxPointApart));
  return absl::OkStatus();
}

// ---- reply ----

struct ReplyOptions {
  std::string text;
  std::string file;
  std::string question;
  std::string quote;
  std::string headline;
};

absl::StatusOr<std::optional<records::Quote>> QuoteOf(const std::string& name) {
  if (name.empty()) return std::nullopt;
  if (name == "never") return records::Quote::kNever;
  if (name == "paraphrase") return records::Quote::kParaphrase;
  if (name == "headline") return records::Quote::kHeadline;
  if (name == "verbatim") return records::Quote::kVerbatim;
  return Fail(Exit::kUsage, "--quote is never, paraphrase, headline or verbatim");
}

absl::Status Reply(Context& context, const ReplyOptions& options) {
  member::FollowUpOptions follow_up;
  CANDOR_ASSIGN_OR_RETURN(follow_up.quote, QuoteOf(options.quote));
  follow_up.headline = options.headline;
  CANDOR_ASSIGN_OR_RETURN(follow_up.text, ReadWords(options.file));
  CANDOR_ASSIGN_OR_RETURN(auto session, OpenSession(context));
  CANDOR_ASSIGN_OR_RETURN(const auto* text, PickThread(session.wallet(), options.text));
  CANDOR_ASSIGN_OR_RETURN(const auto* campaign, CampaignOf(session, *text));
  if (!options.question.empty()) {
    CANDOR_ASSIGN_OR_RETURN(
        follow_up.question,
        As(Exit::kUsage, audit::FindThing(*campaign, options.question, {Thing::kQuestion})));
  }
  const crypto::Hash hash = text->hash();
  TellScreen(context, session, *campaign, text->submission.body.audience);
  CANDOR_ASSIGN_OR_RETURN(const auto queued,
                          As(Exit::kRefused, member::FollowUp(session.wallet(), hash, *campaign, follow_up,
                                                              context.now(), context.random())));
  return TellQueued(context, session,
                    Say(context.language(), Text::kOutboxFollowUp, HexEncode(ByteView(hash).first(4))), queued);
}

// ---- appeal ----

struct AppealOptions {
  std::string text;
  std::string file;
};

// The hiding in force; an appeal is against that one.
absl::StatusOr<crypto::Hash> HideOf(const audit::Campaign& campaign, const crypto::Hash& text) {
  const auto item = campaign.acts.published.find(text);
  if (item == campaign.acts.published.end() || !item->second.hidden) {
    return Fail(Exit::kRefused, "This text is not hidden: there is nothing to appeal against. Nothing was changed.");
  }
  return campaign.acts.all[item->second.hides.back()].id;
}

absl::Status Appeal(Context& context, const AppealOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const std::string why, ReadWords(options.file));
  CANDOR_ASSIGN_OR_RETURN(auto session, OpenSession(context));
  CANDOR_ASSIGN_OR_RETURN(const auto* text, PickThread(session.wallet(), options.text));
  CANDOR_ASSIGN_OR_RETURN(const auto* campaign, CampaignOf(session, *text));
  const crypto::Hash hash = text->hash();
  CANDOR_ASSIGN_OR_RETURN(const crypto::Hash hide, HideOf(*campaign, hash));
  TellScreen(context, session, *campaign, records::kAppealPanel);
  CANDOR_ASSIGN_OR_RETURN(const auto queued,
                          As(Exit::kRefused, member::Appeal(session.wallet(), hash, hide, why, *campaign,
                                                            context.now(), context.random())));
  CANDOR_RETURN_IF_ERROR(TellQueued(context, session, Say(context.language(), Text::kOutboxAppeal), queued));
  context.Hint(Say(context.language(), Text::kAppealReaders));
  return absl::OkStatus();
}

// ---- rate ----

struct RateOptions {
  std::string action;
  int value = 0;
  std::string text;
};

absl::Status Rate(Context& context, const RateOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(auto session, OpenSession(context));
  CANDOR_ASSIGN_OR_RETURN(const auto* text, PickThread(session.wallet(), options.text));
  CANDOR_ASSIGN_OR_RETURN(const auto* campaign, CampaignOf(session, *text));
  CANDOR_ASSIGN_OR_RETURN(const crypto::Hash action,
                          As(Exit::kUsage, audit::FindThing(*campaign, options.action, {Thing::kAction})));
  const crypto::Hash hash = text->hash();
  CANDOR_ASSIGN_OR_RETURN(
      const auto queued,
      As(Exit::kRefused, member::Rate(session.wallet(), hash, action, static_cast<std::uint8_t>(options.value),
                                      *campaign, context.now(), context.random())));
  return TellQueued(context, session, Say(context.language(), Text::kOutboxRating), queued);
}

}  // namespace

void RegisterConversationCommands(Command& app, Context& context) {
  auto endorse = std::make_shared<EndorseOptions>();
  Command* verb = AddVerb(app, {"endorse", kGroup, "Give one of your points to a published text or a theme",
                                "candor endorse 90bb12fe"});
  verb->AddOption("id", endorse->id, "First digits of its number in `candor wall`").Required();
  AddJamOption(verb, endorse->jam);
  Bind(verb, context, endorse, Endorse);

  auto reply = std::make_shared<ReplyOptions>();
  verb = AddVerb(app, {"reply", kGroup, "Add to a text of yours, or answer a question that was asked in private",
                       "candor reply 5c01d2aa --file more.txt\ncandor reply 5c01d2aa --to 77ab02c1 --file answer.txt"});
  verb->AddOption("text", reply->text, "First digits of the text's number in `candor threads`");
  verb->AddOption("--file", reply->file, "What you add; - for standard input").Required();
  verb->AddOption("--to", reply->question, "First digits of the question that it answers");
  verb->AddOption("--quote", reply->quote,
                  "From now on the text may be published so: never, paraphrase, headline, verbatim (default: as before)");
  verb->AddOption("--headline", reply->headline, "Up to 280 characters, for --quote headline");
  Bind(verb, context, reply, Reply);

  auto appeal = std::make_shared<AppealOptions>();
  verb = AddVerb(app, {"appeal", kGroup, "Appeal to the panel against the hiding of a text of yours",
                       "candor appeal 5c01d2aa --file why.txt"});
  verb->AddOption("text", appeal->text, "First digits of the text's number in `candor threads`");
  verb->AddOption("--file", appeal->file, "Why it should be shown; - for standard input").Required();
  Bind(verb, context, appeal, Appeal);

  auto rate = std::make_shared<RateOptions>();
  verb = AddVerb(app, {"rate", kGroup, "Say whether an action helped", "candor rate 77ab02c1 3"});
  verb->AddOption("action", rate->action, "First digits of the action's number in `candor wall`").Required();
  verb->AddOption("value", rate->value, "How much it helped: 0 is not at all, 4 is very much").Required().Range(0, 4);
  verb->AddOption("--text", rate->text, "First digits of your text, where you have several");
  Bind(verb, context, rate, Rate);
}

}  // namespace candor::cli
