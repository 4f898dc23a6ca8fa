// Claims about how a log's checkpoints come to the world: lock, signature, quorum, read-only.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>

#include "audit/entry_bundle.h"
#include "audit/tile.h"
#include "audit/witness.h"
#include "base/mutex.h"
#include "base/status.h"
#include "base/text.h"
#include "services/publish/log_publisher.h"
#include "services/publish/policy.h"
#include "services/publish/public_files.h"
#include "services/publish/publisher_thread.h"
#include "store/board_store.h"
#include "store/memory/memory_engine.h"
#include "tests/services/publish/publishing.h"
#include "tests/services/runtime/temporary_folder.h"
#include "tests/support/jam_fixture.h"
#include "tests/support/matchers.h"

namespace candor::services::publish {
namespace {

using absl::StatusCode;
using candor::testing::IsOk;
using candor::testing::Organisation;
using candor::testing::StatusIs;
using runtime::LogLock;
using ::testing::HasSubstr;

TEST(Publisher, WhatTheStoreHoldsIsLockedSignedCosignedAndServed) {
  Publishing p;
  ASSERT_OK(p.Start());
  EXPECT_OK(p.publisher_->PublishOnce());
  EXPECT_FALSE(p.Served().has_value());
  p.Grow(3);
  ASSERT_OK(p.publisher_->PublishOnce());
  EXPECT_EQ(p.lock_->Current(), (LogLock::State{3, p.store_->log().root()}));
  EXPECT_EQ(p.Served()->checkpoint.size, 3u);
  p.Grow(300);
  ASSERT_OK(p.publisher_->PublishOnce());
  EXPECT_EQ(p.Served()->checkpoint.size, 303u);
  EXPECT_EQ(p.Served()->checkpoint.root, p.store_->log().root());
  EXPECT_EQ(p.publisher_->published_size(), 303u);
}

TEST(Publisher, WithoutTheQuorumNothingNewIsServed) {
  Publishing p(3, 2);
  ASSERT_OK(p.Start());
  p.Grow(2);
  ASSERT_OK(p.publisher_->PublishOnce());
  p.houses_[0]->down = true;
  p.houses_[2]->down = true;
  p.Grow(2);
  EXPECT_THAT(p.publisher_->PublishOnce(), StatusIs(StatusCode::kUnavailable));
  EXPECT_EQ(p.Served()->checkpoint.size, 2u);
  EXPECT_EQ(p.lock_->Current().size, 4u);
  // One of two is back: that is a quorum, though a witness is still missing.
  p.houses_[0]->down = false;
  EXPECT_THAT(p.publisher_->PublishOnce(), StatusIs(StatusCode::kUnavailable));
  EXPECT_EQ(p.Served()->checkpoint.size, 4u);
  p.houses_[2]->down = false;
  EXPECT_OK(p.publisher_->PublishOnce());
  EXPECT_EQ(p.Served()->witnesses.size(), 3u);
}

TEST(Publisher, ARestartGoesOnWhereItWas) {
  Publishing p;
  ASSERT_OK(p.Start());
  p.Grow(5);
  ASSERT_OK(p.publisher_->PublishOnce());
  p.publisher_.reset();
  p.Grow(2);
  ASSERT_OK(p.Start());
  EXPECT_EQ(p.publisher_->published_size(), 5u);
  ASSERT_OK(p.publisher_->PublishOnce());
  EXPECT_EQ(p.Served()->checkpoint.size, 7u);
}

TEST(Publisher, AWitnessThatKnowsAnOlderSizeThanWeThinkIsTold) {
  Publishing p;
  ASSERT_OK(p.Start());
  p.Grow(5);
  ASSERT_OK(p.publisher_->PublishOnce());
  // It lost its state, as a stateless witness would not: 409 names size 0.
  p.houses_[0] = std::make_unique<WitnessHouse>(p.organisation_, 0, p.clock_);
  p.publisher_.reset();
  ASSERT_OK(p.Start());
  p.Grow(1);
  ASSERT_OK(p.publisher_->PublishOnce());
  EXPECT_EQ(p.Served()->checkpoint.size, 6u);
}

TEST(Publisher, ARestoredStoreIsFoundOutByTheLock) {
  Publishing p;
  ASSERT_OK(p.Start());
  p.Grow(3);
  ASSERT_OK(p.publisher_->PublishOnce());
  p.publisher_.reset();
  p.Backup();
  ASSERT_OK(p.Start());
  p.Grow(2);
  ASSERT_OK(p.publisher_->PublishOnce());
  p.houses_[0]->down = true;  // the lock needs no witness
  p.Restore(Publishing::WithLock::kNo);
  ASSERT_OK(p.Start());
  EXPECT_THAT(p.publisher_->Writable(),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("read-only")));
  p.Grow(5);
  EXPECT_THAT(p.publisher_->PublishOnce(), StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_EQ(p.lock_->Current().size, 5u);
  // It still serves what was published before.
  EXPECT_EQ(p.Served()->checkpoint.size, 3u);
}

TEST(Publisher, AStoreRestoredWithItsLockIsFoundOutByTheWitness) {
  Publishing p;
  ASSERT_OK(p.Start());
  p.Grow(3);
  ASSERT_OK(p.publisher_->PublishOnce());
  p.publisher_.reset();
  p.Backup();
  ASSERT_OK(p.Start());
  p.Grow(2);
  ASSERT_OK(p.publisher_->PublishOnce());
  p.Restore(Publishing::WithLock::kYes);
  ASSERT_OK(p.Start());
  EXPECT_THAT(p.publisher_->Writable(), StatusIs(StatusCode::kFailedPrecondition));
}

TEST(Publisher, AnotherHistoryOfTheSameSizeIsFoundOutToo) {
  Publishing p;
  ASSERT_OK(p.Start());
  p.Grow(3);
  ASSERT_OK(p.publisher_->PublishOnce());
  p.publisher_.reset();
  p.Backup();
  ASSERT_OK(p.Start());
  p.Grow(2);
  ASSERT_OK(p.publisher_->PublishOnce());
  p.Restore(Publishing::WithLock::kYes);
  p.Grow(2);  // two other entries
  ASSERT_OK(p.Start());
  EXPECT_THAT(p.publisher_->Writable(), StatusIs(StatusCode::kFailedPrecondition));
}

TEST(Publisher, WhileNoWitnessCanSayWhatWasSignedNothingIsSigned) {
  Publishing p;
  ASSERT_OK(p.Start());
  p.Grow(3);
  ASSERT_OK(p.publisher_->PublishOnce());
  p.publisher_.reset();
  p.Backup();
  ASSERT_OK(p.Start());
  p.Grow(2);
  ASSERT_OK(p.publisher_->PublishOnce());

  p.houses_[0]->down = true;
  p.Restore(Publishing::WithLock::kYes);
  ASSERT_OK(p.Start());
  p.Grow(1);
  EXPECT_THAT(p.publisher_->PublishOnce(), StatusIs(StatusCode::kUnavailable));
  EXPECT_EQ(p.lock_->Current().size, 3u);
  p.houses_[0]->down = false;
  EXPECT_THAT(p.publisher_->PublishOnce(), StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_THAT(p.publisher_->Writable(), StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_EQ(p.lock_->Current().size, 3u);
}

TEST(Publisher, AWitnessThatContradictsItsOwnEvidenceStopsNobody) {
  Publishing p;
  ASSERT_OK(p.Start());
  p.Grow(3);
  ASSERT_OK(p.publisher_->PublishOnce());
  p.Grow(1);
  p.houses_[0]->lie = audit::WitnessAnswer{409, "text/x.tlog.size", "99\n"};
  // Asked for its evidence it shows size 3.
  EXPECT_THAT(p.publisher_->PublishOnce(), StatusIs(StatusCode::kUnavailable));
  EXPECT_OK(p.publisher_->Writable());
}

TEST(Publisher, WithoutItsEvidenceTheCautiousReadingOfAConflictCounts) {
  for (const int status : {503, 404}) {
    Publishing p;
    ASSERT_OK(p.Start());
    p.Grow(3);
    ASSERT_OK(p.publisher_->PublishOnce());
    p.Grow(1);
    p.houses_[0]->lie = audit::WitnessAnswer{409, "text/x.tlog.size", "99\n"};
    p.houses_[0]->latest_status = status;
    EXPECT_THAT(p.publisher_->PublishOnce(), StatusIs(StatusCode::kFailedPrecondition)) << status;
    EXPECT_THAT(p.publisher_->Writable(), StatusIs(StatusCode::kFailedPrecondition)) << status;
  }
}

TEST(Publisher, AnAnswerThatIsNoCosignatureIsNotTaken) {
  Publishing p;
  ASSERT_OK(p.Start());
  p.Grow(2);
  for (const char* body : {"", "nonsense\n", "— witness-1.example AAAA\n"}) {
    p.houses_[0]->lie = audit::WitnessAnswer{200, "text/plain", body};
    EXPECT_THAT(p.publisher_->PublishOnce(), StatusIs(StatusCode::kUnavailable));
    EXPECT_FALSE(p.Served().has_value());
  }
  p.houses_[0]->lie.reset();
  EXPECT_OK(p.publisher_->PublishOnce());
  EXPECT_EQ(p.Served()->checkpoint.size, 2u);
}

TEST(Publisher, AKeyOtherThanTheBundlesIsRefused) {
  Publishing p;
  std::vector<std::unique_ptr<WitnessLink>> links;
  links.push_back(std::make_unique<HouseLink>(*p.houses_[0]));
  EXPECT_THAT(LogPublisher::Create({.log = p.store_->log(),
                                    .lock = *p.lock_,
                                    .key = p.organisation_.charter(),
                                    .log_key = LogKeyOf(p.organisation_.bundle().board).value(),
                                    .policy = WitnessPolicyOf(p.organisation_.bundle()).value(),
                                    .links = std::move(links)}),
              StatusIs(StatusCode::kInvalidArgument));
}

// A witness that hangs until it is let go.
class HangingLink final : public WitnessLink {
 public:
  absl::StatusOr<WitnessReply> AddCheckpoint(std::string_view) override { return Hang(); }
  absl::StatusOr<WitnessReply> LatestCheckpoint(std::string_view) override {
    return hang_at_start_ ? Hang() : WitnessReply{404, {}};
  }
  void LetGo() {
    const MutexLock lock(mutex_);
    let_go_ = true;
    wake_.notify_all();
  }

 private:
  absl::StatusOr<WitnessReply> Hang() {
    const MutexLock lock(mutex_);
    while (!let_go_) wake_.wait(mutex_);
    return absl::DeadlineExceededError("hung");
  }
  Mutex mutex_;
  ConditionVariable wake_;
  bool let_go_ = false;
  bool hang_at_start_ = false;
};

TEST(PublisherThread, AWitnessThatHangsHoldsUpNoAppend) {
  Publishing p;
  auto owned = std::make_unique<HangingLink>();
  HangingLink& link = *owned;
  std::vector<std::unique_ptr<WitnessLink>> links;
  links.push_back(std::move(owned));
  ASSERT_OK_AND_ASSIGN(
      const auto publisher,
      LogPublisher::Create({.log = p.store_->log(),
                            .lock = *p.lock_,
                            .key = p.organisation_.board_log_key(),
                            .log_key = LogKeyOf(p.organisation_.bundle().board).value(),
                            .policy = WitnessPolicyOf(p.organisation_.bundle()).value(),
                            .links = std::move(links)}));
  p.Grow(1);
  PublisherThread thread(*publisher);
  ASSERT_TRUE(runtime::Eventually([&] { return p.lock_->Current().size == 1; }));
  // The thread is inside the witness's call now, or about to be.
  p.Grow(3);
  thread.Nudge();
  EXPECT_EQ(p.store_->log().size(), 4u);
  EXPECT_FALSE(thread.Settle(std::chrono::milliseconds(1)));
  EXPECT_OK(publisher->Writable());
  link.LetGo();
  thread.Stop();
}

TEST(PublisherThread, ANudgeIsPublishedAndASilentWitnessAskedAgain) {
  Publishing p;
  ASSERT_OK(p.Start());
  PublisherThread thread(*p.publisher_, std::chrono::milliseconds(1));
  p.Grow(2);
  EXPECT_TRUE(thread.Settle(std::chrono::seconds(30)));
  EXPECT_EQ(p.publisher_->published_size(), 2u);
  p.houses_[0]->down = true;
  p.Grow(1);
  EXPECT_TRUE(thread.Settle(std::chrono::seconds(30)));
  EXPECT_EQ(p.publisher_->published_size(), 2u);
  p.houses_[0]->down = false;
  EXPECT_TRUE(runtime::Eventually([&] { return p.publisher_->published_size() == 3; }));
}

TEST(PublicFiles, ServeNothingBeyondThePublishedCheckpoint) {
  Publishing p;
  ASSERT_OK(p.Start());
  const PublicFiles files(p.store_->log(), LogKeyOf(p.organisation_.bundle().board).value(),
                          Bytes{1, 2, 3});
  p.Grow(300);
  EXPECT_FALSE(files.Get("/checkpoint").has_value());
  EXPECT_FALSE(files.Get("/tile/0/000").has_value());
  EXPECT_FALSE(files.Get("/text/000").has_value());
  EXPECT_EQ(files.Get("/bundle"), (Bytes{1, 2, 3}));
  ASSERT_OK(p.publisher_->PublishOnce());
  EXPECT_TRUE(files.Get("/checkpoint").has_value());
  EXPECT_EQ(files.Get("/tile/0/000")->size(), 8192u);
  EXPECT_TRUE(files.Get("/tile/entries/001.p/44").has_value());
  EXPECT_EQ(audit::DecodeTextBundle(*files.Get("/text/001"))->size(), 44u);
  p.Grow(6);
  EXPECT_FALSE(files.Get("/tile/entries/001.p/50").has_value());
  EXPECT_TRUE(files.Get("/tile/entries/001.p/44").has_value());
  EXPECT_EQ(audit::DecodeTextBundle(*files.Get("/text/001"))->size(), 44u);
}

TEST(PublicFiles, APathOfAStrangerFindsNothingElse) {
  Publishing p;
  ASSERT_OK(p.Start());
  p.Grow(3);
  ASSERT_OK(p.publisher_->PublishOnce());
  const PublicFiles files(p.store_->log(), LogKeyOf(p.organisation_.bundle().board).value(), {});
  for (const char* path : {"", "/", "/checkpoint/", "checkpoint", "/tile", "/tile/", "/tile/0/0",
                           "/tile/0/000.p/0", "/tile/0/000.p/4", "/tile/../log.key", "/text/",
                           "/text/-1", "/text/001", "/text/000/", "/../bundle", "/log.lock"}) {
    EXPECT_FALSE(files.Get(path).has_value()) << path;
  }
}

TEST(Policy, IsAPolicyFileThatGenesisCommitsTo) {
  const Organisation organisation({.witnesses = 3, .quorum = 2});
  const auto& bundle = organisation.bundle();
  ASSERT_OK_AND_ASSIGN(const std::string text, WitnessPolicyText(bundle, bundle.board));
  EXPECT_THAT(text, HasSubstr(Cat("log ", LogKeyOf(bundle.board)->Format(), " ")));
  EXPECT_THAT(text, HasSubstr("\ngroup all 2 w1 w2 w3\nquorum all\n"));
  ASSERT_OK_AND_ASSIGN(const auto genesis, GenesisOf(bundle, bundle.board));
  EXPECT_EQ(genesis.policy_hash, crypto::Sha256({AsBytes(text)}));
  EXPECT_EQ(genesis.fingerprint, bundle.Fingerprint());
}

TEST(Policy, AWitnessWithoutANetworkHasNoUrl) {
  const Publishing p(2, 2, {1});
  const auto& bundle = p.organisation_.bundle();
  ASSERT_OK_AND_ASSIGN(const std::string text, WitnessPolicyText(bundle, bundle.board));
  const auto policy = WitnessPolicyOf(bundle).value();
  EXPECT_THAT(text, HasSubstr(Cat("\nwitness w2 ", policy.witnesses[1].Format(), "\n")));
}

}  // namespace
}  // namespace candor::services::publish
