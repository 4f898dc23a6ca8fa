// Token keys: made once for a draft, logged for one campaign before use, deleted after its window.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "crypto/key_proof.h"
#include "services/issuer/token_key_files.h"
#include "tests/services/issuer/issuer_harness.h"
#include "tests/support/matchers.h"
#include "tests/support/test_token_keys.h"

namespace candor::testing {
namespace {

using services::issuer::MemoryTokenKeyStore;
using services::issuer::StoredTokenKey;
using services::issuer::TokenKeyFiles;
using ::testing::HasSubstr;

constexpr auto kFailedPrecondition = absl::StatusCode::kFailedPrecondition;
constexpr auto kInvalidArgument = absl::StatusCode::kInvalidArgument;

StoredTokenKey TestKey(std::uint8_t draft, crypto::Purpose purpose, std::size_t index) {
  StoredTokenKey out{.use = {}, .delete_on = 20005, .key = TestTokenKey(index)};
  out.use.draft_id.fill(draft);
  out.use.purpose = purpose;
  return out;
}

TEST(PreparedKeys, AreThreeDifferentKeysWithProofsThatVerify) {
  const Organisation organisation;
  const Jam jam(organisation);
  IssuerHarness harness(organisation);
  ASSERT_OK_AND_ASSIGN(const auto reply,
                       harness.issuer().PrepareKeys(organisation.facilitator().public_key(),
                                                    jam.draft()));
  std::set<crypto::Spki> spkis;
  for (const auto& each : reply.keys) {
    ASSERT_OK_AND_ASSIGN(const auto key, crypto::TokenPublicKey::Parse(each.spki));
    EXPECT_OK(crypto::VerifyKeyProof(key, each.proof));
    spkis.insert(each.spki);
  }
  EXPECT_EQ(spkis.size(), 3u);
}

TEST(PreparedKeys, AreTheSameForTheSameDraftAlsoAfterARestart) {
  const Organisation organisation;
  const Jam jam(organisation);
  const Jam other(organisation, {.question = "What else?"});
  IssuerHarness harness(organisation);
  const auto& facilitator = organisation.facilitator().public_key();
  ASSERT_OK_AND_ASSIGN(const auto first, harness.issuer().PrepareKeys(facilitator, jam.draft()));
  ASSERT_OK_AND_ASSIGN(const auto second, harness.issuer().PrepareKeys(facilitator, jam.draft()));
  harness.Restart();
  ASSERT_OK_AND_ASSIGN(const auto third, harness.issuer().PrepareKeys(facilitator, jam.draft()));
  EXPECT_EQ(first.Encode(), second.Encode());
  EXPECT_EQ(first.Encode(), third.Encode());
  ASSERT_OK_AND_ASSIGN(const auto others, harness.issuer().PrepareKeys(facilitator, other.draft()));
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NE(first.keys[i].spki, others.keys[i].spki);
}

TEST(PreparedKeys, AreCompletedWhenACrashLeftOnlySome) {
  const Organisation organisation;
  const Jam jam(organisation);
  IssuerHarness harness(organisation, {.jams = {&jam}});
  ASSERT_OK(harness.token_keys().Delete({jam.draft().Id(), crypto::Purpose::kEndorse}));
  harness.Restart();
  ASSERT_OK_AND_ASSIGN(const auto reply,
                       harness.issuer().PrepareKeys(organisation.facilitator().public_key(),
                                                    jam.draft()));
  EXPECT_EQ(reply.keys[0].spki, jam.manifest().issuer_keys[0][0]);
  EXPECT_EQ(reply.keys[1].spki, jam.manifest().issuer_keys[0][1]);
  EXPECT_NE(reply.keys[2].spki, jam.manifest().issuer_keys[0][2]);
}

TEST(PreparedKeys, AreRefusedToThoseWhoAreNoFacilitatorsOfTheDraft) {
  const Organisation organisation;
  const Jam jam(organisation);
  IssuerHarness harness(organisation);
  for (const Actor* actor : {&organisation.stranger(), &organisation.operator_person(),
                             &organisation.sponsor(), &organisation.reader()}) {
    EXPECT_THAT(harness.issuer().PrepareKeys(actor->public_key(), jam.draft()),
                StatusIs(absl::StatusCode::kPermissionDenied))
        << actor->name;
  }
  EXPECT_EQ(harness.token_keys().size(), 0u);
}

TEST(PreparedKeys, AreRefusedForDraftsThatBreakARuleOrNameOthersOrAreOver) {
  const Organisation organisation({.issuers = 2});
  IssuerHarness harness(organisation);
  const auto prepare = [&](std::function<void(records::Draft&)> adjust) {
    const Jam jam(organisation, {.adjust = std::move(adjust)});
    return harness.issuer()
        .PrepareKeys(organisation.facilitator().public_key(), jam.draft())
        .status();
  };
  EXPECT_THAT(prepare([](auto& draft) { draft.k = 4; }), StatusIs(kInvalidArgument));
  EXPECT_THAT(prepare([](auto& draft) { draft.issuers.erase(draft.issuers.begin()); }),
              StatusIs(kInvalidArgument, HasSubstr("does not name this issuer")));
  harness.clock().Set(StartOf(kSpeakingCloses));
  EXPECT_THAT(prepare([](auto&) {}), StatusIs(kFailedPrecondition, HasSubstr("over")));
  EXPECT_EQ(harness.token_keys().size(), 0u);
}

TEST(LoggedKeys, StandInTheLogOnceForACosignedCampaign) {
  const Organisation organisation;
  const Jam jam(organisation);
  IssuerHarness harness(organisation, {.jams = {&jam}});
  harness.board().AddAllGovernance();
  harness.Follow();
  EXPECT_EQ(harness.Replayed().token_keys().size(), 0u);
  harness.board().Open(jam);
  harness.Follow();
  harness.Follow();
  harness.Restart();
  harness.Follow();
  const auto view = harness.Replayed();
  ASSERT_EQ(view.token_keys().size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto keys = view.KeysFor(jam.id(), records::kPurposes[i]);
    ASSERT_EQ(keys.size(), 1u);
    EXPECT_EQ(keys[0]->content.spki, jam.manifest().issuer_keys[0][i]);
    ASSERT_OK_AND_ASSIGN(const auto key, crypto::TokenPublicKey::Parse(keys[0]->content.spki));
    EXPECT_OK(crypto::VerifyKeyProof(key, keys[0]->content.proof));
  }
}

// Two manifests of one draft name the same keys; the one that the board's log opened first has them.
TEST(LoggedKeys, BelongToTheFirstCampaignThatNamesThem) {
  const Organisation organisation;
  const Jam first(organisation);
  const Jam second(organisation);
  ASSERT_EQ(first.draft().Id(), second.draft().Id());
  ASSERT_NE(first.id(), second.id());
  IssuerHarness harness(organisation, {.jams = {&first}});
  harness.ImportRoster();
  harness.board().Open(first);
  harness.board().Open(second);
  harness.Follow();
  const Member member = harness.NewMember("E1001");
  EXPECT_THAT(harness.issuer().Issue(harness.CallFor(member, second)),
              StatusIs(kFailedPrecondition, HasSubstr("token keys")));
  EXPECT_OK(harness.issuer().Issue(harness.CallFor(member, first)));
  harness.Restart();
  EXPECT_THAT(harness.issuer().Issue(harness.CallFor(member, second)),
              StatusIs(kFailedPrecondition));
  EXPECT_EQ(harness.Replayed().token_keys().size(), 3u);
}

TEST(LoggedKeys, AreNotClaimedForAManifestWithKeysThatThisIssuerDidNotMake) {
  const Organisation organisation;
  const Jam jam(organisation);
  IssuerHarness harness(organisation);
  harness.ImportRoster();
  harness.board().Open(jam);
  harness.Follow();
  const Member member = harness.NewMember("E1001");
  EXPECT_EQ(harness.Replayed().token_keys().size(), 0u);
  EXPECT_THAT(harness.issuer().Issue(harness.CallFor(member, jam)),
              StatusIs(kFailedPrecondition, HasSubstr("did not make")));
}

TEST(LoggedKeys, OfACampaignThatNamesAnotherIssuerAreNoneOfOurs) {
  const Organisation organisation({.issuers = 2});
  const Jam jam(organisation);
  IssuerHarness first(organisation, {.which = 0, .jams = {&jam}});
  IssuerHarness second(organisation, {.which = 1, .jams = {&jam}});
  for (auto* harness : {&first, &second}) {
    harness->board().AddAllGovernance();
    harness->board().Open(jam);
    harness->Follow();
  }
  const auto keys_of_first = first.Replayed().token_keys();
  const auto keys_of_second = second.Replayed().token_keys();
  ASSERT_EQ(keys_of_first.size(), 3u);
  ASSERT_EQ(keys_of_second.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(keys_of_first[i].content.spki, jam.manifest().issuer_keys[0][i]);
    EXPECT_EQ(keys_of_second[i].content.spki, jam.manifest().issuer_keys[1][i]);
  }
}

TEST(PrivateKeys, AreDeletedWhenSpeakingCloses) {
  const Organisation organisation;
  const Jam jam(organisation);
  IssuerHarness harness(organisation, {.jams = {&jam}});
  harness.ImportRoster();
  harness.board().Open(jam);
  harness.Follow();
  const Member member = harness.NewMember("E1001");
  const auto call = harness.CallFor(member, jam);
  ASSERT_OK(harness.issuer().Issue(call));
  harness.clock().Set(StartOf(kSpeakingCloses) - 1);
  harness.Follow();
  EXPECT_EQ(harness.token_keys().size(), 3u);
  harness.clock().Set(StartOf(kSpeakingCloses));
  harness.Follow();
  EXPECT_EQ(harness.token_keys().size(), 0u);
  EXPECT_THAT(harness.issuer().Issue(call), StatusIs(kFailedPrecondition, HasSubstr("over")));
  harness.Restart();
  harness.Follow();
  EXPECT_EQ(harness.Replayed().token_keys().size(), 3u);
}

std::size_t RetiredIn(const IssuerHarness& harness) {
  return CountOf<records::TokenKeyRetired>(harness.Entries());
}

TEST(PrivateKeys, ThatAreDeletedAreRetiredInTheLogOnce) {
  const Organisation organisation;
  const Jam jam(organisation);
  IssuerHarness harness(organisation, {.jams = {&jam}});
  harness.board().AddAllGovernance();
  harness.board().Open(jam);
  harness.Follow();
  harness.clock().Set(StartOf(kSpeakingCloses) - 1);
  harness.Follow();
  EXPECT_EQ(RetiredIn(harness), 0u);
  harness.clock().Set(StartOf(kSpeakingCloses));
  harness.Follow();
  EXPECT_EQ(RetiredIn(harness), 3u);
  const auto view = harness.Replayed();
  for (const auto& key : view.token_keys()) EXPECT_TRUE(key.retired.has_value());
  harness.Follow();
  harness.Restart();
  harness.Follow();
  EXPECT_EQ(RetiredIn(harness), 3u);
}

TEST(PrivateKeys, ThatACrashLeftDeletedAndUntoldAreRetiredAtTheNextStart) {
  const Organisation organisation;
  const Jam jam(organisation);
  IssuerHarness harness(organisation, {.jams = {&jam}});
  harness.board().AddAllGovernance();
  harness.board().Open(jam);
  harness.Follow();
  harness.clock().Set(StartOf(kSpeakingCloses));
  harness.FailNextWrite();
  EXPECT_FALSE(harness.issuer().Tick(harness.clock().Now()).ok());
  EXPECT_EQ(harness.token_keys().size(), 0u);
  harness.Restart();
  EXPECT_EQ(RetiredIn(harness), 0u);
  harness.Follow();
  EXPECT_EQ(RetiredIn(harness), 3u);
}

TEST(PrivateKeys, OfADraftThatNeverOpenedAreDeletedToo) {
  const Organisation organisation;
  const Jam jam(organisation);
  IssuerHarness harness(organisation, {.jams = {&jam}});
  harness.clock().Set(StartOf(kSpeakingCloses));
  harness.Follow();
  EXPECT_EQ(harness.token_keys().size(), 0u);
}

class KeyFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = ::testing::TempDir() + "candor-token-keys-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  runtime::KeyRing Ring(std::string_view passphrase = "a passphrase for tests") const {
    return runtime::KeyRing(crypto::SecretBytes::Copy(AsBytes(passphrase)));
  }

