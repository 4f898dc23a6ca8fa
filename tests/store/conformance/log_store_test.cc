// The log at rest is the RFC 6962 tree of its entries, in the files that C2SP names.
#include "store/log_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "audit/entry_bundle.h"
#include "audit/proof.h"
#include "audit/tile.h"
#include "tests/audit/naive_tree.h"
#include "tests/store/conformance/conformance.h"
#include "tests/store/support/submissions.h"
#include "tests/support/matchers.h"

namespace candor::store::testing {
namespace {

using audit::testing::LeafData;
using audit::testing::LeafHashes;
using audit::testing::NaiveRoot;
using audit::testing::TilesOf;
using ::candor::testing::IsOkAndHolds;
using ::candor::testing::StatusIs;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;

// NumberedEntry(i) is LeafData(i), so that the naive tree over indices is the oracle.
std::vector<NewEntry> Numbered(std::uint64_t begin, std::uint64_t end) {
  std::vector<NewEntry> out;
  for (std::uint64_t i = begin; i < end; ++i) out.push_back(NumberedEntry(i));
  return out;
}

// An engine with the log that is on it.
struct OpenLog {
  explicit OpenLog(Machine& machine) : engine(machine.Start()) {
    auto opened = LogStore::Open(*engine);
    EXPECT_OK(opened);
    if (opened.ok()) log = *std::move(opened);
  }
  ~OpenLog() { log.reset(); }

  Appended Append(std::span<const NewEntry> entries) {
    WriteBatch batch;
    auto appended = log->Stage(entries, batch);
    EXPECT_OK(appended);
    EXPECT_OK(engine->Write(batch));
    log->Commit();
    return appended.ok() ? *appended : Appended();
  }

