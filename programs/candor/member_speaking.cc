#include "programs/candor/member_speaking.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "base/status.h"
#include "programs/candor/member_session.h"
#include "programs/candor/member_withdrawing.h"
#include "programs/candor/people.h"
#include "records/promise.h"
#include "services/member/exchange_schedule.h"
#include "services/member/receipt.h"
#include "services/member/speak.h"
#include "services/member/withdraw.h"
#include "services/runtime/terminal.h"

namespace candor::cli {
namespace {

using runtime::SafeForTerminal;

constexpr char kGroup[] = "Member";
// Longer than any text that fits: what is longer still is refused with its size, not cut off.
constexpr std::size_t kMaxInput = std::size_t{1} << 20;
constexpr int kRetypeAttempts = 3;

// ---- the text ----

struct SayOptions {
  std::string jam;
  std::string file;  // empty: the editor
  std::string receipt_file;
  bool no_receipt = false;
  bool now = false;
  std::string quote = "never";
  std::string headline;
  int audience = 0;
  std::string language;
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

// ---- the receipt ----

absl::Status WriteReceipt(const crypto::ReceiptCode& code, const std::string& path) {
  const absl::Status made =
      As(Exit::kIo, runtime::CreateFileAtomically(path, AsBytes(code.Format() + "\n"), 0600));
  if (made.ok()) return made;
  return As(Exit::kIo, absl::Status(made.code(), Cat("The receipt could not be written: ",
                                                     made.message(), " Nothing was sent.")));
}

// So that the code is typed back from paper and not from the screen, and stays on no screen. Only where
// there is one: in a pipe nothing can be taken back.
absl::Status ClearScreen(Context& context) {
  if (isatty(STDERR_FILENO) == 0) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(
      context.Ask("Press Enter when it is written down; the screen is cleared then. ").status());
  std::fputs("\x1b[H\x1b[2J\x1b[3J", stderr);
  return absl::OkStatus();
}

absl::Status RetypeReceipt(Context& context, const crypto::ReceiptCode& code) {
  context.Hint("This is your receipt code. Whoever holds it is the author: they can read the replies "
               "and prove that the text is theirs. Write it down and keep it where only you look. "
               "It names neither you nor the jam.\n");
  context.Hint(Cat("    ", code.Format(), "\n"));
  CANDOR_RETURN_IF_ERROR(ClearScreen(context));
  const member::RetypeChallenge challenge(code, context.random());
  for (int attempt = 0; attempt < kRetypeAttempts; ++attempt) {
    std::vector<std::string> groups;
    for (const int position : challenge.positions()) {
      CANDOR_ASSIGN_OR_RETURN(
          auto group, context.Ask(Cat("From your own copy, group ", position, " of 9: ")));
      groups.push_back(std::move(group));
    }
    if (challenge.Check(groups)) return absl::OkStatus();
    context.Hint("Those are not the groups. Look at what you wrote down.");
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
  context.Hint(Cat("Your receipt code is in ", options.receipt_file,
                   ". Whoever holds it is the author: keep it where only you look."));
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

absl::StatusOr<member::Spoken> SpeakAndKeep(Context& context, MemberSession& session,
                                            const audit::Campaign& campaign, const Text& text,
                                            const member::SpeakOptions& speak,
                                            const SayOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(
      auto spoken, As(Exit::kRefused,
                      member::Speak(session.wallet(), campaign, *session.logs, text.text, speak,
                                    context.now(), context.random())));
  // The code is kept before the wallet is: who breaks off here has said nothing.
  CANDOR_RETURN_IF_ERROR(KeepReceipt(context, session.wallet().threads.back().code, options));
  CANDOR_RETURN_IF_ERROR(SaveWallet(session.file));
  if (text.draft.has_value()) CANDOR_RETURN_IF_ERROR(runtime::RemoveFile(*text.draft));
  return spoken;
}

// When it leaves, who can read it, and among how many it hides.
void TellDeparture(const Context& context, MemberSession& session, const audit::Campaign& campaign,
                   const member::Spoken& spoken, const SayOptions& options) {
  const records::Draft& draft = campaign.manifest->draft;
  const auto window =
      member::WindowAfter(std::max(context.now(), spoken.departure.earliest),
                          member::ExchangesADay(session.logs->board(), context.today()));
  context.Print(Cat("Your text waits in the outbox of this machine",
                    spoken.departure.reason.empty() ? "" : Cat(": it may leave ", spoken.departure.reason),
                    ". It leaves between ", FormatMinute(window.opens), " and ",
                    FormatMinute(window.closes),
                    ", in one of the exchanges that every member's machine makes at random times, if this "
                    "machine runs `candor sync --background` then."));
  const records::Audience* const audience =
      draft.FindAudience(static_cast<std::uint8_t>(options.audience));
  if (audience != nullptr) {
    context.Print(Cat("Who can read it: ", ReadersOf(draft, *audience),
                      ". Nobody else can, and nobody learns who wrote it."));
  }
  context.Print(Cat("You are one of ", spoken.departure.draws, " people who drew; texts become readable "
                    "once ", 2 * draft.k, " have spoken, in groups of at least ", draft.k, "."));
}

// One exchange at the moment of typing, by the author's wish.
absl::StatusOr<std::vector<member::Note>> SendNow(Context& context, MemberSession& session) {
  context.Hint("candor: --now makes an exchange at this moment. Whoever watches this network sees that "
               "this machine exchanged something just now, outside its own random times; not what, and "
               "not whether it was a text. Without --now nothing is to be seen.");
  CANDOR_RETURN_IF_ERROR(LookAtAllLogs(context, session));
  return MakeExchange(context, session);
}

absl::Status SayText(Context& context, const SayOptions& options, const Text& text) {
  member::SpeakOptions speak;
  CANDOR_ASSIGN_OR_RETURN(speak.quote, ParseQuote(options.quote));
  speak.headline = options.headline;
  speak.language = options.language;
  speak.audience = static_cast<std::uint8_t>(options.audience);
  CANDOR_RETURN_IF_ERROR(As(Exit::kUsage, member::CheckText(text.text, speak)));
  CANDOR_ASSIGN_OR_RETURN(auto session, OpenSession(context));
  CANDOR_ASSIGN_OR_RETURN(const auto* campaign, PickCampaign(session.logs->board(), options.jam,
                                                             context.today()));
  CANDOR_ASSIGN_OR_RETURN(const auto spoken,
                          SpeakAndKeep(context, session, *campaign, text, speak, options));
  TellDeparture(context, session, *campaign, spoken, options);
  std::vector<member::Note> notes;
  if (options.now) {
    CANDOR_ASSIGN_OR_RETURN(notes, SendNow(context, session));
  }
  context.Result(Json::Object()
                     .Set("submission", HexEncode(spoken.submission_hash))
                     .Set("may_leave", spoken.departure.Open(context.now()))
                     .Set("earliest", FormatMinute(spoken.departure.earliest))
                     .Set("reason", spoken.departure.reason)
                     .Set("news", JsonOf(notes)));
  return TellNotes(context, notes);
}

absl::Status Say(Context& context, const SayOptions& options) {
  CANDOR_RETURN_IF_ERROR(CheckSayOptions(options));
  CANDOR_RETURN_IF_ERROR(context.Bundle().status());
  CANDOR_ASSIGN_OR_RETURN(const Text text, ReadText(context, options));
  const absl::Status said = SayText(context, options, text);
  if (!said.ok() && text.draft.has_value() && runtime::FileExists(*text.draft)) {
    context.Hint(Cat("What you wrote is in ", text.draft->string(),
                     "; `candor say` opens it again."));
  }
  return said;
}

// ---- threads ----

std::string Opening(std::string_view text) {
  constexpr std::size_t kShown = 70;
  std::string_view line = text.substr(0, text.find('\n'));
  if (line.size() <= kShown) return SafeForTerminal(line);
  std::size_t end = kShown;
  // Not in the middle of a character.
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xc0) == 0x80) --end;
  return SafeForTerminal(line.substr(0, end)) + "…";
}

const std::vector<audit::PublicAnswer>* AnswersTo(const member::Thread& thread,
                                                  const audit::Campaign* campaign) {
  if (campaign == nullptr) return nullptr;
  const auto at = campaign->answers.find(thread.hash());
  return at == campaign->answers.end() ? nullptr : &at->second;
}

Json AnswerJson(const audit::PublicAnswer& answer, const records::Draft& draft) {
  const records::Named* const leader = draft.FindReader(answer.leader);
  return Json::Object()
      .Set("day", FormatDay(answer.day))
      .Set("leader", leader == nullptr ? "" : leader->name)
      .Set("status", records::AnswerStatusName(answer.answer.status))
      .Set("text", answer.content.has_value() ? Json(answer.content->text) : Json::Null());
}

void PrintThread(const Context& context, const member::Thread& thread,
                 const audit::Campaign* campaign) {
  context.Print(Cat(HexEncode(ByteView(thread.hash()).first(4)), "  [", StageName(thread.stage),
                    "] jam ", member::ShortId(thread.campaign_id)));
  if (member::IsWithdrawal(thread)) {
    context.Print(Cat("          withdraws ",
                      HexEncode(ByteView(thread.submission.body.previous).first(4))));
  } else {
    context.Print(Cat("          ", Opening(thread.text)));
  }
  const auto* const answers = AnswersTo(thread, campaign);
  if (answers == nullptr) return;
  for (const auto& answer : *answers) {
    const records::Named* const leader = campaign->manifest->draft.FindReader(answer.leader);
    context.Print(Cat("          ", FormatDay(answer.day), ", ",
                      leader == nullptr ? "" : SafeForTerminal(leader->name), " [",
                      records::AnswerStatusName(answer.answer.status), "]: ",
                      answer.content.has_value() ? SafeForTerminal(answer.content->text)
                                                 : std::string("(the text was erased)")));
  }
}

Json ThreadJson(const member::Thread& thread, const audit::Campaign* campaign) {
  Json answers = Json::Array();
  if (const auto* const found = AnswersTo(thread, campaign); found != nullptr) {
    for (const auto& each : *found) answers.Add(AnswerJson(each, campaign->manifest->draft));
  }
  return Json::Object()
      .Set("submission", HexEncode(thread.hash()))
      .Set("jam", HexEncode(thread.campaign_id))
      .Set("stage", StageName(thread.stage))
      .Set("withdraws", member::IsWithdrawal(thread)
                            ? Json(HexEncode(thread.submission.body.previous))
                            : Json::Null())
      .Set("text", thread.text)
      .Set("index", thread.index.has_value() ? Json(*thread.index) : Json::Null())
      .Set("answers", answers);
}

absl::Status Threads(Context& context, const std::monostate&) {
  CANDOR_ASSIGN_OR_RETURN(auto session, OpenSession(context));
  Json out = Json::Array();
  for (const auto& thread : session.wallet().threads) {
    const audit::Campaign* const campaign =
        session.logs->board().FindCampaign(thread.campaign_id);
    PrintThread(context, thread, campaign);
    out.Add(ThreadJson(thread, campaign));
  }
  if (session.wallet().threads.empty()) context.Print("You have said nothing yet.");
  context.Result(out);
  context.Hint("As of the last `candor sync`. `candor receipt verify` checks a text against the "
               "public record.");
  return absl::OkStatus();
}

// ---- receipt ----

struct ReceiptOptions {
  std::string thread;
  std::string out;
  std::string code_file;
};

absl::Status ReceiptShow(Context& context, const ReceiptOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(auto file, OpenWallet(context));
  CANDOR_ASSIGN_OR_RETURN(const auto* thread, PickThread(file.wallet(), options.thread));
  if (!options.out.empty()) {
    CANDOR_RETURN_IF_ERROR(WriteReceipt(thread->code, options.out));
    context.Print(Cat("The receipt code is in ", options.out, "."));
    context.Result(Json::Object().Set("file", options.out));
  } else {
    context.Print(thread->code.Format());
    context.Result(Json::Object().Set("code", thread->code.Format()));
  }
  context.Hint("Whoever holds this code is the author. Keep it where only you look.");
  return absl::OkStatus();
}

Json EvidenceJson(const member::Evidence& evidence) {
  Json out = Json::Object()
                 .Set("version", 1)
                 .Set("campaign", HexEncode(evidence.campaign_id))
                 .Set("submission", HexEncode(evidence.submission_hash))
                 .Set("signed_submission", HexEncode(evidence.signed_submission))
                 .Set("promise", HexEncode(evidence.promise))
                 .Set("refusal", HexEncode(evidence.refusal))
                 .Set("in_record", evidence.place.has_value())
                 .Set("checkpoint", evidence.checkpoint_note);
  if (!evidence.place.has_value()) return out;
  Json proof = Json::Array();
  for (const auto& hash : evidence.place->proof) proof.Add(HexEncode(hash));
  out.Set("index", evidence.place->index)
      .Set("batch_index", evidence.place->batch_index)
      .Set("day", FormatDay(evidence.place->day))
      .Set("withheld", evidence.place->withheld)
      .Set("entry", HexEncode(evidence.place->entry))
      .Set("inclusion_proof", proof);
  return out;
}

void PrintEvidence(const Context& context, const member::Evidence& evidence) {
  context.Print(Cat("Submission ", HexEncode(evidence.submission_hash)));
  if (!evidence.place.has_value()) {
    context.Print("  not in the public record as this machine knows it");
    const auto reply = records::SubmitReply::Decode(evidence.promise);
    const auto promise = reply.ok() ? records::Promise::Decode(reply->record.body)
                                    : absl::StatusOr<records::Promise>(reply.status());
    if (promise.ok()) {
      context.Print(Cat("  the board has promised it by the end of ",
                        FormatDay(promise->sealed_no_later_than)));
    }
    return;
  }
  context.Print(Cat("  in the public record: entry ", evidence.place->index, ", in the batch sealed on ",
                    FormatDay(evidence.place->day),
                    evidence.place->withheld ? " (withheld: too few took part)" : ""));
  context.Print("  the inclusion proof, the log's signature and the witnesses' quorum hold");
  if (evidence.promise.empty()) return;
  context.Print(member::IsLate(evidence)
                    ? "  the board's promise was broken: it was sealed too late"
                    : "  the board's promise was kept");
}

// What the evidence is worth: nothing to complain of, or a finding.
absl::Status VerdictOf(const member::Thread& thread, const member::Evidence& evidence,
                       const member::WalletFile& file, const MemberSession& session, Day today) {
  if (member::IsLate(evidence)) {
    return Fail(Exit::kRefused,
                "The board sealed this on a later day than it had promised. Give the evidence "
                "(--out FILE) to the independent body: it holds no text and does not name you.");
  }
  if (evidence.place.has_value()) return absl::OkStatus();
  const audit::Campaign* const campaign = session.logs->board().FindCampaign(thread.campaign_id);
  const auto reply = records::SubmitReply::Decode(evidence.promise);
  if (campaign != nullptr && reply.ok()) {
    const auto promise = records::VerifyPromise(*reply, thread.submission.body,
                                                campaign->manifest->draft.promise_key);
    if (promise.ok() && today > promise->sealed_no_later_than &&
        DayOf(file.wallet().synced_at) > promise->sealed_no_later_than) {
      return Fail(Exit::kRefused,
                  Cat("The board promised to publish this by the end of ",
                      FormatDay(promise->sealed_no_later_than),
                      " and did not. Give the evidence (--out FILE) to the independent body: it holds "
                      "no text and does not name you."));
    }
  }
  if (!evidence.refusal.empty()) {
    return Fail(Exit::kServerRefused,
                "The board refused this text; its signed refusal is part of the evidence (--out FILE).");
  }
  return absl::OkStatus();
}

absl::Status KeepEvidence(const Context& context, const member::Evidence& evidence,
                          const std::string& out) {
  if (out.empty()) return absl::OkStatus();
  const std::string json = EvidenceJson(evidence).Dump() + "\n";
  CANDOR_RETURN_IF_ERROR(As(Exit::kIo, runtime::WriteFileAtomically(out, AsBytes(json), 0600)));
  context.Hint(Cat("The evidence is in ", out, "."));
  return absl::OkStatus();
}

absl::Status VerifyCode(Context& context, const ReceiptOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes text, As(Exit::kUsage, ReadInput(options.code_file, 4096)));
  CANDOR_ASSIGN_OR_RETURN(const auto code,
                          As(Exit::kUsage, crypto::ReceiptCode::Parse(AsText(text))));
  CANDOR_ASSIGN_OR_RETURN(const auto* bundle, context.Bundle());
  CANDOR_ASSIGN_OR_RETURN(const auto* world, context.World());
  CANDOR_ASSIGN_OR_RETURN(const auto evidence,
                          As(Exit::kRefused, member::GatherEvidence(code, WorldLogs(*world, *bundle))));
  PrintEvidence(context, evidence);
  context.Result(EvidenceJson(evidence));
  return KeepEvidence(context, evidence, options.out);
}

absl::Status ReceiptVerify(Context& context, const ReceiptOptions& options) {
  if (!options.code_file.empty()) return VerifyCode(context, options);
  CANDOR_ASSIGN_OR_RETURN(auto session, OpenSession(context));
  CANDOR_ASSIGN_OR_RETURN(const auto* thread, PickThread(session.wallet(), options.thread));
  CANDOR_ASSIGN_OR_RETURN(const auto evidence,
                          As(Exit::kRefused, member::GatherEvidence(*thread, *session.logs)));
  PrintEvidence(context, evidence);
  context.Result(EvidenceJson(evidence));
  CANDOR_RETURN_IF_ERROR(KeepEvidence(context, evidence, options.out));
  return VerdictOf(*thread, evidence, session.file, session, context.today());
}

void RegisterReceipt(Command& app, Context& context) {
  Command* const receipt = AddVerb(app, {"receipt", kGroup, "Show your receipt code, or verify it",
                                          "candor receipt verify"});
  receipt->RequireCommand();

  auto show = std::make_shared<ReceiptOptions>();
  Command* verb = AddVerb(*receipt, {"show", "", "The code that makes its holder the author",
                                      "candor receipt show 5c01d2aa --out my.receipt"});
  verb->AddOption("text", show->thread, "First digits of the text's number in `candor threads`");
  verb->AddOption("--out", show->out, "Write the code into a new file instead of showing it");
  Bind(verb, context, show, ReceiptShow);

  auto verify = std::make_shared<ReceiptOptions>();
  verb = AddVerb(*receipt, {"verify", "", "Prove that a text is in the public record, or that it is not",
                            "candor receipt verify 5c01d2aa --out evidence.json"});
  verb->AddOption("text", verify->thread, "First digits of the text's number in `candor threads`");
  verb->AddOption("--code-file", verify->code_file,
                   "File with a receipt code, to verify without the wallet");
  verb->AddOption("--out", verify->out, "Write the evidence into a file, as JSON");
  Bind(verb, context, verify, ReceiptVerify);
}

}  // namespace

void RegisterSpeakingCommands(Command& app, Context& context) {
  auto say = std::make_shared<SayOptions>();
  Command* verb = AddVerb(app, {"say", kGroup, "Say what you think; nobody can learn that it was you",
                                 "candor say --file opinion.txt --receipt-file my.receipt"});
  verb->AddOption("--file,file", say->file,
                   "The text, or - for standard input (else $EDITOR opens)");
  verb->AddOption("--jam", say->jam, "First digits of the jam's id (default: the only open one)");
  verb->AddOption("--receipt-file", say->receipt_file,
                   "Write the receipt code into this new file instead of asking you to type it back");
  verb->AddFlag("--no-receipt", say->no_receipt, "Keep the code in the wallet alone");
  verb->AddFlag("--now", say->now,
                "Make an exchange at once, if the text may leave, and not at a random time: others on the "
                "network can see when");
  verb->AddOption("--quote", say->quote,
                   "How leaders may publish it: never, paraphrase, headline, verbatim")
      .ShowDefault();
  verb->AddOption("--headline", say->headline, "Up to 280 characters, for --quote headline");
  verb->AddOption("--audience", say->audience, "Who shall read it, by the number in `candor jams`")
      .Range(0, 1)
      .ShowDefault();
  verb->AddOption("--language", say->language, "The text's language, for instance en or tr");
  Bind(verb, context, say, Say);

  verb = AddVerb(app, {"threads", kGroup, "Your own texts: where they are, and what was answered",
                       "candor threads"});
  Bind(verb, context, std::make_shared<std::monostate>(), Threads);

  RegisterReceipt(app, context);
  RegisterWithdrawCommand(app, context);
}

}  // namespace candor::cli
