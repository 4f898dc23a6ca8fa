#include "programs/candor/speaking_screen.h"

#include <variant>

#include "base/harmless_text.h"
#include "programs/candor/people.h"
#include "services/runtime/terminal.h"
#include "services/texts/catalogue.h"
#include "services/texts/day.h"

namespace candor::cli {
namespace {

using texts::Say;
using texts::Text;

// Whose word the size of the crowd is.
std::string WhoCounted(texts::Language language, const records::Draft& draft) {
  const std::string first = HarmlessLine(draft.issuers.front());
  if (draft.issuers.size() == 1) return Say(language, Text::kSpeakCountedByOne, first);
  return Say(language, Text::kSpeakCountedByTwo, first, HarmlessLine(draft.issuers.back()));
}

void TellCrowd(const Context& context, MemberSession& session, const member::Departure& departure,
               const records::Draft& draft) {
  const texts::Language language = context.language();
  const Day looked = DayOf(session.wallet().synced_at);
  const std::string as_of = texts::DateInWords(language, looked);
  const std::string counted = WhoCounted(language, draft);
  context.Print(departure.draws >= departure.draws_needed
                    ? Say(language, Text::kSpeakCrowd, departure.draws, as_of, counted)
                    : Say(language, Text::kSpeakNoCrowdYet, departure.draws, as_of, counted, departure.draws_needed));
  if (looked < context.today()) context.Print(Say(language, Text::kSpeakOldCopy));
  context.Print(Say(language, Text::kSpeakReadable, 2 * draft.k, draft.k));
}

absl::Status Explain(Context& context, const std::monostate&) {
  const texts::Language language = context.language();
  Json out = Json::Array();
  for (const texts::PlainText text : {texts::PlainText(Text::kReceiptIs), texts::PlainText(Text::kReceiptIsNot),
                                      texts::PlainText(Text::kReceiptKeep)}) {
    const std::string said = Say(language, text);
    context.Print(said);
    out.Add(said);
  }
  context.Result(out);
  return absl::OkStatus();
}

}  // namespace

void TellBeforeSpeaking(const Context& context, MemberSession& session, const audit::Campaign& campaign,
                        std::uint8_t audience, const member::Departure& departure) {
  const texts::Language language = context.language();
  const records::Draft& draft = campaign.manifest->draft;
  if (session.wallet().bundle.trial) context.Print(Say(language, Text::kSpeakTrial));
  if (const auto* const readers = draft.FindAudience(audience); readers != nullptr) {
    context.Print(Say(language, Text::kSpeakWhoReads, HarmlessLine(readers->name), ReadersOf(draft, *readers)));
    context.Print(Say(language, Text::kSpeakWhoCannot));
  }
  TellCrowd(context, session, departure, draft);
  context.Print(Say(language, Text::kSpeakPledge, HarmlessLine(draft.pledge)));
  for (const auto& contact : draft.help_contacts) {
    context.Print(Say(language, Text::kSpeakHelp, HarmlessLine(contact)));
  }
  context.Print(Say(language, Text::kSpeakLimits));
}

void RegisterReceiptExplain(Command& receipt, Context& context) {
  Command* verb = AddVerb(receipt, {"explain", "", "What a receipt is, and why never to show one", "candor receipt explain"});
  Bind(verb, context, std::make_shared<std::monostate>(), Explain);
}

}  // namespace candor::cli
