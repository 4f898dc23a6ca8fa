// Each clock: in time, late, and made up for.
#include "audit/overdue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/audit/acts_world.h"

namespace candor::audit::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

struct OverdueTest : ::testing::Test {
  ActsWorld world;
  // Of texts 0 to 5 those with quote 2 and 3: 2 and 3.
  Day sealed() const { return world.campaign().batches.front().day; }
  std::vector<Overdue> Of(ClockKind clock, Day as_of) const {
    auto all = OverdueOf(world.campaign(), as_of);
    std::erase_if(all, [&](const Overdue& each) { return each.clock != clock; });
    return all;
  }
  void Answer(const crypto::Hash& target, Day day) {
    const Bytes content = records::AnswerContent{"", "Yes."}.Encode();
    const EntryContent beside{{5}, content};
    const records::Answer answer{world.jam.id(), target, records::AnswerStatus::kPlanned, 0,
                                 records::ContentCommitment(beside.salt, content)};
    ASSERT_OK(world.view.Apply(
        records::LogEntry{day, world.jam.id(),
                          records::AnswerEntry{records::Signed::Make(world.organisation.reader(0).key,
                                                                     crypto::Label::kAnswer, answer.Encode())}}
            .Encode(),
        beside));
  }
};

TEST_F(OverdueTest, AnOpinionIsAcknowledgedByAWordOrByAnAnswer) {
  EXPECT_THAT(Of(ClockKind::kAcknowledge, sealed() + 2), IsEmpty());
  EXPECT_THAT(Of(ClockKind::kAcknowledge, sealed() + 3), SizeIs(6));
  ASSERT_OK(world.Act(world.organisation.reader(0), records::Acknowledgement{world.texts[0].hash, records::Tone::kRead}).status);
  Answer(world.texts[1].hash, world.today());
  EXPECT_THAT(Of(ClockKind::kAcknowledge, sealed() + 3), SizeIs(4));
  EXPECT_THAT(Of(ClockKind::kAnswer, sealed() + 11), SizeIs(5)) << "an acknowledgement is no answer";
}

TEST_F(OverdueTest, WhatAThemeHeldThatWasMergedAwayIsAnsweredWithTheOther) {
  const crypto::Hash away = world.MakeTheme({world.texts[1].hash});
  const crypto::Hash theme = world.MakeTheme({world.texts[0].hash});
  Answer(theme, sealed() + 4);
  EXPECT_EQ(FirstAnsweredByTheme(world.campaign(), world.texts[1].hash), std::nullopt);
  ASSERT_OK(world.Act(world.organisation.facilitator(), records::Merge{away, theme}, std::nullopt, sealed() + 6).status);
  EXPECT_EQ(FirstAnsweredByTheme(world.campaign(), world.texts[1].hash), sealed() + 6);
  EXPECT_EQ(FirstAnsweredByTheme(world.campaign(), world.texts[0].hash), sealed() + 4);
  // What was merged into a theme goes on with it.
  const crypto::Hash last = world.MakeTheme({world.texts[2].hash});
  ASSERT_OK(world.Act(world.organisation.facilitator(), records::Merge{theme, last}, std::nullopt, sealed() + 8).status);
  Answer(last, sealed() + 9);
  EXPECT_EQ(world.campaign().acts.themes.at(last).items.size(), 3u);
  EXPECT_EQ(FirstAnsweredByTheme(world.campaign(), world.texts[1].hash), sealed() + 6);
}

TEST_F(OverdueTest, AnAnswerThroughAThemeCountsFromTheDayOnWhichBothAreThere) {
  const crypto::Hash theme = world.MakeTheme({world.texts[0].hash});
  Answer(theme, sealed() + 4);
  EXPECT_EQ(FirstAnsweredByTheme(world.campaign(), world.texts[0].hash), sealed() + 4);
  EXPECT_EQ(FirstAnswered(world.campaign(), world.texts[1].hash), std::nullopt);
  ASSERT_OK(world.Act(world.organisation.facilitator(), records::Theme{theme, 1, {world.texts[1].hash}, {}}, world.Note(),
                      sealed() + 12).status);
  EXPECT_EQ(FirstAnswered(world.campaign(), world.texts[1].hash), sealed() + 12);
  const auto late = Of(ClockKind::kAnswer, sealed() + 13);
  ASSERT_THAT(late, SizeIs(5));
  for (const auto& each : late) {
    EXPECT_EQ(each.done.has_value(), each.about == world.texts[1].hash) << "it was answered, and late";
  }
}

