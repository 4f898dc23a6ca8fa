#include "programs/candor/member_commands.h"

#include <algorithm>

#include "base/status.h"
#include "programs/candor/exchange_times.h"
#include "programs/candor/jam_status.h"
#include "programs/candor/member_session.h"
#include "programs/candor/wall_json.h"
#include "programs/candor/member_speaking.h"
#include "programs/candor/people.h"
#include "programs/candor/wallet_commands.h"
#include "services/follow/publication.h"
#include "services/follow/world.h"
#include "services/member/admission.h"
#include "services/member/backup.h"
#include "services/member/blank.h"
#include "services/member/checkpoint.h"
#include "services/member/enrolment.h"
#include "services/member/sentence.h"
#include "services/member/speak.h"
#include "services/member/wall.h"
#include "services/runtime/https_client.h"
#include "services/runtime/terminal.h"
#include "services/texts/catalogue.h"
#include "services/texts/day.h"

namespace candor::cli {
namespace {

using runtime::SafeForTerminal;
using texts::Say;
using texts::Text;

constexpr char kGroup[] = "Member";

// ---- enrol ----

struct EnrolOptions {
  std::vector<std::string> invites;
  std::string fingerprint_file;
};

// The invite in a file or an answer, which may stand among explanations.
absl::StatusOr<records::Invite> ParseInvite(std::string_view text) {
  constexpr std::string_view kStart = "candor-invite-1:";
  if (const auto begin = text.find(kStart); begin != std::string_view::npos) {
    text.remove_prefix(begin);
    text = text.substr(0, text.find_first_of(" \t\r\n"));
  }
  return As(Exit::kUsage, records::Invite::Parse(text));
}

absl::StatusOr<std::vector<records::Invite>> ReadInvites(const Context& context,
                                                         const EnrolOptions& options) {
  std::vector<records::Invite> out;
  for (const auto& path : options.invites) {
    CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, As(Exit::kUsage, ReadInput(path, 64 * 1024)));
    CANDOR_ASSIGN_OR_RETURN(auto invite, ParseInvite(AsText(bytes)));
    out.push_back(std::move(invite));
  }
  if (out.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const std::string line, context.Ask(Cat(Say(context.language(), Text::kAskInvite), " ")));
    CANDOR_ASSIGN_OR_RETURN(auto invite, ParseInvite(line));
    out.push_back(std::move(invite));
  }
  return out;
}

// A file's path, or an https URL. What comes back proves nothing until its fingerprint was compared.
absl::StatusOr<Bytes> FetchBundle(const std::string& url) {
  constexpr std::string_view kScheme = "https://";
  if (!url.starts_with(kScheme)) return As(Exit::kIo, runtime::ReadFile(url));
  const auto slash = url.find('/', kScheme.size());
  const std::string base = url.substr(0, slash);
  const std::string path = slash == std::string::npos ? "/bundle" : url.substr(slash);
  const auto reply = runtime::GetUnverified(base, path);
  if (!reply.ok()) {
    return As(Exit::kNetwork, absl::Status(reply.status().code(),
                                           Cat("The trust bundle cannot be fetched: ",
                                               member::Clause(reply.status().message()),
                                               ". Nothing about you was sent. Try again later.")));
  }
  if (reply->status != 200) {
    return Fail(Exit::kServerRefused,
                "The server that the invite names holds no trust bundle. Nothing about you was "
                "sent. Ask for a new invite.");
  }
  return reply->body;
}

absl::Status AskFingerprint(Context& context, const records::TrustBundle& bundle) {
  using member::FingerprintChallenge;
  FingerprintChallenge challenge(bundle.Fingerprint(), context.random());
  const texts::Language language = context.language();
  context.Hint(Say(language, Text::kEnrolFingerprint, SafeForTerminal(bundle.organisation)));
  for (;;) {
    std::vector<std::string> groups;
    for (const int position : challenge.positions()) {
      CANDOR_ASSIGN_OR_RETURN(auto group, context.Ask(Cat(Say(language, Text::kEnrolGroup, position), " ")));
      groups.push_back(std::move(group));
    }
    switch (challenge.Try(groups)) {
      case FingerprintChallenge::Outcome::kMatch: return absl::OkStatus();
      case FingerprintChallenge::Outcome::kTryAgain:
        context.Hint(Say(language, Text::kEnrolAgain));
        break;
      case FingerprintChallenge::Outcome::kOver:
        return Fail(Exit::kRefused,
                    "Three times the fingerprint did not match. The trust bundle may be a false one: "
                    "tell the independent body where you got the invite. You are not enrolled, and "
                    "nothing was sent.");
    }
  }
}

