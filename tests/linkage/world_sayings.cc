#include "tests/linkage/world_in_play.h"

#include <algorithm>
#include <utility>

#include "services/member/exchange_schedule.h"
#include "tests/linkage/must.h"

namespace candor::linkage {
namespace {

bool IsAboutOneJam(Shape shape) { return shape == Shape::kIdeas || shape == Shape::kPoints; }

}  // namespace

// ---- who says what

void World::Say(MemberId author, std::size_t jam, std::string which, std::size_t length) {
  which.resize(std::max(which.size(), length), '.');
  sayings_.push_back({author, jam, std::move(which)});
}

std::size_t World::JamOf(MemberId member) const {
  return options_.fault == Fault::kJamOfOnesOwn ? member % 2 : 0;
}

// "left" is short and "right" is long, so that a size could tell them apart.
void World::MakePairs() {
  for (std::size_t p = 0; p < options_.writing_pairs + options_.speaking_pairs; ++p) {
    const bool writing = p < options_.writing_pairs;
    Pair pair;
    pair.a = 2 * p;
    pair.b = 2 * p + 1;
    const int bit = static_cast<int>(random_.Uniform(2));
    if (writing && IsAboutOneJam(options_.shape)) {
      MakePairInOneJam(p, pair, bit);
      continue;
    }
    const MemberId left = bit == 0 ? pair.a : pair.b;
    const MemberId right = bit == 0 ? pair.b : pair.a;
    if (!writing) {
      pair.question = Question::kWhoSpoke;
      Say(left, 0, Which(p, "left"), 100);
      bits_.push_back(bit);
    } else if (IsAboutTwoJams(options_.shape)) {
      // The first is told, and so always a's; the question is about the second.
      pair.question = Question::kWhoseSecond;
      Say(pair.a, 0, Which(p, "left", 0), 100);
      Say(pair.b, 0, Which(p, "right", 0), 100);
      Say(left, 1, Which(p, "left", 1), 100);
      Say(right, 1, Which(p, "right", 1), 100);
      bits_.push_back(bit);
    } else {
      Say(left, JamOf(left), Which(p, "left"), 100);
      Say(right, JamOf(right), Which(p, "right"), 5000);
      bits_.push_back(bit);
    }
    pairs_.push_back(pair);
  }
  const MemberId first = 2 * pairs_.size();
  for (MemberId id = first; id < members_; ++id) {
    for (std::size_t jam = 0; jam < JamsIn(options_); ++jam) {
      if (options_.fault == Fault::kJamOfOnesOwn && jam != JamOf(id)) continue;
      Say(id, jam, Which(id, "accomplice", jam), 100);
    }
  }
}

// The first ones are told, and so always a's "left"; the question is about the second ones. Of points, what they are
// given to tells them apart.
void World::MakePairInOneJam(std::size_t p, Pair pair, int bit) {
  const Saying::What first = options_.shape == Shape::kIdeas ? Saying::kVoice : Saying::kPoint;
  const Saying::What second = options_.shape == Shape::kIdeas ? Saying::kIdea : Saying::kPoint;
  pair.question = Question::kWhoseSecond;
  sayings_.push_back({pair.a, 0, Which(p, "left", 0), first});
  sayings_.push_back({pair.b, 0, Which(p, "right", 0), first});
  sayings_.push_back({bit == 0 ? pair.a : pair.b, 0, Which(p, "left", 1), second});
  sayings_.push_back({bit == 0 ? pair.b : pair.a, 0, Which(p, "right", 1), second});
  pairs_.push_back(pair);
  bits_.push_back(bit);
}

// ---- what is on the wall

crypto::Hash World::Post(records::ActBody body, const std::string& title) {
  return PostAs(servers_.organisation().facilitator(), std::move(body), records::NoteContent{title, "", ""}.Encode());
}

crypto::Hash World::PostAs(const candor::testing::Actor& who, records::ActBody body, Bytes content) {
  const auto call = records::MakeActWithText(servers_.jam(0).id(), DayOf(servers_.clock().Now()), std::move(body),
                                             std::move(content), who.key, random_);
  Must(servers_.board().PostAct(who.public_key(), call), "posting an act");
  return records::ActId(call.act);
}

// One thing for all contributions; one for each point, so that everybody can tell the points apart.
void World::FillTheWall() {
  for (const auto& saying : sayings_) {
    if (saying.what == Saying::kPoint) on_wall_[saying.text] = Post(records::Theme{}, saying.text);
  }
  if (options_.shape == Shape::kIdeas) on_wall_[""] = Post(records::Prompt{}, "");
  servers_.Follow();
}

void World::Put(const Saying& saying) {
  Person& author = *people_[saying.author];
  switch (saying.what) {
    case Saying::kVoice: said_[saying.text] = author.Speak(saying.jam, saying.text); break;
    case Saying::kIdea: author.BuildOn(saying.jam, on_wall_.at(""), saying.text); break;
    case Saying::kPoint: author.Endorse(saying.jam, on_wall_.at(saying.text)); break;
  }
}

}  // namespace candor::linkage
