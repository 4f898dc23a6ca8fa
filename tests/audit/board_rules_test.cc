// BoardView: threads that go on, roles that end, rules that change, texts that are erased.
#include <gtest/gtest.h>

#include "tests/audit/jam_log.h"
#include "tests/support/matchers.h"

namespace candor::audit::testing {
namespace {

using candor::testing::kOpeningDay;
using candor::testing::StatusIs;
using records::Kind;
using records::Role;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr auto kBroken = absl::StatusCode::kFailedPrecondition;

// A thread whose key the test holds, and what it signs.
class Author {
 public:
  Author(const JamLog& jam, Kind first = Kind::kOpinion)
      : jam_(jam), key_(crypto::SigningKey::Generate(random())) {
    body_ = candor::testing::BodyOf(first, random(), 2);
    body_.campaign_id = jam.jam().id();
    body_.thread_key = key_.verify_key();
    for (auto& token : body_.tokens) token.nonce = crypto::NonceOf(body_.thread_key);
  }

  records::SubmissionEntry First() const { return Sign(body_); }
  // The next body of the thread, and what a test changes in it.
  records::SubmissionEntry Next(Kind kind,
                                const std::function<void(records::SubmissionBody&)>& adjust = {}) {
    auto next = candor::testing::BodyOf(kind, random());
    next.campaign_id = body_.campaign_id;
    next.thread_key = body_.thread_key;
    next.thread_kem_key = body_.thread_kem_key;
    next.sequence = body_.sequence + 1;
    next.previous = body_.SubmissionHash();
    if (adjust) adjust(next);
    body_ = next;
    return Sign(next);
  }

 private:
  crypto::RandomSource& random() const { return jam_.organisation().random(); }
  records::SubmissionEntry Sign(const records::SubmissionBody& body) const {
    return {records::SignedSubmission::Make(body, key_).Encode()};
  }

  const JamLog& jam_;
  crypto::SigningKey key_;
  records::SubmissionBody body_;
};

class BoardRules : public ::testing::Test {
 protected:
  BoardRules() : log_(jam_.Good()) { log_.resize(JamLog::kFirstBatch); }

  Day DayOfSlot(records::SlotNumber slot) const { return jam_.jam().draft().slots.DayOfSlot(slot); }

  // A batch of these submissions, in the order given.
  std::uint64_t Seal(records::Pool pool, records::SlotNumber slot,
                     const std::vector<records::SubmissionEntry>& submissions) {
    const auto index = log_.size();
    records::SealBatch seal;
    seal.pool = pool;
    seal.slot = slot;
    seal.count = static_cast<std::uint32_t>(submissions.size());
    log_.push_back(JamLog::Plain(DayOfSlot(slot), jam_.jam().id(), seal));
    for (const auto& each : submissions) {
      log_.push_back(JamLog::Plain(DayOfSlot(slot), jam_.jam().id(), each));
    }
    return index;
  }
  std::uint64_t Add(records::EntryBody body, std::optional<Day> day = {}, bool campaign = true) {
    log_.push_back(JamLog::Plain(day.value_or(log_.back().entry.day),
                                 campaign ? jam_.jam().id() : records::kNoCampaign,
                                 std::move(body)));
    return log_.size() - 1;
  }
  std::uint64_t Govern(const records::GovernanceBody& body, std::optional<Day> day = {}) {
    return Add(records::GovernanceEntry{organisation().Countersign(body)}, day, false);
  }

  absl::Status Replay() {
    view_.emplace(jam_.NewView());
    return JamLog::Replay(*view_, log_).status;
  }
  const Campaign& campaign() const { return view_->campaigns().front(); }
  const candor::testing::Organisation& organisation() const { return jam_.organisation(); }
  records::VerifyKey Reader() const { return organisation().reader(0).public_key(); }