TEST_F(OverdueTest, AConsentedTextIsPublishedOrDeclinedInTime) {
  EXPECT_THAT(Of(ClockKind::kPublish, sealed() + 3), IsEmpty());
  EXPECT_THAT(Of(ClockKind::kPublish, sealed() + 4), SizeIs(2)) << "a headline and a text; no paraphrase";
  world.PublishHeadline();
  EXPECT_THAT(Of(ClockKind::kPublish, sealed() + 4), SizeIs(1));
  ASSERT_OK(world.Act(world.organisation.facilitator(), records::PublishDeclined{world.texts[3].hash, 0}).status);
  EXPECT_THAT(Of(ClockKind::kPublish, sealed() + 4), IsEmpty());
}

TEST_F(OverdueTest, APledgeIsRenewedAsLongAsMembersSpeak) {
  const auto& phases = world.jam.draft().phases;
  EXPECT_THAT(Of(ClockKind::kPledge, phases.speaking_opens + 1), IsEmpty());
  const std::size_t everybody = world.jam.draft().readers.size() + 2;
  EXPECT_THAT(Of(ClockKind::kPledge, phases.speaking_opens + 2), SizeIs(everybody));
  EXPECT_THAT(Of(ClockKind::kPledge, phases.speaking_closes + 50), SizeIs(everybody)) << "it stays missed";
  const records::PledgeRenewal renewal{world.jam.draft().PledgeHash()};
  ASSERT_OK(world.Act(world.organisation.reader(0), renewal, {}, phases.speaking_opens + 1).status);
  EXPECT_THAT(Of(ClockKind::kPledge, phases.speaking_opens + 2), SizeIs(everybody - 1));
  EXPECT_THAT(Of(ClockKind::kPledge, phases.speaking_closes + 50), SizeIs(everybody)) << "the last day of speaking was missed";
  ASSERT_OK(world.Act(world.organisation.reader(0), renewal, {}, phases.speaking_opens + 2).status);
  const auto late = Of(ClockKind::kPledge, phases.speaking_closes + 50);
  EXPECT_THAT(late, SizeIs(everybody - 1)) << "the next one would be due on the day of the close";
}

TEST_F(OverdueTest, AThemeIsDecidedOnTheProgrammesDay) {
  const Day due = world.jam.draft().programme.decision_day;
  const crypto::Hash one = world.MakeTheme({world.texts[0].hash});
  const crypto::Hash other =
      world.Act(world.organisation.facilitator(), records::Theme{{}, 0, {}, {}}, world.Note("Other")).id;
  EXPECT_THAT(Of(ClockKind::kDecision, due), IsEmpty());
  EXPECT_THAT(Of(ClockKind::kDecision, due + 1), SizeIs(2));
  ASSERT_OK(world.Act(world.organisation.facilitator(), records::Merge{other, one}).status);
  EXPECT_THAT(Of(ClockKind::kDecision, due + 1), SizeIs(1)) << "what was merged is decided with the other";
  ASSERT_OK(world.Act(world.organisation.sponsor(), records::Decision{one, records::Verdict::kStudied, 0, {}}, world.Note(),
                      due).status);
  EXPECT_THAT(Of(ClockKind::kDecision, due + 1), IsEmpty());
}

TEST_F(OverdueTest, AThemeThatIsMergedAfterItsDayHasMissedIt) {
  const Day due = world.jam.draft().programme.decision_day;
  const crypto::Hash missed = world.MakeTheme({world.texts[0].hash});
  const crypto::Hash in_time =
      world.Act(world.organisation.facilitator(), records::Theme{{}, 0, {}, {}}, world.Note("Other")).id;
  const crypto::Hash into =
      world.Act(world.organisation.facilitator(), records::Theme{{}, 0, {}, {}}, world.Note("Third")).id;
  ASSERT_OK(world.Act(world.organisation.sponsor(), records::Decision{into, records::Verdict::kStudied, 0, {}}, world.Note(),
                      due).status);
  ASSERT_OK(world.Act(world.organisation.facilitator(), records::Merge{in_time, into}, {}, due).status);
  ASSERT_OK(world.Act(world.organisation.facilitator(), records::Merge{missed, into}, {}, due + 3).status);
  const auto late = Of(ClockKind::kDecision, due + 100);
  ASSERT_THAT(late, SizeIs(1));
  EXPECT_EQ(late.front().about, missed);
  EXPECT_EQ(late.front().done, due + 3);
}

