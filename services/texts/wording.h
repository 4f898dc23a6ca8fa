// Wording: a sentence in every language, found by its English one (lookup.h).
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "services/texts/form.h"
#include "services/texts/language.h"

namespace candor::texts {

// In the order of kLanguages; forms as form.h has them.
struct Wording {
  std::array<std::string_view, kLanguages.size()> in;
};

// English names its values in their order, once each, with words between them: that is how a sentence is taken
// apart. Other languages may say some of them, in any order.
constexpr bool CanBeTakenApart(std::string_view form) {
  std::size_t next = 1;
  bool words = true;
  while (!form.empty()) {
    const auto piece = FirstPiece(form);
    if (!piece.has_value() || piece->chooses) return false;
    words = words || !piece->plain.empty();
    if (piece->value != 0 && (piece->value != next++ || !words)) return false;
    if (piece->value != 0) words = false;
    form = piece->next;
  }
  return true;
}

constexpr bool FitTogether(const Wording& wording) {
  const std::string_view english = wording.in.front();
  if (english.empty() || !CanBeTakenApart(english)) return false;
  return std::ranges::all_of(wording.in, [&](std::string_view each) {
    const auto named = ValuesOf(each);
    return !each.empty() && named.has_value() && (*named & ~*ValuesOf(english)) == 0;
  });
}

constexpr bool AllFitTogether(std::span<const Wording> list) { return std::ranges::all_of(list, FitTogether); }

}  // namespace candor::texts
