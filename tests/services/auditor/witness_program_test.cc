// The program candor-audit as a process: how it starts, refuses, stops, and what it is linked with.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "base/text.h"
#include "tests/services/auditor/shell.h"
#include "tests/services/auditor/witness_deployment.h"
#include "tests/support/matchers.h"

namespace candor::services::auditor {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// A witness that runs, until the end of its life.
class Process {
 public:
  Process(const char* program, std::vector<std::string> arguments) {
    int ends[2];
    EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
    arguments.insert(arguments.begin(), program);
    std::vector<char*> raw;
    for (auto& argument : arguments) raw.push_back(argument.data());
    raw.push_back(nullptr);
    pid_ = fork();
    if (pid_ == 0) {
      dup2(ends[1], STDERR_FILENO);
      setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
      execv(program, raw.data());
      _exit(127);
    }
    close(ends[1]);
    output_ = fdopen(ends[0], "r");
    WaitForPort();
  }
  ~Process() {
    if (pid_ > 0) Stop(SIGKILL);
    fclose(output_);
  }

  int port() const { return port_; }
  // The exit status, or -1 when the signal ended it.
  int Stop(int signal) {
    kill(pid_, signal);
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  std::string RestOfOutput() { return ReadAll(output_); }

 private:
  void WaitForPort() {
    char line[1024];
    while (fgets(line, sizeof line, output_) != nullptr) {
      const std::string_view text(line);
      const auto at = text.find("(port ");
      if (at == std::string_view::npos) continue;
      port_ = std::atoi(line + at + 6);
      return;
    }
    ADD_FAILURE() << "the program ended before it served";
  }

  pid_t pid_ = -1;
  std::FILE* output_ = nullptr;
  int port_ = 0;
};

TEST(CandorAudit, HelpsAndRefusesWhatItDoesNotKnow) {
  const auto help = Audit("--help");
  EXPECT_EQ(help.exit, 0);
  EXPECT_THAT(help.output, AllOf(HasSubstr("witness"), HasSubstr("Exit codes")));
  EXPECT_THAT(help.output, Not(HasSubstr("--clock")));
  const auto serve_help = Audit("witness serve --help");
  EXPECT_EQ(serve_help.exit, 0);
  EXPECT_THAT(serve_help.output, HasSubstr("Example"));
  for (const char* arguments : {"", "witness", "witness serve", "nonsense", "witness serve --x 1",
                                "--clock /dev/null witness serve --config x"}) {
    EXPECT_EQ(Audit(arguments).exit, 1) << arguments;
  }
}

TEST(CandorAudit, SaysWhatIsWrongWithAConfigurationAndExits) {
  WitnessDeployment deployment;
  const auto serve = [](const runtime::Path& config) {
    return Audit(Cat("witness serve --config ", config.string()));
  };
  const auto absent = serve(deployment.folder / "absent.toml");
  EXPECT_EQ(absent.exit, 6);
  EXPECT_THAT(absent.output, HasSubstr("absent.toml"));
  const auto no_toml = serve(deployment.WriteConfig("listen = = 3\n"));
  EXPECT_EQ(no_toml.exit, 1);
  EXPECT_THAT(no_toml.output, HasSubstr("line 1"));
  const auto incomplete = serve(deployment.WriteConfig("name = \"w.example\"\n"));
  EXPECT_EQ(incomplete.exit, 1);
  EXPECT_THAT(incomplete.output, HasSubstr("listen"));
  const std::string good = deployment.ConfigText();
  std::string wrong_certificate = good;
  wrong_certificate.replace(wrong_certificate.find("\"tls.pem\""), 9, "\"passphrase\"");
  const auto certificate = serve(deployment.WriteConfig(wrong_certificate));
  EXPECT_NE(certificate.exit, 0);
  EXPECT_THAT(certificate.output, HasSubstr("ertificate"));
  std::filesystem::remove(deployment.folder / "state");
  const auto stateless = serve(deployment.WriteConfig(good));
  EXPECT_EQ(stateless.exit, 6);
  EXPECT_THAT(stateless.output, HasSubstr("state folder"));
}

TEST(CandorAudit, SaysThatAPortIsInUse) {
  WitnessDeployment first;
  Process running(CANDOR_AUDIT_PROGRAM,
                  {"witness", "serve", "--config", first.WriteConfig().string()});
  WitnessDeployment second;
  const auto outcome =
      Audit(Cat("witness serve --config ", second.WriteConfig(running.port()).string()));
  EXPECT_EQ(outcome.exit, 6);
  EXPECT_THAT(outcome.output, HasSubstr(Cat(running.port())));
  EXPECT_THAT(outcome.output, HasSubstr("in use"));
}

TEST(CandorAudit, StopsGracefullyOnSigterm) {
  WitnessDeployment deployment;
  Process running(CANDOR_AUDIT_PROGRAM,
                  {"witness", "serve", "--config", deployment.WriteConfig().string()});
  ASSERT_EQ(deployment.Add(running.port(), 0, 5)->status, 200);
  EXPECT_EQ(running.Stop(SIGTERM), 0);
  EXPECT_THAT(running.RestOfOutput(), HasSubstr("has stopped"));
}

TEST(CandorAudit, ForgetsNothingThatItAnsweredWhenItIsKilled) {
  WitnessDeployment deployment;
  const std::string config = deployment.WriteConfig().string();
  std::uint64_t size = 0;
  for (int round = 0; round < 5; ++round) {
    Process running(CANDOR_AUDIT_PROGRAM, {"witness", "serve", "--config", config});
    const auto rollback = deployment.Add(running.port(), size + 1, size + 2);
    EXPECT_EQ(rollback->status, 409);
    EXPECT_EQ(AsText(rollback->body), Cat(size, "\n"));
    for (int step = 0; step < 3; ++step) {
      ASSERT_EQ(deployment.Add(running.port(), size, size + 7)->status, 200);
      size += 7;
    }
    EXPECT_EQ(running.Stop(SIGKILL), -1);
  }
}

TEST(CandorAuditSim, TakesItsTimeFromTheClockFile) {
  WitnessDeployment deployment;
  const runtime::Path clock = deployment.folder / "clock";
  ASSERT_OK(runtime::WriteFileAtomically(clock, AsBytes("1800000000\n")));
  Process running(CANDOR_AUDIT_SIM_PROGRAM, {"--clock", clock.string(), "witness", "serve",
                                             "--config", deployment.WriteConfig().string()});
  const auto first = deployment.Add(running.port(), 0, 5);
  ASSERT_OK_AND_ASSIGN(const auto opened, deployment.Opened(first->body, 5));
  EXPECT_EQ(opened.witnesses.at(0).time, 1800000000);
  ASSERT_OK(runtime::WriteFileAtomically(clock, AsBytes("1800000777\n")));
  const auto second = deployment.Add(running.port(), 5, 6);
  ASSERT_OK_AND_ASSIGN(const auto later, deployment.Opened(second->body, 6));
  EXPECT_EQ(later.witnesses.at(0).time, 1800000777);
  EXPECT_EQ(AuditSim("--clock /nonexistent witness serve --config x").exit, 6);
}

TEST(CandorAudit, LinksNeitherTheEngineNorTheServersItJudges) {
  for (const char* program : {CANDOR_AUDIT_PROGRAM, CANDOR_AUDIT_SIM_PROGRAM}) {
    const std::string libraries = Shell(Cat("ldd ", program)).output;
    EXPECT_THAT(libraries, HasSubstr("libsodium"));  // the look-up works
    EXPECT_THAT(libraries, Not(HasSubstr("librocksdb")));
    const std::string symbols = Shell(Cat("nm -C ", program)).output;
    EXPECT_THAT(symbols, HasSubstr("candor::audit::Witness::AddCheckpoint"));
    for (const char* foreign : {"rocksdb::", "candor::store::", "candor::services::issuer::",
                                "candor::services::board::", "candor::services::publish::"}) {
      EXPECT_EQ(symbols.find(foreign), std::string::npos) << program << " has " << foreign;
    }
  }
}

}  // namespace
}  // namespace candor::services::auditor
