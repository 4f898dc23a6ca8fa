#include "tests/linkage/game.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <utility>

#include "tests/linkage/must.h"
#include "tests/linkage/world.h"

namespace candor::linkage {
namespace {

// Two cores are what there is; more pairs in one deployment cost no more than more deployments.
constexpr std::size_t kAtOnce = 2;
constexpr std::size_t kPairsInOne = 30;

// One deployment, and who guesses about its pairs.
struct Job {
  WorldOptions world;
  std::vector<std::size_t> attackers;
  bool control = false;
};

// What one attacker won in one deployment: what a child process writes for its parent to read.
struct Won {
  std::size_t attacker = 0;
  int rounds = 0;
  int wins = 0;
  int coins = 0;
};

bool IsAboutSpeaking(const Profile& profile) { return profile.question == Question::kWhoSpoke; }

// ---- the plan

class Planner {
 public:
  Planner(const Attackers& attackers, const GameOptions& options) : attackers_(attackers), options_(options) {}

  std::vector<Job> Plan() {
    std::map<Shape, Needs> needs;
    for (std::size_t i = 0; i < attackers_.size(); ++i) {
      const Profile& profile = attackers_[i]->profile();
      if (!options_.only.empty() && options_.only != profile.id) continue;
      const bool named = profile.standing == Standing::kNamed;
      if (options_.without_protection) {
        if (!named) AddUnprotected(i, options_.rounds, false);
      } else {
        AddTo(needs, i);
      }
      if (!named) AddUnprotected(i, options_.control_rounds, true);
    }
    for (const auto& [shape, of_shape] : needs) AddProtected(shape, of_shape);
    return std::move(jobs_);
  }

 private:
  struct Needs {
    std::vector<std::size_t> attackers;
    std::size_t writing = 0;
    std::size_t speaking = 0;
    bool reading = false;
  };

  void AddTo(std::map<Shape, Needs>& needs, std::size_t attacker) const {
    const Profile& profile = attackers_[attacker]->profile();
    for (const Shape shape : profile.shapes) {
      Needs& of_shape = needs[shape];
      of_shape.attackers.push_back(attacker);
      auto& pairs = IsAboutSpeaking(profile) ? of_shape.speaking : of_shape.writing;
      pairs = std::max(pairs, (options_.rounds + profile.shapes.size() - 1) / profile.shapes.size());
      of_shape.reading |= profile.reading == WorldOptions::Reading::kWatched;
    }
  }

  void AddProtected(Shape shape, const Needs& needs) {
    std::size_t writing = needs.writing, speaking = needs.speaking;
    while (writing > 0 || speaking > 0) {
      Job job = JobIn(shape, Fault::kNone);
      job.attackers = needs.attackers;
      job.world.writing_pairs = std::min(writing, kPairsInOne);
      job.world.speaking_pairs = std::min(speaking, kPairsInOne);
      if (needs.reading) job.world.reading = WorldOptions::Reading::kWatched;
      writing -= job.world.writing_pairs;
      speaking -= job.world.speaking_pairs;
      jobs_.push_back(std::move(job));
    }
  }

  void AddUnprotected(std::size_t attacker, std::size_t rounds, bool control) {
    const Profile& profile = attackers_[attacker]->profile();
    for (std::size_t left = rounds; left > 0;) {
      Job job = JobIn(profile.control.shape, profile.control.fault);
      job.attackers = {attacker};
      job.control = control;
      auto& pairs = IsAboutSpeaking(profile) ? job.world.speaking_pairs : job.world.writing_pairs;
      pairs = std::min(left, 2 * kPairsInOne);
      job.world.reading = profile.reading;
      left -= pairs;
      jobs_.push_back(std::move(job));
    }
  }

  Job JobIn(Shape shape, Fault fault) const {
    Job job;
    job.world.shape = shape;
    job.world.fault = fault;
    job.world.seed = options_.seed * 1000 + jobs_.size();
    return job;
  }

  const Attackers& attackers_;
  const GameOptions& options_;
  std::vector<Job> jobs_;
};

// ---- a deployment

// Where the evidence says nothing a coin is thrown.
Won GuessAll(Attacker& attacker, std::size_t number, const Played& played, std::uint64_t seed) {
  crypto::DeterministicRandomForTesting coin(seed * 100 + number);
  Won out{.attacker = number};
  attacker.Study(played.evidence);
  for (std::size_t p = 0; p < played.pairs.size(); ++p) {
    const Pair& pair = played.pairs[p];
    if (pair.question != attacker.profile().question) continue;
    const auto guess = attacker.Guess(played.evidence, pair);
    const int bit = guess.has_value() ? *guess : static_cast<int>(coin.Uniform(2));
    ++out.rounds;
    if (!guess.has_value()) ++out.coins;
    if (bit == played.bits[p]) ++out.wins;
  }
  return out;
}

// In the child: plays, and writes what was won.
[[noreturn]] void RunJob(const Attackers& attackers, const Job& job, int out) {
  const Played played = PlayWorld(job.world);
  for (const std::size_t i : job.attackers) {
    const Won won = GuessAll(*attackers[i], i, played, job.world.seed);
    if (::write(out, &won, sizeof won) != static_cast<ssize_t>(sizeof won)) std::_Exit(kNotPlayed);
  }
  std::_Exit(0);
}

class Processes {
 public:
  Processes(const Attackers& attackers, std::vector<Row>& rows) : attackers_(attackers), rows_(rows) {}

  void Start(const Job& job) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) Broken("playing a deployment", "no pipe");
    const pid_t child = ::fork();
    if (child < 0) Broken("playing a deployment", "no process");
    if (child == 0) {
      ::close(ends[0]);
      RunJob(attackers_, job, ends[1]);
    }
    ::close(ends[1]);
    running_.emplace(child, Running{ends[0], job.control});
  }

  // Waits for one to end and takes what was won in it.
  void TakeOne() {
    int status = 0;
    const pid_t child = ::wait(&status);
    const auto at = running_.find(child);
    if (at == running_.end()) Broken("playing a deployment", "a process is lost");
    for (Won won; ::read(at->second.from, &won, sizeof won) == static_cast<ssize_t>(sizeof won);) {
      Row& row = rows_[won.attacker];
      Score& score = at->second.control ? row.control : row.real;
      score.rounds += won.rounds;
      score.wins += won.wins;
      score.coins += won.coins;
    }
    ::close(at->second.from);
    running_.erase(at);
    // A deployment that broke has said why.
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) std::exit(kNotPlayed);
  }

  std::size_t running() const { return running_.size(); }

 private:
  struct Running {
    int from = -1;
    bool control = false;
  };

  const Attackers& attackers_;
  std::vector<Row>& rows_;
  std::map<pid_t, Running> running_;
};

}  // namespace

std::vector<Row> PlayGame(const Attackers& attackers, const GameOptions& options, const Progress& progress) {
  std::vector<Row> rows;
  for (const auto& each : attackers) rows.push_back({.profile = &each->profile(), .real = {}, .control = {}});
  const auto jobs = Planner(attackers, options).Plan();
  Processes processes(attackers, rows);
  std::size_t ended = 0;
  for (const Job& job : jobs) {
    if (processes.running() == kAtOnce) {
      processes.TakeOne();
      progress(++ended, jobs.size());
    }
    processes.Start(job);
  }
  while (processes.running() > 0) {
    processes.TakeOne();
    progress(++ended, jobs.size());
  }
  std::erase_if(rows, [](const Row& row) { return row.real.rounds == 0 && row.control.rounds == 0; });
  return rows;
}

}  // namespace candor::linkage
