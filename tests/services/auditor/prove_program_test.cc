// candor-audit prove and witness cosign as a person uses them: files, exit statuses, JSON.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "services/runtime/key_file.h"
#include "tests/services/auditor/copied_log.h"
#include "tests/services/auditor/shell.h"
#include "tests/services/auditor/witness_deployment.h"

namespace candor::services::auditor {
namespace {

using ::candor::testing::IsOk;
using ::testing::AllOf;
using ::testing::HasSubstr;

// A copy of a log, a policy, and a proof of entry 300 made by the program.
struct Desk {
  Desk() {
    copied.Write(1000);
    copied.Put("policy", AsBytes(copied.PolicyText()));
    copied.Put("may.checkpoint", AsBytes(copied.Note(300)));
  }
  std::string At(const char* name) const { return (copied.folder.path() / name).string(); }
  std::string Trust() const { return Cat(" --policy ", At("policy")); }
  Outcome MakeInclusion(const std::string& more = "") {
    return Audit(Cat("prove inclusion --log ", copied.folder.path().string(), " --index 300 --out ",
                     At("p"), " --entry-out ", At("e"), Trust(), more));
  }
  Outcome MakeConsistency() {
    return Audit(Cat("prove consistency --log ", copied.folder.path().string(), " --old ",
                     At("may.checkpoint"), " --out ", At("c"), Trust()));
  }
  Outcome CheckInclusion(const std::string& more = "") {
    return Audit(Cat("prove check ", At("p"), " --entry ", At("e"), Trust(), more));
  }

