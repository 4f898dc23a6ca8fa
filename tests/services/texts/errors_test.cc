#include "services/texts/errors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "base/text.h"
#include "services/runtime/system_error.h"
#include "services/texts/catalogue.h"
#include "services/texts/sentence.h"

namespace candor::texts {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

std::string German(std::string_view english) { return ErrorIn(Language::kGerman, english); }

TEST(Errors, EnglishStaysAsItIs) {
  EXPECT_EQ(ErrorIn(Language::kEnglish, "The text is empty."), "The text is empty.");
  EXPECT_EQ(ErrorIn(Language::kEnglish, "a\n  b: c. d"), "a\n  b: c. d");
  EXPECT_EQ(ErrorIn(Language::kEnglish, ""), "");
}

TEST(Errors, ASentenceIsSaidWithItsValues) {
  EXPECT_EQ(German("Nothing was forgotten."), "Nichts wurde vergessen.");
  EXPECT_EQ(German("the answer has 9001 bytes; at most 4000 are possible"),
            "Die Antwort hat 9001 Bytes; möglich sind höchstens 4000");
  EXPECT_EQ(German("Your voting slip for the jam 3f2a was drawn too late: it could be used only from 2026-03-09 on, and "
                   "the jam closes on 2026-03-08. Nothing was sent, and your text is as you left it."),
            "Dein Stimmzettel für den Jam 3f2a wurde zu spät gezogen: Er würde erst vom 2026-03-09 an gelten, und der "
            "Jam schließt am 2026-03-08. Nichts wurde abgeschickt, und dein Text ist, wie du ihn gelassen hast.");
}

TEST(Errors, AValueMayHoldWhatTheFormHolds) {
  EXPECT_EQ(German("There is no file a. Nothing was changed. b. Nothing was changed."),
            "Eine Datei a. Nothing was changed. b gibt es nicht. Nichts wurde geändert.");
  EXPECT_EQ(German("There is no file {1}{2?a|b}. Nothing was changed."),
            "Eine Datei {1}{2?a|b} gibt es nicht. Nichts wurde geändert.");
}

TEST(Errors, WhatOtherSentencesWereMadeOfIsSaidToo) {
  EXPECT_EQ(German("You have withdrawn this text. Nothing was changed."),
            "Du hast diesen Text zurückgenommen. Nichts wurde geändert.");
  EXPECT_EQ(German("The public logs could not be brought up to date: The server did not answer in time. Nothing of "
                   "yours was sent, and nothing was lost."),
            "Die öffentlichen Protokolle ließen sich nicht auf den neuesten Stand bringen: Der Server hat nicht "
            "rechtzeitig geantwortet. Nichts von dir wurde abgeschickt, und nichts ging verloren.");
  EXPECT_EQ(German("config jam.toml, line 3: \"min_issued\" is less than twice `k`: write a larger number, or a smaller `k`"),
            "jam.toml, Zeile 3: \"min_issued\" ist kleiner als das Doppelte von `k`: schreib eine größere Zahl, oder "
            "ein kleineres `k`");
}

TEST(Errors, WhatTheSystemSaysIsSaidToo) {
  const absl::Status error = runtime::SystemError("The file /tmp/jam.toml cannot be opened", EACCES);
  EXPECT_EQ(German(AsPiece(error.message())),
            "Die Datei /tmp/jam.toml lässt sich nicht öffnen: keine Berechtigung. Prüfe, wem es gehört, und die "
            "Berechtigungen.");
}

TEST(Errors, EachLineIsSaidForItself) {
  EXPECT_EQ(German("the manifest is not complete; missing or not valid:\n  the pledge of Ines (candor pledge sign)\n"),
            "das Manifest: nicht vollständig; es fehlt oder stimmt nicht:\n  das Versprechen von Ines (candor pledge "
            "sign)\n");
}

TEST(Errors, WhatNoListHoldsIsSaidToBeEnglish) {
  EXPECT_EQ(German("the flux capacitor leaks"), "Das steht nur auf Englisch da: the flux capacitor leaks");
  EXPECT_EQ(German("The text is empty, isn't it"), "Das steht nur auf Englisch da: The text is empty, isn't it");
  EXPECT_EQ(German(""), "");
}

TEST(Errors, AFaultInASentenceIsSaidInItsLanguage) {
  const Sentence sentence(Text::kNewsNoAnswer, Fault{"The server did not answer in time"});
  EXPECT_THAT(sentence.In(Language::kGerman), HasSubstr("Der Server hat nicht rechtzeitig geantwortet"));
  EXPECT_THAT(sentence.In(Language::kEnglish), HasSubstr("The server did not answer in time"));
}

TEST(Errors, ALongSentenceKeepsNobodyWaiting) {
  std::string joined = "a";
  while (joined.size() < 4000) joined += ": Nothing was changed. b";
  const auto before = std::chrono::steady_clock::now();
  EXPECT_THAT(German(joined), StartsWith("Das steht nur auf Englisch da: a: "));
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(5));
  EXPECT_THAT(German(std::string(100'000, '.')), StartsWith("Das steht nur auf Englisch da: ..."));
}

// ---- the lists ----

std::vector<Wording> AllForms() {
  std::vector<Wording> out;
  for (const auto& list : ErrorLists()) out.insert(out.end(), list.begin(), list.end());
  return out;
}

std::vector<std::string> Repeated(const std::vector<Wording>& forms) {
  std::set<std::string_view> seen;
  std::vector<std::string> out;
  for (const auto& form : forms) {
    if (!seen.insert(form.in[0]).second) out.emplace_back(form.in[0]);
  }
  return out;
}

TEST(ErrorLists, NoSentenceStandsTwice) {
  std::vector<Wording> forms = AllForms();
  EXPECT_THAT(Repeated(forms), IsEmpty());
  forms.push_back(forms.front());
  EXPECT_THAT(Repeated(forms), ElementsAre(std::string(forms.front().in[0]))) << "control";
}

// Values numbered 1, 2, … stand for themselves: whatever form the sentence came from, it is found.
std::vector<std::string> NotFound(const std::vector<Wording>& forms) {
  const std::vector<std::string> values = {"v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8", "v9"};
  std::vector<std::string> out;
  for (const auto& form : forms) {
    if (German(Fill(form.in[0], values)) != Fill(form.in[1], values)) out.emplace_back(form.in[0]);
  }
  return out;
}

TEST(ErrorLists, EverySentenceIsFoundByItsForm) {
  std::vector<Wording> forms = AllForms();
  EXPECT_THAT(NotFound(forms), IsEmpty());
  forms.push_back({{"a sentence of {1} that no list holds", "ein Satz von {1}, den keine Liste enthält"}});
  EXPECT_THAT(NotFound(forms), ElementsAre("a sentence of {1} that no list holds")) << "control";
}

// German has the words of the catalogue, and its quotation marks.
std::vector<std::string> Careless(const std::vector<Wording>& forms) {
  std::vector<std::string> out;
  for (const auto& form : forms) {
    for (const char* mark : {"\"", "...", "  ", "oken", "ampagne", "Einspruch", "Maßnahme", "Relay", "Roster"}) {
      if (form.in[1].find(mark) != std::string_view::npos) out.emplace_back(form.in[1]);
    }
  }
  return out;
}

TEST(ErrorLists, TheWordsAreThoseOfPeople) {
  std::vector<Wording> forms = AllForms();
  EXPECT_THAT(Careless(forms), IsEmpty());
  forms.push_back({{"a token", "ein Token"}});
  EXPECT_THAT(Careless(forms), ElementsAre("ein Token")) << "control";
}

}  // namespace
}  // namespace candor::texts
