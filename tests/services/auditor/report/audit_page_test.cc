// docs/audit.md and the verifier name the same rules.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "audit/verify/finding.h"
#include "base/text.h"
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

}  // namespace
}  // namespace candor::services::auditor
