// Trust bundle: who may run what, and the fingerprint that people compare.
#include "records/trust_bundle.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/jam_fixture.h"
#include "tests/support/matchers.h"

namespace candor::records {
namespace {

using candor::testing::Organisation;
using candor::testing::StatusIs;
using ::testing::HasSubstr;

constexpr auto kRefused = absl::StatusCode::kFailedPrecondition;

// Not a trial: board and issuer 1 by the organisation, issuer 2 by the council, two witnesses and the
// relay by an outside body each.
TrustBundle Good() {
  TrustBundle bundle =
      Organisation({.issuers = 2, .witnesses = 3, .quorum = 2, .trial = false}).bundle();
  bundle.issuers[1].operator_name = "Works council";
  bundle.witnesses[0].operator_name = "Works council";
  bundle.witnesses[1].operator_name = "Auditors Ltd";
  bundle.witnesses[2].operator_name = "University";
  bundle.relays[0].operator_name = "Union";
  return bundle;
}

TEST(TrustBundle, ABundleOfSeparatePartiesIsAccepted) { EXPECT_OK(Good().CheckSeparation()); }

TEST(TrustBundle, AQuorumThatTheBoardsOwnWitnessesCanMeetIsRefused) {
  TrustBundle bundle = Good();
  bundle.quorum = 1;
  bundle.witnesses[1].operator_name = bundle.board.operator_name;
  EXPECT_THAT(bundle.CheckSeparation(),
              StatusIs(kRefused, HasSubstr("those who run it or the board")));
  // With a quorum of two, one dependent witness is not enough to meet it.
  bundle.issuers[1].operator_name = "Another body";
  bundle.quorum = 2;
  EXPECT_OK(bundle.CheckSeparation());
  bundle.witnesses[2].operator_name = bundle.board.operator_name;
  EXPECT_THAT(bundle.CheckSeparation(), StatusIs(kRefused));
}

TEST(TrustBundle, AQuorumThatALogsOwnWitnessCanMeetIsRefusedAndTheLogIsNamed) {
  TrustBundle bundle = Good();
  bundle.quorum = 1;
  EXPECT_THAT(bundle.CheckSeparation(),
              StatusIs(kRefused, HasSubstr("nordhafen.example/issuer-2")));
}

TEST(TrustBundle, WhoRunsARelayRunsNoIssuerAndNotTheBoard) {
  for (const auto log : {0, 1, 2}) {
    TrustBundle bundle = Good();
    bundle.relays.push_back(bundle.relays[0]);
    bundle.relays[1].name = "another-relay";
    EXPECT_OK(bundle.CheckSeparation());
    bundle.relays[1].operator_name = log == 0 ? bundle.board.operator_name
                                              : bundle.issuers[static_cast<std::size_t>(log - 1)].operator_name;
    EXPECT_THAT(bundle.CheckSeparation(), StatusIs(kRefused, HasSubstr("another-relay")));
    bundle.trial = true;
    EXPECT_OK(bundle.CheckSeparation());
  }
}

TEST(TrustBundle, HasOneToFourRelays) {
  TrustBundle bundle = Good();
  const RelayIdentity relay = bundle.relays[0];
  for (std::size_t count = 0; count <= 5; ++count) {
    bundle.relays.assign(count, relay);
    EXPECT_EQ(TrustBundle::Decode(bundle.Encode()).ok(), count >= 1 && count <= 4) << count;
  }
  bundle.relays.clear();
  EXPECT_THAT(bundle.CheckSeparation(), StatusIs(kRefused, HasSubstr("names no relay")));
}

TEST(TrustBundle, ATrialMayRunAllOnOneMachine) {
  TrustBundle bundle = Good();
  bundle.quorum = 1;
  for (auto& witness : bundle.witnesses) witness.operator_name = bundle.board.operator_name;
  EXPECT_FALSE(bundle.CheckSeparation().ok());
  bundle.trial = true;
  EXPECT_OK(bundle.CheckSeparation());
}

TEST(TrustBundle, WithoutAQuorumNothingIsAcceptedNotEvenInATrial) {
  for (const bool trial : {false, true}) {
    TrustBundle bundle = Good();
    bundle.trial = trial;
    bundle.quorum = 0;
    EXPECT_THAT(bundle.CheckSeparation(),
                StatusIs(kRefused, HasSubstr("no usable witness quorum")));
    bundle.quorum = 4;
    EXPECT_THAT(bundle.CheckSeparation(), StatusIs(kRefused));
    bundle.quorum = 1;
    bundle.witnesses.clear();
    EXPECT_THAT(bundle.CheckSeparation(), StatusIs(kRefused));
  }
}

TEST(TrustBundle, OneNameForTwoPartiesIsRefused) {
  std::vector<TrustBundle> bundles(5, Good());
  bundles[0].issuers[0].origin = bundles[0].board.origin;
  bundles[1].issuers[1].origin = bundles[1].issuers[0].origin;
  bundles[2].witnesses[0].name = bundles[2].board.origin;
  bundles[3].witnesses[1].name = bundles[3].witnesses[0].name;
  bundles[4].relays[0].name = bundles[4].board.origin;
  for (const auto& bundle : bundles) {
    EXPECT_THAT(bundle.CheckSeparation(), StatusIs(kRefused, HasSubstr("one name or one key")));
  }
}

TEST(TrustBundle, OneKeyForTwoPurposesIsRefused) {
  // Every pair of keys of the bundle.
  const auto keys = [](TrustBundle& bundle) {
    return std::vector<VerifyKey*>{&bundle.charter_key,       &bundle.independent_body_key,
                                   &bundle.promise_key,       &bundle.board.key,
                                   &bundle.issuers[0].key,    &bundle.issuers[1].key,
                                   &bundle.witnesses[0].key,  &bundle.witnesses[1].key,
                                   &bundle.gateway_key};
  };
  for (std::size_t i = 0; i < 9; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      for (const bool trial : {false, true}) {
        TrustBundle bundle = Good();
        bundle.trial = trial;
        *keys(bundle)[i] = *keys(bundle)[j];
        EXPECT_THAT(bundle.CheckSeparation(), StatusIs(kRefused)) << i << " " << j;
      }
    }
  }
}

TEST(TrustBundle, NamesThatNoCheckpointCanCarryAreRefused) {
  for (const char* const name : {"a b/board", "a+b/board", "a\nb/board", "a\tb"}) {
    TrustBundle bundle = Good();
    bundle.board.origin = name;
    EXPECT_THAT(bundle.CheckSeparation(), StatusIs(kRefused, HasSubstr("space")));
    bundle = Good();
    bundle.witnesses[0].name = name;
    EXPECT_THAT(bundle.CheckSeparation(), StatusIs(kRefused, HasSubstr("space")));
  }
}

TEST(TrustBundle, HasOneOrTwoIssuers) {
  TrustBundle bundle = Good();
  EXPECT_OK(TrustBundle::Decode(bundle.Encode()));
  bundle.issuers.push_back(bundle.issuers[0]);
  EXPECT_FALSE(TrustBundle::Decode(bundle.Encode()).ok());
  bundle.issuers.clear();
  EXPECT_FALSE(TrustBundle::Decode(bundle.Encode()).ok());
}

TEST(TrustBundle, FindsIssuersByOriginOnly) {
  const TrustBundle bundle = Good();
  EXPECT_EQ(bundle.FindIssuer("nordhafen.example/issuer-2"), &bundle.issuers[1]);
  EXPECT_EQ(bundle.FindIssuer("nordhafen.example/board"), nullptr);
  EXPECT_EQ(bundle.FindIssuer(""), nullptr);
}

TEST(Fingerprint, EveryByteOfTheBundleChangesIt) {
  const TrustBundle bundle = Good();
  const Hash fingerprint = bundle.Fingerprint();
  Bytes bytes = bundle.Encode();
  std::size_t decoded = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] ^= 1;
    if (const auto other = TrustBundle::Decode(bytes); other.ok()) {
      EXPECT_NE(other->Fingerprint(), fingerprint) << i;
      ++decoded;
    }
    bytes[i] ^= 1;
  }
  EXPECT_GT(decoded, 500u);
}

