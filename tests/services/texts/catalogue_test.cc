#include "services/texts/catalogue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace candor::texts {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Filled(std::string_view form, std::vector<std::string> values) { return Fill(form, values); }

TEST(Form, PutsEachValueInItsPlace) {
  EXPECT_EQ(Filled("{1} of {2}", {"3", "120"}), "3 of 120");
  EXPECT_EQ(Filled("von {2} sind {1} da, {2}!", {"3", "120"}), "von 120 sind 3 da, 120!");
  EXPECT_EQ(Filled("nothing to fill", {}), "nothing to fill");
  EXPECT_EQ(Filled("", {}), "");
}

TEST(Form, ChoosesBetweenOneAndMany) {
  constexpr std::string_view kForm = "{1} {1?person|people}";
  EXPECT_EQ(Filled(kForm, {"1"}), "1 person");
  EXPECT_EQ(Filled(kForm, {"0"}), "0 people");
  EXPECT_EQ(Filled(kForm, {"21"}), "21 people");
  EXPECT_EQ(Filled("{1?|some}", {"1"}), "");
}

TEST(Form, AValueIsNotReadAsAForm) {
  EXPECT_EQ(Filled("{1}, {2}", {"{2}", "{1?a|b}"}), "{2}, {1?a|b}");
  EXPECT_EQ(Filled("<{1}>", {"}{"}), "<}{>");
}

TEST(Form, NamesItsValuesOrIsMalformed) {
  EXPECT_EQ(ValuesOf("plain"), 0u);
  EXPECT_EQ(ValuesOf(""), 0u);
  EXPECT_EQ(ValuesOf("{2} before {1}, {1?a|b}"), 3u);
  EXPECT_EQ(ValuesOf("{9}"), 256u);
  for (const std::string_view bad : {"{", "}", "{}", "{0}", "{10}", "{a}", "{1", "{1?}", "{1?a}", "{1?a|b|c}",
                                     "{1|a}", "{1?{2}|b}", "{1}}", "{{1}", "x{"}) {
    EXPECT_EQ(ValuesOf(bad), std::nullopt) << bad;
  }
}

TEST(Say, SpeaksTheLanguageThatItIsGiven) {
  EXPECT_EQ(Say(Language::kEnglish, Text::kMarch), "March");
  EXPECT_EQ(Say(Language::kGerman, Text::kMarch), "März");
  EXPECT_EQ(Say(Language::kEnglish, Text::kDateInWords, 9, "March", 2026), "9 March 2026");
  EXPECT_EQ(Say(Language::kGerman, Text::kDateInWords, 9, std::string("März"), 2026), "9. März 2026");
}

TEST(Say, TakesATextThatAFunctionChose) {
  const PlainText chosen = Text::kMay;
  EXPECT_EQ(Say(Language::kGerman, chosen), "Mai");
}

// A text as a row of names and languages, so that controls can be put in.
struct Row {
  std::string name;
  std::string english;
  std::string german;
};

std::vector<Row> Catalogue() {
  std::vector<Row> out;
  for (const auto& text : kTexts) {
    out.push_back({std::string(text.name), std::string(text.in[0]), std::string(text.in[1])});
  }
  return out;
}

std::vector<std::string> Twice(const std::vector<Row>& rows) {
  std::set<std::pair<std::string, std::string>> seen;
  std::vector<std::string> out;
  for (const auto& row : rows) {
    if (!seen.emplace(row.english, row.german).second) out.push_back(row.name);
  }
  return out;
}

TEST(Catalogue, NoTextHasTwoNames) {
  EXPECT_THAT(Twice(Catalogue()), IsEmpty());
  std::vector<Row> rows = Catalogue();
  rows.push_back({"kMondayAgain", "Monday", "Montag"});
  EXPECT_THAT(Twice(rows), ElementsAre("kMondayAgain")) << "control";
}

// Words that both languages have, and forms without a word.
const std::set<std::string> kSameInBoth = {"kApril",    "kAugust",         "kSeptember",
                                           "kNovember", "kWeekdayAndDate", "kJamAndQuestion", "kThreadAnswer"};

std::vector<std::string> Untranslated(const std::vector<Row>& rows) {
  std::vector<std::string> out;
  for (const auto& row : rows) {
    if (row.english == row.german && !kSameInBoth.contains(row.name)) out.push_back(row.name);
  }
  return out;
}

TEST(Catalogue, NoTextStandsUntranslated) {
  EXPECT_THAT(Untranslated(Catalogue()), IsEmpty());
  std::vector<Row> rows = Catalogue();
  rows.push_back({"kForgotten", "Taking part", "Taking part"});
  EXPECT_THAT(Untranslated(rows), ElementsAre("kForgotten")) << "control";
}

// What stands between backquotes is typed, and is named as the program names it.
std::string WithoutCommands(std::string text) {
  for (std::size_t begin = text.find('`'); begin != std::string::npos; begin = text.find('`', begin)) {
    text.replace(begin, text.find('`', begin + 1) - begin + 1, "it");
  }
  return text;
}

// Quotation marks and ellipses as printers have them, no blank that cannot be seen, no word of the protocol.
std::vector<std::string> Careless(const std::vector<Row>& rows) {
  std::vector<std::string> out;
  for (const auto& row : rows) {
    for (const std::string& form : {row.english, row.german}) {
      const std::string words = WithoutCommands(form);
      const std::string* const text = &words;
      bool bad = form.starts_with(' ') || form.ends_with(' ');
      for (const char* mark : {"\"", "...", "  ", "\n", "<", "\x1b", "token", "Token", "ampaign", "ampagne",
                               "roster", "Roster", "ubmission", "elay", "batch", "Batch",
                               // One thing has one word: Widerspruch, Vorhaben.
                               "Einspruch", "Maßnahme"}) {
        bad |= text->find(mark) != std::string::npos;
      }
      if (bad) out.push_back(row.name);
    }
  }
  return out;
}

TEST(Catalogue, TheWordsAreThoseOfPeople) {
  EXPECT_THAT(Careless(Catalogue()), IsEmpty());
  std::vector<Row> rows = Catalogue();
  rows.push_back({"kQuoted", "a \"word\"", "ein „Wort“"});
  rows.push_back({"kProtocol", "Your voting slip", "Dein Token"});
  EXPECT_THAT(Careless(rows), ElementsAre("kQuoted", "kProtocol")) << "control";
}

}  // namespace
}  // namespace candor::texts
