// Strangers' texts in every place of every form of a bulletin do nothing but appear.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <string>
#include <vector>

#include "base/harmless_text.h"
#include "base/text.h"
#include "tests/services/bulletin/samples.h"

namespace candor::services::bulletin {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using texts::Language;

std::string Replaced(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
  return text;
}

bool IsMarkup(std::string_view form) { return form.ends_with(".html") || form.ends_with(".atom"); }

// The output as its reader takes it apart: what is not a text.
std::vector<std::string> StructureOf(std::string_view form, const std::string& output) {
  std::vector<std::string> out;
  const auto collect = [&](const std::string& from, const char* pattern) {
    const std::regex regex(pattern);
    for (std::sregex_iterator each(from.begin(), from.end(), regex); each != std::sregex_iterator(); ++each) {
      out.push_back(each->str());
    }
  };
  if (IsMarkup(form)) {
    collect(output, "<[^>]*>");
    // Names of attributes count, their values are looked at as texts; a class may tell how long a text is.
    for (auto& tag : out) tag = std::regex_replace(tag, std::regex("\"[^\"]*\""), "\"\"");
  } else if (form == "calendar.ics") {
    collect(Replaced(output, "\r\n ", ""), "(^|\n)[A-Z-]+[;:]");
  } else {
    collect(output, "(^|\n)[^ \n][^\n]*");
  }
  return out;
}

// What a person reads of it.
std::string ReadingOf(std::string_view form, std::string output) {
  if (form == "calendar.ics") {
    output = Replaced(output, "\r\n ", "");
    for (const auto& [from, to] :
         {std::pair{"\\\\", "\x01"}, {"\\,", ","}, {"\\;", ";"}, {"\\n", "\n"}, {"\x01", "\\"}}) {
      output = Replaced(output, from, to);
    }
  }
  if (IsMarkup(form)) {
    output = std::regex_replace(output, std::regex("<[^>]*>"), " ");
    for (const auto& [from, to] :
         {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}}) {
      output = Replaced(output, from, to);
    }
  }
  return HarmlessLine(output);
}

// Why the output is not harmless, or does not show the text; empty when it is and does.
std::vector<std::string> FaultsOf(std::string_view form, const std::string& output, const std::string& benign,
                                  const std::string& text) {
  std::vector<std::string> out;
  const std::string lines = form == "calendar.ics" ? Replaced(output, "\r\n", "\n") : output;
  if (lines != HarmlessText(lines, DirectionMarks::kShow)) out.push_back("a character that steers");
  if (StructureOf(form, output) != StructureOf(form, benign)) out.push_back("another structure");
  const std::string shown = HarmlessLine(text);
  if (ReadingOf(form, output).find(shown) == std::string::npos) out.push_back("the text is not to be read");
  return out;
}

TEST(HostileText, AppearsAsTextInEveryFormAndLanguage) {
  for (const Language language : texts::kLanguages) {
    for (const auto& form : Forms()) {
      const std::string benign = form.render(BulletinOf("visible"), language);
      for (const auto& text : HostileTexts()) {
        EXPECT_THAT(FaultsOf(form.name, form.render(BulletinOf(text), language), benign, text), IsEmpty())
            << form.name << ": " << HarmlessLine(text);
      }
    }
  }
}

TEST(HostileText, ControlEachIsFoundWhereItIsPutInRaw) {
  std::map<std::string_view, int> found_in_form;
  for (const auto& text : HostileTexts()) {
    int found = 0;
    for (const auto& form : Forms()) {
      const std::string benign = form.render(BulletinOf("visible"), Language::kEnglish);
      const std::string raw = Replaced(benign, "visible", text);
      if (FaultsOf(form.name, raw, benign, text).empty()) continue;
      ++found;
      ++found_in_form[form.name];
    }
    EXPECT_GT(found, 0) << HarmlessLine(text);
  }
  for (const auto& form : Forms()) EXPECT_GT(found_in_form[form.name], 0) << form.name;
}

TEST(HostileText, IsNoFormOfTheCatalogue) {
  const std::string text = "visible {1} {2?a|b} %s %n $(reboot) ${HOME}";
  for (const auto& form : Forms()) {
    const std::string output = form.render(BulletinOf(text), Language::kGerman);
    EXPECT_THAT(ReadingOf(form.name, output), HasSubstr(text)) << form.name;
  }
}

TEST(Forms, AreTheSameBytesEachTime) {
  for (const Language language : texts::kLanguages) {
    for (const auto& form : Forms()) {
      EXPECT_EQ(form.render(SampleBulletin(language), language),
                form.render(SampleBulletin(language), language));
    }
  }
}

TEST(Forms, SpeakTheLanguageThatTheyAreGiven) {
  const std::map<std::string_view, std::pair<std::string, std::string>> kWords = {
      {"bulletin.txt", {"Taking part", "Beteiligung"}},
      {"page.html", {"Taking part", "Beteiligung"}},
      {"poster.html", {"Without a name", "Ohne Namen"}},
      {"calendar.ics", {"Last day to speak", "Letzter Tag für Meinungen"}},
      {"feed.atom", {"entry 41 of the public log", "Eintrag 41 im öffentlichen Protokoll"}}};
  for (const auto& form : Forms()) {
    const auto& [english, german] = kWords.at(form.name);
    const std::string in_english = form.render(SampleBulletin(Language::kEnglish), Language::kEnglish);
    const std::string in_german = form.render(SampleBulletin(Language::kGerman), Language::kGerman);
    EXPECT_THAT(in_english, AllOf(HasSubstr(english), Not(HasSubstr(german)))) << form.name;
    EXPECT_THAT(in_german, AllOf(HasSubstr(german), Not(HasSubstr(english)))) << form.name;
  }
}

}  // namespace
}  // namespace candor::services::bulletin
