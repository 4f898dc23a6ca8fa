#include "services/auditor/prove.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/auditor/copied_log.h"

namespace candor::services::auditor {
namespace {

using ::candor::testing::IsOk;
using ::candor::testing::StatusIs;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Bench {
  Bench() { copied.Write(1000); }
  auto Include(std::uint64_t index) {
    return ProveInclusion(LogFolder(copied.folder.path()), policy, index, {});
  }
  auto Extend(std::string_view older) {
    return ProveConsistency(LogFolder(copied.folder.path()), policy, older);
  }
  void Damage(const std::string& path, std::size_t at = 0) {
    Bytes bytes = *runtime::ReadFile(copied.folder.path() / path);
    bytes[at] ^= 1;
    copied.Put(path, bytes);
  }
  void Remove(const char* path) { std::filesystem::remove(copied.folder.path() / path); }

  CopiedLog copied;
  audit::TlogPolicy policy = copied.Policy();
};

// What a finding says, in short.
std::string Only(const ProofReport& report) {
  if (report.findings.size() != 1) return Cat(report.findings.size(), " findings");
  const Finding& finding = report.findings[0];
  return Cat(finding.id, " ", static_cast<int>(finding.severity), " ", finding.log);
}

TEST(ProveInclusion, MakesWhatCheckTakesWithTheEntry) {
  Bench bench;
  for (const std::uint64_t index : {0u, 1u, 255u, 256u, 511u, 767u, 768u, 998u, 999u}) {
    ASSERT_OK_AND_ASSIGN(const auto made, bench.Include(index));
    ASSERT_THAT(made.report.findings, IsEmpty());
    ASSERT_EQ(made.entry, bench.copied.log.entries[index]);
    EXPECT_EQ(ProofKindOf(made.file), ProofKind::kInclusion);
    const auto report = CheckInclusion(made.file, *made.entry, bench.policy);
    EXPECT_THAT(report.findings, IsEmpty());
    EXPECT_EQ(report.index, index);
    ASSERT_TRUE(report.checkpoint.has_value());
    EXPECT_EQ(report.checkpoint->checkpoint, bench.copied.log.At(1000));
    EXPECT_EQ(report.checkpoint->witnesses.size(), 2u);
    const auto other = CheckInclusion(made.file, Bytes{1}, bench.policy);
    EXPECT_EQ(Only(other), "I01 2 log.example/board");
    EXPECT_EQ(other.findings[0].index, index);
  }
}

TEST(ProveInclusion, AnIndexBeyondTheCopyIsUsage) {
  Bench bench;
  EXPECT_THAT(bench.Include(1000),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("1000 entries")));
}

TEST(ProveInclusion, AFullTileServesForAPartialOne) {
  Bench bench;
  bench.copied.Put("checkpoint", AsBytes(bench.copied.Note(300)));
  bench.Remove("tile/entries/003.p/232");
  // The tree of 300 leaves ends in tile/0/001.p/44, which the copy no longer holds.
  ASSERT_FALSE(runtime::FileExists(bench.copied.folder.path() / "tile/0/001.p/44"));
  ASSERT_OK_AND_ASSIGN(const auto made, bench.Include(299));
  // Tile 1/0 is partial in both trees, and nothing is as wide as the older one or full.
  EXPECT_EQ(Only(made.report), "I01 5 log.example/board");
  EXPECT_THAT(made.report.findings[0].explanation, HasSubstr("tile/1/000.p/1"));
  bench.copied.Put(
      "tile/1/000.p/1",
      ByteView(*runtime::ReadFile(bench.copied.folder.path() / "tile/1/000.p/3")).first(32));
  ASSERT_OK_AND_ASSIGN(const auto again, bench.Include(299));
  EXPECT_THAT(again.report.findings, IsEmpty());
  EXPECT_EQ(again.entry, bench.copied.log.entries[299]);
}

TEST(ProveInclusion, SaysWhatTheCopyLacks) {
  Bench bench;
  bench.Remove("tile/entries/001");
  ASSERT_OK_AND_ASSIGN(const auto without_entry, bench.Include(300));
  EXPECT_THAT(without_entry.report.findings, IsEmpty());
  EXPECT_FALSE(without_entry.entry.has_value());
  bench.Remove("tile/0/001");
  ASSERT_OK_AND_ASSIGN(const auto without_tile, bench.Include(300));
  EXPECT_EQ(Only(without_tile.report), "I01 5 log.example/board");
  EXPECT_THAT(without_tile.report.findings[0].explanation, HasSubstr("tile/0/001"));
  EXPECT_THAT(without_tile.file, IsEmpty());
  // Another entry does not need that tile.
  EXPECT_THAT(bench.Include(0)->report.findings, IsEmpty());
  bench.Remove("checkpoint");
  EXPECT_EQ(Only(bench.Include(0)->report), "I01 5 ");
}

TEST(ProveInclusion, SaysThatTheCopyWasAltered) {
  for (const char* path : {"tile/0/001", "tile/0/003.p/232", "tile/1/000.p/3"}) {
    Bench bench;
    bench.Damage(path);
    ASSERT_OK_AND_ASSIGN(const auto made, bench.Include(384));
    EXPECT_EQ(Only(made.report), "I01 2 log.example/board") << path;
    EXPECT_THAT(made.file, IsEmpty());
  }
  Bench bench;
  // Entries of 8 bytes, each behind its length.
  bench.Damage("tile/entries/001", 128 * 10 + 5);
  ASSERT_OK_AND_ASSIGN(const auto made, bench.Include(256 + 128));
  EXPECT_EQ(Only(made.report), "I01 2 log.example/board");
  bench.copied.Put("tile/entries/001", Bytes{0, 1});
  EXPECT_EQ(Only(bench.Include(300)->report), "I01 2 log.example/board");
  bench.copied.Put("tile/0/001", Bytes(8191));
  EXPECT_EQ(Only(bench.Include(300)->report), "I01 2 log.example/board");
}

TEST(ProveInclusion, OpensTheCheckpointBeforeAnythingElse) {
  Bench bench;
  bench.copied.Put("checkpoint", AsBytes(bench.copied.log.Note(1000)));
  EXPECT_EQ(Only(bench.Include(0)->report), "I04 5 ");
  std::string forged = bench.copied.Note(1000);
  forged.replace(forged.find("\n1000\n"), 6, "\n1001\n");
  bench.copied.Put("checkpoint", AsBytes(forged));
  EXPECT_EQ(Only(bench.Include(0)->report), "I02 2 ");
  bench.copied.Put("checkpoint", AsBytes("1000\n"));
  EXPECT_EQ(Only(bench.Include(0)->report), "I02 2 ");
}

TEST(CheckInclusion, DistinguishesWhyAProofDoesNotHold) {
  Bench bench;
  const auto made = *bench.Include(7);
  const Bytes entry = bench.copied.log.entries[7];
  EXPECT_EQ(Only(CheckInclusion(Cat(made.file, "\n"), entry, bench.policy)), "I02 2 ");
  EXPECT_EQ(Only(CheckInclusion("index 7\n", entry, bench.policy)), "P01 2 ");
  const std::string without_witness = made.file.substr(0, made.file.rfind("\u2014 w12"));
  EXPECT_EQ(Only(CheckInclusion(without_witness, entry, bench.policy)), "I04 5 ");
}

TEST(ProveConsistency, MakesWhatCheckTakesWithTheOlderCheckpoint) {
  Bench bench;
  for (const std::size_t size : {1u, 255u, 256u, 300u, 512u, 999u, 1000u}) {
    const std::string older = bench.copied.Note(size);
    ASSERT_OK_AND_ASSIGN(const auto made, bench.Extend(older));
    ASSERT_THAT(made.report.findings, IsEmpty());
    EXPECT_EQ(ProofKindOf(made.file), ProofKind::kConsistency);
    const auto report = CheckConsistency(made.file, older, bench.policy);
    EXPECT_THAT(report.findings, IsEmpty());
    EXPECT_EQ(report.older->checkpoint.size, size);
    EXPECT_EQ(report.checkpoint->checkpoint.size, 1000u);
    const auto another = CheckConsistency(made.file, bench.copied.Note(size + 1), bench.policy);
    EXPECT_EQ(Only(another), "P01 2 log.example/board");
  }
}

TEST(ProveConsistency, WhatCannotBeProvenIsUsage) {
  Bench bench;
  const auto usage = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(bench.Extend(bench.copied.Note(0)), StatusIs(usage, HasSubstr("empty log")));
  auto parts = bench.policy.parts();
  parts.logs.push_back({audit::testing::LogVkey("other.example", audit::testing::KeyOf(5)), ""});
  bench.policy = *audit::TlogPolicy::Create(parts);
  std::string other = *audit::SignCheckpoint({"other.example", 5, bench.copied.log.At(5).root},
                                             "other.example", audit::testing::KeyOf(5));
  for (const std::uint8_t seed : {11, 12}) {
    other = audit::testing::WithCosignature(other, Cat("w", seed, ".example"),
                                            audit::testing::KeyOf(seed), 1700000000);
  }
  EXPECT_THAT(bench.Extend(other), StatusIs(usage, HasSubstr("another log")));
}

TEST(ProveConsistency, AForkIsToldFromADamagedCopy) {
  Bench bench;
  CopiedLog fork;
  fork.log.entries[3] = {9};
  const auto forked = *bench.Extend(fork.Note(300));
  EXPECT_EQ(Only(forked.report), "I03 2 log.example/board");
  EXPECT_THAT(forked.report.findings[0].explanation, HasSubstr("evidence"));
  EXPECT_EQ(Only(bench.Extend(fork.Note(1000))->report), "I03 2 log.example/board");
  // Whichever tile is damaged, an honest log is not accused; a damaged copy proves no fork either.
  for (const char* path : {"tile/0/001", "tile/1/000.p/3", "tile/0/003.p/232"}) {
    Bench damaged;
    damaged.Damage(path);
    EXPECT_EQ(Only(damaged.Extend(damaged.copied.Note(300))->report), "I01 2 log.example/board")
        << path;
    EXPECT_EQ(Only(damaged.Extend(fork.Note(300))->report), "I01 2 log.example/board") << path;
    // Two roots of one size need no tiles.
    EXPECT_EQ(Only(damaged.Extend(fork.Note(1000))->report), "I03 2 log.example/board");
  }
}

TEST(ProveConsistency, ACopyThatIsBehindProvesNothing) {
  Bench bench;
  bench.copied.Put("checkpoint", AsBytes(bench.copied.Note(900)));
  EXPECT_EQ(Only(bench.Extend(bench.copied.Note(1000))->report), "I03 5 log.example/board");
}

TEST(CheckConsistency, AForkIsSeenOffline) {
  Bench bench;
  CopiedLog fork;
  fork.log.entries[3] = {9};
  const auto made = *bench.Extend(bench.copied.Note(300));
  EXPECT_EQ(Only(CheckConsistency(made.file, fork.Note(300), bench.policy)),
            "I03 2 log.example/board");
  const auto equal = *bench.Extend(bench.copied.Note(1000));
  const auto report = CheckConsistency(equal.file, fork.Note(1000), bench.policy);
  EXPECT_EQ(Only(report), "I03 2 log.example/board");
  EXPECT_THAT(report.findings[0].explanation, HasSubstr("two different trees"));
}

TEST(CheckConsistency, NeedsTheQuorumOnBothSides) {
  Bench bench;
  const auto made = *bench.Extend(bench.copied.Note(300));
  EXPECT_EQ(Only(CheckConsistency(made.file, bench.copied.log.Note(300), bench.policy)), "I04 5 ");
  EXPECT_EQ(Only(CheckConsistency("old 300\n", bench.copied.Note(300), bench.policy)), "P01 2 ");
  const std::string bare = audit::FormatAddCheckpointRequest(
      300, audit::testing::NaiveConsistency(300, bench.copied.log.Hashes(1000)),
      bench.copied.log.Note(1000));
  EXPECT_EQ(Only(CheckConsistency(bare, bench.copied.Note(300), bench.policy)), "I04 5 ");
}

TEST(ProofKind, IsTheFirstLines) {
  EXPECT_EQ(ProofKindOf("old 5\n\n"), ProofKind::kConsistency);
  for (const char* text : {"", "old 5", "older 5\n", "c2sp.org/tlog-proof@v2\n"}) {
    EXPECT_THAT(ProofKindOf(text), Eq(std::nullopt)) << text;
  }
}

TEST(Findings, TheMostSevereGivesTheStatus) {
  const auto with = [](std::vector<Severity> severities) {
    std::vector<Finding> findings;
    for (const Severity severity : severities) findings.push_back({"I00", severity, "", {}, ""});
    return ExitStatusOf(findings);
  };
  EXPECT_EQ(with({}), 0);
  EXPECT_EQ(with({Severity::kOverdue}), 4);
  EXPECT_EQ(with({Severity::kOverdue, Severity::kIncomplete}), 5);
  EXPECT_EQ(with({Severity::kIncomplete, Severity::kInvariant}), 3);
  EXPECT_EQ(with({Severity::kOverdue, Severity::kInvariant, Severity::kCryptographic}), 2);
}

TEST(Findings, AreListedAsJson) {
  const std::vector<Finding> findings = {
      {"I01", Severity::kCryptographic, "a/board", 7, "it is \"altered\"\x1b"},
      {"I04", Severity::kIncomplete, "", std::nullopt, "too few"}};
  EXPECT_EQ(FindingsAsJson(findings).dump(-1, ' ', true),
            "[{\"id\":\"I01\",\"severity\":\"cryptographic\",\"log\":\"a/board\",\"index\":7,"
            "\"explanation\":\"it is \\\"altered\\\"\\u001b\"},{\"id\":\"I04\",\"severity\":"
            "\"incomplete\",\"log\":\"\",\"index\":null,\"explanation\":\"too few\"}]");
}

}  // namespace
}  // namespace candor::services::auditor
