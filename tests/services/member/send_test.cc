#include "services/member/send.h"

#include "services/member/receipt.h"
#include "services/member/wall.h"
#include "services/runtime/tls.h"
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
using ::testing::Not;
using ::testing::ResultOf;

std::string InEnglish(const texts::Sentence& sentence) { return sentence.In(texts::Language::kEnglish); }

auto Is(News news, const std::string& text) {
  return ElementsAre(AllOf(Field(&Note::news, news), Field(&Note::sentence, ResultOf(&InEnglish, HasSubstr(text)))));
}

// Somebody else's submission in the same jam.
records::SignedSubmission Another(const SpeakingScene& scene, std::string_view text = "Another.") {
  return scene.jam.Opinion(scene.jam.NewAuthor(), text).submission;
}

// ---- sending ----

TEST(Send, APromiseIsKeptAndTheTextStaysUntilItIsSeenInTheLog) {
  SpeakingScene scene;
  ASSERT_OK(scene.Say("The crane is slow."));
  const int saves_before = scene.saves.count;
  // The last slot is at the close; the promise names the day after.
  EXPECT_THAT(scene.Send(), Is(News::kPromised, texts::DateInWords(texts::Language::kEnglish, kSpeakingCloses + 1)));
  EXPECT_EQ(scene.saves.count, saves_before + 1);
  EXPECT_EQ(scene.thread().stage, Stage::kPromised);
  EXPECT_EQ(scene.wallet.outbox.size(), 1u);
  EXPECT_THAT(scene.Send(), IsEmpty()) << "a promised text is not sent again";
  EXPECT_EQ(scene.board.requests.size(), 1u);
}

TEST(Send, WhatARestoredBoardMayHaveLostIsSentAgain) {
  SpeakingScene scene;
  ASSERT_OK(scene.Say("The crane is slow."));
  EXPECT_THAT(scene.Send(), Is(News::kPromised, ""));
  const Bytes promise = scene.thread().promise;
  scene.logs.AddToBoard(DayOf(scene.now), records::kNoCampaign, records::Incident{1, 2, {}, {{7}}});
  EXPECT_THAT(scene.Send(), IsEmpty()) << "another campaign's loss";
  scene.logs.AddToBoard(DayOf(scene.now), records::kNoCampaign,
                        records::Incident{1, 2, {}, {scene.jam.id()}});
  EXPECT_THAT(scene.Send(), Is(News::kPromised, "It was sent"));
  EXPECT_EQ(scene.board.requests.size(), 2u);
  EXPECT_EQ(scene.board.requests.front(), scene.board.requests.back());
  EXPECT_EQ(scene.thread().promise, promise);
  EXPECT_EQ(scene.wallet.outbox.size(), 1u);
  scene.now = StartOf(kSpeakingCloses);
  EXPECT_THAT(scene.Send(), IsEmpty()) << "nothing is taken any more";
}

TEST(Send, NothingLeavesThroughAClosedGate) {
  SpeakingScene young;
  young.now = young.drawn_at + 48 * 3600 - 1;
  ASSERT_OK(young.Say("Text."));
  EXPECT_THAT(young.Send(), Is(News::kWaiting, "was not sent yet"));
  SpeakingScene few({.draws = {20, 19}});
  ASSERT_OK(few.Say("Text."));
  EXPECT_THAT(few.Send(), Is(News::kWaiting, "19"));
  EXPECT_THAT(young.board.requests, IsEmpty());
  EXPECT_THAT(few.board.requests, IsEmpty());
  few.logs.Draw(1, few.jam, 1);
  EXPECT_THAT(few.Send(), Is(News::kPromised, "It was sent"));
}

TEST(Send, AnUnreachableBoardLosesNothing) {
  SpeakingScene scene;
  ASSERT_OK(scene.Say("Text."));
  scene.board.answer = [](const auto&) -> absl::StatusOr<Bytes> {
    return absl::UnavailableError("it cannot be reached");
  };
  EXPECT_THAT(scene.Send(), Is(News::kUnreachable, "Nothing was lost"));
  EXPECT_EQ(scene.wallet.outbox.size(), 1u);
  scene.board.answer = nullptr;
  EXPECT_THAT(scene.Send(), Is(News::kPromised, "sent"));
  EXPECT_EQ(scene.board.requests[0], scene.board.requests[1]) << "the same bytes again";
}

