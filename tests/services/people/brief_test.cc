// What waits for a leader: the inbox by acts and answers, and the brief made of it.
#include "services/leader/brief.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/leader/inbox.h"
#include "tests/audit/acts_world.h"

namespace candor::services::leader {
namespace {

using candor::testing::Actor;
using records::Kind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct LeaderTest : ::testing::Test {
  audit::testing::ActsWorld world;
  const Actor& reader() { return world.organisation.reader(0); }
  const Actor& facilitator() { return world.organisation.facilitator(); }
  const crypto::Hash& text(std::size_t i) { return world.texts[i].hash; }
  Day sealed() const { return world.campaign().batches.front().day; }

  InboxItem Of(const crypto::Hash& hash, std::optional<Day> today = {}) {
    for (const auto& item : InboxOf(world.campaign(), reader().public_key(), today.value_or(world.today()))) {
      if (item.submission_hash == hash) return item;
    }
    ADD_FAILURE() << "not in the inbox";
    return {};
  }
  Brief Now(std::optional<Day> today = {}) {
    return BriefOf(world.campaign(), reader().public_key(), today.value_or(world.today()));
  }
  void Answer(const crypto::Hash& target) {
    const Bytes content = records::AnswerContent{"", "Yes."}.Encode();
    const audit::EntryContent beside{{5}, content};
    const records::Answer answer{world.jam.id(), target, records::AnswerStatus::kPlanned, 0,
                                 records::ContentCommitment(beside.salt, content)};
    const auto record = records::Signed::Make(reader().key, crypto::Label::kAnswer, answer.Encode());
    ASSERT_OK(world.view.Apply(
        records::LogEntry{world.today(), world.jam.id(), records::AnswerEntry{record}}.Encode(), beside));
  }
  crypto::Hash Theme(std::string title, std::vector<crypto::Hash> items = {}) {
    const auto made = world.Act(facilitator(), records::Theme{{}, 0, std::move(items), {}}, world.Note(std::move(title)));
    EXPECT_OK(made.status);
    return made.id;
  }
  // So many points to each.
  void Points(const std::vector<std::pair<crypto::Hash, int>>& given) {
    std::vector<records::SubmissionBody> points;
    for (const auto& [target, count] : given) {
      for (int i = 0; i < count; ++i) points.push_back(world.First(Kind::kEndorsement, target));
    }
    world.Seal(records::Pool::kEndorsements, 5, points);
  }
  static std::vector<std::string> Titles(const std::vector<Ranked>& all) {
    std::vector<std::string> out;
    for (const auto& each : all) out.push_back(each.title);
    return out;
  }
};

TEST_F(LeaderTest, ANewTextWaitsUntilItIsAnsweredAndAnAcknowledgementIsNoAnswer) {
  EXPECT_TRUE(Of(text(0)).Waits());
  EXPECT_FALSE(Of(text(0)).acknowledged);
  ASSERT_OK(world.Act(reader(), records::Acknowledgement{text(0), records::Tone::kRead}).status);
  EXPECT_TRUE(Of(text(0)).acknowledged);
  EXPECT_TRUE(Of(text(0)).Waits());
  Answer(text(0));
  EXPECT_FALSE(Of(text(0)).Waits());
  ASSERT_NE(Of(text(0)).answer, nullptr);
  EXPECT_TRUE(Of(text(1)).Waits()) << "the others wait on";
}

TEST_F(LeaderTest, ATextIsOverdueAfterTheDayOfTheClockWhileNobodyHasAnswered) {
  const Day due = sealed() + world.jam.draft().clocks.answer;
  EXPECT_FALSE(Of(text(0), due).overdue);
  EXPECT_TRUE(Of(text(0), due + 1).overdue);
  Answer(text(0));
  EXPECT_FALSE(Of(text(0), due + 1).overdue);
}

TEST_F(LeaderTest, AnAnswerToAThemeAnswersWhatItHolds) {
  const crypto::Hash theme = Theme("Outages", {text(0)});
  EXPECT_TRUE(Of(text(0)).Waits());
  Answer(theme);
  EXPECT_TRUE(Of(text(0)).answered_by_theme);
  EXPECT_FALSE(Of(text(0)).Waits());
  EXPECT_FALSE(Of(text(1)).answered_by_theme);
}

TEST_F(LeaderTest, AnotherAudiencesReaderHasNoneOfThem) {
  EXPECT_THAT(InboxOf(world.campaign(), world.organisation.reader(1).public_key(), world.today()), IsEmpty());
  EXPECT_THAT(InboxOf(world.campaign(), reader().public_key(), world.today()), SizeIs(6));
}

TEST_F(LeaderTest, AnAppealIsInThePanelsInboxAloneUntilItIsDecided) {
  world.PublishHeadline();
  const auto hide = world.Act(facilitator(), records::Hide{text(2), 0});
  const auto appeal = world.Next(world.texts[2], Kind::kAppeal, hide.id);
  world.Seal(records::Pool::kThreadActs, 4, {appeal});
  const Actor& panel = world.organisation.reader(3);
  const auto brief = [&](const Actor& who) { return BriefOf(world.campaign(), who.public_key(), world.today()); };
  EXPECT_EQ(brief(panel).appeals, 1u);
  EXPECT_EQ(brief(panel).unanswered, 0u);
  EXPECT_EQ(brief(reader()).appeals, 0u);
  const auto inbox = InboxOf(world.campaign(), panel.public_key(), world.today());
  ASSERT_THAT(inbox, SizeIs(1));
  EXPECT_EQ(inbox[0].first, text(2)) << "the thread that it belongs to";
  ASSERT_OK(world.Act(panel, records::AppealDecision{appeal.SubmissionHash(), records::Ruling::kStaysHidden, {}},
                      world.Note()).status);
  EXPECT_EQ(brief(panel).appeals, 0u);
}

TEST_F(LeaderTest, TheBriefCountsWhatWaits) {
  EXPECT_EQ(Now().unanswered, 6u);
  EXPECT_EQ(Now().unacknowledged, 6u);
  EXPECT_EQ(Now().overdue, 0u);
  ASSERT_OK(world.Act(reader(), records::Acknowledgement{text(0), records::Tone::kRead}).status);
  Answer(text(1));
  const Brief late = Now(sealed() + world.jam.draft().clocks.answer + 1);
  EXPECT_EQ(late.unanswered, 5u);
  EXPECT_EQ(late.unacknowledged, 4u);
  EXPECT_EQ(late.overdue, 5u);
}

TEST_F(LeaderTest, ThemesComeWithTheMostPointsFirstAndMergedOnesWithTheOther) {
  const crypto::Hash few = Theme("Few"), many = Theme("Many"), merged = Theme("Merged"), answered = Theme("Answered");
  Points({{few, 1}, {many, 3}, {merged, 4}, {answered, 2}});
  Answer(answered);
  EXPECT_THAT(Titles(Now().themes), ElementsAre("Merged", "Many", "Answered", "Few"));
  ASSERT_OK(world.Act(facilitator(), records::Merge{merged, few}).status);
  const Brief brief = Now();
  EXPECT_THAT(Titles(brief.themes), ElementsAre("Few", "Many", "Answered"));
  EXPECT_EQ(brief.themes[0].points, 5u);
  EXPECT_TRUE(brief.themes[2].answered);
  EXPECT_FALSE(brief.themes[1].answered);
}

TEST_F(LeaderTest, TheMostEndorsedTextsWithoutAnAnswerAreListedAndHiddenOnesAreNot) {
  world.PublishHeadline();
  const auto publish = [&](std::size_t i, std::string words) {
    ASSERT_OK(world.Act(facilitator(), records::Publish{text(i), records::Form::kParaphrase, {}},
                        world.Words(std::move(words))).status);
  };
  publish(1, "One.");
  publish(3, "Three.");
  publish(5, "Five.");
  Points({{text(1), 1}, {text(2), 2}, {text(3), 3}, {text(5), 4}});
  EXPECT_THAT(Titles(Now().texts), ElementsAre("Five.", "Three.", world.texts[2].headline, "One."));
  Answer(text(3));
  ASSERT_OK(world.Act(facilitator(), records::Hide{text(5), 0}).status);
  EXPECT_THAT(Titles(Now().texts), ElementsAre(world.texts[2].headline, "One."));
  Answer(Theme("Gates", {text(2)}));
  EXPECT_THAT(Titles(Now().texts), ElementsAre("One."));
}

TEST_F(LeaderTest, LateActionsAreThoseThatThisLeaderPromised) {
  const auto action = world.Act(reader(), records::Action{world.today() + 1, {text(0)}, {}}, world.Note());
  ASSERT_OK(world.Act(world.organisation.sponsor(), records::Action{world.today() + 1, {text(0)}, {}}, world.Note()).status);
  EXPECT_EQ(Now(world.today() + 1).late_actions, 0u);
  EXPECT_EQ(Now(world.today() + 2).late_actions, 1u);
  ASSERT_OK(world.Act(reader(), records::ActionOutcome{action.id, records::Outcome::kDone, 0, {}}, world.Note()).status);
  EXPECT_EQ(Now(world.today() + 2).late_actions, 0u);
}

TEST_F(LeaderTest, ThePledgeIsDueWhileMembersSpeakAndCountsFromTheLastRenewal) {
  const auto& phases = world.jam.draft().phases;  // three days of speaking; renewed daily
  EXPECT_EQ(Now(phases.speaking_opens).pledge_due, phases.speaking_opens + 1);
  EXPECT_EQ(Now(phases.speaking_opens + 2).pledge_due, phases.speaking_opens + 1) << "it was missed, and is still due";
  const records::PledgeRenewal renewal{world.jam.draft().PledgeHash()};
  ASSERT_OK(world.Act(reader(), renewal, {}, phases.speaking_opens + 1).status);
  EXPECT_EQ(Now(phases.speaking_opens + 1).pledge_due, phases.speaking_opens + 2);
  EXPECT_EQ(Now(phases.speaking_closes).pledge_due, std::nullopt);
  ASSERT_OK(world.Act(reader(), renewal, {}, phases.speaking_opens + 2).status);
  EXPECT_EQ(Now(phases.speaking_opens + 2).pledge_due, std::nullopt) << "the next one would be due after the last day of speaking";
}

}  // namespace
}  // namespace candor::services::leader