  runtime::Path folder_;
  crypto::SystemRandom random_;
};

TEST_F(KeyFiles, ComeBackAsTheyWereSaved) {
  auto ring = Ring();
  const auto cost = crypto::PassphraseCost::kInteractive;
  ASSERT_OK_AND_ASSIGN(auto files, TokenKeyFiles::Open(folder_ / "keys", ring, cost, random_));
  const auto voice = TestKey(7, crypto::Purpose::kVoice, 0);
  const auto endorse = TestKey(7, crypto::Purpose::kEndorse, 1);
  ASSERT_OK(files->Save(voice));
  ASSERT_OK(files->Save(endorse));
  EXPECT_THAT(files->Save(voice), StatusIs(absl::StatusCode::kAlreadyExists));
  const runtime::Path path =
      folder_ / "keys" / "07070707070707070707070707070707-voice.key";
  ASSERT_TRUE(runtime::FileExists(path));
  EXPECT_EQ(std::filesystem::status(path).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);

  auto again = Ring();
  ASSERT_OK_AND_ASSIGN(auto reopened, TokenKeyFiles::Open(folder_ / "keys", again, cost, random_));
  ASSERT_OK_AND_ASSIGN(const auto loaded, reopened->LoadAll());
  ASSERT_EQ(loaded.size(), 2u);
  for (const auto& each : loaded) {
    const auto& saved = each.use == voice.use ? voice : endorse;
    EXPECT_EQ(each.use, saved.use);
    EXPECT_EQ(each.delete_on, saved.delete_on);
    EXPECT_EQ(each.key.public_key().spki(), saved.key.public_key().spki());
  }
  EXPECT_OK(reopened->Delete(voice.use));
  EXPECT_OK(reopened->Delete(voice.use));
  EXPECT_FALSE(runtime::FileExists(path));
}

TEST_F(KeyFiles, AreRefusedUnderAWrongPassphraseOrAnotherName) {
  auto ring = Ring();
  const auto cost = crypto::PassphraseCost::kInteractive;
  ASSERT_OK_AND_ASSIGN(auto files, TokenKeyFiles::Open(folder_, ring, cost, random_));
  const auto voice = TestKey(7, crypto::Purpose::kVoice, 0);
  ASSERT_OK(files->Save(voice));

  auto wrong = Ring("another passphrase");
  ASSERT_OK_AND_ASSIGN(auto locked, TokenKeyFiles::Open(folder_, wrong, cost, random_));
  EXPECT_THAT(locked->LoadAll(), StatusIs(absl::StatusCode::kUnauthenticated));

  auto as_endorsement = voice.use;
  as_endorsement.purpose = crypto::Purpose::kEndorse;
  std::filesystem::rename(folder_ / TokenKeyFiles::FileName(voice.use),
                          folder_ / TokenKeyFiles::FileName(as_endorsement));
  EXPECT_THAT(files->LoadAll(), StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace candor::testing
