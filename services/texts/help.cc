#include "services/texts/help.h"

#include <array>

#include "services/texts/help_wordings.h"
#include "services/texts/lookup.h"

namespace candor::texts {
namespace {

constexpr std::array<std::span<const Wording>, 2> kLists = {kHelpFrame, kHelp};
static_assert(AllFitTogether(kHelpFrame) && AllFitTogether(kHelp),
              "a piece of help is empty or malformed in a language, names a value that English has not, or cannot be taken"
              " apart");

}  // namespace

std::string HelpIn(Language language, std::string_view english) {
  if (language == Language::kEnglish) return std::string(english);
  static const Lookup kLookup(kLists);
  return kLookup.Find(language, english).value_or(std::string(english));
}

}  // namespace candor::texts
