// SIGKILL of the board at any moment under load, and a start: no promised submission is lost, and no
// token is accepted twice.
//
// The test's own process never opens a store: each life of the board is a forked child on real
// RocksDB, so that every one begins without threads of an earlier one.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iterator>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "store/rocksdb/rocksdb_engine.h"
#include "tests/services/board/board_harness.h"

namespace candor::services::board {
namespace {

constexpr int kRounds = 50;
constexpr int kAuthors = 6;  // a round

// Two texts of one author: only one of them can ever be accepted.
struct Pair {
  SubmitRequest first;
  SubmitRequest second;
};

class BoardLife {
 public:
  // One life of the board in `folder`, in this process.
  BoardLife(const Organisation& organisation, const Jam& jam, const std::string& folder)
      : organisation_(organisation),
        clock_(StartOf(candor::testing::kOpeningDay) + 3600),
        draws_({DrawsOf(24)}) {
    auto engine = store::RocksDbEngine::Open(folder, random_).value();
    store_ = store::BoardStore::Open(std::move(engine), random_).value();
    board_ = Board::Open({.bundle = organisation.bundle(),
                          .genesis = publish::GenesisOf(organisation.bundle(),
                                                        organisation.bundle().board)
                                         .value(),
                          .store = *store_,
                          .promise_key = organisation.promise_key(),
                          .clock = clock_,
                          .random = random_,
                          .draws = draws_,
                          .writable = [] { return absl::OkStatus(); }})
                 .value();
    if (store_->log().size() > 1) return;
    for (const auto& record : organisation.AllGovernance()) {
      if (!board_->SubmitGovernance(record).ok()) _exit(3);
    }
    if (!board_->OpenCampaign(organisation.facilitator().public_key(),
                              {jam.manifest(), jam.opening()})
             .ok()) {
      _exit(3);
    }
  }

  void SetClock(UnixSeconds now) { clock_.Set(now); }
  void Tick(UnixSeconds now) {
    clock_.Set(now);
    board_->Tick(now).IgnoreError();
  }
  void Submit(const SubmitRequest& request, std::function<void(bool)> done) {
    board_->Submit(request, [done = std::move(done)](absl::StatusOr<SubmitReply> reply) {
      done(reply.ok() && reply->type == SubmitReply::Type::kPromise);
    });
  }
  bool IsPromised(const SubmitRequest& request) {
    std::promise<bool> promised;
    Submit(request, [&](bool yes) { promised.set_value(yes); });
    return promised.get_future().get();
  }

 private:
  const Organisation& organisation_;
  crypto::SystemRandom random_;
  FakeClock clock_;
  FixedDraws draws_;
  std::unique_ptr<store::BoardStore> store_;
  std::unique_ptr<Board> board_;
};

class BoardKilled : public ::testing::Test {
 protected:
  BoardKilled()
      : organisation_(OrganisationOptions{}),
        jam_(organisation_, JamOptions{.adjust = [](records::Draft& draft) {
               draft.slots.slots_per_day = 24;
             }}) {
    char pattern[] = "/tmp/candor-kill-XXXXXX";
    folder_ = mkdtemp(pattern);
  }
  ~BoardKilled() override { std::filesystem::remove_all(folder_); }

  std::string StoreFolder() const { return folder_ + "/store"; }

  // The child's life: a slot passes while all pairs are submitted, and each promise is told.
  [[noreturn]] void Live(const std::vector<Pair>& pairs, int round, int told) {
    BoardLife board(organisation_, jam_, StoreFolder());
    const UnixSeconds slot = jam_.SlotTime(static_cast<records::SlotNumber>(round + 1));
    board.SetClock(slot - 1);
    const auto submit = [&](const SubmitRequest& request, std::size_t number) {
      const auto tag = static_cast<std::uint8_t>(number);
      board.Submit(request, [told, tag](bool promised) {
        if (promised && write(told, &tag, 1) != 1) _exit(4);
      });
    };
    std::thread ticker([&] { board.Tick(slot); });
    std::thread firsts([&] {
      for (std::size_t i = 0; i < pairs.size(); ++i) submit(pairs[i].first, 2 * i);
    });
    for (std::size_t i = pairs.size(); i-- > 0;) submit(pairs[i].second, 2 * i + 1);
    firsts.join();
    ticker.join();
    pause();  // until the kill
    _exit(0);
  }

