#include "programs/candor/operator_commands.h"

#include <unistd.h>

#include "audit/roster_tree.h"
#include "base/status.h"
#include "programs/candor/erase_commands.h"
#include "programs/candor/governance_commands.h"
#include "programs/candor/people.h"
#include "records/calls.h"
#include "records/parts.h"
#include "services/clients/board_client.h"
#include "services/clients/issuer_client.h"
#include "services/follow/world.h"
#include "services/operator/governance_acts.h"
#include "services/runtime/key_file.h"
#include "services/runtime/terminal.h"

namespace candor::cli {
namespace {

using records::Role;
using texts::Say;
using texts::Text;
using services::clients::BoardClient;
using services::clients::BoardMethod;
using services::clients::IssuerClient;
using services::clients::IssuerMethod;
namespace operators = services::operators;

constexpr char kGroup[] = "Governance and operation";
constexpr std::size_t kMaxRosterFile = std::size_t{256} << 20;

absl::StatusOr<records::RosterFile> ReadRoster(const std::string& path) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, As(Exit::kUsage, ReadInput(path, kMaxRosterFile)));
  auto roster = records::RosterFile::Decode(bytes);
  if (!roster.ok()) return Fail(Exit::kUsage, Cat(path, ": this is no roster file of candor"));
  return roster;
}

absl::StatusOr<std::vector<records::RosterFile>> ReadRosters(const std::vector<std::string>& paths) {
  std::vector<records::RosterFile> out;
  for (const auto& path : paths) {
    CANDOR_ASSIGN_OR_RETURN(auto roster, ReadRoster(path));
    out.push_back(std::move(roster));
  }
  return out;
}

// ---- actor ----

struct ActorNewOptions {
  TrustOptions trust;
  std::string name;
  std::string out;
};

absl::Status ActorNew(Context& context, const ActorNewOptions& options) {
  CANDOR_RETURN_IF_ERROR(EnsureTrust(context, options.trust));
  const Path path = context.HomePath("actor.key");
  if (runtime::FileExists(path)) {
    return Fail(Exit::kRefused, "there is an actor key at home already; it was left as it is");
  }
  if (options.name.empty() || options.name.size() > 100) {
    return Fail(Exit::kUsage, "--name takes 1 to 100 bytes");
  }
  CANDOR_ASSIGN_OR_RETURN(const auto passphrase,
                          context.NewPassphrase(Text::kAskNewActorPassphrase));
  CANDOR_ASSIGN_OR_RETURN(const auto cost, context.Cost());
  const auto key = crypto::SigningKey::Generate(context.random());
  CANDOR_RETURN_IF_ERROR(
      As(Exit::kIo, runtime::SaveSigningKey(path, key, passphrase, cost, context.random())));
  const std::string text = records::ActorPublic{key.verify_key(), options.name}.Format();
  if (!options.out.empty()) CANDOR_RETURN_IF_ERROR(WriteOutput(options.out, AsBytes(text + "\n")));
  context.Print(text);
  context.Result(Json::Object().Set("actor", text));
  context.Hint(Say(context.language(), Text::kActorNext, ShortKey(key.verify_key())));
  return absl::OkStatus();
}

struct ActorGrantOptions {
  TrustOptions trust;
  std::string charter_key;
  std::string key;
  std::string role;
  std::string at;
  std::string out;
};

absl::StatusOr<Role> ParseRole(std::string_view name) {
  for (const Role role : {Role::kSponsor, Role::kFacilitator, Role::kReader, Role::kOperator,
                          Role::kAuditor}) {
    if (records::RoleName(role) == name) return role;
  }
  return Fail(Exit::kUsage, "--role is one of sponsor, facilitator, reader, operator, auditor");
}

absl::Status ActorGrant(Context& context, const ActorGrantOptions& options) {
  CANDOR_RETURN_IF_ERROR(EnsureTrust(context, options.trust));
  CANDOR_ASSIGN_OR_RETURN(const Role role, ParseRole(options.role));
  CANDOR_ASSIGN_OR_RETURN(const Bytes text, As(Exit::kUsage, ReadInput(options.key)));
  CANDOR_ASSIGN_OR_RETURN(const auto actor, records::ActorPublic::Parse(AsText(text)));
  CANDOR_ASSIGN_OR_RETURN(const auto charter, LoadKeyFile(context, options.charter_key));
  CANDOR_ASSIGN_OR_RETURN(
      const auto record,
      As(Exit::kUsage, operators::MakeRecord(charter, records::ActorGrant{context.today(), actor.key,
                                                                          role, actor.name,
                                                                          options.at})));
  return HandOn(context, record, options.out);
}

