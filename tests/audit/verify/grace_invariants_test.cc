// The invariants about the grace: an honest extension has no finding; each dishonest one, and one that was
// owed, has exactly the right one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "records/window.h"
#include "tests/audit/verify/evidence_world.h"
#include "tests/support/matchers.h"

namespace candor::audit::testing {
namespace {

using candor::testing::kSpeakingCloses;
using records::CampaignExtend;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The close at slot 12; with a day of grace, at slot 16.
constexpr records::SlotNumber kClose = 12;
constexpr records::SlotNumber kExtendedClose = 16;

WorldOptions WithGrace(std::uint8_t days) {
  return {.adjust = [days](records::Draft& draft) { draft.phases.grace_days = days; }};
}

class GraceInvariants : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { shared_ = std::make_unique<EvidenceWorld>(WithGrace(1)); }
  static void TearDownTestSuite() { shared_.reset(); }
  // The log up to where nothing has been sealed yet.
  GraceInvariants() : board_(world().board()) { world().board().resize(world().first_batch); }
  ~GraceInvariants() override { world().board() = board_; }

  EvidenceWorld& world() { return *shared_; }
  std::size_t Extend(Day day, Day until = kSpeakingCloses + 1) {
    return world().AddToBoard(day, CampaignExtend{until});
  }
  std::size_t Seal(records::SlotNumber slot, int count, Final final, bool withheld = false) {
    std::vector<records::SubmissionEntry> batch;
    for (int i = 0; i < count; ++i) batch.push_back(world().Speak().entry);
    return world().AddBatch({.pool = records::Pool::kOpinions,
                             .slot = slot,
                             .count = 0,
                             .final = final == Final::kYes,
                             .withheld = withheld,
                             .relied_on = {}},
                            batch);
  }
  // As of the close: whether the opinions were answered in time is not what is asked here.
  VerifyResult Verify() {
    VerifyOptions options;
    options.as_of = kSpeakingCloses + 2;
    return world().Verify(options);
  }
  void ExpectNothing() {
    const auto result = Verify();
    EXPECT_THAT(result.findings, IsEmpty()) << result.findings.front().explanation;
  }
  void ExpectOnly(InvariantId id, std::size_t index) {
    const auto result = Verify();
    std::set<std::string> ids;
    std::string all;
    for (const auto& each : result.findings) {
      ids.insert(InvariantName(each.id));
      all += "\n" + InvariantName(each.id) + ": " + each.explanation;
    }
    ASSERT_THAT(ids, ElementsAre(InvariantName(id))) << all;
    EXPECT_EQ(result.findings.front().index, index) << all;
    EXPECT_EQ(ExitCodeOf(result.findings, true), 3);
  }

  static std::unique_ptr<EvidenceWorld> shared_;

 private:
  std::vector<Written> board_;
};
std::unique_ptr<EvidenceWorld> GraceInvariants::shared_;

TEST_F(GraceInvariants, AnExtensionAtTheCloseAndTheLastSlotAfterItHaveNoFinding) {
  Extend(kSpeakingCloses);
  Seal(kExtendedClose, 5, Final::kYes);
  ExpectNothing();
}

TEST_F(GraceInvariants, NorHasABatchWithinTheGraceOrAWithheldOneAtItsEnd) {
  Extend(kSpeakingCloses);
  const auto before = world().board();
  Seal(kClose + 2, 6, Final::kNo);
  Seal(kExtendedClose, 5, Final::kYes);
  ExpectNothing();
  world().board() = before;
  Seal(kExtendedClose, 3, Final::kYes, true);
  ExpectNothing();
}

TEST_F(GraceInvariants, I15FewerThanKWithheldAtTheCloseWithoutTheGrace) {
  const auto at = Seal(kClose, 4, Final::kYes, true);
  ExpectOnly(InvariantId::kBatchSizes, at);
}

TEST_F(GraceInvariants, ABoardThatWasDownOverAllOfItOwesNone) {
  Seal(kExtendedClose, 4, Final::kYes, true);
  ExpectNothing();
}

TEST_F(GraceInvariants, I17AnExtensionByAnotherTime) {
  const auto at = Extend(kSpeakingCloses, kSpeakingCloses + 2);
  ExpectOnly(InvariantId::kWindows, at);
}

TEST_F(GraceInvariants, I17AnExtensionBeforeTheClose) {
  const auto at = Extend(kSpeakingCloses - 1);
  ExpectOnly(InvariantId::kWindows, at);
}

TEST_F(GraceInvariants, I17AnExtensionThatIsOverWhenItComes) {
  const auto at = Extend(kSpeakingCloses + 1);
  ExpectOnly(InvariantId::kWindows, at);
}

TEST_F(GraceInvariants, I17ASecondExtension) {
  Extend(kSpeakingCloses);
  const auto at = Extend(kSpeakingCloses);
  ExpectOnly(InvariantId::kWindows, at);
}

TEST_F(GraceInvariants, I17AnExtensionAfterABatchOfOpinions) {
  Seal(3, 6, Final::kNo);
  const auto at = Extend(kSpeakingCloses);
  ExpectOnly(InvariantId::kWindows, at);
}

TEST_F(GraceInvariants, I17AFinalBatchBeforeTheEndOfTheGrace) {
  Extend(kSpeakingCloses);
  const auto at = Seal(kClose + 1, 5, Final::kYes);
  ExpectOnly(InvariantId::kWindows, at);
}

TEST_F(GraceInvariants, I17WithoutTheExtensionSpeechEndsAtTheClose) {
  const auto at = Seal(kClose + 1, 5, Final::kNo);
  ExpectOnly(InvariantId::kWindows, at);
}

TEST(GraceInvariantsWithoutGrace, I17AnExtensionThatTheManifestDoesNotState) {
  EvidenceWorld world(WithGrace(0));
  world.board().resize(world.first_batch);
  const auto at = world.AddToBoard(kSpeakingCloses, CampaignExtend{kSpeakingCloses});
  VerifyOptions options;
  options.as_of = kSpeakingCloses + 2;
  const auto result = world.Verify(options);
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].id, InvariantId::kWindows);
  EXPECT_EQ(result.findings[0].index, at);
}

}  // namespace
}  // namespace candor::audit::testing
