#include "programs/candor/member_speaking.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "audit/reference.h"
#include "base/status.h"
#include "programs/candor/member_session.h"
#include "programs/candor/member_conversation.h"
#include "programs/candor/member_threads.h"
#include "programs/candor/member_withdrawing.h"
#include "programs/candor/people.h"
#include "programs/candor/speaking_screen.h"
#include "records/promise.h"
#include "services/follow/world.h"
#include "services/member/exchange_schedule.h"
#include "services/member/prudence.h"
#include "services/member/receipt.h"
#include "services/member/contribute.h"
#include "services/member/speak.h"
#include "services/member/withdraw.h"
#include "services/runtime/terminal.h"
#include "services/texts/catalogue.h"

namespace candor::cli {
namespace {

using runtime::SafeForTerminal;

constexpr char kGroup[] = "Member";
// Longer than any text that fits: what is longer still is refused with its size, not cut off.
constexpr std::size_t kMaxInput = std::size_t{1} << 20;
constexpr int kRetypeAttempts = 3;
const std::vector<audit::Thing> kOnTheWall = {audit::Thing::kPrompt, audit::Thing::kPublished, audit::Thing::kTheme};

// ---- the text ----

struct SayOptions {
  std::string jam;
  std::string about;  // of `build-on`: what the text builds on; empty for `say`
  std::string file;  // empty: the editor
  std::string receipt_file;
  bool no_receipt = false;
  bool now = false;
  std::string quote = "never";
  std::string headline;
  int audience = 0;
  std::string language;
  std::string names;
  bool as_it_is = false;
};

absl::StatusOr<records::Quote> ParseQuote(const std::string& name) {
  constexpr std::pair<std::string_view, records::Quote> kNames[] = {
      {"never", records::Quote::kNever},
      {"paraphrase", records::Quote::kParaphrase},
      {"headline", records::Quote::kHeadline},
      {"verbatim", records::Quote::kVerbatim}};
  for (const auto& [known, quote] : kNames) {
    if (name == known) return quote;
  }
  return Fail(Exit::kUsage, "--quote is never, paraphrase, headline or verbatim");
}

absl::Status RunEditor(const Path& path) {
  const char* const editor = std::getenv("EDITOR");
  if (editor == nullptr || *editor == '\0' || isatty(STDIN_FILENO) == 0) {
    return Fail(Exit::kUsage,
                "there is no text: give a file with --file, pipe it in with --file -, or set EDITOR to "
                "write it now. Nothing was sent.");
  }
  // EDITOR is a command as people write it ("code --wait"); the path stays one argument.
  const std::string command = Cat(editor, " \"$1\"");
  const pid_t child = fork();
  if (child == 0) {
    execl("/bin/sh", "sh", "-c", command.c_str(), "sh", path.c_str(), nullptr);
    _exit(127);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status) ||
      WEXITSTATUS(status) != 0) {
    return Fail(Exit::kIo, Cat("The editor could not be used, or ended with an error. What was "
                               "written so far is in ", path.string(), ". Nothing was sent."));
  }
  return absl::OkStatus();
}

// A text with the file it was typed into, which is removed only when the text is safe elsewhere.
struct Text {
  std::string text;
  std::optional<Path> draft;
};

absl::StatusOr<Text> ReadText(Context& context, const SayOptions& options) {
  if (!options.file.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, As(Exit::kUsage, ReadInput(options.file, kMaxInput)));
    return Text{std::string(AsText(bytes)), std::nullopt};
  }
  // One name, so that a text which could not be used is there again the next time.
  const Path draft = context.HomePath("draft.txt");
  if (!runtime::FileExists(draft)) {
    CANDOR_RETURN_IF_ERROR(As(Exit::kIo, runtime::CreateFileAtomically(draft, {}, 0600)));
  }
  CANDOR_RETURN_IF_ERROR(RunEditor(draft));
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, As(Exit::kIo, runtime::ReadFile(draft, kMaxInput)));
  return Text{std::string(AsText(bytes)), draft};
}

// ---- what may tell who wrote it ----

