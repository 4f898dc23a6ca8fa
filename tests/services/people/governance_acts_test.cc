#include "services/operator/governance_acts.h"

#include <gtest/gtest.h>

#include "audit/roster_tree.h"
#include "tests/services/people/sealed_jam.h"
#include "tests/support/matchers.h"

namespace candor::services::operators {
namespace {

using ::candor::testing::SealedJam;
using ::candor::testing::StatusIs;
using ::testing::HasSubstr;

records::RosterFile RosterOf(std::vector<std::string> ids, crypto::RandomSource& random) {
  std::vector<records::RosterEntry> entries;
  for (auto& id : ids) entries.push_back({id, "name", "unit"});
  return records::RosterFile::Make(std::move(entries), random);
}

class GovernanceActs : public ::testing::Test {
 protected:
  records::ActorGrant ReaderGrant() const {
    return {20000, sealed_.organisation.stranger().public_key(), records::Role::kReader, "Somebody", ""};
  }

  SealedJam sealed_;
  crypto::RandomSource& random_ = sealed_.organisation.random();
  const crypto::SigningKey& charter_ = sealed_.organisation.charter();
  const crypto::SigningKey& body_ = sealed_.organisation.independent_body();
  const records::TrustBundle& bundle_ = sealed_.organisation.bundle();
};

TEST_F(GovernanceActs, AGrantIsInForceWithBothSignaturesOnly) {
  ASSERT_OK_AND_ASSIGN(const auto grant,
                       MakeRecord(charter_, ReaderGrant()));
  EXPECT_FALSE(records::VerifyGovernance(grant, bundle_.charter_key, bundle_.independent_body_key).ok());
  ASSERT_OK_AND_ASSIGN(const auto record, Countersign({&grant, nullptr, {}}, body_, *sealed_.view, 20000));
  EXPECT_OK(records::VerifyGovernance(record, bundle_.charter_key, bundle_.independent_body_key));
}

TEST_F(GovernanceActs, TheBodySignsNothingThatTheCharterDidNotSign) {
  ASSERT_OK_AND_ASSIGN(const auto forged,
                       MakeRecord(body_, ReaderGrant()));
  EXPECT_THAT(Countersign({&forged, nullptr, {}}, body_, *sealed_.view, 20000),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("charter")));
}

TEST_F(GovernanceActs, AnotherKeyIsNotTheIndependentBodys) {
  ASSERT_OK_AND_ASSIGN(const auto grant,
                       MakeRecord(charter_, ReaderGrant()));
  EXPECT_THAT(Countersign({&grant, nullptr, {}}, charter_, *sealed_.view, 20000),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("not the independent body's")));
}

TEST_F(GovernanceActs, ARosterIsCheckedAgainstItsFileBeforeItIsSigned) {
  const auto roster = RosterOf({"a", "b", "c"}, random_);
  const auto other = RosterOf({"a", "b", "d"}, random_);
  ASSERT_OK_AND_ASSIGN(const auto record, MakeRosterRecord(charter_, roster, {}, 3, 20000));
  EXPECT_THAT(Countersign({&record, nullptr, {}}, body_, *sealed_.view, 20000),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--roster")));
  EXPECT_THAT(Countersign({&record, &other, {}}, body_, *sealed_.view, 20000),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("do not sign")));
  EXPECT_OK(Countersign({&record, &roster, {}}, body_, *sealed_.view, 20000).status());
}

TEST_F(GovernanceActs, DifferencesAreCountedByIdAndChecked) {
  const std::vector<records::RosterFile> earlier = {RosterOf({"a", "b", "c", "d"}, random_)};
  const auto roster = RosterOf({"c", "d", "e"}, random_);
  const auto difference = DifferenceBetween(roster, earlier[0]);
  EXPECT_EQ(difference.joiners, 1u);
  EXPECT_EQ(difference.leavers, 2u);
  EXPECT_EQ(difference.root, audit::RosterRoot(earlier[0].Leaves()));
  ASSERT_OK_AND_ASSIGN(const auto record, MakeRosterRecord(charter_, roster, earlier, 3, 20000));
  EXPECT_THAT(Countersign({&record, &roster, {}}, body_, *sealed_.view, 20000),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("difference counts")));
  EXPECT_OK(Countersign({&record, &roster, earlier}, body_, *sealed_.view, 20000).status());
}

TEST_F(GovernanceActs, ARosterLargerThanTheOrganisationIsRefused) {
  EXPECT_THAT(MakeRosterRecord(charter_, RosterOf({"a", "b", "c"}, random_), {}, 2, 20000),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("head count")));
}

}  // namespace
}  // namespace candor::services::operators