TEST(Send, AnotherServerAtTheBoardsAddressGetsNothing) {
  SpeakingScene scene;
  ASSERT_OK(scene.Say("Text."));
  scene.board.answer = [](const auto&) -> absl::StatusOr<Bytes> {
    return runtime::NotThePinnedServer("The server of the board");
  };
  EXPECT_THAT(scene.Send(), Is(News::kImpostor, "It stays in the outbox: The server of the board"));
  EXPECT_EQ(scene.wallet.outbox.size(), 1u);
  scene.board.answer = nullptr;
  EXPECT_THAT(scene.Send(), Is(News::kPromised, "sent"));
}

TEST(Send, APromiseThatIsNotGoodIsNotBelieved) {
  SpeakingScene scene;
  ASSERT_OK(scene.Say("Text."));
  const auto answer_with = [&](records::SubmitReply reply) {
    scene.board.answer = [encoded = reply.Encode()](const auto&) -> absl::StatusOr<Bytes> {
      return encoded;
    };
    return scene.Send();
  };
  const auto& body = scene.thread().submission.body;
  EXPECT_THAT(answer_with(scene.board.Promise(Another(scene).body)),
              Is(News::kUnbelievable, "another submission"));
  EXPECT_THAT(answer_with(scene.board.Promise(body, kSpeakingCloses + 3)),
              Is(News::kUnbelievable, "another day"));
  auto forged = scene.board.Promise(body);
  forged.record.signature[0] ^= 1;
  EXPECT_THAT(answer_with(forged), Is(News::kUnbelievable, "promise"));
  auto stranger = scene.board.Promise(body);
  stranger.record = records::Signed::Make(scene.organisation.stranger().key,
                                          crypto::Label::kPromise, stranger.record.body);
  EXPECT_THAT(answer_with(stranger), Is(News::kUnbelievable, "promise key"));
  scene.board.answer = [](const auto&) -> absl::StatusOr<Bytes> { return Bytes{1, 2, 3}; };
  EXPECT_THAT(scene.Send(), Is(News::kUnbelievable, "cannot be read"));
  EXPECT_TRUE(scene.thread().promise.empty());
  EXPECT_EQ(scene.wallet.outbox.size(), 1u);
}

// ---- refusals ----

struct RefusalScene : SpeakingScene {
  RefusalScene() { EXPECT_OK(Say("Text.")); }
  std::vector<Note> Refused(RefusalCode code, Day day = kSpeakingOpens, Bytes other = {}) {
    board.answer = [=, this](const records::SubmitRequest& request) -> absl::StatusOr<Bytes> {
      return board.Refuse(request, code, day, other).Encode();
    };
    return Send();
  }
};

TEST(Send, ARefusalWhoseFaultCannotBeFoundHereIsFalseAndIsEvidence) {
  for (const auto code :
       {RefusalCode::kMalformed, RefusalCode::kUnknownCampaign, RefusalCode::kTarget, RefusalCode::kQuota,
        RefusalCode::kCommitment, RefusalCode::kEnvelopeHeader, RefusalCode::kToken, RefusalCode::kAudience, RefusalCode::kWindowClosed}) {
    RefusalScene scene;
    EXPECT_THAT(scene.Refused(code), Is(News::kFalseRefusal, "evidence"))
        << static_cast<int>(code);
    EXPECT_EQ(scene.wallet.outbox.size(), 1u);
    EXPECT_FALSE(scene.thread().refusal.empty());
    EXPECT_TRUE(member::IsEvidence(News::kFalseRefusal));
  }
}

TEST(Send, AnOpinionOnASubQuestionThatDoesNotExistIsTrulyRefused) {
  SpeakingScene scene;
  const auto author = scene.jam.NewAuthor();
  auto request = scene.jam.Opinion(author, "Text.");
  const auto news_about = [&](std::uint8_t sub_question) {
    request.submission.body.target = records::SubQuestionTarget(sub_question);
    Jam::Sign(request, author.keys.signing);
    const Bytes reply = scene.board.Refuse(request, RefusalCode::kMalformed, kSpeakingOpens).Encode();
    return member::Judge(reply, request, scene.campaign(), scene.wallet.bundle,
                         StartOf(kSpeakingOpens))
        .news;
  };
  // The jam has one.
  EXPECT_EQ(news_about(2), News::kRefused);
  EXPECT_EQ(news_about(1), News::kFalseRefusal);
}

