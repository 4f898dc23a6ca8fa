// The texts of days: weekdays, months, and how a date is put together. See catalogue.h.
#pragma once

#define CANDOR_DAY_TEXTS(X)                                \
  X(kMonday, "Monday", "Montag")                           \
  X(kTuesday, "Tuesday", "Dienstag")                       \
  X(kWednesday, "Wednesday", "Mittwoch")                   \
  X(kThursday, "Thursday", "Donnerstag")                   \
  X(kFriday, "Friday", "Freitag")                          \
  X(kSaturday, "Saturday", "Samstag")                      \
  X(kSunday, "Sunday", "Sonntag")                          \
  X(kJanuary, "January", "Januar")                         \
  X(kFebruary, "February", "Februar")                      \
  X(kMarch, "March", "März")                               \
  X(kApril, "April", "April")                              \
  X(kMay, "May", "Mai")                                    \
  X(kJune, "June", "Juni")                                 \
  X(kJuly, "July", "Juli")                                 \
  X(kAugust, "August", "August")                           \
  X(kSeptember, "September", "September")                  \
  X(kOctober, "October", "Oktober")                        \
  X(kNovember, "November", "November")                     \
  X(kDecember, "December", "Dezember")                     \
  /* day of the month, month, year */                      \
  X(kDateInWords, "{1} {2} {3}", "{1}. {2} {3}")           \
  X(kDayOfMonth, "{1}", "{1}.")                            \
  /* day of the month, month */                            \
  X(kDayAndMonth, "{1} {2}", "{1}. {2}")                   \
  /* two days, in words */                                 \
  X(kFromDayToDay, "from {1} to {2}", "vom {1} bis zum {2}") \
  X(kOnDay, "on {1}", "am {1}")                            \
  /* weekday, date in words */                             \
  X(kWeekdayAndDate, "{1}, {2}", "{1}, {2}")
