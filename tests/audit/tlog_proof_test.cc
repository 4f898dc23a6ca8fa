#include "audit/tlog_proof.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/tile.h"
#include "base/text.h"
#include "tests/audit/log_fixture.h"
#include "tests/support/matchers.h"

namespace candor::audit {
namespace {

using ::candor::testing::IsOk;
using ::candor::testing::StatusIs;
using ::testing::HasSubstr;
using testing::KeyOf;
using testing::TestLog;
using testing::WithCosignature;
using testing::WitnessVkey;

constexpr auto kRefused = absl::StatusCode::kInvalidArgument;

// A log of 70 entries with one witness, and the policy that asks for it.
struct Bench {
  Bench() {
    log.Grow(70);
    auto parsed =
        TlogPolicy::Parse(Cat("log ", log.vkey().Format(), "\nwitness W ",
                              WitnessVkey("w.example", KeyOf(11)).Format(), "\nquorum W\n"));
    EXPECT_OK(parsed.status());
    policy = *std::move(parsed);
  }
  std::string Note(std::size_t size) const {
    return WithCosignature(log.Note(size), "w.example", KeyOf(11), 1700000000);
  }
  TlogProof Proof(std::size_t index, std::size_t size) const {
    return {{}, index, testing::NaivePath(index, log.Hashes(size)), Note(size)};
  }
  absl::Status Verify(const TlogProof& proof, std::size_t entry) const {
    return VerifyTlogProof(proof, LeafHash(log.entries[entry]), policy).status();
  }

