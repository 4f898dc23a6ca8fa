#include "services/follow/publication.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "records/trust_bundle.h"
#include "tests/support/matchers.h"

namespace candor::services::follow {
namespace {

using ::candor::testing::IsOk;
using ::candor::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

crypto::Hash SomeFingerprint() { return crypto::Sha256({AsBytes("an organisation")}); }

// As the independent body would publish it.
std::string Publication(const crypto::Hash& fingerprint) {
  std::string out = "Fingerprint of Nordhafen Works\nread these groups aloud\n\n";
  int number = 0;
  for (const auto& group : records::FingerprintGroups(fingerprint)) {
    ++number;
    out += Cat(number, ". ", group, number % 2 == 0 ? "\n" : "   ");
  }
  return out;
}

TEST(Publication, AllTenGroupsMustBeTheBundles) {
  const crypto::Hash fingerprint = SomeFingerprint();
  EXPECT_OK(CheckPublication(Publication(fingerprint), fingerprint));
  const std::string other = Publication(crypto::Sha256({AsBytes("another organisation")}));
  EXPECT_THAT(CheckPublication(other, fingerprint),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("independent body"), HasSubstr("Nothing was sent"))));
  for (int i = 1; i <= 10; ++i) {
    std::string changed = Publication(fingerprint);
    const auto at = changed.find(Cat(i, ". ")) + Cat(i, ". ").size();
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_THAT(CheckPublication(changed, fingerprint),
                StatusIs(absl::StatusCode::kFailedPrecondition))
        << "group " << i;
  }
}

TEST(Publication, MissingOrContradictingGroupsAreNoPublication) {
  const crypto::Hash fingerprint = SomeFingerprint();
  EXPECT_THAT(CheckPublication("", fingerprint), StatusIs(absl::StatusCode::kInvalidArgument));
  const std::string good = Publication(fingerprint);
  EXPECT_THAT(CheckPublication(good.substr(0, good.size() - 10), fingerprint),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("ten")));
  EXPECT_THAT(CheckPublication(good + "3. 00000\n", fingerprint),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("two different")));
}

TEST(Publication, GroupsAreReadAsPeopleTypeThem) {
  EXPECT_EQ(FoldedGroup("ab1Lo"), "AB110");
  EXPECT_EQ(FoldedGroup(" i b c "), "1BC");
}

}  // namespace
}  // namespace candor::services::follow
