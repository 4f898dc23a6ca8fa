#include "services/bulletin/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "services/bulletin/sentences.h"
#include "tests/services/bulletin/samples.h"

namespace candor::services::bulletin {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using texts::Language;

TEST(Text, FitsIntoAMail) {
  for (const Language language : texts::kLanguages) {
    std::istringstream lines(BulletinAsText(SampleBulletin(language), language));
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("  candor-audit")) continue;
      EXPECT_LE(CharactersOf(line), 76u) << line;
      EXPECT_FALSE(line.ends_with(' ')) << line;
    }
  }
}

TEST(Text, WhatIsToBeTypedIsNotBroken) {
  const std::string text = BulletinAsText(SampleBulletin(Language::kEnglish), Language::kEnglish);
  EXPECT_THAT(text,
              HasSubstr("\n  candor-audit verify --bundle bundle --fingerprint-file fingerprint.txt pack\n"));
  EXPECT_THAT(text, HasSubstr("\n  https://nordhafen.example/jam/4f2a91c0\n"));
}

TEST(Text, TheNewestComesFirst) {
  const std::string text = BulletinAsText(SampleBulletin(Language::kEnglish), Language::kEnglish);
  EXPECT_LT(text.find("entry 203"), text.find("entry 41"));
}

TEST(Text, WhatIsNotThereHasNoHeading) {
  Bulletin bulletin = SampleBulletin(Language::kEnglish);
  EXPECT_THAT(BulletinAsText(bulletin, Language::kEnglish), HasSubstr("\nHelp\n"));
  EXPECT_THAT(BulletinAsText(bulletin, Language::kEnglish), HasSubstr("\nJoin in\n"));
  bulletin.help_contacts.clear();
  bulletin.invite_page.reset();
  bulletin.news.clear();
  const std::string text = BulletinAsText(bulletin, Language::kEnglish);
  EXPECT_THAT(text, Not(HasSubstr("\nHelp\n")));
  EXPECT_THAT(text, Not(HasSubstr("\nJoin in\n")));
  EXPECT_THAT(text, HasSubstr("\nNews\n  Nothing yet.\n"));
}

}  // namespace
}  // namespace candor::services::bulletin