struct ActorRevokeOptions {
  TrustOptions trust;
  std::string charter_key;
  std::string key;
  std::string role;
  std::string reason = "role ended";
  std::string out;
};

absl::StatusOr<records::RevokeReason> ParseReason(std::string_view name) {
  using enum records::RevokeReason;
  std::string known;
  for (const auto reason : {kRoleEnded, kKeyLost, kKeyStolen}) {
    if (records::RevokeReasonName(reason) == name) return reason;
    known = Cat(known, known.empty() ? "" : ", ", records::RevokeReasonName(reason));
  }
  return Fail(Exit::kUsage, Cat("--reason is one of: ", known));
}

absl::Status ActorRevoke(Context& context, const ActorRevokeOptions& options) {
  CANDOR_RETURN_IF_ERROR(EnsureTrust(context, options.trust));
  CANDOR_ASSIGN_OR_RETURN(const Role role, ParseRole(options.role));
  CANDOR_ASSIGN_OR_RETURN(const auto reason, ParseReason(options.reason));
  CANDOR_ASSIGN_OR_RETURN(const Bytes text, As(Exit::kUsage, ReadInput(options.key)));
  CANDOR_ASSIGN_OR_RETURN(const auto actor, records::ActorPublic::Parse(AsText(text)));
  CANDOR_ASSIGN_OR_RETURN(const auto charter, LoadKeyFile(context, options.charter_key));
  CANDOR_ASSIGN_OR_RETURN(
      const auto record,
      As(Exit::kUsage, operators::MakeRecord(charter, records::ActorRevoke{context.today(), actor.key,
                                                                           role, reason})));
  return HandOn(context, record, options.out);
}

// ---- countersign ----

struct CountersignOptions {
  TrustOptions trust;
  std::string body_key;
  std::vector<std::string> files;
  std::string roster;
  std::vector<std::string> in_use;
  bool look = false;
};

// What is about to be signed, checked so far as that goes without the key. Somebody at a terminal then says whether.
absl::StatusOr<bool> LookAt(Context& context, const CountersignOptions& options,
                            const std::vector<operators::CountersignInput>& inputs, const audit::BoardView& board) {
  Json looked = Json::Array();
  for (const auto& input : inputs) {
    CANDOR_ASSIGN_OR_RETURN(const auto content,
                            As(Exit::kRefused, operators::CheckForCountersigning(input, board, context.today())));
    context.Print(Say(context.language(), Text::kCountersignAbout, Describe(context.language(), content)));
    looked.Add(Json::Object().Set("record", Describe(texts::Language::kEnglish, content)));
  }
  if (options.look) {
    context.Result(looked);
    context.Hint(Say(context.language(), Text::kCountersignLooked));
    return false;
  }
  // A passphrase in a file: nobody is there to be asked.
  if (!context.options().passphrase_file.empty() || isatty(STDIN_FILENO) == 0) return true;
  CANDOR_ASSIGN_OR_RETURN(const std::string answer,
                          context.Ask(Cat(Say(context.language(), Text::kCountersignAsk), " ")));
  if (answer != "sign") return Fail(Exit::kUsage, "Nothing was countersigned.");
  return true;
}

