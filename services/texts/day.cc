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

Sentence DateSentence(Day day) {
  const std::string date = FormatDay(day);  // 2026-03-02
  const std::string_view digits = date;
  return Sentence(Text::kDateInWords, Number(digits.substr(8)), Sentence(kMonths[Number(digits.substr(5, 2)) - 1]),
                  digits.substr(0, 4));
}

std::string DateInWords(Language language, Day day) { return DateSentence(day).In(language); }

std::string DaysInWords(Language language, Day first, Day end) {
  const Day last = end > first ? end - 1 : first;
  if (last == first) return Say(language, Text::kOnDay, DateInWords(language, first));
  const std::string from = FormatDay(first);
  const std::string to = FormatDay(last);
  const std::string_view digits = from;
  std::string begin = DateInWords(language, first);
  if (from.substr(0, 7) == to.substr(0, 7)) {
    begin = Say(language, Text::kDayOfMonth, Number(digits.substr(8)));
  } else if (from.substr(0, 4) == to.substr(0, 4)) {
    begin = Say(language, Text::kDayAndMonth, Number(digits.substr(8)),
                Say(language, kMonths[Number(digits.substr(5, 2)) - 1]));
  }
  return Say(language, Text::kFromDayToDay, begin, DateInWords(language, last));
}

std::string WeekdayAndDate(Language language, Day day) {
  constexpr Day kFirstMonday = 4;  // day 0 was a Thursday
  const Day weekday = (day + 7 - kFirstMonday) % 7;
  return Say(language, Text::kWeekdayAndDate, Say(language, kWeekdays[weekday]), DateInWords(language, day));
}

}  // namespace candor::texts
