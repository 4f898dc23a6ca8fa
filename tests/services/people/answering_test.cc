#include "services/leader/answering.h"

#include <gtest/gtest.h>

#include "tests/services/people/sealed_jam.h"
#include "tests/support/matchers.h"

namespace candor::services::leader {
namespace {

using ::candor::testing::SealedJam;
using ::candor::testing::StatusIs;
using ::testing::HasSubstr;

TEST(Answering, AnswersReplayAndRevisionsFollow) {
  SealedJam sealed;
  const auto request = sealed.jam.Opinion(sealed.jam.NewAuthor(), "fix it");
  sealed.Seal({request});
  const auto target = request.submission.body.SubmissionHash();
  for (std::uint32_t revision = 0; revision < 3; ++revision) {
    ASSERT_OK_AND_ASSIGN(
        const auto call,
        MakeAnswer(sealed.campaign(), target, {records::AnswerStatus::kPlanned, "about", "text"},
                   sealed.organisation.reader(0).key, sealed.organisation.random()));
    sealed.Append({testing::kSpeakingCloses, sealed.jam.id(), records::AnswerEntry{call.answer}},
                  {call.content_salt, call.content.Encode()});
    const auto& answers = sealed.campaign().answers.at(target);
    ASSERT_EQ(answers.size(), revision + 1);
    EXPECT_EQ(answers.back().answer.revision, revision);
    EXPECT_EQ(answers.back().content->text, "text");
  }
}

TEST(Answering, WhatCannotBeAnsweredIsRefusedWithItsReason) {
  SealedJam sealed;
  const auto request = sealed.jam.Opinion(sealed.jam.NewAuthor(), "fix it");
  sealed.Seal({request});
  const auto target = request.submission.body.SubmissionHash();
  const auto make = [&](const crypto::Hash& hash, AnswerText answer) {
    return MakeAnswer(sealed.campaign(), hash, answer, sealed.organisation.reader(0).key,
                      sealed.organisation.random())
        .status();
  };
  const auto status = records::AnswerStatus::kDone;
  EXPECT_THAT(make(crypto::Hash{}, {status, "", "x"}), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(make(target, {status, "", ""}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("empty")));
  EXPECT_THAT(make(target, {status, "", std::string(8001, 'x')}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("8001 bytes")));
  EXPECT_THAT(make(target, {status, std::string(1001, 'x'), "x"}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--about")));
  EXPECT_THAT(make(target, {status, "", "\xff"}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("UTF-8")));
}

TEST(Quoting, CountsTheLongestSharedRunWithoutCaseAndPunctuation) {
  const std::string opinion = "The badge readers at gate two fail every single night, again!";
  EXPECT_EQ(LongestSharedRun(opinion, "Nothing in common here"), 0u);
  EXPECT_EQ(LongestSharedRun(opinion, "we replaced the badge readers"), 3u);
  EXPECT_EQ(LongestSharedRun(opinion, "You say: \"the BADGE readers, at gate two fail every...\""), 8u);
  EXPECT_EQ(LongestSharedRun(opinion, opinion), 11u);
  EXPECT_EQ(LongestSharedRun("", opinion), 0u);
}

TEST(Quoting, WorksInOtherScripts) {
  EXPECT_EQ(LongestSharedRun("τα συστήματα πέφτουν κάθε νύχτα", "είπατε: συστήματα πέφτουν κάθε μέρα"), 3u);
  EXPECT_EQ(LongestSharedRun("המערכת נופלת בכל לילה", "המערכת נופלת ביום"), 2u);
}

}  // namespace
}  // namespace candor::services::leader
