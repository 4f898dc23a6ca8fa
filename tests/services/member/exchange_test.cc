// Exchanges of a member's machine: one message each, at random times, over a way that may do anything.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "services/member/exchange_schedule.h"
#include "services/runtime/tls.h"
#include "tests/services/member/speaking_scene.h"

namespace candor::testing {
namespace {

using member::News;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Two texts in one outbox: a second jam is more than is needed here, a withdrawal of something else is not.
struct TwoWaiting : SpeakingScene {
  TwoWaiting() {
    EXPECT_OK(Say("The crane is slow."));
    first = wallet.outbox.at(0);
    // The same bytes under another name: the exchange looks at the outbox alone.
    auto other = first;
    other.submission_hash[0] ^= 1;
    wallet.outbox.push_back(other);
    second = other;
  }
  void AnswerWith(absl::StatusOr<Bytes> answer) {
    board.answer = [answer](const auto&) { return answer; };
  }
  std::vector<crypto::Hash> Order() const {
    std::vector<crypto::Hash> out;
    for (const auto& item : wallet.outbox) out.push_back(item.submission_hash);
    return out;
  }
  std::set<crypto::Hash> Sent(int exchanges) {
    std::set<crypto::Hash> out;
    for (int i = 0; i < exchanges; ++i) {
      for (const auto& note : Send()) {
        if (note.news != News::kWaiting) out.insert(note.submission_hash);
      }
    }
    return out;
  }
  member::OutboxItem first, second;
};

TEST(Exchange, IsOneMessageHoweverMuchWaits) {
  TwoWaiting scene;
  scene.Send();
  EXPECT_THAT(scene.board.requests, SizeIs(1));
  EXPECT_EQ(scene.board.no_ops, 0);
  SpeakingScene silent;
  EXPECT_THAT(silent.Send(), IsEmpty());
  EXPECT_THAT(silent.board.requests, IsEmpty());
  EXPECT_EQ(silent.board.no_ops, 1);
}

TEST(Exchange, WhatTheBoardCannotBeMovedToTakeDoesNotKeepTheOthersAtHome) {
  for (const absl::StatusOr<Bytes>& answer :
       {absl::StatusOr<Bytes>(Bytes{1, 2, 3}), absl::StatusOr<Bytes>(absl::InvalidArgumentError("400")),
        absl::StatusOr<Bytes>(absl::NotFoundError("404"))}) {
    TwoWaiting scene;
    scene.AnswerWith(answer);
    EXPECT_EQ(scene.Sent(2), (std::set<crypto::Hash>{scene.first.submission_hash, scene.second.submission_hash}))
        << answer.status();
    EXPECT_THAT(scene.wallet.outbox, SizeIs(2)) << "nothing is lost";
  }
}

TEST(Exchange, AfterABrokenWayTheSameComesFirstAgain) {
  for (const auto& fault : {absl::UnavailableError("the empty answer"), absl::DeadlineExceededError("late"),
                            absl::ResourceExhaustedError("busy"), runtime::NotThePinnedServer("The relay")}) {
    TwoWaiting scene;
    scene.AnswerWith(fault);
    const int saves = scene.saves.count;
    EXPECT_EQ(scene.Sent(3), std::set<crypto::Hash>{scene.first.submission_hash}) << fault;
    EXPECT_THAT(scene.Order(), ElementsAre(scene.first.submission_hash, scene.second.submission_hash));
    EXPECT_EQ(scene.saves.count, saves);
  }
}

TEST(Exchange, TheTurnIsKeptInTheWallet) {
  TwoWaiting scene;
  scene.AnswerWith(Bytes{1});
  const int saves = scene.saves.count;
  scene.Send();
  EXPECT_EQ(scene.saves.count, saves + 1);
  EXPECT_THAT(scene.Order(), ElementsAre(scene.second.submission_hash, scene.first.submission_hash));
}

TEST(Exchange, NothingThatTheWayDoesMakesATextDisappear) {
  const absl::StatusOr<Bytes> answers[] = {absl::UnavailableError("dropped"),
                                           absl::DeadlineExceededError("delayed"),
                                           absl::InvalidArgumentError("malformed"),
                                           absl::AbortedError("unreadable"),
                                           absl::InternalError("?"),
                                           Bytes{},
                                           Bytes(4000, 7)};
  SpeakingScene scene;
  ASSERT_OK(scene.Say("The crane is slow."));
  const Bytes request = scene.wallet.outbox.at(0).request;
  for (const auto& answer : answers) {
    scene.board.answer = [answer](const auto&) { return answer; };
    const auto notes = scene.Send();
    ASSERT_THAT(notes, SizeIs(1));
    EXPECT_NE(notes[0].news, News::kPromised);
    ASSERT_THAT(scene.wallet.outbox, SizeIs(1));
    EXPECT_EQ(scene.wallet.outbox[0].request, request);
    EXPECT_EQ(scene.thread().text, "The crane is slow.");
  }
  scene.board.answer = nullptr;
  EXPECT_EQ(scene.Send().at(0).news, News::kPromised);
}

// ---- when ----

constexpr UnixSeconds kMidnight = StartOf(kOpeningDay);

TEST(ExchangeSchedule, EachPartOfADayHasOneAndTheTimersRunLiesInItToo) {
  crypto::DeterministicRandomForTesting random(3);
  for (const int a_day : {member::kExchangesADay, member::kExchangesADayInAJam}) {
    const UnixSeconds part = kSecondsPerDay / a_day;
    UnixSeconds last = kMidnight + 17;
    for (int i = 1; i < 5000; ++i) {
      const UnixSeconds next = member::NextExchange(last, a_day, random);
      ASSERT_EQ(next / part, last / part + 1);
      ASSERT_EQ((next + member::kTimerInterval - 1) / part, next / part);
      ASSERT_LE(next - last, member::kLongestPlan);
      last = next;
    }
  }
}

TEST(ExchangeSchedule, TimesAreSpreadOverThePart) {
  crypto::DeterministicRandomForTesting random(4);
  std::map<UnixSeconds, int> hours;
  for (int i = 0; i < 6000; ++i) {
    ++hours[(member::NextExchange(kMidnight, 4, random) - kMidnight - 6 * 3600) / 3600];
  }
  ASSERT_EQ(hours.size(), 6u);
  for (const auto& [hour, count] : hours) EXPECT_NEAR(count, 1000, 200) << hour;
}

TEST(ExchangeSchedule, AWindowCountsThoseThatLeaveBefore) {
  const auto alone = member::WindowAfter(kMidnight + 100, 4);
  EXPECT_EQ(alone.opens, kMidnight + 100);
  EXPECT_EQ(alone.closes, kMidnight + 12 * 3600);
  EXPECT_EQ(member::WindowAfter(kMidnight + 100, 4, 2).closes, kMidnight + 24 * 3600);
}

}  // namespace
}  // namespace candor::testing
