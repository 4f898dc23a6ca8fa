// The relay between clients and a board that answers, or does not.
#include "services/relay/relay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <thread>
#include <vector>

#include "crypto/oblivious_message.h"
#include "tests/services/relay/no_shuffle.h"
#include "tests/support/fake_clock.h"

namespace candor::services::relay {
namespace {

using ::candor::testing::FakeClock;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr UnixSeconds kNow = 1'800'000'000;

// Requests and answers are told apart by the byte they consist of.
Bytes Request(std::uint8_t byte) { return Bytes(crypto::kObliviousRequestSize, byte); }
Bytes Response(std::uint8_t byte) { return Bytes(crypto::kObliviousResponseSize, byte); }

// A board that keeps what it is sent until the test answers.
class FakeBoard final : public Backend {
 public:
  void Send(Bytes request, Done done) override {
    EXPECT_EQ(request, Request(request.at(0))) << "the bytes are not what the client sent";
    order.push_back(request[0]);
    waiting[request[0]] = std::move(done);
  }
  void Answer(int request) {
    waiting.at(request)(Response(static_cast<std::uint8_t>(request)));
  }

  std::vector<int> order;
  std::map<int, Done> waiting;
};

constexpr int kEmpty = -1;

struct Answered {
  int caller = 0;
  int answer = 0;  // its byte, or kEmpty
  bool operator==(const Answered&) const = default;
};

struct Scene {
  FakeClock clock{kNow};
  crypto::DeterministicRandomForTesting random{1};
  FakeBoard board;
  std::vector<Answered> answered;
  std::unique_ptr<Relay> relay;

  explicit Scene(RelayOptions options = {}, std::optional<NoShuffle> off = std::nullopt)
      : relay(std::make_unique<Relay>(options, board, clock, random, off)) {}

