// Claims about taking a text back: when it may leave, what is sent, and what the wallet keeps.
#include "services/member/withdraw.h"

#include <set>

#include "services/texts/day.h"
#include "tests/services/member/speaking_scene.h"

namespace candor::testing {
namespace {

using member::News;
using member::Note;
using member::Stage;
using records::RefusalCode;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr auto kFailedPrecondition = absl::StatusCode::kFailedPrecondition;
std::string InEnglish(const texts::Sentence& sentence) { return sentence.In(texts::Language::kEnglish); }


auto Is(News news, const std::string& text) {
  return ElementsAre(AllOf(Field(&Note::news, news), Field(&Note::sentence, ::testing::ResultOf(&InEnglish, HasSubstr(text)))));
}

// A text that the board has promised, and its hash.
crypto::Hash SayAndSend(SpeakingScene& scene) {
  EXPECT_OK(scene.Say("The crane is slow."));
  EXPECT_THAT(scene.Send(), Is(News::kPromised, "It was sent"));
  return scene.spoken.submission_hash;
}

absl::StatusOr<member::Queued> Withdraw(SpeakingScene& scene, const crypto::Hash& text) {
  return member::Withdraw(scene.wallet, text, scene.campaign(), scene.now,
                          scene.organisation.random());
}

TEST(Withdraw, WaitsForATimeThatIsDrawnAtRandomAndIsThenSentAndPromised) {
  SpeakingScene scene;
  const auto text = SayAndSend(scene);
  ASSERT_OK_AND_ASSIGN(const auto withdrawn, Withdraw(scene, text));
  EXPECT_GE(withdrawn.ready_at, scene.now);
  EXPECT_LE(withdrawn.ready_at, scene.now + member::LongestWait(scene.jam.draft()));
  scene.now = withdrawn.ready_at - 1;
  EXPECT_THAT(scene.Send(), Is(News::kWaiting, "drawn at random"));
  EXPECT_EQ(scene.board.requests.size(), 1u);
  scene.now = withdrawn.ready_at;
  const Day promised = records::PromisedDay(records::Kind::kWithdrawal, scene.jam.draft().phases,
                                            scene.jam.draft().slots);
  EXPECT_THAT(scene.Send(), Is(News::kPromised, texts::DateInWords(texts::Language::kEnglish, promised)));
  EXPECT_EQ(scene.board.requests.size(), 2u);
  EXPECT_THAT(scene.Send(), IsEmpty());
}

TEST(Withdraw, TheWaitIsThreeSlotsOrADayOrInAJamEightHours) {
  records::Draft draft;
  draft.kind = records::CampaignKind::kJam;
  draft.slots.slots_per_day = 24;
  EXPECT_EQ(member::LongestWait(draft), 8 * 3600);
  draft.slots.slots_per_day = 4;
  EXPECT_EQ(member::LongestWait(draft), 18 * 3600);
  draft.kind = records::CampaignKind::kCampaign;
  EXPECT_EQ(member::LongestWait(draft), 24 * 3600);
  draft.slots.slots_per_day = 2;
  EXPECT_EQ(member::LongestWait(draft), 36 * 3600);
}

TEST(Withdraw, TwoMembersDoNotLeaveAtTheSameTime) {
  SpeakingScene scene;
  const auto text = SayAndSend(scene);
  std::set<UnixSeconds> times;
  for (int i = 0; i < 8; ++i) {
    ASSERT_OK_AND_ASSIGN(auto wallet, member::Wallet::Decode(scene.wallet.Encode()));
    ASSERT_OK_AND_ASSIGN(const auto withdrawn,
                         member::Withdraw(wallet, text, scene.campaign(), scene.now,
                                          scene.organisation.random()));
    times.insert(withdrawn.ready_at);
  }
  EXPECT_GE(times.size(), 7u);
}

TEST(Withdraw, IsSignedByTheTextsOwnThreadKeyAndFollowsIt) {
  SpeakingScene scene;
  const auto text = SayAndSend(scene);
  ASSERT_OK_AND_ASSIGN(const auto withdrawn, Withdraw(scene, text));
  scene.now = withdrawn.ready_at;
  scene.Send();
  ASSERT_OK_AND_ASSIGN(const auto request,
                       records::SubmitRequest::Decode(scene.board.requests.back()));
  const auto& body = request.submission.body;
  EXPECT_EQ(body.kind, records::Kind::kWithdrawal);
  EXPECT_EQ(body.sequence, 1u);
  EXPECT_EQ(body.previous, text);
  EXPECT_EQ(body.thread_key, scene.wallet.threads[0].submission.body.thread_key);
  EXPECT_EQ(body.thread_kem_key, scene.wallet.threads[0].submission.body.thread_kem_key);
  EXPECT_OK(request.submission.VerifySignature());
  EXPECT_TRUE(request.envelope.empty());
}

TEST(Withdraw, SurvivesTheWalletsFile) {
  SpeakingScene scene;
  const auto text = SayAndSend(scene);
  ASSERT_OK(Withdraw(scene, text));
  ASSERT_OK_AND_ASSIGN(auto again, member::Wallet::Decode(scene.wallet.Encode()));
  ASSERT_EQ(again.threads.size(), 2u);
  EXPECT_TRUE(member::IsWithdrawal(again.threads[1]));
  EXPECT_EQ(member::FindWithdrawal(again, again.threads[0]), &again.threads[1]);
}

TEST(Withdraw, OncePerTextAndOnlyOfWhatTheBoardHasPromised) {
  SpeakingScene scene;
  ASSERT_OK(scene.Say("The crane is slow."));
  const auto text = scene.spoken.submission_hash;
  EXPECT_THAT(Withdraw(scene, text), StatusIs(kFailedPrecondition, HasSubstr("not promised")));
  scene.Send();
  ASSERT_OK_AND_ASSIGN(const auto withdrawn, Withdraw(scene, text));
  EXPECT_THAT(Withdraw(scene, text), StatusIs(kFailedPrecondition, HasSubstr("already")));
  EXPECT_THAT(Withdraw(scene, withdrawn.submission_hash), StatusIs(kFailedPrecondition));
  EXPECT_EQ(scene.wallet.threads.size(), 2u);
  EXPECT_EQ(scene.wallet.outbox.size(), 2u);
}

TEST(Withdraw, LeavesBeforeRetentionEndsOrNotAtAll) {
  SpeakingScene scene;
  const auto text = SayAndSend(scene);
  const UnixSeconds ends = StartOf(scene.jam.draft().phases.retention_ends);
  scene.now = ends;
  EXPECT_THAT(Withdraw(scene, text), StatusIs(kFailedPrecondition, HasSubstr("retention")));
  scene.now = ends - 60;
  ASSERT_OK_AND_ASSIGN(const auto withdrawn, Withdraw(scene, text));
  EXPECT_LT(withdrawn.ready_at, ends);
}

TEST(Withdraw, APromiseWithTheDateOfAnOpinionIsNotBelieved) {
  SpeakingScene scene;
  const auto text = SayAndSend(scene);
  ASSERT_OK_AND_ASSIGN(const auto withdrawn, Withdraw(scene, text));
  scene.now = withdrawn.ready_at;
  const auto& draft = scene.jam.draft();
  scene.board.answer = [&](const auto& request) -> absl::StatusOr<Bytes> {
    return scene.board
        .Promise(request.submission.body,
                 records::PromisedDay(records::Kind::kOpinion, draft.phases, draft.slots))
        .Encode();
  };
  EXPECT_THAT(scene.Send(), Is(News::kUnbelievable, "another day"));
}

TEST(Withdraw, ABoardThatDoesNotKnowTheSealedTextHasSignedAFalseRefusal) {
  SpeakingScene scene;
  const auto text = SayAndSend(scene);
  ASSERT_OK_AND_ASSIGN(const auto withdrawn, Withdraw(scene, text));
  scene.now = withdrawn.ready_at;
  const auto refuse = [&](Day day) {
    scene.board.answer = [&scene, day](const auto& request) -> absl::StatusOr<Bytes> {
      return scene.board.Refuse(request, RefusalCode::kUnknownThread, day).Encode();
    };
    return scene.Send();
  };
  // While the log does not hold it, nobody else could tell.
  EXPECT_THAT(refuse(DayOf(scene.now)), Is(News::kUnbelievable, "stays in the outbox"));
  const records::SlotNumber slot = 9;
  scene.logs.Seal(scene.jam, slot, {scene.wallet.threads[0].submission});
  const Day sealed = scene.jam.draft().slots.DayOfSlot(slot);
  EXPECT_THAT(refuse(sealed), Is(News::kUnbelievable, "stays in the outbox"));
  EXPECT_THAT(refuse(sealed + 1), Is(News::kFalseRefusal, "evidence"));
}

}  // namespace
}  // namespace candor::testing