TEST_F(OverdueTest, RetentionStopsTheClocksAndUndoesNothing) {
  Answer(world.texts[0].hash, sealed() + 2);
  Answer(world.texts[1].hash, sealed() + 20);
  const Day ends = world.jam.draft().phases.retention_ends;
  const auto before = Of(ClockKind::kAnswer, ends);
  ASSERT_THAT(before, SizeIs(5));
  ASSERT_OK(world.view.Apply(
      records::LogEntry{ends, world.jam.id(),
                        records::Tombstone{records::RetentionCause{world.campaign().batches.front().index}}}
          .Encode(),
      {}));
  ASSERT_EQ(ErasedOn(world.campaign(), world.campaign().submissions.at(world.texts[0].hash)), ends);
  const auto after = Of(ClockKind::kAnswer, ends + 50);
  ASSERT_THAT(after, SizeIs(5));
  for (std::size_t i = 0; i < after.size(); ++i) EXPECT_EQ(after[i].done, before[i].done);
  EXPECT_THAT(Of(ClockKind::kPublish, ends + 50), SizeIs(2));
}

TEST_F(OverdueTest, WhatIsErasedBeforeItsClockRanOutIsNeverLate) {
  auto withdrawal = world.Next(world.texts[0], records::Kind::kWithdrawal, {});
  world.Seal(records::Pool::kThreadActs, 7, {withdrawal});
  const std::uint64_t at = world.view.size() - 1;
  const SealedSubmission& text = world.campaign().submissions.at(world.texts[0].hash);
  const Day day = world.today();
  ASSERT_LE(day, sealed() + 2) << "before the first clock";
  ASSERT_OK(world.view.Apply(
      records::LogEntry{day, world.jam.id(), records::Tombstone{records::WithdrawnCause{text.index, at}}}.Encode(), {}));
  EXPECT_EQ(ErasedOn(world.campaign(), text), day);
  EXPECT_THAT(Of(ClockKind::kAcknowledge, sealed() + 100), SizeIs(5));
  EXPECT_THAT(Of(ClockKind::kAnswer, sealed() + 100), SizeIs(5));
}

TEST_F(OverdueTest, AnActionIsDoneOrDroppedByItsDayUnlessItWasMovedBefore) {
  const Day today = world.today();
  const auto action = world.Act(world.organisation.reader(0), records::Action{today + 5, {world.texts[0].hash}, {}}, world.Note());
  EXPECT_THAT(Of(ClockKind::kAction, today + 5), IsEmpty());
  ASSERT_THAT(Of(ClockKind::kAction, today + 6), SizeIs(1));
  EXPECT_EQ(Of(ClockKind::kAction, today + 6).front().person, world.organisation.reader(0).public_key());
  const auto outcome = [&](records::Outcome what, Day on, Day due) {
    ASSERT_OK(world.Act(world.organisation.reader(0), records::ActionOutcome{action.id, what, due, {}}, world.Note(), on).status);
  };
  outcome(records::Outcome::kMoved, today + 2, today + 20);
  EXPECT_THAT(Of(ClockKind::kAction, today + 20), IsEmpty());
  outcome(records::Outcome::kInPart, today + 19, 0);
  EXPECT_THAT(Of(ClockKind::kAction, today + 21), SizeIs(1)) << "in part is not done";
  outcome(records::Outcome::kMoved, today + 22, today + 40);
  EXPECT_THAT(Of(ClockKind::kAction, today + 23), SizeIs(1)) << "a day that has passed is not moved any more";
  outcome(records::Outcome::kDone, today + 24, 0);
  const auto late = Of(ClockKind::kAction, today + 30);
  ASSERT_THAT(late, SizeIs(1));
  EXPECT_EQ(late.front().done, today + 24);
}

}  // namespace
}  // namespace candor::audit::testing
