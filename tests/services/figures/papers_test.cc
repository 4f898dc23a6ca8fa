// Charts, the closing report as page and as Markdown, and the bulletin of a log.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "programs/candor/bulletin_of_log.h"
#include "services/facilitator/chart.h"
#include "services/facilitator/closing_report.h"
#include "tests/services/figures/whole_jam.h"

namespace candor::testing {
namespace {

using services::bulletin::NewsKind;
using services::facilitator::BarOf;
using services::facilitator::Glyphs;
using services::facilitator::GlyphsOf;
using services::facilitator::MarkdownLine;
using texts::Language;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// ---- charts ----

TEST(Chart, ABarIsAsLongAsItsShare) {
  EXPECT_EQ(BarOf({.value = 5, .whole = 10, .columns = 8}, Glyphs::kAscii), "####....");
  EXPECT_EQ(BarOf({.value = 10, .whole = 10, .columns = 8}, Glyphs::kAscii), "########");
  EXPECT_EQ(BarOf({.value = 0, .whole = 10, .columns = 8}, Glyphs::kAscii), "........");
  EXPECT_EQ(BarOf({.value = 5, .whole = 16, .columns = 4}, Glyphs::kBlocks), "█▎░░");
  EXPECT_EQ(BarOf({.value = 16, .whole = 16, .columns = 4}, Glyphs::kBlocks), "████");
}

TEST(Chart, WhatIsMoreThanNothingShowsAndWhatIsTooMuchDoesNotOverflow) {
  EXPECT_EQ(BarOf({.value = 1, .whole = 5000, .columns = 4}, Glyphs::kAscii), "#...");
  EXPECT_EQ(BarOf({.value = 1, .whole = 5000, .columns = 4}, Glyphs::kBlocks), "▏░░░");
  EXPECT_EQ(BarOf({.value = 9, .whole = 3, .columns = 4}, Glyphs::kAscii), "####");
  EXPECT_EQ(BarOf({.value = 9, .whole = 0, .columns = 4}, Glyphs::kAscii), "....");
}

TEST(Chart, TheMarkStandsUntilTheBarReachesIt) {
  EXPECT_EQ(BarOf({.value = 2, .whole = 8, .columns = 8, .mark = 4}, Glyphs::kAscii), "##.|....");
  EXPECT_EQ(BarOf({.value = 4, .whole = 8, .columns = 8, .mark = 4}, Glyphs::kAscii), "####....");
}

TEST(Chart, BlocksAreForUtf8AndNotForWhoeverWantsPlainText) {
  EXPECT_EQ(GlyphsOf({"", "", "", "de_DE.UTF-8"}), Glyphs::kBlocks);
  EXPECT_EQ(GlyphsOf({"", "", "C.utf8", "C"}), Glyphs::kBlocks);
  EXPECT_EQ(GlyphsOf({"1", "", "", "de_DE.UTF-8"}), Glyphs::kAscii) << "NO_COLOR";
  EXPECT_EQ(GlyphsOf({"", "C", "", "de_DE.UTF-8"}), Glyphs::kAscii) << "LC_ALL beats LANG";
  EXPECT_EQ(GlyphsOf({"", "", "", ""}), Glyphs::kAscii);
}

// ---- the closing report ----

services::facilitator::Paper PaperOf(const WholeJam& whole, Language language = Language::kEnglish) {
  const auto figures = whole.jam.OfFacilitator(whole.day(12));
  return services::facilitator::ClosingReport(whole.jam.view(), whole.jam.campaign(), figures, language);
}
std::string HtmlOf(const WholeJam& whole) { return services::facilitator::PaperAsHtml(PaperOf(whole)); }
std::string MarkdownOf(const WholeJam& whole) { return services::facilitator::PaperAsMarkdown(PaperOf(whole)); }

TEST(ClosingReport, SaysAllThatTheJamWas) {
  const WholeJam whole;
  for (const std::string& text : {HtmlOf(whole), MarkdownOf(whole)}) {
    for (const char* part :
         {"What should change first?", "The yard moves to a new pier next year.", "I want to hear what does not work",
          "40 of 90 people invited", "The target was half of the people invited: 45", "Answered one by one",
          "20; half in 3 days, 90% in 3", "30; half in 5 days, 90% in 7",
          "Cranes", "13 points", "merged into it: Lifts", "You said, we did", "It is ordered.",
          "What we will not do, because", "Too dear.", "Needed.", "adopted", "Two cranes", "owner: Ada",
          "Did it help?", "I will not try to learn who wrote what", "Fewest opinions that appear at a time",
          "candor-audit verify pack", "Reason: names a person"}) {
      EXPECT_THAT(text, HasSubstr(part));
    }
    EXPECT_THAT(text, Not(HasSubstr("what was hidden"))) << "the words of a hidden text";
    EXPECT_THAT(text, HasSubstr("what is shown")) << "control: those of one that is not";
  }
}

TEST(ClosingReport, SpeaksGerman) {
  const WholeJam whole;
  const auto paper = PaperOf(whole, Language::kGerman);
  const std::string html = services::facilitator::PaperAsHtml(paper);
  EXPECT_THAT(html, AllOf(HasSubstr("<html lang=\"de\">"), HasSubstr("Was aus den Meinungen wurde"),
                          HasSubstr("Einzeln beantwortet"), Not(HasSubstr("You said"))));
}

// ---- hostile strings ----

constexpr std::string_view kHostile =
    "</p></dd><script>alert(1)</script><img src=x onerror=alert(1)>&lt; \" ' `code` *b* _i_ ~~s~~ [l](javascript:a) "
    "![i](https://evil.example/i.png) <https://evil.example> https://evil.example www.evil.example a@evil.example "
    "| a | b | $x$ {{x}} \x1b[31m \xe2\x80\xae txt\n# heading\n- list\n1. list\n> quotation\n    code\n---\n```\nfence";
constexpr std::string_view kHarmless =
    "Words of the same kind and length, which say something about cranes and lifts in a yard by the sea, and which "
    "nobody can mistake for anything else than text, however long they look at them, on paper or elsewhere\nnew\nnew\n"
    "new\nnew\nnew\nnew\nnew\nnew";

// All the tags of a page, in order; no text.
std::vector<std::string> TagsOf(const std::string& html) {
  std::vector<std::string> out;
  for (std::size_t at = html.find("<body>"); (at = html.find('<', at)) != std::string::npos;) {
    const std::size_t end = html.find('>', at);
    out.push_back(html.substr(at, end - at + 1));
    at = end;
  }
  return out;
}

TEST(HostileReport, AStrangersTextAddsNoTag) {
  const WholeJam hostile(kHostile);
  const WholeJam harmless(kHarmless);
  EXPECT_EQ(TagsOf(HtmlOf(hostile)), TagsOf(HtmlOf(harmless)));
  EXPECT_THAT(HtmlOf(hostile), AllOf(Not(HasSubstr("<script")), Not(HasSubstr("<img")), Not(HasSubstr("\x1b")),
                                     Not(HasSubstr("\xe2\x80\xae")), HasSubstr("&lt;script&gt;")));
  // Control: the same text as it is.
  EXPECT_NE(TagsOf(Cat("<body>", kHostile)), TagsOf(Cat("<body>", kHarmless)));
}

// What is markup in Markdown: unescaped marks, and how each line begins. No text.
std::string MarksOf(std::string markdown) {
  const std::string nothing = "<!-- -->";
  for (std::size_t at; (at = markdown.find(nothing)) != std::string::npos;) markdown.erase(at, nothing.size());
  std::string out;
  bool begins = true;
  bool number = false;  // the line is digits so far
  for (std::size_t i = 0; i < markdown.size(); ++i) {
    const char c = markdown[i];
    const bool breaks = c == '\\' && i + 1 < markdown.size() && markdown[i + 1] == '\n';
    const bool escapes = c == '\\' && !breaks;
    const bool marks = std::string_view("`*_[]<>&#|~{}$\n").find(c) != std::string_view::npos;
    const bool first = (begins && std::string_view(" +-=:").find(c) != std::string_view::npos) ||
                       (number && (c == '.' || c == ')'));
    number = (begins || number) && c >= '0' && c <= '9';
    if (marks || first || breaks) out += c;
    begins = c == '\n' || (begins && c == ' ');
    if (escapes) ++i;
  }
  return out;
}

TEST(HostileReport, AStrangersTextAddsNoMarkToMarkdown) {
  const WholeJam hostile(kHostile);
  const WholeJam harmless(kHarmless);
  EXPECT_EQ(MarksOf(MarkdownOf(hostile)), MarksOf(MarkdownOf(harmless)));
  EXPECT_THAT(MarkdownOf(hostile), AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("https://")), Not(HasSubstr("www.ev")),
                                         Not(HasSubstr("a@evil"))));
  EXPECT_NE(MarksOf(std::string(kHostile)), MarksOf(std::string(kHarmless))) << "control";
}

