// Who may do what in a campaign, and to what: each rule of audit/acts.h, with the act that it refuses and one that it
// takes.
#include "audit/acts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/envelope.h"
#include "tests/audit/acts_world.h"

namespace candor::audit::testing {
namespace {

using candor::testing::IsOk;
using candor::testing::StatusIs;
using records::Form;
using records::Kind;
using ::testing::HasSubstr;

constexpr auto kDenied = absl::StatusCode::kPermissionDenied;
constexpr auto kBroken = absl::StatusCode::kFailedPrecondition;
constexpr auto kMissing = absl::StatusCode::kNotFound;

auto Refused(absl::StatusCode code, const char* why) { return StatusIs(code, HasSubstr(why)); }

struct ActsTest : ::testing::Test {
  ActsWorld world;
  const candor::testing::Actor& leader() { return world.organisation.reader(0); }
  const candor::testing::Actor& delegate() { return world.organisation.reader(1); }
  const candor::testing::Actor& panel() { return world.organisation.reader(3); }
  const candor::testing::Actor& facilitator() { return world.organisation.facilitator(); }
  const candor::testing::Actor& sponsor() { return world.organisation.sponsor(); }
  const crypto::Hash& text(std::size_t i) { return world.texts[i].hash; }
};

TEST_F(ActsTest, ThePledgeIsRenewedByThoseWhoSignedIt) {
  const records::PledgeRenewal renewal{world.jam.draft().PledgeHash()};
  for (const auto* who : {&leader(), &facilitator(), &world.organisation.operator_person(), &panel()}) {
    EXPECT_OK(world.Act(*who, renewal).status);
  }
  EXPECT_THAT(world.Act(sponsor(), renewal).status, Refused(kDenied, "signed this campaign's pledge"));
  EXPECT_THAT(world.Act(leader(), records::PledgeRenewal{{7}}).status, Refused(kBroken, "not the pledge"));
  EXPECT_THAT(world.campaign().acts.renewals.at(leader().public_key()), ::testing::SizeIs(1));
}

// The board cannot hold back a signature and use it later, nor use one twice.
TEST_F(ActsTest, AnActStandsOnItsDayOrTheNextAndOnce) {
  const records::PledgeRenewal renewal{world.jam.draft().PledgeHash()};
  const Day today = world.today();
  EXPECT_THAT(world.Act(leader(), renewal, {}, today + 2, today).status, Refused(kBroken, "another day"));
  EXPECT_THAT(world.Act(leader(), renewal, {}, today, today + 1).status, Refused(kBroken, "another day"));
  EXPECT_OK(world.Act(leader(), renewal, {}, today + 1, today).status);
  EXPECT_THAT(world.Act(leader(), renewal, {}, today + 1, today).status, Refused(kBroken, "in the log already"));
}

TEST_F(ActsTest, NothingIsAddedOnceRetentionHasEnded) {
  const Day ends = world.jam.draft().phases.retention_ends;
  EXPECT_THAT(world.Act(facilitator(), records::Prompt{}, world.Note(), ends).status, Refused(kBroken, "retention"));
  EXPECT_OK(world.Act(facilitator(), records::Prompt{}, world.Note(), ends - 1).status);
}

TEST_F(ActsTest, AReaderOrTheirDelegateAcknowledgesWhatIsAddressedToThem) {
  const records::Acknowledgement ack{text(0), records::Tone::kThanks};
  EXPECT_OK(world.Act(leader(), ack).status);
  EXPECT_OK(world.Act(delegate(), ack).status) << "for the reader whose delegate it is";
  EXPECT_THAT(world.Act(panel(), ack).status, Refused(kDenied, "audience"));
  EXPECT_THAT(world.Act(facilitator(), ack).status, Refused(kDenied, "only a reader"));
  EXPECT_THAT(world.Act(leader(), records::Acknowledgement{{9}, records::Tone::kRead}).status,
              Refused(kMissing, "no sealed opinion"));
}

TEST_F(ActsTest, APromptAThemeAndAPublicationAreTheFacilitators) {
  EXPECT_OK(world.Act(facilitator(), records::Prompt{}, world.Note()).status);
  EXPECT_THAT(world.Act(leader(), records::Prompt{}, world.Note()).status, Refused(kDenied, "only a facilitator"));
  EXPECT_THAT(world.Act(sponsor(), records::Theme{{}, 0, {text(0)}, {}}, world.Note()).status,
              Refused(kDenied, "only a facilitator"));
  EXPECT_THAT(world.Act(leader(), records::Publish{text(1), Form::kParaphrase, {}}, world.Words("So.")).status,
              Refused(kDenied, "only a facilitator"));
}

TEST_F(ActsTest, AThemeGrowsByRevisionsWithoutAGap) {
  const crypto::Hash theme = world.MakeTheme({text(0), text(1)});
  EXPECT_OK(world.Act(facilitator(), records::Theme{theme, 1, {text(2)}, {}}, world.Note("Nights")).status);
  EXPECT_EQ(world.campaign().acts.themes.at(theme).items.size(), 3u);
  EXPECT_THAT(world.Act(facilitator(), records::Theme{theme, 1, {}, {}}, world.Note()).status,
              Refused(kBroken, "number 2"));
  EXPECT_THAT(world.Act(facilitator(), records::Theme{{9}, 1, {}, {}}, world.Note()).status,
              Refused(kMissing, "no theme"));
  EXPECT_THAT(world.Act(facilitator(), records::Theme{theme, 2, {{9}}, {}}, world.Note()).status,
              Refused(kMissing, "no sealed opinion"));
}

TEST_F(ActsTest, NothingIsPublishedBeyondItsAuthorsConsent) {
  // Texts 0 to 3: never, paraphrase, headline, verbatim.
  const auto publish = [&](std::size_t i, Form form, Bytes content) {
    const BoardView before = world.view;
    const auto status = world.Act(facilitator(), records::Publish{text(i), form, {}}, std::move(content)).status;
    world.view = before;
    return status;
  };
  const auto& headline = world.texts[2];
  const auto& verbatim = world.texts[3];
  EXPECT_THAT(publish(0, Form::kParaphrase, world.Words("So.")), Refused(kBroken, "not consented"));
  EXPECT_OK(publish(1, Form::kParaphrase, world.Words("So.")));
  EXPECT_THAT(publish(1, Form::kHeadline, world.Words("So.")), Refused(kBroken, "not consented"));
  EXPECT_OK(publish(2, Form::kParaphrase, world.Words("So.")));
  EXPECT_OK(publish(2, Form::kHeadline, world.Words(headline.headline, headline.public_salt)));
  EXPECT_THAT(publish(2, Form::kVerbatim, world.Words(ActsWorld::kWords, headline.public_salt)),
              Refused(kBroken, "not consented"));
  EXPECT_OK(publish(3, Form::kVerbatim, world.Words(ActsWorld::kWords, verbatim.public_salt)));
  EXPECT_THAT(publish(3, Form::kHeadline, world.Words(headline.headline, verbatim.public_salt)),
              Refused(kBroken, "another form"));
}

TEST_F(ActsTest, WhatIsPublishedWordForWordOpensItsAuthorsCommitment) {
  const auto& headline = world.texts[2];
  const records::Publish act{headline.hash, Form::kHeadline, {}};
  EXPECT_THAT(world.Act(facilitator(), act, world.Words("Badge readers fail", headline.public_salt)).status,
              Refused(kBroken, "word for word"));
  EXPECT_THAT(world.Act(facilitator(), act, world.Words(headline.headline, {1})).status,
              Refused(kBroken, "word for word"));
  EXPECT_THAT(world.Act(facilitator(), records::Publish{text(1), Form::kParaphrase, {}}, world.Words("So.", {1})).status,
              Refused(kBroken, "carries no salt"));
  EXPECT_OK(world.Act(facilitator(), act, world.Words(headline.headline, headline.public_salt)).status);
  EXPECT_THAT(world.Act(facilitator(), act, world.Words(headline.headline, headline.public_salt)).status,
              Refused(kBroken, "published already"));
}

TEST_F(ActsTest, AConsentIsThatOfTheLastBodyInTheThread) {
  auto follow_up = world.Next(world.texts[2], Kind::kFollowUp, {});
  follow_up.quote = records::Quote::kNever;
  world.Seal(records::Pool::kThreadActs, 4, {follow_up});
  EXPECT_THAT(world.Act(facilitator(), records::Publish{text(2), Form::kHeadline, {}},
                        world.Words(world.texts[2].headline, world.texts[2].public_salt)).status,
              Refused(kBroken, "not consented"));
}

TEST_F(ActsTest, PublicationIsDeclinedWithAReasonOfTheManifestOnce) {
  EXPECT_THAT(world.Act(facilitator(), records::PublishDeclined{text(2), 2}).status, Refused(kBroken, "reason"));
  EXPECT_OK(world.Act(facilitator(), records::PublishDeclined{text(2), 1}).status);
  EXPECT_THAT(world.Act(facilitator(), records::PublishDeclined{text(2), 0}).status, Refused(kBroken, "declined already"));
}

TEST_F(ActsTest, OnlyWhatIsPublishedIsHiddenAndOnce) {
  EXPECT_THAT(world.Act(facilitator(), records::Hide{text(2), 0}).status, Refused(kMissing, "nothing published"));
  world.PublishHeadline();
  EXPECT_THAT(world.Act(facilitator(), records::Hide{text(2), 5}).status, Refused(kBroken, "reason"));
  EXPECT_THAT(world.Act(leader(), records::Hide{text(2), 0}).status, Refused(kDenied, "only a facilitator"));
  EXPECT_OK(world.Act(facilitator(), records::Hide{text(2), 0}).status);
  EXPECT_TRUE(world.campaign().acts.published.at(text(2)).hidden);
  EXPECT_THAT(world.Act(facilitator(), records::Hide{text(2), 1}).status, Refused(kBroken, "hidden already"));
}

TEST_F(ActsTest, AnAppealIsDecidedByThePanelOnceAndShowsTheTextAgain) {
  world.PublishHeadline();
  const auto hide = world.Act(facilitator(), records::Hide{text(2), 0});
  const BoardView before = world.view;
  EXPECT_THAT(world.TrySeal(records::Pool::kThreadActs, 4, {world.Next(world.texts[1], Kind::kAppeal, hide.id)}),
              Refused(kBroken, "hide of its thread"));
  world.view = before;
  const auto appeal = world.Next(world.texts[2], Kind::kAppeal, hide.id);
  world.Seal(records::Pool::kThreadActs, 4, {appeal});
  const records::AppealDecision ruling{appeal.SubmissionHash(), records::Ruling::kShownAgain, {}};
  EXPECT_THAT(world.Act(facilitator(), ruling, world.Note()).status, Refused(kDenied, "only the appeal panel"));
  EXPECT_THAT(world.Act(leader(), ruling, world.Note()).status, Refused(kDenied, "only the appeal panel"));
  EXPECT_THAT(world.Act(panel(), records::AppealDecision{{9}, records::Ruling::kShownAgain, {}}, world.Note()).status,
              Refused(kMissing, "no sealed appeal"));
  EXPECT_OK(world.Act(panel(), ruling, world.Note()).status);
  EXPECT_FALSE(world.campaign().acts.published.at(text(2)).hidden);
  EXPECT_THAT(world.Act(panel(), ruling, world.Note("Again")).status, Refused(kBroken, "decided already"));
}

TEST_F(ActsTest, MergedPointsAreSummedAndNoneIsMade) {
  const crypto::Hash one = world.MakeTheme({text(0)});
  const crypto::Hash other = world.Act(facilitator(), records::Theme{{}, 0, {text(1)}, {}}, world.Note("Other")).id;
  const crypto::Hash third = world.Act(facilitator(), records::Theme{{}, 0, {text(1)}, {}}, world.Note("Third")).id;
  std::vector<records::SubmissionBody> points;
  for (int i = 0; i < 7; ++i) points.push_back(world.First(Kind::kEndorsement, i < 3 ? one : other));
  world.Seal(records::Pool::kEndorsements, 5, points);
  EXPECT_OK(world.Act(facilitator(), records::Merge{one, other}).status);
  EXPECT_EQ(world.campaign().acts.PointsOf(other), 7u);
  EXPECT_EQ(world.campaign().acts.PointsOf(one), 0u);
  EXPECT_EQ(world.campaign().acts.MergedInto(one), other);
  EXPECT_THAT(world.Act(facilitator(), records::Merge{other, one}).status, Refused(kBroken, "merged"));
  EXPECT_THAT(world.Act(facilitator(), records::Merge{one, third}).status, Refused(kBroken, "merged"));
  EXPECT_OK(world.Act(facilitator(), records::Merge{other, third}).status);
  EXPECT_EQ(world.campaign().acts.PointsOf(third), 7u) << "through two merges, and each point once";
  EXPECT_THAT(world.Act(facilitator(), records::Merge{third, third}).status, Refused(kBroken, "itself"));
  world.PublishHeadline();
  EXPECT_THAT(world.Act(facilitator(), records::Merge{text(2), third}).status, Refused(kMissing, "two themes"));
}

TEST_F(ActsTest, ConnectionsSpotlightsAndConflictsAreAboutWhatIsOnTheWall) {
  const crypto::Hash theme = world.MakeTheme({text(0)});
  world.PublishHeadline();
  EXPECT_OK(world.Act(facilitator(), records::Connect{theme, text(2), {}}, world.Note()).status);
  EXPECT_THAT(world.Act(facilitator(), records::Connect{theme, theme, {}}, world.Note()).status, Refused(kBroken, "different"));
  EXPECT_THAT(world.Act(facilitator(), records::Connect{theme, text(1), {}}, world.Note()).status,
              Refused(kMissing, "neither a published"));
  EXPECT_OK(world.Act(facilitator(), records::Spotlight{theme, {}}, world.Note()).status);
  EXPECT_THAT(world.Act(facilitator(), records::Spotlight{text(0), {}}, world.Note()).status,
              Refused(kMissing, "neither a published"));
  EXPECT_OK(world.Act(leader(), records::ConflictDeclared{{}, {}}, world.Note()).status);
  EXPECT_OK(world.Act(sponsor(), records::ConflictDeclared{theme, {}}, world.Note()).status);
  EXPECT_THAT(world.Act(world.organisation.operator_person(), records::ConflictDeclared{{}, {}}, world.Note()).status,
              Refused(kDenied, "conflict of interest"));
}

TEST_F(ActsTest, AnActionIsPromisedForADayToComeAndItsOutcomeFollows) {
  const crypto::Hash theme = world.MakeTheme({text(0)});
  const Day today = world.today();
  EXPECT_THAT(world.Act(leader(), records::Action{today - 1, {theme}, {}}, world.Note()).status, Refused(kBroken, "before today"));
  EXPECT_THAT(world.Act(leader(), records::Action{today + 1, {{9}}, {}}, world.Note()).status, Refused(kMissing, "no sealed"));
  EXPECT_THAT(world.Act(facilitator(), records::Action{today + 1, {theme}, {}}, world.Note()).status, Refused(kDenied, "only a reader"));
  const auto action = world.Act(leader(), records::Action{today + 1, {theme}, {}}, world.Note());
  EXPECT_OK(action.status);
  const auto outcome = [&](const crypto::Hash& id) { return records::ActionOutcome{id, records::Outcome::kDone, 0, {}}; };
  EXPECT_THAT(world.Act(leader(), outcome({9}), world.Note()).status, Refused(kMissing, "no action"));
  EXPECT_OK(world.Act(sponsor(), outcome(action.id), world.Note()).status);
}

TEST_F(ActsTest, ADecisionIsTheSponsorsWithRevisionsThatNeverOverwrite) {
  const crypto::Hash theme = world.MakeTheme({text(0)});
  const auto decide = [&](std::uint32_t revision) {
    return records::Decision{theme, records::Verdict::kAdopted, revision, {}};
  };
  EXPECT_THAT(world.Act(leader(), decide(0), world.Note()).status, Refused(kDenied, "only a sponsor"));
  EXPECT_THAT(world.Act(sponsor(), decide(1), world.Note()).status, Refused(kBroken, "number 0"));
  EXPECT_OK(world.Act(sponsor(), decide(0), world.Note()).status);
  EXPECT_THAT(world.Act(sponsor(), decide(0), world.Note("Other")).status, Refused(kBroken, "number 1"));
  EXPECT_OK(world.Act(sponsor(), decide(1), world.Note("Other")).status);
  EXPECT_EQ(world.campaign().acts.themes.at(theme).decisions.size(), 2u);
}

TEST_F(ActsTest, APrivateNoteIsSealedToTheThreadThatItIsAboutBeforeTheConversationEnds) {
  const auto seal = [&](std::size_t i, std::uint8_t audience) {
    const auto& keys = world.texts[i].author.keys;
    crypto::OpinionPlaintext plain;
    plain.text = "Which gate was it?";
    const auto encoded = plain.Encode();
    const crypto::KemPublicKey to = keys.kem.public_key();
    return crypto::SealEnvelope({world.jam.id(), keys.signing.verify_key(), audience}, {&to, 1}, *encoded,
                                world.organisation.random())
        .value();
  };
  const records::PrivateNote note{text(0), records::NoteForm::kQuestion, {}};
  EXPECT_OK(world.Act(leader(), note, seal(0, records::kToTheThread)).status);
  EXPECT_OK(world.Act(facilitator(), note, seal(0, records::kToTheThread)).status);
  EXPECT_THAT(world.Act(sponsor(), note, seal(0, records::kToTheThread)).status, Refused(kDenied, "writes to an author"));
  EXPECT_THAT(world.Act(panel(), note, seal(0, records::kToTheThread)).status, Refused(kDenied, "audience"));
  EXPECT_THAT(world.Act(leader(), note, seal(1, records::kToTheThread)).status, Refused(kBroken, "another thread"));
  EXPECT_THAT(world.Act(leader(), note, seal(0, 0)).status, Refused(kBroken, "another thread"));
  EXPECT_THAT(world.Act(leader(), note, Bytes(100, 1)).status, Refused(kBroken, "no envelope"));
  EXPECT_THAT(world.Act(leader(), note, seal(0, records::kToTheThread), world.jam.draft().phases.conversation_ends).status,
              Refused(kBroken, "conversation of this campaign has ended"));
}

TEST_F(ActsTest, NobodyActsUnderARoleThatWasTaken) {
  const records::Acknowledgement ack{text(0), records::Tone::kRead};
  ASSERT_OK(world.Act(leader(), ack).status);
  const auto revoked = world.organisation.Countersign(
      records::ActorRevoke{.day = world.today(), .key = leader().public_key(), .role = records::Role::kReader});
  ASSERT_OK(world.view.Apply(
      records::LogEntry{world.today(), records::kNoCampaign, records::GovernanceEntry{revoked}}.Encode(), {}));
  EXPECT_THAT(world.Act(leader(), records::Acknowledgement{text(1), records::Tone::kRead}).status,
              Refused(kDenied, "only a reader"));
}

TEST_F(ActsTest, AnAnswerToAThemeOrByADelegateCounts) {
  const crypto::Hash theme = world.MakeTheme({text(0)});
  EXPECT_TRUE(IsAnswerable(world.campaign(), theme));
  EXPECT_TRUE(IsAnswerable(world.campaign(), text(0)));
  EXPECT_FALSE(IsAnswerable(world.campaign(), {9}));
  EXPECT_TRUE(ActsAsReader(world.jam.draft(), delegate().public_key()));
  EXPECT_FALSE(ActsAsReader(world.jam.draft(), facilitator().public_key()));
}

TEST_F(ActsTest, AnAnswerIsForThoseToWhomTheTextIsAddressedAndForWhatCanBeRead) {
  const auto check = [&](const candor::testing::Actor& who, const crypto::Hash& target, std::uint32_t revision = 0,
                         std::optional<Day> day = {}) {
    const records::Answer answer{world.jam.id(), target, records::AnswerStatus::kPlanned, revision, {}};
    return CheckAnswer(world.view, world.campaign(), who.public_key(), answer, day.value_or(world.today()));
  };
  EXPECT_OK(check(leader(), text(0)));
  EXPECT_OK(check(delegate(), text(0))) << "who stands in for a reader of that audience";
  EXPECT_THAT(check(world.organisation.reader(3), text(0)), Refused(kDenied, "an audience you do not belong to"));
  EXPECT_THAT(check(facilitator(), text(0)), Refused(kDenied, "no reader of this campaign"));
  EXPECT_THAT(check(leader(), {9}), Refused(kMissing, "no sealed opinion or theme"));
  EXPECT_THAT(check(leader(), text(0), 1), Refused(kBroken, "number 0"));
  EXPECT_THAT(check(leader(), text(0), 0, world.jam.draft().phases.retention_ends), Refused(kBroken, "retention has ended"));
}

TEST_F(ActsTest, ATextThatIsGoneGetsNoFirstAnswerAndOneThatStandsIsStillCorrected) {
  const auto answer = [&](const crypto::Hash& target, std::uint32_t revision) {
    const Bytes content = records::AnswerContent{"", "Yes."}.Encode();
    const EntryContent beside{{5}, content};
    const records::Answer record{world.jam.id(), target, records::AnswerStatus::kPlanned, revision,
                                 records::ContentCommitment(beside.salt, content)};
    return world.view.Apply(
        records::LogEntry{world.today(), world.jam.id(),
                          records::AnswerEntry{records::Signed::Make(leader().key, crypto::Label::kAnswer, record.Encode())}}
            .Encode(),
        beside);
  };
  ASSERT_OK(answer(text(0), 0));
  const auto erase = [&](int number) {
    world.Seal(records::Pool::kThreadActs, 6 + static_cast<records::SlotNumber>(number),
               {world.Next(world.texts[number], records::Kind::kWithdrawal, {})});
    const std::uint64_t withdrawal = world.view.size() - 1;
    ASSERT_OK(world.view.Apply(
        records::LogEntry{world.today(), world.jam.id(),
                          records::Tombstone{records::WithdrawnCause{
                              world.campaign().submissions.at(text(number)).index, withdrawal}}}
            .Encode(),
        {}));
  };
  erase(0);
  erase(1);
  EXPECT_THAT(answer(text(1), 0), Refused(kBroken, "withdrawn or erased"));
  EXPECT_OK(answer(text(0), 1));
}

// ---- what members refer to ----

TEST_F(ActsTest, AContributionAndAPointReferToWhatIsOnTheWall) {
  const crypto::Hash prompt = world.Act(facilitator(), records::Prompt{}, world.Note()).id;
  const crypto::Hash theme = world.MakeTheme({text(0)});
  const auto takes = [&](Kind kind, const crypto::Hash& target) {
    return CheckTarget(world.campaign(), world.First(kind, target)).ok();
  };
  EXPECT_TRUE(takes(Kind::kContribution, prompt));
  EXPECT_TRUE(takes(Kind::kContribution, theme));
  EXPECT_FALSE(takes(Kind::kContribution, text(2))) << "it is not published";
  EXPECT_FALSE(takes(Kind::kEndorsement, text(2)));
  EXPECT_FALSE(takes(Kind::kEndorsement, prompt));
  EXPECT_TRUE(takes(Kind::kEndorsement, theme));
  world.PublishHeadline();
  EXPECT_TRUE(takes(Kind::kContribution, text(2)));
  EXPECT_TRUE(takes(Kind::kEndorsement, text(2)));
  EXPECT_FALSE(takes(Kind::kContribution, {9}));
}

TEST_F(ActsTest, ARatingIsOfAnActionByAnOpinionsThreadAndTheNewestCounts) {
  const auto action = world.Act(leader(), records::Action{world.today() + 1, {text(0)}, {}}, world.Note());
  EXPECT_FALSE(CheckTarget(world.campaign(), world.Next(world.texts[0], Kind::kRating, {9})).ok());
  auto rating = world.Next(world.texts[0], Kind::kRating, action.id);
  rating.value = 1;
  world.Seal(records::Pool::kRatings, 5, {rating});
  auto again = world.Next(world.texts[0], Kind::kRating, action.id);
  again.value = 4;
  world.Seal(records::Pool::kRatings, 6, {again});
  const auto& ratings = world.campaign().acts.actions.at(action.id).ratings;
  ASSERT_EQ(ratings.size(), 1u) << "one of a thread is in force";
  EXPECT_EQ(ratings.begin()->second, 4);
}

TEST_F(ActsTest, AFollowUpBeyondTheQuotaOrToAnotherAudienceDoesNotReplay) {
  auto other = world.Next(world.texts[0], Kind::kFollowUp, {});
  other.audience = 1;
  const BoardView before = world.view;
  EXPECT_THAT(world.TrySeal(records::Pool::kThreadActs, 4, {other}), Refused(kBroken, "another audience"));
  world.view = before;
  for (records::SlotNumber i = 0; i < world.jam.draft().quotas.follow_ups; ++i) {
    world.Seal(records::Pool::kThreadActs, 4 + i, {world.Next(world.texts[0], Kind::kFollowUp, {})});
  }
  EXPECT_THAT(world.TrySeal(records::Pool::kThreadActs, 20, {world.Next(world.texts[0], Kind::kFollowUp, {})}),
              Refused(kBroken, "quota"));
}

}  // namespace
}  // namespace candor::audit::testing
