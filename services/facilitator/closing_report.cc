#include "services/facilitator/closing_report.h"

#include <algorithm>
#include <set>

#include "audit/acts.h"
#include "audit/overdue.h"
#include "base/bytes.h"
#include "base/text.h"
#include "services/facilitator/report_names.h"
#include "services/texts/catalogue.h"
#include "services/texts/day.h"

namespace candor::services::facilitator {
namespace {

using audit::ActPlace;
using audit::PublicAct;
using texts::Say;
using texts::Text;

class Writing {
 public:
  Writing(const audit::BoardView& board, const audit::Campaign& campaign, const JamFigures& figures,
          texts::Language language)
      : board_(board),
        campaign_(campaign),
        draft_(campaign.manifest->draft),
        figures_(figures),
        language_(language),
        names_(board, campaign, language) {}

  Paper Write() const {
    Paper out;
    out.language = language_;
    out.organisation = board_.bundle().organisation;
    out.kind = Say(language_, Text::kReportOfJam, HexEncode(campaign_.id).substr(0, 8));
    out.title = draft_.question;
    out.standing = Say(language_, Text::kReportAsOf, Date(figures_.as_of));
    if (board_.trial()) out.warning = Say(language_, Text::kReportTrial);
    out.sections = {Challenge(),    TakingPart(), Responses(), Themes(),  Published(), YouSaidWeDid(),
                    WhatWeWillNot(), Decisions(),  Actions(),   Pledge(), Anonymity(), Verification()};
    return out;
  }

 private:
  std::string Date(Day day) const { return texts::DateInWords(language_, day); }
  std::string Titled(texts::PlainText text) const { return Say(language_, text); }
  std::string Entry(std::uint64_t index) const { return Say(language_, Text::kLogEntry, index); }
  const PublicAct& Act(ActPlace place) const { return campaign_.acts.all[place]; }
  // "a · b · c", without what is empty.
  static std::string Joined(const std::vector<std::string>& parts) {
    std::string out;
    for (const auto& part : parts) out += part.empty() ? "" : Cat(out.empty() ? "" : " · ", part);
    return out;
  }
  static std::string Listed(const std::vector<std::string>& parts) {
    std::string out;
    for (const auto& part : parts) out += Cat(out.empty() ? "" : ", ", part);
    return out;
  }
  std::string Said(const Figure& figure) const {
    return figure.has_value() ? std::to_string(*figure) : Say(language_, Text::kFewerThan, figures_.k);
  }
  void AddFact(Facts& facts, texts::PlainText label, std::string value) const {
    if (!value.empty()) facts.rows.emplace_back(Titled(label), std::move(value));
  }
  // A section is never empty: what there was nothing of is said.
  PaperSection Section(texts::PlainText title, std::vector<Block> blocks) const {
    if (blocks.empty()) blocks.push_back(Paragraph{Titled(Text::kNothingHere)});
    return {Titled(title), std::move(blocks)};
  }

  PaperSection Challenge() const {
    std::vector<Block> out;
    if (!draft_.background.empty()) out.push_back(Paragraph{draft_.background});
    Facts facts;
    for (const auto& question : draft_.sub_questions) AddFact(facts, Text::kSubQuestions, question);
    AddFact(facts, Text::kProgramme, draft_.programme.name);
    AddFact(facts, Text::kProgrammeOwner, draft_.programme.owner);
    AddFact(facts, Text::kDecisionBody, draft_.programme.decision_body);
    if (draft_.programme.decision_day != 0) AddFact(facts, Text::kDecisionDay, Date(draft_.programme.decision_day));
    AddFact(facts, Text::kWhatHappens, draft_.what_happens);
    if (draft_.what_happens_by != 0) AddFact(facts, Text::kWhatHappensBy, Date(draft_.what_happens_by));
    AddFact(facts, Text::kOutOfScope, draft_.out_of_scope);
    const auto& phases = campaign_.open.phases;
    AddFact(facts, Text::kSpokenDays,
            Say(language_, Text::kPosterSpeak, Date(phases.speaking_opens), Date(campaign_.SpeakingCloses() - 1)));
    if (campaign_.extension.has_value()) {
      AddFact(facts, Text::kExtendedOnce,
              Say(language_, Text::kExtendedBecause, Date(phases.speaking_closes - 1), int{campaign_.open.k}));
    }
    out.push_back(std::move(facts));
    for (std::size_t i = 0; i < draft_.sponsors.size(); ++i) {
      out.push_back(Quotation{campaign_.manifest->statements[i].text, draft_.sponsors[i].name});
    }
    return Section(Text::kChallengeTitle, std::move(out));
  }