  CopiedLog copied;
};

TEST(ProveProgram, AProofIsMadeAndCheckedWithoutTheLog) {
  Desk desk;
  const auto made = desk.MakeInclusion();
  EXPECT_EQ(made.exit, 0) << made.output;
  EXPECT_THAT(made.output, HasSubstr("entry 300 of the log log.example/board"));
  EXPECT_EQ(desk.MakeConsistency().exit, 0);
  std::filesystem::remove_all(desk.copied.folder.path() / "tile");
  std::filesystem::remove(desk.copied.folder.path() / "checkpoint");
  const auto checked = desk.CheckInclusion();
  EXPECT_EQ(checked.exit, 0);
  EXPECT_THAT(checked.output, AllOf(HasSubstr("holds"), HasSubstr("cosigned by w11.example")));
  const auto consistent =
      Audit(Cat("prove check ", desk.At("c"), " --old ", desk.At("may.checkpoint"), desk.Trust()));
  EXPECT_EQ(consistent.exit, 0);
  EXPECT_THAT(consistent.output, HasSubstr("with 1000 entries extends its 300"));
}

TEST(ProveProgram, TheStatusSaysWhatIsWrong) {
  Desk desk;
  ASSERT_EQ(desk.MakeInclusion().exit, 0);
  const std::string proof(AsText(*runtime::ReadFile(desk.At("p"))));
  desk.copied.Put("e", AsBytes("another entry"));
  EXPECT_EQ(desk.CheckInclusion().exit, 2);
  desk.copied.Put("e", desk.copied.log.entries[300]);
  EXPECT_EQ(desk.CheckInclusion().exit, 0);
  desk.copied.Put("p", AsBytes(proof + "\n"));
  EXPECT_EQ(desk.CheckInclusion().exit, 2);
  desk.copied.Put("p", AsBytes("index 300\n"));
  EXPECT_EQ(desk.CheckInclusion().exit, 2);
  desk.copied.Put("p", AsBytes(proof.substr(0, proof.rfind("\u2014 w12"))));
  EXPECT_EQ(desk.CheckInclusion().exit, 5);
  std::filesystem::remove(desk.At("p"));
  EXPECT_EQ(desk.CheckInclusion().exit, 6);
  std::filesystem::remove(desk.copied.folder.path() / "tile/0/001");
  EXPECT_EQ(desk.MakeInclusion().exit, 5);
  EXPECT_FALSE(runtime::FileExists(desk.At("p"))) << "nothing is written that does not hold";
}

TEST(ProveProgram, UsageIsUsage) {
  Desk desk;
  ASSERT_EQ(desk.MakeInclusion().exit, 0);
  ASSERT_EQ(desk.MakeConsistency().exit, 0);
  const std::string copy = desk.copied.folder.path().string();
  const std::string cases[] = {
      "prove",
      "prove check",
      Cat("prove check ", desk.At("p"), " --entry ", desk.At("e")),
      Cat("prove check ", desk.At("p"), desk.Trust()),
      Cat("prove check ", desk.At("p"), " --old ", desk.At("may.checkpoint"), desk.Trust()),
      Cat("prove check ", desk.At("c"), desk.Trust()),
      Cat("prove check ", desk.At("c"), " --entry ", desk.At("e"), desk.Trust()),
      Cat("prove inclusion --log ", copy, " --index 1000 --out ", desk.At("x"), desk.Trust()),
      Cat("prove inclusion --log ", copy, " --index -1 --out ", desk.At("x"), desk.Trust()),
      Cat("prove inclusion --log ", copy, " --out ", desk.At("x"), desk.Trust()),
      Cat("prove inclusion --log ", copy, " --index 1 --out ", desk.At("x"), " --vkey nonsense"),
  };
  for (const std::string& arguments : cases) EXPECT_EQ(Audit(arguments).exit, 1) << arguments;
  EXPECT_THAT(Audit("prove inclusion --help").output, HasSubstr("Example"));
}

TEST(ProveProgram, AKeyAloneIsEnoughAndSaidToBeLittle) {
  Desk desk;
  ASSERT_EQ(desk.MakeInclusion().exit, 0);
  const auto checked = Audit(Cat("prove check ", desk.At("p"), " --entry ", desk.At("e"),
                                 " --vkey ", desk.copied.log.vkey().Format()));
  EXPECT_EQ(checked.exit, 0);
  EXPECT_THAT(checked.output, HasSubstr("No witness was asked for"));
}

TEST(ProveProgram, PrintsJson) {
  Desk desk;
  ASSERT_EQ(desk.MakeInclusion().exit, 0);
  const auto good = nlohmann::json::parse(desk.CheckInclusion(" --json").output);
  EXPECT_EQ(good["holds"], true);
  EXPECT_EQ(good["log"], "log.example/board");
  EXPECT_EQ(good["index"], 300);
  EXPECT_EQ(good["size"], 1000);
  EXPECT_TRUE(good["old_size"].is_null());
  EXPECT_EQ(good["witnesses"].size(), 2u);
  EXPECT_EQ(good["witnesses"][1]["time"], 1700000012);
  EXPECT_EQ(good["witnesses_demanded"], true);
  EXPECT_TRUE(good["findings"].empty());
  desk.copied.Put("e", AsBytes("another entry"));
  const auto outcome = desk.CheckInclusion(" --json");
  EXPECT_EQ(outcome.exit, 2);
  const auto bad = nlohmann::json::parse(outcome.output);
  EXPECT_EQ(bad["holds"], false);
  ASSERT_EQ(bad["findings"].size(), 1u);
  EXPECT_EQ(bad["findings"][0]["id"], "I01");
  EXPECT_EQ(bad["findings"][0]["severity"], "cryptographic");
  EXPECT_EQ(bad["findings"][0]["index"], 300);
}

TEST(WitnessCosignProgram, CarriesARequestThereAndACosignatureBack) {
  WitnessDeployment deployment;
  const auto cosign = [&](const std::string& request) {
    EXPECT_OK(runtime::WriteFileAtomically(deployment.folder / "request", AsBytes(request)));
    return Audit(Cat("witness cosign --config ", deployment.WriteConfig().string(), " --request ",
                     (deployment.folder / "request").string(), " --out ",
                     (deployment.folder / "answer").string()));
  };
  const auto first = cosign(deployment.Request(0, 5));
  EXPECT_EQ(first.exit, 0) << first.output;
  EXPECT_OK(deployment.Opened(*runtime::ReadFile(deployment.folder / "answer"), 5));
  const auto again = cosign(deployment.Request(0, 6));
  EXPECT_EQ(again.exit, 5);
  EXPECT_EQ(AsText(*runtime::ReadFile(deployment.folder / "answer")), "refused 409\n5\n");
  WitnessDeployment fork;
  fork.log.entries[2] = {9};
  const auto forked = cosign(fork.Request(5, 8));
  EXPECT_EQ(forked.exit, 2);
  EXPECT_THAT(forked.output, HasSubstr("evidence"));
  EXPECT_EQ(cosign("nonsense").exit, 2);
  std::string foreign = deployment.Request(5, 8);
  foreign.replace(foreign.find("log.example"), 3, "gol");
  EXPECT_EQ(cosign(foreign).exit, 1);
  EXPECT_EQ(cosign(deployment.Request(5, 8)).exit, 0);
  EXPECT_EQ(Audit("witness cosign --config /nonexistent --request x --out y").exit, 6);
  EXPECT_EQ(Audit("witness cosign --config x").exit, 1);
}

}  // namespace
}  // namespace candor::services::auditor