absl::StatusOr<const records::TrustBundle*> PinnedBundle(Context& context,
                                                         const EnrolOptions& options,
                                                         const records::Invite& invite) {
  // A pinned bundle's fingerprint was compared when it was pinned.
  if (runtime::FileExists(context.HomePath("bundle"))) return context.Bundle();
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, FetchBundle(invite.bundle_url));
  CANDOR_ASSIGN_OR_RETURN(const auto bundle, context.AcceptBundle(bytes));
  if (options.fingerprint_file.empty()) {
    CANDOR_RETURN_IF_ERROR(AskFingerprint(context, bundle));
  } else {
    CANDOR_ASSIGN_OR_RETURN(const Bytes text,
                            As(Exit::kUsage, ReadInput(options.fingerprint_file, 64 * 1024)));
    CANDOR_RETURN_IF_ERROR(services::follow::CheckPublication(AsText(text), bundle.Fingerprint()));
  }
  CANDOR_RETURN_IF_ERROR(context.PinBundle(bundle));
  return context.Bundle();
}

// The wallet at home, or a new one that is durable before anything is sent.
absl::StatusOr<member::WalletFile> WalletFor(Context& context, const records::TrustBundle& bundle) {
  const Path path = context.HomePath("wallet");
  if (runtime::FileExists(path)) return OpenWallet(context);
  CANDOR_RETURN_IF_ERROR(context.MakeHome());
  CANDOR_ASSIGN_OR_RETURN(const auto cost, context.Cost());
  CANDOR_ASSIGN_OR_RETURN(const auto passphrase,
                          context.NewPassphrase(texts::Text::kAskNewWalletPassphrase));
  return As(Exit::kIo, member::WalletFile::Create(path,
                                                  member::Wallet::Create(bundle, context.random()),
                                                  passphrase, cost, context.random()));
}

absl::Status Enrol(Context& context, const EnrolOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const auto invites, ReadInvites(context, options));
  CANDOR_ASSIGN_OR_RETURN(const auto* bundle, PinnedBundle(context, options, invites.front()));
  CANDOR_ASSIGN_OR_RETURN(auto file, WalletFor(context, *bundle));
  RemoteIssuers issuers(*bundle);
  Json enrolled = Json::Array();
  for (const auto& invite : invites) {
    const auto entry = member::Enrol(file.wallet(), invite, issuers,
                                     [&file] { return SaveWallet(file); });
    if (!entry.ok()) {
      context.Hint(Say(context.language(), Text::kEnrolFailed, SafeForTerminal(invite.issuer_origin)));
      return entry.status();
    }
    context.Print(Say(context.language(), Text::kEnrolled, SafeForTerminal(invite.issuer_origin),
                      SafeForTerminal(entry->name), SafeForTerminal(entry->id), SafeForTerminal(entry->unit)));
    enrolled.Add(Json::Object().Set("issuer", invite.issuer_origin).Set("id", entry->id));
  }
  context.Result(Json::Object().Set("enrolled", enrolled));
  context.Hint(Say(context.language(), Text::kEnrolledNext));
  return absl::OkStatus();
}

// ---- sync ----

member::Situation SituationOf(const Context& context, MemberSession& session) {
  return {session.wallet(), *session.logs, context.now(), context.options().trial};
}

// Draws in every jam that this member may draw in; the first fault of each is told.
struct DrawResult {
  Json drawn = Json::Array();
  Json refused = Json::Array();
  absl::Status worst;

  void Fault(const Context& context, absl::Status status) {
    if (worst.ok()) {
      worst = std::move(status);
    } else {
      context.Complain(status);
    }
  }
};

// A jam that is merely not open for drawing yet, or was opened too recently, is no fault.
bool AreMereDates(const std::vector<member::Objection>& objections) {
  return std::ranges::all_of(objections, [](const member::Objection& each) {
    return each.reason == member::Reason::kClosed || each.reason == member::Reason::kTooYoung;
  });
}

// Of an open jam that is not drawn in yet because of its dates.
std::string WhenToDraw(texts::Language language, const audit::Campaign& campaign, member::Reason reason) {
  const std::string jam = member::ShortId(campaign.id);
  if (reason == member::Reason::kClosed) {
    return Say(language, Text::kSyncSlipsFrom, jam, texts::DateInWords(language, campaign.open.phases.issuance_opens));
  }
  return Say(language, Text::kSyncTooYoung, jam, texts::DateInWords(language, campaign.opened),
             texts::DateInWords(language, member::FirstDayToJoin(campaign)));
}