  PaperSection TakingPart() const {
    std::vector<Block> out;
    if (figures_.withheld) {
      out.push_back(Paragraph{Titled(Text::kDestroyedUnread)});
    } else if (!figures_.opinions.has_value()) {
      out.push_back(Paragraph{Say(language_, Text::kTakingPartNotSaid, Date(LastSeal()))});
      out.push_back(Course());
    } else {
      out.push_back(Paragraph{Say(language_, Text::kTakingPart, *figures_.opinions, figures_.roster,
                                  figures_.Percent().value_or(0), Date(LastSeal()))});
      out.push_back(Paragraph{Say(language_, Text::kTargetHalf, figures_.target)});
      if (!figures_.seals.empty()) out.push_back(Course());
    }
    Facts facts;
    AddFact(facts, Text::kDrawnSlips, Say(language_, Text::kSomeOf, Said(figures_.drawn), figures_.roster));
    AddFact(facts, Text::kContributionsMade, Said(figures_.contributions));
    AddFact(facts, Text::kPointsGiven, std::to_string(figures_.points));
    out.push_back(std::move(facts));
    return Section(Text::kTakingPartTitle, std::move(out));
  }

  Day LastSeal() const { return figures_.seals.empty() ? figures_.as_of : figures_.seals.back().day; }

  Bars Course() const {
    Bars out{.caption = Titled(Text::kBySealTitle), .rows = {}, .whole = figures_.roster, .mark = figures_.target};
    for (const auto& seal : figures_.seals) {
      out.rows.push_back(
          {Say(language_, Text::kSealLabel, Date(seal.day), seal.slot), seal.opinions, Said(seal.opinions)});
    }
    return out;
  }

  PaperSection Responses() const {
    Bars bars{.caption = {}, .rows = {}, .whole = figures_.opinions.value_or(0)};
    const auto add = [&](texts::PlainText label, const Response& response) {
      std::string said = Said(response.opinions);
      if (response.days.has_value()) {
        said = Say(language_, Text::kCountAndDays, said, response.days->median, response.days->ninetieth);
      }
      bars.rows.push_back({Titled(label), response.opinions, std::move(said)});
    };
    add(Text::kRespAnswered, figures_.answered);
    add(Text::kRespIndividually, figures_.individually);
    add(Text::kRespThroughTheme, figures_.through_theme);
    add(Text::kRespDecided, figures_.decided);
    add(Text::kRespActedOn, figures_.acted_on);
    add(Text::kRespAcknowledged, figures_.acknowledged);
    bars.rows.push_back({Titled(Text::kRespOverdue), figures_.overdue, Said(figures_.overdue)});
    return Section(Text::kResponsesTitle, {std::move(bars), Paragraph{Titled(Text::kResponsesNote)},
                                           Paragraph{Say(language_, Text::kWithheldNote, figures_.k)}});
  }

  // Those with the most points first.
  std::vector<crypto::Hash> ByPoints(bool themes) const {
    std::vector<crypto::Hash> out;
    for (const PublicAct& act : campaign_.acts.all) {
      const auto* publish = std::get_if<records::Publish>(&act.act.body);
      const crypto::Hash thing = publish != nullptr ? publish->target : act.id;
      if (campaign_.acts.themes.contains(thing) == themes && figures_.points_of.contains(thing)) out.push_back(thing);
    }
    std::ranges::stable_sort(out, std::greater<>(), [&](const auto& thing) { return figures_.points_of.at(thing); });
    return out;
  }

