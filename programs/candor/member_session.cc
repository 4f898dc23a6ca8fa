#include "programs/candor/member_session.h"

#include "base/status.h"
#include "services/clients/issuer_client.h"
#include "services/follow/world.h"
#include "services/member/checkpoint.h"
#include "services/member/sentence.h"
#include "services/member/withdraw.h"
#include "services/runtime/terminal.h"

namespace candor::cli {
namespace {

using services::clients::IssuerClient;
using services::clients::ObliviousClient;

absl::StatusOr<std::unique_ptr<IssuerClient>> ConnectIssuer(const records::TrustBundle& bundle,
                                                            const std::string& origin) {
  const records::LogIdentity* const issuer = bundle.FindIssuer(origin);
  if (issuer == nullptr) {
    return absl::FailedPreconditionError("the trust bundle names no such issuer");
  }
  return IssuerClient::Open(*issuer);
}

absl::Status MarkWalletError(absl::Status status) {
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound: return As(Exit::kUsage, std::move(status));
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kUnimplemented: return As(Exit::kDamaged, std::move(status));
    default: return As(Exit::kIo, std::move(status));
  }
}

std::string_view NewsName(member::News news) {
  switch (news) {
    case member::News::kWaiting: return "waiting";
    case member::News::kPromised: return "promised";
    case member::News::kUnreachable: return "unreachable";
    case member::News::kImpostor: return "another server";
    case member::News::kUnbelievable: return "unbelievable answer";
    case member::News::kRefused: return "refused";
    case member::News::kFalseRefusal: return "false refusal";
    case member::News::kMissed: return "missed";
    case member::News::kIncluded: return "in the record";
    case member::News::kLate: return "in the record, late";
    case member::News::kWithheld: return "withheld";
    case member::News::kOverdue: return "overdue";
    case member::News::kBlank: return "blank";
  }
  return "unknown";
}

std::optional<Exit> ExitOfNews(member::News news) {
  switch (news) {
    case member::News::kFalseRefusal:
    case member::News::kImpostor:
    case member::News::kOverdue:
    case member::News::kLate:
    case member::News::kUnbelievable: return Exit::kRefused;
    case member::News::kRefused:
    case member::News::kMissed: return Exit::kServerRefused;
    case member::News::kUnreachable: return Exit::kNetwork;
    default: return std::nullopt;
  }
}

// Whose fault a failed look at the logs is: the network's, this disk's, or the logs'.
Exit ExitOfSync(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded: return Exit::kNetwork;
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kNotFound: return Exit::kIo;
    default: return Exit::kRefused;
  }
}

}  // namespace

const audit::BoardView& WorldLogs::board() const { return world_.board(); }

const audit::IssuerView* WorldLogs::FindIssuer(std::string_view origin) const {
  return world_.FindIssuer(origin);
}

std::vector<member::LogCopy> WorldLogs::copies() const {
  std::vector<member::LogCopy> out;
  out.push_back({bundle_.board, world_.board_log().note(), world_.board_log().entries()});
  for (std::size_t i = 0; i < world_.issuer_count(); ++i) {
    const auto& log = world_.issuer_log(i);
    out.push_back({log.log(), log.note(), log.entries()});
  }
  return out;
}

absl::StatusOr<std::vector<crypto::Hash>> WorldLogs::BoardInclusion(std::uint64_t index) const {
  return world_.BoardInclusion(index);
}

absl::StatusOr<Bytes> RemoteIssuers::Enrol(const std::string& origin, ByteView request) {
  CANDOR_ASSIGN_OR_RETURN(const auto client, ConnectIssuer(bundle_, origin));
  return FromServer(client->Enrol(request));
}

absl::StatusOr<Bytes> RemoteIssuers::Issue(const std::string& origin, ByteView call) {
  CANDOR_ASSIGN_OR_RETURN(const auto client, ConnectIssuer(bundle_, origin));
  return FromServer(client->Issue(call));
}