  void Send(std::uint64_t connection, std::uint8_t request) {
    SendBytes(connection, request, Request(request));
  }
  void SendBytes(std::uint64_t connection, int caller, Bytes bytes) {
    relay->Forward(ConnectionId{connection}, std::move(bytes), [this, caller](const Bytes& answer) {
      EXPECT_TRUE(answer.empty() || answer == Response(answer[0]));
      answered.push_back({caller, answer.empty() ? kEmpty : answer[0]});
    });
  }
  // Eight connections, which is company.
  void SendEight(std::uint8_t first = 0) {
    for (std::uint8_t i = 0; i < 8; ++i) Send(first + i, static_cast<std::uint8_t>(first + i));
  }
  void Advance(UnixSeconds by) {
    clock.Advance(by);
    relay->Tick(clock.Now());
  }
  std::vector<int> Callers() const {
    std::vector<int> out;
    for (const auto& a : answered) out.push_back(a.caller);
    return out;
  }
  std::vector<int> Answers() const {
    std::vector<int> out;
    for (const auto& a : answered) out.push_back(a.answer);
    return out;
  }
};

std::vector<int> UpTo(int count) {
  std::vector<int> out;
  for (int i = 0; i < count; ++i) out.push_back(i);
  return out;
}

// --- release ---

TEST(Relay, HoldsUntilThereIsCompany) {
  Scene scene;
  for (std::uint8_t i = 0; i < 7; ++i) scene.Send(i, i);
  scene.relay->Tick(kNow);
  EXPECT_THAT(scene.board.order, IsEmpty());
  scene.Send(7, 7);
  EXPECT_THAT(scene.board.order, SizeIs(8)) << "on the eighth's own call, without a tick";
}

TEST(Relay, OneConnectionWithEightRequestsIsNoCompany) {
  Scene scene;
  for (std::uint8_t i = 0; i < 8; ++i) scene.Send(1, i);
  scene.relay->Tick(kNow);
  EXPECT_THAT(scene.board.order, IsEmpty());
}

TEST(Relay, LetsTheLonelyGoAfterAMinuteOnTheInjectedClock) {
  Scene scene;
  scene.Send(1, 1);
  scene.Advance(30);
  scene.Send(1, 2);
  scene.Advance(29);
  EXPECT_THAT(scene.board.order, IsEmpty());
  scene.Advance(1);
  EXPECT_THAT(scene.board.order, UnorderedElementsAre(1, 2));
}

TEST(Relay, SaysWhenItWantsToBeCalledNext) {
  Scene scene;
  EXPECT_EQ(scene.relay->Tick(kNow), kNow + 30) << "nothing that arrives is due before";
  scene.Send(1, 1);
  EXPECT_EQ(scene.relay->Tick(kNow), kNow + 30);
  EXPECT_EQ(scene.relay->Tick(kNow + 40), kNow + 60) << "when the oldest has waited";
  EXPECT_EQ(scene.relay->Tick(kNow + 60), kNow + 90);
  EXPECT_THAT(scene.board.order, ElementsAre(1));
  EXPECT_EQ(scene.relay->Tick(kNow + 80), kNow + 90) << "when the board is overdue";
}

// --- order ---

// Whether a list of 0 to 7 is in none of the two orders that would tell something.
bool TellsNothing(const std::vector<int>& order, const std::vector<int>& other) {
  return order != UpTo(8) && order != other;
}

TEST(Relay, NeitherSendingNorAnsweringIsInTheOrderOfArrival) {
  Scene scene;
  scene.SendEight();
  EXPECT_THAT(scene.board.order, ::testing::UnorderedElementsAreArray(UpTo(8)));
  EXPECT_TRUE(TellsNothing(scene.board.order, {}));
  for (const int request : scene.board.order) scene.board.Answer(request);
  EXPECT_THAT(scene.Callers(), ::testing::UnorderedElementsAreArray(UpTo(8)));
  EXPECT_TRUE(TellsNothing(scene.Callers(), scene.board.order));
}

TEST(Relay, TheControlWithoutShufflingIsSeen) {
  Scene scene({}, NoShuffleInTests::Make());
  scene.SendEight();
  EXPECT_FALSE(TellsNothing(scene.board.order, {}));
  for (const int request : scene.board.order) scene.board.Answer(request);
  EXPECT_FALSE(TellsNothing(scene.Callers(), scene.board.order));
}

// Over many bunches the first to be answered is anybody: not the first that came, was sent or was
// answered by the board.
TEST(Relay, WhoIsAnsweredFirstDependsOnNothingElse) {
  constexpr int kRounds = 1600;
  std::map<int, int> by_arrival, by_sending;
  Scene scene;
  for (int round = 0; round < kRounds; ++round) {
    scene.board.order.clear();
    scene.answered.clear();
    scene.SendEight();
    for (const int request : scene.board.order) scene.board.Answer(request);
    const int first = scene.Callers().front();
    ++by_arrival[first];
    ++by_sending[static_cast<int>(std::ranges::find(scene.board.order, first) -
                                  scene.board.order.begin())];
  }
  for (int place = 0; place < 8; ++place) {
    EXPECT_NEAR(by_arrival[place], kRounds / 8, 60) << place;
    EXPECT_NEAR(by_sending[place], kRounds / 8, 60) << place;
  }
}

// --- answers ---

TEST(Relay, EachCallerGetsItsOwnAnswer) {
  Scene scene;
  scene.SendEight();
  for (int i = 7; i >= 0; --i) scene.board.Answer(i);
  EXPECT_THAT(scene.answered, SizeIs(8));
  for (const auto& [caller, answer] : scene.answered) EXPECT_EQ(caller, answer);
}

TEST(Relay, NobodyIsAnsweredBeforeTheLastOfItsBunch) {
  Scene scene;
  scene.SendEight();
  for (int i = 0; i < 7; ++i) {
    scene.board.Answer(i);
    scene.Advance(4);
    EXPECT_THAT(scene.answered, IsEmpty()) << i + 1 << " of 8 are in";
  }
  scene.board.Answer(7);
  EXPECT_THAT(scene.answered, SizeIs(8));
}

TEST(Relay, OneBunchDoesNotWaitForAnother) {
  Scene scene;
  scene.SendEight(0);
  scene.SendEight(8);
  for (int i = 8; i < 16; ++i) scene.board.Answer(i);
  EXPECT_THAT(scene.Callers(), UnorderedElementsAre(8, 9, 10, 11, 12, 13, 14, 15));
}

TEST(Relay, WhatTheBoardDropsIsTheEmptyAnswerAtTheDeadline) {
  Scene scene;
  scene.SendEight();
  for (int i = 0; i < 7; ++i) scene.board.Answer(i);
  scene.Advance(29);
  EXPECT_THAT(scene.answered, IsEmpty());
  scene.Advance(1);
  EXPECT_THAT(scene.answered, SizeIs(8));
  for (const auto& [caller, answer] : scene.answered) {
    EXPECT_EQ(answer, caller == 7 ? kEmpty : caller);
  }
}

TEST(Relay, WhatTheBoardDelaysOrDoublesIsDropped) {
  Scene scene;
  scene.SendEight();
  for (int i = 0; i < 6; ++i) scene.board.Answer(i);
  scene.board.waiting.at(0)(Response(99));
  scene.Advance(30);
  scene.board.Answer(6);
  scene.board.Answer(6);
  scene.board.Answer(7);
  ASSERT_THAT(scene.answered, SizeIs(8));
  for (const auto& [caller, answer] : scene.answered) {
    EXPECT_EQ(answer, caller < 6 ? caller : kEmpty);
  }
}

TEST(Relay, ADoubledAnswerDoesNotStandForAMissingOne) {
  Scene scene;
  scene.SendEight();
  for (int i = 0; i < 8; ++i) scene.board.Answer(0);
  EXPECT_THAT(scene.answered, IsEmpty());
}

TEST(Relay, AnAnswerOfAnotherSizeIsTheEmptyOne) {
  Scene scene;
  scene.SendEight();
  for (int i = 2; i < 8; ++i) scene.board.Answer(i);
  scene.board.waiting.at(0)(Bytes(crypto::kObliviousResponseSize + 1));
  scene.board.waiting.at(1)({});
  for (const auto& [caller, answer] : scene.answered) {
    EXPECT_EQ(answer, caller < 2 ? kEmpty : caller);
  }
  EXPECT_THAT(scene.answered, SizeIs(8));
}

// The same bytes twice are two requests: what they mean only the board knows.
TEST(Relay, TheSameBytesTwiceAreSentTwice) {
  Scene scene;
  for (std::uint64_t i = 0; i < 8; ++i) scene.Send(i, 5);
  EXPECT_THAT(scene.board.order, ElementsAre(5, 5, 5, 5, 5, 5, 5, 5));
}

// Nothing says that a client has gone: its request leaves like any other, and nobody takes the
// answer.
TEST(Relay, AClientThatGoesAwayCancelsNothing) {
  Scene scene;
  auto client = std::make_shared<int>(0);
  scene.relay->Forward(ConnectionId{0}, Request(0), [gone = std::weak_ptr<int>(client)](Bytes) {
    EXPECT_TRUE(gone.expired());
  });
  client.reset();
  for (std::uint8_t i = 1; i < 8; ++i) scene.Send(i, i);
  EXPECT_THAT(scene.board.order, ::testing::UnorderedElementsAreArray(UpTo(8)));
  for (int i = 0; i < 8; ++i) scene.board.Answer(i);
  EXPECT_THAT(scene.answered, SizeIs(7));
}

// --- refusals and bounds ---

TEST(Relay, AnotherSizeIsTheEmptyAnswerAtOnceAndNoCompany) {
  Scene scene;
  int caller = 0;
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, crypto::kObliviousRequestSize - 1,
                                 crypto::kObliviousRequestSize + 1}) {
    scene.SendBytes(100 + size, caller++, Bytes(size));
  }
  EXPECT_EQ(scene.answered, (std::vector<Answered>{{0, kEmpty}, {1, kEmpty}, {2, kEmpty},
                                                   {3, kEmpty}}));
  for (std::uint8_t i = 0; i < 7; ++i) scene.Send(i, i);
  EXPECT_THAT(scene.board.order, IsEmpty());
}

