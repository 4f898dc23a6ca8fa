// The beat on which answers go out.
#include "services/board/paced_answers.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>

namespace candor::services::board {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using Time = PacedAnswers::Time;

constexpr milliseconds kBeat{200};

// When the answer to a request that arrived then was given out.
std::future<Time> Given(PacedAnswers& answers, Time arrived) {
  auto given = std::make_shared<std::promise<Time>>();  // std::function copies what it holds
  auto out = given->get_future();
  answers.At(arrived, [given] { given->set_value(steady_clock::now()); });
  return out;
}

TEST(PacedAnswers, WhatIsReadyAtOnceWaitsForTheFirstBeat) {
  PacedAnswers answers(kBeat);
  const Time arrived = steady_clock::now();
  const Time given = Given(answers, arrived).get();
  EXPECT_GE(given - arrived, kBeat);
}

TEST(PacedAnswers, WhatTookShortAndWhatTookLongGoOutAtTheSameBeat) {
  PacedAnswers answers(kBeat);
  const Time arrived = steady_clock::now();
  // Both are due at one time, and the thread takes all that is due together: how long each took is gone.
  auto quick = Given(answers, arrived);
  while (steady_clock::now() < arrived + kBeat / 2) std::this_thread::yield();
  auto slow = Given(answers, arrived);
  const auto apart = slow.get() - quick.get();
  EXPECT_LT(apart < milliseconds(0) ? -apart : apart, kBeat / 4);
}

TEST(PacedAnswers, WhatMissesABeatWaitsForTheNext) {
  PacedAnswers answers(kBeat);
  const Time arrived = steady_clock::now() - kBeat - milliseconds(1);
  EXPECT_GE(Given(answers, arrived).get() - arrived, 2 * kBeat);
}

TEST(PacedAnswers, WhatIsPutInLaterAndDueEarlierIsNotHeldUp) {
  PacedAnswers answers(milliseconds(10000));
  const Time now = steady_clock::now();
  // Due in some ten seconds, and the thread waits for it.
  auto late = Given(answers, now);
  // Due in a fifth of a second.
  const Time given = Given(answers, now - milliseconds(9800)).get();
  EXPECT_LT(given - now, milliseconds(5000));
  answers.Stop();
  late.get();
}

TEST(PacedAnswers, AStopGivesEverythingOutAndWhatComesLaterAtOnce) {
  PacedAnswers answers(milliseconds(60000));
  auto before = Given(answers, steady_clock::now());
  answers.Stop();
  EXPECT_EQ(before.wait_for(milliseconds(0)), std::future_status::ready);
  EXPECT_EQ(Given(answers, steady_clock::now()).wait_for(milliseconds(0)), std::future_status::ready);
  answers.Stop();
}

}  // namespace
}  // namespace candor::services::board
