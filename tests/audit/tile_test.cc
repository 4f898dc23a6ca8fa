#include "audit/tile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/random.h"
#include "tests/audit/naive_tree.h"
#include "tests/support/matchers.h"
#include "tests/support/vectors.h"

namespace candor::audit {
namespace {

using ::candor::testing::IsOk;
using ::candor::testing::StatusIs;
using testing::LeafHashes;
using testing::MemoryTiles;
using testing::TilesOf;

struct GoodTilePath {
  TileId id;
  const char* path;
};

TEST(TilePath, HasOneFormForEachTile) {
  const GoodTilePath cases[] = {
      {{0, 0, 256}, "tile/0/000"},
      {{0, 0, 1}, "tile/0/000.p/1"},
      {{1, 7, 255}, "tile/1/007.p/255"},
      {{2, 999, 256}, "tile/2/999"},
      {{2, 1000, 256}, "tile/2/x001/000"},
      {{0, 1234067, 256}, "tile/0/x001/x234/067"},
      {{0, 1234067, 12}, "tile/0/x001/x234/067.p/12"},
      {{63, 5, 256}, "tile/63/005"},
      {{0, 9223372036854775807ull, 256}, "tile/0/x009/x223/x372/x036/x854/x775/807"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(TilePath(c.id), c.path);
    const auto parsed = ParseTilePath(c.path);
    ASSERT_THAT(parsed, IsOk()) << c.path;
    EXPECT_EQ(*parsed, c.id) << c.path;
  }
}

TEST(TilePath, AgreesWithTheSpecificationsExamples) {
  CANDOR_VECTORS_OR_RETURN(vectors, "c2sp/c2sp_notes.json");
  std::size_t compared = 0;
  for (const auto& [index, path] : vectors.at("tlog_tiles").at("path_index").items()) {
    EXPECT_EQ(TilePath({0, std::stoull(index), 256}), "tile/0/" + path.get<std::string>());
    ++compared;
  }
  EXPECT_GT(compared, 0u);
}

TEST(TilePath, RefusesEveryOtherSpelling) {
  for (const char* path : {"",
                           "tile",
                           "tile/",
                           "tile/0",
                           "tile/0/",
                           "/tile/0/000",
                           "tile//000",
                           "tile/0/000/",
                           "tile/0/0",
                           "tile/0/00",
                           "tile/0/0000",
                           "tile/0/x000",
                           "tile/0/x000/000",
                           "tile/0/x000/x001/000",
                           "tile/0/001/000",
                           "tile/0/x1/000",
                           "tile/0/x0001/000",
                           "tile/0/X001/000",
                           "tile/0/x001/x000",
                           "tile/0/x001//000",
                           "tile/0/x001",
                           "tile/0/ab0",
                           "tile/0/-01",
                           "tile/0/+01",
                           "tile/0/ 01",
                           "tile/0/0 1",
                           "tile/00/000",
                           "tile/01/000",
                           "tile/64/000",
                           "tile/-1/000",
                           "tile/x/000",
                           "tile/0/000.p",
                           "tile/0/000.p/",
                           "tile/0/000.p/0",
                           "tile/0/000.p/256",
                           "tile/0/000.p/01",
                           "tile/0/000.p/1/",
                           "tile/0/000.p/-1",
                           "tile/0/000.p/1.p/1",
                           "tile/0/000.p1",
                           "tile/0/000.P/1",
                           "tile/0/000.p/1x",
                           "tile/0/000?x",
                           "tile/0/../000",
                           "tile/0/%30%30%30",
                           "tile/0/000\n",
                           "tile/0/x009/x223/x372/x036/x854/x775/808",
                           "tile/0/x001/x000/x000/x000/x000/x000/x000/000",
                           "tile/entries/000",
                           "text/000",
                           "tile/99999999999999999999/000"}) {
    EXPECT_THAT(ParseTilePath(path), StatusIs(absl::StatusCode::kInvalidArgument)) << path;
  }
  EXPECT_THAT(ParseTilePath(std::string_view("tile/0/000\0", 11)),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(EntryBundlePath, HasOneFormForEachBundle) {
  EXPECT_EQ(EntryBundlePath({1234067, 256}), "tile/entries/x001/x234/067");
  EXPECT_EQ(EntryBundlePath({3, 112}), "tile/entries/003.p/112");
  const auto parsed = ParseEntryBundlePath("tile/entries/x001/x234/067.p/9");
  ASSERT_THAT(parsed, IsOk());
  EXPECT_EQ(*parsed, (BundleId{1234067, 9}));
  for (const char* path :
       {"", "tile/entries", "tile/entries/", "tile/entries/0", "tile/entries/x000/001",
        "tile/entries/000.p/0", "tile/entries/000.p/256", "tile/entries/000/", "tile/0/000",
        "/tile/entries/000", "tile/entries/../000", "text/000"}) {
    EXPECT_THAT(ParseEntryBundlePath(path), StatusIs(absl::StatusCode::kInvalidArgument)) << path;
  }
}

TEST(TextBundlePath, HasOneFormForEachBundleAndNoWidth) {
  EXPECT_EQ(TextBundlePath(0), "text/000");
  EXPECT_EQ(TextBundlePath(1234067), "text/x001/x234/067");
  EXPECT_EQ(*ParseTextBundlePath("text/x001/x234/067"), 1234067u);
  for (const char* path : {"", "text", "text/", "text/0", "text/1234", "text/000.p/4",
                           "text/x000/001", "/text/000", "text/000/", "tile/entries/000"}) {
    EXPECT_THAT(ParseTextBundlePath(path), StatusIs(absl::StatusCode::kInvalidArgument)) << path;
  }
}

TEST(TileUpdates, GiveTheTilesThatTheSpecificationCounts) {
  CANDOR_VECTORS_OR_RETURN(vectors, "tlog/derived_kat.json");
  const auto& expected = vectors.at("tlog_tiles_70000");
  const auto tiles = TilesOf(70000);
  std::map<unsigned, std::size_t> full;
  std::map<unsigned, std::size_t> partial_width;
  for (const auto& [key, hashes] : tiles.tiles) {
    if (hashes.size() == 8192) {
      ++full[key.first];
    } else {
      EXPECT_EQ(partial_width.count(key.first), 0u);
      partial_width[key.first] = hashes.size() / 32;
    }
  }
  EXPECT_EQ(full[0], expected.at("l0_full"));
  EXPECT_EQ(partial_width[0], expected.at("l0_partial"));
  EXPECT_EQ(full[1], expected.at("l1_full"));
  EXPECT_EQ(partial_width[1], expected.at("l1_partial"));
  EXPECT_EQ(full[2], 0u);
  EXPECT_EQ(partial_width[2], expected.at("l2_partial"));
  EXPECT_THAT(PartialTiles(70000),
              ::testing::ElementsAre(TileId{0, 273, 112}, TileId{1, 1, 17}, TileId{2, 0, 1}));
  EXPECT_THAT(PartialTiles(256), ::testing::ElementsAre(TileId{1, 0, 1}));
  EXPECT_EQ(BundleCount(70000), 274u);
  EXPECT_EQ(BundleCount(256), 1u);
  EXPECT_EQ(BundleCount(0), 0u);
}

TEST(TileUpdates, AreTheSameHoweverTheLeavesAreSplitIntoBatches) {
  constexpr std::uint64_t kSize = 1500;
  const auto at_once = TilesOf(kSize);
  crypto::DeterministicRandomForTesting random(3);
  for (int round = 0; round < 10; ++round) {
    MemoryTiles grown;
    for (std::uint64_t size = 0; size < kSize;) {
      const std::uint64_t next = std::min(kSize, size + 1 + random.Uniform(round < 5 ? 40 : 600));
      grown.Append(size, LeafHashes(size, next));
      size = next;
    }
    EXPECT_EQ(grown.tiles, at_once.tiles);
  }
}

TEST(TileUpdates, NameEachTileOnceInItsFinalWidth) {
  const auto tiles = TilesOf(250);
  const auto writes = TileUpdates(250, LeafHashes(250, 600), tiles);
  ASSERT_THAT(writes, IsOk());
  std::vector<TileId> ids;
  for (const auto& write : *writes) {
    ids.push_back(write.id);
    EXPECT_EQ(write.hashes.size(), write.id.width * 32);
  }
  EXPECT_THAT(ids, ::testing::ElementsAre(TileId{0, 0, 256}, TileId{0, 1, 256}, TileId{0, 2, 88},
                                          TileId{1, 0, 2}));
  EXPECT_THAT(TileUpdates(250, {}, tiles), ::candor::testing::IsOkAndHolds(::testing::IsEmpty()));
}

TEST(TileUpdates, RefuseAStoredTileThatIsMissingShortOrRagged) {
  const auto leaves = LeafHashes(10, 12);
  MemoryTiles tiles;
  EXPECT_THAT(TileUpdates(10, leaves, tiles), StatusIs(absl::StatusCode::kNotFound));
  for (const std::size_t length : {0, 32, 9 * 32, 10 * 32 - 1, 10 * 32 + 1, 257 * 32}) {
    tiles.tiles[{0, 0}] = Bytes(length);
    EXPECT_THAT(TileUpdates(10, leaves, tiles), StatusIs(absl::StatusCode::kDataLoss)) << length;
  }
  EXPECT_THAT(TileUpdates(~0ull, leaves, tiles), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(TileHashReader, RefusesSubtreesThatTheTreeDoesNotHave) {
  const auto tiles = TilesOf(300);
  const TileHashReader reader(tiles, 300);
  EXPECT_THAT(reader.ReadHash(0, 299), IsOk());
  EXPECT_THAT(reader.ReadHash(8, 0), IsOk());
  EXPECT_THAT(reader.ReadHash(0, 300), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(reader.ReadHash(8, 1), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(reader.ReadHash(9, 0), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(reader.ReadHash(7, ~0ull), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(reader.ReadHash(511, 0), StatusIs(absl::StatusCode::kOutOfRange));
}

TEST(TileHashReader, TakesAWiderTileForANarrowerOne) {
  const auto tiles = TilesOf(200);
  const TileHashReader reader(tiles, 150);
  EXPECT_EQ(*BuildRoot(reader, 150), testing::NaiveRoot(LeafHashes(0, 150)));
  EXPECT_THAT(reader.ReadHash(0, 150), StatusIs(absl::StatusCode::kOutOfRange));
}

}  // namespace
}  // namespace candor::audit
