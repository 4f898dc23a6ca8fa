#include "audit/witness_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "tests/audit/log_fixture.h"
#include "tests/support/matchers.h"

namespace candor::audit {
namespace {

using ::candor::testing::IsOk;
using ::candor::testing::StatusIs;
using testing::KeyOf;

std::string Line(const char* name) {
  return *Cosign(*FormatCheckpoint({"log.example", 0, EmptyRoot()}), name, KeyOf(11), 1700000000);
}

TEST(WitnessFile, HoldsWhatTheServerWouldAnswer) {
  const std::string line = Line("w.example");
  const WitnessAnswer answers[] = {
      {200, std::string(kPlainText), line},
      {200, std::string(kPlainText), Cat(line, Line("w2.example"))},
      {400, std::string(kPlainText), "the request is malformed\n"},
      {403, std::string(kPlainText), ""},
      {409, std::string(kTreeSizeType), "20852014\n"},
      {409, std::string(kTreeSizeType), "0\n"},
      {422, std::string(kPlainText), "the checkpoint is not proven to extend the last one\n"},
  };
  for (const auto& answer : answers) {
    const std::string file = FormatAnswerFile(answer);
    ASSERT_OK_AND_ASSIGN(const auto read, ParseAnswerFile(file));
    EXPECT_EQ(read.http_status, answer.http_status);
    EXPECT_EQ(read.content_type, answer.content_type);
    EXPECT_EQ(read.body, answer.body);
    EXPECT_EQ(FormatAnswerFile(read), file);
  }
  EXPECT_EQ(FormatAnswerFile(answers[4]), "refused 409\n20852014\n");
  EXPECT_EQ(FormatAnswerFile(answers[0]), line);
}

TEST(WitnessFile, NothingElseIsAnAnswer) {
  const std::string line = Line("w.example");
  const std::string cases[] = {
      "",
      "\n",
      line.substr(0, line.size() - 1),
      Cat(line, "\n"),
      Cat("\n", line),
      Cat(line, "refused 409\n5\n"),
      Cat(" ", line),
      line.substr(std::string_view("\u2014 ").size()),
      "cosigned\n",
      "refused\n",
      "refused \n",
      "refused 200\n",
      Cat("refused 200\n", line),
      "refused 399\n",
      "refused 600\n",
      "refused 0409\n5\n",
      "refused 409",
      "refused 409\n",
      "refused 409\n5",
      "refused 409\n05\n",
      "refused 409\n-5\n",
      "refused 409\n5\n6\n",
      "refused 409\nfive\n",
      "refused 409\n9223372036854775808\n",
      "Refused 409\n5\n",
      "refused 422\nline\x1b[2J\n",
      "refused 422\r\nline\n",
      "refused 422\n\xff\n",
      std::string("refused 422\n\0\n", 14),
      Cat("refused 422\n", std::string(kMaxNoteSize, 'x')),
  };
  for (const std::string& text : cases) {
    EXPECT_THAT(ParseAnswerFile(text), StatusIs(absl::StatusCode::kInvalidArgument))
        << text.substr(0, 100);
  }
}

// No cut of a cosignature passes for one, and no cut of a refusal passes for a cosignature.
TEST(WitnessFile, EveryTruncationIsRefused) {
  const std::string line = Line("w.example");
  for (std::size_t length = 0; length < line.size(); ++length) {
    EXPECT_FALSE(ParseAnswerFile(line.substr(0, length)).ok()) << length;
  }
  const std::string refusal = "refused 422\nit is not proven\n";
  for (std::size_t length = 0; length < refusal.size(); ++length) {
    const auto read = ParseAnswerFile(refusal.substr(0, length));
    EXPECT_TRUE(!read.ok() || read->http_status == 422) << length;
  }
}

}  // namespace
}  // namespace candor::audit