void DrawOne(Context& context, MemberSession& session, const audit::Campaign& campaign,
             DrawResult& result) {
  const std::string jam = member::ShortId(campaign.id);
  const auto objections = member::CheckCampaign(SituationOf(context, session), campaign);
  if (!objections.empty()) {
    for (const auto& each : objections) {
      result.refused.Add(Json::Object().Set("jam", jam).Set("sentence", each.sentence));
    }
    if (AreMereDates(objections)) {
      context.Print(WhenToDraw(context.language(), campaign, objections.front().reason));
    } else {
      result.Fault(context, TellObjections(context, objections));
    }
    return;
  }
  RemoteIssuers issuers(session.wallet().bundle);
  const auto save = [&session] { return SaveWallet(session.file); };
  const absl::Status drawn = member::DrawTokens(session.wallet(), campaign, issuers, context.clock(),
                                                context.random(), save);
  if (absl::IsAlreadyExists(drawn) && session.wallet().restored) {
    member::GiveUpDraw(session.wallet(), campaign.id, context.now());
    if (const absl::Status saved = save(); !saved.ok()) result.Fault(context, saved);
    context.Print(Say(context.language(), Text::kSyncDrawnBefore, jam));
    return;
  }
  if (!drawn.ok()) {
    result.Fault(context,
                 As(ExitOf(drawn), absl::Status(drawn.code(),
                                                Cat("Drawing in the jam ", jam, ": ",
                                                    member::Clause(drawn.message()),
                                                    ". Nothing was lost: `candor sync` goes on where "
                                                    "it stopped."))));
    return;
  }
  result.drawn.Add(jam);
  context.Print(Say(context.language(), Text::kSyncDrawn, jam));
}

DrawResult DrawAll(Context& context, MemberSession& session) {
  DrawResult result;
  for (const auto& campaign : session.logs->board().campaigns()) {
    const member::Draw* const draw = session.wallet().FindDraw(campaign.id);
    // Issuers answer until the close, grace or not.
    const bool over = context.today() >= campaign.open.phases.speaking_closes;
    if (over || (draw != nullptr && draw->complete())) continue;
    DrawOne(context, session, campaign, result);
  }
  return result;
}

// Worse news first: evidence and refusals before what can be tried again.
absl::Status Worse(absl::Status a, absl::Status b, const Context& context) {
  if (a.ok()) return b;
  if (!b.ok()) context.Complain(b);
  return a;
}

struct SyncOptions {
  bool background = false;
};

// Looks, draws, and makes one exchange: the one that was due, where there was one.
absl::Status SyncNow(Context& context, std::optional<UnixSeconds> due) {
  CANDOR_ASSIGN_OR_RETURN(auto session, OpenSession(context));
  if (due.has_value()) CANDOR_RETURN_IF_ERROR(TakeExchange(context, *due));
  CANDOR_RETURN_IF_ERROR(LookAtAllLogs(context, session));
  auto notes = member::LookIntoLog(session.wallet(), *session.logs, context.now());
  for (auto& blank :
       member::SpendUnused(session.wallet(), session.logs->board(), context.now())) {
    notes.push_back(std::move(blank));
  }
  CANDOR_RETURN_IF_ERROR(SaveWallet(session.file));
  DrawResult draws = DrawAll(context, session);
  CANDOR_ASSIGN_OR_RETURN(const auto sent, MakeExchange(context, session));
  // The system keeps what a timer's run prints, and its status: both are the same whether its owner has
  // something to say or not. `candor threads` says what became of a text.
  if (due.has_value()) return draws.worst;
  notes.insert(notes.end(), sent.begin(), sent.end());
  context.Result(Json::Object()
                     .Set("drawn", draws.drawn)
                     .Set("refused", draws.refused)
                     .Set("news", JsonOf(notes))
                     .Set("waiting", session.wallet().outbox.size()));
  const absl::Status told = TellNotes(context, notes);
  context.Print(Say(context.language(), Text::kSyncDone));
  if (draws.worst.ok() && told.ok()) context.Hint(Say(context.language(), Text::kSyncNext));
  return Worse(told, draws.worst, context);
}

absl::Status Sync(Context& context, const SyncOptions& options) {
  if (!options.background) return SyncNow(context, std::nullopt);
  CANDOR_ASSIGN_OR_RETURN(const auto due, FindDueExchange(context));
  return due.has_value() ? SyncNow(context, due) : absl::OkStatus();
}

// ---- jams, wall ----

