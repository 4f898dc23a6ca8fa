#include "services/bulletin/calendar.h"

#include <algorithm>

#include "base/bytes.h"
#include "base/date.h"
#include "base/harmless_text.h"
#include "base/text.h"
#include "services/bulletin/sentences.h"
#include "services/bulletin/urn.h"

namespace candor::services::bulletin {
namespace {

using texts::Language;
using texts::Say;
using texts::Text;

constexpr std::size_t kMostOctets = 75;

// 20260302.
std::string DateOf(Day day) {
  std::string out = FormatDay(day);
  std::erase(out, '-');
  return out;
}

// For UIDs: never changed, for calendars know events by it.
std::string_view WordOf(Milestone milestone) {
  switch (milestone) {
    case Milestone::kVotingSlipsFrom: return "slips-from";
    case Milestone::kSpeakingFrom: return "speaking-from";
    case Milestone::kSpeakingUntil: return "speaking-until";
    case Milestone::kSupportingUntil: return "supporting-until";
    case Milestone::kAnswersUntil: return "answers-until";
    case Milestone::kConversationUntil: return "conversation-until";
    case Milestone::kTextsKeptUntil: return "texts-kept-until";
  }
  return "day";
}

std::string EventOf(const Bulletin& bulletin, Language language, const PhaseDay& each) {
  const std::string summary =
      Say(language, Text::kCalendarSummary, Say(language, NameOf(each.milestone)), bulletin.ShortId());
  const std::string description = Cat(bulletin.question, "\n\n", Say(language, Text::kDaysAreUtc));
  std::string out = "BEGIN:VEVENT\r\n";
  out += FoldedLine(Cat("UID:", WordOf(each.milestone), ".", HexEncode(bulletin.campaign_id), "@",
                        UrnPart(bulletin.log_origin)));
  out += FoldedLine(Cat("DTSTAMP:", DateOf(bulletin.as_of), "T000000Z"));
  out += FoldedLine(Cat("SEQUENCE:", bulletin.as_of));
  out += FoldedLine(Cat("DTSTART;VALUE=DATE:", DateOf(each.day)));
  out += FoldedLine(Cat("DTEND;VALUE=DATE:", DateOf(each.day + 1)));
  out += FoldedLine(Cat("SUMMARY;LANGUAGE=", TagOf(language), ":", CalendarText(summary)));
  out += FoldedLine(Cat("DESCRIPTION;LANGUAGE=", TagOf(language), ":", CalendarText(description)));
  if (bulletin.invite_page.has_value()) out += FoldedLine(Cat("URL:", bulletin.invite_page->text()));
  return out + "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n";
}

}  // namespace

std::string FoldedLine(std::string_view line) {
  std::string out;
  // A line that goes on begins with a blank, which counts.
  for (std::size_t room = kMostOctets; line.size() > room; room = kMostOctets - 1) {
    std::size_t cut = room;
    while (cut > 0 && (static_cast<unsigned char>(line[cut]) & 0xc0) == 0x80) --cut;
    out += Cat(line.substr(0, cut), "\r\n ");
    line.remove_prefix(cut);
  }
  return Cat(out, line, "\r\n");
}

std::string CalendarText(std::string_view text) {
  std::string out;
  for (const char c : HarmlessText(text, DirectionMarks::kShow)) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || c == ';' || c == ',') out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

std::string BulletinAsCalendar(const Bulletin& bulletin, Language language) {
  // A question may be a thousand characters long, and this is the name of a calendar in a list.
  const std::string name = CalendarText(HarmlessLine(Say(language, Text::kJamAndQuestion, bulletin.ShortId(),
                                                         Shortened(HarmlessLine(bulletin.question), 60))));
  std::string out =
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Candor//Bulletin//EN\r\n"
      "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n";
  // NAME is RFC 7986's; many calendars read the older one alone.
  out += FoldedLine(Cat("NAME:", name));
  out += FoldedLine(Cat("X-WR-CALNAME:", name));
  for (const auto& each : bulletin.phases) out += EventOf(bulletin, language, each);
  return out + "END:VCALENDAR\r\n";
}

}  // namespace candor::services::bulletin
