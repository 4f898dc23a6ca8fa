#include "programs/candor/bulletin_of_log.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "base/text.h"
#include "records/entry.h"
#include "services/facilitator/report_names.h"
#include "services/texts/catalogue.h"
#include "services/texts/day.h"

namespace candor::cli {
namespace {

using services::bulletin::Bulletin;
using services::bulletin::NewsItem;
using services::bulletin::NewsKind;
using services::bulletin::Participation;
using services::facilitator::JamFigures;
using services::facilitator::ReportNames;
using texts::Say;
using texts::Text;

class News {
 public:
  News(const JamInLog& jam, texts::Language language)
      : campaign_(jam.campaign),
        entries_(jam.entries),
        language_(language),
        names_(jam.board, jam.campaign, language) {}

  // Newest last.
  std::vector<NewsItem> TakeAll() && {
    Add(campaign_.opened, campaign_.open_index, NewsKind::kOpened, "", campaign_.manifest->draft.background);
    for (const audit::Batch& batch : campaign_.batches) TakeBatch(batch);
    for (const auto& [target, answers] : campaign_.answers) {
      for (const audit::PublicAnswer& answer : answers) TakeAnswer(answer);
    }
    for (const audit::PublicAct& act : campaign_.acts.all) {
      at_ = &act;
      std::visit(*this, act.act.body);
    }
    TakeExtension();
    TakeClose();
    std::ranges::sort(out_, {}, &NewsItem::log_index);
    return std::move(out_);
  }

  void operator()(const records::Prompt&) { AddAct(NewsKind::kPrompt, "", Words()); }
  void operator()(const records::Theme&) { AddAct(NewsKind::kTheme, Title(), Words()); }
  void operator()(const records::Publish& act) {
    // The author's own words, or what facilitators made of them.
    const bool own = act.form != records::Form::kParaphrase;
    const std::string name = names_.OfThing(act.target);
    AddAct(own ? NewsKind::kPublished : NewsKind::kNote,
           own ? name : Cat(name, ", ", Say(language_, names_.Of(act.form))), names_.TextOf(act.target));
  }
  void operator()(const records::Hide& act) {
    AddAct(NewsKind::kNote, names_.OfThing(act.target),
           Say(language_, Text::kHiddenBecause, names_.OfReason(act.reason)));
  }
  void operator()(const records::AppealDecision& act) {
    const bool shown = act.ruling == records::Ruling::kShownAgain;
    AddAct(NewsKind::kNote,
           Say(language_, shown ? texts::PlainText(Text::kAppealShownAgain) : texts::PlainText(Text::kAppealStaysHidden)),
           Words());
  }
  void operator()(const records::Action& act) {
    const std::string owner = at_->note.has_value() ? at_->note->owner : "";
    std::string text = Words();
    if (!owner.empty()) text += Cat("\n", Say(language_, Text::kActionOwner, owner));
    text += Cat("\n", Say(language_, Text::kActionDue, texts::DateInWords(language_, act.due)));
    AddAct(NewsKind::kAction, Title(), std::move(text));
  }
  void operator()(const records::ActionOutcome& act) {
    AddAct(NewsKind::kAction, Cat(names_.OfAction(act.action), ": ", Say(language_, names_.Of(act.outcome))), Words());
  }
  void operator()(const records::Decision& act) {
    AddAct(NewsKind::kDecision, Cat(names_.OfTheme(act.theme), ": ", Say(language_, names_.Of(act.verdict))), Words());
  }
  template <class Other>
  void operator()(const Other&) {}

 private:
  void Add(Day day, std::uint64_t index, NewsKind kind, std::string title, std::string text) {
    out_.push_back({.day = day, .log_index = index, .kind = kind, .title = std::move(title), .text = std::move(text)});
  }
  void AddAct(NewsKind kind, std::string title, std::string text) {
    Add(at_->day, at_->index, kind, std::move(title), std::move(text));
  }
  std::string Title() const { return at_->note.has_value() ? at_->note->title : ""; }
  std::string Words() const { return at_->note.has_value() ? at_->note->text : Say(language_, Text::kTextGone); }