TEST(Send, ARefusalThatAnHonestBoardCouldHaveSignedIsNoEvidenceAgainstIt) {
  // Whoever sends the body with a broken signature gets the first, and may show it with the right one.
  {
    RefusalScene scene;
    EXPECT_THAT(scene.Refused(RefusalCode::kThreadSignature),
                Is(News::kUnbelievable, "does not find that fault"));
    EXPECT_EQ(scene.wallet.outbox.size(), 1u) << "it is sent again";
  }
  // On the day of the opening, before it.
  RefusalScene scene;
  const Day opened = scene.campaign().opened;
  EXPECT_THAT(scene.Refused(RefusalCode::kUnknownCampaign, opened),
              Is(News::kUnbelievable, "does not find that fault"));
  EXPECT_EQ(scene.wallet.outbox.size(), 1u);
  RefusalScene later;
  EXPECT_THAT(later.Refused(RefusalCode::kUnknownCampaign, opened + 1),
              Is(News::kFalseRefusal, "evidence"));
}

TEST(Send, AWindowThatIsOverByTheBoardsClockAloneCostsNoVoice) {
  // A member's clock that runs fast when speaking opens, and a board that signs a day to come.
  const std::pair<UnixSeconds, Day> cases[] = {
      {StartOf(kSpeakingOpens) + 3600, kSpeakingOpens - 1},
      {StartOf(kSpeakingCloses) - 1, kSpeakingCloses},
      {StartOf(kSpeakingCloses) - 1, kSpeakingCloses + 300}};
  for (const auto& [now, day] : cases) {
    RefusalScene scene;
    scene.now = now;
    EXPECT_THAT(scene.Refused(RefusalCode::kWindowClosed, day),
                Is(News::kUnbelievable, "by this machine's clock it is open"));
    EXPECT_EQ(scene.wallet.outbox.size(), 1u) << "it is sent again";
    scene.board.answer = nullptr;
    EXPECT_THAT(scene.Send(), Is(News::kPromised, "It was sent"));
  }
}

TEST(Send, AWindowThatIsReallyClosedIsATrueRefusal) {
  RefusalScene scene;
  scene.now = StartOf(kSpeakingCloses);
  EXPECT_THAT(scene.Refused(RefusalCode::kWindowClosed, kSpeakingCloses),
              Is(News::kRefused, "kept on this machine"));
  EXPECT_EQ(scene.thread().stage, Stage::kRefused);
  EXPECT_EQ(scene.thread().text, "Text.");
  EXPECT_THAT(scene.wallet.outbox, IsEmpty());
}

TEST(Send, ASpentRefusalWithoutAnotherBodyIsNotBelieved) {
  RefusalScene scene;
  EXPECT_THAT(scene.Refused(RefusalCode::kSpent), Is(News::kUnbelievable, "not good"));
  // The very same body proves nothing, nor does somebody else's.
  EXPECT_THAT(scene.Refused(RefusalCode::kSpent, kSpeakingOpens, scene.thread().submission.Encode()),
              Is(News::kUnbelievable, "does not support"));
  EXPECT_THAT(scene.Refused(RefusalCode::kSpent, kSpeakingOpens, Another(scene).Encode()),
              Is(News::kUnbelievable, "does not support"));
  EXPECT_THAT(scene.Refused(RefusalCode::kThreadKeySeen, kSpeakingOpens, Another(scene).Encode()),
              Is(News::kUnbelievable, "does not support"));
  EXPECT_EQ(scene.wallet.outbox.size(), 1u);
}