absl::StatusOr<const records::GatewayKey*> BoardThroughRelay::KeyOfToday() const {
  const records::GatewayKey* const key = logs_.board().GatewayKeyOn(context_.today());
  if (key != nullptr) return key;
  return absl::UnavailableError(
      "the copy of the public log on this machine names no key of today to seal it with; the board "
      "publishes one a day ahead");
}

absl::StatusOr<std::unique_ptr<ObliviousClient>> BoardThroughRelay::Connect() {
  CANDOR_ASSIGN_OR_RETURN(const records::RelayIdentity* relay, context_.Relay());
  return ObliviousClient::Open(*relay, context_.random());
}

absl::StatusOr<Bytes> BoardThroughRelay::Submit(ByteView request) {
  CANDOR_ASSIGN_OR_RETURN(const records::GatewayKey* key, KeyOfToday());
  CANDOR_ASSIGN_OR_RETURN(const auto client, Connect());
  return FromServer(client->Submit(*key, request));
}

absl::Status BoardThroughRelay::NoOp() {
  CANDOR_ASSIGN_OR_RETURN(const records::GatewayKey* key, KeyOfToday());
  CANDOR_ASSIGN_OR_RETURN(const auto client, Connect());
  return FromServer(client->NoOp(*key));
}

absl::StatusOr<member::WalletFile> OpenWallet(Context& context) {
  auto file = member::WalletFile::Open(
      context.HomePath("wallet"), [&] { return context.Passphrase(texts::Text::kAskWalletPassphrase); },
      context.random());
  if (!file.ok()) return MarkWalletError(std::move(file).status());
  return file;
}

absl::Status SaveWallet(member::WalletFile& file) { return As(Exit::kIo, file.Save()); }

absl::StatusOr<MemberSession> OpenSession(Context& context) {
  CANDOR_ASSIGN_OR_RETURN(auto file, OpenWallet(context));
  CANDOR_ASSIGN_OR_RETURN(const records::TrustBundle* bundle, context.Bundle());
  if (*bundle != file.wallet().bundle) {
    return Fail(Exit::kRefused,
                Cat(context.HomePath("bundle").string(),
                    " is not the trust bundle that you checked when you enrolled (another "
                    "fingerprint). Somebody or something replaced the file. Nothing was sent."));
  }
  CANDOR_ASSIGN_OR_RETURN(services::follow::World * world, context.World());
  auto logs = std::make_unique<WorldLogs>(*world, *bundle);
  return MemberSession{std::move(file), world, std::move(logs)};
}

absl::Status LookAtAllLogs(Context& context, MemberSession& session) {
  if (const absl::Status synced = session.world->Sync(); !synced.ok()) {
    return As(ExitOfSync(synced),
              absl::Status(synced.code(), Cat("The public logs could not be brought up to date: ",
                                              member::Clause(synced.message()),
                                              ". Nothing of yours was sent, and nothing was lost.")));
  }
  const member::Situation situation{session.wallet(), *session.logs, context.now(),
                                    context.options().trial};
  CANDOR_RETURN_IF_ERROR(TellObjections(context, member::CheckWorld(situation)));
  CANDOR_RETURN_IF_ERROR(As(Exit::kRefused, member::PinLogs(session.wallet(), *session.logs)));
  session.wallet().synced_at = context.now();
  return SaveWallet(session.file);
}

absl::StatusOr<std::vector<member::Note>> MakeExchange(Context& context, MemberSession& session) {
  BoardThroughRelay board(context, *session.logs);
  return member::Exchange(session.wallet(), *session.logs, board, context.now(),
                          [&session] { return SaveWallet(session.file); });
}

absl::Status TellObjections(const Context& context,
                            const std::vector<member::Objection>& objections) {
  for (std::size_t i = 1; i < objections.size(); ++i) {
    context.Complain(absl::FailedPreconditionError(objections[i].sentence));
  }
  return As(Exit::kRefused, member::ToStatus(objections));
}

