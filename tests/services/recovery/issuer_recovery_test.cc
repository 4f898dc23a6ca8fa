// An issuer restored from an older copy comes back to its signed root, and lets nobody draw twice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/merkle.h"
#include "services/issuer/issuer_recovery.h"
#include "services/runtime/log_lock.h"
#include "store/recovery_state.h"
#include "tests/services/issuer/issuer_harness.h"
#include "tests/services/recovery/old_copy.h"
#include "tests/services/runtime/temporary_folder.h"
#include "tests/support/matchers.h"

namespace candor::testing {
namespace {

using services::publish::CopyOf;
using services::publish::CosignedNote;
using services::publish::FrozenMirror;
using services::publish::Mirror;
using services::publish::Recovered;
using services::publish::WitnessesThatSay;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Disk = std::shared_ptr<store::MemoryDisk>;

//   before the copy   anna and boris enrol; anna draws
//   after it          boris draws, carla enrols and draws, a lost key of anna's is replaced
class RestoredIssuer : public ::testing::Test {
 protected:
  RestoredIssuer() : jam_(organisation_), harness_(organisation_, {.jams = {&jam_}}) {
    harness_.ImportRoster();
    harness_.board().Open(jam_);
    harness_.Follow();
    anna_ = std::make_unique<Member>(harness_.NewMember("E1001"));
    boris_ = std::make_unique<Member>(harness_.NewMember("E1002"));
    unused_code_ = harness_.InviteOne("E1004");
    anna_call_ = harness_.CallFor(*anna_, jam_);
    EXPECT_OK(harness_.issuer().Issue(anna_call_));
    copy_ = CopyOf(harness_.disk());
    found_size_ = harness_.log().size();
    found_root_ = harness_.log().root();

    EXPECT_OK(harness_.issuer().Issue(harness_.CallFor(*boris_, jam_)));
    carla_ = std::make_unique<Member>(harness_.NewMember("E1003"));
    EXPECT_OK(harness_.issuer().Issue(harness_.CallFor(*carla_, jam_)));
    anna_again_ = std::make_unique<Member>(harness_.NewMember("E1001"));
    signed_size_ = harness_.log().size();
    signed_root_ = harness_.log().root();
    note_ = CosignedNote(organisation_, harness_.origin(), organisation_.issuer_log_key(0),
                         signed_size_, signed_root_);
    mirror_ = std::make_unique<FrozenMirror>(harness_.log(), note_);
  }

  Disk PutBack() {
    lock_ = folder_.path() / ("log.lock." + std::to_string(++copies_));
    EXPECT_OK(runtime::LogLock::Create(lock_, {found_size_, found_root_}).status());
    return CopyOf(*copy_);
  }
  absl::StatusOr<Recovered> RecoverOn(const Disk& disk, store::FaultPlan* faults = nullptr) {
    std::unique_ptr<store::Engine> engine = std::make_unique<store::MemoryEngine>(disk, random_);
    if (faults != nullptr) {
      engine = std::make_unique<store::FaultyEngine>(std::move(engine), *faults);
    }
    const auto witnesses = WitnessesThatSay({note_});
    const Mirror mirror{*mirror_, {note_}};
    return services::issuer::Recover({.bundle = organisation_.bundle(),
                                      .log = organisation_.bundle().issuers[0],
                                      .engine = std::move(engine),
                                      .log_lock = lock_,
                                      .witnesses = witnesses,
                                      .mirror = mirror,
                                      .today = DayOf(harness_.clock().Now())});
  }
  crypto::Hash RootOf(const Disk& disk) {
    store::MemoryEngine engine(disk, random_);
    return store::LogStore::Open(engine).value()->root();
  }

