// The way through the questions: forward, back, and along what an earlier walk left.
#include "services/facilitator/draft_walk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/date.h"
#include "services/facilitator/draft_file.h"
#include "services/facilitator/draft_writing.h"
#include "tests/services/people/sealed_jam.h"
#include "tests/support/matchers.h"

namespace candor::services::facilitator {
namespace {

using candor::testing::SealedJam;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using Answer = std::vector<std::string>;

class Walking : public ::testing::Test {
 protected:
  Walking()
      : situation_{*sealed_.view, sealed_.view->last_day(), texts::Language::kEnglish},
        first_(sealed_.organisation.reader(0).name),
        second_(sealed_.organisation.reader(1).name) {}

  // What somebody types who has prepared it; else what is offered.
  Answer AnswerTo(const DraftWalk& walk) {
    static const DraftAnswers kPrepared = {{"question", {"What should change?"}}, {"programme", {"New pier"}},
                                           {"owner", {"Harbour"}}, {"decision_body", {"Board"}},
                                           {"what_happens", {"They decide."}}, {"min_issued", {"20"}}};
    const auto offer = walk.Offer();
    const std::string id(walk.here()->question->id);
    if (!offer.empty()) return offer;
    if (id == "readers") return {first_, second_};
    const auto at = kPrepared.find(id);
    return at == kPrepared.end() ? offer : at->second;
  }
  // On to the question of that id, or to the end.
  void WalkTo(DraftWalk& walk, std::string_view id) {
    while (walk.here().has_value() && walk.here()->question->id != id) ASSERT_EQ(walk.Give(AnswerTo(walk)), std::nullopt);
  }

