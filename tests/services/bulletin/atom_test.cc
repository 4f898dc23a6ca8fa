#include "services/bulletin/atom.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/bulletin/samples.h"

namespace candor::services::bulletin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using texts::Language;

TEST(Atom, NamesAndDatesAreTheLogs) {
  const std::string feed = BulletinAsAtom(SampleBulletin(Language::kEnglish), Language::kEnglish);
  EXPECT_THAT(feed,
              HasSubstr("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n"
                        "<id>urn:candor:jam:nordhafen.example/board:4f2a91c00102030405060708090a0b0c</id>"));
  EXPECT_THAT(feed, HasSubstr("<updated>2026-03-11T00:00:00Z</updated>\n<author><name>Nordhafen Shipyards"));
  EXPECT_THAT(feed, HasSubstr("<entry>\n<id>urn:candor:log:nordhafen.example/board:203</id>\n"
                              "<title>Answer: Drawings that come too late</title>\n"
                              "<published>2026-03-11T00:00:00Z</published>\n"
                              "<updated>2026-03-11T00:00:00Z</updated>\n<category term=\"answer\"/>\n"
                              "<content type=\"text\">You are right"));
}

TEST(Atom, TheNewestComesFirst) {
  const std::string feed = BulletinAsAtom(SampleBulletin(Language::kEnglish), Language::kEnglish);
  EXPECT_LT(feed.find("board:203</id>"), feed.find("board:41</id>"));
}

TEST(Atom, AnEntryWithoutATextSaysWhereItStands) {
  const std::string feed = BulletinAsAtom(SampleBulletin(Language::kEnglish), Language::kEnglish);
  EXPECT_THAT(feed, HasSubstr("<title>The jam is open</title>"));
  EXPECT_THAT(feed, HasSubstr("<content type=\"text\">(entry 41 of the public log)</content>"));
}

TEST(Atom, WithoutAnInvitePageThereIsNoLink) {
  Bulletin bulletin = SampleBulletin(Language::kEnglish);
  EXPECT_THAT(
      BulletinAsAtom(bulletin, Language::kEnglish),
      HasSubstr(
          "<link rel=\"alternate\" type=\"text/html\" href=\"https://nordhafen.example/jam/4f2a91c0\"/>"));
  bulletin.invite_page.reset();
  EXPECT_THAT(BulletinAsAtom(bulletin, Language::kEnglish), Not(HasSubstr("<link")));
}

}  // namespace
}  // namespace candor::services::bulletin