TEST(Markdown, ALineIsTextWhateverItBeginsWith) {
  EXPECT_EQ(MarkdownLine("plain text, 2026-03-02 (slot 3)."), "plain text, 2026-03-02 (slot 3).");
  EXPECT_EQ(MarkdownLine("# a #"), "\\# a \\#");
  EXPECT_EQ(MarkdownLine("- a - b"), "\\- a - b");
  EXPECT_EQ(MarkdownLine("12. a"), "12\\. a");
  EXPECT_EQ(MarkdownLine("1) a"), "1\\) a");
  EXPECT_EQ(MarkdownLine("[a](b)"), "\\[a\\](b)");
  EXPECT_EQ(MarkdownLine("    code"), "code");
  EXPECT_EQ(MarkdownLine("http://a"), "http:/<!-- -->/a");
  EXPECT_EQ(MarkdownLine("WWW.a"), "WWW<!-- -->.a");
  EXPECT_EQ(MarkdownLine("about 1.5 of it. The end."), "about 1.5 of it. The end.");
  EXPECT_EQ(MarkdownLine("a@b"), "a<!-- -->@b");
}

// ---- the bulletin ----

services::bulletin::Bulletin BulletinOf(const WholeJam& whole) {
  return cli::BulletinOf({whole.jam.view(), whole.jam.campaign(), whole.jam.entries()},
                         whole.jam.OfFacilitator(whole.day(12)), Language::kEnglish, std::nullopt);
}

