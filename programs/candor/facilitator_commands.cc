#include "programs/candor/facilitator_commands.h"

#include <algorithm>

#include "base/status.h"
#include "programs/candor/acting.h"
#include "programs/candor/draft_asking.h"
#include "programs/candor/facilitator_acts.h"
#include "programs/candor/handover_commands.h"
#include "programs/candor/jam_bulletin.h"
#include "programs/candor/jam_report.h"
#include "programs/candor/jam_status.h"
#include "programs/candor/leader_acts.h"
#include "programs/candor/jam_check.h"
#include "programs/candor/people.h"
#include "records/calls.h"
#include "records/parts.h"
#include "services/clients/board_client.h"
#include "services/clients/issuer_client.h"
#include "services/facilitator/draft_file.h"
#include "services/follow/world.h"
#include "services/runtime/key_file.h"
#include "services/runtime/terminal.h"
#include "services/texts/catalogue.h"

namespace candor::cli {
namespace {

using texts::Say;
using texts::Text;

using services::clients::BoardClient;
using services::clients::BoardMethod;
using services::clients::IssuerClient;
using services::clients::IssuerMethod;

constexpr char kGroup[] = "Facilitation";

// ---- jam draft ----

struct DraftOptions {
  std::string file;
  std::string out;
  std::string answers;
  bool ask = false;
};

absl::Status MakeDraft(Context& context, const DraftOptions& options) {
  if (options.ask == !options.out.empty() || (!options.ask && !options.answers.empty())) {
    return Fail(Exit::kUsage,
                "with --ask the questions are asked and FILE is written; without it FILE is read, and the draft goes to"
                " --out. --answers belongs to --ask");
  }
  if (options.ask) return AskForDraft(context, {options.file, options.answers});
  CANDOR_ASSIGN_OR_RETURN(services::follow::World* world, SyncedWorld(context));
  CANDOR_ASSIGN_OR_RETURN(
      const auto draft,
      As(Exit::kUsage, services::facilitator::ReadDraftFile(options.file, world->board())));
  CANDOR_RETURN_IF_ERROR(WriteOutput(options.out, draft.Encode()));
  const std::string id = HexEncode(draft.Id());
  context.Print(Say(context.language(), Text::kDraftMade, id, options.out));
  context.Result(Json::Object().Set("draft", id).Set("file", options.out));
  context.Hint(Say(context.language(), Text::kDraftMadeNext, options.out));
  return absl::OkStatus();
}

// ---- jam prepare ----

struct PrepareOptions {
  std::string draft;
  std::string keys;
  std::vector<std::string> parts;
  std::string out;
};

// The issuers' parts follow each other in one file: uint24 length and part.
Bytes EncodeIssuerParts(const std::vector<records::IssuerPart>& parts) {
  crypto::Writer out;
  for (const auto& part : parts) out.Opaque24(part.Encode());
  return out.Take();
}

absl::StatusOr<std::vector<records::IssuerPart>> ReadIssuerParts(const std::string& path) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, As(Exit::kUsage, ReadInput(path)));
  crypto::Reader in(bytes);
  std::vector<records::IssuerPart> parts;
  while (in.ok() && !in.AtEnd()) {
    const ByteView encoded = in.Opaque24(1);
    if (!in.ok()) break;
    CANDOR_ASSIGN_OR_RETURN(auto part, As(Exit::kUsage, records::IssuerPart::Decode(encoded)));
    parts.push_back(std::move(part));
  }
  CANDOR_RETURN_IF_ERROR(As(Exit::kUsage, in.Finish(path)));
  return parts;
}

absl::Status FetchTokenKeys(Context& context, const records::Draft& draft, const std::string& out) {
  CANDOR_ASSIGN_OR_RETURN(const records::TrustBundle* bundle, context.Bundle());
  CANDOR_ASSIGN_OR_RETURN(const auto key, LoadActorKey(context));
  std::vector<records::IssuerPart> parts;
  for (const auto& origin : draft.issuers) {
    const auto* issuer = bundle->FindIssuer(origin);
    if (issuer == nullptr) {
      return Fail(Exit::kRefused, Cat("the trust bundle knows no issuer ", origin));
    }
    CANDOR_ASSIGN_OR_RETURN(const auto client, IssuerClient::Open(*issuer));
    CANDOR_ASSIGN_OR_RETURN(const Bytes bytes,
                            FromServer(client->Call(IssuerMethod::kPrepareKeys, key,
                                                    records::PrepareKeysCall{draft}.Encode())));
    CANDOR_ASSIGN_OR_RETURN(auto reply, records::PrepareKeysReply::Decode(bytes));
    parts.push_back({draft.Id(), origin, std::move(reply.keys)});
    context.Print(Say(context.language(), Text::kKeysMade, origin));
  }
  CANDOR_RETURN_IF_ERROR(WriteOutput(out, EncodeIssuerParts(parts)));
  context.Result(Json::Object().Set("keys", out));
  HintAt(context, Text::kKeysMadeNext);
  return absl::OkStatus();
}

