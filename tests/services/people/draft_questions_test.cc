// The questions of a draft: what is offered becomes a draft, what is answered is what is read, and what cannot
// be right is said at the question.
#include "services/facilitator/draft_questions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/date.h"
#include "base/text.h"
#include "services/facilitator/draft_file.h"
#include "services/facilitator/draft_writing.h"
#include "tests/services/people/sealed_jam.h"
#include "tests/support/matchers.h"

namespace candor::services::facilitator {
namespace {

using candor::testing::SealedJam;
using candor::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Answer = std::vector<std::string>;

const DraftQuestion& Question(std::string_view id) {
  const auto at = std::ranges::find(DraftQuestions(), id, &DraftQuestion::id);
  EXPECT_NE(at, DraftQuestions().end()) << id;
  return *at;
}

class Drafting : public ::testing::Test {
 protected:
  Drafting() : situation_{*sealed_.view, sealed_.view->last_day(), texts::Language::kEnglish} {
    // The appeal panel's member.
    const auto& organisation = sealed_.organisation;
    sealed_.Append({sealed_.view->last_day(), records::kNoCampaign,
                    records::GovernanceEntry{organisation.Grant(organisation.stranger(), records::Role::kReader)}});
    answers_ = {{"question", {"What should change?"}},
                {"programme", {"New pier"}},
                {"owner", {"Harbour"}},
                {"decision_body", {"Board"}},
                {"what_happens", {"They decide."}},
                {"readers", {organisation.reader(0).name, organisation.reader(1).name}},
                {"min_issued", {"20"}}};
  }

  // As somebody answers who takes every offer where nothing was prepared.
  void AnswerAll() {
    for (const auto& question : DraftQuestions()) {
      if (IsLeftOut(question, answers_, situation_)) continue;
      if (!answers_.contains(question.id)) {
        answers_.emplace(question.id, ProposalFor(question, answers_, situation_));
      }
      EXPECT_EQ(WhyNot(question, answers_.at(std::string(question.id)), answers_, situation_), std::nullopt) << question.id;
    }
  }
  absl::StatusOr<records::Draft> Draft(texts::Language language = texts::Language::kEnglish) {
    return ReadDraftText(WriteDraftFile(answers_, language), "jam.toml", *sealed_.view);
  }
  std::string Why(std::string_view id, Answer answer) {
    return WhyNot(Question(id), answer, answers_, situation_).value_or("");
  }

