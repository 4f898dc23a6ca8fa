// What every engine must do: pairs, order, atomic batches, intervals, keys; each of it again after a
// restart.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/store/conformance/conformance.h"
#include "tests/support/matchers.h"

namespace candor::store::testing {
namespace {

using ::candor::testing::IsOkAndHolds;
using ::candor::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::Pair;

Bytes B(std::string_view text) { return ToBytes(AsBytes(text)); }

WriteBatch PutsOf(std::vector<std::pair<std::string, std::string>> pairs) {
  WriteBatch batch;
  for (const auto& [key, value] : pairs) batch.Put(B(key), B(value));
  return batch;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

template <class Scan>
Pairs Collect(Scan&& scan) {
  Pairs out;
  const Visitor take = [&](ByteView key, ByteView value) {
    out.emplace_back(AsText(key), AsText(value));
    return true;
  };
  EXPECT_OK(scan(take));
  return out;
}

class EngineConformance : public Conformance {
 protected:
  std::unique_ptr<Engine> engine_ = machine_->Start();
  void Restart() {
    engine_.reset();
    engine_ = machine_->Start();
  }
  Pairs MainWith(std::string_view prefix) {
    return Collect([&](const Visitor& take) { return engine_->Scan(AsBytes(prefix), take); });
  }
};
CANDOR_ON_EVERY_ENGINE(EngineConformance);

TEST_P(EngineConformance, AFreshStoreIsEmpty) {
  EXPECT_THAT(engine_->Get(B("a")), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(MainWith(""), IsEmpty());
  EXPECT_THAT(engine_->ListIntervals(), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(engine_->ReadKey(0), StatusIs(absl::StatusCode::kNotFound));
}

TEST_P(EngineConformance, WhatWasWrittenIsThereAfterARestart) {
  ASSERT_OK(engine_->Write(PutsOf({{"a", "1"}, {"b", "2"}, {"empty", ""}})));
  for (int round = 0; round < 2; ++round, Restart()) {
    EXPECT_THAT(engine_->Get(B("a")), IsOkAndHolds(Optional(B("1"))));
    EXPECT_THAT(engine_->Get(B("empty")), IsOkAndHolds(Optional(Bytes())));
    EXPECT_THAT(engine_->Get(B("ab")), IsOkAndHolds(Eq(std::nullopt)));
  }
}

TEST_P(EngineConformance, ALaterPutWinsAndADeletionDeletes) {
  ASSERT_OK(engine_->Write(PutsOf({{"a", "1"}, {"b", "2"}})));
  WriteBatch batch = PutsOf({{"a", "3"}});
  batch.Delete(B("b"));
  batch.Delete(B("never there"));
  ASSERT_OK(engine_->Write(batch));
  for (int round = 0; round < 2; ++round, Restart()) {
    EXPECT_THAT(MainWith(""), ElementsAre(Pair("a", "3")));
  }
}

TEST_P(EngineConformance, AScanGivesThePrefixInTheOrderOfUnsignedBytes) {
  ASSERT_OK(engine_->Write(
      PutsOf({{"p\xff", "3"}, {"q", "no"}, {"p", "1"}, {"o", "no"}, {"p\x01", "2"}})));
  for (int round = 0; round < 2; ++round, Restart()) {
    EXPECT_THAT(MainWith("p"), ElementsAre(Pair("p", "1"), Pair("p\x01", "2"), Pair("p\xff", "3")));
  }
}

TEST_P(EngineConformance, AScanEndsWhenTheVisitorHasEnough) {
  ASSERT_OK(engine_->Write(PutsOf({{"a", "1"}, {"b", "2"}, {"c", "3"}})));
  int seen = 0;
  ASSERT_OK(engine_->Scan({}, [&](ByteView, ByteView) { return ++seen < 2; }));
  EXPECT_EQ(seen, 2);
}

TEST_P(EngineConformance, AVisitorMayUseTheEngine) {
  ASSERT_OK(engine_->Write(PutsOf({{"a", "1"}, {"b", "2"}})));
  ASSERT_OK(engine_->Scan({}, [&](ByteView key, ByteView value) {
    EXPECT_THAT(engine_->Get(key), IsOkAndHolds(Optional(ToBytes(value))));
    return true;
  }));
}

TEST_P(EngineConformance, IntervalsHoldWhatWasWrittenToThemAndNothingElseDoes) {
  ASSERT_OK_AND_ASSIGN(const std::string first, engine_->CreateInterval());
  ASSERT_OK_AND_ASSIGN(const std::string second, engine_->CreateInterval());
  EXPECT_NE(first, second);
  {
    ASSERT_OK_AND_ASSIGN(auto interval, engine_->OpenInterval(first));
    ASSERT_OK(interval->Write(PutsOf({{"b", "2"}, {"a", "1"}})));
  }
  for (int round = 0; round < 2; ++round, Restart()) {
    ASSERT_OK_AND_ASSIGN(auto one, engine_->OpenInterval(first));
    ASSERT_OK_AND_ASSIGN(auto other, engine_->OpenInterval(second));
    EXPECT_THAT(Collect([&](const Visitor& take) { return one->Scan(take); }),
                ElementsAre(Pair("a", "1"), Pair("b", "2")));
    EXPECT_THAT(one->Get(B("b")), IsOkAndHolds(Optional(B("2"))));
    EXPECT_THAT(other->Get(B("b")), IsOkAndHolds(Eq(std::nullopt)));
    EXPECT_THAT(MainWith(""), IsEmpty());
    EXPECT_THAT(engine_->ListIntervals(),
                IsOkAndHolds(::testing::UnorderedElementsAre(first, second)));
  }
}

TEST_P(EngineConformance, AnIntervalKeepsItsKeyAndNoTwoShareOne) {
  ASSERT_OK_AND_ASSIGN(const std::string first, engine_->CreateInterval());
  ASSERT_OK_AND_ASSIGN(const std::string second, engine_->CreateInterval());
  ByteArray<32> key{};
  {
    ASSERT_OK_AND_ASSIGN(auto one, engine_->OpenInterval(first));
    ASSERT_OK_AND_ASSIGN(auto other, engine_->OpenInterval(second));
    key = one->key();
    EXPECT_NE(key, other->key());
    EXPECT_NE(key, ByteArray<32>{});
  }
  Restart();
  ASSERT_OK_AND_ASSIGN(auto again, engine_->OpenInterval(first));
  EXPECT_EQ(again->key(), key);
}

TEST_P(EngineConformance, ADestroyedIntervalIsGoneForGood) {
  ASSERT_OK_AND_ASSIGN(const std::string gone, engine_->CreateInterval());
  ASSERT_OK_AND_ASSIGN(const std::string kept, engine_->CreateInterval());
  ASSERT_OK(engine_->DestroyInterval(gone));
  for (int round = 0; round < 2; ++round, Restart()) {
    EXPECT_THAT(engine_->OpenInterval(gone), StatusIs(absl::StatusCode::kNotFound));
    EXPECT_THAT(engine_->DestroyInterval(gone), StatusIs(absl::StatusCode::kNotFound));
    EXPECT_THAT(engine_->ListIntervals(), IsOkAndHolds(ElementsAre(kept)));
    EXPECT_OK(engine_->OpenInterval(kept));
  }
}

TEST_P(EngineConformance, ANameThatIsNoIntervalIsNotFound) {
  for (const std::string name : {"", "..", "../main", "0123456789abcdef0123456789abcdef"}) {
    EXPECT_THAT(engine_->OpenInterval(name), StatusIs(absl::StatusCode::kNotFound)) << name;
    EXPECT_THAT(engine_->DestroyInterval(name), StatusIs(absl::StatusCode::kNotFound)) << name;
  }
}

TEST_P(EngineConformance, KeysAreKeptSlotBySlotAndDestroyedOneByOne) {
  const std::vector<ByteArray<32>> keys = {random_.Array<32>(), random_.Array<32>(),
                                           random_.Array<32>()};
  ASSERT_OK(engine_->WriteKeys(1'000, keys));
  ASSERT_OK(engine_->WriteKeys(2, std::span(keys).first(1)));
  ASSERT_OK(engine_->DestroyKey(1'001));
  for (int round = 0; round < 2; ++round, Restart()) {
    EXPECT_THAT(engine_->ReadKey(2), IsOkAndHolds(keys[0]));
    EXPECT_THAT(engine_->ReadKey(1'000), IsOkAndHolds(keys[0]));
    EXPECT_THAT(engine_->ReadKey(1'001), StatusIs(absl::StatusCode::kNotFound));
    EXPECT_THAT(engine_->ReadKey(1'002), IsOkAndHolds(keys[2]));
    EXPECT_THAT(engine_->ReadKey(1'003), StatusIs(absl::StatusCode::kNotFound));
    EXPECT_THAT(engine_->ReadKey(500), StatusIs(absl::StatusCode::kNotFound));
  }
  ASSERT_OK(engine_->WriteKeys(1'001, std::span(keys).first(1)));
  EXPECT_THAT(engine_->ReadKey(1'001), IsOkAndHolds(keys[0]));
}

}  // namespace
}  // namespace candor::store::testing