TEST(TrustBundle, AWitnessHasAnAddressWithItsAnchorOrNeither) {
  TrustBundle without_network = Good();
  without_network.witnesses[1].url.clear();
  without_network.witnesses[1].tls_anchor.clear();
  ASSERT_OK_AND_ASSIGN(const TrustBundle read, TrustBundle::Decode(without_network.Encode()));
  EXPECT_EQ(read, without_network);
  EXPECT_OK(read.CheckSeparation());
  TrustBundle no_anchor = Good();
  no_anchor.witnesses[1].tls_anchor.clear();
  TrustBundle no_address = Good();
  no_address.witnesses[1].url.clear();
  for (const auto& half : {no_anchor, no_address}) {
    EXPECT_THAT(TrustBundle::Decode(half.Encode()),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("or neither")));
  }
}

TEST(Fingerprint, IsReadAsTenGroupsOfFive) {
  Hash fingerprint{};
  for (std::size_t i = 0; i < fingerprint.size(); ++i) {
    fingerprint[i] = static_cast<std::uint8_t>(i * 37 + 1);
  }
  const auto groups = FingerprintGroups(fingerprint);
  ASSERT_EQ(groups.size(), 10u);
  std::string all;
  for (const auto& group : groups) {
    EXPECT_EQ(group.size(), 5u);
    all += group;
  }
  EXPECT_EQ(all, Base32Encode(fingerprint).substr(0, 50));
}

TEST(Fingerprint, ABitFlippedAnywhereInTheFirst250ChangesAGroup) {
  const Hash zero{};
  const auto groups = FingerprintGroups(zero);
  for (std::size_t bit = 0; bit < 256; ++bit) {
    Hash flipped{};
    flipped[bit / 8] = static_cast<std::uint8_t>(0x80 >> (bit % 8));
    EXPECT_EQ(FingerprintGroups(flipped) == groups, bit >= 250) << bit;
  }
}

}  // namespace
}  // namespace candor::records
