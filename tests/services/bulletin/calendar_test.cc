#include "services/bulletin/calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/harmless_text.h"
#include "base/text.h"
#include "tests/services/bulletin/samples.h"

namespace candor::services::bulletin {
namespace {

using ::testing::HasSubstr;
using texts::Language;

std::vector<std::string> LinesOf(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t end = text.find("\r\n"); end != std::string_view::npos; end = text.find("\r\n")) {
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 2);
  }
  EXPECT_TRUE(text.empty()) << "a line without its end";
  return out;
}

std::string Unfolded(std::string text) {
  for (std::size_t at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ", at))
    text.erase(at, 3);
  return text;
}

TEST(FoldedLine, IsAtMost75OctetsAndCutsNoCharacter) {
  // Characters of one to four octets, at every offset to the fold.
  for (const std::string_view character : {"a", "ä", "中", "👩"}) {
    for (std::size_t before = 0; before < 80; ++before) {
      std::string line(before, 'x');
      for (int i = 0; i < 100; ++i) line += character;
      const std::string folded = FoldedLine(line);
      for (const auto& each : LinesOf(folded)) {
        EXPECT_LE(each.size(), 75u);
        EXPECT_EQ(HarmlessText(each, DirectionMarks::kShow), each) << "half a character";
      }
      EXPECT_EQ(Unfolded(folded), line + "\r\n");
    }
  }
}

TEST(FoldedLine, LeavesWhatFits) {
  const std::string full(75, 'x');
  EXPECT_EQ(FoldedLine(full), Cat(full, "\r\n"));
  EXPECT_EQ(FoldedLine(Cat(full, "y")), Cat(full, "\r\n y\r\n"));
  EXPECT_EQ(FoldedLine(""), "\r\n");
}

TEST(CalendarText, IsEscapedAndOneLine) {
  EXPECT_EQ(CalendarText("a, b; c\\d\ne: \"f\""), "a\\, b\\; c\\\\d\\ne: \"f\"");
  EXPECT_EQ(CalendarText("x\r\nEND:VEVENT"), "x\\\\u{0D}\\nEND:VEVENT");
}

TEST(Calendar, HasAnAllDayEventForEachDate) {
  const std::string calendar =
      Unfolded(BulletinAsCalendar(SampleBulletin(Language::kEnglish), Language::kEnglish));
  EXPECT_THAT(calendar,
              HasSubstr("BEGIN:VEVENT\r\n"
                        "UID:speaking-until.4f2a91c00102030405060708090a0b0c@nordhafen.example/board\r\n"
                        "DTSTAMP:20260311T000000Z\r\nSEQUENCE:20523\r\n"
                        "DTSTART;VALUE=DATE:20260311\r\nDTEND;VALUE=DATE:20260312\r\n"
                        "SUMMARY;LANGUAGE=en:Last day to speak (jam 4f2a91c0)\r\n"));
  EXPECT_THAT(calendar, HasSubstr("URL:https://nordhafen.example/jam/4f2a91c0\r\nTRANSP:TRANSPARENT\r\n"));
}

TEST(Calendar, AnEventKeepsItsNameWhenItsDayOrTheLanguageChanges) {
  const auto names = [](const std::string& calendar) {
    std::vector<std::string> out;
    for (const auto& line : LinesOf(Unfolded(calendar))) {
      if (line.starts_with("UID:")) out.push_back(line);
    }
    return out;
  };
  Bulletin bulletin = SampleBulletin(Language::kEnglish);
  const auto before = names(BulletinAsCalendar(bulletin, Language::kEnglish));
  EXPECT_EQ(before.size(), 7u);
  for (auto& each : bulletin.phases) ++each.day;
  ++bulletin.as_of;
  EXPECT_EQ(names(BulletinAsCalendar(bulletin, Language::kGerman)), before);
  EXPECT_THAT(BulletinAsCalendar(bulletin, Language::kGerman), HasSubstr("SEQUENCE:20524\r\n"));
  bulletin.log_origin += "x";
  EXPECT_NE(names(BulletinAsCalendar(bulletin, Language::kGerman)), before);
}

TEST(Calendar, WithoutDatesHasNoEvent) {
  const std::string calendar = BulletinAsCalendar(Bulletin{}, Language::kEnglish);
  EXPECT_THAT(calendar, ::testing::Not(HasSubstr("VEVENT")));
  EXPECT_TRUE(calendar.ends_with("END:VCALENDAR\r\n"));
}

}  // namespace
}  // namespace candor::services::bulletin
