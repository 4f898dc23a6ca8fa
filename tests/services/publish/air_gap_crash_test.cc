// Claims about a crash between any two of the writes by which a carried cosignature is taken.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/services/publish/carrying.h"

namespace candor::services::publish {
namespace {

using candor::testing::IsOk;

// The names of the files that a take replaces or removes, in the order in which it does.
enum class Crash { kBeforeAnything, kAfterLatest, kAfterOut, kAfterAnswer };

// A log whose cosignature was handed in, left as a crash at this place leaves it.
std::unique_ptr<Carrying> LeftBy(Crash crash) {
  auto p = std::make_unique<Carrying>(2, 2, std::vector<std::size_t>{1});
  EXPECT_OK(p->Start());
  p->Grow(3);
  EXPECT_OK(p->Round());
  EXPECT_OK(p->Fetch(1));
  p->publisher_.reset();
  const CosignFolder folder = p->Folder();
  const auto out_before = folder.ReadOffer(CosignFolder::Offer::kOut).value().value();
  const std::string answer = folder.ReadAnswer(1).value();
  if (crash == Crash::kBeforeAnything) return p;
  EXPECT_OK(p->OpenAirGap().value()->Take().status());
  if (crash < Crash::kAfterOut) {
    EXPECT_OK(folder.WriteOffer(CosignFolder::Offer::kOut, out_before));
  }
  if (crash < Crash::kAfterAnswer) {
    EXPECT_OK(folder.WriteAnswer(1, answer));
  }
  return p;
}

constexpr Crash kEveryPlace[] = {Crash::kBeforeAnything, Crash::kAfterLatest, Crash::kAfterOut,
                                 Crash::kAfterAnswer};

// The log grows before the restart, so that nothing but what is out can be completed.
TEST(AirGapCrash, EveryPlaceLeadsToTheSameServedCheckpoint) {
  std::set<std::string> served;
  for (const Crash crash : kEveryPlace) {
    const auto p = LeftBy(crash);
    EXPECT_FALSE(p->Served().has_value()) << "the crash came before";
    p->Grow(2);
    ASSERT_OK(p->Start());
    EXPECT_OK(p->Round());
    EXPECT_EQ(p->ServedSize(), 3u);
    EXPECT_EQ(p->ServedCosignatures(), 2u);
    EXPECT_FALSE(p->Folder().HasAnswer(1));
    EXPECT_TRUE(p->Refused().empty());
    served.insert(p->store_->log().PublishedCheckpoint().value().value());
  }
  EXPECT_EQ(served.size(), 1u);
}

// The log has not grown: what is out and what is signed again are the same checkpoint.
TEST(AirGapCrash, EveryPlaceLeadsToAllCosignaturesOfTheNewest) {
  for (const Crash crash : kEveryPlace) {
    const auto p = LeftBy(crash);
    ASSERT_OK(p->Start());
    EXPECT_OK(p->publisher_->PublishOnce()) << "no witness is missing";
    EXPECT_EQ(p->ServedSize(), 3u);
    EXPECT_EQ(p->ServedCosignatures(), 2u);
    EXPECT_FALSE(p->Folder().HasAnswer(1));
  }
}

// What was signed and cosigned before the crash needs nobody who can be reached.
TEST(AirGapCrash, WhatIsCompleteIsServedWhileTheOtherWitnessIsDown) {
  const auto p = LeftBy(Crash::kAfterOut);
  p->houses_[0]->down = true;
  ASSERT_OK(p->Start());
  EXPECT_OK(p->Round());
  EXPECT_EQ(p->ServedSize(), 3u);
}

TEST(AirGapCrash, TheServerMayBeStoppedWhileAnAnswerComesIn) {
  Carrying p(2, 2, {1});
  ASSERT_OK(p.Start());
  p.Grow(3);
  EXPECT_OK(p.Round());
  p.publisher_.reset();
  ASSERT_OK(p.Fetch(1));
  p.Grow(4);
  ASSERT_OK(p.Start());
  EXPECT_OK(p.Round());
  EXPECT_EQ(p.ServedSize(), 3u);
}

}  // namespace
}  // namespace candor::services::publish
