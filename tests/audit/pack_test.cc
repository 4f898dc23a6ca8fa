#include "audit/pack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/support/matchers.h"

namespace candor::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Pack, AFileIsNamedForTheTreeOfItsSizeAndNoOther) {
  EXPECT_THAT(FilesOfLogAt(0), IsEmpty());
  EXPECT_THAT(FilesOfLogAt(3),
              ElementsAre("tile/0/000.p/3", "tile/entries/000.p/3", "text/000"));
  EXPECT_THAT(FilesOfLogAt(256),
              ElementsAre("tile/0/000", "tile/1/000.p/1", "tile/entries/000", "text/000"));
  // 273 full tiles and one of 112; one full and one of 17; one of 1; 274 bundles, twice.
  EXPECT_EQ(FilesOfLogAt(70'000).size(), 274u + 2 + 1 + 2 * 274);
}

TEST(Pack, ACopyThatGrowsNeedsTheNewFilesAndLosesThePartialOnes) {
  EXPECT_THAT(FilesOfLogSince(3, 3), IsEmpty());
  EXPECT_THAT(FilesOutgrown(3, 3), IsEmpty());
  EXPECT_THAT(FilesOfLogSince(3, 5),
              ElementsAre("tile/0/000.p/5", "tile/entries/000.p/5", "text/000"));
  EXPECT_THAT(FilesOutgrown(3, 5), ElementsAre("tile/0/000.p/3", "tile/entries/000.p/3"));
  EXPECT_THAT(FilesOfLogSince(512, 513), ElementsAre("tile/0/002.p/1", "tile/entries/002.p/1",
                                                     "text/002"));
  // By what they are for: any copy that is brought up to date is the whole log's.
  for (const std::uint64_t before : {0, 1, 255, 256, 257, 600, 65'536, 66'000}) {
    for (const std::uint64_t size : {before, before + 1, before + 255, before + 70'000}) {
      const auto old = FilesOfLogAt(before);
      std::set<std::string> copy(old.begin(), old.end());
      for (const auto& path : FilesOutgrown(before, size)) {
        EXPECT_EQ(copy.erase(path), 1u) << path << " of " << before << " at " << size;
      }
      const auto more = FilesOfLogSince(before, size);
      copy.insert(more.begin(), more.end());
      const auto whole = FilesOfLogAt(size);
      EXPECT_EQ(copy, std::set<std::string>(whole.begin(), whole.end())) << before << " " << size;
    }
  }
}

TEST(Pack, TheListHasOneForm) {
  PackSums sums;
  sums["bundle"] = crypto::Sha256({});
  sums["logs/board/checkpoint"] = crypto::Hash{};
  const std::string text = FormatPackSums(sums);
  EXPECT_EQ(text.substr(0, 73),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  bundle\n");
  EXPECT_EQ(ParsePackSums(text).value(), sums);
  for (std::size_t size = 1; size < text.size(); ++size) {
    if (size == 73) continue;  // the first line alone is whole
    EXPECT_FALSE(ParsePackSums(text.substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(ParsePackSums(text.substr(73) + text.substr(0, 73)).ok()) << "not sorted";
  EXPECT_FALSE(ParsePackSums(text + text).ok()) << "twice";
  std::string upper = text;
  upper[0] = 'E';
  EXPECT_FALSE(ParsePackSums(upper).ok());
}

}  // namespace
}  // namespace candor::audit
