// When requests that wait may go, and in which order.
#include "services/relay/holding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <set>

#include "tests/services/relay/no_shuffle.h"

namespace candor::services::relay {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr UnixSeconds kNow = 1'800'000'000;

// Requests are told apart by their one byte.
struct Scene {
  crypto::DeterministicRandomForTesting random{1};
  Holding holding;

  explicit Scene(std::optional<NoShuffle> off = std::nullopt) : holding({}, off) {}

  void Add(std::uint64_t connection, std::uint8_t request, UnixSeconds now = kNow) {
    holding.Add(ConnectionId{connection}, {Bytes{request}, [](const Bytes&) {}}, now);
  }
  std::vector<int> TakeDue(UnixSeconds now = kNow) {
    std::vector<int> out;
    for (const auto& held : holding.TakeDue(now, random)) out.push_back(held.request.at(0));
    return out;
  }
};

TEST(Holding, EightConnectionsGoAtOnceAndSevenWait) {
  Scene scene;
  for (std::uint8_t i = 0; i < 7; ++i) {
    scene.Add(i, i);
    EXPECT_THAT(scene.TakeDue(), IsEmpty()) << i + 1 << " connections";
  }
  scene.Add(7, 7);
  EXPECT_THAT(scene.TakeDue(), UnorderedElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
  EXPECT_EQ(scene.holding.size(), 0u);
}

TEST(Holding, OneConnectionIsOneHoweverMuchItSends) {
  Scene scene;
  for (std::uint8_t i = 0; i < 100; ++i) scene.Add(1, i);
  EXPECT_THAT(scene.TakeDue(), IsEmpty());
  for (std::uint8_t i = 2; i < 8; ++i) scene.Add(i, i);
  EXPECT_THAT(scene.TakeDue(), IsEmpty()) << "seven connections";
  scene.Add(8, 8);
  EXPECT_THAT(scene.TakeDue(), SizeIs(107));
}

TEST(Holding, ConnectionsOfAnEarlierBunchDoNotCount) {
  Scene scene;
  for (std::uint8_t i = 0; i < 8; ++i) scene.Add(i, i);
  EXPECT_THAT(scene.TakeDue(), SizeIs(8));
  for (std::uint8_t i = 8; i < 15; ++i) scene.Add(i, i);
  EXPECT_THAT(scene.TakeDue(), IsEmpty());
}

TEST(Holding, TheOldestWaitsASixtySecondsAndTakesAllAlong) {
  Scene scene;
  EXPECT_EQ(scene.holding.due(), std::nullopt);
  scene.Add(1, 1, kNow);
  scene.Add(2, 2, kNow + 59);
  EXPECT_EQ(scene.holding.due(), kNow + 60);
  EXPECT_THAT(scene.TakeDue(kNow + 59), IsEmpty());
  EXPECT_THAT(scene.TakeDue(kNow + 60), UnorderedElementsAre(1, 2));
  scene.Add(3, 3, kNow + 61);
  EXPECT_EQ(scene.holding.due(), kNow + 121) << "the next one's wait is its own";
}

TEST(Holding, AClockThatIsSetBackBeginsTheWaitAnew) {
  Scene scene;
  scene.Add(1, 1, kNow);
  EXPECT_THAT(scene.TakeDue(kNow - 86400), IsEmpty());
  EXPECT_EQ(scene.holding.due(), kNow - 86400 + 60);
  EXPECT_THAT(scene.TakeDue(kNow - 86400 + 59), IsEmpty());
  EXPECT_THAT(scene.TakeDue(kNow - 86400 + 60), ElementsAre(1));
  scene.Add(2, 2, kNow);
  scene.Add(3, 3, kNow - 86400);
  EXPECT_EQ(scene.holding.due(), kNow - 86400 + 60);
}

TEST(Holding, NothingWaitingIsNeverDue) {
  Scene scene;
  EXPECT_THAT(scene.TakeDue(kNow + 1'000'000), IsEmpty());
  EXPECT_THAT(scene.holding.TakeAll(), IsEmpty());
}

// How often the request that came `from`-th left `to`-th.
using Journeys = std::array<std::array<int, 8>, 8>;

Journeys Travel(Scene& scene, int rounds) {
  Journeys out{};
  for (int round = 0; round < rounds; ++round) {
    for (std::uint8_t i = 0; i < 8; ++i) scene.Add(i, i);
    const std::vector<int> order = scene.TakeDue();
    for (std::size_t to = 0; to < 8; ++to) ++out[static_cast<std::size_t>(order.at(to))][to];
  }
  return out;
}

// Every place leads to every other one, each about as often. With 4000 rounds a count of 500 has a
// standard deviation of 21; the randomness is fixed, so this does not flicker.
bool LooksShuffled(const Journeys& journeys) {
  for (const auto& row : journeys) {
    for (const int count : row) {
      if (count < 400 || count > 600) return false;
    }
  }
  return true;
}

TEST(Holding, LeavesInAnOrderThatTellsNothingOfArrival) {
  Scene scene;
  EXPECT_TRUE(LooksShuffled(Travel(scene, 4000)));
}

TEST(Holding, TheControlWithoutShufflingIsSeen) {
  Scene scene(NoShuffleInTests::Make());
  const Journeys journeys = Travel(scene, 4000);
  EXPECT_FALSE(LooksShuffled(journeys));
  EXPECT_EQ(journeys[3][3], 4000);
}

}  // namespace
}  // namespace candor::services::relay
