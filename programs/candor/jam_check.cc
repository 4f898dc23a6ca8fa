#include "programs/candor/jam_check.h"

#include "base/date.h"
#include "base/status.h"
#include "programs/candor/people.h"
#include "services/facilitator/readiness.h"
#include "services/follow/policy.h"
#include "services/follow/world.h"
#include "services/runtime/terminal.h"
#include "services/texts/catalogue.h"

namespace candor::cli {
namespace {

namespace facilitator = services::facilitator;
using runtime::SafeForTerminal;

struct CheckOptions {
  std::string jam;
  std::string draft;
  int hours = 0;
  int from = 8;
  int to = 18;
};

// How old the quorum's oldest cosignature of a log's copy is.
std::optional<UnixSeconds> AgeOf(const services::follow::LogFollower& log, const records::LogIdentity& identity,
                                 const records::TrustBundle& bundle, UnixSeconds now) {
  const auto key = services::follow::LogKeyOf(identity);
  const auto policy = services::follow::PolicyOf(bundle);
  if (!key.ok() || !policy.ok()) return std::nullopt;
  const auto opened = audit::OpenCheckpoint(log.note(), *key, *policy);
  if (!opened.ok()) return std::nullopt;
  std::optional<UnixSeconds> oldest;
  for (const auto& each : opened->witnesses) oldest = std::max(oldest.value_or(0), now - each.time);
  return oldest;
}

std::uint32_t SmallestDraws(const services::follow::World& world, const audit::Campaign& campaign) {
  std::uint32_t smallest = 0xffffffff;
  for (const auto& origin : campaign.manifest->draft.issuers) {
    const auto* issuer = world.FindIssuer(origin);
    smallest = std::min(smallest, issuer == nullptr ? 0 : issuer->Draws(campaign.id));
  }
  return smallest;
}

void Tell(const Context& context, const std::vector<facilitator::ReadinessItem>& items,
          const std::vector<facilitator::RunBookLine>& book) {
  for (const auto& item : items) {
    context.Print(Cat("[", facilitator::NameOf(item.ready, context.language()), "] ",
                      facilitator::NameOf(item, context.language()), ": ", SafeForTerminal(item.sentence)));
  }
  context.Print(Cat("\n", texts::Say(context.language(), texts::Text::kRunBook)));
  for (const auto& line : book) {
    context.Print(Cat("  ", FormatMinute(line.when), "  ", line.who, ": ", SafeForTerminal(line.what)));
  }
}

Json AsJson(const std::vector<facilitator::ReadinessItem>& items, const std::vector<facilitator::RunBookLine>& book) {
  Json list = Json::Array();
  for (const auto& item : items) {
    list.Add(Json::Object()
                 .Set("id", item.id)
                 .Set("ready", facilitator::NameOf(item.ready))
                 .Set("sentence", item.sentence));
  }
  Json lines = Json::Array();
  for (const auto& line : book) {
    lines.Add(Json::Object().Set("when", FormatMinute(line.when)).Set("who", line.who).Set("what", line.what));
  }
  return Json::Object()
      .Set("ready", facilitator::NameOf(facilitator::WorstOf(items)))
      .Set("items", list)
      .Set("run_book", lines);
}

absl::Status Check(Context& context, const CheckOptions& options) {
  if (options.from >= options.to) return Fail(Exit::kUsage, "--from is an hour before --to");
  CANDOR_ASSIGN_OR_RETURN(services::follow::World* world, SyncedWorld(context));
  CANDOR_ASSIGN_OR_RETURN(const records::TrustBundle* bundle, context.Bundle());
  records::Draft draft;
  const audit::Campaign* campaign = nullptr;
  if (!options.draft.empty()) {
    CANDOR_ASSIGN_OR_RETURN(draft, ReadRecord<records::Draft>(options.draft));
  } else {
    CANDOR_ASSIGN_OR_RETURN(campaign, ChooseCampaign(world->board(), options.jam));
    draft = campaign->manifest->draft;
    if (context.today() >= draft.phases.conversation_ends) {
      return Fail(Exit::kRefused,
                  Cat("this jam is over: its conversation ended with ", FormatDay(draft.phases.conversation_ends - 1),
                      ". `candor jam check --draft FILE` looks at the next one, `candor jam report` writes what came of this one."));
    }
  }
  facilitator::Situation situation{.draft = draft, .bundle = *bundle, .drawn = {}, .campaign = campaign,
                                   .cosigned = {}, .now = context.now()};
  if (campaign != nullptr) situation.drawn = SmallestDraws(*world, *campaign);
  situation.cosigned.emplace_back(bundle->board.origin, AgeOf(world->board_log(), bundle->board, *bundle, context.now()));
  for (std::size_t i = 0; i < bundle->issuers.size(); ++i) {
    situation.cosigned.emplace_back(bundle->issuers[i].origin,
                                    AgeOf(world->issuer_log(i), bundle->issuers[i], *bundle, context.now()));
  }
  const facilitator::Working working{static_cast<double>(options.hours), options.from, options.to};
  Tell(context, facilitator::CheckReadiness(situation, working, context.language()),
       facilitator::RunBookOf(draft, context.language()));
  // For scripts the words are the same whatever language a person reads.
  const auto items = facilitator::CheckReadiness(situation, working, texts::Language::kEnglish);
  context.Result(AsJson(items, facilitator::RunBookOf(draft, texts::Language::kEnglish)));
  if (facilitator::WorstOf(items) != facilitator::Ready::kNotReady) return absl::OkStatus();
  return Fail(Exit::kRefused, "the jam is not ready: see the items marked so above");
}

}  // namespace

void RegisterJamCheck(Command& jam, Context& context) {
  auto options = std::make_shared<CheckOptions>();
  Command* verb = AddVerb(jam, {"check", "", "Whether the jam can go well, and who does what when",
                                "candor jam check --draft draft.bin --facilitator-hours 12\ncandor jam check"});
  verb->AddOption("--draft", options->draft, "A draft that is not open yet (default: the open campaign)");
  verb->AddOption("--facilitator-hours", options->hours, "Hours that all facilitators have together until answers are due");
  verb->AddOption("--from", options->from, "When work begins, an hour of the day in UTC").Range(0, 23).ShowDefault();
  verb->AddOption("--to", options->to, "When work ends").Range(1, 24).ShowDefault();
  AddJamOption(verb, options->jam);
  Bind(verb, context, options, Check);
}

}  // namespace candor::cli