  // Starts a life and kills it after a random while; the tags of the promises that were told.
  std::set<int> LiveAndDie(const std::vector<Pair>& pairs, int round) {
    int pipe_ends[2];
    EXPECT_EQ(pipe(pipe_ends), 0);
    const pid_t child = fork();
    if (child == 0) {
      close(pipe_ends[0]);
      Live(pairs, round, pipe_ends[1]);
    }
    close(pipe_ends[1]);
    std::set<int> promised;
    std::uint8_t tag = 0;
    // Some lives end after a number of promises, some a random moment after the first.
    const auto enough = static_cast<std::size_t>(1 + random_.Uniform(kAuthors + 2));
    while (promised.size() < enough && promised.size() < kAuthors &&
           read(pipe_ends[0], &tag, 1) == 1) {
      promised.insert(tag);
    }
    // The random moment of the kill, which is what the test is about.
    std::this_thread::sleep_for(std::chrono::microseconds(random_.Uniform(20000)));
    kill(child, SIGKILL);
    while (read(pipe_ends[0], &tag, 1) == 1) promised.insert(tag);
    close(pipe_ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the board ended by itself: " << WEXITSTATUS(status);
    return promised;
  }

  // In a life of its own: which texts the board says are accepted when everything is sent again.
  // Exit status 0 when each pair is accepted exactly once, and every told promise is kept.
  int Verify(const std::vector<Pair>& pairs, const std::set<int>& promised, int round) {
    const pid_t child = fork();
    if (child == 0) {
      BoardLife board(organisation_, jam_, StoreFolder());
      board.SetClock(jam_.SlotTime(static_cast<records::SlotNumber>(round + 1)) + 1);
      for (std::size_t i = 0; i < pairs.size(); ++i) {
        const bool first_told = promised.contains(static_cast<int>(2 * i));
        const bool second_told = promised.contains(static_cast<int>(2 * i + 1));
        // A told one first: what was not accepted before must not take its place.
        const bool second_first = second_told;
        const bool a = board.IsPromised(second_first ? pairs[i].second : pairs[i].first);
        const bool b = board.IsPromised(second_first ? pairs[i].first : pairs[i].second);
        if (first_told && second_told) _exit(10);
        if ((first_told || second_told) && !a) _exit(11);
        if (a == b) _exit(12);
      }
      _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  Organisation organisation_;
  Jam jam_;
  crypto::SystemRandom random_;
  std::string folder_;
};

TEST_F(BoardKilled, LosesNoPromiseAndAcceptsNoTokenTwice) {
  std::size_t told = 0;
  std::vector<Pair> all;
  std::set<int> all_promised;
  for (int round = 0; round < kRounds; ++round) {
    SCOPED_TRACE(round);
    std::vector<Pair> pairs;
    for (int i = 0; i < kAuthors; ++i) {
      const Author author = jam_.NewAuthor();
      pairs.push_back({jam_.Opinion(author, "one"), jam_.Opinion(author, "another")});
    }
    const auto promised = LiveAndDie(pairs, round);
    told += promised.size();
    ASSERT_EQ(Verify(pairs, promised, round), 0)
        << "10: one token promised twice; 11: a promise lost; 12: none or both accepted";
    for (const int tag : promised) all_promised.insert(static_cast<int>(2 * all.size()) + tag);
    std::ranges::move(pairs, std::back_inserter(all));
  }
  // Once more at the end, over everything that was sealed and rotated since.
  EXPECT_EQ(Verify(all, all_promised, kRounds), 0);
  EXPECT_GT(told, static_cast<std::size_t>(kRounds)) << "the load was too light to mean anything";
}

}  // namespace
}  // namespace candor::services::board
