// Statistics of the game: how surprising a number of wins is, and how large an advantage would show.
//
// A round is won by guessing with probability 1/2, independently of all others: each has a secret bit of
// its own, drawn uniformly and used for nothing but the two people of that round. So the number of wins of
// an attacker who learns nothing is binomial, exactly, and nothing here is an approximation but for
// rounding. Pure.
#pragma once

namespace candor::linkage {

// P[X ≥ wins] of X ~ Binomial(rounds, probability).
double UpperTail(int rounds, int wins, double probability);

// The one-sided p-value of so many wins against coins.
double PValue(int rounds, int wins);

// The fewest wins whose p-value is at most alpha; rounds + 1 when not even winning all is so rare.
int CriticalWins(int rounds, double alpha);

// The smallest advantage a (winning with probability 1/2 + a) that reaches the critical number with
// probability `power` or more: what so many rounds can see. 0.5 when they can see nothing.
double SmallestAdvantage(int rounds, double alpha, double power);

}  // namespace candor::linkage
