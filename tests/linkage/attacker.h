// Attacker: one way of using the evidence, and the control that shows that it would find a leak.
//
// An attacker is told who the two of a pair are and which texts are the pair's, and guesses the pair's bit.
// Where its evidence says nothing it has no guess, and the game throws a coin for it.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "tests/linkage/evidence.h"
#include "tests/linkage/faults.h"
#include "tests/linkage/world.h"

namespace candor::linkage {

// The deployment in which the attacker has to win: the real one but for one fault.
struct Control {
  Fault fault = Fault::kNone;
  Shape shape = Shape::kOneSeal;
  std::string_view what = "";  // for the table: what is another one, and what it does
};

enum class Standing {
  kProtected,  // must win no more than coins do
  kNamed,      // is known to win: docs/threat-model.md says so. Measured, and no fault of the game
};

struct Profile {
  std::string_view id;  // a word, for --only
  std::string_view name;
  std::string_view uses;
  Question question = Question::kWhoWroteWhich;
  std::vector<Shape> shapes = {Shape::kOneSeal, Shape::kFourSeals};  // played in equal parts
  WorldOptions::Reading reading = WorldOptions::Reading::kUnwatched;  // what it has to see
  Control control = {};  // without a fault for kNamed
  Standing standing = Standing::kProtected;
};

class Attacker {
 public:
  explicit Attacker(Profile profile) : profile_(std::move(profile)) {}
  virtual ~Attacker() = default;

  const Profile& profile() const { return profile_; }

  // Once for each deployment, before the guesses about its pairs.
  virtual void Study(const Evidence& evidence) = 0;
  virtual std::optional<int> Guess(const Evidence& evidence, const Pair& pair) const = 0;

 private:
  const Profile profile_;
};

using Attackers = std::vector<std::unique_ptr<Attacker>>;

// In the order of the table.
Attackers AllAttackers();

// By what they look at; each in a file of its own.
Attackers OrderAttackers();
Attackers NetworkAttackers();
Attackers ByteAttackers();
Attackers RelayAttackers();

}  // namespace candor::linkage
