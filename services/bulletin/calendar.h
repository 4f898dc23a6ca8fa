// The bulletin's dates as a calendar (iCalendar, RFC 5545), one all-day event for each.
//
// A calendar that takes it again replaces what it took: an event's UID is made of the log, the jam and
// what the day is, in whatever language, and SEQUENCE grows with the log's day. DTSTAMP is the log's day
// and never the moment of making, so the same log gives the same bytes. Events are transparent: nobody is
// busy for a month because people may speak. Pure and thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "services/bulletin/bulletin.h"
#include "services/texts/language.h"

namespace candor::services::bulletin {

// text/calendar; charset=utf-8.
std::string BulletinAsCalendar(const Bulletin& bulletin, texts::Language language);

// A content line with its CRLF: folded so that no line is longer than 75 octets and no character is cut
// (3.1). `line` holds no control character but tab.
std::string FoldedLine(std::string_view line);

// A value of type TEXT (3.3.11): harmless, with backslash, semicolon, comma and line end escaped.
std::string CalendarText(std::string_view text);

}  // namespace candor::services::bulletin
