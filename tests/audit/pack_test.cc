#include "audit/pack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
