#include "services/runtime/clock.h"

#include <atomic>
#include <vector>

#include "services/runtime/ticker.h"
#include "tests/services/runtime/temporary_folder.h"
#include "tests/support/matchers.h"

namespace candor::runtime {
namespace {

using candor::testing::StatusIs;
using ::testing::HasSubstr;

void Put(const Path& path, std::string_view text) {
  ASSERT_OK(WriteFileAtomically(path, AsBytes(text)));
}

TEST(SystemClock, IsAfterTheYearThisWasWritten) { EXPECT_GT(SystemClock().Now(), 1735689600); }

TEST(FileClock, FollowsItsFile) {
  const TemporaryFolder folder;
  Put(folder / "clock", "1000");
  ASSERT_OK_AND_ASSIGN(const auto clock, FileClock::Open(folder / "clock"));
  EXPECT_EQ(clock->Now(), 1000);
  Put(folder / "clock", "2000\n");
  EXPECT_EQ(clock->Now(), 2000);
}

TEST(FileClock, StopsAtTheLastGoodValueWhenTheFileGoesBad) {
  const TemporaryFolder folder;
  Put(folder / "clock", "1000\n");
  ASSERT_OK_AND_ASSIGN(const auto clock, FileClock::Open(folder / "clock"));
  Put(folder / "clock", "noon\n");
  EXPECT_EQ(clock->Now(), 1000);
  ASSERT_OK(RemoveFile(folder / "clock"));
  EXPECT_EQ(clock->Now(), 1000);
}

TEST(FileClock, RefusesAFileWithoutATime) {
  const TemporaryFolder folder;
  EXPECT_THAT(FileClock::Open(folder / "absent"), StatusIs(absl::StatusCode::kNotFound));
  for (const std::string_view bad :
       {"", "\n", "noon", "12 ", "-5", "12\n\n", "99999999999999999999"}) {
    Put(folder / "clock", bad);
    EXPECT_THAT(FileClock::Open(folder / "clock"),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("does not hold a time")));
  }
}

constexpr std::chrono::milliseconds kFast{1};
constexpr std::chrono::milliseconds kPatience{30000};

TEST(Ticker, TicksAtOnceAndThenAgain) {
  const SystemClock clock;
  std::atomic<int> ticks = 0;
  const auto ticker = Ticker::Start(clock, {.interval = kFast}, [&](UnixSeconds) { ++ticks; });
  EXPECT_TRUE(Eventually([&] { return ticks >= 3; }));
}

TEST(Ticker, StopFinishesTheRunningTickAndStartsNoOther) {
  const SystemClock clock;
  std::atomic<bool> release = false, stopped = false;
  std::atomic<int> begun = 0, finished = 0;
  const auto ticker = Ticker::Start(clock, {.interval = kFast}, [&](UnixSeconds) {
    ++begun;
    while (!release) std::this_thread::yield();
    ++finished;
  });
  ASSERT_TRUE(Eventually([&] { return begun == 1; }));
  std::thread stop([&] {
    ticker->Stop();
    stopped = true;
  });
  EXPECT_FALSE(stopped) << "the tick is not finished";
  release = true;
  stop.join();
  EXPECT_EQ(begun, finished);
  ticker->Stop();
}

TEST(Ticker, StopDoesNotWaitForTheNextTick) {
  const SystemClock clock;
  std::atomic<int> ticks = 0;
  const auto ticker =
      Ticker::Start(clock, {.interval = std::chrono::hours(24)}, [&](UnixSeconds) { ++ticks; });
  ASSERT_TRUE(Eventually([&] { return ticks == 1; }));
  ticker->Stop();
}

TEST(AdvanceClock, ReturnsWhenEveryServerHasActedOnTheNewTime) {
  const TemporaryFolder folder;
  Put(folder / "clock", "1000\n");
  ASSERT_OK_AND_ASSIGN(const auto clock, FileClock::Open(folder / "clock"));
  std::atomic<UnixSeconds> first_acted = 0, second_acted = 0;
  const auto first = Ticker::Start(*clock, {.interval = kFast, .acknowledgement = folder / "first"},
                                   [&](UnixSeconds now) { first_acted = now; });
  const auto second =
      Ticker::Start(*clock, {.interval = kFast, .acknowledgement = folder / "second"},
                    [&](UnixSeconds now) { second_acted = now; });
  const std::vector<Path> acknowledgements = {folder / "first", folder / "second"};
  for (UnixSeconds now = 2000; now < 2020; ++now) {
    ASSERT_OK(AdvanceClock(folder / "clock", now, acknowledgements, kPatience));
    EXPECT_EQ(first_acted, now);
    EXPECT_EQ(second_acted, now);
  }
}

TEST(AdvanceClock, WaitsForTwoWholeTicks) {
  const TemporaryFolder folder;
  Put(folder / "clock", "1000\n");
  ASSERT_OK_AND_ASSIGN(const auto clock, FileClock::Open(folder / "clock"));
  std::atomic<int> at_new_time = 0;
  const auto ticker = Ticker::Start(*clock, {.interval = kFast, .acknowledgement = folder / "a"},
                                    [&](UnixSeconds now) { at_new_time += now == 2000 ? 1 : 0; });
  ASSERT_TRUE(Eventually([&] { return FileExists(folder / "a"); }));
  ASSERT_OK(AdvanceClock(folder / "clock", 2000, std::vector<Path>{folder / "a"}, kPatience));
  EXPECT_GE(at_new_time, 1);
}

TEST(AdvanceClock, NamesTheServerThatDoesNotFollow) {
  const TemporaryFolder folder;
  Put(folder / "clock", "1000\n");
  Put(folder / "stuck", "1000 17\n");
  EXPECT_THAT(AdvanceClock(folder / "clock", 2000, std::vector<Path>{folder / "stuck"},
                           std::chrono::milliseconds(20)),
              StatusIs(absl::StatusCode::kDeadlineExceeded, HasSubstr("stuck")));
  EXPECT_THAT(AdvanceClock(folder / "clock", 2000, std::vector<Path>{folder / "absent"},
                           std::chrono::milliseconds(20)),
              StatusIs(absl::StatusCode::kDeadlineExceeded, HasSubstr("absent")));
}

TEST(AdvanceClock, NeverGoesBack) {
  const TemporaryFolder folder;
  Put(folder / "clock", "1000\n");
  EXPECT_THAT(AdvanceClock(folder / "clock", 999, {}, kPatience),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_OK(AdvanceClock(folder / "clock", 1000, {}, kPatience));
}

}  // namespace
}  // namespace candor::runtime
