// The fuzzer's corpus as a plain test: what once was interesting stays harmless.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "crypto/random.h"
#include "records/handover.h"
#include "tests/fuzz/decoders.h"
#include "tests/fuzz/seeds.h"

namespace candor::testing {
namespace {

TEST(Fuzz, EveryTargetHasASeed) {
  std::set<std::uint8_t> selectors;
  for (const auto& seed : FuzzSeeds()) selectors.insert(seed.input.front());
  EXPECT_EQ(selectors.size(), FuzzTargets().size());
}

TEST(Fuzz, SeedsAreRead) {
  for (const auto& seed : FuzzSeeds()) FuzzOne(seed.input);
}

TEST(Fuzz, TheCorpusIsReplayed) {
  std::size_t replayed = 0;
  for (const auto& file : std::filesystem::directory_iterator(CANDOR_FUZZ_CORPUS)) {
    std::ifstream in(file.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    FuzzOne(AsBytes(text));
    ++replayed;
  }
  EXPECT_GT(replayed, 20u);
}

// The control: a seed of HandoverFile reaches what is behind the seal, and not only its refusal.
TEST(Fuzz, ASealedSeedOpens) {
  int opened = 0;
  for (const auto& seed : FuzzSeeds()) {
    opened += records::OpenHandover(ByteView(seed.input).subspan(1), FuzzHandoverReader()).ok() ? 1 : 0;
  }
  EXPECT_EQ(opened, 1);
}

// A fuzzer's poor relation, the same at every run: cuts, flips, swaps and doublings of the seeds.
TEST(Fuzz, SpoiledSeedsAreRead) {
  crypto::DeterministicRandomForTesting random(1);
  for (const auto& seed : FuzzSeeds()) {
    for (int round = 0; round < 60; ++round) {
      Bytes input = seed.input;
      for (std::uint64_t change = random.Uniform(4) + 1; change > 0 && input.size() > 1; --change) {
        const auto at = 1 + random.Uniform(input.size() - 1);
        switch (random.Uniform(4)) {
          case 0: input[at] = static_cast<std::uint8_t>(random.Uniform(256)); break;
          case 1: input.resize(at); break;
          case 2: input.insert(input.begin() + static_cast<long>(at), input[at]); break;
          default: input[at] ^= static_cast<std::uint8_t>(1u << random.Uniform(8));
        }
      }
      FuzzOne(input);
    }
  }
}

// The control: the check behind the canonical targets ends the process on a second form.
TEST(FuzzDeathTest, ASecondFormIsSeen) {
  struct Careless {
    static absl::StatusOr<Careless> Decode(ByteView) { return Careless(); }
    Bytes Encode() const { return {}; }
  };
  const auto target = CanonicalTarget<Careless>("Careless");
  target.run({});
  const Bytes other = {1};
  EXPECT_DEATH(target.run(other), "Careless: accepted and not canonical");
}

}  // namespace
}  // namespace candor::testing