  std::unique_ptr<Engine> engine;
  std::unique_ptr<LogStore> log;
};

// Every tile and entry bundle that a tree of `size` leaves has, byte for byte.
void ExpectFilesOf(const LogStore& log, std::uint64_t size) {
  const auto oracle = TilesOf(size);
  for (const auto& [place, hashes] : oracle.tiles) {
    const auto [level, index] = place;
    const std::uint32_t width = audit::TileWidthAt(size, level, index);
    EXPECT_THAT(log.PublicFile(audit::TilePath({level, index, width})), IsOkAndHolds(hashes))
        << "level " << level << " index " << index << " width " << width;
  }
  for (std::uint64_t bundle = 0; bundle < audit::BundleCount(size); ++bundle) {
    const std::uint32_t width = audit::TileWidthAt(size, 0, bundle);
    std::vector<Bytes> entries;
    for (std::uint32_t i = 0; i < width; ++i) entries.push_back(LeafData(bundle * 256 + i));
    EXPECT_THAT(log.PublicFile(audit::EntryBundlePath({bundle, width})),
                IsOkAndHolds(*audit::EncodeEntryBundle(entries)));
  }
}

class LogConformance : public Conformance {};
CANDOR_ON_EVERY_ENGINE(LogConformance);

TEST_P(LogConformance, AFreshLogIsTheEmptyTree) {
  const OpenLog open(*machine_);
  EXPECT_EQ(open.log->size(), 0u);
  EXPECT_EQ(open.log->root(), audit::EmptyRoot());
  EXPECT_THAT(open.log->Entries(0, 0), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(open.log->Entry(0), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(open.log->PublicFile("tile/0/000.p/1"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(open.log->TextFile(0), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(open.log->PublishedCheckpoint(), IsOkAndHolds(Eq(std::nullopt)));
}

TEST_P(LogConformance, ItEqualsTheNaiveTreeAcrossTheEdgesOfATile) {
  std::uint64_t size = 0;
  for (const std::uint64_t next : {1u, 2u, 254u, 255u, 256u, 257u, 511u, 513u, 600u}) {
    OpenLog open(*machine_);  // a restart each time
    EXPECT_EQ(open.log->size(), size);
    const Appended appended = open.Append(Numbered(size, next));
    EXPECT_EQ(appended.first_index, size);
    EXPECT_EQ(appended.size, next);
    size = next;
    EXPECT_EQ(open.log->size(), size);
    EXPECT_EQ(open.log->root(), NaiveRoot(LeafHashes(0, size)));
    EXPECT_EQ(appended.root, open.log->root());
    ExpectFilesOf(*open.log, size);
  }
  const OpenLog open(*machine_);
  // Files of every earlier size as well.
  for (const std::uint64_t earlier : {1u, 100u, 255u, 256u, 257u, 512u, 599u}) {
    ExpectFilesOf(*open.log, earlier);
  }
  EXPECT_THAT(open.log->Entries(250, 520), IsOkAndHolds(SizeIs(270)));
  EXPECT_THAT(open.log->Entry(300), IsOkAndHolds(LeafData(300)));
}

TEST_P(LogConformance, ProofsFromItsTilesVerify) {
  OpenLog open(*machine_);
  constexpr std::uint64_t kSize = 700;
  open.Append(Numbered(0, kSize));
  const auto leaves = LeafHashes(0, kSize);
  for (const std::uint64_t size : {1u, 2u, 255u, 256u, 257u, 512u, 699u, 700u}) {
    const crypto::Hash root = NaiveRoot(std::span(leaves).first(size));
    for (const std::uint64_t index : {std::uint64_t{0}, size / 2, size - 1}) {
      ASSERT_OK_AND_ASSIGN(const auto proof, open.log->InclusionProof(index, size));
      EXPECT_OK(audit::VerifyInclusion(index, size, leaves[index], proof, root));
    }
    ASSERT_OK_AND_ASSIGN(const auto proof, open.log->ConsistencyProof(size, kSize));
    EXPECT_OK(audit::VerifyConsistency(size, root, kSize, open.log->root(), proof));
  }
  EXPECT_THAT(open.log->InclusionProof(0, kSize + 1), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(open.log->InclusionProof(5, 5), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(open.log->ConsistencyProof(0, 5), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(open.log->ConsistencyProof(1, kSize + 1), StatusIs(absl::StatusCode::kNotFound));
}

TEST_P(LogConformance, PathsThatAreNoFileOfThisSizeAreNotFound) {
  OpenLog open(*machine_);
  open.Append(Numbered(0, 300));
  for (const char* path : {"tile/0/001.p/45", "tile/0/001", "tile/0/002.p/1", "tile/1/000.p/2",
                           "tile/1/000", "tile/2/000.p/1", "tile/entries/001.p/45",
                           "tile/entries/001", "tile/entries/002.p/1"}) {
    EXPECT_THAT(open.log->PublicFile(path), StatusIs(absl::StatusCode::kNotFound)) << path;
  }
  for (const char* path : {"", "checkpoint", "tile", "tile/0/1", "tile/00/000", "tile/0/000.p/0",
                           "tile/0/000.p/256", "tile/entries/", "tile/entries/0000", "text/000",
                           "/tile/0/000", "tile/0/000/", "tile/64/000", "tile/0/x000/000"}) {
    EXPECT_THAT(open.log->PublicFile(path), StatusIs(absl::StatusCode::kInvalidArgument)) << path;
  }
}

TEST_P(LogConformance, TextsLieBesideTheirEntries) {
  {
    OpenLog open(*machine_);
    open.Append(std::vector<NewEntry>{NumberedEntry(0), EntryWithContent(1, 0x11, "a manifest"),
                                      NumberedEntry(2)});
    open.Append(Numbered(3, 256));
    open.Append(std::vector<NewEntry>{EntryWithContent(256, 0x22, "an answer")});
  }
  const OpenLog open(*machine_);
  ASSERT_OK_AND_ASSIGN(const Bytes file, open.log->TextFile(0));
  ASSERT_OK_AND_ASSIGN(const auto texts, audit::DecodeTextBundle(file));
  ASSERT_EQ(texts.size(), 256u);
  for (std::size_t i = 0; i < texts.size(); ++i) EXPECT_EQ(texts[i].empty(), i != 1) << i;
  EXPECT_EQ(AsText(texts[1].content), "a manifest");
  EXPECT_EQ(texts[1].salt[0], 0x11);
  ASSERT_OK_AND_ASSIGN(const Bytes second_file, open.log->TextFile(1));
  ASSERT_OK_AND_ASSIGN(const auto second, audit::DecodeTextBundle(second_file));
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(AsText(second[0].content), "an answer");
  EXPECT_THAT(open.log->TextFile(2), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(open.log->TextFile(std::uint64_t{1} << 60), StatusIs(absl::StatusCode::kNotFound));

  ASSERT_OK_AND_ASSIGN(const auto content, open.log->ContentOf(1));
  ASSERT_TRUE(content.has_value());
  EXPECT_EQ(AsText(content->bytes), "a manifest");
  EXPECT_EQ(content->salt[31], 0x11);
  ASSERT_OK_AND_ASSIGN(const auto none, open.log->ContentOf(0));
  EXPECT_FALSE(none.has_value());
  EXPECT_THAT(open.log->ContentOf(257), StatusIs(absl::StatusCode::kNotFound));
}

TEST_P(LogConformance, ThePublishedCheckpointIsKept) {
  { EXPECT_OK(OpenLog(*machine_).log->SetPublishedCheckpoint("first\n")); }
  { EXPECT_OK(OpenLog(*machine_).log->SetPublishedCheckpoint("second\n")); }
  EXPECT_THAT(OpenLog(*machine_).log->PublishedCheckpoint(),
              IsOkAndHolds(Optional(std::string("second\n"))));
}

TEST_P(LogConformance, WhatIsStagedIsNotSeenBeforeTheCommitAndForgottenWithoutIt) {
  OpenLog open(*machine_);
  open.Append(Numbered(0, 3));
  const crypto::Hash root = open.log->root();
  WriteBatch abandoned;
  ASSERT_OK(open.log->Stage(Numbered(3, 300), abandoned));
  EXPECT_EQ(open.log->size(), 3u);
  EXPECT_EQ(open.log->root(), root);
  EXPECT_THAT(open.log->Entry(3), StatusIs(absl::StatusCode::kNotFound));
  const Appended appended = open.Append(Numbered(3, 4));
  EXPECT_EQ(appended.first_index, 3u);
  EXPECT_EQ(open.log->root(), NaiveRoot(LeafHashes(0, 4)));
}

TEST_P(LogConformance, AnEntryThatNoVerifierWouldTakeIsNotAppended) {
  OpenLog open(*machine_);
  WriteBatch batch;
  const auto refused = [&](const NewEntry& entry) {
    EXPECT_THAT(open.log->Stage({&entry, 1}, batch), StatusIs(absl::StatusCode::kInvalidArgument));
  };
  refused({});
  refused({Bytes(2'049), std::nullopt});
  refused({Bytes(1), Content{}});
  refused({Bytes(1), Content{{}, Bytes(0x1000000)}});
  const NewEntry largest{Bytes(2'048), Content{{1}, Bytes(0xffffff)}};
  EXPECT_OK(open.log->Stage({&largest, 1}, batch));
}

TEST_P(LogConformance, DamageIsFoundAtTheStart) {
  {
    OpenLog open(*machine_);
    open.Append(Numbered(0, 300));
    // The partial tile of level 0, in the table of tiles.
    Bytes tile;
    Bytes key = {0x02, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    ASSERT_OK_AND_ASSIGN(auto stored, open.engine->Get(key));
    ASSERT_TRUE(stored.has_value());
    stored->at(40) ^= 1;
    WriteBatch batch;
    batch.Put(key, *stored);
    ASSERT_OK(open.engine->Write(batch));
  }
  const auto engine = machine_->Start();
  EXPECT_THAT(LogStore::Open(*engine), StatusIs(absl::StatusCode::kDataLoss));
}

// AUDIT §1: "273 full tiles and one of width 112, at level 1 one full and one of width 17, at level 2
// one of width 1". In memory only: the tiles are the same bytes in either engine.
TEST(LogInMemory, SeventyThousandEntriesHaveTheTilesOfTheSpecification) {
  constexpr std::uint64_t kSize = 70'000;
  const auto machine = MakeMachine(EngineKind::kMemory);
  OpenLog open(*machine);
  for (std::uint64_t begin = 0; begin < kSize; begin += 7'001) {
    open.Append(Numbered(begin, std::min(begin + 7'001, kSize)));
  }
  audit::CompactRange range;
  for (const auto& leaf : LeafHashes(0, kSize)) range.Append(leaf);
  EXPECT_EQ(open.log->root(), range.Root());
  for (const char* path : {"tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17",
                           "tile/2/000.p/1", "tile/entries/272", "tile/entries/273.p/112"}) {
    EXPECT_OK(open.log->PublicFile(path)) << path;
  }
  for (const char* path : {"tile/0/273", "tile/0/273.p/113", "tile/1/001.p/18", "tile/2/000.p/2"}) {
    EXPECT_THAT(open.log->PublicFile(path), StatusIs(absl::StatusCode::kNotFound)) << path;
  }
  const auto oracle = TilesOf(kSize);
  EXPECT_THAT(open.log->PublicFile("tile/1/001.p/17"), IsOkAndHolds(oracle.tiles.at({1, 1})));
  EXPECT_THAT(open.log->PublicFile("tile/2/000.p/1"), IsOkAndHolds(oracle.tiles.at({2, 0})));
  ASSERT_OK_AND_ASSIGN(const auto proof, open.log->InclusionProof(69'999, kSize));
  EXPECT_OK(audit::VerifyInclusion(69'999, kSize, audit::LeafHash(LeafData(69'999)), proof,
                                   open.log->root()));
}

}  // namespace
}  // namespace candor::store::testing
