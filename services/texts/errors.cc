#include "services/texts/errors.h"

#include <array>

#include "base/text.h"
#include "services/texts/catalogue.h"
#include "services/texts/errors_acting.h"
#include "services/texts/errors_member.h"
#include "services/texts/errors_preparing.h"
#include "services/texts/errors_server.h"
#include "services/texts/errors_system.h"
#include "services/texts/lookup.h"

namespace candor::texts {
namespace {

constexpr std::array<std::span<const Wording>, 5> kLists = {kMemberErrors, kActingErrors, kPreparingErrors,
                                                            kServerErrors, kSystemErrors};

// List by list: the compiler counts the steps of each.
#define CANDOR_ERRORS_CHECK(list)                                                                                  \
  static_assert(AllFitTogether(list), #list ": an error is empty or malformed in a language, names a value that"   \
                                            " English has not, or cannot be taken apart")
CANDOR_ERRORS_CHECK(kMemberErrors);
CANDOR_ERRORS_CHECK(kActingErrors);
CANDOR_ERRORS_CHECK(kPreparingErrors);
CANDOR_ERRORS_CHECK(kServerErrors);
CANDOR_ERRORS_CHECK(kSystemErrors);
#undef CANDOR_ERRORS_CHECK

std::string Line(Language language, std::string_view english) {
  static const Lookup kLookup(kLists);
  const std::size_t indent = std::min(english.find_first_not_of(' '), english.size());
  const std::string_view sentence = english.substr(indent);
  if (sentence.empty()) return std::string(english);
  const auto said = kLookup.Find(language, sentence);
  return Cat(english.substr(0, indent), said.has_value() ? *said : Say(language, Text::kErrorInEnglish, sentence));
}

}  // namespace

std::span<const std::span<const Wording>> ErrorLists() { return kLists; }

std::string ErrorIn(Language language, std::string_view english) {
  if (language == Language::kEnglish) return std::string(english);
  std::string out;
  while (true) {
    const std::size_t end = english.find('\n');
    out += Line(language, english.substr(0, end));
    if (end == std::string_view::npos) return out;
    out += '\n';
    english.remove_prefix(end + 1);
  }
}

}  // namespace candor::texts
