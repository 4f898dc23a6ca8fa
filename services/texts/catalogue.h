// The catalogue: everything that Candor says to people, in every language that it speaks.
//
//   Say(language, Text::kDateInWords, 9, Say(language, Text::kMarch), 2026)     "9 March 2026", "9. März 2026"
//
// A text is a line of one of the lists below, with its name and all its languages side by side. Who adds
// an output adds a list beside this file (`…_texts.h`) and names it in CANDOR_TEXTS; who adds a text to
// an output adds a line to its list. The compiler refuses a text without one of the languages, a name
// given twice, a malformed form (form.h), languages of a text that name different values, and a call with
// more or fewer values than the text names. Tests refuse a text that nobody says, two names for one text,
// and one that stands untranslated.
//
// The words are those that people at work use, never the protocol's. One thing has one word, everywhere:
//
//   English                    German                      protocol
//   jam                        Jam                         campaign
//   voting slip, slip          Stimmzettel                 token
//   opinion                    Meinung                     submission of kind 1
//   crowd                      Menge                       k: the people that one hides among
//   letterbox                  Briefkasten                 relay
//   public log                 öffentliches Protokoll      the board's log
//   the people invited         die Eingeladenen            roster
//   outbox                     Ausgang                     the wallet's outbox
//   follow-up                  Nachtrag                    submission of kind 4
//   point                      Punkt                       endorsement
//   appeal                     Widerspruch                 appeal
//   pledge                     Versprechen                 pledge
//   independent body           unabhängige Stelle          independent body
//
// German addresses the reader as „du“, as the people of a jam address each other, and names people of any
// gender in one form („Eingeladene“, „Mitarbeitende“).
//
// What Say returns is not yet safe to show: values are often strangers' texts. Pure and thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/text.h"
#include "services/texts/acting_texts.h"
#include "services/texts/authorship_texts.h"
#include "services/texts/brief_texts.h"
#include "services/texts/bulletin_texts.h"
#include "services/texts/day_texts.h"
#include "services/texts/draft_texts.h"
#include "services/texts/form.h"
#include "services/texts/inbox_texts.h"
#include "services/texts/language.h"
#include "services/texts/member_texts.h"
#include "services/texts/news_texts.h"
#include "services/texts/operating_texts.h"
#include "services/texts/outbox_texts.h"
#include "services/texts/readiness_texts.h"
#include "services/texts/receipt_texts.h"
#include "services/texts/report_texts.h"
#include "services/texts/run_book_texts.h"
#include "services/texts/speak_texts.h"
#include "services/texts/status_texts.h"
#include "services/texts/sync_texts.h"
#include "services/texts/threads_texts.h"
#include "services/texts/wall_texts.h"

namespace candor::texts {

// name, English, German
#define CANDOR_TEXTS(X)     \
  CANDOR_DAY_TEXTS(X)       \
  CANDOR_BULLETIN_TEXTS(X)  \
  CANDOR_REPORT_TEXTS(X)    \
  CANDOR_SPEAK_TEXTS(X)     \
  CANDOR_SYNC_TEXTS(X)      \
  CANDOR_NEWS_TEXTS(X)      \
  CANDOR_MEMBER_TEXTS(X)    \
  CANDOR_ACTING_TEXTS(X)    \
  CANDOR_RECEIPT_TEXTS(X)   \
  CANDOR_AUTHORSHIP_TEXTS(X) \
  CANDOR_OPERATING_TEXTS(X) \
  CANDOR_OUTBOX_TEXTS(X)    \
  CANDOR_THREADS_TEXTS(X)   \
  CANDOR_INBOX_TEXTS(X)     \
  CANDOR_BRIEF_TEXTS(X)     \
  CANDOR_STATUS_TEXTS(X)    \
  CANDOR_DRAFT_TEXTS(X)     \
  CANDOR_READINESS_TEXTS(X) \
  CANDOR_RUN_BOOK_TEXTS(X)  \
  CANDOR_WALL_TEXTS(X)

enum class Text : std::uint16_t {
#define CANDOR_TEXT_NAME(name, english, german) name,
  CANDOR_TEXTS(CANDOR_TEXT_NAME)
#undef CANDOR_TEXT_NAME
};

// The forms of a text, in the order of kLanguages.
struct Forms {
  std::string_view name;
  std::array<std::string_view, kLanguages.size()> in;
};
inline constexpr Forms kTexts[] = {
#define CANDOR_TEXT_FORMS(name, english, german) Forms{#name, {english, german}},
    CANDOR_TEXTS(CANDOR_TEXT_FORMS)
#undef CANDOR_TEXT_FORMS
};

constexpr std::string_view FormOf(Language language, Text text) {
  return kTexts[static_cast<std::size_t>(text)].in[static_cast<std::size_t>(language)];
}

// What the compiler stumbles over when a text is said with the wrong number of values. Never called.
void ThisTextTakesAnotherNumberOfValues();

// A text that takes `count` values, {1} to {count}. Made of a constant, or not at all; a function that
// chooses among texts returns one of these.
template <std::size_t count>
class TextOf {
 public:
  // Implicit, so that a call reads Say(language, Text::k…).
  consteval TextOf(Text text) : text_(text) {  // NOLINT(google-explicit-constructor)
    if (ValuesOf(FormOf(Language::kEnglish, text)) != (1u << count) - 1) ThisTextTakesAnotherNumberOfValues();
  }
  constexpr Text text() const { return text_; }

 private:
  Text text_;
};
using PlainText = TextOf<0>;

// The text in the language, with its values: strings and integers. Integers stand in plain digits.
template <class... Values>
std::string Say(Language language, TextOf<sizeof...(Values)> text, const Values&... values) {
  const std::array<std::string, sizeof...(Values)> pieces = {std::string(AsPiece(values))...};
  return Fill(FormOf(language, text.text()), pieces);
}

}  // namespace candor::texts
