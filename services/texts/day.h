// Days in words, for people: "Monday, 2 March 2026", „Montag, 2. März 2026“.
//
// FormatDay (base/date.h) stays for tables, for what is compared, and for machines. Days are days of UTC.
// Pure and thread-safe.
#pragma once

#include <string>

#include "base/clock.h"
#include "services/texts/language.h"
#include "services/texts/sentence.h"

namespace candor::texts {

// "2 March 2026".
std::string DateInWords(Language language, Day day);

// The same, before it is known in which language.
Sentence DateSentence(Day day);

// The days from `first` to the one before `end`, which names the moment at which all is over, as the phases of a
// campaign do: "from 3 to 5 March 2026", "from 30 March to 2 April 2026", "on 3 March 2026".
std::string DaysInWords(Language language, Day first, Day end);

// "Monday, 2 March 2026".
std::string WeekdayAndDate(Language language, Day day);

}  // namespace candor::texts
