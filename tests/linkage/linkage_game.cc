// The linkage game: a standing adversary against whole deployments (docs/threat-model.md).
//
// Status 0: no attacker wins, and every control does. 1: one of them is otherwise. 2: usage. 3: it could not be
// played.
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <string_view>

#include "tests/linkage/game.h"

namespace candor::linkage {
namespace {

constexpr int kUsage = 2;

void PrintUsage(std::FILE* to) {
  std::fputs(
      "usage: linkage_game [--rounds N] [--seed N] [--only ATTACKER] [--without-protection] [--list]\n"
      "\n"
      "Plays whole deployments and lets every attacker guess who wrote what, or who spoke at all.\n"
      "\n"
      "  --rounds N             guesses of each attacker (default 60; 400 or more for figures to quote)\n"
      "  --seed N               of everything that is drawn (default 1): the same seed, the same game\n"
      "  --only ATTACKER        one attacker alone, by the word that --list prints\n"
      "  --without-protection   each attacker against the deployment that lacks what protects against it:\n"
      "                         shows that the game notices, and must end with status 1\n"
      "  --list                 the attackers\n",
      to);
}

int Complain(std::string_view what, std::string_view value) {
  std::fprintf(stderr, "linkage_game: %.*s '%.*s'. See --help.\n", static_cast<int>(what.size()), what.data(),
               static_cast<int>(value.size()), value.data());
  return kUsage;
}

template <class Number>
bool Read(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

int List(const Attackers& attackers) {
  for (const auto& each : attackers) {
    const Profile& profile = each->profile();
    std::printf("%-12.*s %.*s\n", static_cast<int>(profile.id.size()), profile.id.data(),
                static_cast<int>(profile.name.size()), profile.name.data());
  }
  return 0;
}

bool Knows(const Attackers& attackers, std::string_view id) {
  for (const auto& each : attackers) {
    if (each->profile().id == id) return true;
  }
  return false;
}

int Run(const Attackers& attackers, const GameOptions& options) {
  std::printf("Rounds of each attacker: %zu. Seed: %llu.\n\n", options.rounds,
              static_cast<unsigned long long>(options.seed));
  std::fflush(stdout);
  const bool watched = ::isatty(STDERR_FILENO) == 1;
  const auto rows = PlayGame(attackers, options, [watched](std::size_t ended, std::size_t all) {
    if (watched) std::fprintf(stderr, "\r%zu of %zu deployments played%s", ended, all, ended == all ? "\n" : "");
  });
  const Verdict verdict = Judge(rows);
  std::fputs(Format(rows, verdict).c_str(), stdout);
  return verdict.holds() ? 0 : 1;
}

int Main(int argc, char** argv) {
  const Attackers attackers = AllAttackers();
  GameOptions options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const std::string_view value = i + 1 < argc ? argv[i + 1] : "";
    if (word == "--help" || word == "-h") {
      PrintUsage(stdout);
      return 0;
    }
    if (word == "--list") return List(attackers);
    if (word == "--without-protection") {
      options.without_protection = true;
    } else if (word == "--rounds") {
      if (!Read(value, options.rounds) || options.rounds < 2 || options.rounds > 100'000) {
        return Complain("--rounds takes a number from 2 to 100000, not", value);
      }
      ++i;
    } else if (word == "--seed") {
      if (!Read(value, options.seed)) return Complain("--seed takes a number, not", value);
      ++i;
    } else if (word == "--only") {
      options.only = value;
      if (!Knows(attackers, value)) return Complain("there is no attacker", value);
      ++i;
    } else {
      return Complain("there is no option", word);
    }
  }
  return Run(attackers, options);
}

}  // namespace
}  // namespace candor::linkage

int main(int argc, char** argv) { return candor::linkage::Main(argc, argv); }