TEST(Send, ASpentRefusalWithTheOtherBodyIsBelieved) {
  RefusalScene scene;
  // Another text under the same token, which only the holder of the thread key can have signed.
  const auto keys = crypto::DeriveThreadKeys(scene.thread().code, scene.jam.id(),
                                             crypto::Purpose::kVoice);
  auto body = scene.thread().submission.body;
  body.commitment[0] ^= 1;
  const auto other = records::SignedSubmission::Make(body, keys.signing);
  EXPECT_THAT(scene.Refused(RefusalCode::kSpent, kSpeakingOpens, other.Encode()),
              Is(News::kRefused, "already used"));
  EXPECT_EQ(scene.thread().stage, Stage::kRefused);
  EXPECT_EQ(scene.thread().text, "Text.");
}

TEST(Send, AnotherThreadWithTheSameKemKeyHasToHaveRealTokens) {
  // The board can copy a KEM key and compute a nonce for a key of its own; it cannot sign tokens.
  RefusalScene scene;
  const auto other = [&](const candor::testing::Author& author, bool real) {
    auto body = scene.jam.Opinion(author, "Another thread.").submission.body;
    body.thread_kem_key = scene.thread().submission.body.thread_kem_key;
    if (!real) body.tokens[0].authenticator[200] ^= 1;
    return records::SignedSubmission::Make(std::move(body), author.keys.signing).Encode();
  };
  const auto author = scene.jam.NewAuthor();
  EXPECT_THAT(scene.Refused(RefusalCode::kThreadKeySeen, kSpeakingOpens, other(author, false)),
              Is(News::kFalseRefusal, "evidence"));
  EXPECT_THAT(scene.Refused(RefusalCode::kThreadKeySeen, kSpeakingOpens, other(author, true)),
              Is(News::kRefused, "already used"));
}

TEST(Send, ARefusalOfAnotherSubmissionIsNotBelieved) {
  RefusalScene scene;
  scene.board.answer = [&](const records::SubmitRequest& request) -> absl::StatusOr<Bytes> {
    auto other = request;
    other.salt[0] ^= 1;
    return scene.board.Refuse(other, RefusalCode::kWindowClosed, kSpeakingCloses).Encode();
  };
  EXPECT_THAT(scene.Send(), Is(News::kUnbelievable, "another submission"));
}

// ---- what the log says ----

struct PromisedScene : SpeakingScene {
  PromisedScene() {
    EXPECT_OK(Say("The crane is slow."));
    EXPECT_EQ(Send().front().news, News::kPromised);
  }
  void LookedOn(Day day) {
    now = StartOf(day) + 60;
    wallet.synced_at = now;
  }
};

TEST(LookIntoLog, ASealedTextLeavesTheOutbox) {
  PromisedScene scene;
  EXPECT_THAT(scene.Look(), IsEmpty());
  scene.logs.Seal(scene.jam, 4, {Another(scene), scene.thread().submission});
  EXPECT_THAT(scene.Look(), Is(News::kIncluded, "public log"));
  EXPECT_EQ(scene.thread().stage, Stage::kInLog);
  EXPECT_THAT(scene.wallet.outbox, IsEmpty());
  EXPECT_THAT(scene.Look(), IsEmpty()) << "told once";
}

TEST(LookIntoLog, ALogWithoutTheQuorumIsNotBelieved) {
  PromisedScene scene;
  scene.logs.Seal(scene.jam, 4, {scene.thread().submission});
  scene.logs.DropCosignatures(0);
  EXPECT_THAT(scene.Look(), Is(News::kUnbelievable, "the proof fails"));
  EXPECT_EQ(scene.wallet.outbox.size(), 1u);
}

TEST(LookIntoLog, ATextSealedAfterItsPromisedDayIsEvidence) {
  PromisedScene in_time;
  // The last slot of the day that the promise names.
  const Day first_day = in_time.jam.draft().slots.first_day;
  const records::SlotNumber slot = (kSpeakingCloses + 2 - first_day) * kSlotsPerDay - 1;
  in_time.logs.Seal(in_time.jam, slot, {in_time.thread().submission});
  EXPECT_THAT(in_time.Look(), Is(News::kIncluded, "public log"));
  PromisedScene late;
  late.logs.Seal(late.jam, slot + 1, {late.thread().submission});
  EXPECT_THAT(late.Look(), Is(News::kLate, texts::DateInWords(texts::Language::kEnglish, kSpeakingCloses + 1)));
  EXPECT_TRUE(member::IsEvidence(News::kLate));
  EXPECT_EQ(late.thread().stage, Stage::kInLog);
  EXPECT_THAT(late.wallet.outbox, IsEmpty());
  EXPECT_FALSE(member::IsLate(member::GatherEvidence(in_time.thread(), in_time.logs).value()));
  EXPECT_TRUE(member::IsLate(member::GatherEvidence(late.thread(), late.logs).value()));
}

