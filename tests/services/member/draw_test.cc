#include "services/member/draw.h"

#include "crypto/token.h"
#include "tests/services/member/fake_world.h"
#include "tests/support/fake_clock.h"
#include "tests/support/matchers.h"

namespace candor::testing {
namespace {

using member::DrawTokens;
using member::Wallet;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr UnixSeconds kNow = StartOf(kOpeningDay) + 3600;

struct Scene {
  explicit Scene(std::size_t issuer_count = 2, JamOptions options = {})
      : organisation({.issuers = issuer_count}),
        jam(organisation, std::move(options)),
        logs(organisation),
        wallet(EnrolledWallet(organisation)),
        issuers(organisation, &jam),
        clock(kNow) {
    logs.Open(jam);
    logs.LogKeys(jam);
  }

  const audit::Campaign& campaign() const { return *logs.board().FindCampaign(jam.id()); }
  absl::Status Draw(const member::Save& save) {
    return DrawTokens(wallet, campaign(), issuers, clock, organisation.random(), save);
  }
  absl::Status Draw() { return Draw(saves.Callback()); }
  const member::Draw& draw() const { return *wallet.FindDraw(jam.id()); }

  Organisation organisation;
  Jam jam;
  FakeLogs logs;
  Wallet wallet;
  FakeIssuers issuers;
  FakeClock clock;
  CountingSave saves;
};

// What a power cut leaves: the wallet as it was last saved.
struct Disk {
  Bytes saved;
  member::Save Callback(const Wallet& wallet) {
    return [this, &wallet] {
      saved = ToBytes(wallet.Encode().ExposeSecret());
      return absl::OkStatus();
    };
  }
  Wallet Restart() const {
    return Wallet::Decode(crypto::SecretBytes::Copy(saved)).value();
  }
};

absl::Status Down() { return absl::UnavailableError("the issuer cannot be reached"); }

TEST(Draw, TakesTheFullQuotaOfEveryPurposeFromEveryIssuer) {
  Scene scene;
  ASSERT_OK(scene.Draw());
  EXPECT_TRUE(scene.draw().complete());
  EXPECT_EQ(scene.draw().drawn_at, kNow);
  ASSERT_EQ(scene.issuers.calls.size(), 2u);
  for (const auto& issuer : scene.draw().issuers) {
    EXPECT_EQ(issuer.tokens[0].size(), 1u);
    EXPECT_EQ(issuer.tokens[1].size(), 3u);
    EXPECT_EQ(issuer.tokens[2].size(), 5u);
    EXPECT_TRUE(issuer.call.empty());
    for (const auto& blinder : issuer.blinders) EXPECT_TRUE(blinder.empty()) << "r is gone";
  }
}

TEST(Draw, TokenIOfEachIssuerCommitsToTheSameThreadKey) {
  Scene scene;
  ASSERT_OK(scene.Draw());
  for (const auto purpose : records::kPurposes) {
    const auto p = static_cast<std::size_t>(purpose) - 1;
    for (std::size_t n = 0; n < scene.draw().codes[p].size(); ++n) {
      const auto keys = crypto::DeriveThreadKeys(scene.draw().codes[p][n], scene.jam.id(), purpose);
      const auto tokens = scene.draw().TokensOf(purpose, n);
      ASSERT_EQ(tokens.size(), 2u);
      for (std::size_t i = 0; i < 2; ++i) {
        const auto challenge = records::ChallengeFor(
            scene.jam.manifest().ManifestHash(), purpose, scene.jam.draft().issuers[i],
            scene.organisation.bundle().board.origin);
        EXPECT_OK(crypto::VerifyToken(tokens[i], scene.jam.token_key(i, purpose).public_key(),
                                      crypto::ChallengeDigest(challenge),
                                      keys.signing.verify_key()));
      }
    }
  }
}

TEST(Draw, APurposeWithoutQuotaIsAskedForWithNothing) {
  Scene scene(1, {.adjust = [](records::Draft& draft) { draft.quotas.endorsements = 0; }});
  ASSERT_OK(scene.Draw());
  EXPECT_THAT(scene.draw().issuers[0].tokens[2], IsEmpty());
}

TEST(Draw, NothingIsSentBeforeTheSecretsAreSaved) {
  Scene scene;
  int calls_at_first_save = -1;
  const auto save = [&] {
    if (calls_at_first_save < 0) calls_at_first_save = static_cast<int>(scene.issuers.calls.size());
    return absl::OkStatus();
  };
  ASSERT_OK(scene.Draw(save));
  EXPECT_EQ(calls_at_first_save, 0);
}

TEST(Draw, ADiskThatTakesNothingMeansThatNothingIsSent) {
  Scene scene;
  const auto full = [] { return absl::ResourceExhaustedError("the disk is full"); };
  EXPECT_THAT(scene.Draw(full), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(scene.issuers.calls, IsEmpty());
  EXPECT_EQ(scene.wallet.FindDraw(scene.jam.id()), nullptr);
  EXPECT_OK(scene.Draw());
}

TEST(Draw, ACrashBetweenSavingAndFinalisingResumesWithTheSameBytes) {
  Scene scene;
  Disk disk;
  // The issuers sign, and the machine dies before the answer arrives.
  scene.issuers.before = [](const std::string&) { return Down(); };
  EXPECT_THAT(scene.Draw(disk.Callback(scene.wallet)), StatusIs(absl::StatusCode::kUnavailable));
  const auto first = scene.issuers.calls;
  ASSERT_EQ(first.size(), 2u);

  scene.wallet = disk.Restart();
  scene.issuers.before = nullptr;
  scene.clock.Advance(86400);
  ASSERT_OK(scene.Draw());
  ASSERT_EQ(scene.issuers.calls.size(), 4u);
  EXPECT_EQ(scene.issuers.calls[2], first[0]);
  EXPECT_EQ(scene.issuers.calls[3], first[1]);
  EXPECT_TRUE(scene.draw().complete());
  EXPECT_EQ(scene.draw().drawn_at, kNow + 86400) << "the age counts from the last answer";
}

TEST(Draw, ACrashAfterFinalisingButBeforeSavingResumesToo) {
  Scene scene;
  Disk disk;
  int saves = 0;
  const auto keep = disk.Callback(scene.wallet);
  // The first save works; the machine dies at every later one.
  EXPECT_THAT(scene.Draw([&] { return ++saves == 1 ? keep() : absl::UnavailableError("no power"); }),
              Not(IsOk()));
  scene.wallet = disk.Restart();
  ASSERT_OK(scene.Draw());
  EXPECT_EQ(scene.issuers.calls[0], scene.issuers.calls[1]) << "the same bytes to issuer 1";
  EXPECT_TRUE(scene.draw().complete());
}

TEST(Draw, OneIssuerDownKeepsWhatTheOtherGave) {
  Scene scene;
  const std::string second = scene.organisation.bundle().issuers[1].origin;
  scene.issuers.before = [&](const std::string& origin) {
    return origin == second ? Down() : absl::OkStatus();
  };
  EXPECT_THAT(scene.Draw(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_FALSE(scene.draw().complete());
  EXPECT_TRUE(scene.draw().issuers[0].answered);
  EXPECT_FALSE(scene.draw().issuers[1].answered);
  scene.issuers.before = nullptr;
  ASSERT_OK(scene.Draw());
  EXPECT_EQ(scene.issuers.calls.size(), 3u) << "the first is not asked again";
}

TEST(Draw, ABadAnswerIsDroppedAndTheRequestKept) {
  using Spoil = std::function<void(records::IssueReply&)>;
  const std::pair<const char*, Spoil> faults[] = {
      {"a flipped bit", [](auto& reply) { reply.blind_signatures[4][100] ^= 1; }},
      {"one too few", [](auto& reply) { reply.blind_signatures.pop_back(); }},
      {"one too many",
       [](auto& reply) { reply.blind_signatures.push_back(reply.blind_signatures[0]); }},
      {"two exchanged",
       [](auto& reply) { std::swap(reply.blind_signatures[1], reply.blind_signatures[2]); }},
      {"none", [](auto& reply) { reply.blind_signatures.clear(); }}};
  for (const auto& [what, fault] : faults) {
    Scene scene(1);
    scene.issuers.spoil = fault;
    EXPECT_THAT(scene.Draw(), StatusIs(absl::StatusCode::kAborted, HasSubstr("request is kept")))
        << what;
    scene.issuers.spoil = nullptr;
    EXPECT_OK(scene.Draw()) << what;
    EXPECT_EQ(scene.issuers.calls[0], scene.issuers.calls[1]) << what;
  }
}

TEST(Draw, ACompleteDrawAsksNobodyAgain) {
  Scene scene;
  ASSERT_OK(scene.Draw());
  ASSERT_OK(scene.Draw());
  EXPECT_EQ(scene.issuers.calls.size(), 2u);
}

TEST(Draw, TwoMembersAsksLookAlike) {
  Scene scene(1);
  ASSERT_OK(scene.Draw());
  Wallet other = EnrolledWallet(scene.organisation, 4);
  ASSERT_OK(DrawTokens(other, scene.campaign(), scene.issuers, scene.clock,
                       scene.organisation.random(), scene.saves.Callback()));
  EXPECT_EQ(scene.issuers.calls[0].second.size(), scene.issuers.calls[1].second.size());
}

TEST(Draw, WithoutAnEnrolmentNothingIsPrepared) {
  Scene scene;
  scene.wallet.enrolments.clear();
  EXPECT_THAT(scene.Draw(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("Nothing was sent")));
  EXPECT_THAT(scene.issuers.calls, IsEmpty());
  EXPECT_THAT(scene.wallet.draws, IsEmpty());
}

}  // namespace
}  // namespace candor::testing
