// candord as it is typed: init, all, the simulation's clock, and what each says when it cannot.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/text.h"
#include "crypto/random.h"
#include "records/frozen_mark.h"
#include "records/issuance_openings.h"
#include "records/trust_bundle.h"
#include "services/runtime/files.h"
#include "services/runtime/https_server.h"
#include "services/runtime/key_file.h"
#include "tests/services/issuer/child_process.h"
#include "tests/services/runtime/temporary_folder.h"
#include "tests/services/runtime/tls_command.h"
#include "tests/support/matchers.h"

namespace candor::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr UnixSeconds kNow = 1'790'000'000;

class Candord : public ::testing::Test {
 protected:
  Finished Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), CANDORD_SIM);
    return RunToEnd(arguments, folder_ / "output");
  }
  std::string At(const char* name) const { return (folder_ / name).string(); }

  Finished InitTrial() {
    return Run({"init", At("d"), "--organisation", "nordhafen.example", "--trial", "--port-base",
                std::to_string(base_)});
  }
  records::TrustBundle Bundle() const {
    return records::TrustBundle::Decode(runtime::ReadFile(folder_ / "d" / "bundle").value())
        .value();
  }
  std::unique_ptr<ChildProcess> StartAll() {
    EXPECT_OK(runtime::WriteFileAtomically(folder_ / "clock", AsBytes(Cat(kNow, "\n"))));
    return std::make_unique<ChildProcess>(
        std::vector<std::string>{CANDORD_SIM, "--clock", At("clock"), "all", "--config",
                                 At("d/deployment.toml")},
        folder_ / "all.log");
  }

  const int base_ = FreePorts(60);
  runtime::TemporaryFolder folder_;
};

TEST_F(Candord, InitMakesADeploymentWithItsFingerprint) {
  const auto made = InitTrial();
  ASSERT_EQ(made.code, 0) << made.output;
  EXPECT_THAT(made.output, HasSubstr("candord all --config"));
  const auto bundle = Bundle();
  EXPECT_TRUE(bundle.trial);
  EXPECT_EQ(bundle.issuers.size(), 2u);
  EXPECT_OK(bundle.CheckSeparation());
  const auto publication =
      runtime::ReadFile(folder_ / "d" / "body" / "fingerprint.txt").value();
  const auto groups = records::FingerprintGroups(bundle.Fingerprint());
  for (std::size_t i = 0; i < groups.size(); ++i) {
    EXPECT_THAT(std::string(AsText(publication)), HasSubstr(Cat("\n", i + 1, ". ", groups[i])));
  }
  for (const char* file :
       {"charter/charter.key", "body/body.key", "board/board.toml", "board/log.key",
        "board/promise.key", "board/tls.pem", "board/tls.key", "board/log.lock",
        "issuer-1/issuer.toml", "issuer-1/log.key", "issuer-2/issuer.toml", "issuer-2/log.lock",
        "witness-1/witness.toml", "witness-1/witness.key", "deployment.toml"}) {
    EXPECT_TRUE(std::filesystem::is_regular_file(folder_ / "d" / file)) << file;
  }
  EXPECT_TRUE(std::filesystem::is_directory(folder_ / "d" / "witness-1" / "state"));
}

TEST_F(Candord, InitTakesKeysThatTheirOwnersMade) {
  EXPECT_OK(runtime::WriteFileAtomically(folder_ / "pass", AsBytes("known to two\n")));
  const auto make = [&](const std::string& who) {
    return Run({"key", "--name", "Council", "--out", At((who + ".key").c_str()), "--public",
                At((who + ".pub").c_str()), "--passphrase-file", At("pass")});
  };
  ASSERT_EQ(make("body").code, 0);
  ASSERT_EQ(make("charter").code, 0);
  const auto init = [&](const std::string& body) {
    return Run({"init", At("d"), "--organisation", "nordhafen.example", "--trial", "--port-base", std::to_string(base_),
                "--charter-public", At("charter.pub"), "--body-public", At(body.c_str())});
  };
  EXPECT_EQ(init("body.key").code, 1) << "a private key is no public one";
  EXPECT_EQ(init("nowhere").code, 2);
  EXPECT_NE(init("charter.pub").code, 0) << "one key for two parties";
  EXPECT_FALSE(runtime::FileExists(folder_ / "d" / "bundle"));
  const auto made = init("body.pub");
  ASSERT_EQ(made.code, 0) << made.output;
  const auto passphrase = crypto::SecretBytes::Copy(AsBytes("known to two"));
  EXPECT_EQ(runtime::LoadSigningKey(At("body.key"), passphrase).value().verify_key(), Bundle().independent_body_key);
  EXPECT_EQ(runtime::LoadSigningKey(At("charter.key"), passphrase).value().verify_key(), Bundle().charter_key);
  EXPECT_FALSE(runtime::FileExists(folder_ / "d" / "body" / "body.key"));
  EXPECT_FALSE(runtime::FileExists(folder_ / "d" / "charter"));
  EXPECT_TRUE(runtime::FileExists(folder_ / "d" / "body" / "fingerprint.txt"));
}

