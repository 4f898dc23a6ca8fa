// The draw: one full quota for each roster entry and campaign, for the right campaign, in its window.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/services/issuer/issuer_harness.h"
#include "tests/support/matchers.h"

namespace candor::testing {
namespace {

using ::testing::HasSubstr;

constexpr auto kFailedPrecondition = absl::StatusCode::kFailedPrecondition;
constexpr auto kInvalidArgument = absl::StatusCode::kInvalidArgument;
constexpr std::size_t kQuota = 1 + 3 + 5;

// One jam, opened and ready to be drawn from, with one member enrolled.
struct Scene {
  Organisation organisation;
  Jam jam;
  IssuerHarness harness;
  Member member;

  explicit Scene(JamOptions options = {})
      : jam(organisation, std::move(options)),
        harness(organisation, {.jams = {&jam}}),
        member(Prepare()) {}

  Member Prepare() {
    harness.ImportRoster();
    harness.board().Open(jam);
    harness.Follow();
    return harness.NewMember("E1001");
  }
  records::IssueCall Call() { return harness.CallFor(member, jam); }
  absl::StatusOr<records::IssueReply> Issue(const records::IssueCall& call) {
    return harness.issuer().Issue(call);
  }
  // As Call, after `alter` was at the request, signed again.
  template <class Alter>
  records::IssueCall Altered(Alter alter) {
    const auto call = Call();
    auto request = records::IssueRequest::Decode(call.request.body).value();
    alter(request);
    return IssuerHarness::Sign(member, request, call.blinded_messages);
  }
};

// The same call with other messages for the voice, hashed and signed anew.
records::IssueCall WithVoiceMessage(Scene& scene, const records::BlindedMessage& message) {
  auto call = scene.Call();
  call.blinded_messages.front() = message;
  auto request = records::IssueRequest::Decode(call.request.body).value();
  request.purposes[0].blinded_hash =
      records::BlindedMessagesHash(std::span(call.blinded_messages).first(1));
  return IssuerHarness::Sign(scene.member, request, call.blinded_messages);
}

// Big-endian n plus `delta`, which causes no carry beyond the last byte: n is odd.
records::BlindedMessage ModulusPlus(const Scene& scene, int delta) {
  auto n = scene.jam.token_key(0, crypto::Purpose::kVoice).public_key().modulus();
  n.back() = static_cast<std::uint8_t>(n.back() + delta);
  return n;
}

TEST(Issuance, GivesExactlyTheQuotaInOneCall) {
  Scene scene;
  ASSERT_OK_AND_ASSIGN(const auto reply, scene.Issue(scene.Call()));
  EXPECT_EQ(reply.blind_signatures.size(), kQuota);
}

TEST(Issuance, GivesTokensThatVerify) {
  Scene scene;
  auto& random = scene.organisation.random();
  records::IssueRequest request{.fingerprint = scene.organisation.bundle().Fingerprint(),
                                .campaign_id = scene.jam.id(),
                                .roster_leaf = scene.member.enrolled.row.Leaf(),
                                .purposes = {}};
  std::vector<crypto::TokenBlinder> blinders;
  std::vector<std::vector<crypto::VerifyKey>> thread_keys;
  std::vector<records::BlindedMessage> all;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto purpose = records::kPurposes[i];
    const auto& key = scene.jam.token_key(0, purpose).public_key();
    const std::uint8_t count = scene.jam.draft().quotas.Of(purpose);
    std::vector<ByteArray<32>> nonces;
    auto& own = thread_keys.emplace_back();
    for (std::uint8_t n = 0; n < count; ++n) {
      own.push_back(crypto::SigningKey::Generate(random).verify_key());
      nonces.push_back(crypto::NonceOf(own.back()));
    }
    const auto digest = crypto::ChallengeDigest(records::ChallengeFor(
        scene.jam.manifest().ManifestHash(), purpose, scene.harness.origin(),
        scene.organisation.bundle().board.origin));
    blinders.push_back(crypto::TokenBlinder::Create(key, digest, nonces, random).value());
    const auto messages = blinders.back().blinded_messages();
    request.purposes[i] = {key.id(), count, records::BlindedMessagesHash(messages)};
    all.insert(all.end(), messages.begin(), messages.end());
  }
  ASSERT_OK_AND_ASSIGN(const auto reply,
                       scene.Issue(IssuerHarness::Sign(scene.member, request, all)));
  std::span<const records::BlindSignature> rest(reply.blind_signatures);
  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t count = thread_keys[i].size();
    const auto& key = scene.jam.token_key(0, records::kPurposes[i]).public_key();
    ASSERT_OK_AND_ASSIGN(const auto tokens, blinders[i].Finalize(rest.first(count)));
    for (std::size_t n = 0; n < count; ++n) {
      EXPECT_OK(crypto::VerifyToken(tokens[n], key, blinders[i].challenge_digest(),
                                    thread_keys[i][n]));
    }
    rest = rest.subspan(count);
  }
}

