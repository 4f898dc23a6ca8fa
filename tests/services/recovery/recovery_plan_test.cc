// Claims about what a log is known to have signed, and about logs that are frozen.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/publish/freeze.h"
#include "services/publish/frozen_log.h"
#include "services/publish/incidents.h"
#include "services/publish/signed_heads.h"
#include "store/board_store.h"
#include "tests/services/recovery/old_copy.h"
#include "tests/services/runtime/temporary_folder.h"
#include "tests/support/matchers.h"

namespace candor::services::publish {
namespace {

using absl::StatusCode;
using candor::testing::Organisation;
using candor::testing::StatusIs;
using ::testing::HasSubstr;
using Said = std::vector<std::optional<std::string>>;

constexpr std::nullopt_t kSilent = std::nullopt;

class Heads : public ::testing::Test {
 protected:
  const records::LogIdentity& board() const { return organisation_.bundle().board; }
  std::string Note(std::uint64_t size, std::uint8_t root) const {
    return CosignedNote(organisation_, board().origin, organisation_.board_log_key(), size,
                        {root});
  }
  absl::StatusOr<std::vector<SignedHead>> Find(std::optional<runtime::LogLock::State> locked,
                                               const Said& said,
                                               std::vector<std::string> notes = {}) const {
    const auto log_key = LogKeyOf(board()).value();
    const auto policy = WitnessPolicyOf(organisation_.bundle()).value();
    const auto witnesses = WitnessesThatSay(said);
    return FindSignedHeads({.locked = locked,
                            .log_key = log_key,
                            .policy = policy,
                            .witnesses = witnesses,
                            .notes = notes});
  }