std::size_t CountOf(const services::bulletin::Bulletin& bulletin, NewsKind kind) {
  return static_cast<std::size_t>(std::ranges::count(bulletin.news, kind, &services::bulletin::NewsItem::kind));
}

TEST(BulletinOfLog, TellsWhatPeopleWithARoleDid) {
  const WholeJam whole;
  const auto bulletin = BulletinOf(whole);
  EXPECT_EQ(CountOf(bulletin, NewsKind::kOpened), 1u);
  EXPECT_EQ(CountOf(bulletin, NewsKind::kOpinions), 2u);
  EXPECT_EQ(CountOf(bulletin, NewsKind::kAnswer), 21u);
  EXPECT_EQ(CountOf(bulletin, NewsKind::kAnswerRevised), 1u);
  EXPECT_EQ(CountOf(bulletin, NewsKind::kPrompt), 1u);
  EXPECT_EQ(CountOf(bulletin, NewsKind::kTheme), 3u);
  EXPECT_EQ(CountOf(bulletin, NewsKind::kAction), 2u);
  EXPECT_EQ(CountOf(bulletin, NewsKind::kDecision), 1u);
  EXPECT_EQ(CountOf(bulletin, NewsKind::kClosed), 1u);
  EXPECT_EQ(bulletin.participation.opinions, 40u);
  EXPECT_TRUE(std::ranges::is_sorted(bulletin.news, std::less<>(), &services::bulletin::NewsItem::log_index));
  EXPECT_EQ(bulletin.news.back().kind, NewsKind::kClosed);
}

TEST(BulletinOfLog, WhatIsHiddenStandsThereAsHidden) {
  const WholeJam whole;
  std::string all;
  for (const auto& item : BulletinOf(whole).news) all += Cat(item.title, "\n", item.text, "\n");
  EXPECT_THAT(all, AllOf(HasSubstr("what is shown"), Not(HasSubstr("what was hidden")),
                         HasSubstr("Hidden by the facilitators. Reason: names a person")));
}

TEST(BulletinOfLog, WhatConcernsOneThreadIsNoNews) {
  const WholeJam whole;
  const auto& acts = whole.jam.campaign().acts;
  const auto bulletin = BulletinOf(whole);
  std::size_t private_acts = 0;
  for (const auto& act : acts.all) {
    const bool of_one = std::holds_alternative<records::PrivateNote>(act.act.body) ||
                        std::holds_alternative<records::Acknowledgement>(act.act.body);
    if (!of_one) continue;
    ++private_acts;
    EXPECT_EQ(std::ranges::count(bulletin.news, act.index, &services::bulletin::NewsItem::log_index), 0);
  }
  EXPECT_EQ(private_acts, 21u) << "control: there were some";
}

TEST(BulletinOfLog, WhereNearlyAllHaveSpokenTheNumberIsNotSaid) {
  PlayedJam jam({.members = 24, .draws = 24});
  jam.SealOpinions(0, 22);
  const auto bulletin = cli::BulletinOf({jam.view(), jam.campaign(), jam.entries()},
                                        jam.OfFacilitator(kSpeakingOpens + 1), Language::kEnglish, std::nullopt);
  EXPECT_EQ(bulletin.participation.outcome, services::bulletin::Participation::Outcome::kNotSaid);
}

}  // namespace
}  // namespace candor::testing
