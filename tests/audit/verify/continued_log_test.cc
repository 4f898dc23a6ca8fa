// A log that goes on in the place of a frozen one (I29): its Genesis against what is known of that one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "audit/verify/tiles_of_files.h"
#include "tests/audit/verify/evidence_world.h"
#include "tests/support/matchers.h"

namespace candor::audit::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::uint64_t kShown = 20;   // entries of the log before that are known
constexpr std::uint64_t kFrozen = 24;  // what it had signed: four of its entries are lost

Hash LeafOf(std::uint64_t index) { return LeafHash(AsBytes(std::to_string(index))); }

Hash RootAt(std::uint64_t size) {
  CompactRange range;
  for (std::uint64_t i = 0; i < size; ++i) range.Append(LeafOf(i));
  return range.Root();
}

class ContinuedLogTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { shared_ = std::make_unique<EvidenceWorld>(); }
  static void TearDownTestSuite() { shared_.reset(); }

  ContinuedLogTest() : board_(world().board()), issuer_(world().issuer(1)) {
    previous_ = {Before("nordhafen.example/old/board"), Before("nordhafen.example/old/issuer-1"),
                 Before("nordhafen.example/old/issuer-2")};
    Claim(world().board(), claimed_);
  }
  ~ContinuedLogTest() override {
    world().board() = board_;
    world().issuer(1) = issuer_;
  }

  static EvidenceWorld& world() { return *shared_; }
  static PreviousLogEvidence Before(std::string origin) {
    return {.origin = std::move(origin), .size = kShown, .root_at = &RootAt, .published = {}};
  }
  static void Claim(std::vector<Written>& log, const records::PreviousLog& claimed) {
    std::get<records::Genesis>(log[0].entry.body).continues = claimed;
  }
  void Publish(std::uint64_t size, const Hash& root) {
    previous_[0].published.push_back({previous_[0].origin, size, root});
  }
  VerifyResult Verify() const {
    const auto logs = world().Publish();
    Evidence evidence{.bundle = world().organisation().bundle(),
                      .board = {&logs[0], {}},
                      .issuers = {{&logs[1], {}}, {&logs[2], {}}},
                      .promises = {},
                      .openings = {},
                      .previous = previous_};
    return audit::Verify(evidence, {});
  }
  // How it was compared, when nothing speaks against it.
  Compared Sound() const {
    const auto result = Verify();
    EXPECT_THAT(result.findings, IsEmpty());
    EXPECT_THAT(result.continued, SizeIs(1));
    return result.continued.at(0).compared;
  }
  void ExpectContradicted(const std::string& words) const {
    const auto result = Verify();
    ASSERT_THAT(result.findings, SizeIs(1)) << words;
    const Finding& finding = result.findings[0];
    EXPECT_EQ(finding.id, InvariantId::kGaps);
    EXPECT_EQ(finding.severity, Severity::kBroken);
    EXPECT_EQ(finding.log, world().organisation().bundle().board.origin);
    EXPECT_EQ(finding.index, 0u);
    EXPECT_THAT(finding.explanation, HasSubstr(words));
    EXPECT_EQ(result.continued.at(0).compared, Compared::kContradicted);
  }

  records::PreviousLog claimed_{"nordhafen.example/old/board", kFrozen, RootAt(kFrozen)};
  std::vector<PreviousLogEvidence> previous_;
  static std::unique_ptr<EvidenceWorld> shared_;

 private:
  std::vector<Written> board_;
  std::vector<Written> issuer_;
};
std::unique_ptr<EvidenceWorld> ContinuedLogTest::shared_;

TEST_F(ContinuedLogTest, WithoutTheOldEvidenceItIsToldAndNotCompared) {
  previous_.clear();
  EXPECT_EQ(Sound(), Compared::kNot);
  EXPECT_THAT(SentenceOf(Verify().continued.at(0)),
              HasSubstr("nordhafen.example/old/board, which was frozen at size 24: nothing of that log was"
                        " given, and this was not compared"));
}

TEST_F(ContinuedLogTest, ALogThatGoesOnFromNoneIsNotAskedAbout) {
  std::get<records::Genesis>(world().board()[0].entry.body).continues.reset();
  const auto result = Verify();
  EXPECT_THAT(result.findings, IsEmpty());
  EXPECT_THAT(result.continued, IsEmpty());
}

TEST_F(ContinuedLogTest, EvidenceThatEndsBelowDoesNotSpeakAgainstIt) {
  EXPECT_EQ(Sound(), Compared::kBelow);
  EXPECT_THAT(SentenceOf(Verify().continued.at(0)), HasSubstr("ends at size 20"));
  // A checkpoint above the evidence and below the end: of the entries between nothing is known.
  Publish(22, RootAt(22));
  EXPECT_EQ(Sound(), Compared::kBelow);
  EXPECT_EQ(Verify().continued.at(0).shown, 22u);
}

TEST_F(ContinuedLogTest, ACheckpointThatWasKeptIsEqualOrNot) {
  Publish(kFrozen, RootAt(kFrozen));
  EXPECT_EQ(Sound(), Compared::kEqual);
  for (std::size_t byte = 0; byte < 32; ++byte) {
    auto root = RootAt(kFrozen);
    root[byte] ^= 0x10;
    Claim(world().board(), {claimed_.origin, kFrozen, root});
    ExpectContradicted("names another root");
  }
}

TEST_F(ContinuedLogTest, WhereTheEntriesReachTheRootIsRecomputed) {
  previous_[0].size = kFrozen;
  EXPECT_EQ(Sound(), Compared::kEqual);
  Claim(world().board(), {claimed_.origin, kFrozen, RootAt(kFrozen - 1)});
  ExpectContradicted("names another root");
}

TEST_F(ContinuedLogTest, GoingOnFromTooEarlyLeavesSomethingOut) {
  Claim(world().board(), {claimed_.origin, kShown - 1, RootAt(kShown - 1)});
  ExpectContradicted("from size 19 of a log that had published size 20");
  Claim(world().board(), claimed_);
  Publish(kFrozen + 1, RootAt(kFrozen + 1));
  ExpectContradicted("from size 24 of a log that had published size 25");
}

TEST_F(ContinuedLogTest, AnotherLogIsNotGoneOnFrom) {
  Claim(world().board(), {"nordhafen.example/old/issuer-1", kFrozen, RootAt(kFrozen)});
  ExpectContradicted("did not have its place");
}

TEST_F(ContinuedLogTest, AnIssuerThatTheDeploymentBeforeDidNotHave) {
  Claim(world().issuer(1), {"nordhafen.example/old/issuer-2", kFrozen, RootAt(kFrozen)});
  world().RelyOnIssuers();
  EXPECT_THAT(Verify().findings, IsEmpty()) << "the control: it had one";
  previous_.pop_back();
  const auto result = Verify();
  ASSERT_THAT(result.findings, SizeIs(1));
  EXPECT_EQ(result.findings[0].log, world().organisation().bundle().issuers[1].origin);
}

TEST_F(ContinuedLogTest, FilesThatAreMissingAccuseNobodyHere) {
  previous_[0].size = kFrozen;
  previous_[0].root_at = [](std::uint64_t) -> absl::StatusOr<Hash> {
    return absl::NotFoundError("no such tile");
  };
  EXPECT_EQ(Sound(), Compared::kBelow);
}

}  // namespace
}  // namespace candor::audit::testing