TEST(Relay, HoldsSoManyAndRefusesMoreAtOnce) {
  Scene scene({.holding = {}, .max_held = 10});
  for (std::uint8_t i = 0; i < 12; ++i) scene.Send(1, i);
  EXPECT_EQ(scene.answered, (std::vector<Answered>{{10, kEmpty}, {11, kEmpty}}));
  scene.answered.clear();
  // What is with the board is held too: its callers still wait.
  scene.Advance(60);
  EXPECT_THAT(scene.board.order, SizeIs(10));
  scene.Send(1, 20);
  EXPECT_EQ(scene.answered, (std::vector<Answered>{{20, kEmpty}}));
  scene.answered.clear();
  for (int i = 0; i < 10; ++i) scene.board.Answer(i);
  EXPECT_THAT(scene.answered, SizeIs(10));
  scene.Send(1, 21);
  EXPECT_THAT(scene.answered, SizeIs(10)) << "there is room again";
}

TEST(Relay, ABunchThatIsOverdueMakesRoom) {
  Scene scene({.holding = {}, .max_held = 8});
  scene.SendEight();
  scene.Advance(30);
  EXPECT_THAT(scene.Answers(), Each(kEmpty));
  EXPECT_THAT(scene.answered, SizeIs(8));
  scene.SendEight(8);
  EXPECT_THAT(scene.board.order, SizeIs(16));
}

// --- time that does not go as it should ---