absl::Status TellNotes(const Context& context, const std::vector<member::Note>& notes) {
  absl::Status worst;
  for (const auto& note : notes) {
    const std::string sentence = runtime::SafeForTerminal(note.sentence.In(context.language()));
    const auto exit = ExitOfNews(note.news);
    if (!exit.has_value()) {
      context.Print(sentence);
    } else if (worst.ok()) {
      worst = Told(*exit, sentence);
    } else {
      context.Hint(Cat("candor: ", sentence));
    }
  }
  return worst;
}

Json JsonOf(const std::vector<member::Note>& notes) {
  Json out = Json::Array();
  for (const auto& note : notes) {
    out.Add(Json::Object()
                .Set("submission", HexEncode(note.submission_hash))
                .Set("news", NewsName(note.news))
                .Set("evidence", member::IsEvidence(note.news))
                .Set("sentence", note.sentence.In(texts::Language::kEnglish)));
  }
  return out;
}

std::string_view StageName(member::Stage stage) {
  switch (stage) {
    case member::Stage::kWaiting: return "waits in the outbox";
    case member::Stage::kPromised: return "sent, promised";
    case member::Stage::kInLog: return "in the public log";
    case member::Stage::kWithheld: return "withheld: too few took part";
    case member::Stage::kRefused: return "refused by the board";
    case member::Stage::kMissed: return "not sent: the jam closed";
  }
  return "unknown";
}

std::string ReadersOf(const records::Draft& draft, const records::Audience& audience) {
  std::string out;
  for (const auto& key : audience.readers) {
    const records::Named* const reader = draft.FindReader(key);
    out = Cat(out, out.empty() ? "" : ", ", reader == nullptr ? "?" : runtime::SafeForTerminal(reader->name));
  }
  return out;
}

absl::StatusOr<const member::Thread*> PickThread(const member::Wallet& wallet,
                                                 const std::string& prefix) {
  const member::Thread* found = nullptr;
  for (const auto& thread : wallet.threads) {
    if (!HexEncode(thread.hash()).starts_with(prefix)) continue;
    if (prefix.empty() && thread.submission.body.sequence > 0) continue;
    if (found != nullptr) {
      return Fail(Exit::kUsage, "Say which text: `candor threads` lists them, each with its number.");
    }
    found = &thread;
  }
  if (found == nullptr) {
    return Fail(Exit::kUsage, wallet.threads.empty()
                                  ? "You have said nothing yet."
                                  : "No text of yours has that number: see `candor threads`.");
  }
  return found;
}

absl::StatusOr<const audit::Campaign*> PickCampaign(const audit::BoardView& board,
                                                    const std::string& prefix, Day today) {
  const auto pick = [&](auto matches) {
    std::vector<const audit::Campaign*> found;
    for (const auto& campaign : board.campaigns()) {
      if (matches(campaign)) found.push_back(&campaign);
    }
    return found;
  };
  if (!prefix.empty()) {
    const auto found = pick([&](const auto& each) { return HexEncode(each.id).starts_with(prefix); });
    if (found.size() == 1) return found.front();
    return Fail(Exit::kUsage, Cat(found.empty() ? "no jam's id begins like that"
                                                : "several jams' ids begin like that",
                                  ": `candor jams` lists them; `candor sync` fetches new ones"));
  }
  const auto open = pick([&](const auto& each) { return each.IsOpen(today); });
  if (open.size() == 1) return open.front();
  if (open.empty() && board.campaigns().size() == 1) return &board.campaigns().front();
  return Fail(Exit::kUsage,
              board.campaigns().empty()
                  ? std::string("this machine knows of no jam yet: run `candor sync`")
                  : std::string("say which jam with --jam and the beginning of its id: `candor jams` "
                                "lists them"));
}

}  // namespace candor::cli
