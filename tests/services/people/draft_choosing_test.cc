#include "services/facilitator/draft_choosing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace candor::services::facilitator {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::vector<std::string> kPeople = {"Ines Halvorsen", "Ines", "Tomasz Wrona", "Åsa 4 Lund"};

TEST(ChosenFrom, TakesNumbers) {
  EXPECT_THAT(ChosenFrom("1", kPeople), ElementsAre("Ines Halvorsen"));
  EXPECT_THAT(ChosenFrom("3 1", kPeople), ElementsAre("Tomasz Wrona", "Ines Halvorsen"));
  EXPECT_THAT(ChosenFrom(" 1,  3, ", kPeople), ElementsAre("Ines Halvorsen", "Tomasz Wrona"));
  EXPECT_THAT(ChosenFrom("3 3", kPeople), ElementsAre("Tomasz Wrona"));
}

TEST(ChosenFrom, TakesNames) {
  EXPECT_THAT(ChosenFrom("Ines Halvorsen", kPeople), ElementsAre("Ines Halvorsen"));
  EXPECT_THAT(ChosenFrom("Ines", kPeople), ElementsAre("Ines")) << "one that another one begins with";
  EXPECT_THAT(ChosenFrom("tomasz wrona, INES", kPeople), ElementsAre("Tomasz Wrona", "Ines"));
  EXPECT_THAT(ChosenFrom("Tomasz Wrona Ines Halvorsen", kPeople), ElementsAre("Tomasz Wrona", "Ines Halvorsen"));
  EXPECT_THAT(ChosenFrom("Åsa 4 Lund 3", kPeople), ElementsAre("Åsa 4 Lund", "Tomasz Wrona"));
  EXPECT_THAT(ChosenFrom("3, Ines Halvorsen", kPeople), ElementsAre("Tomasz Wrona", "Ines Halvorsen"));
}

TEST(ChosenFrom, LeavesWhatIsNeitherAsItWasTyped) {
  EXPECT_THAT(ChosenFrom("5", kPeople), ElementsAre("5"));
  EXPECT_THAT(ChosenFrom("0", kPeople), ElementsAre("0"));
  EXPECT_THAT(ChosenFrom("13", kPeople), ElementsAre("13")) << "no 1 and no 3";
  EXPECT_THAT(ChosenFrom("Nobody Known , 1", kPeople), ElementsAre("Nobody Known", "Ines Halvorsen"));
  EXPECT_THAT(ChosenFrom("Inessa", kPeople), ElementsAre("Inessa"));
  EXPECT_THAT(ChosenFrom(" , ", kPeople), IsEmpty());
}

}  // namespace
}  // namespace candor::services::facilitator
