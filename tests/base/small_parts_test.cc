// base/text, base/clock, base/status, base/mutex: the small parts.
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "base/status.h"
#include "base/text.h"
#include "tests/support/matchers.h"

namespace candor {
namespace {

using ::candor::testing::IsOkAndHolds;
using ::candor::testing::StatusIs;

TEST(Text, CatTakesEveryKindOfPiece) {
  const std::string text = "text";
  EXPECT_EQ(Cat("a ", text, std::string_view(" view "), 7, " ", std::uint64_t{1} << 63, " ", -1),
            "a text view 7 9223372036854775808 -1");
  EXPECT_EQ(Cat(), "");
}

TEST(Clock, ADayBeginsAtMidnightUtc) {
  EXPECT_EQ(DayOf(0), 0u);
  EXPECT_EQ(DayOf(86399), 0u);
  EXPECT_EQ(DayOf(86400), 1u);
  EXPECT_EQ(StartOf(20000), 1728000000);
  EXPECT_EQ(DayOf(StartOf(20000)), 20000u);
  EXPECT_EQ(DayOf(StartOf(20000) - 1), 19999u);
}

absl::StatusOr<int> Half(int value) {
  if (value % 2 != 0) return absl::InvalidArgumentError("odd");
  return value / 2;
}

absl::StatusOr<int> Quarter(int value) {
  CANDOR_ASSIGN_OR_RETURN(const int half, Half(value));
  CANDOR_ASSIGN_OR_RETURN(const int quarter, Half(half));
  return quarter;
}

absl::Status CheckQuarter(int value) {
  CANDOR_RETURN_IF_ERROR(Quarter(value).status());
  return absl::OkStatus();
}

TEST(Status, TheMacrosReturnTheFirstError) {
  EXPECT_THAT(Quarter(8), IsOkAndHolds(2));
  EXPECT_THAT(Quarter(6), StatusIs(absl::StatusCode::kInvalidArgument, "odd"));
  EXPECT_OK(CheckQuarter(4));
  EXPECT_THAT(CheckQuarter(3), StatusIs(absl::StatusCode::kInvalidArgument, "odd"));
}

TEST(Mutex, GuardsACounterOfManyThreads) {
  Mutex mutex;
  int counter = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 1000; ++j) {
        MutexLock lock(mutex);
        ++counter;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(counter, 4000);
}

}  // namespace
}  // namespace candor