  JamLog jam_;
  WrittenLog log_;
  std::optional<BoardView> view_;
};

// ---- threads ----

TEST_F(BoardRules, AThreadGoesOnInALaterBatch) {
  Author author(jam_);
  Seal(records::Pool::kOpinions, 3, {author.First()});
  Seal(records::Pool::kThreadActs, 4, {author.Next(Kind::kFollowUp)});
  Seal(records::Pool::kThreadActs, 5, {author.Next(Kind::kWithdrawal)});
  ASSERT_OK(Replay());
  const Thread& thread = campaign().threads.begin()->second;
  EXPECT_EQ(thread.sequence, 2u);
  EXPECT_EQ(thread.withdrawal, log_.size() - 1);
}

TEST_F(BoardRules, AnActMayStandBeforeItsPredecessorInTheirBatch) {
  Author author(jam_);
  const auto first = author.First();
  const auto second = author.Next(Kind::kFollowUp);
  Seal(records::Pool::kOpinions, 3, {author.Next(Kind::kFollowUp), second, first});
  EXPECT_OK(Replay());
}

TEST_F(BoardRules, AnActNeverStandsInAnEarlierBatch) {
  Author author(jam_);
  const auto first = author.First();
  Seal(records::Pool::kThreadActs, 3, {author.Next(Kind::kFollowUp)});
  Seal(records::Pool::kOpinions, 4, {first});
  EXPECT_THAT(Replay(), StatusIs(kBroken, HasSubstr("has not begun")));
}

TEST_F(BoardRules, AThreadHasNoGapForkOrOtherKemKey) {
  const std::vector<std::function<void(records::SubmissionBody&)>> faults = {
      [](auto& body) { body.sequence = 2; }, [](auto& body) { body.previous[0] ^= 1; },
      [](auto& body) { body.thread_kem_key.bytes[0] ^= 1; }};
  for (const auto& fault : faults) {
    log_.resize(JamLog::kFirstBatch);
    Author author(jam_);
    Seal(records::Pool::kOpinions, 3, {author.First()});
    Seal(records::Pool::kThreadActs, 4, {author.Next(Kind::kFollowUp, fault)});
    EXPECT_THAT(Replay(), StatusIs(kBroken));
  }
}

TEST_F(BoardRules, NothingFollowsAWithdrawalOrABlank) {
  Author author(jam_);
  Seal(records::Pool::kOpinions, 3, {author.First()});
  Seal(records::Pool::kThreadActs, 4, {author.Next(Kind::kWithdrawal)});
  Seal(records::Pool::kThreadActs, 5, {author.Next(Kind::kFollowUp)});
  EXPECT_THAT(Replay(), StatusIs(kBroken, HasSubstr("withdrawn")));

  log_.resize(JamLog::kFirstBatch);
  Author silent(jam_, Kind::kBlank);
  Seal(records::Pool::kBlanks, 12, {silent.First()});
  Seal(records::Pool::kThreadActs, 13, {silent.Next(Kind::kFollowUp)});
  EXPECT_THAT(Replay(), StatusIs(kBroken, HasSubstr("says nothing")));
}

// ---- roles and rules ----

TEST_F(BoardRules, ARevokedReaderHoldsNoRoleAndCannotActAnyMore) {
  Author author(jam_);
  const auto batch = Seal(records::Pool::kOpinions, 3, {author.First()});
  Add(records::Access{Reader(), batch});
  ASSERT_OK(Replay()) << "the control: before the revocation it is fine";
  const auto revoked = Govern(
      records::ActorRevoke{kOpeningDay, Reader(), Role::kReader, records::RevokeReason::kKeyStolen});
  ASSERT_OK(Replay());
  EXPECT_FALSE(view_->Holds(Reader(), Role::kReader));
  EXPECT_EQ(view_->actors().at(Reader()).revoked.at(Role::kReader), revoked);
  Add(records::Access{Reader(), batch});
  EXPECT_THAT(Replay(), StatusIs(kBroken, HasSubstr("revoked")));
}

TEST_F(BoardRules, ARoleThatIsNotHeldCannotBeRevoked) {
  Govern(records::ActorRevoke{kOpeningDay, Reader(), Role::kSponsor,
                              records::RevokeReason::kRoleEnded});
  EXPECT_THAT(Replay(), StatusIs(kBroken, HasSubstr("does not hold")));
}

TEST_F(BoardRules, AnOperatorActsAtOneServer) {
  ASSERT_OK(Replay());
  const auto key = organisation().operator_person().public_key();
  const auto& issuers = organisation().bundle().issuers;
  EXPECT_THAT(view_->RolesAt(key, issuers[0].origin), ElementsAre(Role::kOperator));
  EXPECT_TRUE(view_->RolesAt(key, issuers[1].origin).empty());
  EXPECT_TRUE(view_->RolesAt(key, organisation().bundle().board.origin).empty());
  Govern(records::ActorGrant{kOpeningDay, key, Role::kOperator, "The same person", issuers[1].origin});
  EXPECT_THAT(Replay(), StatusIs(kBroken, HasSubstr("another server")));
}

TEST_F(BoardRules, APolicyIsInForceFromItsDayOn) {
  const Day today = log_.back().entry.day;
  const Day from = today + records::kNoticeDays;
  Govern(records::PolicyChange{today, from, 2});
  ASSERT_OK(Replay());
  EXPECT_EQ(view_->MaxOpenOn(from - 1), organisation().bundle().max_open);
  EXPECT_EQ(view_->MaxOpenOn(from), 2);
  // Dated back, it would be in force with less notice than everybody was promised.
  Govern(records::PolicyChange{today - 3, from - 3, 1});
  EXPECT_THAT(Replay(), StatusIs(kBroken, HasSubstr("seven days")));
}

TEST_F(BoardRules, AfterARotationTheNewCharterSignsAndTheOldOneNothing) {
  const auto successor = crypto::SigningKey::Generate(organisation().random());
  const Day today = log_.back().entry.day;
  const Day from = today + records::kNoticeDays;
  Govern(records::CharterRotate::Make(today, from, successor));
  const auto grant = [&](const crypto::SigningKey& charter) {
    auto record = records::Governance::Unsigned(records::ActorGrant{
        from, organisation().stranger().public_key(), Role::kAuditor, "Auditor", ""});
    record.SignAsCharter(charter);
    record.SignAsIndependentBody(organisation().independent_body());
    return records::GovernanceEntry{record};
  };
  const auto before = log_.size();
  const auto replay_with = [&](const crypto::SigningKey& charter, Day day) {
    log_.resize(before);
    Add(grant(charter), day, false);
    return Replay();
  };
  EXPECT_OK(replay_with(organisation().charter(), from - 1));
  EXPECT_THAT(replay_with(successor, from - 1), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_OK(replay_with(successor, from));
  EXPECT_FALSE(view_->Holds(organisation().bundle().charter_key, Role::kCharter));
  EXPECT_TRUE(view_->Holds(successor.verify_key(), Role::kCharter));
  EXPECT_THAT(replay_with(organisation().charter(), from),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(BoardRules, ARosterHasNoMorePlacesThanPeopleWereConfirmed) {
  Govern(records::RosterRecord{kOpeningDay, 60, {0x5e}, 60, {}});
  EXPECT_OK(Replay());
  Govern(records::RosterRecord{kOpeningDay, 60, {0x5f}, 59, {}});
  EXPECT_THAT(Replay(), StatusIs(kBroken, HasSubstr("more places")));
}

TEST_F(BoardRules, AManifestCallsPeopleWhatTheirGrantCallsThem) {
  const candor::testing::Jam other(organisation(), {.question = "Who is it?",
                                                    .key_set = 1,
                                                    .adjust = [](records::Draft& draft) {
                                                      draft.readers[0].name = "The works council";
                                                    }});
  log_.push_back(jam_.Open(other));
  EXPECT_THAT(Replay(), StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("another name")));
}

// ---- erasure ----

TEST_F(BoardRules, AWithdrawalAuthorisesTheErasureOfItsThreadOnce) {
  Author author(jam_);
  Seal(records::Pool::kOpinions, 3, {author.First(), Author(jam_).First()});
  const std::uint64_t opinion = log_.size() - 2;
  Seal(records::Pool::kThreadActs, 4, {author.Next(Kind::kWithdrawal)});
  const std::uint64_t withdrawal = log_.size() - 1;
  const auto tombstone =
      Add(records::Tombstone{records::WithdrawnCause{opinion, withdrawal}});
  Add(records::ErasureDone{tombstone, 1});
  ASSERT_OK(Replay());
  ASSERT_EQ(campaign().erasures.size(), 1u);
  EXPECT_THAT(campaign().erasures[0].entries, ElementsAre(opinion));
  EXPECT_EQ(campaign().erasures[0].done, tombstone + 1);

  const auto good = log_;
  Add(records::Tombstone{records::WithdrawnCause{opinion, withdrawal}});
  EXPECT_THAT(Replay(), StatusIs(kBroken, HasSubstr("has one already")));
  log_ = good;
  Add(records::ErasureDone{tombstone, 1});
  EXPECT_THAT(Replay(), StatusIs(kBroken, HasSubstr("waits")));
  log_.resize(tombstone);
  Add(records::Tombstone{records::WithdrawnCause{opinion + 1, withdrawal}});
  EXPECT_THAT(Replay(), StatusIs(kBroken, HasSubstr("without the withdrawal")));
}

TEST_F(BoardRules, RetentionErasesABatchFromItsDayOn) {
  const auto batch = Seal(records::Pool::kOpinions, 3, {Author(jam_).First(), Author(jam_).First()});
  const Day ends = jam_.jam().draft().phases.retention_ends;
  const auto tombstone = Add(records::Tombstone{records::RetentionCause{batch}}, ends);
  ASSERT_OK(Replay());
  EXPECT_THAT(campaign().erasures[0].entries, ElementsAre(batch + 1, batch + 2));
  log_[tombstone].entry.day = ends - 1;
  EXPECT_THAT(Replay(), StatusIs(kBroken, HasSubstr("retention")));
}

TEST_F(BoardRules, TwoPeopleAgreeOnAnErasureAndOneOfThemIsAuditor) {
  const auto auditor = crypto::SigningKey::Generate(organisation().random());
  Govern(records::ActorGrant{kOpeningDay, auditor.verify_key(), Role::kAuditor, "Auditor", ""});
  Seal(records::Pool::kOpinions, 3, {Author(jam_).First()});
  const std::uint64_t opinion = log_.size() - 1;
  const records::Erasure erasure{jam_.jam().id(), opinion, LeafHash(log_.back().entry.Encode()),
                                 records::ErasureReason::kThirdPerson, kOpeningDay};
  const auto agreed = [&](const crypto::SigningKey& proposer, const crypto::SigningKey& second,
                          const records::Erasure& what) {
    auto record = records::AgreedErasure::Propose(what, proposer);
    record.SignAsAuditor(second);
    return records::Tombstone{record};
  };
  const auto before = log_.size();
  const auto replay_with = [&](const records::Tombstone& tombstone) {
    log_.resize(before);
    Add(tombstone);
    return Replay();
  };
  const auto& reader = organisation().reader(0).key;
  EXPECT_OK(replay_with(agreed(reader, auditor, erasure)));
  EXPECT_OK(replay_with(agreed(organisation().independent_body(), auditor, erasure)));
  EXPECT_FALSE(replay_with(agreed(auditor, auditor, erasure)).ok()) << "one person twice";
  EXPECT_FALSE(replay_with(agreed(reader, organisation().reader(1).key, erasure)).ok());
  EXPECT_FALSE(replay_with(agreed(organisation().stranger().key, auditor, erasure)).ok());
  records::Erasure other = erasure;
  other.leaf_hash[0] ^= 1;
  EXPECT_FALSE(replay_with(agreed(reader, auditor, other)).ok()) << "another text";
  other = erasure;
  other.entry = opinion - 1;
  EXPECT_FALSE(replay_with(agreed(reader, auditor, other)).ok()) << "an entry without a text";
}

}  // namespace
}  // namespace candor::audit::testing
