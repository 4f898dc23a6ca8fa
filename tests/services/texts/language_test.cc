#include "services/texts/language.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/support/matchers.h"

namespace candor::texts {
namespace {

using ::candor::testing::IsOkAndHolds;
using ::candor::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Language, IsReadWithWhateverComesBehindTheTag) {
  for (const char* text : {"de", "DE", "de-AT", "de_DE.UTF-8", "de.UTF-8", "de@euro"}) {
    EXPECT_THAT(ParseLanguage(text), IsOkAndHolds(Language::kGerman)) << text;
  }
  for (const char* text : {"en", "En", "en-GB", "en_US.UTF-8"}) {
    EXPECT_THAT(ParseLanguage(text), IsOkAndHolds(Language::kEnglish)) << text;
  }
  for (const Language language : kLanguages)
    EXPECT_THAT(ParseLanguage(TagOf(language)), IsOkAndHolds(language));
}

TEST(Language, AnotherOneIsRefusedWithWhatThereIs) {
  for (const char* text : {"", "fr", "deu", "d", "english", "C", "-de", "\x1b[2J"}) {
    EXPECT_THAT(ParseLanguage(text), StatusIs(absl::StatusCode::kInvalidArgument,
                                              AllOf(HasSubstr("--language en"), HasSubstr("--language de"),
                                                    Not(HasSubstr("\x1b")))))
        << text;
  }
}

TEST(Language, ComesFromTheFirstVariableThatIsSet) {
  EXPECT_EQ(LanguageOf({.lc_all = "", .lc_messages = "", .lang = "de_DE.UTF-8"}), Language::kGerman);
  EXPECT_EQ(LanguageOf({.lc_all = "", .lc_messages = "de_DE", .lang = "en_GB"}), Language::kGerman);
  EXPECT_EQ(LanguageOf({.lc_all = "C", .lc_messages = "de_DE", .lang = "de_DE"}), Language::kEnglish);
  EXPECT_EQ(LanguageOf({.lc_all = "", .lc_messages = "fr_FR", .lang = "de_DE"}), Language::kEnglish);
  EXPECT_EQ(LanguageOf({}), Language::kEnglish);
}

TEST(Language, ComesFromTheEnvironmentOfTheProcess) {
  unsetenv("LC_ALL");
  unsetenv("LC_MESSAGES");
  setenv("LANG", "de_AT.UTF-8", 1);
  EXPECT_EQ(LanguageOfEnvironment(), Language::kGerman);
  setenv("LC_MESSAGES", "en_GB.UTF-8", 1);
  EXPECT_EQ(LanguageOfEnvironment(), Language::kEnglish);
  unsetenv("LC_MESSAGES");
  unsetenv("LANG");
  EXPECT_EQ(LanguageOfEnvironment(), Language::kEnglish);
}

}  // namespace
}  // namespace candor::texts
