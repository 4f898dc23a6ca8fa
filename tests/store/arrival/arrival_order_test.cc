// After a slot, nothing in the board's folder tells the order in which opinions arrived (DESIGN §4).
//
// The same 24 opinions arrive in many different orders; everything else, randomness included, is the
// same. Then (1) every file that holds opinions is the same, byte for byte, whatever the order was;
// (2) no number that can be found near any trace of an opinion is correlated with the order beyond
// chance; (3) of the old interval no byte is left. A store that keeps its pool in the main database
// is caught by (2), and a folder before its slot by (3).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "store/board_store.h"
#include "store/rocksdb/rocksdb_engine.h"
#include "tests/store/arrival/evidence.h"
#include "tests/store/arrival/intervals_in_main.h"
#include "tests/store/arrival/recording_engine.h"
#include "tests/store/support/submissions.h"
#include "tests/store/support/temporary_folder.h"
#include "tests/support/matchers.h"

namespace candor::store::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::IsEmpty;

constexpr std::size_t kOpinions = 24;
constexpr std::size_t kSealed = 16;
constexpr std::size_t kStaying = kOpinions - kSealed;

enum class Pool { kInIntervals, kInMain };

struct Scenario {
  Pool pool = Pool::kInIntervals;
  // The process starts anew after every so many arrivals; 0 never. A start moves what is in a
  // write-ahead log into a table, and notes the table's bounds.
  std::size_t restart_after = 0;
  bool restart_at_the_end = false;
};

// A board in a folder of its own, with its randomness and what it wrote.
class BoardOnDisk {
 public:
  explicit BoardOnDisk(const Scenario& scenario) : scenario_(scenario) { Start(); }

  void Start() {
    store_.reset();
    auto engine = RocksDbEngine::Open(folder(), random_);
    ASSERT_OK(engine);
    std::unique_ptr<Engine> inner = *std::move(engine);
    if (scenario_.pool == Pool::kInMain) {
      inner = std::make_unique<IntervalsInMain>(std::move(inner), random_);
    }
    auto store = BoardStore::Open(
        std::make_unique<RecordingEngine>(std::move(inner), recording_), random_);
    ASSERT_OK(store);
    store_ = *std::move(store);
  }
  void Stop() { store_.reset(); }

  BoardStore& store() { return *store_; }
  const Recording& recording() const { return recording_; }
  std::string folder() const { return temporary_.path() + "/board"; }

 private:
  Scenario scenario_;
  TemporaryFolder temporary_;
  crypto::DeterministicRandomForTesting random_{42};
  Recording recording_;
  std::unique_ptr<BoardStore> store_;
};

const std::vector<PooledSubmission>& Opinions() {
  static const auto* opinions = [] {
    crypto::DeterministicRandomForTesting random(1);
    return new std::vector<PooledSubmission>(MakeSubmissions(kOpinions, random));
  }();
  return *opinions;
}

std::size_t OpinionOf(const crypto::Hash& hash) {
  for (std::size_t i = 0; i < kOpinions; ++i) {
    if (Opinions()[i].submission_hash == hash) return i;
  }
  ADD_FAILURE() << "a hash of no opinion";
  return 0;
}

using Order = std::vector<std::size_t>;  // opinions in the order of their arrival

