// Language: the one that Candor speaks to a person in.
//
// It is chosen once, where a program starts, and passed down as a value: first by `--language`, then by the
// locale of the environment. It never changes what is signed, logged or written for a program (`--json`), so
// that two people with different languages can compare what they have.
//
// Another language is a constant here, a row in language.cc, and a column in the lists of texts: the compiler
// then asks for every text of it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"

namespace candor::texts {

enum class Language : std::uint8_t { kEnglish, kGerman };
inline constexpr std::array kLanguages = {Language::kEnglish, Language::kGerman};

// "en", "de": the language's tag (BCP 47), as the lang attribute of HTML and the arguments have it.
std::string_view TagOf(Language language);

// What `--language` says: a tag, alone or with a region or an encoding behind it, in any case: "de", "de-AT",
// "de_CH.UTF-8". The error names the languages that there are; it does not repeat the text.
absl::StatusOr<Language> ParseLanguage(std::string_view text);

// The three variables of POSIX that choose the language of messages, empty where unset.
struct Locale {
  std::string_view lc_all;
  std::string_view lc_messages;
  std::string_view lang;
};

// By the first variable in this order that is not empty, as POSIX has it (Base Definitions, 8.2); English
// where that one names a language that Candor does not speak, "C" and "POSIX" among them. It cannot fail:
// a person with a strange locale is still spoken to.
Language LanguageOf(const Locale& locale);

// LanguageOf this process's environment. Not while another thread changes the environment.
Language LanguageOfEnvironment();

}  // namespace candor::texts
