#include "services/member/enrolment.h"

#include "base/text.h"
#include "tests/services/member/fake_world.h"
#include "tests/support/matchers.h"

namespace candor::testing {
namespace {

using member::FingerprintChallenge;
using Outcome = member::FingerprintChallenge::Outcome;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

crypto::Hash SomeFingerprint() { return crypto::Sha256({AsBytes("an organisation")}); }

std::vector<std::string> Right(const FingerprintChallenge& challenge) {
  const auto groups = records::FingerprintGroups(SomeFingerprint());
  std::vector<std::string> out;
  for (const int position : challenge.positions()) {
    out.push_back(groups[static_cast<std::size_t>(position - 1)]);
  }
  return out;
}

const std::vector<std::string> kWrong = {"00000", "00000", "00000", "00000"};

TEST(FingerprintChallenge, AcceptsTheRightGroupsInEitherCase) {
  crypto::DeterministicRandomForTesting random(1);
  FingerprintChallenge challenge(SomeFingerprint(), random);
  EXPECT_EQ(challenge.positions().size(), 4u);
  EXPECT_TRUE(std::ranges::is_sorted(challenge.positions()));
  auto groups = Right(challenge);
  for (auto& c : groups[0]) c = static_cast<char>(std::tolower(c));
  EXPECT_EQ(challenge.Try(groups), Outcome::kMatch);
}

TEST(FingerprintChallenge, ThreeFailuresEndIt) {
  crypto::DeterministicRandomForTesting random(2);
  FingerprintChallenge challenge(SomeFingerprint(), random);
  EXPECT_EQ(challenge.Try(kWrong), Outcome::kTryAgain);
  EXPECT_EQ(challenge.Try({}), Outcome::kTryAgain);
  EXPECT_EQ(challenge.Try(kWrong), Outcome::kOver);
  EXPECT_EQ(challenge.Try(Right(challenge)), Outcome::kOver) << "too late";
}

TEST(FingerprintChallenge, ThreeRightGroupsOfFourAreNotEnough) {
  crypto::DeterministicRandomForTesting random(3);
  for (std::size_t i = 0; i < 4; ++i) {
    FingerprintChallenge challenge(SomeFingerprint(), random);
    auto groups = Right(challenge);
    groups[i] = "00000";
    EXPECT_EQ(challenge.Try(groups), Outcome::kTryAgain);
  }
}

TEST(FingerprintChallenge, PositionsAreDrawnAtRandom) {
  crypto::DeterministicRandomForTesting random(4);
  std::set<std::vector<int>> seen;
  for (int i = 0; i < 30; ++i) {
    seen.insert(FingerprintChallenge(SomeFingerprint(), random).positions());
  }
  EXPECT_GT(seen.size(), 10u);
}

// ---- with an issuer ----

struct EnrolScene {
  EnrolScene()
      : organisation({.issuers = 2}),
        wallet(member::Wallet::Create(organisation.bundle(), organisation.random())),
        issuers(organisation, nullptr) {}

  records::Invite Invite(std::size_t issuer) const {
    records::Invite out;
    out.issuer_origin = organisation.bundle().issuers[issuer].origin;
    out.bundle_url = "bundle";
    out.code.fill(static_cast<std::uint8_t>(issuer + 1));
    return out;
  }

  Organisation organisation;
  member::Wallet wallet;
  FakeIssuers issuers;
  CountingSave saves;
};

TEST(Enrol, TakesAPlaceWhoseProofHoldsAtEachIssuer) {
  EnrolScene scene;
  for (std::size_t i = 0; i < 2; ++i) {
    ASSERT_OK_AND_ASSIGN(const auto entry, member::Enrol(scene.wallet, scene.Invite(i),
                                                         scene.issuers, scene.saves.Callback()));
    EXPECT_EQ(entry, scene.organisation.roster().rows[3].entry);
  }
  EXPECT_EQ(scene.wallet.enrolments.size(), 2u);
  EXPECT_EQ(scene.saves.count, 2);
}

TEST(Enrol, AskedAgainAfterACrashSendsTheSameBytesAndKeepsOneEnrolment) {
  EnrolScene scene;
  // The answer is lost on the way.
  scene.issuers.before = [](const std::string&) { return absl::UnavailableError("lost"); };
  EXPECT_THAT(member::Enrol(scene.wallet, scene.Invite(0), scene.issuers, scene.saves.Callback()),
              StatusIs(absl::StatusCode::kUnavailable));
  scene.wallet = member::Wallet::Decode(scene.wallet.Encode()).value();
  scene.issuers.before = nullptr;
  for (int i = 0; i < 2; ++i) {
    ASSERT_OK(
        member::Enrol(scene.wallet, scene.Invite(0), scene.issuers, scene.saves.Callback()));
  }
  EXPECT_EQ(scene.wallet.enrolments.size(), 1u);
  EXPECT_EQ(scene.issuers.calls[0], scene.issuers.calls[1]);
}

TEST(Enrol, APlaceThatIsNotProvenIsNotTaken) {
  const std::function<void(records::EnrolReply&)> faults[] = {
      [](auto& reply) { reply.row.entry.id = "E9999"; }, [](auto& reply) { reply.row.salt[1] ^= 1; },
      [](auto& reply) { reply.path.front()[0] ^= 1; },   [](auto& reply) { reply.path.pop_back(); },
      [](auto& reply) { ++reply.leaf_index; },           [](auto& reply) { reply.roster_root[0] ^= 1; }};
  for (const auto& fault : faults) {
    EnrolScene scene;
    scene.issuers.spoil_enrolment = fault;
    EXPECT_THAT(
        member::Enrol(scene.wallet, scene.Invite(0), scene.issuers, scene.saves.Callback()),
        StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("not enrolled there")));
    EXPECT_THAT(scene.wallet.enrolments, IsEmpty());
    EXPECT_EQ(scene.saves.count, 0);
  }
}

TEST(Enrol, TwoPeoplesInvitesMakeNobody) {
  EnrolScene scene;
  ASSERT_OK(member::Enrol(scene.wallet, scene.Invite(0), scene.issuers, scene.saves.Callback()).status());
  scene.issuers.row = 4;
  EXPECT_THAT(member::Enrol(scene.wallet, scene.Invite(1), scene.issuers, scene.saves.Callback()),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("somebody else")));
  EXPECT_EQ(scene.wallet.enrolments.size(), 1u);
  EXPECT_EQ(scene.saves.count, 1);
}

TEST(Enrol, AnIssuerOutsideTheBundleIsSentNothing) {
  EnrolScene scene;
  auto invite = scene.Invite(0);
  invite.issuer_origin = "elsewhere.example/issuer-1";
  EXPECT_THAT(member::Enrol(scene.wallet, invite, scene.issuers, scene.saves.Callback()),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("Nothing was sent")));
  EXPECT_THAT(scene.issuers.calls, IsEmpty());
}

TEST(Enrol, AskedTwiceByTwoWalletsTheRequestsDiffer) {
  EnrolScene scene;
  const auto other =
      member::Wallet::Create(scene.organisation.bundle(), scene.organisation.random());
  EXPECT_NE(member::MakeEnrolRequest(scene.wallet, scene.Invite(0)),
            member::MakeEnrolRequest(other, scene.Invite(0)));
}

}  // namespace
}  // namespace candor::testing
