#include "services/member/wall.h"

#include "tests/services/member/speaking_scene.h"

namespace candor::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Six texts sealed; the answers go to the first two.
struct AnsweredScene : SpeakingScene {
  AnsweredScene() {
    std::vector<records::SignedSubmission> batch;
    for (int i = 0; i < 6; ++i) {
      batch.push_back(jam.Opinion(jam.NewAuthor(), "Text.").submission);
      hashes.push_back(batch.back().body.SubmissionHash());
    }
    logs.Seal(jam, 4, batch);
  }
  void Answer(std::size_t opinion, records::AnswerStatus status, std::uint32_t revision,
              records::AnswerContent content, Day day, bool erased = false) {
    audit::EntryContent opened{organisation.random().Array<32>(), content.Encode()};
    const records::Answer answer{jam.id(), hashes[opinion], status, revision,
                                 records::ContentCommitment(opened.salt, opened.content)};
    logs.AddToBoard(day, jam.id(),
                    records::AnswerEntry{records::Signed::Make(
                        organisation.reader().key, crypto::Label::kAnswer, answer.Encode())},
                    erased ? audit::EntryContent() : opened);
  }
  member::Wall Wall() const { return member::MakeWall(campaign(), DayOf(now)); }
  std::string Shown() const { return member::RenderWall(Wall(), texts::Language::kEnglish); }

  std::vector<crypto::Hash> hashes;
};

TEST(Wall, ShowsTheQuestionTheStatementThePledgeAndWhoCanRead) {
  const SpeakingScene scene;
  const std::string shown = member::RenderWall(member::MakeWall(scene.campaign(), DayOf(scene.now)), texts::Language::kEnglish);
  for (const char* text : {"What should change first?", "The yard moves", "Ingrid Solheim",
                           "I want to hear what does not work", "I will not try to learn",
                           "Tomasz Nowak", "Aylin Kaya", "Reader 1 (all leaders)",
                           "works council, room 12"}) {
    EXPECT_THAT(shown, HasSubstr(text));
  }
}

TEST(Wall, CountsParticipationAsOfTheLastSeal) {
  const SpeakingScene empty;
  EXPECT_THAT(member::RenderWall(member::MakeWall(empty.campaign(), DayOf(empty.now)), texts::Language::kEnglish),
              AllOf(HasSubstr("0 of 24"), HasSubstr("once 10 people have spoken")));
  const AnsweredScene scene;
  EXPECT_EQ(scene.Wall().opinions, 6u);
  EXPECT_EQ(scene.Wall().ParticipationPercent(), 25u);
  EXPECT_THAT(scene.Shown(), HasSubstr("6 of 24 (25%)"));
}

TEST(Wall, ShowsAnswersWithTheirRevisions) {
  AnsweredScene scene;
  scene.Answer(0, records::AnswerStatus::kPlanned, 0, {"The crane", "We will look at it."},
               kSpeakingOpens + 2);
  scene.Answer(1, records::AnswerStatus::kDeclined, 0, {"", "No."}, kSpeakingOpens + 2);
  scene.Answer(0, records::AnswerStatus::kDone, 1, {"The crane", "A new one came."},
               kSpeakingOpens + 9);
  const auto wall = scene.Wall();
  ASSERT_EQ(wall.answers.size(), 2u);
  EXPECT_EQ(wall.answers[0].revisions.size(), 2u);
  EXPECT_EQ(wall.answers[0].revisions[0].text, "We will look at it.");
  EXPECT_EQ(wall.answers[0].revisions[1].leader, "Reader 1");
  const std::string shown = scene.Shown();
  EXPECT_THAT(shown, HasSubstr("[done] Reader 1"));
  EXPECT_THAT(shown, HasSubstr("revision 2"));
  EXPECT_THAT(shown, HasSubstr("A new one came."));
  EXPECT_THAT(shown, HasSubstr("Answers: 2"));
}

TEST(Wall, AnErasedAnswerSaysSo) {
  AnsweredScene scene;
  scene.Answer(0, records::AnswerStatus::kAnswered, 0, {"a", "b"}, kSpeakingOpens + 2, true);
  EXPECT_THAT(scene.Shown(), HasSubstr("erased"));
}

TEST(Wall, NoTextReachesTheTerminalRaw) {
  AnsweredScene scene;
  scene.Answer(0, records::AnswerStatus::kAnswered, 0,
               {"\x1b]0;title\x07", "\x1b[2Jgone \xe2\x80\xae reversed"}, kSpeakingOpens + 2);
  const std::string shown = scene.Shown();
  EXPECT_THAT(shown, Not(HasSubstr("\x1b")));
  EXPECT_THAT(shown, Not(HasSubstr("\xe2\x80\xae")));
  EXPECT_THAT(shown, HasSubstr("gone"));
}

TEST(Wall, AWithheldPoolIsExplained) {
  SpeakingScene scene;
  scene.logs.Seal(scene.jam, 12, {scene.jam.Opinion(scene.jam.NewAuthor(), "Text.").submission}, true);
  EXPECT_THAT(member::RenderWall(member::MakeWall(scene.campaign(), DayOf(scene.now)), texts::Language::kEnglish),
              HasSubstr("Fewer than 5 people spoke"));
}

}  // namespace
}  // namespace candor::testing