TEST_F(Candord, AKeyIsNeverWrittenOverAnother) {
  EXPECT_OK(runtime::WriteFileAtomically(folder_ / "pass", AsBytes("known to two\n")));
  const auto make = [&](const char* out, const char* part) {
    return Run({"key", "--name", "Council", "--out", At(out), "--public", At(part), "--passphrase-file", At("pass")});
  };
  ASSERT_EQ(make("a.key", "a.pub").code, 0);
  const Bytes before = runtime::ReadFile(folder_ / "a.key").value();
  EXPECT_EQ(make("a.key", "b.pub").code, 2);
  EXPECT_EQ(make("b.key", "a.pub").code, 2);
  EXPECT_EQ(runtime::ReadFile(folder_ / "a.key").value(), before);
  EXPECT_FALSE(runtime::FileExists(folder_ / "b.key"));
}

TEST_F(Candord, InitWritesKeysThatNobodyElseCanRead) {
  ASSERT_EQ(InitTrial().code, 0);
  std::set<std::string> passphrases;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / "d")) {
    const auto name = entry.path().filename().string();
    const bool secret = name.ends_with(".key") || name == "passphrase";
    if (!secret) continue;
    EXPECT_EQ(entry.status().permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)
        << name;
    if (name != "passphrase") continue;
    const auto text = runtime::ReadFile(entry.path()).value();
    EXPECT_TRUE(passphrases.insert(std::string(AsText(text))).second) << "shared by two parties";
  }
  EXPECT_EQ(passphrases.size(), 7u);
}

TEST_F(Candord, InitRefusesAFolderThatHoldsSomethingAndLeavesItAlone) {
  ASSERT_EQ(InitTrial().code, 0);
  const auto before = runtime::ReadFile(folder_ / "d" / "bundle").value();
  const auto again = InitTrial();
  EXPECT_EQ(again.code, 2);
  EXPECT_THAT(again.output, HasSubstr("is not empty"));
  EXPECT_THAT(runtime::ReadFile(folder_ / "d" / "bundle"), IsOkAndHolds(before));
}

TEST_F(Candord, InitInEarnestWantsToKnowWhoRunsWhat) {
  const auto unnamed = Run({"init", At("d"), "--organisation", "nordhafen.example"});
  EXPECT_EQ(unnamed.code, 1);
  EXPECT_THAT(unnamed.output, HasSubstr("--board-operator"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "d"));
}

TEST_F(Candord, InitInEarnestRefusesAWitnessOfThoseWhoRunALog) {
  const auto dependent =
      Run({"init", At("d"), "--organisation", "nordhafen.example", "--board-operator", "Nordhafen",
           "--issuer-operator", "Nordhafen", "--issuer-operator", "Works council",
           "--relay-operator", "Union", "--witness-operator", "Nordhafen"});
  EXPECT_EQ(dependent.code, 2);
  EXPECT_THAT(dependent.output, HasSubstr("another organisation"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "d"));
  // The works council's own issuer needs a witness beside the works council's.
  const auto own =
      Run({"init", At("d"), "--organisation", "nordhafen.example", "--board-operator", "Nordhafen",
           "--issuer-operator", "Nordhafen", "--issuer-operator", "Works council",
           "--relay-operator", "Union", "--witness-operator", "Works council"});
  EXPECT_EQ(own.code, 2);
  EXPECT_THAT(own.output, HasSubstr("issuer-2"));
}

