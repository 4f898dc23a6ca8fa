// A member at the close of a jam that has a grace: nothing is sent, and no slip burnt, before the log says
// whether speaking goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/member/blank.h"
#include "services/member/send.h"
#include "services/member/wall.h"
#include "services/texts/day.h"
#include "tests/services/member/speaking_scene.h"

namespace candor::testing {
namespace {

using member::News;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// A day of grace.
constexpr Day kExtended = kSpeakingCloses + 1;

struct GraceScene : SpeakingScene {
  explicit GraceScene(std::uint8_t days = 1) : SpeakingScene({.grace_days = days}) {}

  // The board's log reaches this day by an entry of its own, and this machine's clock does.
  void Reach(Day day) {
    logs.AddToBoard(day, records::kNoCampaign, records::Incident{1, 2, {}, {{7}}});
    now = StartOf(day) + 60;
  }
  void Extend() { logs.AddToBoard(kSpeakingCloses, jam.id(), records::CampaignExtend{kExtended}); }
  bool SlipIsThere() { return !wallet.FindDraw(jam.id())->TokensOf(crypto::Purpose::kVoice, 0).empty(); }
  std::vector<member::Note> Spend() { return member::SpendUnused(wallet, logs.board(), now); }
};

TEST(Grace, ASlipIsKeptUntilTheLogSaysThatSpeakingDoesNotGoOn) {
  GraceScene scene;
  scene.Reach(kSpeakingCloses);
  EXPECT_THAT(scene.Spend(), IsEmpty());
  EXPECT_TRUE(scene.SlipIsThere());
  // The batch of the last slot: k were there.
  std::vector<records::SignedSubmission> all;
  for (int i = 0; i < 5; ++i) all.push_back(scene.jam.Opinion(scene.jam.NewAuthor(), "x").submission);
  scene.logs.Seal(scene.jam, 12, all);
  EXPECT_THAT(scene.Spend(), SizeIs(1));
  EXPECT_FALSE(scene.SlipIsThere());
}

TEST(Grace, WithoutADayOfItASlipIsSpentAtTheClose) {
  GraceScene scene(0);
  scene.Reach(kSpeakingCloses);
  EXPECT_THAT(scene.Spend(), SizeIs(1)) << "the control";
}

TEST(Grace, InItASlipSpeaksAndAfterItIsSpent) {
  GraceScene scene;
  scene.Reach(kSpeakingCloses);
  EXPECT_THAT(scene.Say("Late.").message(), HasSubstr("`candor sync` shows whether"));
  scene.Extend();
  EXPECT_THAT(scene.Spend(), IsEmpty());
  GraceScene silent;
  silent.Reach(kSpeakingCloses);
  silent.Extend();
  EXPECT_OK(scene.Say("Late."));
  EXPECT_THAT(scene.Send(), SizeIs(1));
  EXPECT_THAT(scene.board.requests, SizeIs(1));
  silent.Reach(kExtended);
  EXPECT_THAT(silent.Say("Too late.").message(), Not(HasSubstr("sync")));
  EXPECT_THAT(silent.Spend(), SizeIs(1));
}

TEST(Grace, ALogThatSaysNothingEndsTheWaitWithTheGrace) {
  GraceScene scene;
  scene.Reach(kExtended);
  EXPECT_THAT(scene.Spend(), SizeIs(1));
}

TEST(Grace, AnOpinionThatMissedTheCloseWaitsAtHomeAndLeavesInTheGrace) {
  GraceScene scene;
  ASSERT_OK(scene.Say("The crane is slow."));
  scene.Reach(kSpeakingCloses);
  const auto waits = scene.Send();
  ASSERT_THAT(waits, SizeIs(1));
  EXPECT_EQ(waits[0].news, News::kWaiting);
  EXPECT_THAT(scene.board.requests, IsEmpty()) << "an exchange without it";
  scene.Extend();
  ASSERT_THAT(scene.Send(), SizeIs(1));
  EXPECT_THAT(scene.board.requests, SizeIs(1));
}

TEST(Grace, ARefusalOfTheClosingDayIsNoEvidenceAndOneOfTheGraceIs) {
  const auto refused_on = [](Day day) {
    GraceScene scene;
    EXPECT_OK(scene.Say("The crane is slow."));
    scene.Reach(kSpeakingCloses);
    scene.Extend();
    scene.Reach(kSpeakingCloses);
    const auto request = records::SubmitRequest::Decode(scene.wallet.outbox.at(0).request).value();
    const auto reply = scene.board.Refuse(request, records::RefusalCode::kWindowClosed, day);
    return member::Judge(reply.Encode(), request, scene.campaign(), scene.organisation.bundle(), scene.now).news;
  };
  EXPECT_EQ(refused_on(kSpeakingCloses), News::kUnbelievable) << "before the extension it was true";
  EXPECT_EQ(refused_on(kSpeakingCloses - 1), News::kFalseRefusal);
}

TEST(Grace, TheWallSaysThatSpeakingGoesOnAndWhy) {
  GraceScene scene;
  const auto wall = [&](texts::Language language) {
    return member::RenderWall(member::MakeWall(scene.campaign(), DayOf(scene.now)), language);
  };
  scene.Reach(kSpeakingCloses);
  EXPECT_THAT(wall(texts::Language::kEnglish), Not(HasSubstr("this once")));
  scene.Extend();
  EXPECT_THAT(wall(texts::Language::kEnglish),
              HasSubstr("fewer than 5 people had spoken when " +
                        texts::DateInWords(texts::Language::kEnglish, kSpeakingCloses - 1) +
                        " was over: speaking goes on to the end of " +
                        texts::DateInWords(texts::Language::kEnglish, kExtended - 1) + ", this once"));
  EXPECT_THAT(wall(texts::Language::kGerman), HasSubstr("dieses eine Mal"));
}

}  // namespace
}  // namespace candor::testing
