#include "programs/candor/authorship_commands.h"

#include <unistd.h>

#include "audit/authorship.h"
#include "audit/reference.h"
#include "base/harmless_text.h"
#include "base/status.h"
#include "programs/candor/acting.h"
#include "programs/candor/asked_challenges_file.h"
#include "programs/candor/member_session.h"
#include "programs/candor/people.h"
#include "services/follow/world.h"
#include "services/runtime/terminal.h"
#include "services/texts/catalogue.h"

namespace candor::cli {
namespace {

using records::AuthorshipProof;
using records::ChallengeFile;
using records::StatementFile;
using runtime::SafeForTerminal;
using texts::Say;
using texts::Text;

absl::StatusOr<records::AuthorshipFile> ReadAuthorship(const std::string& path) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, As(Exit::kUsage, ReadInput(path)));
  auto file = records::DecodeAuthorshipFile(bytes);
  if (!file.ok()) return Fail(Exit::kUsage, Cat(path, ": ", AsPiece(file.status().message())));
  return file;
}

absl::Status WriteAuthorship(const std::string& path, const records::AuthorshipFile& file) {
  return As(Exit::kIo, runtime::CreateFileAtomically(path, records::EncodeAuthorshipFile(file), 0600));
}

std::string NumberOf(const audit::Thread& thread) { return Digits(thread.first); }

// ---- the author ----

struct ProveOptions {
  std::string challenge;
  std::string text;
  std::string statement;
  std::string out;
  bool is_public = false;
  bool really = false;
};

// The keys of the thread that this wallet holds; Refused where it is somebody else's.
absl::StatusOr<crypto::ThreadKeys> KeysOf(const member::Wallet& wallet, const records::VerifyKey& thread_key) {
  for (const auto& thread : wallet.threads) {
    if (thread.submission.body.thread_key != thread_key) continue;
    return crypto::DeriveThreadKeys(thread.code, thread.campaign_id, thread.purpose);
  }
  return Fail(Exit::kRefused, "The challenge is about a text that is not in your wallet. Nothing was made.");
}

// The word typed back, or --really.
absl::Status Confirm(const Context& context, texts::PlainText question, std::string_view word, bool really) {
  if (really) return absl::OkStatus();
  if (isatty(STDIN_FILENO) == 0) return Fail(Exit::kUsage, "Nothing was made. Add --really to go on without being asked.");
  CANDOR_ASSIGN_OR_RETURN(const std::string answer, context.Ask(Cat(Say(context.language(), question), " ")));
  return answer == word ? absl::OkStatus() : Fail(Exit::kUsage, "Nothing was made.");
}

// The bundle's own keys have a role and no name.
std::string VerifierOf(const audit::AuthorshipQuestion& question) {
  return SafeForTerminal(question.verifier_name.empty() ? std::string(records::RoleName(*question.roles.begin()))
                                                        : question.verifier_name);
}

// What was promised to the author, word for word, and who helps.
void TellThatNobodyIsOwedOne(const Context& context, const records::Draft& draft) {
  context.Print(Say(context.language(), Text::kProveFree, HarmlessLine(draft.pledge)));
  for (const auto& contact : draft.help_contacts) context.Print(Cat("  ", HarmlessLine(contact)));
}

void TellQuestion(const Context& context, const audit::AuthorshipQuestion& question) {
  const texts::Language language = context.language();
  const std::string name = VerifierOf(question);
  context.Print(Say(language, Text::kProveWho, name, NumberOf(*question.thread), member::ShortId(question.campaign->id)));
  context.Print(Say(language, Text::kProveShows));
  if (question.reads) context.Print(Say(language, Text::kProveLeader, name));
  TellThatNobodyIsOwedOne(context, question.campaign->manifest->draft);
}

absl::Status ProveToOne(Context& context, const ProveOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const auto file, ReadAuthorship(options.challenge));
  const auto* const challenge = std::get_if<ChallengeFile>(&file);
  if (challenge == nullptr) {
    return Fail(Exit::kUsage, Cat(options.challenge, " is an answer, not a challenge. Nothing was made."));
  }
  CANDOR_ASSIGN_OR_RETURN(auto session, OpenSession(context));
  CANDOR_ASSIGN_OR_RETURN(const auto question,
                          As(Exit::kRefused, audit::CheckChallenge(session.logs->board(), challenge->record,
                                                                   context.today())));
  CANDOR_ASSIGN_OR_RETURN(const auto keys, KeysOf(session.wallet(), question.claim.thread_key));
  TellQuestion(context, question);
  CANDOR_RETURN_IF_ERROR(Confirm(context, Text::kProveAsk, "prove", options.really));
  CANDOR_ASSIGN_OR_RETURN(const auto tag, As(Exit::kRefused, crypto::MakeAuthorshipTag(question.claim, keys.kem)));
  CANDOR_RETURN_IF_ERROR(WriteAuthorship(options.out, AuthorshipProof{challenge->record, tag}));
  context.Print(Say(context.language(), Text::kProved, options.out, VerifierOf(question)));
  context.Result(Json::Object()
                     .Set("kind", "designated")
                     .Set("submission", HexEncode(question.thread->first))
                     .Set("verifier", question.verifier_name)
                     .Set("file", options.out));
  return absl::OkStatus();
}

