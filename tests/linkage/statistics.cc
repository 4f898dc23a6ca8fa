#include "tests/linkage/statistics.h"

#include <algorithm>
#include <cmath>

namespace candor::linkage {
namespace {

// Closer than this two advantages are not told apart in the table.
constexpr double kResolution = 1e-6;

double LogChoose(int n, int k) {
  return std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0);
}

}  // namespace

double UpperTail(int rounds, int wins, double probability) {
  if (wins <= 0) return 1;
  if (probability >= 1) return wins <= rounds ? 1 : 0;
  // The smallest terms first: they would be lost beside the large ones.
  double sum = 0;
  for (int k = rounds; k >= wins; --k) {
    sum += std::exp(LogChoose(rounds, k) + k * std::log(probability) +
                    (rounds - k) * std::log1p(-probability));
  }
  return std::min(sum, 1.0);
}

double PValue(int rounds, int wins) { return UpperTail(rounds, wins, 0.5); }

int CriticalWins(int rounds, double alpha) {
  int wins = 0;
  while (wins <= rounds && PValue(rounds, wins) > alpha) ++wins;
  return wins;
}

double SmallestAdvantage(int rounds, double alpha, double power) {
  const int critical = CriticalWins(rounds, alpha);
  if (critical > rounds) return 0.5;
  double low = 0;
  double high = 0.5;
  while (high - low > kResolution) {
    const double middle = (low + high) / 2;
    (UpperTail(rounds, critical, 0.5 + middle) >= power ? high : low) = middle;
  }
  return high;
}

}  // namespace candor::linkage
