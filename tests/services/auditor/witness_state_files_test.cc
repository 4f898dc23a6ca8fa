#include "services/auditor/witness_state_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/audit/log_fixture.h"
#include "tests/services/runtime/temporary_folder.h"
#include "tests/support/matchers.h"

namespace candor::services::auditor {
namespace {

using ::candor::testing::IsOk;
using ::candor::testing::IsOkAndHolds;
using ::candor::testing::StatusIs;
using ::testing::Eq;
using ::testing::HasSubstr;

struct Bench {
  Bench() { log.Grow(20); }

  audit::WitnessedCheckpoint At(std::size_t size) const {
    return {size, log.At(size).root, 1700000000, log.Note(size)};
  }
  auto Open() { return WitnessStateFiles::Open(folder.path(), logs); }
  runtime::Path File() const {
    return folder.path() / (HexEncode(crypto::Sha256({AsBytes(log.origin)})) + ".state");
  }

  runtime::TemporaryFolder folder;
  audit::testing::TestLog log;
  std::vector<audit::WitnessedLog> logs = {{log.origin, log.vkey()}, {"other", log.vkey()}};
};

TEST(WitnessStateFiles, KnowNothingAtFirstAndEverythingAfterARestart) {
  Bench bench;
  {
    ASSERT_OK_AND_ASSIGN(auto state, bench.Open());
    EXPECT_THAT(state->Load(bench.log.origin), IsOkAndHolds(Eq(std::nullopt)));
    ASSERT_OK(state->CompareAndSet(bench.log.origin, std::nullopt, bench.At(5)));
    ASSERT_OK(state->CompareAndSet(bench.log.origin, bench.At(5), bench.At(9)));
    EXPECT_THAT(state->Load(bench.log.origin), IsOkAndHolds(Eq(bench.At(9))));
  }
  ASSERT_OK_AND_ASSIGN(auto state, bench.Open());
  EXPECT_THAT(state->Load(bench.log.origin), IsOkAndHolds(Eq(bench.At(9))));
  EXPECT_THAT(state->Load("other"), IsOkAndHolds(Eq(std::nullopt)));
}

TEST(WitnessStateFiles, ReplaceOnlyWhatIsExpected) {
  Bench bench;
  ASSERT_OK_AND_ASSIGN(auto state, bench.Open());
  EXPECT_THAT(state->CompareAndSet(bench.log.origin, bench.At(3), bench.At(5)),
              StatusIs(absl::StatusCode::kAborted));
  ASSERT_OK(state->CompareAndSet(bench.log.origin, std::nullopt, bench.At(5)));
  EXPECT_THAT(state->CompareAndSet(bench.log.origin, std::nullopt, bench.At(6)),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(state->CompareAndSet(bench.log.origin, bench.At(4), bench.At(6)),
              StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(state->Load(bench.log.origin), IsOkAndHolds(Eq(bench.At(5))));
}

TEST(WitnessStateFiles, AWriteThatFailsChangesNothing) {
  Bench bench;
  ASSERT_OK_AND_ASSIGN(auto state, bench.Open());
  ASSERT_OK(state->CompareAndSet(bench.log.origin, std::nullopt, bench.At(5)));
  std::filesystem::remove_all(bench.folder.path());
  EXPECT_FALSE(state->CompareAndSet(bench.log.origin, bench.At(5), bench.At(6)).ok());
  EXPECT_THAT(state->Load(bench.log.origin), IsOkAndHolds(Eq(bench.At(5))));
}

TEST(WitnessStateFiles, EveryDamageIsAnErrorAndNeverAFreshStart) {
  Bench bench;
  {
    ASSERT_OK_AND_ASSIGN(auto state, bench.Open());
    ASSERT_OK(state->CompareAndSet(bench.log.origin, std::nullopt, bench.At(5)));
  }
  const Bytes good = *runtime::ReadFile(bench.File());
  const auto opens = [&](const Bytes& bytes) {
    EXPECT_OK(runtime::WriteFileAtomically(bench.File(), bytes));
    return bench.Open().status();
  };
  const auto damaged = StatusIs(absl::StatusCode::kDataLoss, HasSubstr("Do not remove it"));
  for (std::size_t length = 0; length < good.size(); length += 7) {
    EXPECT_THAT(opens(Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(length))),
                damaged);
  }
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_THAT(opens(longer), damaged);
  // Version, origin, size, root; what follows is the witness's time and signatures.
  const std::size_t end_of_root = 1 + 2 + bench.log.origin.size() + 8 + 32;
  for (std::size_t at = 0; at < end_of_root; ++at) {
    Bytes flipped = good;
    flipped[at] ^= 0x04;
    EXPECT_THAT(opens(flipped), damaged) << at;
  }
  EXPECT_OK(opens(good));
}

TEST(WitnessStateFiles, AMissingFolderIsNotMade) {
  Bench bench;
  const auto missing = WitnessStateFiles::Open(bench.folder / "absent", bench.logs);
  EXPECT_THAT(missing, StatusIs(absl::StatusCode::kNotFound, HasSubstr("make it, empty")));
  EXPECT_FALSE(runtime::FileExists(bench.folder / "absent"));
}

TEST(WitnessStateFiles, OneProcessHoldsTheFolder) {
  Bench bench;
  ASSERT_OK_AND_ASSIGN(auto state, bench.Open());
  EXPECT_THAT(bench.Open(), StatusIs(absl::StatusCode::kFailedPrecondition));
  state.reset();
  EXPECT_THAT(bench.Open(), IsOk());
}

}  // namespace
}  // namespace candor::services::auditor