  PaperSection Themes() const {
    std::vector<Block> out;
    for (const auto& id : ByPoints(true)) {
      const audit::ThemeState& theme = campaign_.acts.themes.at(id);
      std::vector<std::string> merged;
      for (const auto& [other, state] : campaign_.acts.themes) {
        if (other != id && campaign_.acts.MergedInto(other) == id) merged.push_back(names_.OfTheme(other));
      }
      Item item{.title = names_.OfTheme(id),
                .about = Joined({Say(language_, Text::kPoints, figures_.points_of.at(id)),
                                 merged.empty() ? "" : Say(language_, Text::kMergedFrom, Listed(merged))}),
                .texts = {}};
      AddNote(item, Act(theme.revisions.back()), "");
      out.push_back(std::move(item));
    }
    return Section(Text::kThemesTitle, std::move(out));
  }

  // The text beside an act, or that it is gone.
  void AddNote(Item& item, const PublicAct& act, std::string label) const {
    if (!act.note.has_value()) {
      item.texts.emplace_back(std::move(label), Titled(Text::kTextGone));
    } else if (!act.note->text.empty()) {
      item.texts.emplace_back(std::move(label), act.note->text);
    }
  }

  PaperSection Published() const {
    std::vector<Block> out;
    for (const auto& hash : ByPoints(false)) {
      const PublicAct& act = Act(campaign_.acts.published.at(hash).publish);
      const auto& publish = std::get<records::Publish>(act.act.body);
      Item item{.title = names_.OfThing(hash),
                .about = Joined({Say(language_, Text::kPoints, figures_.points_of.at(hash)),
                                 Titled(names_.Of(publish.form)), Date(act.day)}),
                .texts = {}};
      item.texts.emplace_back("", names_.TextOf(hash));
      out.push_back(std::move(item));
    }
    return Section(Text::kPublishedTitle, std::move(out));
  }

  // The newest answer to each thing, by the log's order of the first ones.
  std::vector<const audit::PublicAnswer*> Answers(const std::set<records::AnswerStatus>& statuses) const {
    std::vector<const audit::PublicAnswer*> out;
    for (const auto& [target, answers] : campaign_.answers) {
      if (statuses.contains(answers.back().answer.status)) out.push_back(&answers.back());
    }
    std::ranges::sort(out, {}, &audit::PublicAnswer::index);
    return out;
  }

  // Leaders may answer many opinions in the same words: these stand there once.
  std::vector<Block> AnswerItems(const std::set<records::AnswerStatus>& statuses, texts::PlainText label) const {
    std::vector<std::vector<const audit::PublicAnswer*>> alike;
    for (const audit::PublicAnswer* answer : Answers(statuses)) {
      if (alike.empty() || !SaysTheSame(*alike.back().front(), *answer)) alike.emplace_back();
      alike.back().push_back(answer);
    }
    std::vector<Block> out;
    for (const auto& answers : alike) out.push_back(AnswerItem(answers, label));
    return out;
  }

  bool SaysTheSame(const audit::PublicAnswer& one, const audit::PublicAnswer& other) const {
    const auto is_theme = [&](const audit::PublicAnswer& each) {
      return campaign_.acts.themes.contains(each.answer.target);
    };
    return one.content.has_value() && one.content == other.content && one.leader == other.leader &&
           one.day == other.day && one.answer.status == other.answer.status &&
           one.answer.revision == other.answer.revision && !is_theme(one) && !is_theme(other);
  }

