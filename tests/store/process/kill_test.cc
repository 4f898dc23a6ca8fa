// SIGKILL at any moment, and a start: no promised submission is lost, none is there twice, and no
// mark that was spent is free.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "store/rocksdb/rocksdb_engine.h"
#include "tests/store/process/child_process.h"
#include "tests/store/process/ledger.h"
#include "tests/store/support/temporary_folder.h"
#include "tests/support/matchers.h"

namespace candor::store::testing {
namespace {

constexpr std::uint64_t kRounds = 25;
// On a busy machine a life may end before its first rotation; then more of them are lived.
constexpr std::uint64_t kMostRounds = 8 * kRounds;
constexpr int kFewestRotations = 6;

std::vector<std::string> Child(const std::string& verb, const std::string& folder,
                               std::uint64_t round) {
  return {CANDOR_STORE_CHILD, verb, folder, std::to_string(round)};
}

absl::StatusOr<std::unique_ptr<BoardStore>> OpenIn(const std::string& folder,
                                                   crypto::RandomSource& random) {
  auto engine = RocksDbEngine::Open(folder, random);
  if (!engine.ok()) return std::move(engine).status();
  return BoardStore::Open(*std::move(engine), random);
}

TEST(Sigkill, LosesNoPromiseAndFreesNoMark) {
  const TemporaryFolder folder;
  crypto::SystemRandom random;
  Ledger ledger;
  int rotations = 0;
  for (std::uint64_t round = 0;
       round < kRounds || (rotations < kFewestRotations && round < kMostRounds); ++round) {
    SCOPED_TRACE(round);
    {
      ChildProcess child(Child("run", folder.path() + "/board", round));
      // One round in four dies while it starts: in the recovery from the death before.
      const bool while_starting = round % 4 == 3;
      if (!while_starting) {
        const auto ready = child.ReadLine();
        ASSERT_EQ(ready, "ready");
      }
      // Longer lives as rounds go on without enough rotations: on a busy machine a life is short work.
      const auto patience = static_cast<std::uint32_t>(1 + round / kRounds);
      usleep(static_cast<useconds_t>(random.Uniform(60'000 * patience)));
      child.Kill();
      while (const auto line = child.ReadLine()) {
        ASSERT_FALSE(line->starts_with("error")) << *line;
        ledger.Read(round, *line);
        rotations += *line == "rotated" ? 1 : 0;
      }
    }
    const auto store = OpenIn(folder.path() + "/board", random);
    ASSERT_OK(store);
    EXPECT_EQ(ledger.CountBroken(**store), 0u);
  }
  EXPECT_GT(ledger.promised(), 50u) << "hardly anything was promised: the test has seen nothing";
  EXPECT_GE(rotations, kFewestRotations) << "hardly any rotation: the test has seen nothing";
}

TEST(Sigkill, APromiseWithoutACommitIsCaught) {
  const TemporaryFolder folder;
  crypto::SystemRandom random;
  Ledger ledger;
  {
    ChildProcess child(Child("early", folder.path() + "/board", 1));
    while (const auto line = child.ReadLine()) {
      if (ledger.Read(1, *line)) break;
    }
  }
  const auto store = OpenIn(folder.path() + "/board", random);
  ASSERT_OK(store);
  EXPECT_EQ(ledger.promised(), 1u);
  EXPECT_EQ(ledger.CountBroken(**store), 1u);
}

}  // namespace
}  // namespace candor::store::testing