  void TakeBatch(const audit::Batch& batch) {
    if (batch.seal.pool != records::Pool::kOpinions) return;
    if (batch.seal.withheld) {
      Add(batch.day, batch.index, NewsKind::kNote, "", Say(language_, Text::kDestroyedUnread));
    } else {
      Add(batch.day, batch.index, NewsKind::kOpinions, "", "");
    }
  }

  void TakeAnswer(const audit::PublicAnswer& answer) {
    std::string text = Say(language_, Text::kTextGone);
    if (answer.content.has_value()) {
      text = answer.content->about.empty()
                 ? answer.content->text
                 : Cat(Say(language_, Text::kAnswerAbout), ": ", answer.content->about, "\n", answer.content->text);
    }
    Add(answer.day, answer.index,
        answer.answer.revision == 0 ? NewsKind::kAnswer : NewsKind::kAnswerRevised,
        Cat(names_.OfThing(answer.answer.target), ": ", Say(language_, names_.Of(answer.answer.status))),
        Cat(text, "\n", Say(language_, Text::kByPerson, names_.OfPerson(answer.leader))));
  }

  void TakeExtension() {
    if (!campaign_.extension.has_value()) return;
    Add(campaign_.extended, *campaign_.extension, NewsKind::kNote, Say(language_, Text::kNewsExtended),
        Say(language_, Text::kNewsExtendedWhy, campaign_.open.k,
            texts::DateInWords(language_, campaign_.SpeakingCloses() - 1)));
  }

  // What was replayed keeps the totals of a close, not its place.
  void TakeClose() {
    if (!campaign_.close.has_value()) return;
    for (std::size_t index = campaign_.open_index; index < entries_.size(); ++index) {
      const auto entry = records::LogEntry::Decode(entries_[index]);
      if (!entry.ok() || entry->campaign_id != campaign_.id) continue;
      if (!std::holds_alternative<records::CampaignClose>(entry->body)) continue;
      return Add(entry->day, index, NewsKind::kClosed, "", "");
    }
  }

  const audit::Campaign& campaign_;
  const std::span<const Bytes> entries_;
  const texts::Language language_;
  const ReportNames names_;
  const audit::PublicAct* at_ = nullptr;
  std::vector<NewsItem> out_;
};

Participation ParticipationOf(const JamFigures& figures) {
  Participation out;
  out.opinions = static_cast<std::uint32_t>(figures.opinions.value_or(0));
  out.invited = static_cast<std::uint32_t>(figures.roster);
  out.k = static_cast<std::uint16_t>(figures.k);
  out.as_of = figures.seals.empty() ? figures.as_of : figures.seals.back().day;
  if (!figures.opinions.has_value()) out.outcome = Participation::Outcome::kNotSaid;
  if (figures.withheld) out.outcome = Participation::Outcome::kDestroyedUnread;
  return out;
}

}  // namespace

Bulletin BulletinOf(const JamInLog& jam, const JamFigures& figures, texts::Language language,
                    std::optional<services::bulletin::WebAddress> invite_page) {
  const auto& [board, campaign, entries] = jam;
  const records::Draft& draft = campaign.manifest->draft;
  Bulletin out;
  out.organisation = board.bundle().organisation;
  out.log_origin = board.bundle().board.origin;
  out.campaign_id = campaign.id;
  out.as_of = figures.as_of;
  out.question = draft.question;
  for (std::size_t i = 0; i < draft.sponsors.size(); ++i) {
    out.statements.push_back({draft.sponsors[i].name, campaign.manifest->statements[i].text});
  }
  records::Phases phases = campaign.open.phases;
  phases.speaking_closes = campaign.SpeakingCloses();
  out.phases = services::bulletin::PhaseDaysOf(phases);
  out.participation = ParticipationOf(figures);
  out.pledge = draft.pledge;
  for (const auto* people : {&draft.readers, &draft.facilitators, &draft.operators}) {
    for (const auto& person : *people) out.pledged_by.push_back(person.name);
  }
  out.news = News(jam, language).TakeAll();
  out.help_contacts = draft.help_contacts;
  out.invite_page = std::move(invite_page);
  out.how_to_verify = "candor-audit verify pack --fingerprint-file fingerprint.txt";
  return out;
}

}  // namespace candor::cli