  Item AnswerItem(const std::vector<const audit::PublicAnswer*>& alike, texts::PlainText label) const {
    const audit::PublicAnswer& answer = *alike.front();
    std::vector<std::string> others;
    for (const auto* each : alike) {
      if (each != &answer) others.push_back(HexEncode(each->answer.target).substr(0, 8));
    }
    const bool revised = answer.answer.revision > 0;
    Item item{.title = names_.OfThing(answer.answer.target),
              .about = Joined({Titled(names_.Of(answer.answer.status)),
                               Say(language_, Text::kByPerson, names_.OfPerson(answer.leader)), Date(answer.day),
                               revised ? Say(language_, Text::kRevisedTimes, answer.answer.revision) : "",
                               others.empty() ? "" : Say(language_, Text::kAlsoTo, Listed(others)),
                               Entry(answer.index)}),
              .texts = {}};
    if (!answer.content.has_value()) {
      item.texts.emplace_back(Titled(label), Titled(Text::kTextGone));
      return item;
    }
    if (!answer.content->about.empty()) item.texts.emplace_back(Titled(Text::kAnswerAbout), answer.content->about);
    item.texts.emplace_back(Titled(label), answer.content->text);
    return item;
  }

  PaperSection YouSaidWeDid() const {
    using records::AnswerStatus;
    return Section(Text::kYouSaidTitle, AnswerItems({AnswerStatus::kDone, AnswerStatus::kUnderWay,
                                                     AnswerStatus::kPlanned, AnswerStatus::kAnswered},
                                                    Text::kWeSay));
  }

  PaperSection WhatWeWillNot() const {
    using records::AnswerStatus;
    std::vector<Block> out = AnswerItems({AnswerStatus::kNotNow, AnswerStatus::kDeclined}, Text::kBecause);
    for (const auto& [theme, decision] : NewestDecisions()) {
      if (std::get<records::Decision>(decision->act.body).verdict == records::Verdict::kRejected) {
        out.push_back(DecisionItem(*decision));
      }
    }
    return Section(Text::kWillNotTitle, std::move(out));
  }

  // By the log's order.
  std::vector<std::pair<crypto::Hash, const PublicAct*>> NewestDecisions() const {
    std::vector<std::pair<crypto::Hash, const PublicAct*>> out;
    for (const auto& [id, theme] : campaign_.acts.themes) {
      if (!theme.decisions.empty()) out.emplace_back(id, &Act(theme.decisions.back()));
    }
    std::ranges::sort(out, {}, [](const auto& each) { return each.second->index; });
    return out;
  }

  Item DecisionItem(const PublicAct& act) const {
    const auto& decision = std::get<records::Decision>(act.act.body);
    const bool revised = decision.revision > 0;
    Item item{.title = names_.OfTheme(decision.theme),
              .about = Joined({Titled(names_.Of(decision.verdict)),
                               Say(language_, Text::kByPerson, names_.OfPerson(act.signer)), Date(act.day),
                               revised ? Say(language_, Text::kRevisedTimes, decision.revision) : "",
                               Entry(act.index)}),
              .texts = {}};
    AddNote(item, act, Titled(Text::kBecause));
    return item;
  }

  PaperSection Decisions() const {
    std::vector<Block> out;
    for (const auto& [theme, act] : NewestDecisions()) out.push_back(DecisionItem(*act));
    return Section(Text::kDecisionsTitle, std::move(out));
  }

  PaperSection Actions() const {
    std::vector<Block> out;
    for (const PublicAct& act : campaign_.acts.all) {
      const auto at = campaign_.acts.actions.find(act.id);
      if (at == campaign_.acts.actions.end()) continue;
      out.push_back(ActionItem(act, at->second));
      if (const auto ratings = RatingBars(act.id); ratings.has_value()) out.push_back(*ratings);
    }
    return Section(Text::kActionsTitle, std::move(out));
  }

  Item ActionItem(const PublicAct& act, const audit::ActionState& state) const {
    const std::string owner = act.note.has_value() ? act.note->owner : "";
    Item item{.title = names_.OfAction(act.id),
              .about = Joined({owner.empty() ? "" : Say(language_, Text::kActionOwner, owner),
                               Say(language_, Text::kActionDue, Date(audit::StandingOf(campaign_, state).due)),
                               Titled(names_.OutcomeOf(state)),
                               Say(language_, Text::kByPerson, names_.OfPerson(act.signer)), Entry(act.index)}),
              .texts = {}};
    AddNote(item, act, "");
    for (const ActPlace place : state.outcomes) {
      const PublicAct& outcome = Act(place);
      AddNote(item, outcome,
              Joined({Titled(names_.Of(std::get<records::ActionOutcome>(outcome.act.body).outcome)),
                      Date(outcome.day)}));
    }
    return item;
  }

