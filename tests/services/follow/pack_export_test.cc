#include "services/follow/pack_export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "audit/entry_bundle.h"
#include "audit/tile.h"
#include "base/text.h"
#include "tests/audit/log_fixture.h"
#include "tests/services/runtime/temporary_folder.h"
#include "tests/support/matchers.h"

namespace candor::services::follow {
namespace {

using audit::testing::TestLog;
using ::candor::testing::StatusIs;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// What a log serves, and what was asked for.
class Served final : public audit::LogFiles {
 public:
  absl::StatusOr<Bytes> Read(std::string_view path) const override {
    asked.emplace_back(path);
    const auto at = files.find(path);
    if (at == files.end()) return absl::NotFoundError("no such file");
    return at->second;
  }

  void Publish(const TestLog& log, std::size_t size) {
    audit::testing::MemoryTiles none;
    const auto tiles = audit::TileUpdates(0, log.Hashes(size), none).value();
    for (const auto& tile : tiles) files[audit::TilePath(tile.id)] = tile.hashes;
    for (std::uint64_t n = 0; n < audit::BundleCount(size); ++n) {
      const std::size_t first = n * audit::kTileWidth;
      const std::uint32_t width = audit::TileWidthAt(size, 0, n);
      files[audit::EntryBundlePath({n, width})] =
          audit::EncodeEntryBundle(log.Slice(first, first + width)).value();
      files[audit::TextBundlePath(n)] =
          audit::EncodeTextBundle(std::vector<audit::EntryText>(width)).value();
    }
    files["checkpoint"] = ToBytes(AsBytes(audit::testing::WithCosignature(
        log.Note(size), "w.example", audit::testing::KeyOf(40), 1'700'000'000)));
  }

  std::map<std::string, Bytes, std::less<>> files;
  mutable std::vector<std::string> asked;
};

class PackExport : public ::testing::Test {
 protected:
  PackExport() {
    log.Grow(600);
    served.Publish(log, 520);
  }

  absl::Status Export() {
    records::LogIdentity identity;
    identity.origin = log.origin;
    identity.key = log.key.verify_key();
    served.asked.clear();
    return ExportLog({.source = served,
                      .number = 0,
                      .log = identity,
                      .policy = {1, {audit::testing::WitnessVkey("w.example",
                                                                 audit::testing::KeyOf(40))}}},
                     pack);
  }
  std::vector<std::string> Earlier() const { return pack.Earlier(0).value(); }

  runtime::TemporaryFolder folder;
  const PackFolder pack{folder.path()};
  TestLog log;
  Served served;
};

TEST_F(PackExport, TheFolderHoldsWhatTheLogServesAndNothingElse) {
  ASSERT_OK(Export());
  const auto files = pack.Files().value();
  EXPECT_EQ(files.size(), served.files.size());
  for (const auto& path : files) {
    EXPECT_EQ(pack.Read(path).value(), served.files.at(path.substr(path.find("board/") + 6)));
  }
}

TEST_F(PackExport, WhatIsThereIsNotFetchedAgain) {
  ASSERT_OK(Export());
  EXPECT_THAT(served.asked, Contains("tile/entries/000"));
  ASSERT_OK(Export());
  EXPECT_THAT(served.asked, ElementsAre("checkpoint", "text/000", "text/001", "text/002"));
}

TEST_F(PackExport, ACopyThatStoppedHalfwayGoesOn) {
  ASSERT_OK(Export());
  ASSERT_OK(pack.Remove("logs/board/checkpoint"));
  ASSERT_OK(pack.Remove("logs/board/tile/entries/001"));
  ASSERT_OK(Export());
  EXPECT_THAT(served.asked, Contains("tile/entries/001"));
  EXPECT_THAT(served.asked, Not(Contains("tile/entries/000")));
}

TEST_F(PackExport, AnExtendedPackKeepsTheEarlierNoteAndNoEarlierTile) {
  ASSERT_OK(Export());
  const std::string before(AsText(served.files.at("checkpoint")));
  served.Publish(log, 600);
  ASSERT_OK(Export());
  EXPECT_THAT(Earlier(), ElementsAre(before));
  const auto files = pack.Files().value();
  EXPECT_THAT(files, Contains("logs/board/tile/0/002.p/88"));
  EXPECT_THAT(files, Not(Contains("logs/board/tile/0/002.p/8")));
}

TEST_F(PackExport, DamageHereIsMendedAndNotBlamedOnTheLog) {
  ASSERT_OK(Export());
  const std::string path = "logs/board/tile/entries/001";
  Bytes damaged = pack.Read(path).value();
  damaged.back() ^= 1;
  ASSERT_OK(pack.Write(path, damaged));
  ASSERT_OK(Export());
  EXPECT_EQ(pack.Read(path).value(), served.files.at("tile/entries/001"));
  EXPECT_THAT(Earlier(), IsEmpty());
}

TEST_F(PackExport, ALogThatShrinksOrForksIsRefusedAndBothNotesAreKept) {
  ASSERT_OK(Export());
  const Bytes good = served.files.at("checkpoint");
  const Bytes entries = served.files.at("tile/entries/000");
  served.Publish(log, 500);
  EXPECT_THAT(Export(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("taken back")));
  TestLog fork;
  fork.entries = log.entries;
  fork.entries[3].push_back(1);
  served.Publish(fork, 600);
  EXPECT_THAT(Export(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("do not extend")));
  EXPECT_EQ(pack.Read("logs/board/checkpoint").value(), good);
  EXPECT_EQ(pack.Read("logs/board/tile/entries/000").value(), entries);
  EXPECT_EQ(Earlier().size(), 2u);
}

TEST_F(PackExport, FilesThatDoNotLeadToTheRootAreRefused) {
  served.files.at("tile/entries/000").back() ^= 1;
  EXPECT_THAT(Export(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("do not lead")));
  EXPECT_FALSE(pack.Read("logs/board/checkpoint").ok());
}

TEST_F(PackExport, ANoteWithoutTheQuorumIsNotTaken) {
  served.files["checkpoint"] = ToBytes(AsBytes(log.Note(520)));
  EXPECT_THAT(Export(), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(pack.Files().value(), IsEmpty());
}

TEST_F(PackExport, ContentsBeyondTheCheckpointAreLeftOut) {
  served.files["text/002"] =
      audit::EncodeTextBundle(std::vector<audit::EntryText>(30)).value();
  ASSERT_OK(Export());
  EXPECT_EQ(audit::DecodeTextBundle(pack.Read("logs/board/text/002").value())->size(), 8u);
}

TEST_F(PackExport, AnotherOrganisationsPackIsNotTouched) {
  ASSERT_OK(ExportBundle(AsBytes("ours"), pack));
  ASSERT_OK(ExportBundle(AsBytes("ours"), pack));
  EXPECT_THAT(ExportBundle(AsBytes("theirs"), pack),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(PackExport, TheListNamesEveryFileAndFindsEveryFault) {
  ASSERT_OK(Export());
  ASSERT_OK(pack.Seal());
  EXPECT_THAT(pack.CheckSums().value(), IsEmpty());
  const Bytes list = pack.Read("SHA256SUMS").value();
  ASSERT_OK(pack.Seal());
  EXPECT_EQ(pack.Read("SHA256SUMS").value(), list);
  ASSERT_OK(pack.Write("logs/board/text/001", AsBytes("other")));
  ASSERT_OK(pack.Remove("logs/board/text/000"));
  ASSERT_OK(pack.Write("more", AsBytes("x")));
  std::vector<std::string> paths;
  const auto faults = pack.CheckSums().value();
  for (const auto& fault : faults) paths.push_back(fault.path);
  EXPECT_THAT(paths, ::testing::UnorderedElementsAre("logs/board/text/000", "logs/board/text/001",
                                                     "more"));
}

}  // namespace
}  // namespace candor::services::follow