TEST(Relay, AClockThatIsSetBackDelaysNobodyForLong) {
  Scene scene;
  scene.SendEight();
  scene.Send(8, 8);
  scene.clock.Set(kNow - 86400);
  scene.relay->Tick(kNow - 86400);
  scene.Advance(30);
  EXPECT_THAT(scene.answered, SizeIs(8)) << "the board's deadline";
  scene.Advance(30);
  EXPECT_THAT(scene.board.order, SizeIs(9)) << "the ninth's wait";
}

// --- the end ---

TEST(Relay, StopAnswersEveryCallerOnce) {
  Scene scene;
  scene.SendEight();
  scene.Send(8, 8);
  scene.board.Answer(3);
  scene.relay->Stop();
  EXPECT_THAT(scene.Callers(), UnorderedElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8));
  for (const auto& [caller, answer] : scene.answered) {
    EXPECT_EQ(answer, caller == 3 ? 3 : kEmpty) << "what the board had answered is passed on";
  }
  EXPECT_THAT(scene.board.order, SizeIs(8)) << "what was held does not go any more";
  scene.Send(9, 9);
  ASSERT_THAT(scene.answered, SizeIs(10)) << "at once";
  EXPECT_EQ(scene.answered.back(), (Answered{9, kEmpty}));
  scene.relay->Stop();
  scene.Advance(3600);
  EXPECT_THAT(scene.answered, SizeIs(10));
}

TEST(Relay, AnAnswerAfterTheEndTouchesNothing) {
  Scene scene;
  scene.SendEight();
  scene.relay.reset();
  EXPECT_THAT(scene.answered, SizeIs(8));
  for (int i = 0; i < 8; ++i) scene.board.Answer(i);
  EXPECT_THAT(scene.answered, SizeIs(8));
}

// --- callbacks and threads ---

// A board that answers before Send returns.
class HastyBoard final : public Backend {
 public:
  void Send(Bytes request, Done done) override { done(Response(request.at(0))); }
};

TEST(Relay, ABoardMayAnswerAtOnceAndACallerMaySendAgain) {
  FakeClock clock(kNow);
  crypto::DeterministicRandomForTesting random(1);
  HastyBoard board;
  Relay relay({}, board, clock, random);
  int first = 0, second = 0;
  for (std::uint64_t i = 0; i < 8; ++i) {
    relay.Forward(ConnectionId{i}, Request(1), [&, i](Bytes) {
      ++first;
      relay.Forward(ConnectionId{i}, Request(2), [&](Bytes) { ++second; });
    });
  }
  EXPECT_EQ(first, 8);
  EXPECT_EQ(second, 8);
}

// A board with a thread of its own, which answers what it is sent as it comes.
class ThreadedBoard final : public Backend {
 public:
  ~ThreadedBoard() override { Stop(); }

  void Send(Bytes request, Done done) override {
    {
      const MutexLock lock(mutex_);
      waiting_.push_back([request = std::move(request), done = std::move(done)] {
        done(Response(request.at(0)));
      });
    }
    wake_.notify_one();
  }
  void Stop() {
    {
      const MutexLock lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
  }

 private:
  void Run() {
    for (;;) {
      std::vector<std::function<void()>> taken;
      {
        const MutexLock lock(mutex_);
        while (waiting_.empty() && !stopping_) wake_.wait(mutex_);
        if (waiting_.empty()) return;
        taken.swap(waiting_);
      }
      for (const auto& answer : taken) answer();
    }
  }

  Mutex mutex_;
  ConditionVariable wake_;
  std::vector<std::function<void()>> waiting_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_{[this] { Run(); }};
};

TEST(Relay, ManyThreadsAreAnsweredOnceEachWhileItStops) {
  constexpr int kThreads = 8, kEach = 50;
  FakeClock clock(kNow);
  crypto::SystemRandom random;
  ThreadedBoard board;
  auto relay = std::make_unique<Relay>(RelayOptions{}, board, clock, random);
  std::atomic<int> answered = 0, with_answer = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) {
        relay->Forward(ConnectionId{static_cast<std::uint64_t>(t)},
                       Request(static_cast<std::uint8_t>(t)), [&, t](const Bytes& answer) {
                         ++answered;
                         if (answer.empty()) return;
                         ++with_answer;
                         EXPECT_EQ(answer, Response(static_cast<std::uint8_t>(t)));
                       });
        if (i % 10 == 0) relay->Tick(clock.Now());
        if (t != 0 || i != kEach - 5) continue;
        // All eight send, so there is company, and an answer, sooner or later.
        while (with_answer == 0) std::this_thread::yield();
        relay->Stop();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  relay.reset();
  board.Stop();
  EXPECT_EQ(answered, kThreads * kEach);
}

}  // namespace
}  // namespace candor::services::relay