TEST_F(Candord, InitInEarnestRefusesARelayOfThoseWhoRunALog) {
  for (const char* const who : {"Nordhafen", "Works council"}) {
    const auto dependent =
        Run({"init", At("d"), "--organisation", "nordhafen.example", "--board-operator", "Nordhafen",
             "--issuer-operator", "Nordhafen", "--issuer-operator", "Works council",
             "--relay-operator", who, "--witness-operator", "Auditors GmbH"});
    EXPECT_EQ(dependent.code, 2);
    EXPECT_THAT(dependent.output, AllOf(HasSubstr("relay"), HasSubstr(who)));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "d"));
  }
}

TEST_F(Candord, InitInEarnestAcceptsIndependentWitnesses) {
  const auto good = Run({"init", At("d"), "--organisation", "nordhafen.example", "--board-operator",
                         "Nordhafen", "--board-host", "board.nordhafen.example",
                         "--issuer-operator", "Nordhafen", "--issuer-operator", "Works council",
                         "--relay-operator", "Union", "--witness-operator", "Works council",
                         "--witness-operator", "Auditors GmbH", "--quorum", "2"});
  ASSERT_EQ(good.code, 0) << good.output;
  EXPECT_THAT(good.output, AllOf(HasSubstr("destroy it here"), Not(HasSubstr("trial"))));
  const auto bundle = Bundle();
  EXPECT_FALSE(bundle.trial);
  EXPECT_EQ(bundle.quorum, 2);
  EXPECT_EQ(bundle.board.grpc_address, "board.nordhafen.example:7400");
  EXPECT_OK(bundle.CheckSeparation());
}

TEST_F(Candord, InitRefusesNumbersAndNamesThatCannotBe) {
  const std::vector<std::vector<std::string>> cases = {
      {"--organisation", "nord hafen", "--trial"},
      {"--organisation", "", "--trial"},
      {"--organisation", "nordhafen.example", "--trial", "--issuers", "3"},
      {"--organisation", "nordhafen.example", "--trial", "--port-base", "65500"},
      {"--organisation", "nordhafen.example", "--trial", "--quorum", "2"},
      {"--trial"},
      {"--organisation", "nordhafen.example", "--trial", "--unknown"}};
  for (const auto& arguments : cases) {
    std::vector<std::string> all = {"init", At("d")};
    all.insert(all.end(), arguments.begin(), arguments.end());
    EXPECT_EQ(Run(all).code, 1) << ::testing::PrintToString(arguments);
    EXPECT_FALSE(std::filesystem::exists(folder_ / "d"));
  }
}

// The first deployment in "d"; the next one goes to another folder.
class CandordContinues : public Candord {
 protected:
  CandordContinues() { EXPECT_EQ(InitTrial().code, 0); }

  void Freeze(const char* deployment, const char* party, const std::string& origin) {
    const Bytes mark = records::FrozenMark{{origin, 41, {7}}}.Encode();
    EXPECT_OK(runtime::WriteFileAtomically(folder_ / deployment / party / "log.lock.frozen", mark));
  }
  Finished Next(const char* folder, const char* before, std::vector<std::string> more = {}) {
    std::vector<std::string> all = {"init", At(folder), "--organisation", "nordhafen.example", "--trial",
                                    "--continues", At(before)};
    all.insert(all.end(), more.begin(), more.end());
    return Run(all);
  }
  records::TrustBundle BundleOf(const char* folder) {
    return records::TrustBundle::Decode(runtime::ReadFile(folder_ / folder / "bundle").value()).value();
  }
  std::string TextOf(const char* file) {
    return std::string(AsText(runtime::ReadFile(folder_ / file).value()));
  }
};

