#include "services/member/receipt.h"

#include "audit/merkle.h"
#include "audit/proof.h"
#include "services/member/checkpoint.h"
#include "tests/services/member/speaking_scene.h"

namespace candor::testing {
namespace {

using member::GatherEvidence;
using member::RetypeChallenge;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> GroupsOf(const crypto::ReceiptCode& code, const std::vector<int>& positions) {
  std::vector<std::string> out;
  for (const int position : positions) {
    out.push_back(code.Format().substr(static_cast<std::size_t>(position - 1) * 5, 4));
  }
  return out;
}

TEST(RetypeChallenge, AsksForFourGroupsInEitherCase) {
  crypto::DeterministicRandomForTesting random(5);
  const auto code = crypto::ReceiptCode::Generate(random);
  const RetypeChallenge challenge(code, random);
  ASSERT_EQ(challenge.positions().size(), 4u);
  auto groups = GroupsOf(code, challenge.positions());
  EXPECT_TRUE(challenge.Check(groups));
  for (auto& c : groups[2]) c = static_cast<char>(std::tolower(c));
  EXPECT_TRUE(challenge.Check(groups));
  groups[1][0] = groups[1][0] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(challenge.Check(groups));
  EXPECT_FALSE(challenge.Check({}));
}

TEST(RetypeChallenge, AsksForOtherGroupsTheNextTime) {
  crypto::DeterministicRandomForTesting random(6);
  const auto code = crypto::ReceiptCode::Generate(random);
  std::set<std::vector<int>> seen;
  for (int i = 0; i < 20; ++i) seen.insert(RetypeChallenge(code, random).positions());
  EXPECT_GT(seen.size(), 5u);
}

struct SealedScene : SpeakingScene {
  SealedScene() {
    EXPECT_OK(Say("The crane is slow."));
    EXPECT_EQ(Send().size(), 1u);
    std::vector<records::SignedSubmission> batch = {wallet.threads[0].submission};
    for (int i = 0; i < 5; ++i) {
      batch.push_back(jam.Opinion(jam.NewAuthor(), "Another.").submission);
    }
    logs.Seal(jam, 4, batch);
  }
};

TEST(Receipt, EvidenceStandsOnItsOwn) {
  SealedScene scene;
  ASSERT_OK_AND_ASSIGN(const auto evidence, GatherEvidence(scene.thread(), scene.logs));
  ASSERT_TRUE(evidence.place.has_value());
  // As somebody would check it who has nothing but the bundle.
  const auto& bundle = scene.organisation.bundle();
  ASSERT_OK_AND_ASSIGN(const auto opened,
                       member::OpenCheckpointOf({bundle.board, evidence.checkpoint_note, {}}, bundle));
  EXPECT_OK(audit::VerifyInclusion(evidence.place->index, opened.checkpoint.size,
                                   audit::LeafHash(evidence.place->entry), evidence.place->proof,
                                   opened.checkpoint.root));
  ASSERT_OK_AND_ASSIGN(const auto entry, records::LogEntry::Decode(evidence.place->entry));
  EXPECT_EQ(std::get<records::SubmissionEntry>(entry.body).signed_submission,
            evidence.signed_submission);
  ASSERT_OK_AND_ASSIGN(const auto reply, records::SubmitReply::Decode(evidence.promise));
  EXPECT_OK(records::VerifyPromise(reply, scene.thread().submission.body, bundle.promise_key));
  EXPECT_EQ(evidence.place->day, scene.jam.draft().slots.DayOfSlot(4));
}

TEST(Receipt, TheCodeAloneFindsTheText) {
  SealedScene scene;
  const auto code =
      crypto::ReceiptCode::Parse(scene.thread().code.Format()).value();
  ASSERT_OK_AND_ASSIGN(const auto evidence, GatherEvidence(code, scene.logs));
  EXPECT_EQ(evidence.submission_hash, scene.thread().hash());
  EXPECT_TRUE(evidence.place.has_value());
  const auto other = crypto::ReceiptCode::Generate(scene.organisation.random());
  EXPECT_THAT(GatherEvidence(other, scene.logs),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("candor sync")));
}

TEST(Receipt, WithoutTheQuorumNothingIsProven) {
  SealedScene scene;
  scene.logs.DropCosignatures(0);
  EXPECT_THAT(GatherEvidence(scene.thread(), scene.logs),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("witness cosignatures")));
}

TEST(Receipt, AnEntryBeyondTheCopyIsNotProven) {
  SealedScene scene;
  EXPECT_THAT(member::VerifyInclusion(scene.logs, 10000), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_OK(member::VerifyInclusion(scene.logs, 0));
}

}  // namespace
}  // namespace candor::testing