absl::Status Countersign(Context& context, const CountersignOptions& options) {
  CANDOR_RETURN_IF_ERROR(EnsureTrust(context, options.trust));
  CANDOR_ASSIGN_OR_RETURN(services::follow::World* world, SyncedWorld(context));
  if (options.body_key.empty() != options.look) {
    return Fail(Exit::kUsage, "give --body-key to countersign, or --look to read what would be signed");
  }
  std::optional<records::RosterFile> roster;
  if (!options.roster.empty()) {
    CANDOR_ASSIGN_OR_RETURN(roster, ReadRoster(options.roster));
  }
  CANDOR_ASSIGN_OR_RETURN(const auto in_use, ReadRosters(options.in_use));

  std::vector<records::Governance> given;
  for (const auto& file : options.files) {
    CANDOR_ASSIGN_OR_RETURN(given.emplace_back(), ReadRecord<records::Governance>(file));
  }
  std::vector<operators::CountersignInput> inputs;
  for (const auto& record : given) inputs.push_back({&record, roster ? &*roster : nullptr, in_use});
  CANDOR_ASSIGN_OR_RETURN(const bool wanted, LookAt(context, options, inputs, world->board()));
  if (!wanted) return absl::OkStatus();

  CANDOR_ASSIGN_OR_RETURN(const auto body, LoadKeyFile(context, options.body_key));
  // All are checked and signed before the first is delivered.
  std::vector<records::Governance> signed_records;
  for (const auto& input : inputs) {
    CANDOR_ASSIGN_OR_RETURN(auto countersigned,
                            As(Exit::kRefused, operators::Countersign(input, body, world->board(), context.today())));
    signed_records.push_back(std::move(countersigned));
  }
  CANDOR_ASSIGN_OR_RETURN(const records::TrustBundle* bundle, context.Bundle());
  CANDOR_ASSIGN_OR_RETURN(const auto client, BoardClient::Open(bundle->board));
  Json results = Json::Array();
  for (const auto& record : signed_records) {
    CANDOR_ASSIGN_OR_RETURN(const auto content, record.Content());
    CANDOR_ASSIGN_OR_RETURN(
        const Bytes reply,
        FromServer(client->Call(BoardMethod::kSubmitGovernance, body, record.Encode())));
    CANDOR_ASSIGN_OR_RETURN(const auto appended, records::AppendedReply::Decode(reply));
    context.Print(Say(context.language(), Text::kCountersigned, appended.index, Describe(context.language(), content)));
    results.Add(Json::Object().Set("index", appended.index).Set("record", Describe(texts::Language::kEnglish, content)));
  }
  context.Result(results);
  return absl::OkStatus();
}

// ---- roster ----

struct RosterImportOptions {
  TrustOptions trust;
  std::string csv;
  std::string charter_key;
  std::string out_dir;
  std::vector<std::string> in_use;
  std::uint32_t head_count = 0;
  std::string deliver;
};

absl::Status MakeRoster(Context& context, const RosterImportOptions& options) {
  if (options.charter_key.empty() || options.out_dir.empty()) {
    return Fail(Exit::kUsage, "importing a CSV needs --charter-key and --out-dir");
  }
  CANDOR_ASSIGN_OR_RETURN(const Bytes csv, As(Exit::kUsage, ReadInput(options.csv, kMaxRosterFile)));
  auto entries = records::ParseRosterCsv(AsText(csv));
  if (!entries.ok()) {
    return Fail(Exit::kUsage, Cat(options.csv, ": ", AsPiece(entries.status().message())));
  }
  const auto roster = records::RosterFile::Make(*std::move(entries), context.random());
  CANDOR_ASSIGN_OR_RETURN(const auto in_use, ReadRosters(options.in_use));
  CANDOR_ASSIGN_OR_RETURN(const auto charter, LoadKeyFile(context, options.charter_key));
  const auto people = static_cast<std::uint32_t>(roster.rows.size());
  CANDOR_ASSIGN_OR_RETURN(
      const auto record,
      operators::MakeRosterRecord(charter, roster, in_use,
                                  options.head_count == 0 ? people : options.head_count,
                                  context.today()));
  CANDOR_RETURN_IF_ERROR(As(Exit::kIo, runtime::MakeFolder(options.out_dir)));
  const Path folder(options.out_dir);
  CANDOR_RETURN_IF_ERROR(WriteOutput((folder / "roster.bin").string(), roster.Encode()));
  CANDOR_RETURN_IF_ERROR(WriteOutput((folder / "roster.rec").string(), record.Encode()));
  context.Print(Say(context.language(), Text::kInvitedWritten, people, (folder / "roster.bin").string(),
                    (folder / "roster.rec").string()));
  context.Result(Json::Object().Set("people", people).Set("folder", options.out_dir));
  context.Hint(Say(context.language(), Text::kInvitedNext));
  return absl::OkStatus();
}

