#include "programs/candor/handover_commands.h"

#include "base/harmless_text.h"
#include "base/status.h"
#include "programs/candor/acting.h"
#include "programs/candor/people.h"
#include "records/handover.h"
#include "services/facilitator/handover.h"
#include "services/follow/world.h"
#include "services/runtime/terminal.h"
#include "services/texts/catalogue.h"

namespace candor::cli {
namespace {

using runtime::SafeForTerminal;
using services::facilitator::HandoverDraft;
using texts::Say;
using texts::Text;

constexpr char kGroup[] = "Facilitation";

std::string Joined(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += Cat(out.empty() ? "" : ", ", HarmlessLine(name));
  return SafeForTerminal(out);
}

Json Names(const std::vector<std::string>& names) {
  Json out = Json::Array();
  for (const auto& name : names) out.Add(name);
  return out;
}

struct WriteOptions {
  std::string jam;
  std::vector<std::string> to;
  std::string file;
  std::string out;
};

absl::Status Write(Context& context, const WriteOptions& options) {
  if (runtime::FileExists(options.out)) {
    return Fail(Exit::kUsage, Cat(options.out, " is there already, and was left as it is. Nothing was written."));
  }
  CANDOR_ASSIGN_OR_RETURN(const Bytes bytes, As(Exit::kUsage, ReadInput(options.file)));
  if (bytes.empty() || bytes.size() > records::kMaxHandoverText) {
    return Fail(Exit::kUsage, Cat(options.file, " has ", bytes.size(), " bytes; a note has 1 to ",
                                  records::kMaxHandoverText, ". Nothing was written."));
  }
  CANDOR_ASSIGN_OR_RETURN(const Acting acting, BeginActing(context, options.jam));
  CANDOR_ASSIGN_OR_RETURN(const auto* world, context.World());
  CANDOR_ASSIGN_OR_RETURN(
      const auto written,
      services::facilitator::WriteHandover(HandoverDraft{options.to, std::string(AsText(bytes))}, world->board(),
                                           *acting.campaign, acting.key, context.today(), context.random()));
  CANDOR_RETURN_IF_ERROR(As(Exit::kIo, runtime::CreateFileAtomically(options.out, written.file, 0600)));
  context.Print(Say(context.language(), Text::kHandoverMade, options.out, Joined(written.readers)));
  if (written.readers.size() == 1) context.Hint(Say(context.language(), Text::kHandoverAlone));
  context.Result(Json::Object().Set("file", options.out).Set("readers", Names(written.readers)));
  return absl::OkStatus();
}

struct ReadOptions {
  std::string file;
};

absl::Status Read(Context& context, const ReadOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const Bytes file, As(Exit::kUsage, ReadInput(options.file)));
  CANDOR_ASSIGN_OR_RETURN(const auto* world, SyncedWorld(context));
  CANDOR_ASSIGN_OR_RETURN(const auto key, LoadActorKey(context));
  auto note = services::facilitator::ReadHandover(file, world->board(), key);
  if (!note.ok()) {
    const bool shape = absl::IsInvalidArgument(note.status());
    return Fail(shape ? Exit::kUsage : Exit::kRefused, Cat(options.file, ": ", AsPiece(note.status().message())));
  }
  context.Print(Say(context.language(), Text::kHandoverFrom, SafeForTerminal(note->author), FormatDay(note->day),
                    HexEncode(note->campaign->id).substr(0, 8), Joined(note->readers)));
  if (note->author_ended) context.Print(Say(context.language(), Text::kHandoverEnded, SafeForTerminal(note->author)));
  context.Print("");
  context.Print(SafeForTerminal(note->text));
  context.Result(Json::Object()
                     .Set("from", note->author)
                     .Set("role_ended", note->author_ended)
                     .Set("day", FormatDay(note->day))
                     .Set("campaign", HexEncode(note->campaign->id))
                     .Set("readers", Names(note->readers))
                     .Set("text", note->text));
  return absl::OkStatus();
}

}  // namespace

void RegisterHandover(Command& app, Context& context) {
  Command* const handover =
      AddVerb(app, {"handover", kGroup, "Notes between facilitators, sealed to them",
                    "candor handover write --file notes.txt --to \"Tomasz Wrona\" --out friday.note\n"
                    "candor handover read friday.note"});
  handover->RequireCommand();

  auto write = std::make_shared<WriteOptions>();
  Command* verb = AddVerb(*handover, {"write", "", "Seal a note to the other facilitators of a campaign",
                                      "candor handover write --file notes.txt --to \"Tomasz Wrona\" --out friday.note"});
  AddJamOption(verb, write->jam);
  verb->AddOption("--to", write->to, "A facilitator's name as in the manifest, once each; without it: all of them");
  verb->AddOption("--file", write->file, "File with the note, or - for standard input").Required();
  verb->AddOption("--out", write->out, "New file for the sealed note").Required();
  Bind(verb, context, write, Write);

  auto read = std::make_shared<ReadOptions>();
  verb = AddVerb(*handover, {"read", "", "Open a note that another facilitator sealed to you",
                             "candor handover read friday.note"});
  verb->AddOption("file", read->file, "The sealed note").Required();
  Bind(verb, context, read, Read);
}

}  // namespace candor::cli