TEST_F(CandordContinues, TheNextDeploymentHasOtherNamesAndTheMarkOfEachFrozenLog) {
  Freeze("d", "board", "nordhafen.example/board");
  Freeze("d", "issuer-2", "nordhafen.example/issuer-2");
  const auto made = Next("e", "d");
  ASSERT_EQ(made.code, 0) << made.output;
  EXPECT_THAT(made.output, HasSubstr("the fingerprint is a new one"));
  const auto bundle = BundleOf("e");
  EXPECT_OK(bundle.CheckSeparation());
  EXPECT_EQ(bundle.board.origin, "nordhafen.example/2/board");
  EXPECT_EQ(bundle.issuers[0].origin, "nordhafen.example/2/issuer-1");
  EXPECT_EQ(bundle.issuers[1].origin, "nordhafen.example/2/issuer-2");
  EXPECT_EQ(bundle.witnesses[0].name, "nordhafen.example/2/witness-1");
  EXPECT_EQ(bundle.relays[0].name, "nordhafen.example/2/relay-1");
  EXPECT_NE(bundle.Fingerprint(), BundleOf("d").Fingerprint());
  for (const char* party : {"board", "issuer-2"}) {
    EXPECT_EQ(TextOf(Cat("e/", party, "/previous.frozen").c_str()),
              TextOf(Cat("d/", party, "/log.lock.frozen").c_str()));
    EXPECT_FALSE(runtime::FileExists(folder_ / "e" / party / "log.lock.frozen"))
        << "it would freeze the new log";
  }
  EXPECT_THAT(TextOf("e/board/board.toml"), HasSubstr("continues = \"previous.frozen\""));
  EXPECT_THAT(TextOf("e/issuer-2/issuer.toml"), HasSubstr("continues = \"previous.frozen\""));
  // A log that was not frozen starts anew.
  EXPECT_THAT(TextOf("e/issuer-1/issuer.toml"), Not(HasSubstr("continues")));
  EXPECT_FALSE(runtime::FileExists(folder_ / "e" / "issuer-1" / "previous.frozen"));

  Freeze("e", "issuer-1", "nordhafen.example/2/issuer-1");
  ASSERT_EQ(Next("f", "e").code, 0);
  EXPECT_EQ(BundleOf("f").board.origin, "nordhafen.example/3/board");
}

TEST_F(CandordContinues, AFolderWithBundleAndMarksAloneIsEnough) {
  Freeze("d", "board", "nordhafen.example/board");
  std::filesystem::create_directories(folder_ / "carried" / "board");
  for (const char* file : {"bundle", "board/log.lock.frozen"}) {
    std::filesystem::copy_file(folder_ / "d" / file, folder_ / "carried" / file);
  }
  EXPECT_EQ(Next("e", "carried").code, 0);
}

TEST_F(CandordContinues, WhatCannotBeGoneOnFromIsRefusedAndWritesNothing) {
  const auto refused = [&](const Finished& said, int code, const char* words) {
    EXPECT_EQ(said.code, code) << said.output;
    EXPECT_THAT(said.output, HasSubstr(words));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "e"));
  };
  refused(Next("e", "d"), 2, "No log of the deployment");
  refused(Next("e", "nowhere"), 2, "There is no ");
  Freeze("d", "board", "nordhafen.example/issuer-1");
  refused(Next("e", "d"), 1, "is of another log than nordhafen.example/board");
  // A mark of the deployment after it, whose names the new one would bear as well.
  Freeze("d", "board", "nordhafen.example/2/board");
  refused(Next("e", "d"), 1, "is of another log");
  const runtime::Path mark = folder_ / "d" / "board" / "log.lock.frozen";
  ASSERT_OK(runtime::WriteFileAtomically(mark, AsBytes("frozen")));
  refused(Next("e", "d"), 1, "it is damaged");
  Freeze("d", "board", "nordhafen.example/board");
  refused(Run({"init", At("e"), "--organisation", "suedhafen.example", "--trial", "--continues", At("d")}), 1,
          "names another");
  Freeze("d", "issuer-2", "nordhafen.example/issuer-2");
  refused(Next("e", "d", {"--issuers", "1"}), 1, "no issuer 2");
  ASSERT_OK(runtime::WriteFileAtomically(folder_ / "d" / "bundle", AsBytes("bundle")));
  refused(Next("e", "d"), 1, "is not a trust bundle");
}