  Organisation organisation_;
  Jam jam_;
  IssuerHarness harness_;
  crypto::DeterministicRandomForTesting random_{41};
  runtime::TemporaryFolder folder_;
  runtime::Path lock_;
  int copies_ = 0;
  std::unique_ptr<Member> anna_, boris_, carla_, anna_again_;
  records::IssueCall anna_call_;
  records::InviteCode unused_code_{};
  Disk copy_;
  std::uint64_t found_size_ = 0, signed_size_ = 0;
  crypto::Hash found_root_{}, signed_root_{};
  std::string note_;
  std::unique_ptr<FrozenMirror> mirror_;
};

TEST_F(RestoredIssuer, NobodyDrawsTwice) {
  // The control: the copy does not know that boris has drawn.
  harness_.StartOn(CopyOf(*copy_));
  EXPECT_OK(harness_.issuer().Issue(harness_.CallFor(*boris_, jam_)));

  const Disk disk = PutBack();
  const auto recovered = RecoverOn(disk);
  ASSERT_OK(recovered);
  EXPECT_THAT(recovered->lost, ElementsAre(jam_.id()));
  harness_.StartOn(disk);
  for (const auto* member : {boris_.get(), carla_.get(), anna_again_.get()}) {
    EXPECT_THAT(harness_.issuer().Issue(harness_.CallFor(*member, jam_)),
                StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("nobody draws twice")));
  }
  // Not with a new invite either, nor after another start.
  const Member boris = harness_.NewMember("E1002");
  harness_.Restart();
  EXPECT_THAT(harness_.issuer().Issue(harness_.CallFor(boris, jam_)),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(RestoredIssuer, TheLogIsExactlyWhatWasSignedAndGoesOn) {
  const Disk disk = PutBack();
  ASSERT_OK(RecoverOn(disk));
  harness_.StartOn(disk);
  ASSERT_EQ(harness_.log().size(), signed_size_ + 1);
  audit::CompactRange range;
  for (std::uint64_t i = 0; i < signed_size_; ++i) {
    range.Append(audit::LeafHash(*harness_.log().Entry(i)));
  }
  EXPECT_EQ(range.Root(), signed_root_);
  const auto entries = harness_.Entries();
  const auto incident = std::get<records::Incident>(entries.back().body);
  EXPECT_EQ(incident.found_size, found_size_);
  EXPECT_EQ(incident.signed_size, signed_size_);
  // A day later: the totals are those of the log, though nobody knows which were first enrolments.
  harness_.NewMember("E1005");
  harness_.clock().Set(harness_.clock().Now() + 86'400);
  harness_.Follow();
  (void)harness_.Replayed();
  std::uint64_t enrolments = 0, told = 0, drawn = 0;
  for (const auto& entry : harness_.Entries()) {
    if (std::holds_alternative<records::Enrolment>(entry.body)) ++enrolments;
    if (const auto* total = std::get_if<records::EnrolmentTotal>(&entry.body)) {
      told += total->fresh + total->replaced;
    }
    if (const auto* total = std::get_if<records::IssuanceTotal>(&entry.body)) drawn += total->count;
  }
  EXPECT_EQ(enrolments, 5u);
  EXPECT_EQ(told, enrolments);
  EXPECT_EQ(drawn, 3u);
}

TEST_F(RestoredIssuer, EverybodyEnrolsAgainByANewInvite) {
  const Disk disk = PutBack();
  // The control: in the copy the code works, and anna's key that was replaced since counts again.
  harness_.StartOn(CopyOf(*copy_));
  crypto::SigningKey stranger = crypto::SigningKey::Generate(random_);
  EXPECT_OK(harness_.Enrol(stranger, unused_code_));

  ASSERT_OK(RecoverOn(disk));
  harness_.StartOn(disk);
  EXPECT_THAT(harness_.Enrol(stranger, unused_code_), StatusIs(absl::StatusCode::kNotFound));
  const Member again = harness_.NewMember("E1004");
  EXPECT_EQ(again.enrolled.roster_root, organisation_.roster_root());
}

TEST_F(RestoredIssuer, ADeathAtAnyStepIsMadeUpForByTheSameCall) {
  const Disk whole = PutBack();
  ASSERT_OK(RecoverOn(whole));
  const crypto::Hash root = RootOf(whole);
  bool past_the_last_step = false;
  std::uint64_t step = 0;
  for (; !past_the_last_step; ++step) {
    for (const auto when : {store::FaultPlan::When::kBefore, store::FaultPlan::When::kAfter}) {
      SCOPED_TRACE(step);
      const Disk disk = PutBack();
      store::FaultPlan faults{.fail_at = step, .when = when};
      const auto first = RecoverOn(disk, &faults);
      past_the_last_step = first.ok() && !faults.failed;
      ASSERT_OK(RecoverOn(disk));
      EXPECT_EQ(RootOf(disk), root);
      store::MemoryEngine engine(disk, random_);
      EXPECT_OK(store::CheckNoRecovery(engine));
    }
  }
  EXPECT_GE(step, 6u) << "mark, entries, bindings, note, Incident, mark: the loop has broken each";
}

}  // namespace
}  // namespace candor::testing