absl::Status Assemble(Context& context, const records::Draft& draft, const PrepareOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const auto issuers, ReadIssuerParts(options.keys));
  std::vector<records::PersonPart> people;
  for (const auto& file : options.parts) {
    CANDOR_ASSIGN_OR_RETURN(auto part, ReadRecord<records::PersonPart>(file));
    people.push_back(std::move(part));
  }
  CANDOR_ASSIGN_OR_RETURN(const auto manifest,
                          As(Exit::kRefused, records::AssembleManifest(draft, issuers, people)));
  CANDOR_RETURN_IF_ERROR(WriteOutput(options.out, manifest.Encode()));
  const std::string id = HexEncode(manifest.Id());
  context.Print(Say(context.language(), Text::kManifestMade, id, options.out));
  context.Result(Json::Object().Set("campaign", id).Set("file", options.out));
  HintAt(context, Text::kManifestMadeNext);
  return absl::OkStatus();
}

absl::Status Prepare(Context& context, const PrepareOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const auto draft, ReadRecord<records::Draft>(options.draft));
  return options.keys.empty() ? FetchTokenKeys(context, draft, options.out)
                              : Assemble(context, draft, options);
}

// ---- pledge sign ----

struct PledgeOptions {
  std::string draft;
  std::string statement;
  std::string out;
};

bool Contains(const std::vector<records::Named>& people, const records::VerifyKey& key) {
  return std::ranges::find(people, key, &records::Named::key) != people.end();
}

// The reading key of a draft, made at the first signing and kept sealed at home.
absl::StatusOr<crypto::KemPrivateKey> ReadingKey(Context& context, const records::DraftId& draft) {
  const Path path = context.HomePath(Cat("reader-", HexEncode(draft), ".key"));
  CANDOR_ASSIGN_OR_RETURN(const auto passphrase, context.Passphrase(texts::Text::kAskActorPassphrase));
  if (!runtime::FileExists(path)) {
    CANDOR_ASSIGN_OR_RETURN(const auto cost, context.Cost());
    const auto key = crypto::KemPrivateKey::Generate(context.random());
    const auto bytes = key.Export();
    CANDOR_RETURN_IF_ERROR(
        As(Exit::kIo, runtime::SaveSealed(path, crypto::SecretBytes::Copy(bytes.ExposeSecret()),
                                          passphrase, cost, context.random())));
  }
  CANDOR_ASSIGN_OR_RETURN(const auto sealed, As(Exit::kDamaged, runtime::LoadSealed(path, passphrase)));
  if (sealed.size() != 32) return Fail(Exit::kDamaged, "the reading key's file is damaged");
  return crypto::KemPrivateKey::FromBytes(
      std::span<const std::uint8_t, 32>(sealed.ExposeSecret().data(), 32));
}

absl::StatusOr<records::Statement> MakeStatement(const records::DraftId& draft,
                                                 const std::string& file,
                                                 const crypto::SigningKey& key) {
  if (file.empty()) {
    return Fail(Exit::kUsage, "a sponsor opens with a statement of their own: give it with --statement");
  }
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, As(Exit::kUsage, ReadInput(file)));
  std::string text(AsText(bytes));
  while (!text.empty() && text.back() == '\n') text.pop_back();
  if (text.empty() || text.size() > 4000 || !crypto::IsUtf8(AsBytes(text))) {
    return Fail(Exit::kUsage, "the statement must be UTF-8 text of 1 to 4,000 bytes");
  }
  records::Statement out;
  out.signature = key.Sign(crypto::Label::kStatement, records::StatementBytes(draft, text));
  out.text = std::move(text);
  return out;
}

