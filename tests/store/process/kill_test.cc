// SIGKILL at any moment, and a start: no promised submission is lost, none is there twice, and no
// mark that was spent is free.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "store/rocksdb/rocksdb_engine.h"
#include "tests/store/process/child_process.h"
#include "tests/store/process/ledger.h"
#include "tests/store/support/temporary_folder.h"
#include "tests/support/matchers.h"

namespace candor::store::testing {
namespace {

constexpr std::uint64_t kRounds = 25;

// When a life ends: a random while after its child was started, was ready, or had rotated once. The
// last two wait for the child, so that a busy machine is no reason to see too little.
enum class Until { kStarted, kReady, kRotated };

Until MomentOf(std::uint64_t round) {
  constexpr std::array kMoments = {Until::kReady, Until::kRotated, Until::kReady, Until::kStarted};
  return kMoments[round % kMoments.size()];
}

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
  for (std::uint64_t round = 0; round < kRounds; ++round) {
    SCOPED_TRACE(round);
    {
      ChildProcess child(Child("run", folder.path() + "/board", round));
      const auto hear = [&](std::string_view awaited) {
        while (const auto line = child.ReadLine()) {
          ASSERT_FALSE(line->starts_with("error")) << *line;
          ledger.Read(round, *line);
          if (*line == awaited) return;
        }
        // The end of what it said: where it was killed, and not before.
        ASSERT_EQ(awaited, "") << "the child ended by itself";
      };
      const Until moment = MomentOf(round);
      if (moment != Until::kStarted) hear("ready");
      if (moment == Until::kRotated) hear("rotated");
      usleep(static_cast<useconds_t>(random.Uniform(60'000)));
      child.Kill();
      hear("");
    }
    const auto store = OpenIn(folder.path() + "/board", random);
    ASSERT_OK(store);
    EXPECT_EQ(ledger.CountBroken(**store), 0u);
  }
  EXPECT_GT(ledger.promised(), 50u) << "hardly anything was promised: the test has seen nothing";
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
