#include "services/runtime/worker_pool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <vector>

#include "tests/services/runtime/temporary_folder.h"

namespace candor::runtime {
namespace {

TEST(WorkerPool, RunsWhatItAcceptsInTheOrderItCame) {
  WorkerPool pool({.threads = 1, .max_waiting = 100});
  std::vector<int> order;
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(pool.TryRun([&order, i] { order.push_back(i); }));
  pool.Stop();
  ASSERT_EQ(order.size(), 50u);
  EXPECT_TRUE(std::ranges::is_sorted(order));
}

TEST(WorkerPool, RefusesAtOnceWhenTheQueueIsFull) {
  WorkerPool pool({.threads = 1, .max_waiting = 2});
  std::atomic<bool> busy = false, release = false;
  std::atomic<int> done = 0;
  ASSERT_TRUE(pool.TryRun([&] {
    busy = true;
    while (!release) std::this_thread::yield();
  }));
  ASSERT_TRUE(Eventually([&] { return busy.load(); }));
  EXPECT_TRUE(pool.TryRun([&] { ++done; }));
  EXPECT_TRUE(pool.TryRun([&] { ++done; }));
  EXPECT_FALSE(pool.TryRun([&] { ++done; }));
  EXPECT_EQ(pool.refused(), 1u);
  release = true;
  pool.Stop();
  EXPECT_EQ(done, 2);
}

TEST(WorkerPool, StopFinishesWhatWasAcceptedAndRefusesTheRest) {
  WorkerPool pool({.threads = 4, .max_waiting = 1000});
  std::atomic<int> done = 0;
  for (int i = 0; i < 500; ++i) ASSERT_TRUE(pool.TryRun([&] { ++done; }));
  pool.Stop();
  EXPECT_EQ(done, 500);
  EXPECT_FALSE(pool.TryRun([&] { ++done; }));
  pool.Stop();
}

}  // namespace
}  // namespace candor::runtime