void PrintJam(const Context& context, const audit::Campaign& campaign, const WorldLogs& logs) {
  const records::Draft& draft = campaign.manifest->draft;
  const std::uint32_t draws = member::DrawsOf(campaign, logs);
  context.Print(Cat(member::ShortId(campaign.id), "  ", SafeForTerminal(draft.question)));
  const texts::Language language = context.language();
  const auto indented = [&context](std::string_view line) { context.Print(Cat("          ", line)); };
  const std::string days = texts::DaysInWords(language, draft.phases.speaking_opens, campaign.SpeakingCloses());
  indented(campaign.IsOpen(context.today()) ? Say(language, Text::kJamsOpen, days, campaign.opinions)
                                            : Say(language, Text::kJamsClosed, days, campaign.opinions));
  indented(Say(language, Text::kJamsDrawn, draws, draft.roster_size, draft.min_issued));
  for (const auto& audience : draft.audiences) {
    if (audience.id == records::kAppealPanel) continue;
    indented(Say(language, Text::kJamsAudience, int{audience.id}, SafeForTerminal(audience.name),
                 ReadersOf(draft, audience)));
  }
  if (draft.issuers.size() == 1) {
    indented(Say(language, Text::kJamsOneIssuer, SafeForTerminal(draft.issuers.front())));
  }
}

Json JamJson(const audit::Campaign& campaign, const WorldLogs& logs, Day today) {
  const records::Draft& draft = campaign.manifest->draft;
  return Json::Object()
      .Set("id", HexEncode(campaign.id))
      .Set("question", draft.question)
      .Set("open", campaign.IsOpen(today))
      .Set("speaking_opens", FormatDay(draft.phases.speaking_opens))
      .Set("speaking_closes", FormatDay(campaign.SpeakingCloses()))
      .Set("opinions", campaign.opinions)
      .Set("roster", draft.roster_size)
      .Set("drawn", member::DrawsOf(campaign, logs))
      .Set("min_issued", draft.min_issued);
}

absl::Status Jams(Context& context, const std::monostate&) {
  CANDOR_ASSIGN_OR_RETURN(const auto* bundle, context.Bundle());
  CANDOR_ASSIGN_OR_RETURN(const auto* world, context.World());
  const WorldLogs logs(*world, *bundle);
  Json jams = Json::Array();
  for (const auto& campaign : logs.board().campaigns()) {
    PrintJam(context, campaign, logs);
    jams.Add(JamJson(campaign, logs, context.today()));
  }
  context.Result(jams);
  if (logs.board().campaigns().empty()) context.Print(Say(context.language(), Text::kJamsNone));
  context.Hint(Cat(Say(context.language(), Text::kLocalCopy), " ", Say(context.language(), Text::kJamsNext)));
  return absl::OkStatus();
}

struct WallOptions {
  std::string jam;
};

absl::Status ShowWall(Context& context, const WallOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const auto* world, context.World());
  CANDOR_ASSIGN_OR_RETURN(const auto* campaign,
                          PickCampaign(world->board(), options.jam, context.today()));
  const auto figures = FiguresNow(*world, *campaign);
  const member::Wall wall = member::MakeWall(
      *campaign, figures.as_of,
      {.acknowledged = figures.acknowledged.opinions, .answers_overdue = figures.overdue});
  context.Print(member::RenderWall(wall, context.language()));
  context.Result(WallJson(wall));
  context.Hint(Say(context.language(), Text::kLocalCopy));
  return absl::OkStatus();
}

}  // namespace

void RegisterMemberCommands(Command& app, Context& context) {
  auto enrol = std::make_shared<EnrolOptions>();
  Command* verb = AddVerb(app, {"enrol", kGroup, "Take up your place, with the invite of each issuer",
                                 "candor enrol --invite hr.invite --invite council.invite"});
  verb->AddOption("--invite", enrol->invites,
                   "File with an invite; once for each issuer (else one is asked for)");
  verb->AddOption("--fingerprint-file", enrol->fingerprint_file,
                   "The fingerprint as the independent body published it (else four groups are asked "
                   "for)");
  Bind(verb, context, enrol, Enrol);

  verb = AddVerb(app, {"sync", kGroup,
                       "Fetch all public logs, draw voting slips, exchange one message",
                       "candor sync --background --passphrase-file wallet.pass"});
  auto sync = std::make_shared<SyncOptions>();
  verb->AddFlag("--background", sync->background,
                "Only when one of this machine's exchanges is due, at random times a few times a day: "
                "for a timer that runs every five minutes");
  Bind(verb, context, sync, Sync);

  verb = AddVerb(app, {"jams", kGroup, "The jams that this machine knows of", "candor jams"});
  Bind(verb, context, std::make_shared<std::monostate>(), Jams);

  RegisterSpeakingCommands(app, context);

  auto wall = std::make_shared<WallOptions>();
  verb = AddVerb(app, {"wall", kGroup, "A jam in public: question, pledges, participation, answers",
                       "candor wall --jam 3f2a91c0"});
  AddJamOption(verb, wall->jam);
  Bind(verb, context, wall, ShowWall);

  RegisterWalletCommands(app, context);
}

}  // namespace candor::cli
