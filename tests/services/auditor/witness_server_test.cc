#include "services/auditor/witness_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

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

struct Running {
  Running() { server = *WitnessServer::Start(deployment.Config(), clock); }
  int port() const { return server->port(); }

  WitnessDeployment deployment;
  FakeClock clock{1700000000};
  std::unique_ptr<WitnessServer> server;
};

TEST(WitnessServer, CosignsOverHttps) {
  Running witness;
  ASSERT_OK_AND_ASSIGN(const auto reply, witness.deployment.Add(witness.port(), 0, 5));
  ASSERT_EQ(reply.status, 200);
  ASSERT_OK_AND_ASSIGN(const auto opened, witness.deployment.Opened(reply.body, 5));
  EXPECT_EQ(opened.witnesses.at(0).time, 1700000000);
  witness.clock.Advance(60);
  ASSERT_OK_AND_ASSIGN(const auto next, witness.deployment.Add(witness.port(), 5, 300));
  ASSERT_EQ(next.status, 200);
  ASSERT_OK_AND_ASSIGN(const auto later, witness.deployment.Opened(next.body, 300));
  EXPECT_EQ(later.witnesses.at(0).time, 1700000060);
}

TEST(WitnessServer, TellsWhatItHasSeen) {
  Running witness;
  EXPECT_EQ(witness.deployment.Get(witness.port(), witness.deployment.LatestPath())->status, 404);
  ASSERT_EQ(witness.deployment.Add(witness.port(), 0, 7)->status, 200);
  const auto latest = witness.deployment.Get(witness.port(), witness.deployment.LatestPath());
  ASSERT_THAT(latest, IsOk());
  ASSERT_EQ(latest->status, 200);
  ASSERT_OK_AND_ASSIGN(const auto opened,
                       audit::OpenCheckpoint(AsText(latest->body), witness.deployment.log.vkey(),
                                             {1, {witness.server->verifier_key()}}));
  EXPECT_EQ(opened.checkpoint.size, 7u);
  for (const char* path : {"/", "/checkpoint", "//checkpoint", "/../state/lock", "/state"}) {
    EXPECT_EQ(witness.deployment.Get(witness.port(), path)->status, 404) << path;
  }
}

TEST(WitnessServer, AnswersWithTheProtocolsCodes) {
  Running witness;
  const auto& deployment = witness.deployment;
  ASSERT_EQ(deployment.Add(witness.port(), 0, 100)->status, 200);
  const auto conflict = deployment.Add(witness.port(), 50, 80);
  ASSERT_EQ(conflict->status, 409);
  EXPECT_EQ(AsText(conflict->body), "100\n");
  EXPECT_EQ(deployment.Post(witness.port(), "nonsense")->status, 400);
  EXPECT_EQ(deployment.Post(witness.port(), Cat("old 100\n\n", deployment.log.Note(200)))->status,
            422);
  auto impostor = deployment.log.At(100);
  const auto note = *audit::SignCheckpoint(impostor, impostor.origin, audit::testing::KeyOf(2));
  EXPECT_EQ(deployment.Post(witness.port(), Cat("old 100\n\n", note))->status, 403);
  impostor.origin = "log.example/unknown";
  const auto unknown = *audit::SignCheckpoint(impostor, impostor.origin, deployment.log.key);
  EXPECT_EQ(deployment.Post(witness.port(), Cat("old 0\n\n", unknown))->status, 404);
  // Too large to be read to its end.
  const auto large = deployment.Post(witness.port(), std::string(200000, 'a'));
  EXPECT_TRUE(!large.ok() || large->status == 413);
  EXPECT_EQ(deployment.Add(witness.port(), 100, 300)->status, 200);
}

TEST(WitnessServer, RemembersAcrossARestart) {
  Running witness;
  ASSERT_EQ(witness.deployment.Add(witness.port(), 0, 100)->status, 200);
  witness.server.reset();
  witness.server = *WitnessServer::Start(witness.deployment.Config(), witness.clock);
  EXPECT_EQ(witness.deployment.Add(witness.port(), 0, 50)->status, 409);
  EXPECT_EQ(witness.deployment.Add(witness.port(), 100, 300)->status, 200);
}

