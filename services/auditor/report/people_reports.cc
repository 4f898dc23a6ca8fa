// The reports that count people: participation, responsiveness, what is overdue; and moderation.
#include "base/date.h"
#include "base/text.h"
#include "services/auditor/report/build.h"

namespace candor::services::auditor {
namespace {

// As JSON knows a campaign: its id; people read the title.
Section SectionOf(const CampaignFigures& figures) {
  return {.id = HexEncode(figures.id),
          .title = Cat("Campaign ", figures.title),
          .notes = {WithheldNote(figures.k)},
          .charts = {},
          .tables = {}};
}

// Rounded down: the one rate that is printed.
Cell PerMille(const CampaignFigures& figures) {
  if (!figures.opinions.has_value() || figures.roster == 0) return Withheld{};
  return *figures.opinions * 1000 / figures.roster;
}

Section Participation(const CampaignFigures& figures) {
  Section out = SectionOf(figures);
  if (figures.withheld_batch) {
    out.notes.push_back(
        "The last batch held fewer than k opinions: it was withheld from leaders, and destroyed.");
  }
  out.tables.push_back({"participation",
                        "Opinions as of the last seal, of the roster; blanks are no voices",
                        {{"figure", "Figure"}, {"value", "Value"}},
                        {{"k", figures.k},
                         {"roster", figures.roster},
                         {"drawn", FigureCell(figures.drawn)},
                         {"opinions", FigureCell(figures.opinions)},
                         {"opinions per thousand of the roster", PerMille(figures)}}});
  Table seals{"by_seal",
              "Opinions so far, as of each seal",
              {{"day", "Day"}, {"slot", "Slot"}, {"opinions", "Opinions so far"}},
              {}};
  Chart chart{.title = "Opinions so far, by seal",
              .description = "Each bar is a seal of the campaign. The table below has the figures.",
              .bars = {}};
  for (const auto& seal : figures.seals) {
    seals.rows.push_back({FormatDay(seal.day), std::uint64_t{seal.slot}, FigureCell(seal.opinions)});
    chart.bars.emplace_back(FormatDay(seal.day), FigureCell(seal.opinions));
  }
  if (!chart.bars.empty()) out.charts.push_back(std::move(chart));
  out.tables.push_back(std::move(seals));
  return out;
}

Cell MedianCell(const std::optional<Delays>& delays) {
  return delays.has_value() ? Cell{delays->median} : Cell{};
}
Cell NinetiethCell(const std::optional<Delays>& delays) {
  return delays.has_value() ? Cell{delays->ninetieth} : Cell{};
}

Table AnswersTable(std::string id, std::string caption, std::string row,
                   const std::vector<CountedAnswers>& counted) {
  Table out{std::move(id),
            std::move(caption),
            {{"name", std::move(row)},
             {"answered", "Opinions answered"},
             {"median_days", "Median, days"},
             {"ninetieth_percentile_days", "90th percentile, days"}},
            {}};
  for (const auto& each : counted) {
    out.rows.push_back({each.name, FigureCell(each.count), MedianCell(each.delays),
                        NinetiethCell(each.delays)});
  }
  return out;
}

Section Responsiveness(const CampaignFigures& figures) {
  Section out = SectionOf(figures);
  out.tables.push_back(AnswersTable("answered",
                                    "Opinions that a leader answered individually, and the days from"
                                    " the batch to the first answer",
                                    "Figure", {{"answered", figures.answered, figures.delays}}));
  out.tables.push_back(
      AnswersTable("by_status", "By the newest status of the answer", "Status", figures.statuses));
  out.tables.push_back(AnswersTable(
      "by_leader", "By the leader who answered first; only where at least k opinions are behind it",
      "Leader", figures.leaders));
  Table audiences{"by_audience",
                  "Opinions by the audience that they were addressed to",
                  {{"name", "Audience"}, {"opinions", "Opinions"}},
                  {}};
  for (const auto& each : figures.audiences) {
    audiences.rows.push_back({each.name, FigureCell(each.opinions)});
  }
  out.tables.push_back(std::move(audiences));
  Table days{"by_day",
             "Opinions with an answer, up to and with each day",
             {{"day", "Day"}, {"answered", "Opinions answered so far"}},
             {}};
  Chart chart{.title = "Opinions answered so far, by day",
              .description =
                  "Each bar is a day on which leaders answered. The table below has the figures.",
              .bars = {}};
  for (const auto& each : figures.answer_days) {
    days.rows.push_back({FormatDay(each.day), FigureCell(each.answered)});
    chart.bars.emplace_back(FormatDay(each.day), FigureCell(each.answered));
  }
  if (!chart.bars.empty()) out.charts.push_back(std::move(chart));
  out.tables.push_back(std::move(days));
  return out;
}

Section Overdue(const CampaignFigures& figures, const audit::Campaign& campaign) {
  Section out = SectionOf(figures);
  const Day clock = campaign.manifest->draft.clocks.answer;
  if (clock == 0) {
    out.notes = {"The campaign promised no time for individual answers: nothing can be overdue."};
    return out;
  }
  out.notes.push_back(Cat("The campaign promised an answer within ", clock, " days of the batch."));
  out.tables.push_back({"answers",
                        "Opinions against the clock for answers",
                        {{"figure", "Figure"}, {"value", "Opinions"}},
                        {{"overdue: no answer, and the clock has run out", FigureCell(figures.overdue)},
                         {"answered, but late", FigureCell(figures.answered_late)}}});
  return out;
}

}  // namespace

std::vector<Section> ParticipationSections(const ReportSource& source) {
  std::vector<Section> out;
  for (const auto& figures : source.figures()) out.push_back(Participation(figures));
  return out;
}

std::vector<Section> ResponsivenessSections(const ReportSource& source) {
  std::vector<Section> out;
  for (const auto& figures : source.figures()) out.push_back(Responsiveness(figures));
  return out;
}

std::vector<Section> OverdueSections(const ReportSource& source) {
  std::vector<Section> out;
  for (std::size_t i = 0; i < source.figures().size(); ++i) {
    out.push_back(Overdue(source.figures()[i], source.result().board->campaigns()[i]));
  }
  return out;
}

std::vector<Section> ModerationSections() {
  return {{.id = "moderation",
           .title = "Moderation",
           .notes = {"There is nothing to report: in this version no act exists that hides, merges,"
                     " publishes or declines what somebody wrote, and a verifier refuses entries of a"
                     " type that it does not know.",
                     "Erasing is not hiding; the report on retention lists it."},
           .charts = {},
           .tables = {}}};
}

}  // namespace candor::services::auditor