  SealedJam sealed_;
  const DraftSituation situation_;
  const std::string first_;
  const std::string second_;
};

TEST_F(Walking, ItsEndIsADraft) {
  DraftWalk walk(situation_, {});
  WalkTo(walk, "");
  EXPECT_OK(ReadDraftText(WriteDraftFile(walk.given(), texts::Language::kEnglish), "jam.toml", *sealed_.view));
}

TEST_F(Walking, NumbersNeverJump) {
  DraftWalk walk(situation_, {});
  std::size_t last = 0;
  while (walk.here().has_value()) {
    EXPECT_EQ(walk.number(), ++last) << walk.here()->question->id;
    EXPECT_LE(walk.number(), walk.about());
    ASSERT_EQ(walk.Give(AnswerTo(walk)), std::nullopt);
  }
  EXPECT_EQ(last, walk.about());
  // The control: some are left out, and each of two readers is asked about.
  EXPECT_NE(last, DraftQuestions().size());
}

TEST_F(Walking, WhatCannotBeRightStaysThere) {
  DraftWalk walk(situation_, {});
  WalkTo(walk, "readers");
  EXPECT_THAT(walk.Give({"Somebody"}).value_or(""), HasSubstr("Somebody is none"));
  EXPECT_EQ(walk.here()->question->id, "readers");
  EXPECT_THAT(walk.given(), Not(Contains(Key("readers"))));
}

TEST_F(Walking, GoesBackToEveryQuestionAndOffersWhatWasSaidThere) {
  DraftWalk walk(situation_, {});
  EXPECT_FALSE(walk.Back()) << "the first one";
  WalkTo(walk, "background");
  EXPECT_TRUE(walk.Back());
  EXPECT_EQ(walk.here()->question->id, "question");
  EXPECT_THAT(walk.Offer(), ElementsAre("What should change?"));
  EXPECT_THAT(walk.given(), Not(Contains(Key("question"))));
  EXPECT_THAT(walk.all(), Contains(Key("question"))) << "kept all the same";
  ASSERT_EQ(walk.Give({"What should stay?"}), std::nullopt);
  WalkTo(walk, "");
  const DraftAnswers answers = walk.given();
  EXPECT_THAT(answers.at("question"), ElementsAre("What should stay?"));
  while (walk.Back()) {
  }
  EXPECT_EQ(walk.number(), 1u);
  EXPECT_THAT(walk.given(), IsEmpty());
  // And forward again with Enter alone.
  while (walk.here().has_value()) ASSERT_EQ(walk.Give(walk.Offer()), std::nullopt);
  EXPECT_EQ(walk.given(), answers);
}

TEST_F(Walking, WhatHangsOnAChangedAnswerIsAskedAnew) {
  DraftWalk walk(situation_, {});
  WalkTo(walk, "delegates");
  ASSERT_TRUE(walk.here().has_value());
  const std::size_t about = walk.about();
  while (walk.here()->question->id != "readers") ASSERT_TRUE(walk.Back());
  ASSERT_EQ(walk.Give({first_}), std::nullopt);
  WalkTo(walk, "delegates");
  EXPECT_FALSE(walk.here().has_value()) << "one reader has nobody to stand in";
  EXPECT_LT(walk.about(), about);
}

TEST_F(Walking, EachReaderIsAskedWhoStandsIn) {
  DraftWalk walk(situation_, {});
  WalkTo(walk, "delegates");
  ASSERT_EQ(walk.here()->reader, first_);
  EXPECT_THAT(walk.Candidates(), ElementsAre(second_));
  EXPECT_THAT(walk.Give({first_}).value_or(""), HasSubstr("none of the names"));
  ASSERT_EQ(walk.Give({second_}), std::nullopt);
  ASSERT_EQ(walk.here()->reader, second_);
  EXPECT_THAT(walk.Offer(), IsEmpty());
  ASSERT_TRUE(walk.Back());
  EXPECT_EQ(walk.here()->reader, first_);
  EXPECT_THAT(walk.Offer(), ElementsAre(second_));
  ASSERT_EQ(walk.Give(walk.Offer()), std::nullopt);
  ASSERT_EQ(walk.Give({}), std::nullopt);
  EXPECT_THAT(walk.given().at("delegates"), ElementsAre(first_, second_));
}

TEST_F(Walking, EarlierDelegatesAreOfferedAndKept) {
  const DraftAnswers earlier = {{"delegates", {second_, first_}}, {"readers", {first_, second_}}};
  DraftWalk walk(situation_, earlier);
  EXPECT_EQ(walk.all(), earlier) << "before anything is asked";
  WalkTo(walk, "delegates");
  EXPECT_THAT(walk.Offer(), IsEmpty());
  ASSERT_EQ(walk.Give({}), std::nullopt);
  EXPECT_EQ(walk.here()->reader, second_);
  EXPECT_THAT(walk.Offer(), ElementsAre(first_));
  WalkTo(walk, "");
  EXPECT_THAT(walk.given().at("delegates"), ElementsAre(second_, first_));
  const auto draft = ReadDraftText(WriteDraftFile(walk.given(), texts::Language::kEnglish), "jam.toml", *sealed_.view);
  ASSERT_OK(draft);
  EXPECT_EQ(draft->delegates.size(), 1u);
}

TEST_F(Walking, AnEarlierAnswerCanBeEmptied) {
  DraftWalk walk(situation_, {{"sub_questions", {"Why?"}}, {"second_audience", {"Small"}}, {"delegates", {first_, second_}},
                              {"moderation_reasons", {}}});
  WalkTo(walk, "sub_questions");
  EXPECT_THAT(walk.Offer(), ElementsAre("Why?"));
  ASSERT_EQ(walk.Give({}), std::nullopt);
  WalkTo(walk, "second_audience");
  EXPECT_THAT(walk.Offer(), ElementsAre("Small"));
  ASSERT_EQ(walk.Give({}), std::nullopt);
  EXPECT_EQ(walk.here()->question->id, "delegates") << "nobody is asked who is on the list that is none";
  ASSERT_EQ(walk.Give({}), std::nullopt);
  WalkTo(walk, "moderation_reasons");
  EXPECT_THAT(walk.Offer(), IsEmpty()) << "none was said earlier, so none is offered";
  for (const DraftAnswers& answers : {walk.given(), walk.all()}) {
    EXPECT_THAT(answers.at("sub_questions"), IsEmpty());
    EXPECT_THAT(answers.at("second_audience"), IsEmpty());
    EXPECT_THAT(answers, Not(Contains(Key("delegates"))));
  }
}

TEST_F(Walking, AnEarlierAnswerThatIsNoLongerRightIsNotOffered) {
  DraftWalk walk(situation_, {{"issuance_opens", {"2020-01-01"}}, {"readers", {"Somebody Gone"}}, {"question", {"Why?"}}});
  WalkTo(walk, "question");
  EXPECT_THAT(walk.Offer(), ElementsAre("Why?")) << "the control";
  WalkTo(walk, "readers");
  EXPECT_THAT(walk.Offer(), IsEmpty());
  WalkTo(walk, "issuance_opens");
  EXPECT_THAT(walk.Offer(), ElementsAre(FormatDay(situation_.today + 1)));
}

// The promise and its day, the body and its day: what a question calls "above" stands right above it.
TEST(DraftQuestions, StandBesideWhatTheyAreAbout) {
  const auto place = [](std::string_view id) {
    return std::ranges::find(DraftQuestions(), id, &DraftQuestion::id) - DraftQuestions().begin();
  };
  EXPECT_EQ(place("decision_day"), place("decision_body") + 1);
  EXPECT_EQ(place("what_happens_by"), place("what_happens") + 1);
}

}  // namespace
}  // namespace candor::services::facilitator