// Before the wallet is opened and anything sealed. OK when nothing was found or the author wants it so.
absl::Status CheckForClues(Context& context, const Text& text, const SayOptions& options) {
  if (options.as_it_is) return absl::OkStatus();
  std::vector<std::string> names;
  if (!options.names.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const Bytes file, As(Exit::kUsage, runtime::ReadFile(options.names)));
    names = member::NamesIn(AsText(file));
  }
  const auto found = member::FindClues(Cat(options.headline, "\n", text.text), names);
  if (found.empty()) return absl::OkStatus();
  const texts::Language language = context.language();
  context.Hint(texts::Say(language, texts::Text::kCluesFound));
  for (const auto& each : found) {
    context.Hint(Cat("  ", texts::Say(language, texts::Text::kClue, SafeForTerminal(each.excerpt),
                                      texts::Say(language, member::NameOf(each.clue)),
                                      texts::Say(language, member::WhyItMatters(each.clue)))));
  }
  if (options.file != "-" && isatty(STDIN_FILENO) != 0) {
    CANDOR_ASSIGN_OR_RETURN(const std::string answer,
                            context.Ask(Cat(texts::Say(language, texts::Text::kCluesAsk), " ")));
    if (answer == texts::Say(language, texts::Text::kCluesYes)) return absl::OkStatus();
  }
  return Fail(Exit::kRefused,
              "Nothing was sent, and your voice is unused. Change the text and say it again, or add --as-it-is to "
              "send it all the same.");
}

// ---- the receipt ----

// So that the code is typed back from paper and not from the screen, and stays on no screen. Only where
// there is one: in a pipe nothing can be taken back.
absl::Status ClearScreen(Context& context) {
  if (isatty(STDERR_FILENO) == 0) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(
      context.Ask(Cat(texts::Say(context.language(), texts::Text::kReceiptEnter), " ")).status());
  std::fputs("\x1b[H\x1b[2J\x1b[3J", stderr);
  return absl::OkStatus();
}

absl::Status RetypeReceipt(Context& context, const crypto::ReceiptCode& code) {
  context.Hint(Cat(texts::Say(context.language(), texts::Text::kReceiptYours), "\n"));
  context.Hint(Cat("    ", code.Format(), "\n"));
  CANDOR_RETURN_IF_ERROR(ClearScreen(context));
  const member::RetypeChallenge challenge(code, context.random());
  for (int attempt = 0; attempt < kRetypeAttempts; ++attempt) {
    std::vector<std::string> groups;
    for (const int position : challenge.positions()) {
      CANDOR_ASSIGN_OR_RETURN(
          auto group, context.Ask(Cat(texts::Say(context.language(), texts::Text::kReceiptGroup, position), " ")));
      groups.push_back(std::move(group));
    }
    if (challenge.Check(groups)) return absl::OkStatus();
    context.Hint(texts::Say(context.language(), texts::Text::kReceiptNotThese));
  }
  return Fail(Exit::kUsage,
              "The receipt code was not typed back. Nothing was sent, and your voice is unused: say it "
              "again, with --receipt-file FILE to have the code written, or with --no-receipt.");
}

absl::Status KeepReceipt(Context& context, const crypto::ReceiptCode& code,
                         const SayOptions& options) {
  if (options.no_receipt) return absl::OkStatus();
  if (options.receipt_file.empty()) return RetypeReceipt(context, code);
  CANDOR_RETURN_IF_ERROR(WriteReceipt(code, options.receipt_file));
  context.Hint(texts::Say(context.language(), texts::Text::kReceiptKeptIn, options.receipt_file));
  return absl::OkStatus();
}

absl::Status CheckSayOptions(const SayOptions& options) {
  if (options.file == "-" && options.receipt_file.empty() && !options.no_receipt) {
    return Fail(Exit::kUsage,
                "With the text on standard input the receipt code cannot be typed back: add "
                "--receipt-file FILE, or --no-receipt. Nothing was sent.");
  }
  if (options.no_receipt && !options.receipt_file.empty()) {
    return Fail(Exit::kUsage, "--receipt-file and --no-receipt exclude each other");
  }
  return absl::OkStatus();
}

// ---- say ----

