// candor-audit report as somebody would run it, from a pack in a folder.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/text.h"
#include "services/runtime/files.h"
#include "tests/services/auditor/report/report_world.h"
#include "tests/services/auditor/shell.h"
#include "tests/services/runtime/temporary_folder.h"
#include "tests/support/matchers.h"

namespace candor::services::auditor {
namespace {

using ::testing::HasSubstr;

class ReportProgram : public ::testing::Test {
 protected:
  ReportProgram() { testing::WritePack(testing::AnsweredWorld().world(), folder_.path()); }

  std::string Path(const std::string& name) const { return (folder_.path() / name).string(); }
  std::string Trust() const { return Cat(" --fingerprint-file ", Path("fingerprint.txt")); }

  runtime::TemporaryFolder folder_;
};

TEST_F(ReportProgram, MakesAPackOfReportsThatReproduces) {
  const Outcome made =
      Audit(Cat("report pack ", Path("pack"), Trust(), " --out ", Path("reports")));
  EXPECT_EQ(made.exit, 0) << made.output;
  EXPECT_EQ(Shell(Cat("cd ", Path("reports"), " && sha256sum --check --quiet SHA256SUMS")).exit, 0);
  const Outcome verified = Audit(Cat("report verify ", Path("reports"), " ", Path("pack"), Trust()));
  EXPECT_EQ(verified.exit, 0) << verified.output;
  EXPECT_THAT(verified.output, HasSubstr("byte for byte"));

  Shell(Cat("sed -i s/hundred/thousand/ ", Path("reports/participation.json")));
  const Outcome changed =
      Audit(Cat("report verify ", Path("reports/participation.json"), " ", Path("pack"), Trust()));
  EXPECT_EQ(changed.exit, 3);
  EXPECT_THAT(changed.output, HasSubstr("I28: participation.json"));
}

TEST_F(ReportProgram, MakesOneReportInTheFormatsThatWereAskedFor) {
  const Outcome made = Audit(Cat("report keys ", Path("pack"), Trust(), " --out ", Path("keys"),
                                 " --format json,html"));
  EXPECT_EQ(made.exit, 0) << made.output;
  EXPECT_THAT(Shell(Cat("ls ", Path("keys"))).output, "keys.html\nkeys.json\n");
  EXPECT_EQ(Audit(Cat("report keys ", Path("pack"), Trust(), " --out ", Path("keys"),
                      " --format pdf")).exit, 1);
}

TEST_F(ReportProgram, BelievesNoBundleWhoseFingerprintWasNotPublished) {
  Shell(Cat("sed -i 's/^1 ...../1 00000/' ", Path("fingerprint.txt")));
  const Outcome refused = Audit(Cat("report keys ", Path("pack"), Trust(), " --out ", Path("keys")));
  EXPECT_EQ(refused.exit, 2) << refused.output;
}

}  // namespace
}  // namespace candor::services::auditor
