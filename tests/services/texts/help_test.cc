#include "services/texts/help.h"

#include <gtest/gtest.h>

namespace candor::texts {
namespace {

TEST(Help, EnglishStaysAsItIs) { EXPECT_EQ(HelpIn(Language::kEnglish, "The draft"), "The draft"); }

TEST(Help, APieceIsSaidWithWhatWasAddedToIt) {
  EXPECT_EQ(HelpIn(Language::kGerman, "The draft"), "Der Entwurf");
  EXPECT_EQ(HelpIn(Language::kGerman, "Jams open at once (1 to 255)"), "Jams, die zugleich offen sind (1 bis 255)");
  EXPECT_EQ(HelpIn(Language::kGerman, "Who shall read it, by the number in `candor jams` (0 to 1) (default: 0)"),
            "Wer es lesen soll, mit der Nummer aus `candor jams` (0 bis 1) (sonst: 0)");
}

TEST(Help, WhatIsTypedStaysAsItIs) {
  EXPECT_EQ(HelpIn(Language::kGerman, "candor say --file opinion.txt"), "candor say --file opinion.txt");
}

}  // namespace
}  // namespace candor::texts
