#include "services/bulletin/bulletin.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/bulletin/sentences.h"
#include "services/bulletin/urn.h"
#include "tests/support/matchers.h"

namespace candor::services::bulletin {
namespace {

using ::candor::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using texts::Language;

TEST(PhaseDays, NameTheLastDayOfWhatEnds) {
  const records::Phases phases = {.issuance_opens = 100,
                                  .speaking_opens = 107,
                                  .speaking_closes = 110,
                                  .converge_ends = 114,
                                  .answers_due = 130,
                                  .conversation_ends = 140,
                                  .retention_ends = 200,
                                  .grace_days = 2};
  EXPECT_THAT(
      PhaseDaysOf(phases),
      ElementsAre(PhaseDay{Milestone::kVotingSlipsFrom, 100}, PhaseDay{Milestone::kSpeakingFrom, 107},
                  PhaseDay{Milestone::kSpeakingUntil, 109}, PhaseDay{Milestone::kSupportingUntil, 113},
                  PhaseDay{Milestone::kAnswersUntil, 129}, PhaseDay{Milestone::kConversationUntil, 139},
                  PhaseDay{Milestone::kTextsKeptUntil, 199}));
}

TEST(PhaseDays, APhaseWithoutADayHasNoLine) {
  const records::Phases phases = {.issuance_opens = 100,
                                  .speaking_opens = 107,
                                  .speaking_closes = 110,
                                  .converge_ends = 110,
                                  .answers_due = 130,
                                  .conversation_ends = 130,
                                  .retention_ends = 200,
                                  .grace_days = 0};
  EXPECT_THAT(PhaseDaysOf(phases),
              ElementsAre(PhaseDay{Milestone::kVotingSlipsFrom, 100}, PhaseDay{Milestone::kSpeakingFrom, 107},
                          PhaseDay{Milestone::kSpeakingUntil, 109}, PhaseDay{Milestone::kAnswersUntil, 129},
                          PhaseDay{Milestone::kTextsKeptUntil, 199}));
}

TEST(Participation, IsRoundedDownAndNeverMoreThanAll) {
  EXPECT_EQ((Participation{.opinions = 67, .invited = 120}).Percent(), 55u);
  EXPECT_EQ((Participation{.opinions = 0, .invited = 0}).Percent(), 0u);
  EXPECT_EQ((Participation{.opinions = 3, .invited = 0}).Percent(), 0u);
  EXPECT_EQ((Participation{.opinions = 130, .invited = 120}).Percent(), 100u);
  EXPECT_EQ((Participation{.opinions = 4000000000u, .invited = 4000000000u}).Percent(), 100u);
}

TEST(Participation, IsSaidAsItStands) {
  Participation part{.opinions = 67, .invited = 120, .k = 10, .as_of = 20523};
  EXPECT_THAT(ParticipationSentences(Language::kEnglish, part),
              ElementsAre("67 of 120 people invited have spoken (55%), as of 11 March 2026.",
                          HasSubstr("never fewer than 10")));
  EXPECT_THAT(ParticipationSentences(Language::kGerman, part),
              ElementsAre("67 von 120 Eingeladenen haben sich geäußert (55 %), Stand: 11. März 2026.",
                          HasSubstr("nie weniger als 10")));
  part.opinions = 0;
  EXPECT_THAT(ParticipationSentences(Language::kEnglish, part),
              ElementsAre(HasSubstr("once 20 people have spoken")));
  part.outcome = Participation::Outcome::kDestroyedUnread;
  EXPECT_THAT(ParticipationSentences(Language::kGerman, part),
              ElementsAre(HasSubstr("ungelesen vernichtet")));
}

TEST(Bulletin, IsNamedByEightDigits) {
  Bulletin bulletin;
  bulletin.campaign_id = {0x4f, 0x2a, 0x91, 0xc0, 0xff};
  EXPECT_EQ(bulletin.ShortId(), "4f2a91c0");
}

TEST(WebAddress, TakesWhatABrowserShows) {
  for (const char* text : {"https://nordhafen.example",
                           "https://nordhafen.example:8443/jam/4f2a?a=b&c=%C3%A4#x", "https://127.0.0.1/"}) {
    ASSERT_OK_AND_ASSIGN(const WebAddress address, WebAddress::Parse(text));
    EXPECT_EQ(address.text(), text);
  }
  EXPECT_OK(WebAddress::Parse("https://a/" + std::string(290, 'x')));
}

TEST(WebAddress, RefusesWhatIsNoPublicPage) {
  for (const std::string& text :
       {std::string(), std::string("http://nordhafen.example/"), std::string("javascript:alert(1)"),
        std::string("HTTPS://nordhafen.example"), std::string("https://"), std::string("https:///path"),
        std::string("https://user:password@nordhafen.example/"), std::string("https://-x/"),
        std::string("https://a b/"), std::string("https://a/\"><script>"), std::string("https://a/\r\nX:y"),
        std::string("https://a/\0", 11), std::string("https://bücher.example/"),
        "https://a/" + std::string(291, 'x')}) {
    EXPECT_THAT(WebAddress::Parse(text),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         ::testing::AllOf(HasSubstr("the address of the page"), Not(HasSubstr("script")))))
        << text;
  }
}

TEST(Urn, NamesAnEntryByItsLogAndPlace) {
  EXPECT_EQ(UrnOfEntry("nordhafen.example/board", 203), "urn:candor:log:nordhafen.example/board:203");
  EXPECT_EQ(UrnOfJam("b", {0x4f, 0x2a}), "urn:candor:jam:b:4f2a0000000000000000000000000000");
}

TEST(Urn, TwoLogsNeverShareAName) {
  EXPECT_EQ(UrnPart("a:1%ä\n"), "a%3A1%25%C3%A4%0A");
  EXPECT_NE(UrnOfEntry("a:1", 2), UrnOfEntry("a", 12));
  EXPECT_NE(UrnPart("a%3A"), UrnPart("a:"));
}

TEST(Shortened, CutsBetweenWordsAndNeverInsideACharacter) {
  EXPECT_EQ(Shortened("Schiffe bauen", 20), "Schiffe bauen");
  EXPECT_EQ(Shortened("Schiffe bauen", 13), "Schiffe bauen");
  EXPECT_EQ(Shortened("Schiffe bauen", 10), "Schiffe …");
  EXPECT_EQ(Shortened("ääääää", 3), "äää…");
  EXPECT_EQ(Shortened("a Donaudampfschiff", 10), "a Donaudam…");
  EXPECT_EQ(Shortened("", 0), "");
}

TEST(Listed, IsOneLine) {
  EXPECT_EQ(Listed({"Ines Brandt", "Tomasz\nNowak"}), "Ines Brandt, Tomasz Nowak");
  EXPECT_EQ(Listed({}), "");
}

}  // namespace
}  // namespace candor::services::bulletin
