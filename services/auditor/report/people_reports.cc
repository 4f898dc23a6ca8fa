// The reports that count people: participation and responsiveness.
#include "base/date.h"
#include "base/text.h"
#include "services/auditor/report/build.h"

namespace candor::services::auditor {
namespace {

// Rounded down: the one rate that is printed.
Cell Percent(const CampaignFigures& figures) {
  if (!figures.opinions.has_value() || figures.roster == 0) return Withheld{};
  return *figures.opinions * 100 / figures.roster;
}

Section Participation(const CampaignFigures& figures) {
  Section out = CampaignSection(figures);
  if (figures.withheld_batch) {
    out.notes.push_back(
        figures.withheld_though_many
            ? "The opinions were withheld from leaders, and destroyed, though k people or more had spoken: fewer than "
              "min_issued had drawn, or an issuer could not be read until the promised day. The integrity report says what "
              "the issuers' logs bear out."
            : "Fewer than k people spoke: their opinions were withheld from leaders, and destroyed.");
  }
  out.tables.push_back({"participation",
                        "Opinions as of the last seal, of the roster; blanks are no voices",
                        {{"figure", "Figure"}, {"value", "Value"}},
                        {{"k", figures.k},
                         {"roster", figures.roster},
                         {"drawn", FigureCell(figures.drawn)},
                         {"opinions", FigureCell(figures.opinions)},
                         {"opinions per hundred of the roster", Percent(figures)},
                         {"target, half of the roster", (figures.roster + 1) / 2},
                         {"contributions", FigureCell(figures.contributions)},
                         {"endorsements, in points", figures.points}}});
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
             {"answered", "Opinions answered individually"},
             {"median_days", "Median, days"},
             {"ninetieth_percentile_days", "90th percentile, days"}},
            {}};
  for (const auto& each : counted) {
    out.rows.push_back({each.name, FigureCell(each.count), MedianCell(each.delays),
                        NinetiethCell(each.delays)});
  }
  return out;
}

Table ResponsesTable(const CampaignFigures& figures) {
  Table out{"responses",
            "What was done with opinions, each apart, and the days from the batch to the first time",
            {{"name", "What was done"},
             {"opinions", "Opinions"},
             {"median_days", "Median, days"},
             {"ninetieth_percentile_days", "90th percentile, days"}},
            {}};
  const auto add = [&](std::string name, const ResponseFigures& each) {
    out.rows.push_back({std::move(name), FigureCell(each.count), MedianCell(each.delays), NinetiethCell(each.delays)});
  };
  add("answered", figures.answered);
  add("answered individually", figures.individually);
  add("answered through a theme", figures.through_theme);
  add("in a theme that was decided", figures.decided);
  add("acted on", figures.acted_on);
  add("acknowledged", figures.acknowledged);
  return out;
}

// What stands on the wall is called by the first digits of its number: its words are not in the evidence's figures.
Table PointsTable(const CampaignFigures& figures, const audit::Campaign& campaign) {
  Table out{"points",
            "Endorsements, with those of what was merged into a thing: points, not people",
            {{"thing", "Thing"}, {"kind", "Kind"}, {"points", "Points"}},
            {}};
  for (const auto& [thing, points] : figures.points_of) {
    const bool theme = campaign.acts.themes.contains(thing);
    out.rows.push_back({ShortHex(thing), theme ? "theme" : "published text", points});
  }
  return out;
}

Table RatingsTable(const CampaignFigures& figures) {
  Table out{"ratings",
            "Whether actions helped, by the newest rating of each thread: threads, not people",
            {{"action", "Action"},
             {"threads", "Threads"},
             {"value_0", "0, not at all"},
             {"value_1", "1"},
             {"value_2", "2"},
             {"value_3", "3"},
             {"value_4", "4, very much"}},
            {}};
  for (const auto& [action, ratings] : figures.ratings) {
    std::vector<Cell> row = {ShortHex(action), FigureCell(ratings.threads)};
    for (const Figure& value : ratings.by_value) row.push_back(FigureCell(value));
    out.rows.push_back(std::move(row));
  }
  return out;
}

Section Responsiveness(const CampaignFigures& figures, const audit::Campaign& campaign) {
  Section out = CampaignSection(figures);
  out.notes.push_back(
      "Of the opinions that leaders could read. An acknowledgement is not an answer. A theme holds an opinion"
      " from the day on which it names it; what is done to a theme is done to its opinions from then on.");
  out.tables.push_back(ResponsesTable(figures));
  out.tables.push_back(
      AnswersTable("by_status", "Individual answers, by their newest status", "Status", figures.statuses));
  Table audiences{"by_audience",
                  "Opinions by the audience that they were addressed to",
                  {{"name", "Audience"}, {"opinions", "Opinions"}},
                  {}};
  for (const auto& each : figures.audiences) {
    audiences.rows.push_back({each.name, FigureCell(each.opinions)});
  }
  out.tables.push_back(std::move(audiences));
  Table days{"by_day",
             "Opinions answered individually, up to and with each day",
             {{"day", "Day"}, {"answered", "Opinions answered individually so far"}},
             {}};
  Chart chart{.title = "Opinions answered individually so far, by day",
              .description =
                  "Each bar is a day on which leaders answered single opinions. The table below has the figures.",
              .bars = {}};
  for (const auto& each : figures.answer_days) {
    days.rows.push_back({FormatDay(each.day), FigureCell(each.answered)});
    chart.bars.emplace_back(FormatDay(each.day), FigureCell(each.answered));
  }
  if (!chart.bars.empty()) out.charts.push_back(std::move(chart));
  out.tables.push_back(std::move(days));
  out.tables.push_back(PointsTable(figures, campaign));
  out.tables.push_back(RatingsTable(figures));
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
  for (std::size_t i = 0; i < source.figures().size(); ++i) {
    out.push_back(Responsiveness(source.figures()[i], source.result().board->campaigns()[i]));
  }
  return out;
}

}  // namespace candor::services::auditor