absl::Status ProveToAll(Context& context, const ProveOptions& options) {
  if (options.statement.empty() || options.statement.size() > records::kMaxAuthorshipStatement ||
      HarmlessLine(options.statement) != options.statement) {
    return Fail(Exit::kUsage, Cat("--statement takes one line of 1 to ", records::kMaxAuthorshipStatement,
                                  " bytes without control characters. Nothing was made."));
  }
  CANDOR_ASSIGN_OR_RETURN(auto session, OpenSession(context));
  CANDOR_ASSIGN_OR_RETURN(const auto* thread, PickThread(session.wallet(), options.text));
  // Nobody could check it, and it would name a text that only you know of.
  if (!thread->index.has_value()) {
    return Fail(Exit::kRefused, "That text is not in the public log yet. Nothing was made; `candor threads` shows when it is.");
  }
  CANDOR_ASSIGN_OR_RETURN(const auto keys, KeysOf(session.wallet(), thread->submission.body.thread_key));
  const records::AuthorshipStatement statement{.campaign_id = thread->campaign_id,
                                               .thread_key = thread->submission.body.thread_key,
                                               .day = context.today(),
                                               .statement = options.statement};
  context.Print(Say(context.language(), Text::kPublicShows, Digits(thread->hash()), member::ShortId(thread->campaign_id)));
  context.Print(Cat("  ", options.statement));
  if (const auto* campaign = session.logs->board().FindCampaign(thread->campaign_id); campaign != nullptr) {
    TellThatNobodyIsOwedOne(context, campaign->manifest->draft);
  }
  CANDOR_RETURN_IF_ERROR(Confirm(context, Text::kPublicAsk, "public", options.really));
  CANDOR_RETURN_IF_ERROR(WriteAuthorship(options.out, StatementFile{statement.SignedBy(keys.signing)}));
  context.Print(Say(context.language(), Text::kPublicMade, options.out));
  context.Result(Json::Object()
                     .Set("kind", "public")
                     .Set("submission", HexEncode(thread->hash()))
                     .Set("statement", options.statement)
                     .Set("file", options.out));
  return absl::OkStatus();
}

absl::Status Prove(Context& context, const ProveOptions& options) {
  const bool one = !options.challenge.empty();
  const bool all = options.is_public;
  if (one == all || (one && (!options.text.empty() || !options.statement.empty()))) {
    return Fail(Exit::kUsage,
                "To prove it to one person give the file with their challenge, and nothing else. To prove it to"
                " everybody give --public with --text and --statement. Nothing was made.");
  }
  if (runtime::FileExists(options.out)) {
    return Fail(Exit::kUsage, Cat(options.out, " is there already, and was left as it is. Nothing was made."));
  }
  return one ? ProveToOne(context, options) : ProveToAll(context, options);
}

// ---- the verifier ----

struct ChallengeOptions {
  std::string jam;
  std::string text;
  std::string out;
};

absl::Status Challenge(Context& context, const ChallengeOptions& options) {
  if (runtime::FileExists(options.out)) {
    return Fail(Exit::kUsage, Cat(options.out, " is there already, and was left as it is. Nothing was made."));
  }
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  CANDOR_ASSIGN_OR_RETURN(const crypto::Hash text, Find(acting, options.text, {audit::Thing::kOpinion, audit::Thing::kContribution, audit::Thing::kFollowUp, audit::Thing::kAppeal}));
  CANDOR_ASSIGN_OR_RETURN(const auto thread_key, As(Exit::kUsage, audit::ThreadKeyOf(*acting.campaign, text)));
  records::AuthorshipChallenge challenge{
      .campaign_id = acting.campaign->id, .thread_key = thread_key, .challenge = {}, .day = context.today()};
  context.random().Fill(challenge.challenge);
  const records::Signed record = challenge.SignedBy(acting.key);
  CANDOR_ASSIGN_OR_RETURN(const auto* world, context.World());
  // What its receiver would refuse is not made.
  CANDOR_ASSIGN_OR_RETURN(const auto question,
                          As(Exit::kRefused, audit::CheckChallenge(world->board(), record, context.today())));
  CANDOR_RETURN_IF_ERROR(KeepAsked(context, challenge.challenge, challenge.day));
  CANDOR_RETURN_IF_ERROR(WriteAuthorship(options.out, ChallengeFile{record}));
  context.Print(Say(context.language(), Text::kChallengeMade, options.out, NumberOf(*question.thread),
                    records::kChallengeDays));
  if (question.reads) context.Hint(Say(context.language(), Text::kChallengeLeader));
  context.Result(Json::Object()
                     .Set("submission", HexEncode(question.thread->first))
                     .Set("campaign", HexEncode(acting.campaign->id))
                     .Set("file", options.out));
  return absl::OkStatus();
}