  std::optional<Bars> RatingBars(const crypto::Hash& action) const {
    const auto at = figures_.ratings.find(action);
    if (at == figures_.ratings.end() || at->second.threads == Figure(0)) return std::nullopt;
    Bars out{.caption = Titled(Text::kDidItHelp), .rows = {}, .whole = at->second.threads.value_or(0)};
    for (std::size_t value = 0; value < at->second.by_value.size(); ++value) {
      const Figure& count = at->second.by_value[value];
      out.rows.push_back({Say(language_, Text::kRatingValue, value), count, Said(count)});
    }
    return out;
  }

  PaperSection Pledge() const {
    std::vector<std::string> pledged;
    std::vector<std::string> renewed;
    for (const auto* people : {&draft_.readers, &draft_.facilitators, &draft_.operators}) {
      for (const auto& person : *people) {
        pledged.push_back(person.name);
        if (campaign_.acts.renewals.contains(person.key)) renewed.push_back(person.name);
      }
    }
    std::vector<std::string> missed;
    for (const auto& each : audit::OverdueOf(campaign_, figures_.as_of)) {
      if (each.clock == audit::ClockKind::kPledge) missed.push_back(names_.OfPerson(*each.person));
    }
    std::vector<Block> out = {Quotation{draft_.pledge, Say(language_, Text::kPledgedBy, Listed(pledged))}};
    if (!renewed.empty()) out.push_back(Paragraph{Say(language_, Text::kRenewed, Listed(renewed))});
    if (!missed.empty()) out.push_back(Paragraph{Say(language_, Text::kNotRenewed, Listed(missed))});
    return Section(Text::kPledgeTitle, std::move(out));
  }

  PaperSection Anonymity() const {
    Facts facts;
    AddFact(facts, Text::kCrowdSize, std::to_string(figures_.k));
    AddFact(facts, Text::kSlipsBeforeSpeech, std::to_string(draft_.min_issued));
    AddFact(facts, Text::kHoursBetween, std::to_string(draft_.decoupling_hours));
    AddFact(facts, Text::kWhoGaveSlips, Listed(draft_.issuers));
    AddFact(facts, Text::kAppearances, std::to_string(figures_.seals.size()));
    std::vector<std::string> readers;
    for (const auto& reader : draft_.readers) readers.push_back(reader.name);
    AddFact(facts, Text::kReaders, Listed(readers));
    AddFact(facts, Text::kTextsKept, Date(campaign_.open.phases.retention_ends));
    return Section(Text::kAnonymityTitle, {std::move(facts), Paragraph{Titled(Text::kAnonymityLimits)}});
  }

  PaperSection Verification() const {
    Facts facts;
    AddFact(facts, Text::kVerifyLog, board_.bundle().board.origin);
    AddFact(facts, Text::kVerifyEntries, std::to_string(board_.size()));
    std::string fingerprint;
    for (const auto& group : records::FingerprintGroups(board_.bundle().Fingerprint())) {
      fingerprint += Cat(fingerprint.empty() ? "" : " ", group);
    }
    AddFact(facts, Text::kVerifyFingerprint, fingerprint);
    return Section(Text::kVerifyTitle,
                   {std::move(facts), Paragraph{Titled(Text::kVerifyHow)},
                    Command{"candor-audit export --bundle bundle --fingerprint-file fingerprint.txt --out pack"},
                    Command{"candor-audit verify pack --fingerprint-file fingerprint.txt --json"}});
  }

  const audit::BoardView& board_;
  const audit::Campaign& campaign_;
  const records::Draft& draft_;
  const JamFigures& figures_;
  const texts::Language language_;
  const ReportNames names_;
};

}  // namespace

Paper ClosingReport(const audit::BoardView& board, const audit::Campaign& campaign, const JamFigures& figures,
                    texts::Language language) {
  return Writing(board, campaign, figures, language).Write();
}

}  // namespace candor::services::facilitator
