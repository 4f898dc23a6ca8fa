// The page and the poster: what an HTML document of the bulletin holds and what it asks for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/bulletin/html.h"
#include "services/bulletin/poster.h"
#include "tests/services/bulletin/samples.h"

namespace candor::services::bulletin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using texts::Language;

TEST(Documents, AskForNothingFromElsewhere) {
  for (const auto render : {BulletinAsHtml, BulletinAsPoster}) {
    const std::string html = render(SampleBulletin(Language::kEnglish), Language::kEnglish);
    for (const char* word : {"http:", "src=", "url(", "@import", "<link", "<img", "<iframe", "<script",
                             " style=", "<form", "onload"}) {
      EXPECT_THAT(html, Not(HasSubstr(word)));
    }
    EXPECT_THAT(html,
                HasSubstr("default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-"));
    EXPECT_THAT(html, HasSubstr("<meta name=\"referrer\" content=\"no-referrer\">"));
  }
}

TEST(Documents, SayTheirLanguage) {
  for (const auto render : {BulletinAsHtml, BulletinAsPoster}) {
    EXPECT_THAT(render(SampleBulletin(Language::kGerman), Language::kGerman),
                HasSubstr("<html lang=\"de\">"));
    EXPECT_THAT(render(SampleBulletin(Language::kEnglish), Language::kEnglish),
                HasSubstr("<html lang=\"en\">"));
  }
}

TEST(Page, LinksTheInvitePageAloneAndShowsItsCode) {
  Bulletin bulletin = SampleBulletin(Language::kEnglish);
  const std::string with = BulletinAsHtml(bulletin, Language::kEnglish);
  EXPECT_THAT(with, HasSubstr("<a href=\"https://nordhafen.example/jam/4f2a91c0\">"));
  EXPECT_THAT(with, HasSubstr("<svg class=\"qr\""));
  EXPECT_EQ(with.find("href="), with.rfind("href="));
  bulletin.invite_page.reset();
  const std::string without = BulletinAsHtml(bulletin, Language::kEnglish);
  EXPECT_THAT(without, Not(HasSubstr("href=")));
  EXPECT_THAT(without, Not(HasSubstr("<svg class=\"qr\"")));
  EXPECT_THAT(without, Not(HasSubstr("Join in")));
}

TEST(Page, ShowsWhichDateIsNextByTheLogsDay) {
  Bulletin bulletin = SampleBulletin(Language::kEnglish);
  EXPECT_THAT(
      BulletinAsHtml(bulletin, Language::kEnglish),
      HasSubstr(
          "<tr class=\"next\"><th scope=\"row\">Last day to speak</th><td><time datetime=\"2026-03-11\">"));
  ++bulletin.as_of;
  EXPECT_THAT(BulletinAsHtml(bulletin, Language::kEnglish),
              HasSubstr("<tr class=\"past\"><th scope=\"row\">Last day to speak</th>"));
}

TEST(Page, ShowsABarOnlyWhereThereAreOpinions) {
  Bulletin bulletin = SampleBulletin(Language::kEnglish);
  EXPECT_THAT(BulletinAsHtml(bulletin, Language::kEnglish), HasSubstr("class=\"spoken\" width=\"55\""));
  bulletin.participation.outcome = Participation::Outcome::kDestroyedUnread;
  EXPECT_THAT(BulletinAsHtml(bulletin, Language::kEnglish), Not(HasSubstr("class=\"spoken\"")));
  bulletin.participation.outcome = Participation::Outcome::kAppearing;
  bulletin.participation.opinions = 0;
  EXPECT_THAT(BulletinAsHtml(bulletin, Language::kEnglish), Not(HasSubstr("class=\"spoken\"")));
}

TEST(Poster, DoesNotChangeWithTheNews) {
  Bulletin bulletin = SampleBulletin(Language::kEnglish);
  const std::string before = BulletinAsPoster(bulletin, Language::kEnglish);
  bulletin.news.clear();
  ++bulletin.as_of;
  bulletin.participation.opinions = 80;
  EXPECT_EQ(BulletinAsPoster(bulletin, Language::kEnglish), before);
  bulletin.question += "?";
  EXPECT_NE(BulletinAsPoster(bulletin, Language::kEnglish), before);
}

TEST(Poster, SaysWhenToSpeakAndInWhatCrowd) {
  const std::string poster = BulletinAsPoster(SampleBulletin(Language::kGerman), Language::kGerman);
  EXPECT_THAT(poster, HasSubstr("<p>Montag, 9. März 2026 bis Mittwoch, 11. März 2026</p>"));
  EXPECT_THAT(poster, HasSubstr("nie weniger als 10 auf einmal"));
  EXPECT_THAT(poster, HasSubstr("<svg class=\"qr\""));
}

TEST(Poster, SetsALongQuestionInSmallerLetters) {
  Bulletin bulletin = SampleBulletin(Language::kEnglish);
  EXPECT_THAT(BulletinAsPoster(bulletin, Language::kEnglish), HasSubstr("<h1 class=\"size-1\""));
  bulletin.question.assign(1000, 'x');
  EXPECT_THAT(BulletinAsPoster(bulletin, Language::kEnglish), HasSubstr("<h1 class=\"size-6\""));
  bulletin.question.clear();
  for (int i = 0; i < 60; ++i) bulletin.question += "中";
  EXPECT_THAT(BulletinAsPoster(bulletin, Language::kEnglish), HasSubstr("<h1 class=\"size-3\""))
      << "twice as wide";
}

}  // namespace
}  // namespace candor::services::bulletin
