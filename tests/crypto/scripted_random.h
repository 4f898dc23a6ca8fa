// Randomness that a test writes down beforehand: call number i gives the i-th bytes.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "crypto/random.h"

namespace candor::crypto::testing {

class ScriptedRandom final : public RandomSource {
 public:
  explicit ScriptedRandom(std::vector<Bytes> script) : script_(std::move(script)) {}
  ~ScriptedRandom() override { EXPECT_EQ(next_, script_.size()) << "not all was drawn"; }

  void Fill(std::span<std::uint8_t> out) override {
    ASSERT_LT(next_, script_.size()) << "more is drawn than was written down";
    ASSERT_EQ(out.size(), script_[next_].size());
    std::ranges::copy(script_[next_++], out.begin());
  }

 private:
  std::vector<Bytes> script_;
  std::size_t next_ = 0;
};

}  // namespace candor::crypto::testing
