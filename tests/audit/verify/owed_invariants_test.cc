// What a board owes and does not do: the honest log has no finding, and each omission has exactly the right one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tests/audit/verify/evidence_world.h"
#include "tests/support/matchers.h"

namespace candor::audit::testing {
namespace {

using candor::testing::kSpeakingCloses;
using records::CampaignExtend;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr records::SlotNumber kClose = 12;
constexpr records::SlotNumber kSlotsADay = 4;
constexpr std::uint8_t kGraceDays = 2;

WorldOptions WithGrace(std::size_t drawn = 22) {
  return {.drawn = drawn, .adjust = [](records::Draft& draft) { draft.phases.grace_days = kGraceDays; }};
}

class Owed : public ::testing::Test {
 protected:
  explicit Owed(WorldOptions options = WithGrace()) : world_(std::move(options)) {
    world_.board().resize(world_.first_batch);
  }

  EvidenceWorld& world() { return world_; }
  std::size_t Seal(records::SlotNumber slot, int count, Final final, bool withheld = false) {
    std::vector<records::SubmissionEntry> batch;
    for (int i = 0; i < count; ++i) batch.push_back(world_.Speak().entry);
    return world_.AddBatch({.pool = records::Pool::kOpinions,
                            .slot = slot,
                            .count = 0,
                            .final = final == Final::kYes,
                            .withheld = withheld,
                            .relied_on = {}},
                           batch);
  }
  std::size_t Extend(Day day) {
    return world_.AddToBoard(day, CampaignExtend{kSpeakingCloses + kGraceDays});
  }
  // The board at work on a day, at something else than this campaign.
  std::size_t WorkOn(Day day) {
    const auto revoke = world_.organisation().Countersign(
        records::ActorRevoke{day, world_.organisation().reader(1).public_key(), records::Role::kReader,
                             records::RevokeReason::kKeyStolen});
    return world_.AddToBoard(day, records::GovernanceEntry{revoke}, false);
  }
  static records::SlotNumber SlotOn(Day day) { return kClose + (day - kSpeakingCloses) * kSlotsADay; }

  std::vector<Finding> Findings() {
    VerifyOptions options;
    options.as_of = kSpeakingCloses + 1;  // no clock of answers has run out
    return world_.Verify(options).findings;
  }
  void ExpectNothing() {
    const auto found = Findings();
    EXPECT_THAT(found, IsEmpty()) << found.front().explanation;
  }
  void ExpectOnly(InvariantId id, Severity severity, std::size_t index, const char* says) {
    const auto found = Findings();
    std::string all;
    for (const auto& each : found) all += InvariantName(each.id) + ": " + each.explanation + "\n";
    ASSERT_EQ(found.size(), 1u) << all;
    EXPECT_EQ(found[0].id, id) << all;
    EXPECT_EQ(found[0].severity, severity) << all;
    EXPECT_EQ(found[0].index, index) << all;
    EXPECT_THAT(found[0].explanation, HasSubstr(says));
  }

