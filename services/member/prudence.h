// Prudence: what in a text may tell who wrote it, found on the author's machine before anything is sealed.
//
// Promise: the text is read here and goes nowhere; the list of names is the author's own file. Time is linear in
// the text's length (RE2), whatever the bytes.
// Not promised: that what it finds betrays anybody, or that what it does not find does not. It knows a few forms
// of names, addresses, numbers, dates and phrases, in English and German. It knows nothing of style, of
// circumstances that only one person can have seen, of misspelt names. It is advice.
// Pure, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/texts/catalogue.h"

namespace candor::services::member {

enum class Clue : std::uint8_t {
  kName,            // of the list
  kEmailAddress,
  kPhoneNumber,
  kEmployeeNumber,  // by its label or form, or five to ten digits that measure nothing
  kExactDate,
  kOnlyOne,         // "as the only …", "als einzige …"
  kFilePath,
  kWebAddress,
};

struct Suspicion {
  Clue clue = Clue::kName;
  std::string excerpt;  // of the text, byte for byte: show it through SafeForTerminal
  bool operator==(const Suspicion&) const = default;
};

// What is found, by kind and in the order of the text, each excerpt once; the first kMaxSuspicions of them. A
// name of the list is found as a whole whatever its case, and by one of its words of four letters or more where
// that begins with a capital. Accents and ä/ae count as the same.
std::vector<Suspicion> FindClues(std::string_view text, const std::vector<std::string>& names);
inline constexpr std::size_t kMaxSuspicions = 30;

// For the author: "an exact date", and why it may matter.
texts::PlainText NameOf(Clue clue);
texts::PlainText WhyItMatters(Clue clue);

// One name a line; empty lines and lines that begin with '#' are none. As many as 100,000.
std::vector<std::string> NamesIn(std::string_view file);

}  // namespace candor::services::member
