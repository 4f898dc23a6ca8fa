#include "programs/candor/facilitator_acts.h"

#include "base/status.h"
#include "programs/candor/acting.h"
#include "records/consents.h"
#include "services/runtime/terminal.h"
#include "services/texts/catalogue.h"

namespace candor::cli {
namespace {

using texts::Sentence;
using texts::Text;

using audit::Thing;
using records::NoteContent;
using runtime::SafeForTerminal;

constexpr char kGroup[] = "Facilitation";
const std::vector<Thing> kTexts = {Thing::kOpinion, Thing::kContribution};
const std::vector<Thing> kOnTheWall = {Thing::kPublished, Thing::kTheme};

Bytes NoteOf(std::string title, std::string text) {
  return NoteContent{std::move(title), "", std::move(text)}.Encode();
}

// ---- prompt ----

struct PromptOptions {
  std::string jam;
  std::string text_file;
};

absl::Status Prompt(Context& context, const PromptOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(std::string text, ReadNote(options.text_file));
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  CANDOR_RETURN_IF_ERROR(
      Post(context, acting, records::Prompt{}, NoteOf("", std::move(text)), Sentence(Text::kActedPrompt)).status());
  HintAt(context, Text::kActedPromptNext);
  return absl::OkStatus();
}

// ---- theme ----

struct ThemeOptions {
  std::string jam;
  std::string theme;
  std::string title;
  std::string text_file;
  std::vector<std::string> items;
};

absl::Status CheckTitle(const std::string& title) {
  if (title.size() <= records::kMaxTitle && crypto::IsUtf8(AsBytes(title))) return absl::OkStatus();
  return Fail(Exit::kUsage, Cat("--title is UTF-8 text of at most ", records::kMaxTitle, " bytes. Nothing was sent."));
}

absl::Status PostTheme(Context& context, const Acting& acting, records::Theme act, const ThemeOptions& options,
                       const NoteContent& before, const Sentence& what) {
  NoteContent content = before;
  if (!options.title.empty()) content.title = options.title;
  if (!options.text_file.empty()) {
    CANDOR_ASSIGN_OR_RETURN(content.text, ReadNote(options.text_file));
  }
  CANDOR_ASSIGN_OR_RETURN(act.items, FindAll(acting, options.items, kTexts));
  if (act.items.size() > records::kMaxThemeItems) {
    return Fail(Exit::kUsage, Cat("one step takes at most ", records::kMaxThemeItems,
                                  " texts; add the others with `candor theme add`. Nothing was sent."));
  }
  return Post(context, acting, std::move(act), content.Encode(), what).status();
}

absl::Status NewTheme(Context& context, const ThemeOptions& options) {
  CANDOR_RETURN_IF_ERROR(CheckTitle(options.title));
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  return PostTheme(context, acting, {}, options, {}, Sentence(Text::kActedTheme));
}

absl::Status AddToTheme(Context& context, const ThemeOptions& options) {
  CANDOR_RETURN_IF_ERROR(CheckTitle(options.title));
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  records::Theme act;
  CANDOR_ASSIGN_OR_RETURN(act.theme, Find(acting, options.theme, {Thing::kTheme}));
  const auto& state = acting.campaign->acts.themes.at(act.theme);
  act.revision = static_cast<std::uint32_t>(state.revisions.size());
  const auto& last = acting.campaign->acts.all[state.revisions.back()].note;
  return PostTheme(context, acting, std::move(act), options, last.value_or(NoteContent{}),
                   Sentence(Text::kActedThemeRevised));
}

// ---- publish ----

struct PublishOptions {
  std::string jam;
  std::string id;
  std::string consents;
  std::string paraphrase_file;
  std::string decline;
};

absl::StatusOr<std::uint8_t> ReasonOf(const Acting& acting, const std::string& reason) {
  const auto& reasons = acting.campaign->manifest->draft.moderation_reasons;
  std::string all;
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    if (reasons[i] == reason) return static_cast<std::uint8_t>(i);
    all += Cat(i == 0 ? "" : ", ", "\"", SafeForTerminal(reasons[i]), "\"");
  }
  if (reasons.empty()) {
    return Fail(Exit::kUsage, "this jam's manifest allows no reasons, so nothing is hidden or declined in it. Nothing was sent.");
  }
  return Fail(Exit::kUsage, Cat("\"", SafeForTerminal(reason), "\" is none of the reasons that this jam allows; they are: ", all, ". Nothing was sent."));
}

absl::Status PublishConsented(Context& context, const Acting& acting, const crypto::Hash& target,
                              const std::string& file) {
  CANDOR_ASSIGN_OR_RETURN(const auto consents, ReadRecord<records::Consents>(file));
  const records::Consent* const consent = consents.Find(target);
  if (consent == nullptr) {
    return Fail(Exit::kRefused, Cat(file, " holds no consent of the author of ", Digits(target),
                                    ": publish a paraphrase, if they allow that, or decline. Nothing was sent."));
  }
  context.Print(Cat("\"", SafeForTerminal(consent->text), "\""));
  return Post(context, acting, records::Publish{target, consent->form, {}},
              records::PublishContent{consent->salt, consent->text}.Encode(),
              Sentence(Text::kActedPublished, Digits(target), records::NameOf(consent->form)))
      .status();
}

absl::Status Publish(Context& context, const PublishOptions& options) {
  const int chosen = (options.consents.empty() ? 0 : 1) + (options.paraphrase_file.empty() ? 0 : 1) +
                     (options.decline.empty() ? 0 : 1);
  if (chosen != 1) {
    return Fail(Exit::kUsage,
                "give one of --consents (the author's own words), --paraphrase-file (yours) and --decline (a "
                "reason). Nothing was sent.");
  }
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  // Before the text is looked for: its refusal lists the reasons.
  std::uint8_t reason = 0;
  if (!options.decline.empty()) {
    CANDOR_ASSIGN_OR_RETURN(reason, ReasonOf(acting, options.decline));
  }
  CANDOR_ASSIGN_OR_RETURN(const crypto::Hash target, Find(acting, options.id, kTexts));
  if (!options.consents.empty()) return PublishConsented(context, acting, target, options.consents);
  if (!options.decline.empty()) {
    return Post(context, acting, records::PublishDeclined{target, reason}, std::nullopt,
                Sentence(Text::kActedDeclined, Digits(target)))
        .status();
  }
  CANDOR_ASSIGN_OR_RETURN(std::string text, ReadNote(options.paraphrase_file));
  return Post(context, acting, records::Publish{target, records::Form::kParaphrase, {}},
              records::PublishContent{{}, std::move(text)}.Encode(), Sentence(Text::kActedPublished, Digits(target), records::NameOf(records::Form::kParaphrase)))
      .status();
}

// ---- hide ----

struct HideOptions {
  std::string jam;
  std::string id;
  std::string reason;
};

absl::Status Hide(Context& context, const HideOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  // First, for its refusal lists them all, and they stand nowhere else that a facilitator would look.
  CANDOR_ASSIGN_OR_RETURN(const std::uint8_t reason, ReasonOf(acting, options.reason));
  CANDOR_ASSIGN_OR_RETURN(const crypto::Hash target, Find(acting, options.id, {Thing::kPublished}));
  CANDOR_RETURN_IF_ERROR(
      Post(context, acting, records::Hide{target, reason}, std::nullopt, Sentence(Text::kActedHid, Digits(target))).status());
  HintAt(context, Text::kActedHidNext);
  return absl::OkStatus();
}

// ---- merge, connect, spotlight ----

struct PairOptions {
  std::string jam;
  std::string one;
  std::string other;
  std::string why;
};

absl::Status Merge(Context& context, const PairOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  CANDOR_ASSIGN_OR_RETURN(const crypto::Hash from, Find(acting, options.one, kOnTheWall));
  CANDOR_ASSIGN_OR_RETURN(const crypto::Hash into, Find(acting, options.other, kOnTheWall));
  return Post(context, acting, records::Merge{from, into}, std::nullopt,
              Sentence(Text::kActedMerged, Digits(from), Digits(into)))
      .status();
}

absl::Status Connect(Context& context, const PairOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(std::string why, ReadNote(options.why));
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  CANDOR_ASSIGN_OR_RETURN(const crypto::Hash one, Find(acting, options.one, kOnTheWall));
  CANDOR_ASSIGN_OR_RETURN(const crypto::Hash other, Find(acting, options.other, kOnTheWall));
  return Post(context, acting, records::Connect{one, other, {}}, NoteOf("", std::move(why)),
              Sentence(Text::kActedConnected)).status();
}

absl::Status Spotlight(Context& context, const PairOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(std::string why, ReadNote(options.why));
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  CANDOR_ASSIGN_OR_RETURN(const crypto::Hash target, Find(acting, options.one, kOnTheWall));
  return Post(context, acting, records::Spotlight{target, {}}, NoteOf("", std::move(why)),
              Sentence(Text::kActedSpotlight)).status();
}

void RegisterTheme(Command& app, Context& context) {
  Command* theme = app.AddCommand("theme", "Group texts into a theme: new, add");
  theme->SetGroup(kGroup);
  theme->RequireCommand();
  theme->SetExample("candor theme new --title \"Outages at night\" --items 3f2a91bc 5c01d2aa");
  const auto add_options = [](Command* verb, ThemeOptions& options) {
    verb->AddOption("--file", options.text_file, "What the theme is about; - for standard input");
    verb->AddOption("--items", options.items, "First digits of the texts that belong to it");
    AddJamOption(verb, options.jam);
  };
  auto fresh = std::make_shared<ThemeOptions>();
  Command* verb = AddVerb(*theme, {"new", "", "Begin a theme",
                                   "candor theme new --title \"Outages at night\" --items 3f2a91bc 5c01d2aa"});
  verb->AddOption("--title", fresh->title, "Its title").Required();
  add_options(verb, *fresh);
  Bind(verb, context, fresh, NewTheme);

  auto more = std::make_shared<ThemeOptions>();
  verb = AddVerb(*theme, {"add", "", "Add texts to a theme, or say title and text anew",
                          "candor theme add 90bb12fe --items 7d10aa31"});
  verb->AddOption("theme", more->theme, "First digits of the theme's number").Required();
  verb->AddOption("--title", more->title, "A new title");
  add_options(verb, *more);
  Bind(verb, context, more, AddToTheme);
}

void RegisterPublishing(Command& app, Context& context) {
  auto publish = std::make_shared<PublishOptions>();
  Command* verb = AddVerb(app, {"publish", kGroup, "Publish a text as its author allows, or decline with a reason",
                                "candor publish 3f2a91bc --consents consents.bin\ncandor publish 5c01d2aa "
                                "--paraphrase-file words.txt\ncandor publish 7d10aa31 --decline \"names a person\""});
  verb->AddOption("id", publish->id, "First digits of the text's number").Required();
  verb->AddOption("--consents", publish->consents, "What `candor read --consents` of a reader wrote: the author's own words");
  verb->AddOption("--paraphrase-file", publish->paraphrase_file, "Your words, labelled as such; - for standard input");
  verb->AddOption("--decline", publish->decline, "Not published: one of the reasons that the jam allows, word for word; any other word lists them");
  AddJamOption(verb, publish->jam);
  Bind(verb, context, publish, Publish);

  auto hide = std::make_shared<HideOptions>();
  verb = AddVerb(app, {"hide", kGroup, "Hide a published text, visibly, with a reason",
                       "candor hide 3f2a91bc --reason \"names a person\""});
  verb->AddOption("id", hide->id, "First digits of the text's number").Required();
  verb->AddOption("--reason", hide->reason, "One of the reasons that the jam allows, word for word; any other word lists them").Required();
  AddJamOption(verb, hide->jam);
  Bind(verb, context, hide, Hide);
}

}  // namespace