TEST_F(Candord, AllRunsEveryServerAndStopsThemOnSigterm) {
  ASSERT_EQ(InitTrial().code, 0);
  auto all = StartAll();
  // Returns when board and both issuers have acted on the time.
  const auto advanced = Run({"clock", "advance", "--clock", At("clock"), "--deployment",
                             At("d/deployment.toml"), "--by", "60"});
  EXPECT_EQ(advanced.code, 0) << advanced.output << all->Output();
  EXPECT_EQ(advanced.output, Cat(kNow + 60, "\n"));
  for (const int port : {base_, base_ + 1, base_ + 10, base_ + 11, base_ + 20, base_ + 21}) {
    EXPECT_EQ(runtime::NegotiatedTls(port, "-tls1_3"), "TLSv1.3") << port;
    EXPECT_EQ(runtime::NegotiatedTls(port, "-tls1_2"), "") << port;
  }
  all->Signal(SIGTERM);
  EXPECT_EQ(all->Wait(), 0) << all->Output();
}

// An auditor's key signed by `signer`, as candor-audit openings key writes it.
void WriteAuditorKey(const std::filesystem::path& file, const records::TrustBundle& bundle,
                     const crypto::SigningKey& signer, const crypto::KemPrivateKey& key) {
  const records::OpeningsKey record{bundle.Fingerprint(), key.public_key()};
  EXPECT_OK(runtime::WriteFileAtomically(file, record.SignedBy(signer).Encode()));
}

TEST_F(Candord, OpeningsOfAStoppedIssuerGoToTheIndependentBodysAuditorAlone) {
  ASSERT_EQ(InitTrial().code, 0);
  crypto::SystemRandom random;
  const auto key = crypto::KemPrivateKey::Generate(random);
  auto keys = runtime::KeyRing::Open(At("d/body/passphrase"));
  ASSERT_OK(keys);
  WriteAuditorKey(folder_ / "body.pub", Bundle(), keys->LoadSigningKey(At("d/body/body.key")).value(),
                  key);
  WriteAuditorKey(folder_ / "nobody.pub", Bundle(), crypto::SigningKey::Generate(random), key);
  const auto openings = [&](const char* auditor) {
    return Run({"openings", "--config", At("d/issuer-1/issuer.toml"), "--auditor", At(auditor),
                "--out", At("openings")});
  };
  EXPECT_EQ(openings("body.pub").code, 2) << "nothing has run yet";

  auto all = StartAll();
  ASSERT_EQ(Run({"clock", "advance", "--clock", At("clock"), "--deployment",
                 At("d/deployment.toml"), "--by", "60"})
                .code,
            0);
  const auto running = openings("body.pub");
  EXPECT_EQ(running.code, 2) << running.output;
  EXPECT_FALSE(std::filesystem::exists(folder_ / "openings"));
  all->Signal(SIGTERM);
  ASSERT_EQ(all->Wait(), 0) << all->Output();

  const auto nobody = openings("nobody.pub");
  EXPECT_EQ(nobody.code, 2) << nobody.output;
  EXPECT_THAT(nobody.output, HasSubstr("neither the independent body nor an auditor"));
  EXPECT_EQ(openings("d/bundle").code, 1) << "no key at all";
  EXPECT_FALSE(std::filesystem::exists(folder_ / "openings"));

  const auto written = openings("body.pub");
  ASSERT_EQ(written.code, 0) << written.output;
  EXPECT_THAT(written.output, HasSubstr("0 enrolments and 0 issuances of"));
  ASSERT_OK_AND_ASSIGN(const Bytes sealed, runtime::ReadFile(At("openings")));
  ASSERT_OK_AND_ASSIGN(const auto opened, records::OpenOpenings(sealed, key));
  EXPECT_EQ(opened.origin, Bundle().issuers[0].origin);
  EXPECT_EQ(opened.fingerprint, Bundle().Fingerprint());
  EXPECT_EQ(opened.size, 1u) << "Genesis";
  EXPECT_EQ(openings("body.pub").code, 2) << "a file that is there is left alone";
}

TEST_F(Candord, AllNamesTheServerThatCannotStartAndStopsTheOthers) {
  ASSERT_EQ(InitTrial().code, 0);
  const runtime::TestAuthority authority;
  auto taken = runtime::HttpsServer::Start(
      {.listen = Cat("127.0.0.1:", base_ + 20), .tls = authority.Server()}, {});
  ASSERT_OK(taken);
  auto all = StartAll();
  EXPECT_EQ(all->Wait(), 4) << all->Output();
  EXPECT_THAT(all->Output(),
              AllOf(HasSubstr("in use"), HasSubstr("The issuer 2 ended with exit code 3")));
}