  SealedJam sealed_;
  DraftSituation situation_;
  DraftAnswers answers_;
};

TEST_F(Drafting, WhoTakesEveryOfferHasADraft) {
  AnswerAll();
  for (const auto language : texts::kLanguages) {
    ASSERT_OK_AND_ASSIGN(const auto draft, Draft(language));
    EXPECT_EQ(draft.phases.issuance_opens, situation_.today + 1);
    EXPECT_EQ(draft.phases.speaking_closes, situation_.today + 5);
    EXPECT_EQ(draft.phases.grace_days, 2);
    EXPECT_EQ(draft.k, 5);
    EXPECT_THAT(draft.audiences, ::testing::SizeIs(1));
    EXPECT_THAT(draft.audiences[0].readers, ::testing::SizeIs(2));
    EXPECT_THAT(draft.pledge, HasSubstr("receipt"));
  }
}

TEST_F(Drafting, EveryAnswerIsReadAsItWasGiven) {
  const auto& organisation = sealed_.organisation;
  const std::string first = organisation.reader(0).name, second = organisation.reader(1).name;
  // What a file format might stumble over.
  const std::string awkward = "Say \"no\" # not \\n, and [this] = {that} \xf0\x9f\x9a\xa2 \xd9\xbe\xd8\xb1";
  answers_["kind"] = {"campaign"};
  answers_["question"] = {awkward};
  answers_["background"] = {Cat("First \"\"\" line\n\n  second \\ line \\\n", awkward)};
  answers_["sub_questions"] = {"One?", awkward};
  answers_["out_of_scope"] = {"\"\"\""};
  answers_["audience"] = {"both \"leaders\" #1"};
  answers_["second_audience"] = {"without \"line\" management"};
  answers_["second_readers"] = {second};
  answers_["delegates"] = {first, second};
  answers_["panel"] = {"Panel"};
  answers_["panel_readers"] = {organisation.stranger().name};
  answers_["grace_days"] = {"3"};
  answers_["help_contacts"] = {awkward};
  answers_["moderation_reasons"] = {"names a person", "#2"};
  AnswerAll();
  ASSERT_OK_AND_ASSIGN(const auto draft, Draft());
  EXPECT_EQ(draft.kind, records::CampaignKind::kCampaign);
  EXPECT_EQ(draft.question, awkward);
  EXPECT_EQ(draft.background, answers_["background"].front());
  EXPECT_EQ(draft.sub_questions, answers_["sub_questions"]);
  EXPECT_EQ(draft.out_of_scope, "\"\"\"");
  EXPECT_EQ(draft.help_contacts, answers_["help_contacts"]);
  EXPECT_EQ(draft.moderation_reasons, answers_["moderation_reasons"]);
  EXPECT_EQ(draft.phases.grace_days, 3);
  ASSERT_EQ(draft.audiences.size(), 3u);
  EXPECT_EQ(draft.audiences[1].readers, std::vector{organisation.reader(1).public_key()});
  EXPECT_EQ(draft.audiences[2].id, records::kAppealPanel);
  ASSERT_EQ(draft.delegates.size(), 1u);
  EXPECT_EQ(draft.delegates[0].delegate, organisation.reader(1).public_key());
}

TEST_F(Drafting, AnswersAreKeptAndReadBack) {
  answers_["background"] = {"Two\nlines \"here\""};
  answers_["sub_questions"] = {};
  AnswerAll();
  const auto file = runtime::Config::Parse(WriteAnswers(answers_), "my.answers");
  ASSERT_OK(file);
  EXPECT_EQ(ReadAnswers(*file), answers_);
  EXPECT_OK(file->Finish());
}

TEST_F(Drafting, WhatCannotBeRightIsSaidAtTheQuestion) {
  AnswerAll();
  EXPECT_THAT(Why("kind", {"reporting channel"}), HasSubstr("never be readable"));
  EXPECT_THAT(Why("kind", {"party"}), HasSubstr("numbers above"));
  EXPECT_THAT(Why("question", {}), HasSubstr("needs an answer"));
  EXPECT_EQ(Why("background", {}), "");
  EXPECT_THAT(Why("question", {"a\x1b[2Jb"}), HasSubstr("cannot be seen"));
  EXPECT_THAT(Why("question", {"a\u202eb"}), HasSubstr("cannot be seen"));
  EXPECT_THAT(Why("pledge", {"\xff"}), HasSubstr("UTF-8"));
  EXPECT_THAT(Why("speaking_opens", {"3 March"}), HasSubstr("2026-03-09"));
  EXPECT_THAT(Why("speaking_closes", {answers_["speaking_opens"].front()}), HasSubstr("earliest day"));
  EXPECT_THAT(Why("retention_ends", {answers_["conversation_ends"].front()}), HasSubstr("earliest day"));
  EXPECT_THAT(Why("grace_days", {"61"}), HasSubstr("0 to 60"));
  EXPECT_THAT(Why("k", {"4"}), HasSubstr("5 to"));
  EXPECT_THAT(Why("k", {"five"}), HasSubstr("5 to"));
  answers_["k"] = {"11"};
  EXPECT_THAT(Why("min_issued", {"21"}), HasSubstr("22 to")) << "at least 2k";
  EXPECT_THAT(Why("slots_per_day", {"5"}), HasSubstr("divides 12"));
  answers_["kind"] = {"campaign"};
  EXPECT_THAT(Why("slots_per_day", {"12"}), HasSubstr("divides 4"));
  EXPECT_THAT(Why("sponsors", {"Nobody"}), HasSubstr("Nobody is none of the names above"));
  EXPECT_THAT(Why("sub_questions", Answer(8, "Why?")), HasSubstr("At most 7"));
}

TEST_F(Drafting, LimitsAreThoseOfADraft) {
  AnswerAll();
  for (const auto& question : DraftQuestions()) {
    const bool text = question.kind == AnswerKind::kLine || question.kind == AnswerKind::kText ||
                      question.kind == AnswerKind::kLines;
    if (!text || IsLeftOut(question, answers_, situation_)) continue;
    SCOPED_TRACE(question.id);
    const DraftAnswers before = answers_;
    const auto most = static_cast<std::size_t>(question.most);
    answers_[std::string(question.id)] = Answer(question.count, std::string(most, 'x'));
    // What does not belong together otherwise: a second audience without readers.
    if (question.id == "second_audience") answers_["second_readers"] = {sealed_.organisation.reader(0).name};
    if (question.id == "panel") answers_["panel_readers"] = {sealed_.organisation.stranger().name};
    EXPECT_EQ(Why(question.id, answers_[std::string(question.id)]), "");
    EXPECT_OK(Draft());
    answers_[std::string(question.id)] = {std::string(most + 1, 'x')};
    EXPECT_THAT(Why(question.id, answers_[std::string(question.id)]), HasSubstr(std::to_string(most)));
    EXPECT_FALSE(Draft().ok());
    answers_ = before;
  }
}

TEST_F(Drafting, ThePanelIsAskedForWhereSomebodyIsLeftForIt) {
  EXPECT_FALSE(IsLeftOut(Question("panel"), answers_, situation_));
  EXPECT_THAT(CandidatesFor(Question("panel_readers"), answers_, situation_),
              ElementsAre(sealed_.organisation.stranger().name));
  answers_["readers"].push_back(sealed_.organisation.stranger().name);
  EXPECT_TRUE(IsLeftOut(Question("panel"), answers_, situation_));
  EXPECT_THAT(CandidatesFor(Question("panel_readers"), answers_, situation_), IsEmpty());
  answers_["readers"] = {sealed_.organisation.reader(0).name};
  EXPECT_TRUE(IsLeftOut(Question("delegates"), answers_, situation_)) << "one reader has nobody to stand in";
}

TEST_F(Drafting, WhatTheRosterCannotBearIsSaidAtTheQuestion) {
  AnswerAll();
  ASSERT_EQ(sealed_.organisation.roster().rows.size(), 24u);
  EXPECT_EQ(Why("min_issued", {"24"}), "");
  EXPECT_THAT(Why("min_issued", {"25"}), HasSubstr("10 to 24: so many people are invited"));
  EXPECT_EQ(Why("k", {"12"}), "");
  EXPECT_THAT(Why("k", {"13"}), HasSubstr("5 to 12: twice as many"));
  // Four times k would be more than there are.
  answers_["k"] = {"12"};
  EXPECT_THAT(ProposalFor(Question("min_issued"), answers_, situation_), ElementsAre("24"));
  answers_["min_issued"] = {"24"};
  EXPECT_OK(Draft());
}

TEST_F(Drafting, NothingIsPromisedForADayThatIsOver) {
  AnswerAll();
  const std::string today = FormatDay(situation_.today), yesterday = FormatDay(situation_.today - 1);
  EXPECT_EQ(Why("issuance_opens", {today}), "");
  EXPECT_THAT(Why("issuance_opens", {yesterday}), HasSubstr(Cat("before ", today)));
  for (const std::string_view id : {"decision_day", "what_happens_by"}) {
    EXPECT_THAT(Why(id, {yesterday}), HasSubstr("earliest day")) << id;
    EXPECT_THAT(Why(id, {today}), HasSubstr(Cat("before ", answers_["speaking_closes"].front()))) << id << ": nobody has spoken yet";
    EXPECT_EQ(Why(id, answers_["speaking_closes"]), "") << id;
  }
}

TEST_F(Drafting, TheConversationOutlastsTheGrace) {
  answers_["grace_days"] = {"30"};
  AnswerAll();
  const Day closes = *ParseDay(answers_["speaking_closes"].front());
  EXPECT_THAT(Why("conversation_ends", {FormatDay(closes + 30)}), HasSubstr(Cat("before ", FormatDay(closes + 31))));
  EXPECT_EQ(Why("conversation_ends", {FormatDay(closes + 31)}), "");
  EXPECT_OK(Draft());
}

TEST_F(Drafting, TheLongestJamIsThatOfADraft) {
  answers_["grace_days"] = {"60"};
  AnswerAll();
  const auto put = [&](std::string_view id, Day day) { answers_[std::string(id)] = {FormatDay(day)}; };
  const Day opens = situation_.today + 2;
  ASSERT_EQ(answers_["speaking_opens"].front(), FormatDay(opens));
  // Each phase as late as it can be: the last one still has a day.
  const std::pair<std::string_view, Day> kLatest[] = {{"speaking_closes", 3598}, {"converge_ends", 3659}, {"answers_due", 3659},
                                                      {"conversation_ends", 3659}, {"retention_ends", 3660}};
  for (const auto& [id, latest] : kLatest) {
    EXPECT_THAT(Why(id, {FormatDay(opens + latest + 1)}), HasSubstr("ten years")) << id;
    EXPECT_EQ(Why(id, {FormatDay(opens + latest)}), "") << id;
    put(id, opens + latest);
  }
  EXPECT_OK(Draft());
  put("retention_ends", opens + 3661);
  EXPECT_THAT(Draft(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("retention_ends")));
}

TEST_F(Drafting, OneKeyHoldsOneRole) {
  const auto& organisation = sealed_.organisation;
  sealed_.Append({sealed_.view->last_day(), records::kNoCampaign,
                  records::GovernanceEntry{organisation.Grant(organisation.reader(0), records::Role::kFacilitator)}});
  const std::string both = organisation.reader(0).name;
  answers_["facilitators"] = {organisation.facilitator().name};
  AnswerAll();
  EXPECT_THAT(Why("facilitators", {both}), HasSubstr(Cat("names ", both, " twice")));
  EXPECT_EQ(Why("facilitators", {organisation.facilitator().name}), "");
  answers_["readers"] = {organisation.reader(1).name};
  EXPECT_EQ(Why("facilitators", {both}), "") << "the control: in one role alone";
  EXPECT_THAT(Why("readers", {organisation.reader(1).name, organisation.reader(1).name}), HasSubstr("twice"));
}

TEST_F(Drafting, ThePledgeIsThatOfTheExample) {
  const auto example = runtime::Config::Load(Cat(CANDOR_SOURCE_DIR, "/examples/jam.toml"));
  ASSERT_OK(example);
  std::string pledge = example->RequiredString("pledge");
  std::ranges::replace(pledge, '\n', ' ');
  EXPECT_THAT(ProposalFor(Question("pledge"), answers_, situation_), ElementsAre(pledge.substr(0, pledge.find_last_not_of(' ') + 1)));
  const DraftSituation german{*sealed_.view, situation_.today, texts::Language::kGerman};
  EXPECT_THAT(ProposalFor(Question("pledge"), answers_, german).front(), HasSubstr("unter meinem Namen"));
}

// Whoever checks the whole says which key of which table it is about.
TEST_F(Drafting, WhatOnlyTheWholeShowsNamesFileLineAndKey) {
  AnswerAll();
  const auto refused = [&](std::string_view id, const Answer& answer, std::string_view expected) {
    const DraftAnswers before = answers_;
    answers_[std::string(id)] = answer;
    const auto draft = Draft();
    answers_ = before;
    EXPECT_THAT(draft, StatusIs(absl::StatusCode::kInvalidArgument,
                                ::testing::AllOf(HasSubstr("config jam.toml, line "), HasSubstr(expected))));
  };
  refused("min_issued", {"1000000"}, "'min_issued' is more than there are people on the roster");
  refused("converge_ends", answers_["issuance_opens"], "'converge_ends' is before `speaking_closes`");
  refused("speaking_closes", answers_["speaking_opens"], "'speaking_closes' is not after `speaking_opens`");
  refused("retention_ends", {"2099-01-01"}, "'retention_ends' is more than ten years");
  refused("slots_per_day", {"5"}, "'slots_per_day' cannot be so");
  refused("owner", {std::string(256, 'x')}, "'owner' holds a text of 256 bytes");
  refused("readers", {sealed_.organisation.reader(0).name, sealed_.organisation.reader(0).name}, "'readers' names somebody twice");
}

}  // namespace
}  // namespace candor::services::facilitator
