// Days in words, for people: "Monday, 2 March 2026", „Montag, 2. März 2026“.
//
// FormatDay (base/date.h) stays for tables, for what is compared, and for machines. Days are days of UTC.
// Pure and thread-safe.
#pragma once

#include <string>

#include "base/clock.h"
#include "services/texts/language.h"

namespace candor::texts {

// "2 March 2026".
std::string DateInWords(Language language, Day day);

// "Monday, 2 March 2026".
std::string WeekdayAndDate(Language language, Day day);

}  // namespace candor::texts