absl::Status SignPledge(Context& context, const PledgeOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const auto draft, ReadRecord<records::Draft>(options.draft));
  CANDOR_ASSIGN_OR_RETURN(const auto key, LoadActorKey(context));
  const records::DraftId id = draft.Id();
  records::PersonPart part;
  part.draft_id = id;
  part.key = key.verify_key();
  const bool reader = Contains(draft.readers, part.key);
  const bool sponsor = Contains(draft.sponsors, part.key);
  if (reader || Contains(draft.facilitators, part.key) || Contains(draft.operators, part.key)) {
    context.Print(Say(context.language(), Text::kPledgeSigning));
    context.Print(runtime::SafeForTerminal(draft.pledge));
    part.pledge = key.Sign(crypto::Label::kPledge, records::PledgeBytes(id, draft.PledgeHash()));
  } else if (!sponsor) {
    return Fail(Exit::kRefused, "this draft gives your key no role; nothing was signed");
  }
  if (reader) {
    CANDOR_ASSIGN_OR_RETURN(const auto reading_key, ReadingKey(context, id));
    records::ReaderKey out;
    out.kem_key = reading_key.public_key();
    out.signature = key.Sign(crypto::Label::kReaderKey, records::ReaderKeyBytes(id, out.kem_key));
    part.reader_key = out;
  }
  if (sponsor) {
    CANDOR_ASSIGN_OR_RETURN(part.statement, MakeStatement(id, options.statement, key));
  }
  CANDOR_RETURN_IF_ERROR(WriteOutput(options.out, part.Encode()));
  context.Print(Say(context.language(), Text::kPledgeSigned, options.out));
  context.Result(Json::Object().Set("file", options.out));
  HintAt(context, Text::kPledgeSignedNext);
  return absl::OkStatus();
}

// ---- jam sign, open, close ----

struct SignOptions {
  std::string manifest;
  std::string out;
};

absl::Status SignManifest(Context& context, const SignOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const auto manifest, ReadRecord<records::Manifest>(options.manifest));
  CANDOR_RETURN_IF_ERROR(As(Exit::kRefused, records::VerifyManifest(manifest)));
  CANDOR_ASSIGN_OR_RETURN(const auto key, LoadActorKey(context));
  const auto& draft = manifest.draft;
  if (!Contains(draft.facilitators, key.verify_key()) && !Contains(draft.sponsors, key.verify_key())) {
    return Fail(Exit::kRefused, "only a facilitator or a sponsor of this campaign signs its opening; "
                                "nothing was signed");
  }
  records::OpeningPart part;
  part.campaign_id = manifest.Id();
  part.key = key.verify_key();
  part.signature = key.Sign(crypto::Label::kCampaignOpen, part.campaign_id);
  CANDOR_RETURN_IF_ERROR(WriteOutput(options.out, part.Encode()));
  context.Print(Say(context.language(), Text::kOpeningSigned, HexEncode(part.campaign_id), options.out));
  context.Result(Json::Object().Set("file", options.out));
  return absl::OkStatus();
}

struct OpenOptions {
  std::string manifest;
  std::vector<std::string> signatures;
};

absl::Status OpenJam(Context& context, const OpenOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(auto manifest, ReadRecord<records::Manifest>(options.manifest));
  std::vector<records::OpeningPart> parts;
  for (const auto& file : options.signatures) {
    CANDOR_ASSIGN_OR_RETURN(auto part, ReadRecord<records::OpeningPart>(file));
    parts.push_back(std::move(part));
  }
  CANDOR_ASSIGN_OR_RETURN(auto opening,
                          As(Exit::kRefused, records::AssembleOpening(manifest, parts)));
  CANDOR_ASSIGN_OR_RETURN(const auto key, LoadActorKey(context));
  CANDOR_ASSIGN_OR_RETURN(const records::TrustBundle* bundle, context.Bundle());
  CANDOR_ASSIGN_OR_RETURN(const auto client, BoardClient::Open(bundle->board));
  const std::string id = HexEncode(manifest.Id());
  const records::OpenCampaignCall call{std::move(manifest), std::move(opening)};
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes,
                          FromServer(client->Call(BoardMethod::kOpenCampaign, key, call.Encode())));
  CANDOR_ASSIGN_OR_RETURN(const auto reply, records::AppendedReply::Decode(bytes));
  context.Print(Say(context.language(), Text::kJamOpened, id, reply.index));
  context.Result(Json::Object().Set("campaign", id).Set("index", reply.index));
  HintAt(context, Text::kJamOpenedNext);
  return absl::OkStatus();
}

struct JamOptions {
  std::string jam;
};

absl::Status CloseJam(Context& context, const JamOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(services::follow::World* world, SyncedWorld(context));
  CANDOR_ASSIGN_OR_RETURN(const auto* campaign, ChooseCampaign(world->board(), options.jam));
  CANDOR_ASSIGN_OR_RETURN(const auto key, LoadActorKey(context));
  CANDOR_ASSIGN_OR_RETURN(const records::TrustBundle* bundle, context.Bundle());
  CANDOR_ASSIGN_OR_RETURN(const auto client, BoardClient::Open(bundle->board));
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes,
                          FromServer(client->Call(BoardMethod::kCloseCampaign, key,
                                                  records::CloseCampaignCall{campaign->id}.Encode())));
  CANDOR_ASSIGN_OR_RETURN(const auto reply, records::AppendedReply::Decode(bytes));
  context.Print(Say(context.language(), Text::kJamClosed, HexEncode(campaign->id), reply.index));
  context.Result(Json::Object().Set("index", reply.index));
  return absl::OkStatus();
}