Order RandomOrder(std::uint64_t seed) {
  Order order(kOpinions);
  std::iota(order.begin(), order.end(), 0u);
  crypto::DeterministicRandomForTesting random(1'000 + seed);
  random.Shuffle(order);
  return order;
}

// A random choice of those pooled, the same in every run.
std::vector<PoolItem> ChooseSealed(BoardStore& store) {
  auto items = *store.Pooled(kCampaign, records::Pool::kOpinions);
  crypto::DeterministicRandomForTesting random(77);
  random.Shuffle(items);
  items.resize(kSealed);
  return items;
}

void Arrive(BoardOnDisk& board, const Order& order, const Scenario& scenario) {
  const NewEntry genesis = NumberedEntry(0);
  ASSERT_OK(board.store().Append({&genesis, 1}));
  for (std::size_t i = 0; i < order.size(); ++i) {
    EXPECT_EQ(CommitOne(board.store(), Opinions()[order[i]]).result,
              CommitOutcome::Result::kAccepted);
    if (scenario.restart_after != 0 && (i + 1) % scenario.restart_after == 0) board.Start();
  }
}

// Returns which opinions were sealed.
std::set<std::size_t> PassSlot(BoardOnDisk& board, const Scenario& scenario) {
  const auto items = ChooseSealed(board.store());
  const SealedBatch batch = MakeBatch(items, 1);
  const ProcessedSlot processed{kCampaign, 1};
  EXPECT_OK(board.store().RotateInterval({&batch, 1}, {&processed, 1}));
  if (scenario.restart_at_the_end) board.Start();
  board.Stop();
  std::set<std::size_t> sealed;
  for (const auto& item : items) sealed.insert(OpinionOf(item.submission_hash));
  return sealed;
}

std::vector<Needle> NeedlesOf(const Recording& recording) {
  std::vector<Needle> needles;
  for (std::size_t i = 0; i < kOpinions; ++i) {
    const PooledSubmission& opinion = Opinions()[i];
    needles.push_back({i, "hash", ToBytes(opinion.submission_hash)});
    needles.push_back({i, "signature", opinion.signed_submission});
    needles.push_back({i, "envelope", opinion.envelope});
    needles.push_back({i, "salt", ToBytes(opinion.salt)});
    for (std::size_t m = 0; m < opinion.marks.size(); ++m) {
      needles.push_back({i, "mark " + std::to_string(m), ToBytes(opinion.marks[m])});
    }
  }
  for (const auto& put : recording.puts) {
    const std::size_t opinion = OpinionOf(put.submission_hash);
    const bool old = put.interval == recording.opened.front().interval;
    const std::string record = old ? "old record's " : "new record's ";
    needles.push_back({opinion, record + "name", put.name});
    needles.push_back({opinion, record + "value", put.value});
  }
  return needles;
}

// What the runs say together of one channel about one group of opinions.
struct Finding {
  int runs = 0;
  double sum = 0;
  double sum_of_squares = 0;
  std::size_t opinions = 0;

  double Mean() const { return sum / runs; }
  double MeanSquare() const { return sum_of_squares / runs; }
  // Five standard deviations, and so: with a hundred channels, never by chance. Of random ranks of n
  // opinions, ρ has mean 0 and variance 1/(n−1); ρ² has mean 1/(n−1) and a standard deviation of
  // about √2/(n−1).
  bool BeyondChance() const {
    const double n = static_cast<double>(opinions) - 1;
    return std::abs(Mean()) > 5 / std::sqrt(n * runs) ||
           MeanSquare() > 1 / n + 5 * std::sqrt(2.0) / (n * std::sqrt(runs));
  }
};
using Findings = std::map<std::string, Finding>;

void Judge(const Evidence& evidence, const Order& order, const std::set<std::size_t>& group,
           const std::string& group_name, Findings& findings) {
  std::vector<double> arrival(kOpinions);
  for (std::size_t i = 0; i < order.size(); ++i) arrival[order[i]] = static_cast<double>(i);
  for (const auto& [channel, numbers] : evidence) {
    std::vector<double> found, arrived;
    for (const auto& [opinion, number] : numbers) {
      if (!group.contains(opinion)) continue;
      found.push_back(static_cast<double>(number));
      arrived.push_back(arrival[opinion]);
    }
    if (found.size() < 5) continue;
    const double correlation = RankCorrelation(found, arrived);
    Finding& finding = findings[channel + ", of those " + group_name];
    finding.opinions = found.size();
    ++finding.runs;
    finding.sum += correlation;
    finding.sum_of_squares += correlation * correlation;
  }
}

Findings Distinguish(const Scenario& scenario, int runs) {
  Findings findings;
  for (int run = 0; run < runs; ++run) {
    const Order order = RandomOrder(static_cast<std::uint64_t>(run));
    BoardOnDisk board(scenario);
    Arrive(board, order, scenario);
    const auto sealed = PassSlot(board, scenario);
    std::set<std::size_t> staying;
    for (std::size_t i = 0; i < kOpinions; ++i) {
      if (!sealed.contains(i)) staying.insert(i);
    }
    EXPECT_EQ(staying.size(), kStaying);
    const Evidence evidence = CollectEvidence(board.folder(), NeedlesOf(board.recording()));
    Judge(evidence, order, sealed, "sealed", findings);
    Judge(evidence, order, staying, "staying", findings);
  }
  return findings;
}

std::vector<std::string> BeyondChance(const Findings& findings) {
  std::vector<std::string> out;
  for (const auto& [channel, finding] : findings) {
    if (finding.BeyondChance()) out.push_back(channel + ": " + std::to_string(finding.Mean()));
  }
  return out;
}

bool Saw(const Findings& findings, std::string_view channel) {
  for (const auto& [name, finding] : findings) {
    if (name.starts_with(channel)) return true;
  }
  return false;
}

std::string Print(const Findings& findings) {
  std::string out;
  for (const auto& [name, f] : findings) {
    out += name + " n=" + std::to_string(f.opinions) + " runs=" + std::to_string(f.runs) +
           " mean=" + std::to_string(f.Mean()) + " square=" + std::to_string(f.MeanSquare()) + "\n";
  }
  return out;
}

TEST(ArrivalOrder, NothingTellsItAfterASlot) {
  const Findings findings = Distinguish({}, 16);
  EXPECT_THAT(BeyondChance(findings), IsEmpty());
  // The searcher did find the opinions, where they must be.
  EXPECT_TRUE(Saw(findings, "main/#.log hash offset, of those sealed")) << Print(findings);
  EXPECT_TRUE(Saw(findings, "main mark 0 key sequence"));
  EXPECT_TRUE(Saw(findings, "interval/#.log new record's name offset, of those staying"));
  EXPECT_TRUE(Saw(findings, "interval new record's name key sequence"));
}

TEST(ArrivalOrder, NothingTellsItAfterASlotAndAStart) {
  const Findings findings = Distinguish({.restart_at_the_end = true}, 16);
  EXPECT_THAT(BeyondChance(findings), IsEmpty());
  EXPECT_TRUE(Saw(findings, "main/#.sst mark 0 offset, of those sealed")) << Print(findings);
  EXPECT_TRUE(Saw(findings, "main/#.sst mark 0 trailer, of those sealed"));
  EXPECT_TRUE(Saw(findings, "interval/#.sst new record's name offset, of those staying"));
}

TEST(ArrivalOrder, NothingTellsItWhenTheBoardWasStartedManyTimesBefore) {
  const Findings findings = Distinguish({.restart_after = 4, .restart_at_the_end = true}, 10);
  EXPECT_THAT(BeyondChance(findings), IsEmpty());
  EXPECT_TRUE(Saw(findings, "main/#.sst hash offset, of those sealed")) << Print(findings);
}

TEST(ArrivalOrder, AStoreWithoutIntervalDatabasesIsCaught) {
  const Findings at_once = Distinguish({.pool = Pool::kInMain}, 6);
  EXPECT_THAT(BeyondChance(at_once), ::testing::Not(IsEmpty()));
  const Finding& log = at_once.at("main/#.log old record's name offset, of those sealed");
  EXPECT_GT(log.Mean(), 0.99) << Print(at_once);

  // Flushed into tables in between: deleted, and still there.
  const Findings flushed =
      Distinguish({.pool = Pool::kInMain, .restart_after = 4, .restart_at_the_end = true}, 6);
  EXPECT_THAT(BeyondChance(flushed), ::testing::Not(IsEmpty())) << Print(flushed);
}

// ---- byte for byte

// Files that may differ between two runs of the very same order: they carry ids and times of RocksDB.
bool MayDiffer(const fs::path& path) {
  const std::string name = path.filename().string();
  return name == "IDENTITY" || path.extension() == ".sst" || name.starts_with("MANIFEST");
}

std::map<std::string, Bytes> FilesAfter(const Order& order) {
  BoardOnDisk board({});
  Arrive(board, order, {});
  PassSlot(board, {});
  std::map<std::string, Bytes> files;
  for (const auto& entry : fs::recursive_directory_iterator(board.folder())) {
    if (!entry.is_regular_file() || MayDiffer(entry.path())) continue;
    files[fs::relative(entry.path(), board.folder()).string()] =
        ReadWholeFile(entry.path().string());
  }
  return files;
}

TEST(ArrivalOrder, TheFilesAreTheSameBytesWhateverItWas) {
  const auto first = FilesAfter(RandomOrder(100));
  std::size_t with_opinions = 0;
  for (const auto& [name, bytes] : first) with_opinions += name.ends_with(".log") ? 1 : 0;
  EXPECT_EQ(with_opinions, 2u) << "the logs of the main database and of the new interval";
  for (const std::uint64_t seed : {101u, 102u, 103u}) {
    const auto other = FilesAfter(RandomOrder(seed));
    ASSERT_EQ(first.size(), other.size());
    for (const auto& [name, bytes] : first) {
      EXPECT_TRUE(other.contains(name)) << name;
      EXPECT_TRUE(other.at(name) == bytes) << name << " differs";
    }
  }
}

// ---- what is gone

TEST(ArrivalOrder, OfTheOldIntervalNoByteIsLeft) {
  BoardOnDisk board({});
  Arrive(board, RandomOrder(5), {});
  ASSERT_EQ(board.recording().opened.size(), 1u);
  const auto old = board.recording().opened[0];
  const std::vector<RecordedPut> puts = board.recording().puts;
  ASSERT_EQ(puts.size(), kOpinions);
  std::vector<Needle> needles = {{0, "key", ToBytes(old.key)}};
  for (const auto& put : puts) {
    const std::size_t opinion = OpinionOf(put.submission_hash);
    needles.push_back({opinion, "name", put.name});
    for (std::size_t at = 0; at + 16 <= put.value.size(); at += 16) {
      const ByteView piece = ByteView(put.value).subspan(at, 16);
      needles.push_back({opinion, "piece " + std::to_string(at), ToBytes(piece)});
    }
  }
  const auto count = [&] {
    std::size_t found = 0;
    for (const auto& [channel, numbers] : CollectEvidence(board.folder(), needles)) {
      if (channel.ends_with(" offset")) found += numbers.size();
    }
    return found;
  };
  EXPECT_GE(count(), needles.size() * 9 / 10) << "the control: before the slot all of it is there";
  EXPECT_THAT(FilesWith(board.folder(), AsBytes(old.interval)), ::testing::Not(IsEmpty()));

  PassSlot(board, {});
  EXPECT_EQ(count(), 0u);
  EXPECT_FALSE(fs::exists(board.folder() + "/interval-" + old.interval));
  for (const auto& file : FilesWith(board.folder(), AsBytes(old.interval))) {
    // The log of the main database still has the batch that named it: a random name, of nothing.
    EXPECT_EQ(fs::path(file).extension(), ".log") << file;
    EXPECT_EQ(fs::path(file).parent_path().filename(), "main") << file;
  }
}

}  // namespace
}  // namespace candor::store::testing
