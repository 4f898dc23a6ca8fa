#include "audit/mirror.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/audit/log_fixture.h"
#include "tests/support/matchers.h"

namespace candor::audit {
namespace {

using ::candor::testing::IsOk;
using ::candor::testing::IsOkAndHolds;
using ::candor::testing::StatusIs;
using ::testing::HasSubstr;
using testing::KeyOf;
using testing::TestLog;
using testing::WithCosignature;
using testing::WitnessVkey;

struct Bench {
  Bench() { log.Grow(400); }

  std::string Cosigned(const TestLog& of, std::size_t size) {
    return WithCosignature(of.Note(size), "w.example", witness, 1700000000);
  }
  std::string Cosigned(std::size_t size) { return Cosigned(log, size); }
  // Brings the mirror to `size`, as a follower does.
  absl::Status Follow(std::size_t size) {
    return mirror.Advance(Cosigned(size), log.Slice(mirror.size(), size));
  }

  TestLog log;
  crypto::SigningKey witness = KeyOf(40);
  WitnessPolicy policy{1, {WitnessVkey("w.example", witness)}};
  LogMirror mirror = *LogMirror::Create(log.vkey(), policy);
};

TEST(LogMirror, FollowsALogEntryByEntry) {
  Bench bench;
  EXPECT_EQ(bench.mirror.size(), 0u);
  for (const std::size_t size : {0, 1, 3, 3, 255, 256, 257, 400}) {
    EXPECT_THAT(bench.mirror.Plan(bench.Cosigned(size)), IsOkAndHolds(size));
    ASSERT_OK(bench.Follow(size));
    EXPECT_EQ(bench.mirror.size(), size);
    EXPECT_EQ(bench.mirror.entries().size(), size);
    EXPECT_EQ(bench.mirror.checkpoint().checkpoint, bench.log.At(size));
    EXPECT_EQ(bench.mirror.checkpoint().witnesses.size(), 1u);
  }
  EXPECT_EQ(bench.mirror.entries()[399], bench.log.entries[399]);
}

TEST(LogMirror, RefusesARollback) {
  Bench bench;
  ASSERT_OK(bench.Follow(100));
  const auto before = bench.mirror.state();
  EXPECT_THAT(bench.mirror.Plan(bench.Cosigned(99)),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("smaller")));
  EXPECT_THAT(bench.mirror.Advance(bench.Cosigned(99), {}), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(bench.mirror.state(), before);
}

TEST(LogMirror, RefusesAForkAtItsSizeAndBeyond) {
  Bench bench;
  ASSERT_OK(bench.Follow(100));
  const auto before = bench.mirror.state();
  TestLog fork;
  fork.entries = bench.log.entries;
  fork.entries[17] = {0xff};
  EXPECT_THAT(bench.mirror.Plan(bench.Cosigned(fork, 100)),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("same size")));
  // A larger fork is only seen once its entries are tried.
  const std::string note = bench.Cosigned(fork, 200);
  EXPECT_THAT(bench.mirror.Plan(note), IsOkAndHolds(200u));
  EXPECT_THAT(bench.mirror.Advance(note, fork.Slice(100, 200)),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(bench.mirror.state(), before);
  EXPECT_OK(bench.Follow(200));
}

TEST(LogMirror, RefusesADroppedAnAlteredASwappedAndAnAddedEntry) {
  Bench bench;
  ASSERT_OK(bench.Follow(10));
  const auto before = bench.mirror.state();
  const std::string note = bench.Cosigned(20);
  const auto refuse = [&](std::vector<Bytes> entries, absl::StatusCode code) {
    EXPECT_THAT(bench.mirror.Advance(note, std::move(entries)), StatusIs(code));
    EXPECT_EQ(bench.mirror.state(), before);
    EXPECT_EQ(bench.mirror.entries().size(), 10u);
  };
  const auto good = bench.log.Slice(10, 20);
  auto dropped = good;
  dropped.erase(dropped.begin() + 4);
  refuse(dropped, absl::StatusCode::kInvalidArgument);
  auto added = good;
  added.push_back({1});
  refuse(added, absl::StatusCode::kInvalidArgument);
  auto altered = good;
  altered[3][7] ^= 1;
  refuse(altered, absl::StatusCode::kDataLoss);
  auto swapped = good;
  std::swap(swapped[0], swapped[1]);
  refuse(swapped, absl::StatusCode::kDataLoss);
  auto replaced = dropped;
  replaced.push_back({1});
  refuse(replaced, absl::StatusCode::kDataLoss);
  EXPECT_OK(bench.mirror.Advance(note, good));
}

TEST(LogMirror, RefusesACheckpointWithoutTheQuorum) {
  Bench bench;
  EXPECT_THAT(bench.mirror.Plan(bench.log.Note(5)),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("0 of the 1")));
  EXPECT_THAT(bench.mirror.Advance(bench.log.Note(5), bench.log.Slice(0, 5)),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(bench.mirror.size(), 0u);
  EXPECT_THAT(LogMirror::Create(bench.log.vkey(), {0, bench.policy.witnesses}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(LogMirror, RefusesAnotherLogsCheckpoint) {
  Bench bench;
  TestLog other;
  other.origin = "log.example/other";
  other.Grow(5);
  EXPECT_THAT(bench.mirror.Plan(bench.Cosigned(other, 5)),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST(LogMirror, IsRestoredFromItsNoteAndEntriesOnly) {
  Bench bench;
  ASSERT_OK(bench.Follow(123));
  const auto restore = [&](std::string note, std::vector<Bytes> entries) {
    return LogMirror::Restore(bench.log.vkey(), bench.policy, std::move(note), std::move(entries));
  };
  auto restored = restore(bench.mirror.note(), bench.log.Slice(0, 123));
  ASSERT_THAT(restored, IsOk());
  EXPECT_EQ(restored->state(), bench.mirror.state());
  EXPECT_OK(restored->Advance(bench.Cosigned(200), bench.log.Slice(123, 200)));

  EXPECT_THAT(restore(bench.mirror.note(), bench.log.Slice(0, 122)),
              StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(restore(bench.mirror.note(), bench.log.Slice(1, 124)),
              StatusIs(absl::StatusCode::kDataLoss));
  auto altered = bench.log.Slice(0, 123);
  altered[122] = {9};
  EXPECT_THAT(restore(bench.mirror.note(), altered), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_FALSE(restore(bench.log.Note(123), bench.log.Slice(0, 123)).ok());
}

TEST(LogMirror, ComparesItselfWithACheckpointKeptElsewhere) {
  Bench bench;
  ASSERT_OK(bench.Follow(100));
  EXPECT_OK(bench.mirror.CheckIncludes(bench.log.At(0)));
  EXPECT_OK(bench.mirror.CheckIncludes(bench.log.At(57)));
  EXPECT_OK(bench.mirror.CheckIncludes(bench.log.At(100)));
  EXPECT_THAT(bench.mirror.CheckIncludes(bench.log.At(101)),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  auto fork = bench.log.At(57);
  fork.root[0] ^= 1;
  EXPECT_THAT(bench.mirror.CheckIncludes(fork), StatusIs(absl::StatusCode::kDataLoss));
  auto other = bench.log.At(57);
  other.origin = "x";
  EXPECT_THAT(bench.mirror.CheckIncludes(other), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(MirrorState, HasOneForm) {
  Bench bench;
  ASSERT_OK(bench.Follow(100));
  const MirrorState state = bench.mirror.state();
  const Bytes encoded = EncodeMirrorState(state);
  EXPECT_THAT(DecodeMirrorState(encoded), IsOkAndHolds(state));
  for (std::size_t length = 0; length < encoded.size(); ++length) {
    EXPECT_FALSE(DecodeMirrorState(ByteView(encoded).first(length)).ok()) << length;
  }
  Bytes longer = encoded;
  longer.push_back(0);
  EXPECT_FALSE(DecodeMirrorState(longer).ok());
  Bytes other_version = encoded;
  other_version[0] = 2;
  EXPECT_FALSE(DecodeMirrorState(other_version).ok());
}

}  // namespace
}  // namespace candor::audit