void RegisterJam(Command& app, Context& context) {
  Command* jam = app.AddCommand("jam", "A jam: draft, check, prepare, sign, open, close, status, report, bulletin");
  jam->SetGroup(kGroup);
  jam->RequireCommand();
  jam->SetExample("candor jam draft --ask jam.toml\ncandor jam status");

  auto draft = std::make_shared<DraftOptions>();
  Command* verb = AddVerb(*jam, {"draft", "", "Make a draft from a commented TOML file, or be asked for all that stands in it",
                                  "candor jam draft --ask jam.toml --answers my.answers\n"
                                  "candor jam draft jam.toml --out draft.bin"});
  verb->AddOption("file", draft->file, "The campaign, as in examples/jam.toml").Required();
  verb->AddFlag("--ask", draft->ask, "Ask the questions, and write FILE");
  verb->AddOption("--answers", draft->answers, "With --ask: keep the answers in this file, and offer them the next time (default: FILE.answers, until FILE is written)");
  verb->AddOption("--out", draft->out, "Without --ask: the draft");
  Bind(verb, context, draft, MakeDraft);

  auto prepare = std::make_shared<PrepareOptions>();
  verb = AddVerb(*jam, {"prepare", "", "Ask every issuer for token keys; or assemble the manifest",
                        "candor jam prepare draft.bin --out keys.bin\ncandor jam prepare draft.bin "
                        "--keys keys.bin --parts *.part --out manifest.bin"});
  verb->AddOption("draft", prepare->draft, "The draft").Required();
  verb->AddOption("--keys", prepare->keys, "The issuers' keys: assemble the manifest");
  verb->AddOption("--parts", prepare->parts, "What `candor pledge sign` made for each person");
  verb->AddOption("--out", prepare->out, "The issuers' keys, or the manifest").Required();
  Bind(verb, context, prepare, Prepare);

  auto sign = std::make_shared<SignOptions>();
  verb = AddVerb(*jam, {"sign", "", "Sign a manifest's opening, as facilitator or sponsor",
                        "candor jam sign manifest.bin --out ines.sig"});
  verb->AddOption("manifest", sign->manifest, "The manifest").Required();
  verb->AddOption("--out", sign->out, "The signature").Required();
  Bind(verb, context, sign, SignManifest);

  auto open = std::make_shared<OpenOptions>();
  verb = AddVerb(*jam, {"open", "", "Open the campaign: it is in the log from then on, unchangeable",
                        "candor jam open manifest.bin --signatures *.sig"});
  verb->AddOption("manifest", open->manifest, "The manifest").Required();
  verb->AddOption("--signatures", open->signatures, "Of a facilitator and every sponsor").Required();
  Bind(verb, context, open, OpenJam);

  auto close = std::make_shared<JamOptions>();
  verb = AddVerb(*jam, {"close", "", "A facilitator: write the totals, once speaking is over and its last texts are sealed", "candor jam close"});
  AddJamOption(verb, close->jam);
  Bind(verb, context, close, CloseJam);

  RegisterJamStatus(*jam, context);
  RegisterJamCheck(*jam, context);
  RegisterJamReport(*jam, context);
  RegisterJamBulletin(*jam, context);
}

void RegisterPledge(Command& app, Context& context) {
  Command* pledge = app.AddCommand("pledge", "The non-retaliation pledge");
  pledge->SetGroup(kGroup);
  pledge->RequireCommand();
  pledge->SetExample("candor pledge renew");
  auto options = std::make_shared<PledgeOptions>();
  Command* verb = AddVerb(*pledge, {"sign", "",
                                     "Sign the pledge; a reader makes the reading key in the same "
                                     "step, a sponsor signs the statement",
                                     "candor pledge sign draft.bin --out ines.part"});
  verb->AddOption("draft", options->draft, "The draft").Required();
  verb->AddOption("--statement", options->statement, "The sponsor's statement, a text file");
  verb->AddOption("--out", options->out, "What you signed, for the facilitator").Required();
  Bind(verb, context, options, SignPledge);
  RegisterPledgeRenew(*pledge, context);
}

}  // namespace

void RegisterFacilitatorCommands(Command& app, Context& context) {
  RegisterJam(app, context);
  RegisterPledge(app, context);
  RegisterFacilitatorActs(app, context);
  RegisterHandover(app, context);
}

}  // namespace candor::cli
