#include "programs/candor/jam_status.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "base/status.h"
#include "programs/candor/people.h"
#include "services/facilitator/chart.h"
#include "services/runtime/terminal.h"
#include "services/texts/catalogue.h"
#include "services/texts/day.h"

namespace candor::cli {
namespace {

using services::facilitator::BarOf;
using services::facilitator::Days;
using services::facilitator::Figure;
using services::facilitator::Glyphs;
using services::facilitator::JamFigures;
using services::facilitator::Response;
using texts::PlainText;
using texts::Text;

constexpr std::size_t kColumns = 24;

std::uint64_t SmallestDraws(const services::follow::World& world, const audit::Campaign& campaign) {
  std::uint64_t smallest = std::numeric_limits<std::uint32_t>::max();
  for (const auto& origin : campaign.manifest->draft.issuers) {
    const auto* issuer = world.FindIssuer(origin);
    smallest = std::min<std::uint64_t>(smallest, issuer == nullptr ? 0 : issuer->Draws(campaign.id));
  }
  return smallest;
}

std::string_view PhaseOf(const audit::Campaign& campaign, Day today) {
  const auto& phases = campaign.open.phases;
  if (today < phases.issuance_opens) return "opened; drawing has not begun";
  if (today < phases.speaking_opens) return "drawing";
  if (today < campaign.SpeakingCloses()) return "speaking";
  if (today < phases.conversation_ends) return "answering";
  return "ended";
}

PlainText PhaseText(const audit::Campaign& campaign, Day today) {
  const auto& phases = campaign.open.phases;
  if (today < phases.issuance_opens) return Text::kPhaseOpened;
  if (today < phases.speaking_opens) return Text::kPhaseDrawing;
  if (today < campaign.SpeakingCloses()) return Text::kPhaseSpeaking;
  if (today < phases.conversation_ends) return Text::kPhaseAnswering;
  return Text::kPhaseEnded;
}

// In characters and not in bytes; a combining accent counts as one.
std::size_t WidthOf(std::string_view label) {
  return static_cast<std::size_t>(
      std::ranges::count_if(label, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

Glyphs GlyphsOfEnvironment() {
  const auto variable = [](const char* name) {
    const char* const value = std::getenv(name);
    return std::string_view(value == nullptr ? "" : value);
  };
  return services::facilitator::GlyphsOf(
      {variable("NO_COLOR"), variable("LC_ALL"), variable("LC_CTYPE"), variable("LANG")});
}

// ---- for people ----

class StatusLines {
 public:
  StatusLines(const Context& context, const JamFigures& figures)
      : context_(context), figures_(figures), glyphs_(GlyphsOfEnvironment()) {}

  void Print() const {
    PrintParticipation();
    if (figures_.opinions.value_or(1) == 0 || figures_.withheld) return;
    PrintResponses();
    PrintRest();
  }

 private:
  template <class... Values>
  std::string Say(texts::TextOf<sizeof...(Values)> text, const Values&... values) const {
    return texts::Say(context_.language(), text, values...);
  }
  std::string Said(const Figure& figure) const {
    return figure.has_value() ? std::to_string(*figure) : Say(Text::kFigureFew, figures_.k);
  }
  std::string Bar(const Figure& value, std::uint64_t whole, std::optional<std::uint64_t> mark = std::nullopt) const {
    if (!value.has_value()) return std::string(kColumns, ' ');
    return BarOf({*value, whole, kColumns, mark}, glyphs_);
  }
  static std::string Padded(std::string_view label) {
    constexpr std::size_t kLabel = 26;
    return Cat("  ", label, std::string(kLabel - std::min(kLabel - 1, WidthOf(label)), ' '));
  }
  void Line(std::string_view label, const std::string& bar, const std::string& said) const {
    context_.Print(Cat(Padded(label), bar, "  ", said));
  }

  void PrintParticipation() const {
    Line(Say(Text::kFigureDrawn), Bar(figures_.drawn, figures_.roster),
         Say(Text::kSomeOf, Said(figures_.drawn), figures_.roster));
    if (figures_.withheld) {
      context_.Print(Cat("  ", Say(Text::kFigureWithheld)));
      return;
    }
    const Figure percent = figures_.Percent();
    const std::string spoke = Said(figures_.opinions);
    Line(Say(Text::kFigureTakingPart), Bar(figures_.opinions, figures_.roster, figures_.target),
         percent.has_value() ? Say(Text::kFigureShare, spoke, figures_.roster, *percent, figures_.target)
                             : Say(Text::kFigureOf, spoke, figures_.roster, figures_.target));
    for (const auto& seal : figures_.seals) {
      Line(Cat("  ", Say(Text::kFigureBySeal, FormatDay(seal.day), seal.slot)),
           Bar(seal.opinions, figures_.roster, figures_.target), Said(seal.opinions));
    }
  }

  void PrintResponses() const {
    context_.Print(Cat("  ", Say(Text::kFigureResponses, texts::DateInWords(context_.language(), figures_.as_of))));
    PrintResponse(Say(Text::kStatusAnswered), figures_.answered);
    PrintResponse(Cat("  ", Say(Text::kFigureIndividually)), figures_.individually);
    PrintResponse(Cat("  ", Say(Text::kFigureThroughTheme)), figures_.through_theme);
    PrintResponse(Say(Text::kFigureDecided), figures_.decided);
    PrintResponse(Say(Text::kFigureActedOn), figures_.acted_on);
    PrintResponse(Say(Text::kFigureAcknowledged), figures_.acknowledged);
    Line(Say(Text::kFigureOverdue), Bar(figures_.overdue, Whole()), Said(figures_.overdue));
  }

  std::uint64_t Whole() const { return figures_.opinions.value_or(0); }

  void PrintResponse(std::string_view label, const Response& response) const {
    const std::string said = Said(response.opinions);
    Line(label, Bar(response.opinions, Whole()),
         response.days.has_value()
             ? Say(Text::kFigureDays, said, response.days->median, response.days->ninetieth)
             : said);
  }

  void PrintRest() const {
    context_.Print(Cat("  ", Say(Text::kFigureRest, Said(figures_.contributions), figures_.points)));
    for (const auto& [action, ratings] : figures_.ratings) {
      if (ratings.threads == Figure(0)) continue;
      context_.Print(Cat("  ", Say(Text::kFigureRated, HexEncode(action).substr(0, 8), Said(ratings.threads))));
    }
  }

  const Context& context_;
  const JamFigures& figures_;
  const Glyphs glyphs_;
};

void PrintStatus(const Context& context, const audit::Campaign& campaign, const JamFigures& figures) {
  const auto& draft = campaign.manifest->draft;
  const texts::Language language = context.language();
  context.Print(Cat(HexEncode(campaign.id), "  ", texts::Say(language, PhaseText(campaign, context.today())),
                    campaign.close.has_value() ? Cat(", ", texts::Say(language, Text::kPhaseClosed)) : ""));
  context.Print(Cat("  ", runtime::SafeForTerminal(draft.question)));
  context.Print(Cat("  ", texts::Say(language, Text::kFigureSeals, campaign.batches.size(), draft.min_issued)));
  StatusLines(context, figures).Print();
}

// ---- for scripts ----

Json AsJson(const Figure& figure) { return figure.has_value() ? Json(*figure) : Json::Null(); }

Json AsJson(const Response& response) {
  Json out = Json::Object().Set("opinions", AsJson(response.opinions));
  out.Set("median_days", response.days.has_value() ? Json(response.days->median) : Json::Null());
  out.Set("ninetieth_percentile_days", response.days.has_value() ? Json(response.days->ninetieth) : Json::Null());
  return out;
}

absl::Status JamStatus(Context& context) {
  CANDOR_ASSIGN_OR_RETURN(services::follow::World* world, SyncedWorld(context));
  Json results = Json::Array();
  for (const auto& campaign : world->board().campaigns()) {
    const JamFigures figures = FiguresNow(*world, campaign);
    PrintStatus(context, campaign, figures);
    results.Add(Json::Object()
                    .Set("campaign", HexEncode(campaign.id))
                    .Set("phase", PhaseOf(campaign, context.today()))
                    .Set("drawn", SmallestDraws(*world, campaign))
                    .Set("roster", campaign.manifest->draft.roster_size)
                    .Set("opinions", campaign.opinions)
                    .Set("batches", campaign.batches.size())
                    .Set("answered", campaign.answers.size())
                    .Set("closed", campaign.close.has_value())
                    .Set("figures", cli::AsJson(figures)));
  }
  if (world->board().campaigns().empty()) context.Print(texts::Say(context.language(), Text::kFigureNoJam));
  context.Result(results);
  return absl::OkStatus();
}

}  // namespace

JamFigures FiguresNow(const services::follow::World& world, const audit::Campaign& campaign) {
  return services::facilitator::FiguresOf(campaign, SmallestDraws(world, campaign), world.board().last_day());
}

Json AsJson(const JamFigures& figures) {
  Json seals = Json::Array();
  for (const auto& seal : figures.seals) {
    seals.Add(Json::Object().Set("day", FormatDay(seal.day)).Set("slot", seal.slot).Set("opinions", AsJson(seal.opinions)));
  }
  Json points = Json::Array();
  for (const auto& [thing, given] : figures.points_of) {
    points.Add(Json::Object().Set("thing", HexEncode(thing)).Set("points", given));
  }
  Json ratings = Json::Array();
  for (const auto& [action, each] : figures.ratings) {
    Json values = Json::Array();
    for (const Figure& value : each.by_value) values.Add(AsJson(value));
    ratings.Add(Json::Object()
                    .Set("action", HexEncode(action))
                    .Set("threads", AsJson(each.threads))
                    .Set("by_value", values));
  }
  return Json::Object()
      .Set("as_of", FormatDay(figures.as_of))
      .Set("k", figures.k)
      .Set("roster", figures.roster)
      .Set("target", figures.target)
      .Set("percent", AsJson(figures.Percent()))
      .Set("opinions", AsJson(figures.opinions))
      .Set("drawn", AsJson(figures.drawn))
      .Set("unspent", AsJson(figures.unspent))
      .Set("withheld_batch", figures.withheld)
      .Set("by_seal", seals)
      .Set("answered", AsJson(figures.answered))
      .Set("individually", AsJson(figures.individually))
      .Set("through_theme", AsJson(figures.through_theme))
      .Set("decided", AsJson(figures.decided))
      .Set("acted_on", AsJson(figures.acted_on))
      .Set("acknowledged", AsJson(figures.acknowledged))
      .Set("overdue", AsJson(figures.overdue))
      .Set("contributions", AsJson(figures.contributions))
      .Set("points", figures.points)
      .Set("points_of", points)
      .Set("ratings", ratings);
}

void RegisterJamStatus(Command& jam, Context& context) {
  Command* verb = AddVerb(jam, {"status", "", "Where each campaign stands, in figures from the public log",
                                "candor jam status"});
  verb->OnChosen([&context] { context.Choose([&context] { return JamStatus(context); }); });
}

}  // namespace candor::cli
