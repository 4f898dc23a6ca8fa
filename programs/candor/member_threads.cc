#include "programs/candor/member_threads.h"

#include <unistd.h>

#include "base/date.h"
#include "base/status.h"
#include "programs/candor/authorship_commands.h"
#include "programs/candor/member_session.h"
#include "programs/candor/people.h"
#include "programs/candor/speaking_screen.h"
#include "records/promise.h"
#include "services/facilitator/report_names.h"
#include "services/member/correspondence.h"
#include "services/member/receipt.h"
#include "services/member/withdraw.h"
#include "services/runtime/terminal.h"
#include "services/texts/catalogue.h"
#include "services/texts/day.h"

namespace candor::cli {
namespace {

using runtime::SafeForTerminal;
using services::facilitator::ReportNames;
using texts::Say;
using texts::Text;

constexpr char kGroup[] = "Member";

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

std::string_view KindName(records::Kind kind) {
  switch (kind) {
    case records::Kind::kContribution: return "contribution";
    case records::Kind::kFollowUp: return "follow-up";
    case records::Kind::kWithdrawal: return "withdrawal";
    case records::Kind::kAppeal: return "appeal";
    case records::Kind::kRating: return "rating";
    default: return "text";
  }
}

std::string ShortNumber(const crypto::Hash& hash) { return HexEncode(ByteView(hash).first(4)); }

texts::PlainText StageText(member::Stage stage) {
  switch (stage) {
    case member::Stage::kWaiting: return Text::kStageWaiting;
    case member::Stage::kPromised: return Text::kStagePromised;
    case member::Stage::kInLog: return Text::kStageInLog;
    case member::Stage::kWithheld: return Text::kStageWithheld;
    case member::Stage::kRefused: return Text::kStageRefused;
    case member::Stage::kMissed: return Text::kStageMissed;
  }
  return Text::kStageWaiting;
}

// "text", or "follow-up after 5c01d2aa" and the like.
std::string WhatItDoes(texts::Language language, const member::Thread& thread) {
  const records::SubmissionBody& body = thread.submission.body;
  const std::string target = ShortNumber(body.target);
  const std::string previous = ShortNumber(body.previous);
  switch (body.kind) {
    case records::Kind::kContribution: return Say(language, Text::kThreadContribution, target);
    case records::Kind::kFollowUp: return Say(language, Text::kThreadFollowUp, previous);
    case records::Kind::kWithdrawal: return Say(language, Text::kThreadWithdrawal, previous);
    case records::Kind::kAppeal: return Say(language, Text::kThreadAppeal, target);
    case records::Kind::kRating: return Say(language, Text::kThreadRating, target, int{body.value});
    default: return Say(language, Text::kThreadText);
  }
}

void PrintIndented(const Context& context, std::string_view line) { context.Print(Cat("          ", line)); }

std::string RulingSaid(texts::Language language, const audit::PublicAct& ruling) {
  const bool shown = std::get<records::AppealDecision>(ruling.act.body).ruling == records::Ruling::kShownAgain;
  return Cat(Say(language, shown ? texts::PlainText(Text::kWallShown) : texts::PlainText(Text::kWallStays)),
             ruling.note.has_value() ? Cat(" ", SafeForTerminal(ruling.note->text)) : "");
}

// What facilitators made of it in public.
void PrintStanding(const Context& context, const member::Thread& thread, const audit::Campaign& campaign,
                   const ReportNames& names) {
  const texts::Language language = context.language();
  const audit::CampaignActs& acts = campaign.acts;
  const auto item = acts.published.find(thread.hash());
  if (item != acts.published.end()) {
    const auto& publish = std::get<records::Publish>(acts.all[item->second.publish].act.body);
    PrintIndented(context, Cat(Say(language, Text::kThreadOnWall, Say(language, names.Of(publish.form)),
                                   acts.PointsOf(thread.hash())),
                               item->second.hidden ? Cat("; ", Say(language, Text::kThreadHidden)) : ""));
  }
  if (const auto declined = acts.declined.find(thread.hash()); declined != acts.declined.end()) {
    const auto reason = std::get<records::PublishDeclined>(acts.all[declined->second].act.body).reason;
    PrintIndented(context, Say(language, Text::kThreadNotPublished, SafeForTerminal(names.OfReason(reason))));
  }
  const auto appeal = acts.appeals.find(thread.hash());
  if (appeal == acts.appeals.end() || !appeal->second.ruling.has_value()) return;
  PrintIndented(context, RulingSaid(language, acts.all[*appeal->second.ruling]));
}

void PrintAnswers(const Context& context, const member::Thread& thread, const audit::Campaign& campaign,
                  const ReportNames& names) {
  const texts::Language language = context.language();
  const auto* const answers = AnswersTo(thread, &campaign);
  if (answers == nullptr) return;
  for (const auto& answer : *answers) {
    PrintIndented(context, Say(language, Text::kThreadAnswer, FormatDay(answer.day),
                               SafeForTerminal(names.OfPerson(answer.leader)),
                               Say(language, names.Of(answer.answer.status)),
                               answer.content.has_value() ? SafeForTerminal(answer.content->text)
                                                          : Say(language, Text::kWallErased)));
  }
}

void PrintThread(const Context& context, const member::Thread& thread, const audit::BoardView& board) {
  const texts::Language language = context.language();
  context.Print(Cat(ShortNumber(thread.hash()), "  [", Say(language, StageText(thread.stage)), "] ",
                    Say(language, Text::kThreadJam, member::ShortId(thread.campaign_id))));
  PrintIndented(context, Cat(WhatItDoes(language, thread), thread.text.empty() ? "" : ": ", Opening(thread.text)));
  const audit::Campaign* const campaign = board.FindCampaign(thread.campaign_id);
  if (campaign == nullptr) return;
  const ReportNames names(board, *campaign, language);
  PrintStanding(context, thread, *campaign, names);
  PrintAnswers(context, thread, *campaign, names);
}

Json ThreadJson(const member::Thread& thread, const audit::Campaign* campaign) {
  Json answers = Json::Array();
  if (const auto* const found = AnswersTo(thread, campaign); found != nullptr) {
    for (const auto& each : *found) answers.Add(AnswerJson(each, campaign->manifest->draft));
  }
  return Json::Object()
      .Set("submission", HexEncode(thread.hash()))
      .Set("jam", HexEncode(thread.campaign_id))
      .Set("kind", KindName(thread.submission.body.kind))
      .Set("stage", StageName(thread.stage))
      .Set("withdraws", member::IsWithdrawal(thread)
                            ? Json(HexEncode(thread.submission.body.previous))
                            : Json::Null())
      .Set("text", thread.text)
      .Set("index", thread.index.has_value() ? Json(*thread.index) : Json::Null())
      .Set("answers", answers);
}

// Letters stand with the text that begins the thread.
std::vector<member::Letter> LettersTo(const member::Wallet& wallet, const member::Thread& thread,
                                      const audit::Campaign* campaign) {
  if (campaign == nullptr || thread.submission.body.sequence > 0) return {};
  return member::LettersTo(wallet, thread, *campaign);
}

void PrintLetter(const Context& context, const member::Letter& letter) {
  const texts::Language language = context.language();
  const std::string from = SafeForTerminal(letter.from);
  const std::string words = letter.text.empty() ? Say(language, Text::kLetterGone) : SafeForTerminal(letter.text);
  PrintIndented(context, Cat(ShortNumber(letter.id), "  ", FormatDay(letter.day), ", ",
                             letter.asks ? Say(language, Text::kLetterAsks, from, words)
                                         : Say(language, Text::kLetterReplies, from, words)));
  if (letter.asks && !letter.answered) {
    PrintIndented(context, Say(language, Text::kLetterHow, ShortNumber(letter.id)));
  }
}

Json LetterJson(const member::Letter& letter) {
  return Json::Object()
      .Set("id", HexEncode(letter.id))
      .Set("day", FormatDay(letter.day))
      .Set("from", letter.from)
      .Set("asks", letter.asks)
      .Set("answered", letter.answered)
      .Set("text", letter.text);
}

absl::Status Threads(Context& context, const std::monostate&) {
  CANDOR_ASSIGN_OR_RETURN(auto session, OpenSession(context));
  Json out = Json::Array();
  for (const auto& thread : session.wallet().threads) {
    const audit::Campaign* const campaign =
        session.logs->board().FindCampaign(thread.campaign_id);
    PrintThread(context, thread, session.logs->board());
    Json letters = Json::Array();
    for (const auto& letter : LettersTo(session.wallet(), thread, campaign)) {
      PrintLetter(context, letter);
      letters.Add(LetterJson(letter));
    }
    out.Add(ThreadJson(thread, campaign).Set("letters", letters));
  }
  if (session.wallet().threads.empty()) context.Print(Say(context.language(), Text::kNothingSaid));
  context.Result(out);
  context.Hint(Say(context.language(), Text::kThreadsAsOf));
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
    context.Print(Say(context.language(), Text::kReceiptIn, options.out));
    context.Result(Json::Object().Set("file", options.out));
  } else {
    context.Print(thread->code.Format());
    context.Result(Json::Object().Set("code", thread->code.Format()));
  }
  context.Hint(Say(context.language(), Text::kReceiptHolder));
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
  const texts::Language language = context.language();
  const auto print = [&context](std::string_view line) { context.Print(Cat("  ", line)); };
  context.Print(Say(language, Text::kProofOf, HexEncode(evidence.submission_hash)));
  if (!evidence.place.has_value()) {
    print(Say(language, Text::kProofNone));
    const auto reply = records::SubmitReply::Decode(evidence.promise);
    const auto promise = reply.ok() ? records::Promise::Decode(reply->record.body)
                                    : absl::StatusOr<records::Promise>(reply.status());
    if (promise.ok()) print(Say(language, Text::kProofPromised, texts::DateInWords(language, promise->sealed_no_later_than)));
    return;
  }
  print(Cat(Say(language, Text::kProofFound, evidence.place->index, texts::DateInWords(language, evidence.place->day)),
            evidence.place->withheld ? Cat(" (", Say(language, Text::kStageWithheld), ")") : ""));
  print(Say(language, Text::kProofHolds));
  if (evidence.promise.empty()) return;
  print(member::IsLate(evidence) ? Say(language, Text::kProofLate) : Say(language, Text::kProofKept));
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
  context.Hint(Say(context.language(), Text::kProofIn, out));
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

struct ForgetOptions {
  std::string thread;
  bool really = false;
};

absl::Status ReceiptForget(Context& context, const ForgetOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(auto file, OpenWallet(context));
  CANDOR_ASSIGN_OR_RETURN(const auto* thread, PickThread(file.wallet(), options.thread));
  const crypto::Hash hash = thread->hash();
  const bool unsent = thread->stage == member::Stage::kWaiting;
  context.Hint(Say(context.language(), Text::kForgetWhat, ShortNumber(hash)));
  if (unsent) context.Hint(Say(context.language(), Text::kForgetUnsent));
  if (!options.really) {
    if (isatty(STDIN_FILENO) == 0) {
      return Fail(Exit::kUsage, "Nothing was forgotten. Add --really to forget it.");
    }
    CANDOR_ASSIGN_OR_RETURN(const std::string answer, context.Ask(Cat(Say(context.language(), Text::kForgetAsk), " ")));
    if (answer != "forget") return Fail(Exit::kUsage, "Nothing was forgotten.");
  }
  CANDOR_RETURN_IF_ERROR(member::Forget(file.wallet(), hash));
  CANDOR_RETURN_IF_ERROR(SaveWallet(file));
  context.Print(Say(context.language(), Text::kForgotten));
  context.Result(Json::Object().Set("submission", HexEncode(hash)));
  return absl::OkStatus();
}

void RegisterReceipt(Command& app, Context& context) {
  Command* const receipt = AddVerb(app, {"receipt", kGroup, "Your receipt code: show it, verify it, prove with it, or forget it",
                                          "candor receipt verify"});
  receipt->RequireCommand();

  auto show = std::make_shared<ReceiptOptions>();
  Command* verb = AddVerb(*receipt, {"show", "", "The code that makes its holder the author",
                                      "candor receipt show 5c01d2aa --out my.receipt"});
  verb->AddOption("text", show->thread, "First digits of the text's number in `candor threads`");
  verb->AddOption("--out", show->out, "Write the code into a new file instead of showing it");
  Bind(verb, context, show, ReceiptShow);

  auto verify = std::make_shared<ReceiptOptions>();
  verb = AddVerb(*receipt, {"verify", "", "Check whether a text is in the public log, with the evidence for it",
                            "candor receipt verify 5c01d2aa --out evidence.json"});
  verb->AddOption("text", verify->thread, "First digits of the text's number in `candor threads`");
  verb->AddOption("--code-file", verify->code_file,
                   "File with a receipt code, to verify without the wallet");
  verb->AddOption("--out", verify->out, "Write the evidence into a file, as JSON");
  Bind(verb, context, verify, ReceiptVerify);

  auto forget = std::make_shared<ForgetOptions>();
  RegisterReceiptExplain(*receipt, context);
  RegisterAuthorship(*receipt, context);

  verb = AddVerb(*receipt, {"forget", "", "Destroy the code and all that this machine holds of a text",
                            "candor receipt forget 5c01d2aa"});
  verb->AddOption("text", forget->thread, "First digits of the text's number in `candor threads`");
  verb->AddFlag("--really", forget->really, "Without asking; what is forgotten can be neither withdrawn nor shown to be yours");
  Bind(verb, context, forget, ReceiptForget);
}

}  // namespace

absl::Status WriteReceipt(const crypto::ReceiptCode& code, const std::string& path) {
  const absl::Status made =
      As(Exit::kIo, runtime::CreateFileAtomically(path, AsBytes(code.Format() + "\n"), 0600));
  if (made.ok()) return made;
  return As(Exit::kIo, absl::Status(made.code(), Cat("The receipt could not be written: ",
                                                     made.message(), " Nothing was sent.")));
}

void RegisterThreadCommands(Command& app, Context& context) {
  Command* const verb = AddVerb(app, {"threads", kGroup, "Your own texts: where they are, and what was answered",
                                      "candor threads"});
  Bind(verb, context, std::make_shared<std::monostate>(), Threads);
  RegisterReceipt(app, context);
}

}  // namespace candor::cli
