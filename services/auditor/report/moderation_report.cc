// The report on moderation: what facilitators published, declined, hid and merged, and what became of appeals. These
// are acts of people with a role; each stands in the log for everybody, and is listed here.
#include <variant>

#include "base/date.h"
#include "base/text.h"
#include "services/auditor/report/build.h"
#include "services/runtime/terminal.h"

namespace candor::services::auditor {
namespace {

class Moderation {
 public:
  Moderation(const ReportSource& source, const audit::Campaign& campaign)
      : source_(source), campaign_(campaign) {}

  void ListIn(Section& section) {
    for (const audit::PublicAct& act : campaign_.acts.all) {
      at_ = &act;
      std::visit(*this, act.act.body);
    }
    for (Table* table : {&published_, &declined_, &hidden_, &merged_}) section.tables.push_back(std::move(*table));
  }

  void operator()(const records::Publish& act) {
    published_.rows.push_back({Day(), ShortHex(act.target), std::string(records::NameOf(act.form)), Who()});
  }
  void operator()(const records::PublishDeclined& act) {
    declined_.rows.push_back({Day(), ShortHex(act.target), Reason(act.reason), Who()});
  }
  void operator()(const records::Hide& act) {
    hidden_.rows.push_back({Day(), ShortHex(act.target), Reason(act.reason), Who(), AppealAgainst(at_->id)});
  }
  void operator()(const records::Merge& act) {
    const bool theme = campaign_.acts.themes.contains(act.from);
    merged_.rows.push_back(
        {Day(), theme ? "theme" : "published text", ShortHex(act.from), ShortHex(act.into), Who()});
  }
  template <class Other>
  void operator()(const Other&) {}

 private:
  std::string Day() const { return FormatDay(at_->day); }
  std::string Who() const { return source_.NameOf(at_->signer); }
  std::string Reason(std::uint8_t reason) const {
    const auto& reasons = campaign_.manifest->draft.moderation_reasons;
    return reason < reasons.size() ? runtime::SafeForTerminal(reasons[reason]) : Cat("number ", reason);
  }
  // From the rulings themselves, and the appeals that wait for one.
  std::string AppealAgainst(const crypto::Hash& hide) const {
    std::string out = "none";
    for (const auto& [hash, appeal] : campaign_.acts.appeals) {
      if (appeal.hide != hide) continue;
      if (!appeal.ruling.has_value()) {
        out = "not decided yet";
        continue;
      }
      const audit::PublicAct& ruling = campaign_.acts.all[*appeal.ruling];
      const bool shown =
          std::get<records::AppealDecision>(ruling.act.body).ruling == records::Ruling::kShownAgain;
      return Cat(shown ? "shown again" : "stays hidden", ", ", FormatDay(ruling.day), ", ",
                 source_.NameOf(ruling.signer));
    }
    return out;
  }

  const ReportSource& source_;
  const audit::Campaign& campaign_;
  const audit::PublicAct* at_ = nullptr;
  Table published_{"published",
                   "Published, in the form that the author allowed or a lesser one",
                   {{"day", "Day"}, {"text", "Text"}, {"form", "Form"}, {"by", "By"}},
                   {}};
  Table declined_{"declined",
                  "Not published though the author allowed it",
                  {{"day", "Day"}, {"text", "Text"}, {"reason", "Reason"}, {"by", "By"}},
                  {}};
  Table hidden_{"hidden",
                "Hidden, visibly and with a reason; nothing was erased by it",
                {{"day", "Day"}, {"text", "Text"}, {"reason", "Reason"}, {"by", "By"}, {"appeal", "Appeal"}},
                {}};
  Table merged_{"merged",
                "Merged; points are summed, none is made and none is lost",
                {{"day", "Day"}, {"kind", "Kind"}, {"from", "From"}, {"into", "Into"}, {"by", "By"}},
                {}};
};

}  // namespace

std::vector<Section> ModerationSections(const ReportSource& source) {
  std::vector<Section> out;
  for (std::size_t i = 0; i < source.figures().size(); ++i) {
    const CampaignFigures& figures = source.figures()[i];
    Section section{.id = HexEncode(figures.id),
                    .title = Cat("Campaign ", figures.title),
                    .notes = {"Texts are called by the first digits of their number in the log; no words stand"
                              " here. Erasing is not hiding: the report on retention lists it."},
                    .charts = {},
                    .tables = {}};
    Moderation(source, source.result().board->campaigns()[i]).ListIn(section);
    out.push_back(std::move(section));
  }
  return out;
}

}  // namespace candor::services::auditor
