// store_child: a board's store in a process of its own, for the tests that kill it.
//
//   store_child run FOLDER ROUND         commits and rotates until it is killed
//   store_child early FOLDER ROUND       says that it has committed, and never does (a control)
//   store_child fill FOLDER ROUND LIMIT  commits until files may not grow beyond LIMIT bytes
//   store_child seal FOLDER ROUND LIMIT  the same, at a rotation
//
// Prints a line when something has happened and not before: "ready", "accepted <number>" for the
// submission of that number (process/rounds.h), "rotated", "error <code> <sentence>".
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "store/board_store.h"
#include "store/rocksdb/rocksdb_engine.h"
#include "tests/store/process/rounds.h"

namespace candor::store::testing {
namespace {

// One write a line: a line is there whole, or was never said.
void Say(const std::string& line) {
  const std::string text = line + "\n";
  if (write(STDOUT_FILENO, text.data(), text.size()) < 0) std::exit(1);
}

void SayError(const absl::Status& status) {
  Say("error " + absl::StatusCodeToString(status.code()) + " " + std::string(status.message()));
}

bool Commit(BoardStore& store, std::uint64_t round, std::uint64_t first, std::uint64_t count) {
  std::vector<PooledSubmission> submissions;
  for (std::uint64_t i = 0; i < count; ++i) submissions.push_back(SubmissionOf(round, first + i));
  const auto outcomes = store.CommitSubmissions(submissions);
  if (!outcomes.ok()) {
    SayError(outcomes.status());
    return false;
  }
  for (std::uint64_t i = 0; i < count; ++i) {
    if ((*outcomes)[i].result == CommitOutcome::Result::kAccepted) {
      Say("accepted " + std::to_string(first + i));
    }
  }
  return true;
}

bool Rotate(BoardStore& store, std::size_t part) {
  const auto items = store.Pooled(kCampaign, records::Pool::kOpinions);
  if (!items.ok()) return false;
  const SealedBatch batch = MakeBatch(std::span(*items).first(items->size() / part), 1);
  const auto appended = store.RotateInterval({&batch, 1}, {});
  if (appended.ok()) Say("rotated");
  if (!appended.ok()) SayError(appended.status());
  return appended.ok();
}

void LimitFiles(rlim_t bytes) {
  signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{bytes, bytes};
  if (setrlimit(RLIMIT_FSIZE, &limit) != 0) std::exit(1);
}

void Run(BoardStore& store, std::uint64_t round) {
  std::uint64_t next = 0;
  for (std::uint64_t turn = 0;; ++turn) {
    const std::uint64_t count = 1 + turn % 3;
    if (!Commit(store, round, next, count)) return;
    next += count;
    if (turn % 3 == 2 && !Rotate(store, 2)) return;
  }
}

void Fill(BoardStore& store, std::uint64_t round, rlim_t limit) {
  LimitFiles(limit);
  std::uint64_t next = 0;
  while (Commit(store, round, next, 1)) ++next;
  // It stays at its word: no second attempt is let through.
  Commit(store, round, next + 1, 1);
}

void Seal(BoardStore& store, std::uint64_t round, rlim_t limit) {
  for (std::uint64_t i = 0; i < 40; ++i) Commit(store, round, i, 1);
  LimitFiles(limit);
  Rotate(store, 1);
  Commit(store, round, 40, 1);
}

int Main(const std::vector<std::string>& arguments) {
  if (arguments.size() < 4) return 2;
  const std::string& verb = arguments[1];
  const std::uint64_t round = std::stoull(arguments[3]);
  crypto::SystemRandom random;
  auto engine = RocksDbEngine::Open(arguments[2], random);
  if (!engine.ok()) return SayError(engine.status()), 1;
  auto store = BoardStore::Open(*std::move(engine), random);
  if (!store.ok()) return SayError(store.status()), 1;
  Say("ready");
  if (verb == "run") Run(**store, round);
  if (verb == "early") {
    Say("accepted 0");
    pause();
  }
  if (verb == "fill") Fill(**store, round, std::stoull(arguments.at(4)));
  if (verb == "seal") Seal(**store, round, std::stoull(arguments.at(4)));
  return 0;
}

}  // namespace
}  // namespace candor::store::testing

int main(int argc, char** argv) {
  return candor::store::testing::Main(std::vector<std::string>(argv, argv + argc));
}