// The issuers at which this key is operator, by the log: each runs under hands of its own.
absl::StatusOr<std::vector<records::LogIdentity>> IssuersOf(Context& context,
                                                            const records::VerifyKey& key) {
  CANDOR_ASSIGN_OR_RETURN(const records::TrustBundle* bundle, context.Bundle());
  CANDOR_ASSIGN_OR_RETURN(const services::follow::World* world, SyncedWorld(context));
  std::vector<records::LogIdentity> out;
  for (const auto& issuer : bundle->issuers) {
    if (world->board().RolesAt(key, issuer.origin).contains(Role::kOperator)) out.push_back(issuer);
  }
  if (!out.empty()) return out;
  return Fail(Exit::kRefused,
              "the log makes your key operator of no issuer; ask for a grant with `candor actor grant "
              "--role operator --at <the issuer's origin>`");
}

absl::Status DeliverRoster(Context& context, const std::string& file) {
  CANDOR_ASSIGN_OR_RETURN(const auto roster, ReadRoster(file));
  CANDOR_ASSIGN_OR_RETURN(const auto key, LoadActorKey(context));
  CANDOR_ASSIGN_OR_RETURN(const auto issuers, IssuersOf(context, key.verify_key()));
  for (const auto& issuer : issuers) {
    CANDOR_ASSIGN_OR_RETURN(const auto client, IssuerClient::Open(issuer));
    CANDOR_RETURN_IF_ERROR(FromServer(
        client->Call(IssuerMethod::kImportRoster, key, records::ImportRosterCall{roster}.Encode())
            .status()));
    context.Print(Say(context.language(), Text::kInvitedDelivered, issuer.origin, roster.rows.size()));
  }
  context.Result(Json::Object().Set("people", roster.rows.size()));
  context.Hint(Say(context.language(), Text::kInvitedDeliveredNext));
  return absl::OkStatus();
}

absl::Status RosterImport(Context& context, const RosterImportOptions& options) {
  CANDOR_RETURN_IF_ERROR(EnsureTrust(context, options.trust));
  if (options.csv.empty() == options.deliver.empty()) {
    return Fail(Exit::kUsage, "give either a CSV file or --deliver with a roster.bin");
  }
  return options.csv.empty() ? DeliverRoster(context, options.deliver) : MakeRoster(context, options);
}

absl::Status RosterStatus(Context& context) {
  CANDOR_ASSIGN_OR_RETURN(const auto key, LoadActorKey(context));
  CANDOR_ASSIGN_OR_RETURN(const auto issuers, IssuersOf(context, key.verify_key()));
  Json results = Json::Array();
  for (const auto& issuer : issuers) {
    CANDOR_ASSIGN_OR_RETURN(const auto client, IssuerClient::Open(issuer));
    CANDOR_ASSIGN_OR_RETURN(const Bytes bytes,
                            FromServer(client->Call(IssuerMethod::kRosterStatus, key, {})));
    CANDOR_ASSIGN_OR_RETURN(const auto reply, records::RosterStatusReply::Decode(bytes));
    context.Print(Say(context.language(), Text::kInvitedEnrolled, issuer.origin, reply.enrolled, reply.size));
    results.Add(Json::Object().Set("issuer", issuer.origin).Set("size", reply.size)
                    .Set("enrolled", reply.enrolled));
  }
  context.Result(results);
  return absl::OkStatus();
}

// ---- invite ----

struct InviteOptions {
  std::string issuer;
  std::string out_dir;
  std::string bundle_url;
  std::vector<std::string> ids;
  std::uint32_t days = 14;
};

absl::StatusOr<const records::LogIdentity*> ChooseIssuer(const records::TrustBundle& bundle,
                                                         const std::string& origin) {
  const auto* issuer = bundle.FindIssuer(origin);
  if (issuer != nullptr) return issuer;
  std::string known;
  for (const auto& each : bundle.issuers) known += Cat(known.empty() ? "" : ", ", each.origin);
  return Fail(Exit::kUsage, Cat("--issuer is one of: ", known));
}

