#include "services/texts/day.h"

#include <array>
#include <charconv>
#include <string_view>

#include "base/date.h"
#include "services/texts/catalogue.h"

namespace candor::texts {
namespace {

constexpr std::array<PlainText, 7> kWeekdays = {Text::kMonday,   Text::kTuesday, Text::kWednesday,
                                                Text::kThursday, Text::kFriday,  Text::kSaturday,
                                                Text::kSunday};
constexpr std::array<PlainText, 12> kMonths = {
    Text::kJanuary, Text::kFebruary, Text::kMarch,     Text::kApril,   Text::kMay,      Text::kJune,
    Text::kJuly,    Text::kAugust,   Text::kSeptember, Text::kOctober, Text::kNovember, Text::kDecember};

// Of digits alone, as FormatDay writes them.
unsigned Number(std::string_view digits) {
  unsigned out = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return out;
}

}  // namespace

std::string DateInWords(Language language, Day day) {
  const std::string date = FormatDay(day);  // 2026-03-02
  const std::string_view digits = date;
  return Say(language, Text::kDateInWords, Number(digits.substr(8)),
             Say(language, kMonths[Number(digits.substr(5, 2)) - 1]), digits.substr(0, 4));
}

std::string WeekdayAndDate(Language language, Day day) {
  constexpr Day kFirstMonday = 4;  // day 0 was a Thursday
  const Day weekday = (day + 7 - kFirstMonday) % 7;
  return Say(language, Text::kWeekdayAndDate, Say(language, kWeekdays[weekday]), DateInWords(language, day));
}

}  // namespace candor::texts
