// Each challenge is answered once, durably, and forgotten with its time.
#include "services/leader/challenges.h"

#include <sys/stat.h>

#include "base/text.h"
#include "tests/services/runtime/temporary_folder.h"
#include "tests/support/matchers.h"

namespace candor::services::leader {
namespace {

using candor::testing::StatusIs;
using ::testing::HasSubstr;
constexpr Day kToday = 20'000;

struct ChallengesTest : ::testing::Test {
  static records::AuthorshipChallenge Made(std::uint8_t nonce, Day day = kToday) {
    return {.campaign_id = {1}, .thread_key = {}, .challenge = {nonce}, .day = day};
  }
  std::string Written() const { return std::string(AsText(runtime::ReadFile(file).value())); }

  runtime::TemporaryFolder folder;
  runtime::Path file = folder.path() / "challenges";
  Challenges challenges{file};
};

TEST_F(ChallengesTest, IsTakenOnce) {
  ASSERT_OK(challenges.Add(Made(1), kToday));
  ASSERT_OK(challenges.Add(Made(2), kToday));
  EXPECT_OK(challenges.Take(Made(1), kToday + 1));
  EXPECT_THAT(challenges.Take(Made(1), kToday + 1),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("answered before, on 2024-10-05")));
  // In the file, and not only in memory.
  EXPECT_THAT(Challenges(file).Take(Made(1), kToday + 2), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_OK(Challenges(file).Take(Made(2), kToday + 2)) << "the control: another one is open";
}

TEST_F(ChallengesTest, OneThatWasNotMadeHereIsNone) {
  EXPECT_THAT(challenges.Take(Made(1), kToday),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("not made with this home folder")));
  EXPECT_FALSE(runtime::FileExists(file));
}

TEST_F(ChallengesTest, WhatIsTooOldGoesWithTheNextChange) {
  ASSERT_OK(challenges.Add(Made(1), kToday));
  ASSERT_OK(challenges.Add(Made(2, kToday + records::kProofDays), kToday + records::kProofDays));
  EXPECT_THAT(Written(), HasSubstr(HexEncode(Made(1).challenge)));
  ASSERT_OK(challenges.Add(Made(3, kToday + records::kProofDays + 1), kToday + records::kProofDays + 1));
  EXPECT_THAT(Written(), ::testing::Not(HasSubstr(HexEncode(Made(1).challenge))));
  EXPECT_THAT(Written(), HasSubstr(HexEncode(Made(2).challenge)));
}

TEST_F(ChallengesTest, TheFileIsItsOwnersAndNamesNoText) {
  ASSERT_OK(challenges.Add(Made(1), kToday));
  struct stat about {};
  ASSERT_EQ(::stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777u, 0600u);
  EXPECT_EQ(Written(), Cat(HexEncode(Made(1).challenge), " 2024-10-04 -\n"));
}

TEST_F(ChallengesTest, SomethingElseIsLeftAlone) {
  for (const char* line : {"hello", "aa 2024-10-04 -", "", "2024-10-04"}) {
    const std::string text = Cat(line, "\n");
    ASSERT_OK(runtime::WriteFileAtomically(file, AsBytes(text)));
    EXPECT_THAT(challenges.Add(Made(1), kToday), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("no list of challenges")));
    EXPECT_EQ(Written(), text);
  }
}

TEST_F(ChallengesTest, TwoCommandsAtOnceAreOne) {
  ASSERT_OK(challenges.Add(Made(1), kToday));
  const auto held = runtime::FileLock::Take(Cat(file.string(), ".lock"));
  ASSERT_OK(held);
  EXPECT_THAT(challenges.Take(Made(1), kToday), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("in use")));
}

}  // namespace
}  // namespace candor::services::leader
