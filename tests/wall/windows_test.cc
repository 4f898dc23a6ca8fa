#include "tests/wall/windows.h"

#include <gtest/gtest.h>

namespace candor::testing {
namespace {

Bytes Counting(std::uint8_t first, std::size_t size) {
  Bytes out;
  for (std::size_t i = 0; i < size; ++i) out.push_back(static_cast<std::uint8_t>(first + i));
  return out;
}

TEST(Windows, DisjointSourcesShareNothing) {
  const auto result = Compare({{"a", Counting(0, 64)}}, {{"b", Counting(100, 64)}}, {});
  EXPECT_EQ(result.compared, 49u);
  EXPECT_TRUE(result.shared.empty());
}

TEST(Windows, ACopyAtAnyOffsetIsFound) {
  const Bytes secret = Counting(40, 16);
  for (std::size_t before = 0; before < 9; ++before) {
    Bytes ours = Counting(200, before);
    Append(ours, secret);
    Bytes theirs = Counting(130, 7);
    Append(theirs, secret);
    const auto result = Compare({{"a", ours}}, {{"b", theirs}}, {});
    ASSERT_EQ(result.shared.size(), 1u) << before;
    EXPECT_EQ(result.shared[0].here, "a");
    EXPECT_EQ(result.shared[0].there, "b");
  }
}

TEST(Windows, WhatIsNamedIsPublic) {
  const Bytes common = Counting(40, 32);
  const auto result = Compare({{"a", common}}, {{"b", common}}, {{"public", common}});
  EXPECT_EQ(result.named, 17u);
  EXPECT_TRUE(result.shared.empty());
}

TEST(Windows, PoorWindowsAreSkippedAndCounted) {
  const auto result = Compare({{"a", Bytes(32, 0)}}, {{"b", Bytes(32, 0)}}, {});
  EXPECT_EQ(result.compared, 0u);
  EXPECT_EQ(result.skipped, 34u);
}

}  // namespace
}  // namespace candor::testing
