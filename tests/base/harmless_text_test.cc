#include "base/harmless_text.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <vector>

namespace candor {
namespace {

std::string Shown(std::string_view text) { return HarmlessText(text, DirectionMarks::kShow); }
std::string Kept(std::string_view text) { return HarmlessText(text, DirectionMarks::kKeep); }

TEST(HarmlessText, LeavesReadableTextOfAnyScriptAlone) {
  for (const std::string_view text :
       {"plain", "two\nlines\tand a tab", "Grüße, 你好, שלום, مرحبا", "👩‍🔧 ⚠️",
        "می‌خواهم", "", "<b>\"&amp;\"</b>", "\\u{1B}"}) {
    EXPECT_EQ(Shown(text), text);
    EXPECT_EQ(Kept(text), text);
  }
}

TEST(HarmlessText, ShowsEveryControlAndEveryOverride) {
  const auto spelt = [](unsigned c) {
    std::string out;
    if (c < 0x80) {
      out = {static_cast<char>(c)};
    } else if (c < 0x800) {
      out = {static_cast<char>(0xc0 | c >> 6), static_cast<char>(0x80 | (c & 0x3f))};
    } else {
      out = {static_cast<char>(0xe0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3f)),
             static_cast<char>(0x80 | (c & 0x3f))};
    }
    return out;
  };
  std::vector<unsigned> harmful = {0x7f, 0xad, 0x61c, 0x200b, 0x2028, 0x2029, 0xfeff, 0xfffe, 0xffff, 0xfdd0};
  for (unsigned c = 0; c < 0x20; ++c) {
    if (c != '\n' && c != '\t') harmful.push_back(c);
  }
  for (unsigned c = 0x80; c <= 0x9f; ++c) harmful.push_back(c);
  for (unsigned c = 0x202a; c <= 0x202e; ++c) harmful.push_back(c);
  for (unsigned c = 0x2066; c <= 0x2069; ++c) harmful.push_back(c);
  for (const unsigned c : harmful) {
    char mark[16];
    std::snprintf(mark, sizeof mark, "a\\u{%02X}b", c);
    EXPECT_EQ(Shown("a" + spelt(c) + "b"), mark);
    EXPECT_EQ(Kept("a" + spelt(c) + "b"), mark);
  }
}

TEST(HarmlessText, TheMarksOfDirectionAreShownOrKept) {
  EXPECT_EQ(Kept("\u200Eשלום\u200F!"), "\u200Eשלום\u200F!");
  EXPECT_EQ(Shown("\u200Eשלום\u200F!"), "\\u{200E}שלום\\u{200F}!");
}

TEST(HarmlessText, ReplacesMalformedUtf8) {
  EXPECT_EQ(Shown("a\xff\x80z"), "a\uFFFD\uFFFDz");
  EXPECT_EQ(Shown("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD") << "half of a surrogate pair";
  EXPECT_EQ(Shown("\xf0\x9f\x91"), "\uFFFD\uFFFD\uFFFD") << "cut off";
}

TEST(HarmlessLine, IsOneLine) {
  EXPECT_EQ(HarmlessLine(" Jam\n\nPledge:\t none \r\n"), "Jam Pledge: none \\u{0D}");
  EXPECT_EQ(HarmlessLine("plain"), "plain");
  EXPECT_EQ(HarmlessLine("\n \t"), "");
  EXPECT_EQ(HarmlessLine("a\u200Fb"), "a\\u{200F}b");
}

}  // namespace
}  // namespace candor