  TestLog log;
  TlogPolicy policy = *TlogPolicy::Create({});
};

TEST(TlogProof, HoldsForEveryEntryOfEveryTree) {
  const Bench bench;
  for (const std::size_t size : {1u, 2u, 3u, 7u, 8u, 9u, 64u, 65u, 70u}) {
    for (std::size_t index = 0; index < size; ++index) {
      const TlogProof proof = bench.Proof(index, size);
      ASSERT_OK_AND_ASSIGN(const std::string text, FormatTlogProof(proof));
      ASSERT_OK_AND_ASSIGN(const TlogProof read, ParseTlogProof(text));
      ASSERT_EQ(read, proof);
      ASSERT_OK(bench.Verify(read, index));
    }
  }
}

TEST(TlogProof, HasTheFormOfTheSpecification) {
  const Bench bench;
  TlogProof proof = bench.Proof(2, 3);
  proof.extra = {'h', 'i'};
  const std::string hash = Base64Encode(proof.hashes[0]);
  EXPECT_EQ(*FormatTlogProof(proof),
            Cat("c2sp.org/tlog-proof@v1\nextra aGk=\nindex 2\n", hash, "\n\n", bench.Note(3)));
  proof = bench.Proof(0, 1);
  EXPECT_EQ(*FormatTlogProof(proof), Cat("c2sp.org/tlog-proof@v1\nindex 0\n\n", bench.Note(1)));
}

// The specification's example but for its signature lines, which are shown there cut short.
TEST(TlogProof, ReadsTheSpecificationsExample) {
  const std::string checkpoint =
      "example.com/fancylog\n109482\nsFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=\n\n";
  const std::string text =
      Cat("c2sp.org/tlog-proof@v1\n"
          "extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6kYXJ3aW4tYXJ\n"
          "index 73894\n"
          "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n"
          "B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=\n"
          "EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=\n"
          "RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=\n"
          "AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=\n\n",
          checkpoint);
  ASSERT_OK_AND_ASSIGN(const auto proof, ParseTlogProof(text));
  EXPECT_TRUE(AsText(proof.extra).starts_with("age-v1.2.1-darwin-arm64.tar.gz"));
  EXPECT_EQ(proof.index, 73894u);
  EXPECT_EQ(proof.hashes.size(), 5u);
  EXPECT_EQ(proof.note, checkpoint);
  EXPECT_EQ(*FormatTlogProof(proof), text);
}

TEST(TlogProof, EveryOtherFormIsRefused) {
  const Bench bench;
  const std::string note = bench.Note(3);
  const std::string hash = Base64Encode(Hash{1});
  const std::string head = "c2sp.org/tlog-proof@v1\n";
  ASSERT_OK(ParseTlogProof(Cat(head, "index 2\n", hash, "\n\n", note)));
  std::string many;
  for (int i = 0; i < 64; ++i) many += hash + "\n";
  ASSERT_OK(ParseTlogProof(Cat(head, "index 2\n", many.substr(hash.size() + 1), "\n", note)));
  const std::string loose = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=";
  const std::string cases[] = {
      "",
      head,
      Cat(head, "index 2\n"),
      Cat(head, "index 2\n\n"),
      Cat("c2sp.org/tlog-proof@v2\nindex 2\n\n", note),
      Cat("c2sp.org/tlog-proof@v1 \nindex 2\n\n", note),
      Cat("c2sp.org/tlog-proof@v1\r\nindex 2\n\n", note),
      Cat("\n", head, "index 2\n\n", note),
      Cat(head, "\nindex 2\n\n", note),
      Cat(head, "index 02\n\n", note),
      Cat(head, "index +2\n\n", note),
      Cat(head, "index -2\n\n", note),
      Cat(head, "index 2 \n\n", note),
      Cat(head, "index  2\n\n", note),
      Cat(head, "index\n\n", note),
      Cat(head, "index \n\n", note),
      Cat(head, "index 0x2\n\n", note),
      Cat(head, "index 9223372036854775808\n\n", note),
      Cat(head, "Index 2\n\n", note),
      Cat(head, "index 2\nindex 2\n\n", note),
      Cat(head, "extra\nindex 2\n\n", note),
      Cat(head, "extra \nindex 2\n\n", note),
      Cat(head, "extra aGk\nindex 2\n\n", note),
      Cat(head, "extra aGl=\nindex 2\n\n", note),
      Cat(head, "extra aGk= \nindex 2\n\n", note),
      Cat(head, "extra aGk=\nextra aGk=\nindex 2\n\n", note),
      Cat(head, "index 2\nextra aGk=\n\n", note),
      Cat(head, "extra aGk=\n\n", note),
      Cat(head, "other aGk=\nindex 2\n\n", note),
      Cat(head, "index 2\n", hash, "\n", note),
      Cat(head, "index 2\n", hash, " \n\n", note),
      Cat(head, "index 2\n", hash, "\r\n\n", note),
      Cat(head, "index 2\n", loose, "\n\n", note),
      Cat(head, "index 2\n", Base64Encode(Bytes(31)), "\n\n", note),
      Cat(head, "index 2\n", Base64Encode(Bytes(33)), "\n\n", note),
      Cat(head, "index 2\n", Base64Encode(Bytes(64)), "\n\n", note),
      Cat(head, "index 2\n", many, "\n", note),
      Cat(head, "index 2\n\n", std::string(kMaxNoteSize + 1, 'x')),
      Cat(head, "extra ", Base64Encode(Bytes(kMaxProofExtra + 1)), "\nindex 2\n\n", note),
      std::string(kMaxTlogProofSize + 1, 'x'),
  };
  for (const std::string& text : cases) {
    EXPECT_THAT(ParseTlogProof(text), StatusIs(kRefused)) << text.substr(0, 200);
  }
}

TEST(TlogProof, WhatCannotBeReadIsNotWritten) {
  const Bench bench;
  const TlogProof good = bench.Proof(2, 3);
  EXPECT_OK(FormatTlogProof(good));
  TlogProof bad = good;
  bad.note.clear();
  EXPECT_THAT(FormatTlogProof(bad), StatusIs(kRefused));
  bad = good;
  bad.note.resize(kMaxNoteSize + 1);
  EXPECT_THAT(FormatTlogProof(bad), StatusIs(kRefused));
  bad = good;
  bad.extra.resize(kMaxProofExtra + 1);
  EXPECT_THAT(FormatTlogProof(bad), StatusIs(kRefused));
  bad = good;
  bad.hashes.resize(64);
  EXPECT_THAT(FormatTlogProof(bad), StatusIs(kRefused));
  bad = good;
  bad.index = ~std::uint64_t{0};
  EXPECT_THAT(FormatTlogProof(bad), StatusIs(kRefused));
}

TEST(TlogProof, AnotherEntryIndexTreeOrProofIsRefused) {
  const Bench bench;
  const TlogProof good = bench.Proof(5, 9);
  ASSERT_OK(bench.Verify(good, 5));
  EXPECT_THAT(bench.Verify(good, 6), StatusIs(absl::StatusCode::kDataLoss));
  for (const std::uint64_t index : {0u, 4u, 6u, 8u, 9u, 10u, 13u}) {
    TlogProof moved = good;
    moved.index = index;
    EXPECT_THAT(bench.Verify(moved, 5), StatusIs(absl::StatusCode::kDataLoss)) << index;
  }
  for (std::size_t at = 0; at < good.hashes.size(); ++at) {
    TlogProof altered = good;
    altered.hashes[at][at] ^= 1;
    EXPECT_THAT(bench.Verify(altered, 5), StatusIs(absl::StatusCode::kDataLoss));
    altered = good;
    altered.hashes.erase(altered.hashes.begin() + static_cast<std::ptrdiff_t>(at));
    EXPECT_THAT(bench.Verify(altered, 5), StatusIs(absl::StatusCode::kDataLoss));
  }
  TlogProof longer = good;
  longer.hashes.push_back(Hash{});
  EXPECT_THAT(bench.Verify(longer, 5), StatusIs(absl::StatusCode::kDataLoss));
  TlogProof of_another_tree = good;
  of_another_tree.note = bench.Note(10);
  EXPECT_THAT(bench.Verify(of_another_tree, 5), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(TlogProof, TheCheckpointIsOpenedWithThePolicyFirst) {
  const Bench bench;
  TlogProof proof = bench.Proof(5, 9);
  proof.note = bench.log.Note(9);
  EXPECT_THAT(bench.Verify(proof, 5), StatusIs(absl::StatusCode::kFailedPrecondition));
  TestLog forger;
  forger.key = KeyOf(2);
  forger.entries = bench.log.entries;
  proof.note = WithCosignature(forger.Note(9), "w.example", KeyOf(11), 1700000000);
  EXPECT_THAT(bench.Verify(proof, 5), StatusIs(absl::StatusCode::kUnauthenticated));
  proof.note = "no note\n";
  EXPECT_THAT(bench.Verify(proof, 5), StatusIs(kRefused));
}

TEST(TlogProof, ExtraDataChangesNothing) {
  const Bench bench;
  TlogProof proof = bench.Proof(5, 9);
  proof.extra = Bytes(1000, 7);
  ASSERT_OK_AND_ASSIGN(const std::string text, FormatTlogProof(proof));
  ASSERT_OK_AND_ASSIGN(const auto read, ParseTlogProof(text));
  EXPECT_EQ(read.extra, proof.extra);
  EXPECT_OK(bench.Verify(read, 5));
}

TEST(TlogProof, NoTruncationExtensionOrFlippedBitHolds) {
  const Bench bench;
  const std::string good = *FormatTlogProof(bench.Proof(5, 9));
  const auto holds = [&](const std::string& text) {
    const auto proof = ParseTlogProof(text);
    return proof.ok() && bench.Verify(*proof, 5).ok();
  };
  ASSERT_TRUE(holds(good));
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_FALSE(holds(good.substr(0, length))) << length;
  }
  for (const char* tail : {"\n", " ", "x\n", "\xe2\x80\x94 x\n"}) {
    EXPECT_FALSE(holds(good + tail));
  }
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = good;
      flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
      EXPECT_FALSE(holds(flipped)) << at << " bit " << bit;
    }
  }
}

TEST(TlogProof, IsBuiltFromTilesAsFromTheTree) {
  const Bench bench;
  testing::MemoryTiles tiles;
  tiles.Append(0, bench.log.Hashes(70));
  const TileHashReader reader(tiles, 70);
  EXPECT_EQ(*BuildInclusionProof(reader, 33, 70), bench.Proof(33, 70).hashes);
}

}  // namespace
}  // namespace candor::audit