  Organisation organisation_{{.witnesses = 3, .quorum = 2}};
};

TEST_F(Heads, TheLargestThatAnybodyKeepsIsTheLast) {
  const runtime::LogLock::State locked{4, {4}};
  EXPECT_EQ(Find(locked, {Note(7, 7), Note(5, 5), ""})->back().size, 7u);
  EXPECT_EQ(Find(locked, {"", "", ""})->back().size, 4u);
  EXPECT_EQ(Find(locked, {"", "", ""}, {Note(9, 9), Note(2, 2)})->back().size, 9u);
}

TEST_F(Heads, AsManyWitnessesHaveToAnswerAsSurelySawWhatWasPublished) {
  const runtime::LogLock::State locked{4, {4}};
  // Of three with a quorum of two, any two hold one that cosigned it.
  EXPECT_OK(Find(locked, {Note(7, 7), kSilent, ""}));
  EXPECT_THAT(Find(locked, {Note(7, 7), kSilent, kSilent}),
              StatusIs(StatusCode::kUnavailable, HasSubstr("1 of 3")));
  // Where the lock is gone, any of them may be the only one that knows.
  EXPECT_THAT(Find(std::nullopt, {Note(7, 7), kSilent, ""}), StatusIs(StatusCode::kUnavailable));
  EXPECT_OK(Find(std::nullopt, {Note(7, 7), "", ""}));
}

TEST_F(Heads, OnlyTheLogsOwnSignatureCounts) {
  const runtime::LogLock::State locked{4, {4}};
  const std::string forged = CosignedNote(organisation_, board().origin,
                                          organisation_.promise_key(), 70, {7});
  EXPECT_EQ(Find(locked, {"", "", ""}, {forged})->back().size, 4u);
  // A witness that shows such a thing has said nothing.
  EXPECT_THAT(Find(locked, {forged, forged, ""}), StatusIs(StatusCode::kUnavailable));
}

TEST_F(Heads, TwoHistoriesAreFoundOut) {
  const runtime::LogLock::State locked{4, {4}};
  EXPECT_THAT(Find(locked, {Note(7, 7), Note(7, 8), ""}),
              StatusIs(StatusCode::kDataLoss, HasSubstr("two histories")));
  EXPECT_THAT(Find(locked, {Note(4, 5), "", ""}), StatusIs(StatusCode::kDataLoss));
}

TEST(Incident, NamesAllCampaignsHoweverMany) {
  std::vector<records::CampaignId> lost;
  for (int i = 130; i > 0; --i) lost.push_back({static_cast<std::uint8_t>(i)});
  const auto entries = IncidentEntries({3, 9, {1}}, 20'000, lost);
  ASSERT_EQ(entries.size(), 3u);
  std::size_t named = 0;
  for (const auto& entry : entries) {
    const auto decoded = records::LogEntry::Decode(entry.entry);
    ASSERT_OK(decoded);
    named += std::get<records::Incident>(decoded->body).lost.size();
  }
  EXPECT_EQ(named, 130u);
  EXPECT_EQ(IncidentEntries({3, 9, {1}}, 20'000, {}).size(), 1u);
}

// A log of two entries, and a lock beside it.
class Freezing : public ::testing::Test {
 protected:
  Freezing() {
    store_ = store::BoardStore::Open(
                 std::make_unique<store::MemoryEngine>(std::make_shared<store::MemoryDisk>(), random_),
                 random_)
                 .value();
    const std::vector<store::NewEntry> entries = {{Bytes{1}, std::nullopt}, {Bytes{2}, std::nullopt}};
    EXPECT_OK(store_->Append(entries).status());
    EXPECT_OK(runtime::LogLock::Create(lock_, {2, store_->log().root()}).status());
  }
  absl::StatusOr<records::PreviousLog> FreezeWith(const std::string& witness) {
    const auto witnesses = WitnessesThatSay({witness});
    return Freeze({.log = store_->log(),
                   .bundle = organisation_.bundle(),
                   .identity = organisation_.bundle().board,
                   .log_lock = lock_,
                   .witnesses = witnesses});
  }
  std::string Note(std::uint64_t size) const {
    const auto& board = organisation_.bundle().board;
    return CosignedNote(organisation_, board.origin, organisation_.board_log_key(), size, {7});
  }

  Organisation organisation_;
  crypto::DeterministicRandomForTesting random_{5};
  runtime::TemporaryFolder folder_;
  runtime::Path lock_ = folder_ / "log.lock";
  std::unique_ptr<store::BoardStore> store_;
};

TEST_F(Freezing, ASoundLogIsNotFrozen) {
  EXPECT_THAT(FreezeWith(""), StatusIs(StatusCode::kFailedPrecondition, HasSubstr("nothing to freeze")));
  EXPECT_THAT(WhyFrozen(lock_), candor::testing::IsOkAndHolds(std::optional<std::string>()));
}

TEST_F(Freezing, ALogWhoseEntriesAreLostNamesTheLastCheckpointForGood) {
  const auto frozen = FreezeWith(Note(9));
  ASSERT_OK(frozen);
  EXPECT_EQ(*frozen, (records::PreviousLog{organisation_.bundle().board.origin, 9, {7}}));
  EXPECT_THAT(**WhyFrozen(lock_), HasSubstr("frozen"));
  EXPECT_OK(FreezeWith(Note(9)));
  EXPECT_THAT(FreezeWith(Note(10)), StatusIs(StatusCode::kAlreadyExists));
  // What goes on has another name.
  const runtime::Path mark = FrozenFileOf(lock_);
  EXPECT_EQ(*ContinuedLog(mark, "nordhafen.example/board-2"), *frozen);
  EXPECT_THAT(ContinuedLog(mark, frozen->origin), StatusIs(StatusCode::kInvalidArgument));
}

TEST_F(Freezing, ADamagedMarkStopsTheServerInsteadOfLettingItSign) {
  ASSERT_OK(FreezeWith(Note(9)));
  ASSERT_OK(runtime::WriteFileAtomically(FrozenFileOf(lock_), Bytes{1, 2}));
  EXPECT_THAT(WhyFrozen(lock_), StatusIs(StatusCode::kDataLoss));
}

}  // namespace
}  // namespace candor::services::publish
