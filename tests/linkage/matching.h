// Matching: the last step of most attackers, from "how well do they fit together" to a guess.
#pragma once

#include <concepts>
#include <optional>

#include "tests/linkage/evidence.h"

namespace candor::linkage {

// The bit whose pairing scores higher; nothing for a tie. `score(member, place of a text)`.
template <class Score>
std::optional<int> BetterPairing(const Pair& pair, Score&& score) {
  const auto straight = score(pair.a, pair.left) + score(pair.b, pair.right);
  const auto crossed = score(pair.a, pair.right) + score(pair.b, pair.left);
  if (straight == crossed) return std::nullopt;
  return straight > crossed ? 0 : 1;
}

// The same where the numbers of two members go with the numbers of two texts, the smaller with the smaller.
template <std::totally_ordered Member, std::totally_ordered Text>
std::optional<int> SameOrder(Member a, Member b, Text left, Text right) {
  if (a == b || left == right) return std::nullopt;
  return (a < b) == (left < right) ? 0 : 1;
}

// Which of two members has more of something.
template <std::totally_ordered Number>
std::optional<int> TheGreater(Number a, Number b) {
  if (a == b) return std::nullopt;
  return a > b ? 0 : 1;
}

}  // namespace candor::linkage
