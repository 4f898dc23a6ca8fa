#include "services/auditor/witness_cosign.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/witness_file.h"
#include "base/text.h"
#include "tests/services/auditor/witness_deployment.h"
#include "tests/support/fake_clock.h"
#include "tests/support/matchers.h"

namespace candor::services::auditor {
namespace {

using ::candor::testing::FakeClock;
using ::candor::testing::IsOk;
using ::candor::testing::StatusIs;
using ::testing::HasSubstr;

// The files on the stick, and the machine without a network.
struct AirGap {
  AirGap() { options.config_path = deployment.WriteConfig().string(); }

  absl::StatusOr<audit::WitnessAnswer> Carry(std::string_view request) {
    EXPECT_OK(runtime::WriteFileAtomically(options.request_path, AsBytes(request)));
    std::filesystem::remove(options.answer_path);
    return CosignFromFile(options, clock);
  }
  absl::StatusOr<audit::WitnessAnswer> Add(std::uint64_t from, std::uint64_t to) {
    return Carry(deployment.Request(from, to));
  }
  // What the log reads.
  std::string AnswerFile() {
    const auto bytes = runtime::ReadFile(options.answer_path);
    return bytes.ok() ? std::string(AsText(*bytes)) : "";
  }

  WitnessDeployment deployment;
  FakeClock clock{1700000000};
  CosignOptions options{"", (deployment.folder / "request").string(),
                        (deployment.folder / "answer").string()};
};

TEST(WitnessCosign, AnswersFromFileToFile) {
  AirGap gap;
  ASSERT_OK_AND_ASSIGN(const auto answer, gap.Add(0, 5));
  EXPECT_EQ(answer.http_status, 200);
  ASSERT_OK_AND_ASSIGN(const auto opened, gap.deployment.Opened(AsBytes(gap.AnswerFile()), 5));
  EXPECT_EQ(opened.witnesses.at(0).time, 1700000000);
  gap.clock.Advance(60);
  EXPECT_EQ(gap.Add(5, 300)->http_status, 200);
  ASSERT_OK_AND_ASSIGN(const auto later, gap.deployment.Opened(AsBytes(gap.AnswerFile()), 300));
  EXPECT_EQ(later.witnesses.at(0).time, 1700000060);
}

TEST(WitnessCosign, RemembersWhatItCosignedAndRefusesWhatDoesNotExtendIt) {
  AirGap gap;
  ASSERT_EQ(gap.Add(0, 50)->http_status, 200);
  EXPECT_EQ(gap.Add(0, 60)->http_status, 409);
  EXPECT_EQ(gap.AnswerFile(), "refused 409\n50\n");
  EXPECT_EQ(gap.Add(20, 60)->http_status, 409);
  WitnessDeployment fork;
  fork.log.entries[7] = {9};
  EXPECT_EQ(gap.Carry(fork.Request(50, 60))->http_status, 422);
  EXPECT_THAT(gap.AnswerFile(), HasSubstr("refused 422\n"));
  std::string unsigned_one = gap.deployment.Request(50, 60);
  unsigned_one.replace(unsigned_one.find("\n60\n"), 4, "\n61\n");
  EXPECT_EQ(gap.Carry(unsigned_one)->http_status, 403);
  EXPECT_EQ(gap.Carry("old 50\n")->http_status, 400);
  std::string foreign = gap.deployment.Request(50, 60);
  const auto origin = foreign.find("log.example");
  foreign.replace(origin, 3, "gol");
  EXPECT_EQ(gap.Carry(foreign)->http_status, 404);
  EXPECT_EQ(gap.Add(50, 60)->http_status, 200) << "no refusal changed anything";
}

TEST(WitnessCosign, SharesItsMemoryWithTheServerAndStandsBackWhileItRuns) {
  AirGap gap;
  ASSERT_EQ(gap.Add(0, 50)->http_status, 200);
  {
    ASSERT_OK_AND_ASSIGN(const auto server,
                         WitnessServer::Start(gap.deployment.Config(), gap.clock));
    EXPECT_THAT(gap.Add(50, 60), StatusIs(absl::StatusCode::kFailedPrecondition));
    EXPECT_EQ(gap.AnswerFile(), "") << "nothing was answered";
    EXPECT_EQ(gap.deployment.Add(server->port(), 0, 60)->status, 409);
    EXPECT_EQ(gap.deployment.Add(server->port(), 50, 70)->status, 200);
  }
  EXPECT_EQ(gap.Add(50, 80)->http_status, 409);
  EXPECT_EQ(gap.AnswerFile(), "refused 409\n70\n");
  EXPECT_EQ(gap.Add(70, 80)->http_status, 200);
}

// The crash between state and answer: the state is ahead, and the log gets there by asking again.
TEST(WitnessCosign, ALostAnswerIsHadByAskingAgain) {
  AirGap gap;
  gap.options.answer_path = (gap.deployment.folder / "absent").string() + "/answer";
  ASSERT_OK(runtime::WriteFileAtomically(gap.options.request_path,
                                         AsBytes(gap.deployment.Request(0, 50))));
  const auto lost = CosignFromFile(gap.options, gap.clock);
  EXPECT_FALSE(lost.ok());
  EXPECT_THAT(std::string(lost.status().message()), HasSubstr("counts as cosigned"));
  gap.options.answer_path = (gap.deployment.folder / "answer").string();
  EXPECT_EQ(gap.Add(0, 50)->http_status, 409);
  ASSERT_OK_AND_ASSIGN(const auto answer, audit::ParseAnswerFile(gap.AnswerFile()));
  EXPECT_EQ(answer.body, "50\n");
  EXPECT_EQ(gap.Add(50, 50)->http_status, 200);
  EXPECT_OK(gap.deployment.Opened(AsBytes(gap.AnswerFile()), 50));
}

TEST(WitnessCosign, NeedsNeitherAddressNorCertificate) {
  AirGap gap;
  std::string text;
  std::string rest = gap.deployment.ConfigText();
  while (!rest.empty()) {
    const std::string line = rest.substr(0, rest.find('\n') + 1);
    rest.erase(0, line.size());
    if (!line.starts_with("listen") && !line.starts_with("tls_")) text += line;
  }
  const runtime::Path config = gap.deployment.WriteConfig(text);
  EXPECT_EQ(gap.Add(0, 5)->http_status, 200);
  EXPECT_THAT(LoadWitnessConfig(config),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("listen")));
  gap.deployment.WriteConfig(Cat("colour = 1\n", text));
  EXPECT_THAT(gap.Add(5, 6), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("colour")));
}

TEST(WitnessCosign, SaysWhatItCannotRead) {
  AirGap gap;
  EXPECT_THAT(CosignFromFile(gap.options, gap.clock),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("request")));
  EXPECT_THAT(gap.Carry(std::string(audit::kMaxAddCheckpointBody + 1, 'x')),
              StatusIs(absl::StatusCode::kInvalidArgument));
  std::filesystem::remove_all(gap.deployment.folder / "state");
  EXPECT_THAT(gap.Add(0, 5), StatusIs(absl::StatusCode::kNotFound, HasSubstr("state folder")));
}

}  // namespace
}  // namespace candor::services::auditor
