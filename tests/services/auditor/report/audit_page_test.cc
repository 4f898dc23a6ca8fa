// docs/audit.md and the verifier name the same rules.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "audit/verify/finding.h"
#include "base/text.h"
#include "services/auditor/level.h"
#include "services/runtime/files.h"
#include "tests/support/matchers.h"

namespace candor::services::auditor {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(AuditPage, ListsEveryInvariantWithItsTitleAndWhatIsNotLookedAt) {
  ASSERT_OK_AND_ASSIGN(const Bytes bytes, runtime::ReadFile(CANDOR_AUDIT_PAGE));
  const std::string page(AsText(bytes));
  for (const audit::Invariant& invariant : audit::Invariants()) {
    const std::string coverage =
        Cat(audit::CoverageName(invariant.coverage), invariant.missing.empty() ? "" : ": ",
            invariant.missing);
    EXPECT_THAT(page, HasSubstr(Cat("\n| ", audit::InvariantName(invariant.id), " | ",
                                    invariant.title, " | ", coverage, " | ")));
  }
  EXPECT_THAT(page, Not(HasSubstr("| I37 |")));
}

// "I05, I21", in order; of the rules that this version knows.
std::string RulesAt(Level level, audit::Coverage coverage) {
  std::string out;
  for (const audit::Invariant& invariant : audit::Invariants()) {
    if (invariant.coverage == CoverageAt(invariant, level) &&
        invariant.missing == MissingAt(invariant, level)) {
      continue;
    }
    if (CoverageAt(invariant, level) != coverage) continue;
    out += Cat(out.empty() ? "" : ", ", audit::InvariantName(invariant.id));
  }
  return out;
}

TEST(AuditPage, SaysWhatEachLevelLeavesOut) {
  ASSERT_OK_AND_ASSIGN(const Bytes bytes, runtime::ReadFile(CANDOR_AUDIT_PAGE));
  const std::string page(AsText(bytes));
  const auto row = [&](Level level) {
    const std::size_t at = page.find(Cat("\n| `", LevelName(level), "` | "));
    return at == std::string::npos ? "" : page.substr(at + 1, page.find('\n', at + 1) - at - 1);
  };
  using audit::Coverage;
  EXPECT_EQ(RulesAt(Level::kFull, Coverage::kNotChecked), "");
  EXPECT_EQ(RulesAt(Level::kFull, Coverage::kPartly), "");
  EXPECT_THAT(row(Level::kFull), HasSubstr(" | nothing | nothing | "));
  // I32 is not checked on any level without openings; `signatures` does not take them.
  EXPECT_THAT(row(Level::kSignatures),
              HasSubstr(Cat(" | ", RulesAt(Level::kSignatures, Coverage::kNotChecked), " | ",
                            RulesAt(Level::kSignatures, Coverage::kPartly), " | ")));
  for (const Level level : {Level::kMerkle, Level::kStructure}) {
    EXPECT_THAT(row(level), HasSubstr(Cat(" | ", RulesAt(level, Coverage::kPartly), " | ")));
  }
  EXPECT_EQ(RulesAt(Level::kMerkle, Coverage::kPartly), "I05, I21");
}

}  // namespace
}  // namespace candor::services::auditor
