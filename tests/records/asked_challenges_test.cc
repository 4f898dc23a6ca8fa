// The list of challenges that a verifier made: each is used once, and forgotten when it is over.
#include "records/asked_challenges.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "records/authorship.h"
#include "tests/support/matchers.h"

namespace candor::records {
namespace {

using candor::testing::StatusIs;
using ::testing::HasSubstr;
using StatusCode = absl::StatusCode;

constexpr Day kToday = 20520;
constexpr ByteArray<32> kFirst = {1}, kSecond = {2};

AskedChallenges Two() {
  AskedChallenges out;
  EXPECT_OK(out.Keep(kSecond, kToday + 3));
  EXPECT_OK(out.Keep(kFirst, kToday));
  return out;
}

TEST(AskedChallenges, EachIsUsedOnceAlsoAfterItWasWrittenAndRead) {
  AskedChallenges asked = Two();
  EXPECT_OK(asked.Use(kFirst));
  ASSERT_OK_AND_ASSIGN(AskedChallenges read, AskedChallenges::Decode(asked.Encode()));
  EXPECT_THAT(read.Use(kFirst), StatusIs(StatusCode::kFailedPrecondition, HasSubstr("checked before")));
  EXPECT_OK(read.Use(kSecond));
  // Kept again it is not new again.
  EXPECT_OK(read.Keep(kFirst, kToday));
  EXPECT_FALSE(read.Use(kFirst).ok());
}

TEST(AskedChallenges, WhatWasNotAskedHereIsRefusedAndUsesNothingUp) {
  AskedChallenges asked = Two();
  const AskedChallenges before = asked;
  EXPECT_THAT(asked.Use({3}), StatusIs(StatusCode::kFailedPrecondition, HasSubstr("did not make here")));
  EXPECT_EQ(asked, before);
}

TEST(AskedChallenges, AreForgottenWhenNoProofCanAnswerThemAnyMore) {
  AskedChallenges asked = Two();
  EXPECT_OK(asked.Use(kFirst));
  asked.Prune(kToday + kChallengeDays);
  EXPECT_EQ(asked.size(), 2u) << "a used one too, as long as it would hold";
  asked.Prune(kToday + kChallengeDays + 1);
  EXPECT_EQ(asked.size(), 1u);
  EXPECT_THAT(asked.Use(kFirst), StatusIs(StatusCode::kFailedPrecondition));
  asked.Prune(kToday + 3 + kChallengeDays + 1);
  EXPECT_EQ(asked, AskedChallenges());
}

TEST(AskedChallenges, AreNotKeptWithoutEnd) {
  AskedChallenges asked;
  ByteArray<32> challenge{};
  for (std::size_t i = 0; i < AskedChallenges::kMost; ++i) {
    challenge[0] = static_cast<std::uint8_t>(i);
    challenge[1] = static_cast<std::uint8_t>(i >> 8);
    ASSERT_OK(asked.Keep(challenge, kToday));
  }
  EXPECT_THAT(asked.Keep({0, 0, 1}, kToday), StatusIs(StatusCode::kResourceExhausted, HasSubstr("1000")));
  EXPECT_OK(AskedChallenges::Decode(asked.Encode()));
}

// 37 bytes each hold nothing about a text, a jam or a person: 32 random ones, a day, used or not.
TEST(AskedChallenges, HoldNothingElse) { EXPECT_EQ(Two().Encode().size(), 7u + 1 + 2 + 2 * (32 + 4 + 1)); }

}  // namespace
}  // namespace candor::records