TEST_F(Candord, AServerNamesThePortThatIsInUse) {
  ASSERT_EQ(InitTrial().code, 0);
  EXPECT_OK(runtime::WriteFileAtomically(folder_ / "clock", AsBytes(Cat(kNow, "\n"))));
  const runtime::TestAuthority authority;
  struct Taken {
    const char* verb;
    const char* config;
    int port;
  };
  // Calls and files of the board, files of an issuer.
  for (const Taken& each : {Taken{"board", "d/board/board.toml", base_},
                            Taken{"board", "d/board/board.toml", base_ + 1},
                            Taken{"issuer", "d/issuer-1/issuer.toml", base_ + 11}}) {
    const std::string address = Cat("127.0.0.1:", each.port);
    auto other = runtime::HttpsServer::Start({.listen = address, .tls = authority.Server()}, {});
    ASSERT_OK(other);
    const auto refused = Run({"--clock", At("clock"), each.verb, "--config", At(each.config)});
    EXPECT_EQ(refused.code, 3) << refused.output;
    EXPECT_THAT(refused.output,
                AllOf(HasSubstr(Cat("cannot listen on ", address, ": Address already in use")),
                      HasSubstr("Stop the program that uses the port, or choose another port.")));
  }
}

TEST_F(Candord, AllNamesTheServerThatWasKilled) {
  ASSERT_EQ(InitTrial().code, 0);
  auto all = StartAll();
  ASSERT_EQ(Run({"clock", "advance", "--clock", At("clock"), "--deployment",
                 At("d/deployment.toml"), "--by", "1"})
                .code,
            0);
  // The children of the process, by the system's own account.
  std::ifstream children(Cat("/proc/", all->pid(), "/task/", all->pid(), "/children"));
  pid_t first = 0;
  ASSERT_TRUE(children >> first);
  kill(first, SIGKILL);
  EXPECT_EQ(all->Wait(), 4);
  EXPECT_THAT(all->Output(), HasSubstr("The board was killed by signal 9"));
}

TEST_F(Candord, SaysWhatIsWrongWithADeploymentOrAClock) {
  const auto missing = Run({"all", "--config", At("nowhere.toml")});
  EXPECT_EQ(missing.code, 2);
  EXPECT_THAT(missing.output, HasSubstr("nowhere.toml"));
  EXPECT_OK(runtime::WriteFileAtomically(folder_ / "empty.toml", AsBytes(std::string_view("\n"))));
  EXPECT_EQ(Run({"all", "--config", At("empty.toml")}).code, 1);

  EXPECT_EQ(Run({"clock", "show"}).code, 1);
  EXPECT_NE(Run({"clock", "show", "--clock", At("clock")}).code, 0);
  EXPECT_OK(runtime::WriteFileAtomically(folder_ / "clock", AsBytes(Cat(kNow, "\n"))));
  const auto shown = Run({"clock", "show", "--clock", At("clock")});
  EXPECT_EQ(shown.code, 0);
  EXPECT_EQ(shown.output, Cat(kNow, "\n"));
  ASSERT_EQ(InitTrial().code, 0);
  const auto back = Run({"clock", "advance", "--clock", At("clock"), "--deployment",
                         At("d/deployment.toml"), "--to", "5"});
  EXPECT_EQ(back.code, 1);
  EXPECT_THAT(back.output, HasSubstr("does not go back"));
}

TEST(CandordWithoutSimulation, HasNoClock) {
  const runtime::TemporaryFolder folder;
  EXPECT_EQ(RunToEnd({CANDORD, "--clock", "x", "all", "--config", "x"}, folder / "output").code, 1);
  EXPECT_EQ(RunToEnd({CANDORD, "clock", "show"}, folder / "output").code, 1);
  EXPECT_EQ(RunToEnd({CANDORD, "--help"}, folder / "output").code, 0);
  EXPECT_EQ(RunToEnd({CANDORD}, folder / "output").code, 1);
}

}  // namespace
}  // namespace candor::testing
