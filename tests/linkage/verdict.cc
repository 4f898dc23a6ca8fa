#include "tests/linkage/verdict.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>

#include "tests/linkage/statistics.h"

namespace candor::linkage {
namespace {

constexpr double kPower = 0.9;

[[gnu::format(printf, 2, 3)]] void Add(std::string& out, const char* format, ...) {
  char line[256];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  out += line;
}

bool IsNamed(const Row& row) { return row.profile->standing == Standing::kNamed; }

const char* AskedOf(Question question) {
  switch (question) {
    case Question::kWhoWroteWhich: return "who of two wrote which of two texts";
    case Question::kWhoSpoke: return "who of two spoke at all";
    case Question::kWhoseSecond: return "whose of two a second text is, the first ones being known";
  }
  return "";
}

void AddScore(std::string& out, const Score& score) {
  Add(out, "  %-10s %4d of %4d won", "attack", score.wins, score.rounds);
  Add(out, "   p = %-9.3g", PValue(score.rounds, score.wins));
  Add(out, " %4d by coin", score.coins);
}

void AddRow(std::string& out, const Row& row, const Verdict& verdict) {
  const auto is_in = [&row](const auto& list) { return std::ranges::find(list, &row) != list.end(); };
  out += row.profile->id;
  out += ": ";
  out += row.profile->name;
  Add(out, "\n  %-10s %s\n  %-10s ", "question", AskedOf(row.profile->question), "uses");
  out += row.profile->uses;
  out += '\n';
  AddScore(out, row.real);
  if (IsNamed(row)) {
    out += "   a limit that is named\n\n";
    return;
  }
  const bool opposite = 2 * row.real.wins < row.real.rounds;
  out += !is_in(verdict.winners) ? "   no better than coins\n" : opposite ? "   ITS OPPOSITE WINS\n" : "   WINS\n";
  Add(out, "  %-10s %4d of %4d won", "control", row.control.wins, row.control.rounds);
  out += is_in(verdict.blind) ? "   DOES NOT COUNT: " : "   counts: ";
  out += row.profile->control.what;
  out += "\n\n";
}

}  // namespace

bool Counts(const Score& control) { return control.rounds >= 40 && control.wins * 40 >= control.rounds * 38; }

Verdict Judge(const std::vector<Row>& rows) {
  Verdict out;
  const auto judged = std::ranges::count_if(rows, [](const Row& row) { return !IsNamed(row); });
  out.threshold = judged == 0 ? 0 : kAlpha / static_cast<double>(2 * judged);
  for (const Row& row : rows) {
    if (IsNamed(row)) continue;
    const int wins = std::max(row.real.wins, row.real.rounds - row.real.wins);  // its own, or its opposite's
    if (PValue(row.real.rounds, wins) <= out.threshold) out.winners.push_back(&row);
    if (!Counts(row.control)) out.blind.push_back(&row);
  }
  return out;
}

std::string Format(const std::vector<Row>& rows, const Verdict& verdict) {
  std::string out;
  int fewest = 0;
  for (const Row& row : rows) {
    if (IsNamed(row)) continue;
    AddRow(out, row, verdict);
    fewest = fewest == 0 ? row.real.rounds : std::min(fewest, row.real.rounds);
  }
  for (const Row& row : rows) {
    if (IsNamed(row)) AddRow(out, row, verdict);
  }
  if (fewest > 0) {
    Add(out,
        "An attacker wins when so many wins happen by chance with p <= %.2g: %g over all attackers and their opposites.\n",
        verdict.threshold, kAlpha);
    Add(out, "In %d rounds that takes %d wins; an attacker who wins %.0f %% of all rounds would be found with\n",
        fewest, CriticalWins(fewest, verdict.threshold),
        100 * (0.5 + SmallestAdvantage(fewest, verdict.threshold, kPower)));
    Add(out, "probability %.1f, and one with a smaller advantage may not be.\n", kPower);
  }
  Add(out, "%zu %s; %zu %s without a control that counts. ", verdict.winners.size(),
      verdict.winners.size() == 1 ? "attacker wins" : "attackers win", verdict.blind.size(),
      verdict.blind.size() == 1 ? "is" : "are");
  out += verdict.holds() ? "The game holds.\n" : "THE GAME DOES NOT HOLD.\n";
  return out;
}

}  // namespace candor::linkage
