// Game: the deployments that are played, and what each attacker won in them.
//
// Each deployment hosts many pairs, and all attackers of its shape guess about all of its pairs; each control is
// a deployment of its own. Every deployment runs in a process of its own, two at a time, for it takes hold of
// standard error; nothing is shared between them but the plan.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/linkage/attacker.h"
#include "tests/linkage/verdict.h"

namespace candor::linkage {

struct GameOptions {
  std::size_t rounds = 60;          // for each attacker
  std::size_t control_rounds = 40;  // for each control
  std::uint64_t seed = 1;
  std::string only;                 // one attacker's id; empty: all
  // Each attacker plays against its control's deployment instead of the protected one: for showing that the
  // game notices.
  bool without_protection = false;
};

// Called when a deployment has ended: how many of how many have.
using Progress = std::function<void(std::size_t, std::size_t)>;

// A row for each attacker, in their order. `attackers` must outlive the rows. Ends the program with kNotPlayed
// (must.h) when a deployment breaks.
std::vector<Row> PlayGame(const Attackers& attackers, const GameOptions& options, const Progress& progress);

}  // namespace candor::linkage
