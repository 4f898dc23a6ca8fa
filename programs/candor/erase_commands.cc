#include "programs/candor/erase_commands.h"

#include <optional>

#include "base/status.h"
#include "programs/candor/governance_commands.h"
#include "programs/candor/people.h"
#include "records/calls.h"
#include "services/clients/board_client.h"
#include "services/follow/world.h"
#include "services/operator/erasure_acts.h"

namespace candor::cli {
namespace {

using texts::Say;
using texts::Text;
namespace operators = services::operators;
using services::clients::BoardClient;
using services::clients::BoardMethod;

constexpr char kGroup[] = "Governance and operation";

// ---- propose ----

struct ProposeOptions {
  TrustOptions trust;
  std::string jam;
  std::string text;
  std::optional<std::uint64_t> entry;
  std::string reason;
  std::string key_file;
  std::string out;
};

absl::StatusOr<records::ErasureReason> ParseReason(std::string_view name) {
  using enum records::ErasureReason;
  for (const auto reason : {kThirdPerson, kUnlawful}) {
    if (records::ErasureReasonName(reason) == name) return reason;
  }
  return Fail(Exit::kUsage, Cat("--reason is \"", records::ErasureReasonName(kThirdPerson),
                                "\" or \"", records::ErasureReasonName(kUnlawful), "\""));
}

absl::StatusOr<std::uint64_t> EntryOf(const audit::Campaign& campaign,
                                      const ProposeOptions& options) {
  if (options.text.empty() != options.entry.has_value()) {
    return Fail(Exit::kUsage, "name the text by its number, or by --entry alone");
  }
  if (options.entry.has_value()) return *options.entry;
  return As(Exit::kUsage, operators::FindText(campaign, options.text));
}

absl::Status Propose(Context& context, const ProposeOptions& options) {
  CANDOR_RETURN_IF_ERROR(EnsureTrust(context, options.trust));
  CANDOR_ASSIGN_OR_RETURN(const auto reason, ParseReason(options.reason));
  CANDOR_ASSIGN_OR_RETURN(const services::follow::World* world, SyncedWorld(context));
  CANDOR_ASSIGN_OR_RETURN(const auto* campaign, ChooseCampaign(world->board(), options.jam));
  CANDOR_ASSIGN_OR_RETURN(const std::uint64_t entry, EntryOf(*campaign, options));
  CANDOR_ASSIGN_OR_RETURN(const auto leaf_hash,
                          As(Exit::kUsage, operators::LeafHashOf(*campaign, entry)));
  CANDOR_ASSIGN_OR_RETURN(const auto key, options.key_file.empty()
                                              ? LoadActorKey(context)
                                              : LoadKeyFile(context, options.key_file));
  const records::Erasure erasure{campaign->id, entry, leaf_hash, reason, context.today()};
  CANDOR_ASSIGN_OR_RETURN(
      const auto proposal,
      As(Exit::kRefused, operators::ProposeErasure(world->board(), *campaign, erasure, key)));
  CANDOR_RETURN_IF_ERROR(WriteOutput(options.out, proposal.Encode()));
  context.Print(Say(context.language(), Text::kEraseProposed, entry, records::ErasureReasonName(reason), options.out));
  context.Result(Json::Object().Set("entry", entry).Set("record", options.out));
  context.Hint(Say(context.language(), Text::kEraseProposedNext));
  return absl::OkStatus();
}

// ---- countersign ----

struct AgreeOptions {
  TrustOptions trust;
  std::string file;
};

absl::Status Agree(Context& context, const AgreeOptions& options) {
  CANDOR_RETURN_IF_ERROR(EnsureTrust(context, options.trust));
  CANDOR_ASSIGN_OR_RETURN(const auto proposal, ReadRecord<records::AgreedErasure>(options.file));
  CANDOR_ASSIGN_OR_RETURN(const services::follow::World* world, SyncedWorld(context));
  CANDOR_ASSIGN_OR_RETURN(const auto key, LoadActorKey(context));
  CANDOR_ASSIGN_OR_RETURN(const auto agreed,
                          As(Exit::kRefused, operators::AgreeToErase(world->board(), proposal, key,
                                                                     context.today())));
  CANDOR_ASSIGN_OR_RETURN(const auto erasure, agreed.Content());
  CANDOR_ASSIGN_OR_RETURN(const records::TrustBundle* bundle, context.Bundle());
  CANDOR_ASSIGN_OR_RETURN(const auto client, BoardClient::Open(bundle->board));
  CANDOR_ASSIGN_OR_RETURN(const Bytes reply,
                          FromServer(client->Call(BoardMethod::kErase, key, agreed.Encode())));
  CANDOR_ASSIGN_OR_RETURN(const auto appended, records::AppendedReply::Decode(reply));
  context.Print(Say(context.language(), Text::kEraseAgreed, appended.index, erasure.entry,
                    records::ErasureReasonName(erasure.reason)));
  context.Result(Json::Object().Set("index", appended.index).Set("entry", erasure.entry));
  context.Hint(Say(context.language(), Text::kEraseAgreedNext));
  return absl::OkStatus();
}

}  // namespace

void RegisterEraseCommands(Command& app, Context& context) {
  Command* erase = app.AddCommand("erase", "Erase a text that may not be kept");
  erase->SetGroup(kGroup);
  erase->RequireCommand();
  erase->SetExample("candor erase propose 5c01d2aa --reason \"third person\" --out erase.rec");

  auto proposed = std::make_shared<ProposeOptions>();
  Command* propose = AddVerb(*erase, {"propose", "", "Propose it, as a reader, a facilitator or the "
                                                      "independent body",
                                       "candor erase propose 5c01d2aa --reason \"third person\" "
                                       "--out erase.rec"});
  AddTrustOptions(propose, proposed->trust);
  propose->AddOption("text", proposed->text, "First digits of the text's number");
  propose->AddOption("--entry", proposed->entry, "Or the index of its entry: an answer, for instance");
  AddJamOption(propose, proposed->jam);
  propose->AddOption("--reason", proposed->reason, "\"third person\" or \"unlawful\"").Required();
  propose->AddOption("--key", proposed->key_file,
                      "A key file instead of your actor key: the independent body's");
  propose->AddOption("--out", proposed->out, "The proposal, for the auditor").Required();
  Bind(propose, context, proposed, Propose);

  auto agreed = std::make_shared<AgreeOptions>();
  Command* agree = AddVerb(*erase, {"countersign", "", "Check a proposal, sign it as an auditor, and "
                                                        "send it to the board",
                                     "candor erase countersign erase.rec"});
  AddTrustOptions(agree, agreed->trust);
  agree->AddOption("record", agreed->file, "The proposal").Required();
  Bind(agree, context, agreed, Agree);
}

}  // namespace candor::cli