TEST(Issuance, PutsTheSaltedCommitmentOfTheRequestIntoTheLog) {
  Scene scene;
  const std::uint64_t before = scene.harness.log().size();
  const auto call = scene.Call();
  ASSERT_OK_AND_ASSIGN(const auto reply, scene.Issue(call));
  ASSERT_EQ(scene.harness.log().size(), before + 1);
  const auto entries = scene.harness.Entries();
  const auto& entry = entries.back();
  EXPECT_EQ(entry.campaign_id, scene.jam.id());
  const auto* issuance = std::get_if<records::Issuance>(&entry.body);
  ASSERT_NE(issuance, nullptr);
  EXPECT_EQ(issuance->commitment,
            records::IssuanceCommitment(reply.issuance_salt, call.request));
  EXPECT_EQ(scene.harness.Replayed().Draws(scene.jam.id()), 1u);
}

TEST(Issuance, GivesTheSameAnswerToTheSameRequestAlsoAfterARestart) {
  Scene scene;
  const auto call = scene.Call();
  ASSERT_OK_AND_ASSIGN(const auto first, scene.Issue(call));
  ASSERT_OK_AND_ASSIGN(const auto second, scene.Issue(call));
  EXPECT_EQ(first.Encode(), second.Encode());
  scene.harness.Restart();
  ASSERT_OK_AND_ASSIGN(const auto third, scene.Issue(call));
  EXPECT_EQ(first.Encode(), third.Encode());
  EXPECT_EQ(scene.harness.Replayed().Draws(scene.jam.id()), 1u);
}