// The organisation's ids may hold anything; a file name may not.
std::string FileNameOf(const std::string& id) {
  std::string out;
  for (const char c : id) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_';
    out += plain ? std::string(1, c) : Cat("%", HexEncode(AsBytes(std::string(1, c))));
  }
  return out + ".invite";
}

absl::Status MakeInvites(Context& context, const InviteOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const records::TrustBundle* bundle, context.Bundle());
  CANDOR_ASSIGN_OR_RETURN(const auto* issuer, ChooseIssuer(*bundle, options.issuer));
  CANDOR_ASSIGN_OR_RETURN(services::follow::World* world, SyncedWorld(context));
  if (world->board().rosters().empty()) {
    return Fail(Exit::kRefused, "no roster stands in the log yet");
  }
  CANDOR_ASSIGN_OR_RETURN(const auto key, LoadActorKey(context));
  CANDOR_ASSIGN_OR_RETURN(const auto client, IssuerClient::Open(*issuer));
  records::CreateInvitesCall call;
  call.roster_root = world->board().rosters().back().record.root;
  call.expires = context.today() + options.days;
  call.ids = options.ids;
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes,
                          FromServer(client->Call(IssuerMethod::kCreateInvites, key, call.Encode())));
  CANDOR_ASSIGN_OR_RETURN(const auto reply, records::CreateInvitesReply::Decode(bytes));

  CANDOR_RETURN_IF_ERROR(As(Exit::kIo, runtime::MakeFolder(options.out_dir)));
  const std::string url = options.bundle_url.empty() ? issuer->files_url : options.bundle_url;
  for (const auto& item : reply.items) {
    const records::Invite invite{issuer->origin, url, item.code};
    CANDOR_RETURN_IF_ERROR(WriteOutput((Path(options.out_dir) / FileNameOf(item.id)).string(),
                                       AsBytes(invite.Format() + "\n")));
  }
  context.Print(Say(context.language(), Text::kInvites, reply.items.size(), issuer->origin, options.out_dir,
                    options.days));
  context.Result(Json::Object().Set("invites", reply.items.size()).Set("folder", options.out_dir));
  context.Hint(Say(context.language(), Text::kInvitesNext));
  return absl::OkStatus();
}

void RegisterActor(Command& app, Context& context) {
  Command* actor = app.AddCommand("actor", "Keys of people with a role");
  actor->SetGroup(kGroup);
  actor->RequireCommand();
  actor->SetExample("candor actor new --bundle bundle --fingerprint-file fingerprint.txt --name \"Ines Halvorsen\"");

  auto fresh = std::make_shared<ActorNewOptions>();
  Command* make = AddVerb(*actor, {"new", "", "Make your actor key and print its public part",
                                    "candor actor new --bundle bundle --fingerprint-file fingerprint.txt "
                                    "--name \"Ines Halvorsen\""});
  AddTrustOptions(make, fresh->trust);
  make->AddOption("--name", fresh->name, "Your name, as members will see it").Required();
  make->AddOption("--out", fresh->out, "Also write the public part to this file");
  Bind(make, context, fresh, ActorNew);

  auto granted = std::make_shared<ActorGrantOptions>();
  Command* grant = AddVerb(*actor, {"grant", "", "Grant a role, signed by the charter",
                                     "candor actor grant --charter-key charter.key --key ines.pub "
                                     "--role reader --out ines.rec"});
  AddTrustOptions(grant, granted->trust);
  grant->AddOption("--charter-key", granted->charter_key, "The charter's key file").Required();
  grant->AddOption("--key", granted->key, "File with the actor's public part").Required();
  grant->AddOption("--role", granted->role, "sponsor, facilitator, reader, operator or auditor")
      .Required();
  grant->AddOption("--at", granted->at, "Operators: the origin of the one server they act at");
  grant->AddOption("--out", granted->out, "The record, for the independent body").Required();
  Bind(grant, context, granted, ActorGrant);

  auto revoked = std::make_shared<ActorRevokeOptions>();
  Command* revoke = AddVerb(*actor, {"revoke", "", "Take a role away, signed by the charter",
                                      "candor actor revoke --charter-key charter.key --key ines.pub "
                                      "--role reader --reason \"key lost\" --out ines-gone.rec"});
  AddTrustOptions(revoke, revoked->trust);
  revoke->AddOption("--charter-key", revoked->charter_key, "The charter's key file").Required();
  revoke->AddOption("--key", revoked->key, "File with the actor's public part").Required();
  revoke->AddOption("--role", revoked->role, "sponsor, facilitator, reader, operator or auditor")
      .Required();
  revoke->AddOption("--reason", revoked->reason, "Why, as the log will say it")
      .ShowDefault();
  revoke->AddOption("--out", revoked->out, "The record, for the independent body").Required();
  Bind(revoke, context, revoked, ActorRevoke);
}

