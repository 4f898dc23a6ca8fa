#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/text.h"
#include "services/auditor/report/render.h"
#include "tests/services/auditor/report/report_world.h"
#include "tests/support/matchers.h"

namespace candor::services::auditor {
namespace {

using candor::testing::IsOkAndHolds;
using testing::AnsweredWorld;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string FileOf(const ReportSource& source, ReportKind kind, const std::string& ending) {
  const auto files = RenderReport(BuildReport(source, kind), kAllFormats);
  EXPECT_OK(files.status());
  return files->at(Cat(ReportName(kind), ending));
}

class Reports : public ::testing::Test {
 protected:
  AnsweredWorld world_;
  ReportSource source_ = world_.Source();
};

TEST_F(Reports, ParticipationIsOpinionsOfTheRosterAsOfTheLastSeal) {
  const std::string csv = FileOf(source_, ReportKind::kParticipation, ".participation.csv");
  EXPECT_THAT(csv, HasSubstr(",roster,60\r\n"));
  EXPECT_THAT(csv, HasSubstr(",drawn,50\r\n"));
  EXPECT_THAT(csv, HasSubstr(",opinions,30\r\n"));
  EXPECT_THAT(csv, HasSubstr(",opinions per hundred of the roster,50\r\n"));
  const std::string seals = FileOf(source_, ReportKind::kParticipation, ".by_seal.csv");
  EXPECT_THAT(seals, HasSubstr(",3,8\r\n"));
  EXPECT_THAT(seals, HasSubstr(",12,30\r\n"));
}

// A batch that was withheld says why as far as the log does.
TEST(ReportsOfAWithheldBatch, SayWhetherPeopleOrDrawsWereFew) {
  for (const auto& [spoke, drawn, says] : {std::tuple(4, 19u, "Fewer than k people spoke"),
                                           std::tuple(6, 19u, "though k people or more had spoken")}) {
    audit::testing::EvidenceWorld world({.drawn = drawn});
    world.board().resize(world.first_batch);
    std::vector<records::SubmissionEntry> batch;
    for (int i = 0; i < spoke; ++i) batch.push_back(world.Speak().entry);
    world.AddBatch({.pool = records::Pool::kOpinions, .slot = 12, .count = 0, .final = true, .withheld = true, .relied_on = {}},
                   batch);
    const std::string page = FileOf(testing::SourceOf(world), ReportKind::kParticipation, ".html");
    EXPECT_THAT(page, HasSubstr(says));
    EXPECT_THAT(page, Not(HasSubstr(spoke < 5 ? "though k people" : "Fewer than k people")));
  }
}

TEST_F(Reports, TheDaysOfAnswersAreThoseOfIndividualOnes) {
  const std::string page = FileOf(source_, ReportKind::kResponsiveness, ".html");
  EXPECT_THAT(page, HasSubstr("Opinions answered individually, up to and with each day"));
  EXPECT_THAT(page, HasSubstr("Individual answers, by their newest status"));
}

TEST_F(Reports, ResponsivenessSaysHowManyAndHowSoonAndWithholdsTheFew) {
  const std::string csv = FileOf(source_, ReportKind::kResponsiveness, ".by_status.csv");
  EXPECT_THAT(csv, HasSubstr(",planned,7,"));
  EXPECT_THAT(csv, HasSubstr(",under-way,0,,\r\n"));
  EXPECT_THAT(csv, HasSubstr(",done,withheld,,\r\n")) << "16 - 7 - 6 would be three";
  EXPECT_THAT(csv, HasSubstr(",declined,withheld,,\r\n"));
}

TEST_F(Reports, WhatFewDidIsWithheldInEveryReport) {
  EXPECT_THAT(FileOf(source_, ReportKind::kRetention, ".erasures.csv"),
              HasSubstr(",withdrawn by their authors,withheld\r\n"));
  EXPECT_THAT(FileOf(source_, ReportKind::kOverdue, ".answers.csv"),
              HasSubstr("the clock has run out\",8\r\n"));
  EXPECT_THAT(FileOf(source_, ReportKind::kIntegrity, ".html"), Not(HasSubstr("of 28 opinions")))
      << "the verifier's own explanation holds a number that no gate has seen";
}

TEST_F(Reports, AccessAndKeysNameTheRoleHolders) {
  const std::string access = FileOf(source_, ReportKind::kAccess, ".accesses.csv");
  EXPECT_THAT(access, HasSubstr(world_.world().organisation().reader(0).name));
  const std::string keys = FileOf(source_, ReportKind::kKeys, ".governance.csv");
  EXPECT_THAT(keys, HasSubstr(",role granted,reader,"));
  EXPECT_THAT(FileOf(source_, ReportKind::kKeys, ".token_keys.csv"), HasSubstr(",voice,"));
  EXPECT_THAT(FileOf(source_, ReportKind::kModeration, ".html"), HasSubstr("Erasing is not hiding"));
}

TEST_F(Reports, WhatNoLogCanProveStandsInEveryOne) {
  for (const ReportKind kind : kReportKinds) {
    const Report report = BuildReport(source_, kind);
    ASSERT_EQ(report.limits.size(), 5U) << ReportName(kind);
    EXPECT_THAT(report.limits.back(), HasSubstr("up to 20 voices"));
  }
}

TEST_F(Reports, TheSameEvidenceGivesTheSameBytesAndAnyOtherByteIsFound) {
  ASSERT_OK_AND_ASSIGN(ReportFiles files, RenderPack(source_, kAllFormats));
  EXPECT_THAT(CompareReports(world_.Source(), files), IsOkAndHolds(IsEmpty()));
  files["participation.json"].back() = ' ';
  files["stranger.json"] = "{}";
  files.erase("keys.html");
  EXPECT_THAT(CompareReports(source_, files),
              IsOkAndHolds(ElementsAre("participation.json", "stranger.json", "keys.html")));
}

TEST_F(Reports, TheIntegrityReportSaysWhatALogGoesOnFromAndThatNobodyComparedIt) {
  EXPECT_THAT(FileOf(source_, ReportKind::kIntegrity, ".html"), Not(HasSubstr("goes on in the place")));
  std::get<records::Genesis>(world_.world().board()[0].entry.body).continues = {"old.example/board", 7, {}};
  EXPECT_THAT(FileOf(world_.Source(), ReportKind::kIntegrity, ".html"),
              HasSubstr("goes on in the place of old.example/board, which was frozen at size 7: nothing of that"
                        " log was given, and this was not compared."));
}

TEST_F(Reports, AFindingStandsInTheIntegrityReport) {
  world_.world().board()[world_.world().open].content.salt[0] ^= 1;
  const auto source = world_.Source();
  const std::string csv = FileOf(source, ReportKind::kIntegrity, ".findings.csv");
  EXPECT_THAT(csv, HasSubstr(",cryptographic,"));
  EXPECT_THAT(FileOf(source, ReportKind::kIntegrity, ".html"), HasSubstr("does not hold"));
}

}  // namespace
}  // namespace candor::services::auditor