absl::StatusOr<member::Spoken> SpeakOrBuildOn(Context& context, MemberSession& session,
                                              const audit::Campaign& campaign, const Text& text,
                                              const member::SpeakOptions& speak, const SayOptions& options) {
  if (options.about.empty()) {
    return member::Speak(session.wallet(), campaign, *session.logs, text.text, speak, context.now(),
                         context.random());
  }
  CANDOR_ASSIGN_OR_RETURN(const crypto::Hash about, As(Exit::kUsage, audit::FindThing(campaign, options.about,
                                                                                      kOnTheWall)));
  return member::Contribute(session.wallet(), campaign, *session.logs, about, text.text, speak, context.now(),
                            context.random());
}

absl::StatusOr<member::Spoken> SpeakAndKeep(Context& context, MemberSession& session,
                                            const audit::Campaign& campaign, const Text& text,
                                            const member::SpeakOptions& speak,
                                            const SayOptions& options) {
  auto said = SpeakOrBuildOn(context, session, campaign, text, speak, options);
  const Exit exit = absl::IsInvalidArgument(said.status()) ? Exit::kUsage : Exit::kRefused;
  CANDOR_ASSIGN_OR_RETURN(auto spoken, As(exit, std::move(said)));
  TellBeforeSpeaking(context, session, campaign, speak.audience, spoken.departure);
  // The code is kept before the wallet is: who breaks off here has said nothing.
  CANDOR_RETURN_IF_ERROR(
      KeepReceipt(context, session.wallet().FindThread(spoken.submission_hash)->code, options));
  CANDOR_RETURN_IF_ERROR(SaveWallet(session.file));
  if (text.draft.has_value()) CANDOR_RETURN_IF_ERROR(runtime::RemoveFile(*text.draft));
  return spoken;
}

// Why it may not leave yet, gate by gate; nothing where all gates are open.
void TellGates(const Context& context, const audit::Campaign& campaign, const member::Departure& departure) {
  const texts::Language language = context.language();
  const records::Draft& draft = campaign.manifest->draft;
  const std::string earliest = FormatMinute(departure.earliest);
  if (context.now() < departure.earliest) {
    const bool opens = departure.earliest <= StartOf(draft.phases.speaking_opens);
    context.Print(opens ? texts::Say(language, texts::Text::kOutboxOpens, earliest)
                        : texts::Say(language, texts::Text::kOutboxRests, earliest, int{draft.decoupling_hours}));
  }
  if (departure.draws < departure.draws_needed) {
    context.Print(texts::Say(language, texts::Text::kOutboxCrowd, departure.draws_needed, departure.draws));
  }
}

// When it leaves.
void TellDeparture(const Context& context, MemberSession& session, const audit::Campaign& campaign,
                   const member::Spoken& spoken) {
  const auto window =
      member::WindowAfter(std::max(context.now(), spoken.departure.earliest),
                          member::ExchangesADay(session.logs->board(), context.today()));
  context.Print(texts::Say(context.language(), texts::Text::kOutboxText, FormatMinute(window.opens),
                           FormatMinute(window.closes)));
  TellGates(context, campaign, spoken.departure);
}

// One exchange at the moment of typing, by the author's wish.
absl::StatusOr<std::vector<member::Note>> SendNow(Context& context, MemberSession& session) {
  context.Hint(texts::Say(context.language(), texts::Text::kSayNow));
  CANDOR_RETURN_IF_ERROR(LookAtAllLogs(context, session));
  return MakeExchange(context, session);
}

// Before anybody is asked to rewrite a text, or for a passphrase: whether the jam takes it at all.
absl::Status CheckStillTaken(Context& context, const SayOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const auto* world, context.World());
  CANDOR_ASSIGN_OR_RETURN(const auto* campaign, PickCampaign(world->board(), options.jam, context.today()));
  const auto kind = options.about.empty() ? records::Kind::kOpinion : records::Kind::kContribution;
  return As(Exit::kRefused, member::CheckStillTaken(*campaign, kind, context.now()));
}