 private:
  EvidenceWorld world_;
};

// ---- last batches ----

TEST_F(Owed, I17ALastBatchThatNeverCame) {
  const auto first = Seal(3, 6, Final::kNo);
  const Day promised = kSpeakingCloses + kGraceDays + 1;
  const auto so_far = world().board();
  WorkOn(promised);
  ExpectNothing();  // until that day is over it may still come
  world().board() = so_far;
  WorkOn(promised + 1);
  ExpectOnly(InvariantId::kWindows, Severity::kBroken, first, "last batch is missing");
}

TEST_F(Owed, WhatAnIncidentSaysMayBeLostIsNotOwed) {
  Seal(3, 6, Final::kNo);
  const Day late = kSpeakingCloses + kGraceDays + 2;
  CompactRange range;
  for (std::size_t i = 0; i < 3; ++i) range.Append(LeafHash(world().board()[i].entry.Encode()));
  world().AddToBoard(late, records::Incident{2, 3, range.Root(), {world().id()}}, false);
  ExpectNothing();
}

TEST_F(Owed, I16ALastBatchThatWaitedWhileTheBoardWasAtWorkIsAsked) {
  WorkOn(kSpeakingCloses + 1);
  const auto at = Seal(SlotOn(kSpeakingCloses + 2), 5, Final::kYes);
  ExpectOnly(InvariantId::kSlots, Severity::kIncomplete, at, "a last batch 2 days after its slot");
}

TEST_F(Owed, ABoardThatWasDownMakesUpForItsLastBatch) {
  WorkOn(kSpeakingCloses - 1);
  Seal(SlotOn(kSpeakingCloses + 2), 5, Final::kYes);
  ExpectNothing();
}

// ---- the grace ----

TEST_F(Owed, I16AnExtensionThatWasHeldBack) {
  WorkOn(kSpeakingCloses);
  const auto at = Extend(kSpeakingCloses + 1);
  ExpectOnly(InvariantId::kSlots, Severity::kBroken, at, "1 days after the close");
}

TEST_F(Owed, ABoardThatWasDownOverTheCloseExtendsWhenItWakes) {
  WorkOn(kSpeakingCloses - 1);
  Extend(kSpeakingCloses + 1);
  ExpectNothing();
}

TEST_F(Owed, I15FewerThanKWithheldAfterAGraceThatWasSkipped) {
  WorkOn(kSpeakingCloses + 1);
  const auto at = Seal(SlotOn(kSpeakingCloses + kGraceDays), 4, Final::kYes, true);
  ExpectOnly(InvariantId::kBatchSizes, Severity::kBroken, at, "without the grace");
}

TEST_F(Owed, I17NeitherOpinionsNorTheGrace) {
  WorkOn(kSpeakingCloses + 1);
  ExpectNothing();
  world().AddToBoard(kSpeakingCloses + kGraceDays + 2, records::CampaignClose{0, 0, false});
  ExpectOnly(InvariantId::kWindows, Severity::kBroken, world().open, "neither opinions nor the grace");
}

TEST_F(Owed, NothingIsOwedByABoardThatWasDownOverAllOfIt) {
  WorkOn(kSpeakingCloses - 1);
  world().AddToBoard(kSpeakingCloses + kGraceDays + 2, records::CampaignClose{0, 0, false});
  ExpectNothing();
}

TEST_F(Owed, I17ACloseBeforeSpeakingIsOverOrWhileTheGraceMayCome) {
  const auto so_far = world().board();
  for (const Day day : {kSpeakingCloses - 1, kSpeakingCloses, kSpeakingCloses + 1}) {
    world().board() = so_far;
    const auto at = world().AddToBoard(day, records::CampaignClose{0, 0, false});
    ExpectOnly(InvariantId::kWindows, Severity::kBroken, at, "a close while opinions are taken");
  }
  world().board() = so_far;
  Extend(kSpeakingCloses);
  const auto at = world().AddToBoard(kSpeakingCloses + 1, records::CampaignClose{0, 0, false});
  ExpectOnly(InvariantId::kWindows, Severity::kBroken, at, "a close while opinions are taken");
}

// ---- withheld though there were enough ----

struct OwedWithFewDraws : Owed {
  OwedWithFewDraws() : Owed(WithGrace(19)) {}  // min_issued is 20
};

TEST_F(OwedWithFewDraws, KOrMoreAreWithheldForWantOfDraws) {
  Seal(kClose, 5, Final::kYes, true);
  ExpectNothing();
}

TEST_F(Owed, I15KOrMoreWithheldThoughEnoughHadDrawn) {
  const auto at = Seal(kClose, 5, Final::kYes, true);
  ExpectOnly(InvariantId::kBatchSizes, Severity::kBroken, at, "enough had drawn");
}

TEST_F(Owed, I15TheOldCheckpointOfAnIssuerIsNoReason) {
  const auto at = Seal(kClose, 5, Final::kYes, true);
  auto& seal = std::get<records::SealBatch>(world().board()[at].entry.body);
  const std::size_t size = world().first_issuance + 19;
  CompactRange range;
  for (std::size_t i = 0; i < size; ++i) range.Append(LeafHash(world().issuer(0)[i].entry.Encode()));
  seal.relied_on[0] = {0, size, range.Root()};
  ExpectOnly(InvariantId::kBatchSizes, Severity::kBroken, at, "enough had drawn");
  // The same where the draw that makes it enough is of the last day: no checkpoint need hold it yet.
  auto& draw = world().issuer(0)[size].entry;
  for (std::size_t i = size; i < world().issuer(0).size(); ++i) {
    world().issuer(0)[i].entry.day = std::max(world().issuer(0)[i].entry.day, kSpeakingCloses - 1);
  }
  ASSERT_EQ(draw.day, kSpeakingCloses - 1);
  std::set<InvariantId> ids;
  for (const auto& each : Findings()) ids.insert(each.id);
  EXPECT_FALSE(ids.contains(InvariantId::kBatchSizes)) << "only the issuer's totals do not fit any more";
}

TEST_F(Owed, I15OnTheLastPromisedDayTheBoardMayHaveBeenUnableToReadAnIssuer) {
  const Day promised = kSpeakingCloses + kGraceDays + 1;
  const auto at = Seal(SlotOn(promised), 5, Final::kYes, true);
  ExpectOnly(InvariantId::kBatchSizes, Severity::kIncomplete, at, "unable to read");
}

}  // namespace
}  // namespace candor::audit::testing
