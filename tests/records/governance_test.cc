// Governance: two signatures or nothing, each for one kind of record alone.
#include "records/governance.h"

#include <gtest/gtest.h>

#include "tests/support/jam_fixture.h"
#include "tests/support/matchers.h"

namespace candor::records {
namespace {

using candor::testing::kOpeningDay;
using candor::testing::Organisation;
using candor::testing::StatusIs;
using crypto::Label;
using ::testing::HasSubstr;

class GovernanceTest : public ::testing::Test {
 protected:
  ActorGrant Grant() const {
    return {kOpeningDay, organisation_.reader().public_key(), Role::kReader, "Leonie Brandt", ""};
  }
  RosterRecord Roster() const { return {kOpeningDay, 120, {7}, 121, {{{1}, 3, 4}, {{2}, 5, 6}}}; }

  absl::Status Verify(const Governance& record) const {
    return VerifyGovernance(record, organisation_.bundle().charter_key,
                            organisation_.bundle().independent_body_key);
  }

  Organisation organisation_;
};

constexpr auto kDenied = absl::StatusCode::kPermissionDenied;

TEST_F(GovernanceTest, BothSignaturesPutARecordInForce) {
  EXPECT_OK(Verify(organisation_.Countersign(Grant())));
  EXPECT_OK(Verify(organisation_.Countersign(Roster())));
}

TEST_F(GovernanceTest, TheContentComesBackAsItWas) {
  const auto content = Governance::Unsigned(Roster()).Content();
  ASSERT_OK(content);
  EXPECT_EQ(std::get<RosterRecord>(*content), Roster());
  const auto grant = Governance::Unsigned(Grant()).Content();
  ASSERT_OK(grant);
  EXPECT_EQ(std::get<ActorGrant>(*grant), Grant());
}

TEST_F(GovernanceTest, OneSignatureIsNotEnoughAndTheErrorSaysWhichIsMissing) {
  auto charter_only = Governance::Unsigned(Grant());
  EXPECT_THAT(Verify(charter_only), StatusIs(kDenied, HasSubstr("charter's signature")));
  charter_only.SignAsCharter(organisation_.charter());
  EXPECT_THAT(Verify(charter_only), StatusIs(kDenied, HasSubstr("independent body's signature")));
  EXPECT_OK(VerifyCharterSignature(charter_only, organisation_.bundle().charter_key));

  auto body_only = Governance::Unsigned(Grant());
  body_only.SignAsIndependentBody(organisation_.independent_body());
  EXPECT_THAT(Verify(body_only), StatusIs(kDenied, HasSubstr("charter's signature")));
}

TEST_F(GovernanceTest, SignaturesInEachOthersPlaceAreRefused) {
  auto record = organisation_.Countersign(Grant());
  std::swap(record.charter_signature, record.body_signature);
  EXPECT_THAT(Verify(record), StatusIs(kDenied));
}

TEST_F(GovernanceTest, OneKeyCannotSignForBoth) {
  auto record = Governance::Unsigned(Grant());
  record.SignAsCharter(organisation_.charter());
  record.SignAsIndependentBody(organisation_.charter());
  EXPECT_THAT(Verify(record), StatusIs(kDenied, HasSubstr("independent body's")));
}

TEST_F(GovernanceTest, EveryByteOfTheBodyIsSigned) {
  const auto good = organisation_.Countersign(Grant());
  for (std::size_t i = 0; i < good.body.size(); ++i) {
    auto changed = good;
    changed.body[i] ^= 1;
    EXPECT_FALSE(Verify(changed).ok()) << i;
  }
}

TEST_F(GovernanceTest, AGrantsSignatureDoesNotServeARoster) {
  // The same bytes under the label of the other kind: no signature made for one verifies for both.
  auto roster = Governance::Unsigned(Roster());
  roster.charter_signature = organisation_.charter().Sign(Label::kActorGrant, roster.body);
  roster.body_signature = organisation_.independent_body().Sign(Label::kActorGrant, roster.body);
  EXPECT_THAT(Verify(roster), StatusIs(kDenied));
  auto grant = Governance::Unsigned(Grant());
  grant.charter_signature = organisation_.charter().Sign(Label::kRosterRecord, grant.body);
  grant.body_signature = organisation_.independent_body().Sign(Label::kRosterRecord, grant.body);
  EXPECT_THAT(Verify(grant), StatusIs(kDenied));
}

TEST_F(GovernanceTest, RolesOfTheBundlesKeysAndUnknownOnesCannotBeGranted) {
  for (int role = 0; role < 256; ++role) {
    ActorGrant grant = Grant();
    grant.role = static_cast<Role>(role);
    grant.at = grant.role == Role::kOperator ? "nordhafen.example/issuer-1" : "";
    const bool grantable = role >= 1 && role <= 5;
    EXPECT_EQ(IsGrantable(grant.role), grantable) << role;
    const auto record = organisation_.Countersign(grant);
    EXPECT_EQ(Governance::Decode(record.Encode()).ok(), grantable) << role;
    EXPECT_EQ(Verify(record).ok(), grantable) << role;
  }
  EXPECT_FALSE(IsGrantable(Role::kCharter));
  EXPECT_FALSE(IsGrantable(Role::kIndependentBody));
}

TEST_F(GovernanceTest, AnOperatorActsAtOneServerAndNobodyElseAtAny) {
  ActorGrant grant = Grant();
  grant.at = "nordhafen.example/issuer-1";
  EXPECT_FALSE(Governance::Unsigned(grant).Content().ok()) << "a reader bound to a server";
  grant.role = Role::kOperator;
  EXPECT_OK(Verify(organisation_.Countersign(grant)));
  grant.at.clear();
  EXPECT_FALSE(Governance::Unsigned(grant).Content().ok()) << "an operator of every server";
}

TEST_F(GovernanceTest, ARevocationNamesARoleAndAReason) {
  ActorRevoke revoke{kOpeningDay, organisation_.reader().public_key(), Role::kReader,
                     RevokeReason::kKeyStolen};
  EXPECT_OK(Verify(organisation_.Countersign(revoke)));
  for (const int reason : {0, 4, 255}) {
    revoke.reason = static_cast<RevokeReason>(reason);
    EXPECT_FALSE(Governance::Unsigned(revoke).Content().ok()) << reason;
  }
  revoke.reason = RevokeReason::kKeyLost;
  revoke.role = Role::kCharter;
  EXPECT_FALSE(Governance::Unsigned(revoke).Content().ok());
}

TEST_F(GovernanceTest, AChangeOfTheRulesHasSevenDaysOfNotice) {
  const auto new_charter = crypto::SigningKey::Generate(organisation_.random());
  for (const Day notice : {Day{0}, kNoticeDays - 1, kNoticeDays}) {
    const bool enough = notice >= kNoticeDays;
    const Day in_force = kOpeningDay + notice;
    const PolicyChange change{kOpeningDay, in_force, 3};
    EXPECT_EQ(Verify(organisation_.Countersign(change)).ok(), enough) << notice;
    const auto rotate = CharterRotate::Make(kOpeningDay, in_force, new_charter);
    EXPECT_EQ(Verify(organisation_.Countersign(rotate)).ok(), enough) << notice;
  }
  // A day that would wrap around is not later.
  const PolicyChange wrapped{0xffffffff, 5, 3};
  EXPECT_FALSE(Governance::Unsigned(wrapped).Content().ok());
  const PolicyChange none{kOpeningDay, kOpeningDay + kNoticeDays, 0};
  EXPECT_FALSE(Governance::Unsigned(none).Content().ok());
}

TEST_F(GovernanceTest, NobodyRotatesToAKeyThatHasNotSigned) {
  auto& random = organisation_.random();
  const auto new_charter = crypto::SigningKey::Generate(random);
  auto rotate = CharterRotate::Make(kOpeningDay, kOpeningDay + kNoticeDays, new_charter);
  EXPECT_OK(rotate.VerifyPossession());
  EXPECT_OK(Verify(organisation_.Countersign(rotate)));
  rotate.new_key = crypto::SigningKey::Generate(random).verify_key();
  EXPECT_THAT(Verify(organisation_.Countersign(rotate)), StatusIs(kDenied, HasSubstr("to come")));
  auto later = CharterRotate::Make(kOpeningDay, kOpeningDay + kNoticeDays, new_charter);
  later.in_force += 1;
  EXPECT_THAT(Verify(organisation_.Countersign(later)), StatusIs(kDenied));
}

TEST_F(GovernanceTest, ARosterIsComparedOnceWithEachOther) {
  RosterRecord roster = Roster();
  roster.in_use[1].root = roster.in_use[0].root;
  EXPECT_FALSE(Governance::Decode(Governance::Unsigned(roster).Encode()).ok());
  roster = Roster();
  roster.in_use[0].root = roster.root;
  EXPECT_FALSE(Governance::Decode(Governance::Unsigned(roster).Encode()).ok());
  roster.in_use.clear();
  for (std::uint8_t i = 0; i < 16; ++i) roster.in_use.push_back({{i, 1}, 30, 30});
  EXPECT_OK(Governance::Decode(organisation_.Countersign(roster).Encode()));
  roster.in_use.push_back({{99}, 30, 30});
  EXPECT_FALSE(Governance::Decode(Governance::Unsigned(roster).Encode()).ok());
}

TEST_F(GovernanceTest, AnUnknownTypeOrAnEmptyNameIsRefused) {
  auto record = Governance::Unsigned(Grant());
  for (int type = 0; type < 256; ++type) {
    if (type == 2) continue;
    record.body[1] = static_cast<std::uint8_t>(type);
    EXPECT_FALSE(Governance::Decode(record.Encode()).ok()) << type;
  }
  ActorGrant nameless = Grant();
  nameless.name.clear();
  EXPECT_FALSE(Governance::Decode(Governance::Unsigned(nameless).Encode()).ok());
}

}  // namespace
}  // namespace candor::records