TEST(Issuance, RefusesASecondDifferentDraw) {
  Scene scene;
  ASSERT_OK(scene.Issue(scene.Call()));
  EXPECT_THAT(scene.Issue(scene.Call()),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("drawn before")));
  scene.harness.Restart();
  EXPECT_THAT(scene.Issue(scene.Call()), StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST(Issuance, GivesAReenrolledMemberNoSecondQuota) {
  Scene scene;
  ASSERT_OK(scene.Issue(scene.Call()));
  const Member again = scene.harness.NewMember("E1001");
  EXPECT_THAT(scene.Issue(scene.harness.CallFor(again, scene.jam)),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_EQ(scene.harness.Replayed().Draws(scene.jam.id()), 1u);
}

TEST(Issuance, AcceptsOneOfManyConcurrentDifferentDrawsOfOneMember) {
  Scene scene;
  std::vector<records::IssueCall> calls;
  for (int i = 0; i < 16; ++i) calls.push_back(scene.Call());
  std::atomic<int> issued = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = t; i < calls.size(); i += 4) {
        const auto reply = scene.Issue(calls[i]);
        if (reply.ok()) ++issued;
        if (absl::IsAlreadyExists(reply.status())) ++refused;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(issued, 1);
  EXPECT_EQ(refused, 15);
  EXPECT_EQ(scene.harness.Replayed().Draws(scene.jam.id()), 1u);
}

TEST(Issuance, RefusesAnotherFingerprint) {
  Scene scene;
  EXPECT_THAT(scene.Issue(scene.Altered([](auto& request) { request.fingerprint[0] ^= 1; })),
              StatusIs(kFailedPrecondition, HasSubstr("fingerprint")));
  EXPECT_OK(scene.Issue(scene.Call()));
}

TEST(Issuance, RefusesAnotherRosterLeaf) {
  Scene scene;
  EXPECT_THAT(scene.Issue(scene.Altered([](auto& request) { request.roster_leaf[0] ^= 1; })),
              StatusIs(kInvalidArgument, HasSubstr("roster entry")));
  EXPECT_OK(scene.Issue(scene.Call()));
}

TEST(Issuance, RefusesEveryOtherCountThanTheQuota) {
  Scene scene;
  struct Case {
    std::size_t purpose;
    int delta;
  };
  for (const Case& each : {Case{0, -1}, Case{0, +1}, Case{1, -1}, Case{1, +1}, Case{2, -5},
                           Case{2, +1}}) {
    records::IssueRequest request =
        records::IssueRequest::Decode(scene.Call().request.body).value();
    std::vector<records::BlindedMessage> all;
    for (std::size_t i = 0; i < 3; ++i) {
      auto& purpose = request.purposes[i];
      if (i == each.purpose) purpose.count = static_cast<std::uint8_t>(purpose.count + each.delta);
      std::vector<records::BlindedMessage> messages(purpose.count);
      for (auto& message : messages) message = scene.harness.SmallMessage();
      purpose.blinded_hash = records::BlindedMessagesHash(messages);
      all.insert(all.end(), messages.begin(), messages.end());
    }
    EXPECT_THAT(scene.Issue(IssuerHarness::Sign(scene.member, request, all)),
                StatusIs(kInvalidArgument, HasSubstr("quota")))
        << "purpose " << each.purpose << ", " << each.delta;
  }
  EXPECT_OK(scene.Issue(scene.Call()));
}

TEST(Issuance, RefusesMessagesThatAreNotThoseSigned) {
  Scene scene;
  auto call = scene.Call();
  call.blinded_messages.back()[255] ^= 1;
  EXPECT_THAT(scene.Issue(call), StatusIs(kInvalidArgument));
  call = scene.Call();
  call.blinded_messages.pop_back();
  EXPECT_THAT(scene.Issue(call), StatusIs(kInvalidArgument));
  call = scene.Call();
  call.blinded_messages.push_back(scene.harness.SmallMessage());
  EXPECT_THAT(scene.Issue(call), StatusIs(kInvalidArgument));
  call = scene.Call();
  call.request.signature[0] ^= 1;
  EXPECT_FALSE(scene.Issue(call).ok());
  EXPECT_OK(scene.Issue(scene.Call()));
}

TEST(Issuance, RefusesATokenKeyOfAnotherPurpose) {
  Scene scene;
  EXPECT_THAT(scene.Issue(scene.Altered([](auto& request) {
    request.purposes[0].token_key_id = request.purposes[1].token_key_id;
  })),
              StatusIs(kInvalidArgument, HasSubstr("token key")));
  EXPECT_THAT(scene.Issue(scene.Altered([](auto& request) {
    std::swap(request.purposes[0].token_key_id, request.purposes[2].token_key_id);
  })),
              StatusIs(kInvalidArgument, HasSubstr("token key")));
  // Right in the byte that a TokenRequest carries, wrong elsewhere.
  EXPECT_THAT(scene.Issue(scene.Altered([](auto& request) {
    request.purposes[0].token_key_id[0] ^= 1;
  })),
              StatusIs(kInvalidArgument, HasSubstr("token key")));
  EXPECT_OK(scene.Issue(scene.Call()));
}

TEST(Issuance, RefusesAMessageThatIsNotBelowTheModulusAndSpendsNothing) {
  Scene scene;
  const std::uint64_t size = scene.harness.log().size();
  const records::BlindedMessage all_ones = [] {
    records::BlindedMessage out;
    out.fill(0xff);
    return out;
  }();
  for (const auto& message : {ModulusPlus(scene, 0), ModulusPlus(scene, 1), all_ones}) {
    EXPECT_THAT(scene.Issue(WithVoiceMessage(scene, message)), StatusIs(kInvalidArgument));
  }
  EXPECT_EQ(scene.harness.log().size(), size);
  EXPECT_OK(scene.Issue(scene.Call()));
}

// RFC 9474 §4.3 refuses nothing below n; these three are their own signatures or the negative of
// one, tell nothing, and unblind to nothing that verifies.
TEST(Issuance, SignsZeroOneAndTheLargestNumberAsTheRfcDoes) {
  const records::BlindedMessage zero{};
  records::BlindedMessage one{};
  one.back() = 1;
  for (int which = 0; which < 3; ++which) {
    Scene scene;
    const auto message = which == 0 ? zero : which == 1 ? one : ModulusPlus(scene, -1);
    ASSERT_OK_AND_ASSIGN(const auto reply, scene.Issue(WithVoiceMessage(scene, message)));
    EXPECT_EQ(reply.blind_signatures.front(), message) << which;
  }
}

TEST(Issuance, RefusesAKeyThatIsNotEnrolled) {
  Scene scene;
  const Member stranger{crypto::SigningKey::Generate(scene.organisation.random()),
                        scene.member.enrolled};
  EXPECT_THAT(scene.Issue(scene.harness.CallFor(stranger, scene.jam)),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("not enrolled")));
}

TEST(Issuance, RefusesACampaignThatTheCosignedLogDoesNotOpen) {
  const Organisation organisation;
  const Jam jam(organisation);
  IssuerHarness harness(organisation, {.jams = {&jam}});
  harness.ImportRoster();
  const Member member = harness.NewMember("E1001");
  EXPECT_THAT(harness.issuer().Issue(harness.CallFor(member, jam)),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("no such campaign")));
}