TEST(LookIntoLog, ABatchWithheldForWantOfDrawsDoesNotSayThatFewSpoke) {
  SpeakingScene scene({.draws = {19, 19}});
  ASSERT_OK(scene.Say("The crane is slow."));
  std::vector<records::SignedSubmission> all = {scene.thread().submission};
  for (int i = 0; i < 5; ++i) all.push_back(Another(scene));
  scene.logs.Seal(scene.jam, 12, all, true);
  EXPECT_THAT(scene.Look(), Is(News::kWithheld, "fewer than 20 had drawn voting slips"));
}

TEST(LookIntoLog, ABatchWithheldThoughEnoughHadDrawnSaysThatItShouldNotHaveBeen) {
  PromisedScene scene;
  std::vector<records::SignedSubmission> all = {scene.thread().submission};
  for (int i = 0; i < 5; ++i) all.push_back(Another(scene));
  scene.logs.Seal(scene.jam, 12, all, true);
  EXPECT_THAT(scene.Look(), Is(News::kWithheld, "and 20 had drawn voting slips, where 20 were enough"))
      << "by this machine's own copies of the issuers' logs";
  const std::string wall = member::RenderWall(member::MakeWall(scene.campaign(), DayOf(scene.now)), texts::Language::kEnglish);
  EXPECT_THAT(wall, HasSubstr("Too few people had drawn"));
  EXPECT_THAT(wall, Not(HasSubstr("people spoke.")));
}

TEST(LookIntoLog, AWithheldBatchSaysWhyAndThatTheTextIsHere) {
  PromisedScene scene;
  scene.logs.Seal(scene.jam, 12, {scene.thread().submission}, true);
  EXPECT_THAT(scene.Look(), Is(News::kWithheld, "Fewer than 5 people spoke"));
  EXPECT_EQ(scene.thread().stage, Stage::kWithheld);
  EXPECT_EQ(scene.thread().text, "The crane is slow.");
  EXPECT_THAT(scene.wallet.outbox, IsEmpty());
}

TEST(LookIntoLog, APromiseNeverKeptIsReportedOnceItsDayIsOver) {
  PromisedScene scene;
  const Day promised = kSpeakingCloses + 1;
  scene.LookedOn(promised);
  EXPECT_THAT(scene.Look(), IsEmpty()) << "its day is not over";
  scene.now = StartOf(promised + 1);
  EXPECT_THAT(scene.Look(), IsEmpty()) << "the log was not looked at since";
  scene.LookedOn(promised + 1);
  EXPECT_THAT(scene.Look(), Is(News::kOverdue, texts::DateInWords(texts::Language::kEnglish, promised)));
  EXPECT_TRUE(member::IsEvidence(News::kOverdue));
  ASSERT_OK_AND_ASSIGN(const auto evidence, member::GatherEvidence(scene.thread(), scene.logs));
  EXPECT_FALSE(evidence.place.has_value());
  EXPECT_FALSE(evidence.promise.empty());
  EXPECT_EQ(scene.wallet.outbox.size(), 1u) << "it is kept";
}

TEST(LookIntoLog, ATextThatNeverReachedTheBoardIsMissedAndKept) {
  SpeakingScene scene;
  ASSERT_OK(scene.Say("Text."));
  scene.now = StartOf(kSpeakingCloses + 3);
  scene.wallet.synced_at = scene.now;
  EXPECT_THAT(scene.Look(), Is(News::kMissed, "kept on this machine"));
  EXPECT_EQ(scene.thread().stage, Stage::kMissed);
  EXPECT_THAT(scene.wallet.outbox, IsEmpty());
}

}  // namespace
}  // namespace candor::testing
