// A verification that is fed as logs grow: what it reads, what it forgets, when it begins anew. Fed holds
// each step against a whole verification of the same files; here are the steps that a cut does not make.
#include "audit/verify/verification.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "audit/tile.h"
#include "base/text.h"
#include "records/erasure.h"
#include "tests/audit/verify/fed.h"
#include "tests/support/matchers.h"

namespace candor::audit::testing {
namespace {

using records::Role;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr std::size_t kMore = 700;  // entries: two bundles are full, a third is not
const std::string kBundle0 = "tile/entries/000";
const std::string kContents0 = "text/000";

// Making a world costs some fifty RSA signatures; a copy of its logs costs nothing.
class VerificationTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { shared_ = std::make_unique<EvidenceWorld>(); }
  static void TearDownTestSuite() { shared_.reset(); }
  VerificationTest() {
    for (std::size_t i = 0; i < world().logs(); ++i) good_.push_back(world().log(i));
  }
  ~VerificationTest() override {
    for (std::size_t i = 0; i < good_.size(); ++i) Log(i) = good_[i];
  }

  static EvidenceWorld& world() { return *shared_; }
  static std::vector<Written>& Log(std::size_t number) {
    return number == 0 ? world().board() : world().issuer(number - 1);
  }
  static Day LastDay() { return world().board().back().entry.day; }
  static Evidence Given() {
    return {.bundle = world().organisation().bundle(), .board = {}, .issuers = {}, .promises = {}};
  }
  // Entries that break nothing: a reader looks again, and people enrol on a day that is not over.
  static void GrowBoard(std::size_t count = kMore) {
    for (std::size_t i = 0; i < count; ++i) {
      world().AddToBoard(LastDay(), records::Access{world().organisation().reader(0).public_key(),
                                                    world().first_batch});
    }
  }
  static void GrowIssuer(std::size_t count = kMore) {
    for (std::size_t i = 0; i < count; ++i) {
      records::Enrolment enrolment{world().organisation().random().Array<32>()};
      Log(1).push_back({{Log(1).back().entry.day, records::kNoCampaign, enrolment}, {}});
    }
  }
  static std::string Tail(const std::string& path, std::size_t log) {
    return Cat(path, ".p/", Log(log).size() % kTileWidth);
  }