absl::Status SayText(Context& context, const SayOptions& options, const Text& text) {
  member::SpeakOptions speak;
  CANDOR_ASSIGN_OR_RETURN(speak.quote, ParseQuote(options.quote));
  speak.headline = options.headline;
  speak.language = options.language;
  speak.audience = static_cast<std::uint8_t>(options.audience);
  CANDOR_RETURN_IF_ERROR(As(Exit::kUsage, member::CheckText(text.text, speak)));
  CANDOR_RETURN_IF_ERROR(CheckStillTaken(context, options));
  CANDOR_RETURN_IF_ERROR(CheckForClues(context, text, options));
  CANDOR_ASSIGN_OR_RETURN(auto session, OpenSession(context));
  CANDOR_ASSIGN_OR_RETURN(const auto* campaign, PickCampaign(session.logs->board(), options.jam,
                                                             context.today()));
  CANDOR_ASSIGN_OR_RETURN(const auto spoken,
                          SpeakAndKeep(context, session, *campaign, text, speak, options));
  TellDeparture(context, session, *campaign, spoken);
  std::vector<member::Note> notes;
  if (options.now) {
    CANDOR_ASSIGN_OR_RETURN(notes, SendNow(context, session));
  }
  context.Result(Json::Object()
                     .Set("submission", HexEncode(spoken.submission_hash))
                     .Set("may_leave", spoken.departure.Open(context.now()))
                     .Set("earliest", FormatMinute(spoken.departure.earliest))
                     .Set("reason", spoken.departure.reason.In(texts::Language::kEnglish))
                     .Set("news", JsonOf(notes)));
  return TellNotes(context, notes);
}

absl::Status Say(Context& context, const SayOptions& options) {
  CANDOR_RETURN_IF_ERROR(CheckSayOptions(options));
  CANDOR_RETURN_IF_ERROR(context.Bundle().status());
  CANDOR_ASSIGN_OR_RETURN(const Text text, ReadText(context, options));
  const absl::Status said = SayText(context, options, text);
  if (!said.ok() && text.draft.has_value() && runtime::FileExists(*text.draft)) {
    context.Hint(texts::Say(context.language(), texts::Text::kSayKept, text.draft->string()));
  }
  return said;
}

// What saying something and building on something share.
void AddTextOptions(Command* verb, SayOptions& say) {
  AddJamOption(verb, say.jam);
  verb->AddOption("--receipt-file", say.receipt_file,
                   "Write the receipt code into this new file instead of asking you to type it back");
  verb->AddFlag("--no-receipt", say.no_receipt, "Keep the code in the wallet alone");
  verb->AddFlag("--now", say.now,
                "Make an exchange at once, if the text may leave, and not at a random time: others on the "
                "network can see when");
  verb->AddOption("--quote", say.quote,
                   "How it may be published: never, paraphrase, headline, verbatim")
      .ShowDefault();
  verb->AddOption("--headline", say.headline, "Up to 280 characters, for --quote headline");
  verb->AddOption("--audience", say.audience, "Who shall read it, by the number in `candor jams`")
      .Range(0, 1)
      .ShowDefault();
  verb->AddOption("--names", say.names,
                  "File with names, one a line, that the text is searched for on this machine: the staff list");
  verb->AddFlag("--as-it-is", say.as_it_is,
                "Without the look for names, addresses, numbers, dates and phrases that may tell who wrote it");
  verb->AddOption("--text-language", say.language, "The language that the text is in, for instance en or tr");
}

}  // namespace

void RegisterSpeakingCommands(Command& app, Context& context) {
  auto say = std::make_shared<SayOptions>();
  Command* verb = AddVerb(app, {"say", kGroup, "Say what you think: readers get it without a name",
                                 "candor say --file opinion.txt --receipt-file my.receipt"});
  verb->AddOption("--file,file", say->file,
                   "The text, or - for standard input (else $EDITOR opens)");
  AddTextOptions(verb, *say);
  Bind(verb, context, say, Say);

  auto build = std::make_shared<SayOptions>();
  verb = AddVerb(app, {"build-on", kGroup, "Build on a prompt, a published text or a theme, as anonymously",
                       "candor build-on 90bb12fe --file idea.txt --receipt-file idea.receipt"});
  verb->AddOption("on", build->about, "First digits of what you build on, in `candor wall`").Required();
  verb->AddOption("--file", build->file, "The text, or - for standard input (else $EDITOR opens)");
  AddTextOptions(verb, *build);
  Bind(verb, context, build, Say);

  RegisterThreadCommands(app, context);
  RegisterConversationCommands(app, context);
  RegisterWithdrawCommand(app, context);
}

}  // namespace candor::cli
