// Something to say before it is known in which language.
#include "services/texts/sentence.h"

#include <gtest/gtest.h>

namespace candor::texts {
namespace {

TEST(Sentence, IsSaidInTheLanguageOfTheReaderWithWhatStandsInIt) {
  const Sentence waiting(Text::kNewsWaiting, Sentence(Text::kNewsPoint), Sentence(Text::kGateOpens));
  EXPECT_EQ(waiting.In(Language::kEnglish),
            "Your point waits on this machine and was not sent yet: that is when speaking opens. `candor sync` sends it "
            "when its time has come.");
  EXPECT_EQ(waiting.In(Language::kGerman),
            "Dein Punkt wartet auf diesem Gerät und wurde noch nicht abgeschickt: dann beginnt die Zeit für Meinungen. "
            "`candor sync` schickt es, wenn die Zeit da ist.");
}

TEST(Sentence, OthersStandBehindIt) {
  const Sentence first(Text::kNewsFewSpoke, 5, "3f2a91bc");
  EXPECT_EQ(first.Then(Text::kNewsTextKept).In(Language::kEnglish),
            "Fewer than 5 people spoke in the jam 3f2a91bc. Your text is kept on this machine.");
  EXPECT_EQ(first.In(Language::kEnglish), "Fewer than 5 people spoke in the jam 3f2a91bc.") << "it has not changed";
}

TEST(Sentence, AValueIsNotReadAsAForm) {
  const Sentence bad(Text::kNewsNoAnswer, "{1} {2} {1?a|b}");
  EXPECT_NE(bad.In(Language::kEnglish).find("{1} {2} {1?a|b}"), std::string::npos);
  EXPECT_TRUE(Sentence().empty());
  EXPECT_EQ(Sentence().In(Language::kGerman), "");
}

}  // namespace
}  // namespace candor::texts
