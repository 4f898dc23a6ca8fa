#include "services/runtime/log_lock.h"

#include "tests/services/runtime/temporary_folder.h"
#include "tests/support/matchers.h"

namespace candor::runtime {
namespace {

using candor::testing::StatusIs;
using ::testing::HasSubstr;

LogLock::State At(std::uint64_t size, std::uint8_t root) {
  LogLock::State state{.size = size};
  state.root.fill(root);
  return state;
}

TEST(LogLock, RemembersTheLastCheckpointAcrossStarts) {
  const TemporaryFolder folder;
  {
    ASSERT_OK_AND_ASSIGN(const auto lock, LogLock::Create(folder / "lock", At(0, 1)));
    ASSERT_OK(lock->Advance(At(0, 1), At(5, 2)));
    ASSERT_OK(lock->Advance(At(5, 2), At(5, 2)));
  }
  ASSERT_OK_AND_ASSIGN(const auto lock, LogLock::Open(folder / "lock"));
  EXPECT_EQ(lock->Current(), At(5, 2));
}

TEST(LogLock, AdvancesFromWhatIsExpectedOnly) {
  const TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(const auto lock, LogLock::Create(folder / "lock", At(5, 1)));
  EXPECT_THAT(lock->Advance(At(4, 1), At(6, 2)), StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(lock->Advance(At(5, 2), At(6, 2)), StatusIs(absl::StatusCode::kAborted));
  EXPECT_EQ(lock->Current(), At(5, 1));
}

TEST(LogLock, RefusesAForkAndAShrinkingLog) {
  const TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(const auto lock, LogLock::Create(folder / "lock", At(5, 1)));
  EXPECT_THAT(lock->Advance(At(5, 1), At(4, 1)),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("fork")));
  EXPECT_THAT(lock->Advance(At(5, 1), At(5, 9)), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(lock->Current(), At(5, 1));
}

TEST(LogLock, IsNeitherResetNorTakenForNewWhenItIsMissing) {
  const TemporaryFolder folder;
  EXPECT_THAT(LogLock::Open(folder / "lock"), StatusIs(absl::StatusCode::kNotFound));
  { ASSERT_OK(LogLock::Create(folder / "lock", At(5, 1)).status()); }
  EXPECT_THAT(LogLock::Create(folder / "lock", At(0, 0)),
              StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST(LogLock, IsHeldByOneProcessAtATime) {
  const TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(const auto lock, LogLock::Create(folder / "lock", At(5, 1)));
  EXPECT_THAT(LogLock::Open(folder / "lock"), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(LogLock, ADamagedFileIsRefused) {
  const TemporaryFolder folder;
  { ASSERT_OK(LogLock::Create(folder / "lock", At(5, 1)).status()); }
  ASSERT_OK_AND_ASSIGN(const Bytes good, ReadFile(folder / "lock"));
  Bytes truncated(good.begin(), good.end() - 1);
  Bytes extended = good;
  extended.push_back(0);
  Bytes version = good;
  version[0] = 2;
  for (const Bytes& bad : {truncated, extended, version, Bytes()}) {
    ASSERT_OK(WriteFileAtomically(folder / "lock", bad));
    EXPECT_THAT(LogLock::Open(folder / "lock"), StatusIs(absl::StatusCode::kDataLoss));
  }
}

}  // namespace
}  // namespace candor::runtime
