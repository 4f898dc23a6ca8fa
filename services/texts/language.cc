#include "services/texts/language.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace candor::texts {
namespace {

constexpr std::string_view kTags[] = {"en", "de"};
static_assert(std::size(kTags) == kLanguages.size());

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// The primary subtag decides: what comes behind it is a region, an encoding or a variant.
std::optional<Language> Find(std::string_view text) {
  const std::string_view primary = text.substr(0, text.find_first_of("-_.@"));
  for (const Language language : kLanguages) {
    if (std::ranges::equal(primary, TagOf(language), {}, Lower)) return language;
  }
  return std::nullopt;
}

std::string_view Variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

}  // namespace

std::string_view TagOf(Language language) { return kTags[static_cast<std::size_t>(language)]; }

absl::StatusOr<Language> ParseLanguage(std::string_view text) {
  if (const auto found = Find(text); found.has_value()) return *found;
  return absl::InvalidArgumentError(
      "this is no language that Candor speaks: give --language en for English or --language de for German");
}

Language LanguageOf(const Locale& locale) {
  const std::string_view first = !locale.lc_all.empty()        ? locale.lc_all
                                 : !locale.lc_messages.empty() ? locale.lc_messages
                                                               : locale.lang;
  return Find(first).value_or(Language::kEnglish);
}

Language LanguageOfEnvironment() {
  return LanguageOf(
      {.lc_all = Variable("LC_ALL"), .lc_messages = Variable("LC_MESSAGES"), .lang = Variable("LANG")});
}

}  // namespace candor::texts