TEST(Issuance, SignsNothingBeforeItsOwnTokenKeyEntriesAreCosigned) {
  const Organisation organisation;
  const Jam jam(organisation);
  IssuerHarness harness(organisation, {.jams = {&jam}});
  harness.ImportRoster();
  const Member member = harness.NewMember("E1001");
  harness.board().Open(jam);
  const auto call = harness.CallFor(member, jam);
  harness.issuer().Learn(harness.board().view());
  EXPECT_THAT(harness.issuer().Issue(call), StatusIs(absl::StatusCode::kUnavailable));
  harness.FollowUnpublished();
  EXPECT_THAT(harness.issuer().Issue(call), StatusIs(absl::StatusCode::kUnavailable));
  harness.issuer().LearnPublished(harness.log().size() - 1);
  EXPECT_THAT(harness.issuer().Issue(call), StatusIs(absl::StatusCode::kUnavailable));
  harness.issuer().LearnPublished(harness.log().size());
  EXPECT_OK(harness.issuer().Issue(call));
}

TEST(Issuance, KeepsToTheWindow) {
  const auto at = [&](Day day) {
    Scene other({.adjust = [](auto& draft) { draft.phases.issuance_opens = kOpeningDay + 1; }});
    other.harness.clock().Set(StartOf(day));
    return other.Issue(other.Call()).status();
  };
  EXPECT_THAT(at(kOpeningDay), StatusIs(kFailedPrecondition, HasSubstr("yet")));
  EXPECT_OK(at(kOpeningDay + 1));
  EXPECT_OK(at(kSpeakingCloses - 1));
  EXPECT_THAT(at(kSpeakingCloses), StatusIs(kFailedPrecondition, HasSubstr("over")));
}

TEST(Issuance, DoesNotReopenAWindowWhenTheClockGoesBack) {
  Scene scene;
  scene.harness.clock().Set(StartOf(kSpeakingCloses));
  EXPECT_THAT(scene.Issue(scene.Call()), StatusIs(kFailedPrecondition));
  scene.harness.clock().Set(StartOf(kSpeakingOpens));
  EXPECT_THAT(scene.Issue(scene.Call()), StatusIs(kFailedPrecondition));
}

// A second roster of the same organisation, with a jam for each.
struct TwoRosters {
  TwoRosters() {
    harness.ImportRoster();
    harness.board().Add(
        organisation.Countersign(records::RosterRecord{kOpeningDay, 30, root, 30, {}}));
    harness.board().Open(jam);
    harness.board().Open(second_jam);
    harness.Follow();
    EXPECT_OK(harness.issuer().ImportRoster(second.roster()));
  }
  Member EnrolInSecond(const crypto::SigningKey& key, const std::string& id) {
    const auto invites = harness.issuer().CreateInvites(
        {.roster_root = root, .expires = kOpeningDay + 14, .ids = {id}});
    return {crypto::SigningKey::FromSeed(key.ExportSeed().ExposeSecret()),
            harness.Enrol(key, invites->items.at(0).code).value()};
  }

  const Organisation organisation;
  const Organisation second{{.seed = 2, .members = 30}};
  const crypto::Hash root = second.roster_root();
  const Jam jam{organisation};
  const Jam second_jam{organisation, {.question = "And what next?", .key_set = 1,
                                      .adjust = [this](records::Draft& draft) {
                                        draft.roster_root = root;
                                        draft.roster_size = 30;
                                      }}};
  IssuerHarness harness{organisation, {.jams = {&jam, &second_jam}}};
};

TEST(Issuance, RefusesACampaignOfAnotherRoster) {
  TwoRosters scene;
  const Member member = scene.harness.NewMember("E1001");
  EXPECT_THAT(scene.harness.issuer().Issue(scene.harness.CallFor(member, scene.second_jam)),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("roster")));
  EXPECT_OK(scene.harness.issuer().Issue(scene.harness.CallFor(member, scene.jam)));
}

TEST(Issuance, WhoEnrolsInTheNextRosterStillDrawsInTheJamsOfTheFirst) {
  TwoRosters scene;
  const Member member = scene.harness.NewMember("E1001");
  const Member again = scene.EnrolInSecond(member.key, "E1001");
  EXPECT_OK(scene.harness.issuer().Issue(scene.harness.CallFor(member, scene.jam)));
  EXPECT_OK(scene.harness.issuer().Issue(scene.harness.CallFor(again, scene.second_jam)));
  // A place in one roster is none in the other.
  EXPECT_THAT(scene.harness.issuer().Issue(scene.harness.CallFor(again, scene.jam)),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("roster entry")));
}

TEST(Issuance, AFailedWriteReleasesNoSignature) {
  Scene scene;
  const auto call = scene.Call();
  scene.harness.FailNextWrite();
  EXPECT_THAT(scene.Issue(call), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(scene.Issue(call), StatusIs(absl::StatusCode::kUnavailable));
  scene.harness.Restart();
  EXPECT_EQ(scene.harness.Replayed().Draws(scene.jam.id()), 0u);
  EXPECT_OK(scene.Issue(call));
}

}  // namespace
}  // namespace candor::testing
