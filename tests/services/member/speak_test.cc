#include "services/member/speak.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "crypto/commitment.h"
#include "crypto/envelope.h"
#include "crypto/padding.h"
#include "services/member/send.h"
#include "tests/services/member/speaking_scene.h"
#include "tests/support/matchers.h"

namespace candor::testing {
namespace {

using member::SpeakOptions;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// What the reader of the jam finds in the outbox's envelope.
crypto::OpinionPlaintext Opened(const SpeakingScene& scene) {
  const auto request = records::SubmitRequest::Decode(scene.wallet.outbox.back().request).value();
  const auto& body = request.submission.body;
  const auto plain = crypto::OpenEnvelope(
      request.envelope, {body.campaign_id, body.thread_key, body.audience}, 0, 1,
      scene.jam.reading_key(0));
  return crypto::OpinionPlaintext::Decode(plain.value()).value();
}

// The most that fits beside no category, language and headline.
std::size_t Limit() { return crypto::OpinionPlaintext().MaxTextSize(); }

TEST(Speak, MakesASubmissionThatHoldsUnderEveryCheckOfTheBoard) {
  SpeakingScene scene;
  ASSERT_OK(scene.Say("The crane is slow."));
  ASSERT_EQ(scene.wallet.outbox.size(), 1u);
  const auto request =
      records::SubmitRequest::Decode(scene.wallet.outbox[0].request).value();
  EXPECT_OK(member::CheckRequest(request, scene.jam.manifest(),
                                 scene.organisation.bundle().board.origin));
  EXPECT_EQ(request.submission.body.tokens.size(), 2u);
  EXPECT_EQ(Opened(scene).text, "The crane is slow.");
  EXPECT_EQ(scene.wallet.threads[0].text, "The crane is slow.");
}

TEST(Speak, UsesTheVoiceOnce) {
  SpeakingScene scene;
  ASSERT_OK(scene.Say("One."));
  EXPECT_THAT(scene.Say("Two."), StatusIs(absl::StatusCode::kFailedPrecondition,
                                          AllOf(HasSubstr("one voice"), HasSubstr("Nothing was sent"))));
  EXPECT_EQ(scene.wallet.outbox.size(), 1u);
}

// One envelope holds so much; the rest goes on in follow-ups, as far as the jam allows them.
TEST(Speak, ATextOfExactlyTheLimitGoesInOnePieceAndOneByteMoreInTwo) {
  SpeakingScene one, two;
  ASSERT_OK(one.Say(std::string(Limit(), 'x')));
  EXPECT_EQ(Opened(one).text.size(), Limit());
  EXPECT_THAT(one.wallet.outbox, SizeIs(1));
  ASSERT_OK(two.Say(std::string(Limit() + 1, 'x')));
  ASSERT_THAT(two.wallet.threads, SizeIs(2));
  EXPECT_THAT(two.wallet.outbox, SizeIs(2));
  EXPECT_EQ(two.wallet.threads[0].text.size() + two.wallet.threads[1].text.size(), Limit() + 1);
  const auto& rest = two.wallet.threads[1].submission.body;
  EXPECT_EQ(rest.kind, records::Kind::kFollowUp);
  EXPECT_EQ(rest.previous, two.wallet.threads[0].hash());
}

TEST(Speak, ATextThatTheFollowUpsCannotHoldIsRefusedAndSpendsNothing) {
  SpeakingScene scene;
  const std::size_t most = Limit() * (scene.jam.draft().quotas.follow_ups + std::size_t{1});
  EXPECT_THAT(scene.Say(std::string(most + 1, 'x')),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr(std::to_string(most + 1)), HasSubstr(std::to_string(Limit())),
                             HasSubstr("Nothing was sent"))));
  EXPECT_THAT(scene.wallet.outbox, IsEmpty());
  EXPECT_FALSE(scene.wallet.FindDraw(scene.jam.id())->TokensOf(crypto::Purpose::kVoice, 0).empty())
      << "the voice is unused";
}

TEST(Speak, NoCharacterIsCutInTwo) {
  std::string emoji;
  while (emoji.size() <= Limit()) emoji += "\U0001F600";
  SpeakingScene scene;
  ASSERT_OK(scene.Say(emoji));
  ASSERT_THAT(scene.wallet.threads, SizeIs(2));
  EXPECT_TRUE(crypto::IsUtf8(AsBytes(scene.wallet.threads[0].text)));
  EXPECT_EQ(scene.wallet.threads[0].text + scene.wallet.threads[1].text, emoji);
}

TEST(Speak, EveryTextHasOneSizeOnTheWay) {
  SpeakingScene brief, lengthy;
  ASSERT_OK(brief.Say("x"));
  ASSERT_OK(lengthy.Say(std::string(15000, 'x')));
  EXPECT_EQ(brief.wallet.outbox[0].request.size(), lengthy.wallet.outbox[0].request.size());
}

TEST(Speak, RefusesWhatIsNoText) {
  for (const std::string_view text : {std::string_view(""), std::string_view(" \n\t"),
                                      std::string_view("\xff\xfe"), std::string_view("a\0b", 3)}) {
    SpeakingScene scene;
    EXPECT_THAT(scene.Say(text),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("Nothing was sent")));
    EXPECT_THAT(scene.wallet.outbox, IsEmpty());
  }
}

