// What the check finds, and what it leaves in peace.
#include "services/member/prudence.h"

#include <gmock/gmock.h>

#include <chrono>

#include "crypto/random.h"

namespace candor::services::member {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::vector<std::string> kNames = {"Leonie Brandt", "Tomasz Wrona", "Jürgen Müller", "Bo Li", "Ana Sá Núñez"};

struct Case {
  const char* text;
  Clue clue;
  const char* excerpt;
};

TEST(Prudence, FindsWhatMayTellOnePersonFromOthers) {
  const Case cases[] = {
      {"Ask Leonie Brandt about it.", Clue::kName, "Leonie Brandt"},
      {"ask LEONIE brandt about it", Clue::kName, "LEONIE brandt"},
      {"Brandt said so.", Clue::kName, "Brandt"},
      {"It was Wrona's idea.", Clue::kName, "Wrona"},
      {"Herr Mueller weiß es.", Clue::kName, "Mueller"},
      {"MÜLLER weiß es.", Clue::kName, "MÜLLER"},
      {"bo li told me", Clue::kName, "bo li"},
      {"Nunez told me", Clue::kName, "Nunez"},
      {"Write to anna.k@nordhafen.example now", Clue::kEmailAddress, "anna.k@nordhafen.example"},
      {"Call +49 40 1234567 at night", Clue::kPhoneNumber, "+49 40 1234567"},
      {"Call 040 / 123 45 67", Clue::kPhoneNumber, "040 / 123 45 67"},
      {"Call (555) 123-4567.", Clue::kPhoneNumber, "(555) 123-4567"},
      {"Pers.-Nr. 12345", Clue::kEmployeeNumber, "Pers.-Nr. 12345"},
      {"my employee number 4711", Clue::kEmployeeNumber, "employee number 4711"},
      {"ID 004711 was refused", Clue::kEmployeeNumber, "ID 004711"},
      {"badge NH-0042 fails", Clue::kEmployeeNumber, "NH-0042"},
      {"I am 2004711.", Clue::kEmployeeNumber, "2004711"},
      {"On 2026-03-09 the crane failed", Clue::kExactDate, "2026-03-09"},
      {"Am 3.11.2026 fiel er aus", Clue::kExactDate, "3.11.2026"},
      {"am 3. 11. war es so", Clue::kExactDate, "am 3. 11."},
      {"on 3 November 2026", Clue::kExactDate, "3 November"},
      {"on November 3rd", Clue::kExactDate, "November 3rd"},
      {"am 5. März", Clue::kExactDate, "5. März"},
      {"on the 1st of May", Clue::kExactDate, "1st of May"},
      {"on 11/03/2026", Clue::kExactDate, "11/03/2026"},
      {"As the only woman in the crew I see", Clue::kOnlyOne, "As the only woman"},
      {"I'm the only electrician here", Clue::kOnlyOne, "I'm the only electrician"},
      {"Ich bin die einzige, die", Clue::kOnlyOne, "Ich bin die einzige"},
      {"Als einziger Lehrling", Clue::kOnlyOne, "Als einziger"},
      {"see /home/anna/plan.txt", Clue::kFilePath, "/home/anna/plan.txt"},
      {"see C:\\Users\\anna\\plan.txt", Clue::kFilePath, "C:\\Users\\anna\\plan.txt"},
      {"on \\\\srv1\\yard\\plan", Clue::kFilePath, "\\\\srv1\\yard\\plan"},
      {"see https://wiki.example/~anna", Clue::kWebAddress, "https://wiki.example/~anna"},
      {"see www.example.org/x", Clue::kWebAddress, "www.example.org/x"},
      {"as https://wiki.example/a says.", Clue::kWebAddress, "https://wiki.example/a"},
      {"(see https://wiki.example/a).", Clue::kWebAddress, "https://wiki.example/a"},
      {"`https://127.0.0.1:7401/checkpoint`; also", Clue::kWebAddress, "https://127.0.0.1:7401/checkpoint"},
  };
  for (const Case& each : cases) {
    EXPECT_THAT(FindClues(each.text, kNames), Contains(Suspicion{each.clue, each.excerpt})) << each.text;
  }
}

TEST(Prudence, LeavesTheRestInPeace) {
  for (const char* text : {
           "The only way is to talk.",
           "In 2026 everything changed; the budget of 2025 did not.",
           "Call me when it is done.",
           "See section 3.1 and chapter 12.",
           "It costs 120,000 euros, or 1.250.000 EUR, or 120000 euros a year.",
           "The shift begins at 06:00 and ends at 14:30.",
           "We may 10 times ask, and 3 of 5 say no.",
           "Last March was hard, and so was winter.",
           "Gate 2 opens at 6, gate 5 at 7.",
           "and/or, he/she, 24/7, w/o",
           "ISO-27001 and RFC-9458 are standards.",
           "Von 1200 Containern kamen 900 an, 12000 mal.",
           "Only people who work at night know.",
           "He will leave, mark my words; grace helps.",
           "A ratio of 3:1, version 2.0.1, room 12.",
           "We handled 45000 containers.",
       }) {
    EXPECT_THAT(FindClues(text, {"Will Mark", "Grace May"}), IsEmpty()) << text;
  }
}

TEST(Prudence, ANameCountsOnceAndAsAWholeBeforeItsWords) {
  EXPECT_THAT(FindClues("Leonie Brandt and Leonie Brandt and Brandt", kNames),
              ElementsAre(Suspicion{Clue::kName, "Leonie Brandt"}, Suspicion{Clue::kName, "Brandt"}));
  EXPECT_THAT(FindClues("Leonie Brandt", {}), IsEmpty()) << "without a list nobody is known";
}

TEST(Prudence, ReadsAListOfNames) {
  EXPECT_THAT(NamesIn("# staff\nLeonie Brandt\r\n\n  \nTomasz Wrona"), ElementsAre("Leonie Brandt", "Tomasz Wrona"));
}

TEST(Prudence, TakesAnyBytesInLinearTime) {
  crypto::DeterministicRandomForTesting random(5);
  for (int round = 0; round < 200; ++round) {
    std::string text(static_cast<std::size_t>(random.Uniform(400)), '\0');
    for (char& c : text) c = static_cast<char>(random.Uniform(256));
    for (const auto& each : FindClues(text, {text.substr(0, 20), "Ab Cd"})) EXPECT_LE(each.excerpt.size(), 80u);
  }
  // What makes backtracking matchers slow.
  std::string hard;
  while (hard.size() < 16000) hard += "a.a-a@0-0 0/0 1.1.";
  const auto began = std::chrono::steady_clock::now();
  FindClues(hard, kNames);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
  std::string many;
  for (int i = 0; i < 100; ++i) many += "NH-" + std::to_string(1000 + i) + " ";
  EXPECT_THAT(FindClues(many, {}), SizeIs(kMaxSuspicions));
}

TEST(Prudence, EveryClueHasItsWords) {
  for (int clue = 0; clue <= static_cast<int>(Clue::kWebAddress); ++clue) {
    EXPECT_FALSE(texts::Say(texts::Language::kEnglish, NameOf(static_cast<Clue>(clue))).empty());
    EXPECT_FALSE(texts::Say(texts::Language::kEnglish, WhyItMatters(static_cast<Clue>(clue))).empty());
  }
}

}  // namespace
}  // namespace candor::services::member