struct CheckOptions {
  std::string file;
};

struct CheckFile {
  Context& context;
  const audit::BoardView& view;

  absl::Status operator()(const ChallengeFile&) const {
    return Fail(Exit::kUsage, "This is a challenge, not the answer to one: `candor receipt prove` answers it.");
  }
  absl::Status operator()(const AuthorshipProof& proof) const {
    CANDOR_ASSIGN_OR_RETURN(const auto key, LoadActorKey(context));
    CANDOR_ASSIGN_OR_RETURN(const auto question, As(Exit::kRefused, audit::CheckProof(view, proof, key, context.today())));
    // What does not hold uses nothing up: else anybody could spend a challenge that they saw.
    CANDOR_RETURN_IF_ERROR(UseAsked(context, question.claim.challenge));
    context.Print(Say(context.language(), Text::kCheckHolds, NumberOf(*question.thread),
                      member::ShortId(question.campaign->id), FormatDay(question.day)));
    context.Print(Say(context.language(), Text::kCheckBearer));
    context.Result(Json::Object()
                       .Set("kind", "designated")
                       .Set("holds", true)
                       .Set("submission", HexEncode(question.thread->first))
                       .Set("campaign", HexEncode(question.campaign->id))
                       .Set("day", FormatDay(question.day)));
    return absl::OkStatus();
  }
  absl::Status operator()(const StatementFile& file) const {
    CANDOR_ASSIGN_OR_RETURN(const auto found, As(Exit::kRefused, audit::CheckStatement(view, file.record)));
    context.Print(Say(context.language(), Text::kCheckPublic, NumberOf(*found.thread),
                      member::ShortId(found.campaign->id), FormatDay(found.statement.day)));
    context.Print(Cat("  ", SafeForTerminal(HarmlessLine(found.statement.statement))));
    context.Print(Say(context.language(), Text::kCheckPublicLimits));
    context.Result(Json::Object()
                       .Set("kind", "public")
                       .Set("holds", true)
                       .Set("submission", HexEncode(found.thread->first))
                       .Set("campaign", HexEncode(found.campaign->id))
                       .Set("day", FormatDay(found.statement.day))
                       .Set("statement", found.statement.statement));
    return absl::OkStatus();
  }
};

absl::Status Check(Context& context, const CheckOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const auto file, ReadAuthorship(options.file));
  // A member's copy is fetched by `sync` alone: reading is never selective.
  if (context.IsMembersHome()) {
    CANDOR_ASSIGN_OR_RETURN(const auto* world, context.World());
    return std::visit(CheckFile{context, world->board()}, file);
  }
  CANDOR_ASSIGN_OR_RETURN(const auto* world, SyncedWorld(context));
  return std::visit(CheckFile{context, world->board()}, file);
}

}  // namespace

void RegisterAuthorship(Command& receipt, Context& context) {
  auto prove = std::make_shared<ProveOptions>();
  Command* verb = AddVerb(receipt, {"prove", "", "Show one person, or everybody, that a text is yours",
                                    "candor receipt prove ingrid.challenge --out for-ingrid.proof\n"
                                    "candor receipt prove --public --text 5c01d2aa --statement \"I wrote this. Jana\" "
                                    "--out jana.statement"});
  verb->AddOption("challenge", prove->challenge, "File with the challenge of the one person who is to be convinced");
  verb->AddFlag("--public", prove->is_public, "A signed statement instead, which anybody can show to anybody");
  verb->AddOption("--text", prove->text, "With --public: first digits of the text's number in `candor threads`");
  verb->AddOption("--statement", prove->statement, "With --public: what you say, one line");
  verb->AddOption("--out", prove->out, "New file for the proof").Required();
  verb->AddFlag("--really", prove->really, "Without asking");
  Bind(verb, context, prove, Prove);

  auto challenge = std::make_shared<ChallengeOptions>();
  verb = AddVerb(receipt, {"challenge", "", "For people with a role: let somebody who offers it prove that a text is theirs",
                           "candor receipt challenge 5c01d2aa --out ingrid.challenge"});
  verb->AddOption("text", challenge->text, "First digits of the text's number").Required();
  AddJamOption(verb, challenge->jam);
  verb->AddOption("--out", challenge->out, "New file for the challenge").Required();
  Bind(verb, context, challenge, Challenge);

  auto check = std::make_shared<CheckOptions>();
  verb = AddVerb(receipt, {"check", "", "Whether a proof, once, or a signed statement of authorship holds",
                           "candor receipt check for-ingrid.proof"});
  verb->AddOption("file", check->file, "The proof, or the statement").Required();
  Bind(verb, context, check, Check);
}

}  // namespace candor::cli