void RegisterCountersign(Command& app, Context& context) {
  auto options = std::make_shared<CountersignOptions>();
  Command* verb = AddVerb(app, {"countersign", kGroup,
                                 "Check governance records, sign them as the independent body, and "
                                 "put them into the log",
                                 "candor countersign --look roster.rec --roster roster.bin\n"
                                 "candor countersign --body-key body.key roster.rec --roster roster.bin"});
  AddTrustOptions(verb, options->trust);
  verb->AddOption("--body-key", options->body_key, "The independent body's key file");
  verb->AddFlag("--look", options->look, "Check the records and say what stands in them; nothing is signed");
  verb->AddOption("records", options->files, "Records signed by the charter").Required();
  verb->AddOption("--roster", options->roster, "The roster's file, for a roster's record");
  verb->AddOption("--in-use", options->in_use, "Files of the rosters in use, in the record's order");
  Bind(verb, context, options, Countersign);
}

void RegisterRoster(Command& app, Context& context) {
  Command* roster = app.AddCommand("roster", "Who is eligible");
  roster->SetGroup(kGroup);
  roster->RequireCommand();
  roster->SetExample("candor roster status");

  auto options = std::make_shared<RosterImportOptions>();
  Command* import = AddVerb(*roster, {"import", "",
                                       "Make a roster from a CSV file, or deliver it to an issuer",
                                       "candor roster import people.csv --charter-key charter.key "
                                       "--out-dir roster\ncandor roster import --deliver "
                                       "roster/roster.bin"});
  AddTrustOptions(import, options->trust);
  import->AddOption("csv", options->csv, "UTF-8 with a header: id, name, unit");
  import->AddOption("--charter-key", options->charter_key, "The charter's key file");
  import->AddOption("--out-dir", options->out_dir, "Folder for roster.bin and roster.rec");
  import->AddOption("--head-count", options->head_count,
                     "People in the organisation, for the independent body to confirm (default: the "
                     "roster's size)");
  import->AddOption("--in-use", options->in_use, "Files of the rosters that are in use");
  import->AddOption("--deliver", options->deliver, "Send a countersigned roster's file to the issuers that you run");
  Bind(import, context, options, RosterImport);

  Command* status = AddVerb(*roster, {"status", "", "How many have enrolled: totals only",
                                       "candor roster status"});
  status->OnChosen([&context] { context.Choose([&context] { return RosterStatus(context); }); });
}

void RegisterInvite(Command& app, Context& context) {
  auto options = std::make_shared<InviteOptions>();
  Command* verb = AddVerb(app, {"invite", kGroup, "Make one-time invites of one issuer",
                                 "candor invite --issuer acme.example/issuer-1 --out-dir invites"});
  verb->AddOption("--issuer", options->issuer, "Origin of the issuer that you run").Required();
  verb->AddOption("--out-dir", options->out_dir, "Folder for one file a person").Required();
  verb->AddOption("--bundle-url", options->bundle_url,
                   "Where members fetch the trust bundle (default: the issuer's public files)");
  verb->AddOption("--id", options->ids, "Only for these ids of the roster");
  verb->AddOption("--days", options->days, "Valid for so many days").Range(1, 365);
  Bind(verb, context, options, MakeInvites);
}

}  // namespace

void RegisterOperatorCommands(Command& app, Context& context) {
  RegisterActor(app, context);
  RegisterGovernanceCommands(app, context);
  RegisterEraseCommands(app, context);
  RegisterCountersign(app, context);
  RegisterRoster(app, context);
  RegisterInvite(app, context);
}

}  // namespace candor::cli