void RegisterFacilitatorActs(Command& app, Context& context) {
  auto prompt = std::make_shared<PromptOptions>();
  Command* verb = AddVerb(app, {"prompt", kGroup, "Ask everybody something, on the wall",
                                "candor prompt --file prompt.txt"});
  verb->AddOption("--file", prompt->text_file, "The question; - for standard input").Required();
  AddJamOption(verb, prompt->jam);
  Bind(verb, context, prompt, Prompt);

  RegisterTheme(app, context);
  RegisterPublishing(app, context);

  auto merge = std::make_shared<PairOptions>();
  verb = AddVerb(app, {"merge", kGroup, "Merge a theme or published text into another one; points are summed",
                       "candor merge 90bb12fe 11c0ffee"});
  verb->AddOption("from", merge->one, "First digits of what is merged").Required();
  verb->AddOption("into", merge->other, "First digits of what it becomes part of").Required();
  AddJamOption(verb, merge->jam);
  Bind(verb, context, merge, Merge);

  auto connect = std::make_shared<PairOptions>();
  verb = AddVerb(app, {"connect", kGroup, "Show that two things on the wall belong together, and why",
                       "candor connect 3f2a91bc 5c01d2aa --why why.txt"});
  verb->AddOption("one", connect->one, "First digits of the one").Required();
  verb->AddOption("other", connect->other, "First digits of the other").Required();
  verb->AddOption("--why", connect->why, "A text file; - for standard input").Required();
  AddJamOption(verb, connect->jam);
  Bind(verb, context, connect, Connect);

  auto spotlight = std::make_shared<PairOptions>();
  verb = AddVerb(app, {"spotlight", kGroup, "Put something on the wall into the spotlight, and say why",
                       "candor spotlight 90bb12fe --why why.txt"});
  verb->AddOption("id", spotlight->one, "First digits of its number").Required();
  verb->AddOption("--why", spotlight->why, "A text file; - for standard input").Required();
  AddJamOption(verb, spotlight->jam);
  Bind(verb, context, spotlight, Spotlight);
}

}  // namespace candor::cli
