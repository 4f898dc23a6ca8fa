// candor-audit verify as an auditor uses it: exit statuses, what is printed, JSON.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/services/auditor/pack_fixture.h"
#include "tests/services/auditor/shell.h"

namespace candor::services::auditor {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

Outcome Verify(const PackOnDisk& disk, const std::string& more = "") {
  return Audit(Cat("verify ", disk.path().string(), " --fingerprint '", disk.groups(), "' ", more));
}

TEST(VerifyProgram, AGoodPackHoldsAndWhatIsNotCheckedIsSaid) {
  const PackOnDisk disk;
  const auto said = Verify(disk);
  EXPECT_EQ(said.exit, 0) << said.output;
  EXPECT_THAT(said.output, AllOf(HasSubstr("No findings."), HasSubstr("I28 not yet checked"),
                                 HasSubstr("I32 not checked: issuance openings"),
                                 HasSubstr("(no openings given)"),
                                 HasSubstr("What no log can prove"), HasSubstr("slack"),
                                 HasSubstr("All that was checked holds.")));
}

TEST(VerifyProgram, ALevelSaysWhatItLeavesOut) {
  const PackOnDisk disk;
  const auto said = Verify(disk, "--level signatures");
  EXPECT_EQ(said.exit, 0) << said.output;
  EXPECT_THAT(said.output,
              AllOf(HasSubstr("level signatures"), HasSubstr("I12 not checked: every token"),
                    HasSubstr("(not looked at on this level)"), HasSubstr("I10 partly checked"),
                    ::testing::Not(HasSubstr("I13 ")), ::testing::Not(HasSubstr("slack"))));
}

TEST(VerifyProgram, JsonHoldsTheSameForPrograms) {
  const PackOnDisk disk;
  const auto said = Verify(disk, "--json --jobs 1");
  ASSERT_EQ(said.exit, 0) << said.output;
  const auto json = nlohmann::json::parse(said.output, nullptr, false);
  ASSERT_TRUE(json.is_object());
  const auto& pack = json["packs"][0];
  EXPECT_TRUE(pack["findings"].empty());
  EXPECT_EQ(pack["logs"].size(), 3u);
  EXPECT_EQ(pack["campaigns"][0]["figures"]["opinions"], 11);
  EXPECT_EQ(pack["invariants"].size(), 36u);
  EXPECT_FALSE(pack["limits"].empty());
}

// Eleven of forty have spoken, and no blank came: of those who drew, so many were silent.
struct Slack {
  explicit Slack(std::size_t drawn)
      : world({.members = 40, .drawn = drawn, .adjust = [](records::Draft& draft) { draft.min_issued = 10; }}) {
    WritePack(world, folder.path() / "pack");
  }
  Outcome Verify(const char* more) const {
    return Audit(Cat("verify ", (folder.path() / "pack").string(), " --fingerprint '",
                     GroupsOf(world.organisation().bundle()), "' ", more));
  }
  nlohmann::json Campaign() const {
    return nlohmann::json::parse(Verify("--json").output)["packs"][0]["campaigns"][0];
  }

  audit::testing::EvidenceWorld world;
  runtime::TemporaryFolder folder;
};

TEST(VerifyProgram, TheSlackIsPrinted) {
  const Slack nineteen(30);
  const auto said = nineteen.Verify("");
  EXPECT_EQ(said.exit, 0) << said.output;
  EXPECT_THAT(said.output, AllOf(HasSubstr("roster 40, drawn 30, opinions 11, blanks 0, slack 19"),
                                 HasSubstr("up to 19 voices"), ::testing::Not(HasSubstr("withheld"))));
  EXPECT_EQ(nineteen.Campaign()["figures"]["unspent"], 19);
  EXPECT_EQ(nineteen.Campaign()["blanks"], 0);
}

TEST(VerifyProgram, ASlackOfFewerThanKIsPrintedNowhere) {
  const Slack three(14);
  const auto said = three.Verify("");
  EXPECT_EQ(said.exit, 0) << said.output;
  EXPECT_THAT(said.output, AllOf(HasSubstr("opinions 11, blanks withheld, slack withheld"),
                                 HasSubstr("the number is withheld"), ::testing::Not(HasSubstr("3 voices"))));
  const auto campaign = three.Campaign();
  EXPECT_TRUE(campaign["figures"]["unspent"].is_null());
  EXPECT_TRUE(campaign["blanks"].is_null());
  EXPECT_FALSE(campaign.contains("slack") || campaign.contains("draws"));
}

TEST(VerifyProgram, TheStatusIsThatOfTheWorstFinding) {
  const PackOnDisk disk;
  EXPECT_EQ(Audit(Cat("verify ", disk.path().string())).exit, 1);
  EXPECT_EQ(Audit(Cat("verify ", disk.path().string(), " --fingerprint 'AAAAA BBBBB'")).exit, 1);
  EXPECT_EQ(Verify(disk, "--as-of yesterday").exit, 1);
  const runtime::Path clock = disk.folder.path() / "clock";
  ASSERT_OK(runtime::WriteFileAtomically(clock, AsBytes("1800007200\n")));  // two hours later
  for (const auto& [hours, exit] : {std::pair(1, 5), std::pair(3, 0)}) {
    const auto said = AuditSim(Cat("--clock ", clock.string(), " verify ", disk.path().string(),
                                   " --fingerprint '", disk.groups(), "' --max-age ", hours));
    EXPECT_EQ(said.exit, exit) << said.output;
  }
  ASSERT_OK(disk.pack().Remove("logs/issuer-2/text/000"));
  const auto incomplete = Verify(disk);
  EXPECT_EQ(incomplete.exit, 5) << incomplete.output;
  disk.Flip("logs/board/checkpoint", 3);
  const auto forged = Verify(disk, "--level merkle");
  EXPECT_EQ(forged.exit, 2) << forged.output;
  EXPECT_THAT(forged.output, AllOf(HasSubstr("I02 cryptographic"), HasSubstr("I05 partly checked"), HasSubstr("I06 not checked")));
}

TEST(VerifyProgram, ABundleOfSomebodyElseIsAVerdict) {
  const PackOnDisk disk;
  const audit::testing::EvidenceWorld other({.issuers = 1});
  const auto said = Audit(Cat("verify ", disk.path().string(), " --fingerprint '",
                              GroupsOf(other.organisation().bundle()), "'"));
  EXPECT_EQ(said.exit, 2);
  EXPECT_THAT(said.output, HasSubstr("independent body"));
}

}  // namespace
}  // namespace candor::services::auditor
