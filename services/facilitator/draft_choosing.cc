#include "services/facilitator/draft_choosing.h"

#include <algorithm>

#include "base/text.h"

namespace candor::services::facilitator {
namespace {

constexpr std::string_view kBetween = " ,;\t";

char Small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Whether the text begins with that name, and the name ends there.
bool BeginsWith(std::string_view text, std::string_view name) {
  if (name.empty() || text.size() < name.size()) return false;
  if (!std::ranges::equal(text.substr(0, name.size()), name, {}, Small, Small)) return false;
  return text.size() == name.size() || kBetween.find(text[name.size()]) != std::string_view::npos;
}

// How much of the text is a choice, and which.
struct Choice {
  std::size_t size = 0;
  std::string name;
};

Choice FirstChoice(std::string_view text, const std::vector<std::string>& candidates) {
  Choice out;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::string number = Cat(i + 1);
    // The longest, for one name may begin with another one.
    for (const std::string& called : {number, candidates[i]}) {
      if (called.size() > out.size && BeginsWith(text, called)) out = {called.size(), candidates[i]};
    }
  }
  if (out.size > 0) return out;
  std::string_view unknown = text.substr(0, text.find_first_of(",;"));
  while (unknown.ends_with(' ') || unknown.ends_with('\t')) unknown.remove_suffix(1);
  return {unknown.size(), std::string(unknown)};
}

}  // namespace

std::vector<std::string> ChosenFrom(std::string_view typed, const std::vector<std::string>& candidates) {
  std::vector<std::string> out;
  for (;;) {
    typed.remove_prefix(std::min(typed.find_first_not_of(kBetween), typed.size()));
    if (typed.empty()) return out;
    Choice choice = FirstChoice(typed, candidates);
    typed.remove_prefix(choice.size);
    if (std::ranges::find(out, choice.name) == out.end()) out.push_back(std::move(choice.name));
  }
}

}  // namespace candor::services::facilitator