TEST(WitnessServer, OfManyRequestsAtOnceOneIsCosigned) {
  Running witness;
  ASSERT_EQ(witness.deployment.Add(witness.port(), 0, 10)->status, 200);
  constexpr int kCallers = 12;
  std::atomic<int> cosigned = 0;
  std::atomic<int> conflicts = 0;
  std::vector<std::string> requests;
  for (int i = 0; i < kCallers; ++i) {
    requests.push_back(witness.deployment.Request(10, 20 + static_cast<std::uint64_t>(i)));
  }
  std::vector<std::thread> callers;
  for (const auto& request : requests) {
    callers.emplace_back([&] {
      const auto reply = witness.deployment.Post(witness.port(), request);
      if (reply.ok() && reply->status == 200) ++cosigned;
      if (reply.ok() && reply->status == 409) ++conflicts;
    });
  }
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(cosigned, 1);
  EXPECT_EQ(conflicts, kCallers - 1);
}

TEST(WitnessServer, AnswersNothingThatItCannotKeep) {
  Running witness;
  ASSERT_EQ(witness.deployment.Add(witness.port(), 0, 10)->status, 200);
  std::filesystem::remove_all(witness.deployment.folder / "state");
  EXPECT_EQ(witness.deployment.Add(witness.port(), 10, 20)->status, 500);
  ASSERT_OK(runtime::MakeFolder(witness.deployment.folder / "state"));
  EXPECT_EQ(witness.deployment.Add(witness.port(), 10, 20)->status, 200);
}

TEST(WitnessServer, SpeaksTls13Only) {
  Running witness;
  EXPECT_EQ(runtime::NegotiatedTls(witness.port(), "-tls1_2"), "");
  EXPECT_EQ(runtime::NegotiatedTls(witness.port(), "-tls1_3"), "TLSv1.3");
}

TEST(WitnessServer, RefusesToStartOnWhatIsWrongAndSaysSo) {
  Running witness;
  auto& deployment = witness.deployment;
  const auto start = [&](const WitnessConfig& config) {
    return WitnessServer::Start(config, witness.clock).status();
  };
  auto config = deployment.Config();
  EXPECT_THAT(start(config), StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("in use")));
  ASSERT_OK(runtime::MakeFolder(deployment.folder / "state-2"));
  config.state = deployment.folder / "state-2";
  auto taken = config;
  taken.listen = Cat("127.0.0.1:", witness.port());
  EXPECT_FALSE(start(taken).ok());
  auto no_key = config;
  no_key.signing_key = deployment.folder / "absent.key";
  EXPECT_THAT(start(no_key), StatusIs(absl::StatusCode::kNotFound, HasSubstr("absent.key")));
  auto wrong_passphrase = config;
  wrong_passphrase.passphrase = deployment.folder / "wrong";
  ASSERT_OK(runtime::WriteFileAtomically(wrong_passphrase.passphrase, AsBytes("wrong\n")));
  EXPECT_THAT(start(wrong_passphrase), StatusIs(absl::StatusCode::kUnauthenticated));
  auto bad_certificate = config;
  bad_certificate.tls_certificate = deployment.folder / "passphrase";
  EXPECT_FALSE(start(bad_certificate).ok());
  auto bad_name = config;
  bad_name.name = "two words";
  EXPECT_THAT(start(bad_name), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_OK(start(config));
}

TEST(WitnessConfig, NamesEveryProblemWithItsLine) {
  WitnessDeployment deployment;
  const auto load = [&](std::string_view text) {
    return LoadWitnessConfig(deployment.WriteConfig(text)).status();
  };
  const std::string good = deployment.ConfigText();
  EXPECT_OK(load(good));
  EXPECT_THAT(load(""), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("signing_key")));
  EXPECT_THAT(load(Cat("colour = 1\n", good)),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("colour")));
  const std::string without_logs = good.substr(0, good.find("[[logs]]"));
  EXPECT_THAT(load(without_logs),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("names no log")));
  const std::string log = good.substr(good.find("[[logs]]"));
  EXPECT_THAT(load(Cat(good, log)),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("stands here already")));
  EXPECT_THAT(load(Cat(without_logs, "[[logs]]\norigin = \"x\"\nvkey = \"x+y+z\"\n")),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("verifier key")));
  const auto witness = audit::testing::WitnessVkey("x", audit::testing::KeyOf(3)).Format();
  EXPECT_THAT(load(Cat(without_logs, "[[logs]]\norigin = \"x\"\nvkey = \"", witness, "\"\n")),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("verifier key")));
}

}  // namespace
}  // namespace candor::services::auditor
