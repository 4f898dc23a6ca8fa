// The report on clocks that have run out: of texts as figures, of people with a role by name.
#include "audit/overdue.h"
#include "base/date.h"
#include "base/text.h"
#include "services/auditor/report/build.h"

namespace candor::services::auditor {
namespace {

using audit::ClockKind;

// The clocks of texts: nobody can tell from the figures which ones.
Table TextClocks(const CampaignFigures& figures, const records::Clocks& clocks) {
  Table out{"answers",
            "Opinions against the clocks that the campaign promised",
            {{"figure", "Figure"}, {"value", "Opinions"}},
            {}};
  const auto add = [&](std::string_view what, Day clock, std::string_view missing, std::string_view late,
                       const Figure& not_done, const Figure& too_late) {
    if (clock == 0) return;
    out.rows.push_back({Cat("overdue: ", missing, ", and the clock has run out"), FigureCell(not_done)});
    out.rows.push_back({Cat(what, late), FigureCell(too_late)});
  };
  add("answered", clocks.answer, "no answer", ", but late", figures.overdue, figures.answered_late);
  add("acknowledged", clocks.acknowledge, "no acknowledgement or answer", " or answered, but late",
      figures.unacknowledged, figures.acknowledged_late);
  add("published", clocks.publish, "neither published as its author allows nor declined", " or declined, but late",
      figures.unpublished, figures.published_late);
  return out;
}

std::string PromiseOf(std::string_view what, Day clock) {
  return clock == 0 ? Cat("The campaign promised no time for ", what, ": nothing of it can be overdue.")
                    : Cat("The campaign promised ", what, " within ", std::uint64_t{clock}, " days.");
}

Cell DoneCell(const audit::Overdue& each) {
  return each.done.has_value() ? Cell{FormatDay(*each.done)} : Cell{std::string("not yet")};
}

// What a person with a role, or all of them together, have let pass.
Table PublicClocks(const ReportSource& source, const audit::Campaign& campaign) {
  Table out{"acts",
            "Pledges, decisions and actions past their day",
            {{"what", "What"}, {"number", "Number"}, {"person", "Person"}, {"due", "Due"}, {"done", "Done"}},
            {}};
  for (const audit::Overdue& each : audit::OverdueOf(campaign, source.result().as_of)) {
    std::string what;
    switch (each.clock) {
      case ClockKind::kAcknowledge:
      case ClockKind::kAnswer:
      case ClockKind::kPublish: continue;
      case ClockKind::kPledge: what = "renewal of the pledge"; break;
      case ClockKind::kDecision: what = "decision on a theme"; break;
      case ClockKind::kAction: what = "action"; break;
    }
    out.rows.push_back({std::move(what),
                        each.about == crypto::kZeroHash ? Cell{} : Cell{ShortHex(each.about)},
                        each.person.has_value() ? Cell{source.NameOf(*each.person)} : Cell{},
                        FormatDay(each.due), DoneCell(each)});
  }
  return out;
}

Section Overdue(const ReportSource& source, const CampaignFigures& figures, const audit::Campaign& campaign) {
  const records::Clocks& clocks = campaign.manifest->draft.clocks;
  Section out = CampaignSection(figures);
  out.notes.push_back(PromiseOf("an answer", clocks.answer));
  out.notes.push_back(PromiseOf("an acknowledgement", clocks.acknowledge));
  out.notes.push_back(PromiseOf("a publication, or a reason against it,", clocks.publish));
  out.tables.push_back(TextClocks(figures, clocks));
  out.tables.push_back(PublicClocks(source, campaign));
  return out;
}

}  // namespace

std::vector<Section> OverdueSections(const ReportSource& source) {
  std::vector<Section> out;
  for (std::size_t i = 0; i < source.figures().size(); ++i) {
    out.push_back(Overdue(source, source.figures()[i], source.result().board->campaigns()[i]));
  }
  return out;
}

}  // namespace candor::services::auditor
