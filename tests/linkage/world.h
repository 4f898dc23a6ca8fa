// World: one deployment from its first entry to a week after its jam, with pairs of members about whom there
// is a question, and what the adversary holds in the end.
//
//   day 0   the jam opens, everybody enrols      day 3   people write; nothing leaves
//   day 2   everybody draws the full quota       day 4   speaking: exchanges at random times, slots
//   day 5   the leaders read everything          day 13  the board's disk and keys are seized
//
// Every text waits in its author's outbox when speaking opens, and leaves with the first exchange after:
// that is the best an observer can hope for, who then knows of each author which exchange it was.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/linkage/evidence.h"
#include "tests/linkage/faults.h"

namespace candor::linkage {

enum class Shape : std::uint8_t {
  kOneSeal,    // everything enters the log as one batch at the close
  kFourSeals,  // a slot every six hours; at each a random choice stays behind
  kRush,       // a large organisation's hour: the relay always has company, both of a pair in one bunch
  kTwoJams,    // everybody speaks in two jams; kWhoseSecond is asked
  kOneHour,    // the same, and everybody writes both texts at once, at some time of the day of speaking
  kIdeas,      // everybody of a pair speaks and contributes in one jam; kWhoseSecond is asked of the contributions
  kAfterwards,  // who wrote left is asked in private on the day after, answers, and rates an action
  kPoints,     // everybody of a pair gives two points; kWhoseSecond is asked of the second ones
};

struct WorldOptions {
  std::uint64_t seed = 1;
  Shape shape = Shape::kOneSeal;
  Fault fault = Fault::kNone;
  std::size_t writing_pairs = 0;   // kWhoWroteWhich; in kTwoJams, kIdeas and kPoints kWhoseSecond
  std::size_t speaking_pairs = 0;  // kWhoSpoke
  // Members read the logs over HTTPS at a mirror that is watched.
  enum class Reading : std::uint8_t { kUnwatched, kWatched } reading = Reading::kUnwatched;
};

// The adversary's part, and the answers, which only the game looks at.
struct Played {
  Evidence evidence;
  std::vector<Pair> pairs;
  std::vector<int> bits;  // of each pair
};

// Plays it in a folder of its own, which is removed. Ends the program when the deployment itself breaks.
Played PlayWorld(const WorldOptions& options);

}  // namespace candor::linkage
