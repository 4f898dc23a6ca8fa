// Verdict: what a number of wins means, over all attackers together.
//
// An attacker that knows nothing wins each round with probability 1/2. An attacker *wins the game* when so many
// wins or more would happen by chance with probability at most alpha / n (Bonferroni), where n counts each
// attacker that is judged and its opposite, who guesses the other way round: one who is nearly always wrong has
// learnt something too. So the whole game cries wolf with probability alpha at most. A control *counts* when the attacker, in a
// deployment that goes without exactly the protection in question, wins at least 38 of 40 rounds, or as large a
// part of more. An attacker without a winning control proves nothing, and the game does not hold.
// Pure.
#pragma once

#include <string>
#include <vector>

#include "tests/linkage/attacker.h"

namespace candor::linkage {

inline constexpr double kAlpha = 0.001;

struct Score {
  int rounds = 0;
  int wins = 0;
  int coins = 0;  // rounds in which the evidence said nothing, and a coin was thrown
};

struct Row {
  const Profile* profile = nullptr;
  Score real;
  Score control;  // of a named attacker: none
};

struct Verdict {
  double threshold = 0;           // the p-value that an attacker has to reach
  std::vector<const Row*> winners;   // protected against, and winning all the same
  std::vector<const Row*> blind;     // their controls do not count
  bool holds() const { return winners.empty() && blind.empty(); }
};

// The rows must outlive it.
Verdict Judge(const std::vector<Row>& rows);

bool Counts(const Score& control);

// The table, the limits that are named, and what it all says; for printing as it is.
std::string Format(const std::vector<Row>& rows, const Verdict& verdict);

}  // namespace candor::linkage
