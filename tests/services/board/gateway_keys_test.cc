// Gateway keys: made, published and destroyed by the day, through crashes, lost folders and clocks that jump.
#include "services/board/gateway_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.h"
#include "services/board/gateway_key_files.h"
#include "services/runtime/key_file.h"
#include "tests/services/board/board_harness.h"
#include "tests/services/board/kept_gateway_keys.h"
#include "tests/services/runtime/temporary_folder.h"

namespace candor::services::board {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Day kDay = candor::testing::kOpeningDay;
constexpr UnixSeconds kMorning = 3600;

// ---- the keys ----

struct Scene {
  std::shared_ptr<KeyDisk> disk = std::make_shared<KeyDisk>();  // as KeptGatewayKeys has it
  crypto::DeterministicRandomForTesting random{5};
  std::unique_ptr<GatewayKeys> keys = Open();

  std::unique_ptr<GatewayKeys> Open() {
    return GatewayKeys::Open(std::make_unique<KeptGatewayKeys>(disk), random).value();
  }
};

TEST(GatewayKeys, AKeyIsDurableBeforeItsPublicHalfLeavesAndIsOneADay) {
  Scene scene;
  ASSERT_OK_AND_ASSIGN(const auto made, scene.keys->Make(kDay));
  EXPECT_EQ(scene.Open()->Find(kDay)->config().public_key(), made);
  EXPECT_THAT(scene.keys->Make(kDay), StatusIs(absl::StatusCode::kAlreadyExists));
  scene.disk->full = true;
  EXPECT_FALSE(scene.keys->Make(kDay + 1).ok());
  EXPECT_EQ(scene.keys->Find(kDay + 1), nullptr) << "what was not saved opens nothing";
}

TEST(GatewayKeys, AKeyOpensUntilTheEndOfTheDayAfterItsOwn) {
  Scene scene;
  ASSERT_OK(scene.keys->Make(kDay));
  ASSERT_OK(scene.keys->Make(kDay + 1));
  // Held over midnight by a relay.
  EXPECT_THAT(scene.keys->DestroyBefore(kDay + 1).days, IsEmpty());
  EXPECT_NE(scene.keys->FindById(static_cast<std::uint8_t>(kDay)), nullptr);
  EXPECT_THAT(scene.keys->DestroyBefore(kDay + 2).days, ElementsAre(kDay));
  EXPECT_EQ(scene.keys->FindById(static_cast<std::uint8_t>(kDay)), nullptr);
  EXPECT_EQ(scene.disk->Days(), std::set<Day>{kDay + 1});
}

TEST(GatewayKeys, WhatCannotBeDestroyedOpensNothingAndHoldsUpNoOther) {
  Scene scene;
  for (const Day day : {kDay, kDay + 1, kDay + 2}) ASSERT_OK(scene.keys->Make(day));
  scene.disk->stuck = {kDay};
  auto destroyed = scene.keys->DestroyBefore(kDay + 4);
  EXPECT_THAT(destroyed.days, ElementsAre(kDay + 1, kDay + 2));
  EXPECT_THAT(destroyed.status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(scene.keys->Find(kDay), nullptr);
  EXPECT_EQ(scene.keys->FindById(static_cast<std::uint8_t>(kDay)), nullptr);
  EXPECT_EQ(scene.disk->Days(), std::set<Day>{kDay});
  // It is tried again.
  scene.disk->stuck = {};
  destroyed = scene.keys->DestroyBefore(kDay + 4);
  EXPECT_OK(destroyed.status);
  EXPECT_THAT(destroyed.days, ElementsAre(kDay));
  EXPECT_THAT(scene.disk->Days(), IsEmpty());
}

TEST(GatewayKeys, IdentifiersWrapAfter256DaysAndNeighboursNeverShareOne) {
  Scene scene;
  const Day last = kDay - kDay % 256 + 255;
  for (const Day day : {last - 1, last, last + 1}) ASSERT_OK(scene.keys->Make(day));
  EXPECT_EQ(scene.keys->FindById(254), scene.keys->Find(last - 1));
  EXPECT_EQ(scene.keys->FindById(255), scene.keys->Find(last));
  EXPECT_EQ(scene.keys->FindById(0), scene.keys->Find(last + 1));
  EXPECT_EQ(scene.keys->FindById(1), nullptr);
}

// ---- their files ----

class KeyFiles : public ::testing::Test {
 protected:
  KeyFiles() { EXPECT_OK(runtime::WriteFileAtomically(folder_ / "pass", AsBytes("a tram"))); }

  std::unique_ptr<GatewayKeyFiles> Open() {
    return GatewayKeyFiles::Open(folder_ / "keys", runtime::KeyRing::Open(folder_ / "pass").value(),
                                 crypto::PassphraseCost::kInteractive, random_)
        .value();
  }
  std::vector<std::string> Names() { return runtime::ListFolder(folder_ / "keys").value(); }

  runtime::TemporaryFolder folder_;
  crypto::SystemRandom random_;
};

TEST_F(KeyFiles, AreTakenUpAndDestroyed) {
  const auto key = crypto::KemPrivateKey::Generate(random_);
  {
    const auto files = Open();
    ASSERT_OK(files->Save(kDay, key));
    EXPECT_THAT(files->Save(kDay, key), StatusIs(absl::StatusCode::kAlreadyExists));
  }
  const auto files = Open();
  ASSERT_OK_AND_ASSIGN(const auto kept, files->LoadAll());
  EXPECT_EQ(kept.at(kDay).public_key(), key.public_key());
  ASSERT_OK(files->Destroy(kDay));
  EXPECT_OK(files->Destroy(kDay)) << "there is none";
  EXPECT_THAT(Names(), IsEmpty());
}

TEST_F(KeyFiles, UnderAnotherDaysNameAreFoundOut) {
  ASSERT_OK(Open()->Save(kDay, crypto::KemPrivateKey::Generate(random_)));
  std::filesystem::rename(folder_ / "keys" / Cat(kDay, ".key"), folder_ / "keys" / Cat(kDay + 1, ".key"));
  EXPECT_THAT(Open()->LoadAll(), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(KeyFiles, ACrashWhileOneIsOverwrittenDoesNotKeepTheBoardFromStarting) {
  const auto key = crypto::KemPrivateKey::Generate(random_);
  ASSERT_OK(Open()->Save(kDay, crypto::KemPrivateKey::Generate(random_)));
  ASSERT_OK(Open()->Save(kDay + 1, key));
  // What DestroySealed leaves behind when the power goes after its first pass.
  const runtime::Path file = folder_ / "keys" / Cat(kDay, ".key");
  const std::size_t size = runtime::ReadFile(file)->size();
  const runtime::Path condemned = Cat(file.string(), runtime::kBeingDestroyed);
  std::filesystem::rename(file, condemned);
  ASSERT_OK(runtime::WriteFileAtomically(condemned, Bytes(size, 0x5a)));
  const auto files = Open();
  ASSERT_OK_AND_ASSIGN(const auto kept, files->LoadAll());
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept.at(kDay + 1).public_key(), key.public_key());
  EXPECT_THAT(Names(), ElementsAre(Cat(kDay + 1, ".key"))) << "the start has finished it";
  // The control: under the old name it would have been fatal.
  ASSERT_OK(runtime::WriteFileAtomically(file, Bytes(size, 0x5a)));
  EXPECT_FALSE(Open()->LoadAll().ok());
}

// ---- the board ----

class BoardKeys : public ::testing::Test {
 protected:
  BoardKeys() { Begin(); }

  // A board with the folder as it is.
  void Begin() {
    h_.Shutdown();
    h_.gateway_keys_ = GatewayKeys::Open(std::make_unique<KeptGatewayKeys>(disk_), h_.random_of_keys_).value();
    h_.Start();
  }
  absl::Status TickOn(Day day) { return h_.TickAt(StartOf(day) + kMorning); }
  std::vector<Day> Published() const {
    std::vector<Day> out;
    const auto view = h_.View();
    for (const auto& [index, key] : view.gateway_keys()) out.push_back(key.from_day);
    return out;
  }
  // Whether the board opens what is sealed to the key that the log names for the day.
  bool Opens(Day day) const {
    const auto view = h_.View();
    const auto* published = view.GatewayKeyOn(day);
    const auto kept = h_.gateway_keys_->Find(day);
    return published != nullptr && kept != nullptr && kept->config().public_key() == published->kem_key;
  }

  struct Harness : BoardHarness {
    crypto::DeterministicRandomForTesting random_of_keys_{99};
  };
  std::shared_ptr<KeyDisk> disk_ = std::make_shared<KeyDisk>();  // as KeptGatewayKeys has it
  Harness h_;
};

TEST_F(BoardKeys, OneADayADayAheadAndNoneTwice) {
  ASSERT_OK(TickOn(kDay));
  EXPECT_THAT(Published(), ElementsAre(kDay, kDay + 1));
  ASSERT_OK(TickOn(kDay));
  EXPECT_THAT(Published(), ElementsAre(kDay, kDay + 1));
  ASSERT_OK(h_.TickAt(StartOf(kDay + 1)));
  EXPECT_THAT(Published(), ElementsAre(kDay, kDay + 1, kDay + 2));
  EXPECT_TRUE(Opens(kDay) && Opens(kDay + 1) && Opens(kDay + 2));
  ASSERT_OK(h_.TickAt(StartOf(kDay + 2)));
  EXPECT_EQ(disk_->Days(), (std::set<Day>{kDay + 1, kDay + 2, kDay + 3}));
}

TEST_F(BoardKeys, ACrashBetweenTheFileAndTheEntryPublishesTheKeyThatIsKept) {
  ASSERT_OK(TickOn(kDay));
  ASSERT_OK_AND_ASSIGN(const auto made, h_.gateway_keys_->Make(kDay + 2));
  Begin();
  ASSERT_OK(TickOn(kDay + 1));
  EXPECT_EQ(h_.View().GatewayKeyOn(kDay + 2)->kem_key, made);
  EXPECT_TRUE(Opens(kDay + 2));
}

TEST_F(BoardKeys, AFailedAppendKeepsTheKeyForTheNextStart) {
  ASSERT_OK(TickOn(kDay));
  h_.faults_.fail_at = h_.faults_.steps;
  EXPECT_FALSE(TickOn(kDay + 1).ok());
  h_.faults_ = store::FaultPlan();
  Begin();
  ASSERT_OK(TickOn(kDay + 1));
  EXPECT_THAT(Published(), ElementsAre(kDay, kDay + 1, kDay + 2));
  EXPECT_TRUE(Opens(kDay + 2));
}

TEST_F(BoardKeys, ALostFolderIsNotReplacedAndReadsAgainOnTheThirdDay) {
  ASSERT_OK(TickOn(kDay));
  disk_->keys.clear();
  Begin();
  ASSERT_OK(TickOn(kDay));
  EXPECT_THAT(Published(), ElementsAre(kDay, kDay + 1)) << "a second key for a day would divide people";
  EXPECT_FALSE(Opens(kDay));
  ASSERT_OK(TickOn(kDay + 1));
  EXPECT_FALSE(Opens(kDay + 1));
  EXPECT_TRUE(Opens(kDay + 2));
}

TEST_F(BoardKeys, AfterAnIncidentTheDaysKeyIsReplacedOnce) {
  ASSERT_OK(TickOn(kDay));
  disk_->keys.clear();
  const records::LogEntry incident{kDay, records::kNoCampaign, records::Incident{1, 2, {}, {}}};
  const store::NewEntry entry{incident.Encode(), std::nullopt};
  ASSERT_OK(h_.store_->Append({&entry, 1}));
  Begin();
  ASSERT_OK(TickOn(kDay));
  EXPECT_THAT(Published(), ElementsAre(kDay, kDay + 1, kDay, kDay + 1));
  EXPECT_TRUE(Opens(kDay) && Opens(kDay + 1));
  ASSERT_OK(TickOn(kDay));
  EXPECT_EQ(Published().size(), 4u);
}

TEST_F(BoardKeys, AFolderOfAnotherTimeIsNotTakenForThePublishedKey) {
  ASSERT_OK(TickOn(kDay));
  for (auto& [day, key] : disk_->keys) key[0] ^= 8;
  Begin();
  ASSERT_OK(TickOn(kDay));
  EXPECT_FALSE(Opens(kDay));
  EXPECT_THAT(Published(), ElementsAre(kDay, kDay + 1));
  // With an Incident in the log the kept ones are published: then people and board agree again.
  const records::LogEntry incident{kDay, records::kNoCampaign, records::Incident{1, 2, {}, {}}};
  const store::NewEntry entry{incident.Encode(), std::nullopt};
  ASSERT_OK(h_.store_->Append({&entry, 1}));
  Begin();
  ASSERT_OK(TickOn(kDay));
  EXPECT_TRUE(Opens(kDay) && Opens(kDay + 1));
}

TEST_F(BoardKeys, ABoardThatWasStoppedForDaysOpensNothingOldFromItsStartOn) {
  ASSERT_OK(TickOn(kDay));
  EXPECT_TRUE(disk_->keys.contains(kDay)) << "the control";
  h_.clock_.Set(StartOf(kDay + 5));
  Begin();
  EXPECT_THAT(disk_->Days(), IsEmpty()) << "before the first tick";
  ASSERT_OK(TickOn(kDay + 5));
  EXPECT_THAT(Published(), ElementsAre(kDay, kDay + 1, kDay + 5, kDay + 6));
}

TEST_F(BoardKeys, AReadOnlyBoardDestroysAndPublishesNothing) {
  ASSERT_OK(TickOn(kDay));
  h_.writable_ = absl::UnavailableError("it is behind what it has signed");
  EXPECT_FALSE(TickOn(kDay + 2).ok());
  EXPECT_EQ(disk_->Days(), std::set<Day>{kDay + 1});
  EXPECT_THAT(Published(), ElementsAre(kDay, kDay + 1));
  h_.writable_ = absl::OkStatus();
  ASSERT_OK(TickOn(kDay + 2));
  EXPECT_THAT(Published(), ElementsAre(kDay, kDay + 1, kDay + 2, kDay + 3));
}

TEST_F(BoardKeys, WhereAKeyCannotBeDestroyedNoFurtherOneIsMade) {
  ASSERT_OK(TickOn(kDay));
  disk_->stuck = {kDay};
  EXPECT_FALSE(TickOn(kDay + 2).ok());
  EXPECT_THAT(Published(), ElementsAre(kDay, kDay + 1));
  disk_->stuck = {};
  ASSERT_OK(TickOn(kDay + 2));
  EXPECT_THAT(Published(), ElementsAre(kDay, kDay + 1, kDay + 2, kDay + 3));
}

TEST_F(BoardKeys, AClockThatGoesBackBringsNoKeyBack) {
  ASSERT_OK(TickOn(kDay));
  ASSERT_OK(TickOn(kDay + 2));
  const auto days = disk_->Days();
  ASSERT_OK(TickOn(kDay));
  EXPECT_EQ(disk_->Days(), days);
  EXPECT_THAT(Published(), ElementsAre(kDay, kDay + 1, kDay + 2, kDay + 3));
}

TEST_F(BoardKeys, AClockThatJumpsPublishesForTheDayItShows) {
  ASSERT_OK(TickOn(kDay));
  ASSERT_OK(TickOn(kDay + 300));
  EXPECT_EQ(disk_->Days(), (std::set<Day>{kDay + 300, kDay + 301}));
  EXPECT_TRUE(Opens(kDay + 300));
}

}  // namespace
}  // namespace candor::services::board