 private:
  static std::unique_ptr<EvidenceWorld> shared_;
  std::vector<std::vector<Written>> good_;
};
std::unique_ptr<EvidenceWorld> VerificationTest::shared_;

auto Says(InvariantId id) { return Contains(Field("id", &Finding::id, id)); }

TEST_F(VerificationTest, ReadsOnlyWhatIsNew) {
  GrowBoard();
  GrowIssuer();
  Fed fed(Given(), {});
  fed.Step(world().Publish());
  EXPECT_THAT(fed.said().findings, IsEmpty());
  EXPECT_THAT(fed.asked()[0], Contains(kBundle0)) << "the control: the first step reads all";
  EXPECT_THAT(fed.asked()[1], Contains(kBundle0));
  GrowBoard(10);
  GrowIssuer(3);
  fed.Step(world().Publish());
  for (const std::size_t log : {0, 1}) {
    EXPECT_THAT(fed.asked()[log],
                UnorderedElementsAre("checkpoint", Tail("tile/entries/002", log), "text/002",
                                     Tail("tile/0/002", log), "tile/1/000.p/2"));
  }
  EXPECT_THAT(fed.asked()[2], ElementsAre("checkpoint"));
  fed.Step(world().Publish(1'800'000'900));
  for (const auto& asked : fed.asked()) EXPECT_THAT(asked, ElementsAre("checkpoint"));
}

TEST_F(VerificationTest, ABundleThatFillsUpAndLogsThatGrowPastIt) {
  Fed fed(Given(), {});
  fed.Step(world().Publish());
  for (const std::size_t size : {255, 256, 257, 511, 512, 513, 1100}) {
    GrowIssuer(size - Log(1).size());
    fed.Step(world().Publish());
  }
  EXPECT_THAT(fed.asked()[1], Not(Contains(kBundle0)));
}

TEST_F(VerificationTest, ALogThatWasRewrittenIsReadAnew) {
  GrowIssuer();
  Fed fed(Given(), {});
  fed.Step(world().Publish());
  fed.evidence().issuers[0].earlier = {world().NoteOf(1, Log(1).size(), 1'700'000'000)};
  std::swap(Log(1)[world().first_issuance - 1], Log(1)[world().first_issuance - 2]);
  world().RelyOnIssuers();
  fed.Step(world().Publish());
  EXPECT_THAT(fed.said().findings, Says(InvariantId::kConsistency));
  EXPECT_THAT(fed.asked()[1], Contains(kBundle0));
  Log(1).pop_back();
  fed.Step(world().Publish());
  EXPECT_THAT(fed.said().findings, Says(InvariantId::kConsistency)) << "taken back as well";
}

TEST_F(VerificationTest, ALogThatWasRewrittenAndLacksABundleIsReadAnew) {
  Fed fed(Given(), {});
  fed.Step(world().Publish());
  std::swap(Log(1)[world().first_issuance - 1], Log(1)[world().first_issuance - 2]);
  Log(1)[world().first_issuance - 1].entry.day -= 1;
  GrowIssuer();
  auto files = world().Publish();
  files[1].files.erase("tile/entries/001");
  fed.Step(files);
  EXPECT_THAT(fed.said().findings, Says(InvariantId::kDays)) << "what is there now was looked at";
}

TEST_F(VerificationTest, NotesThatComeLaterAreHeldAgainstThePast) {
  GrowBoard();
  Fed fed(Given(), {});
  fed.Step(world().Publish());
  auto& earlier = fed.evidence().board.earlier;
  // In a full bundle, at the end of one, in the last one, of nothing.
  for (const std::size_t size : {100, 256, 600, 0}) {
    earlier.push_back(world().NoteOf(0, size, 1'700'000'000));
    fed.Step(world().Publish());
    EXPECT_THAT(fed.said().findings, IsEmpty()) << size;
  }
  for (const std::size_t size : {101, 512, 601}) {
    const auto good = world().board();
    world().board()[3].entry.day -= 1;
    earlier.push_back(world().NoteOf(0, size, 1'700'000'000));
    world().board() = good;
    fed.Step(world().Publish());
    EXPECT_EQ(std::ranges::count(fed.said().findings, InvariantId::kConsistency, &Finding::id),
              static_cast<std::ptrdiff_t>(earlier.size()) - 4);
  }
  // A witness that looked back.
  earlier.push_back(world().NoteOf(0, 7, 1'900'000'000));
  fed.Step(world().Publish());
  EXPECT_THAT(fed.said().findings, Says(InvariantId::kWitnesses));
}

TEST_F(VerificationTest, WhatIsLateAndWhatIsMissingIsJudgedAnew) {
  auto& board = world().board();
  const auto all = board;
  VerifyOptions options;
  options.as_of = LastDay() + 3;
  Fed fed(Given(), options);
  board.resize(world().done);
  fed.Step(world().Publish());
  EXPECT_THAT(fed.said().findings, Says(InvariantId::kTombstones)) << "not erased within two days";
  board.resize(world().last_batch + 3);
  fed.Step(world().Publish());
  EXPECT_THAT(fed.said().findings, Says(InvariantId::kBatches)) << "within a batch";
  board = all;
  fed.Step(world().Publish());
  EXPECT_THAT(fed.said().findings, IsEmpty());
}

TEST_F(VerificationTest, AnErasedTextIsForgottenAndOneThatStaysIsNamed) {
  const auto& organisation = world().organisation();
  const auto auditor = crypto::SigningKey::Generate(organisation.random());
  world().AddToBoard(LastDay(),
                     records::GovernanceEntry{organisation.Countersign(records::ActorGrant{
                         LastDay(), auditor.verify_key(), Role::kAuditor, "Auditor", ""})},
                     false);
  GrowBoard();
  Fed fed(Given(), {});
  fed.Step(world().Publish());
  EXPECT_THAT(fed.said().findings, IsEmpty());

  const auto& answer = world().board()[world().answer];
  auto agreed = records::AgreedErasure::Propose(
      {world().id(), world().answer, LeafHash(answer.entry.Encode()),
       records::ErasureReason::kThirdPerson, LastDay()},
      organisation.reader(0).key);
  agreed.SignAsAuditor(auditor);
  const auto tombstone = world().AddToBoard(LastDay(), records::Tombstone{agreed});
  fed.Step(world().Publish());
  EXPECT_THAT(fed.said().findings, IsEmpty()) << "still there, and may be";
  EXPECT_THAT(fed.asked()[0], Contains(kContents0)) << "but not for long";

  world().AddToBoard(LastDay(), records::ErasureDone{tombstone, 1});
  fed.Step(world().Publish());
  EXPECT_THAT(fed.said().findings, ElementsAre(Field(&Finding::id, InvariantId::kTombstones)));
  world().board()[world().answer].content = {};
  fed.Step(world().Publish());
  EXPECT_THAT(fed.said().findings, IsEmpty()) << "gone, without a new entry";
  EXPECT_THAT(fed.asked()[0], Not(Contains(kBundle0))) << "and nothing had to begin anew";
  GrowBoard(1);
  fed.Step(world().Publish());
  EXPECT_THAT(fed.asked()[0], Not(Contains(kContents0))) << "settled";
}

TEST_F(VerificationTest, ATextThatGoesWithoutAWordAndOneThatComesBack) {
  for (const std::size_t more : {std::size_t{0}, kMore}) {
    GrowBoard(more);
    const auto whole = world().Publish();
    const EntryContent content = world().board()[world().answer].content;
    world().board()[world().answer].content = {};
    const auto without = world().Publish();
    world().board()[world().answer].content = content;
    world().board()[world().answer].content.content.back() ^= 1;
    const auto wrong = world().Publish();
    world().board()[world().answer].content = content;

    Fed fed(Given(), {});
    fed.Step(whole);
    fed.StepWithContents(without, {0});
    EXPECT_THAT(fed.said().findings, Says(InvariantId::kContents));
    fed.Step(whole);
    EXPECT_THAT(fed.said().findings, IsEmpty()) << "what is missing is looked for again";
    fed.StepWithContents(wrong, {0});
    EXPECT_THAT(fed.said().findings, Says(InvariantId::kContents));
    fed.Step(without);
    EXPECT_THAT(fed.said().findings, Says(InvariantId::kContents));
    fed.Step(wrong);
    fed.Step(whole);
    EXPECT_THAT(fed.said().findings, IsEmpty());
  }
}

TEST_F(VerificationTest, AManifestAndATokenKeyThatComeLater) {
  GrowBoard();
  GrowIssuer();
  const auto whole = world().Publish();
  world().board()[world().open].content = {};
  Log(1)[EvidenceWorld::kFirstKey].content = {};
  const auto without = world().Publish();
  Fed fed(Given(), {});
  fed.Step(without);
  EXPECT_THAT(fed.said().findings, Says(InvariantId::kContents));
  fed.Step(whole);
  EXPECT_THAT(fed.said().findings, IsEmpty());
  EXPECT_EQ(fed.said().campaigns.front().opinions, 11u);
}

TEST_F(VerificationTest, FilesThatAreDamagedAndMended) {
  GrowIssuer();
  const auto whole = world().Publish();
  const std::string last = Tail("tile/0/002", 1);
  for (const std::string& path :
       {std::string("tile/0/000"), std::string("tile/entries/001"), std::string("text/000"),
        std::string("checkpoint"), last}) {
    auto missing = whole;
    missing[1].files.erase(path);
    auto altered = whole;
    altered[1].files.at(path).back() ^= 1;
    for (const auto& damaged : {missing, altered}) {
      Fed fed(Given(), {});
      fed.Step(damaged);
      EXPECT_THAT(fed.said().findings, Not(IsEmpty())) << path;
      fed.Step(damaged);
      fed.Step(whole);
      EXPECT_THAT(fed.said().findings, IsEmpty()) << path;
    }
  }
}

TEST_F(VerificationTest, EachLevelIsFedAsItIsVerified) {
  GrowBoard();
  for (const Level level : {Level::kMerkle, Level::kSignatures, Level::kFull}) {
    VerifyOptions options;
    options.level = level;
    ExpectSameInCuts(world(), Given(), world().Publish(), options);
  }
}

}  // namespace
}  // namespace candor::audit::testing