TEST(Speak, TakesTheTextsThatPeopleReallyWrite) {
  const std::filesystem::path folder = CANDOR_EXAMPLES_DIR "/opinions";
  int count = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    std::ostringstream text;
    text << std::ifstream(file.path()).rdbuf();
    EXPECT_OK(member::CheckText(text.str(), {})) << file.path().filename();
    ++count;
  }
  EXPECT_GE(count, 80);
}

// ---- consent to be quoted ----

TEST(Speak, ConsentIsCommittedToExactlyWhatMayBeQuoted) {
  const auto commitment = [](const SpeakingScene& scene) {
    return scene.wallet.threads[0].submission.body.public_commitment;
  };
  SpeakingScene headline;
  ASSERT_OK(headline.Say("The crane is slow.",
                         {.quote = records::Quote::kHeadline, .headline = "Slow crane"}));
  EXPECT_EQ(commitment(headline),
            crypto::PublicCommitment(Opened(headline).public_salt, 2, "Slow crane"));
  SpeakingScene verbatim;
  ASSERT_OK(verbatim.Say("The crane is slow.", {.quote = records::Quote::kVerbatim}));
  EXPECT_EQ(commitment(verbatim),
            crypto::PublicCommitment(Opened(verbatim).public_salt, 3, "The crane is slow."));
  SpeakingScene never;
  ASSERT_OK(never.Say("The crane is slow."));
  EXPECT_NE(commitment(never),
            crypto::PublicCommitment(Opened(never).public_salt, 0, "The crane is slow."));
  EXPECT_NE(commitment(never), crypto::kZeroHash);
}

TEST(Speak, AHeadlineToBeQuotedHasToBeThere) {
  SpeakingScene scene;
  EXPECT_THAT(scene.Say("Text.", {.quote = records::Quote::kHeadline}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--headline")));
  EXPECT_THAT(scene.Say("Text.", {.headline = std::string(281, 'x')}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(Speak, AnUnknownAudienceIsRefused) {
  SpeakingScene scene;
  EXPECT_THAT(scene.Say("Text.", {.audience = 1}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("candor jams")));
}

// ---- gates ----

TEST(Speak, ATokenThatIsTooYoungWaitsAndSaysUntilWhen) {
  SpeakingScene scene;
  scene.now = scene.drawn_at + 3600 * 35;
  ASSERT_OK(scene.Say("Text."));
  // Drawn at 01:00 on the first day, 48 hours to rest.
  EXPECT_FALSE(scene.spoken.departure.Open(scene.now));
  EXPECT_THAT(scene.spoken.departure.reason.In(texts::Language::kEnglish),
              AllOf(HasSubstr(FormatMinute(scene.drawn_at + 48 * 3600)), HasSubstr("48 hours")));
  EXPECT_TRUE(scene.spoken.departure.Open(scene.drawn_at + 48 * 3600));
  EXPECT_FALSE(scene.spoken.departure.Open(scene.drawn_at + 48 * 3600 - 1));
}

TEST(Speak, BeforeSpeakingOpensATextWaits) {
  SpeakingScene scene({.decoupling_hours = 1});
  scene.now = StartOf(kSpeakingOpens) - 1;
  ASSERT_OK(scene.Say("Text."));
  EXPECT_EQ(scene.spoken.departure.earliest, StartOf(kSpeakingOpens));
  EXPECT_THAT(scene.spoken.departure.reason.In(texts::Language::kEnglish), HasSubstr("speaking opens"));
}

TEST(Speak, TheSmallerOfTwoIssuersDrawsDecides) {
  SpeakingScene scene({.draws = {25, 19}});
  ASSERT_OK(scene.Say("Text."));
  EXPECT_EQ(scene.spoken.departure.draws, 19u);
  EXPECT_FALSE(scene.spoken.departure.Open(scene.now));
  EXPECT_THAT(scene.spoken.departure.reason.In(texts::Language::kEnglish), AllOf(HasSubstr("20 people"), HasSubstr("19")));
  scene.logs.Draw(1, scene.jam, 1);
  EXPECT_TRUE(member::DepartureOf(scene.campaign(), scene.logs, scene.drawn_at, scene.now)
                  .Open(scene.now));
}

TEST(Speak, AfterTheCloseNothingIsTaken) {
  SpeakingScene scene;
  scene.now = StartOf(kSpeakingCloses);
  EXPECT_THAT(scene.Say("Text."),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("closed"), HasSubstr("your text is as you left it"))));
  EXPECT_THAT(scene.wallet.outbox, IsEmpty());
}

TEST(Speak, ATokenThatRipensAfterTheCloseIsRefusedAtOnce) {
  SpeakingScene scene({.decoupling_hours = 24 * 6});
  EXPECT_THAT(scene.Say("Text."),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("too late")));
}

TEST(Speak, WithoutADrawItSaysWhatToDo) {
  SpeakingScene scene;
  scene.wallet.draws.clear();
  EXPECT_THAT(scene.Say("Text."),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("candor sync")));
}

}  // namespace
}  // namespace candor::testing
